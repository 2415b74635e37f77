"""A dense layer is a convolution whose kernel is as large as its input: a classifier that slides.

A network for windows of 25 x 25 ends in a dense layer over, say, 4 x 4 x 32 numbers. A convolution
with kernels of 4 x 4 x 32 and the same weights gives the same sums, and does not mind a larger
image: it gives one answer for each place of the window, and what neighbouring windows share is
computed once [1]_ [2]_.

References
----------
.. [1] Matan, Burges, LeCun & Denker, 1992, "Multi-digit recognition using a space displacement
       neural network", NIPS 4.
.. [2] Sermanet, Eigen, Zhang, Mathieu, Fergus & LeCun, 2014, "OverFeat", ICLR, arXiv:1312.6229,
       section 3.5.
"""

import keras
from keras import layers

from cnnteach.models.graph import steps
from cnnteach.models.layers import LocalResponseNormalization

SLIDES = (  # as it is: each output sees a window, or the pixel alone
    layers.Conv2D,
    layers.DepthwiseConv2D,
    layers.SeparableConv2D,
    layers.MaxPooling2D,
    layers.AveragePooling2D,
    layers.BatchNormalization,
    layers.Activation,
    layers.ReLU,
    layers.LeakyReLU,
    layers.Softmax,
    LocalResponseNormalization,
)


def convolutional(model):
    """Turn the dense layers of a classifier into convolutions, so that it takes larger images.

    Parameters
    ----------
    model : keras.Model
        One layer after the other, without padding: image (H, W, C) to numbers (K,).

    Returns
    -------
    keras.Model
        Images (N, any height, any width, C) to numbers (N, R, S, K). Those at row r and column s
        are what `model` says of the window whose upper left pixel is (r * step, s * step), where
        step is the product of all strides. The weights are copies.

    Raises
    ------
    ValueError
        If the model branches, pads, or has a layer that cannot slide.

    Examples
    --------
    The same 4 x 4 x 3 x 2 weights, over one window and over 2 x 3 windows:

    >>> image = keras.Input((4, 4, 3))
    >>> model = keras.Model(image, layers.Dense(2, name="scores")(layers.Flatten()(image)))
    >>> sliding = convolutional(model)
    >>> tuple(sliding.get_layer("scores").kernel.shape)
    (4, 4, 3, 2)
    >>> tuple(sliding(keras.ops.ones((1, 5, 6, 3))).shape)
    (1, 2, 3, 2)
    """
    first, *chain = _chain(model)
    image = keras.Input((None, None, first.shape[-1]), name=first.name)
    x, window = image, None  # window: the sides that a dense layer saw flattened
    for step in chain:
        layer = step.operation
        if isinstance(layer, layers.Flatten):
            window = step.input_shapes[0][:2]
        elif isinstance(layer, layers.Dense):
            x = _dense(layer, x, window or (1, 1))
            window = None
        elif not isinstance(layer, layers.Dropout):  # which does nothing when a network is used
            x = _copy(layer, x)
    return keras.Model(image, x, name=f"{model.name}_sliding")


def step_of(model):
    """Return by how many pixels the window of one answer lies beside the next: (rows, columns).

    Parameters
    ----------
    model : keras.Model
        One layer after the other.

    Examples
    --------
    >>> image = keras.Input((9, 9, 1))
    >>> step_of(keras.Model(image, layers.MaxPooling2D(2)(layers.Conv2D(1, 3, strides=2)(image))))
    (4, 4)
    """
    rows = columns = 1
    for step in _chain(model):
        strides = getattr(step.operation, "strides", (1, 1))
        rows, columns = rows * strides[0], columns * strides[1]
    return rows, columns


def _chain(model):
    """Return the steps of `model`, or say that it is no chain from an image on."""
    path = steps(model)
    for place, step in enumerate(path):
        if step.sources != ((place - 1,) if place else ()):
            raise ValueError(
                f"{model.name} branches at the layer {step.name!r}; only a network of one layer "
                "after the other can be made to slide here"
            )
    if len(path[0].shape) != 3:
        raise ValueError(
            f"{model.name} takes {path[0].shape}, but only images (H, W, C) can be slid over"
        )
    return path


def _copy(layer, x):
    """Put a layer's copy behind `x`, with the same weights."""
    if not isinstance(layer, SLIDES):
        raise ValueError(
            f"the layer {layer.name!r}, a {type(layer).__name__}, belongs to one size of image and "
            "cannot slide; build the network of convolutions, poolings and dense layers"
        )
    if getattr(layer, "padding", "valid") != "valid":
        raise ValueError(
            f"the layer {layer.name!r} pads with {layer.padding!r}: around each window there would "
            "be zeros, but inside of a larger image there are the neighbouring pixels; build the "
            'network with padding="valid"'
        )
    copy = type(layer).from_config(layer.get_config())
    x = copy(x)
    copy.set_weights(layer.get_weights())
    return x


def _dense(layer, x, window):
    """Put a dense layer behind `x` as a convolution with kernels of the size of its window."""
    convolution = layers.Conv2D(
        layer.units, window, activation=layer.activation, use_bias=layer.use_bias, name=layer.name
    )
    channels = x.shape[-1]
    x = convolution(x)
    kernel, *bias = layer.get_weights()
    convolution.set_weights([kernel.reshape(*window, channels, layer.units), *bias])
    return x
