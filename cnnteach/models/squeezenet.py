"""SqueezeNet v1.0 [1]_: AlexNet's accuracy with a fiftieth of its parameters.

========  ============================================  ==========  ==========
layer     what it is                                    shape       parameters
========  ============================================  ==========  ==========
means     123, 117, 104 subtracted from r, g, b         227x227x3   0
conv1     convolution 7 x 7, / 2                        111x111x96  14,208
pool1     max pooling 3 x 3, / 2                        55x55x96    0
fire2     squeeze 16, expand 64 + 64                    55x55x128   11,920
fire3     squeeze 16, expand 64 + 64                    55x55x128   12,432
fire4     squeeze 32, expand 128 + 128                  55x55x256   45,344
pool4     max pooling 3 x 3, / 2                        27x27x256   0
fire5     squeeze 32, expand 128 + 128                  27x27x256   49,440
fire6     squeeze 48, expand 192 + 192                  27x27x384   104,880
fire7     squeeze 48, expand 192 + 192                  27x27x384   111,024
fire8     squeeze 64, expand 256 + 256                  27x27x512   188,992
pool8     max pooling 3 x 3, / 2                        13x13x512   0
fire9     squeeze 64, expand 256 + 256                  13x13x512   197,184
dropout9  dropout 0.5                                   13x13x512   0
conv10    1 x 1, pad 1, then ReLU                       15x15x1000  513,000
scores    mean of each map                              1000        0
========  ============================================  ==========  ==========

1,248,424 parameters. The first row is not in the paper's table: with it the network takes images of
0 to 255, red, green, blue.

A fire module squeezes its input with 1 x 1 kernels into few maps, then expands them with 1 x 1 and
3 x 3 kernels side by side: the costly 3 x 3 kernels see few channels.

Departures
----------
- The paper's table 1 starts from 224 x 224 and prints 111 for conv1; the authors' own network
  starts from 227 x 227, as here, without padding. From there every pooling fits exactly, so that
  it does not matter that Caffe rounds sizes up and Keras down; at other sizes it does.
- The scores are means of what a ReLU let through, as in the authors' network, and never negative.

References
----------
.. [1] Iandola, Han, Moskewicz, Ashraf, Dally & Keutzer, 2016, "SqueezeNet: AlexNet-level
       accuracy with 50x fewer parameters and < 0.5MB model size", arXiv:1602.07360: section 3.2
       and table 1.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import probabilities
from cnnteach.models.options import plan

MEANS = (123.0, 117.0, 104.0)  # of ImageNet's red, green and blue
FIRES = {  # filters: squeezed to, expanded to twice
    "fire2": (16, 64),
    "fire3": (16, 64),
    "fire4": (32, 128),
    "fire5": (32, 128),
    "fire6": (48, 192),
    "fire7": (48, 192),
    "fire8": (64, 256),
    "fire9": (64, 256),
}
PAPER = {"input_shape": (227, 227, 3), "classes": 1000, "thinned": 1}
TEACHING = {"input_shape": (67, 67, 3), "classes": 10, "thinned": 8}
SMALLEST = 35


def squeezenet(*, size="full", input_shape=None, classes=None, seed=None, weights=None):
    """Build SqueezeNet; see the module for its layers.

    Parameters
    ----------
    weights : dict of str to (ndarray, ndarray), optional
        Kernel and bias of each convolution, such as `cnnteach.datasets.squeezenet_weights`
        returns. Without them the weights are fresh.

    Returns
    -------
    keras.Model
        Images (N, 227, 227, 3) of 0 to 255 to probabilities (N, 1000).

    Raises
    ------
    ValueError
        If `weights` are of another network, or of another size of this one.

    Examples
    --------
    >>> squeezenet(size="teaching", seed=0).get_layer("fire9").output.shape
    (None, 3, 3, 64)
    """
    net = plan(
        size,
        PAPER,
        TEACHING,
        smallest=SMALLEST,
        any_size=True,
        input_shape=input_shape,
        classes=classes,
    )
    if net.input_shape[2] != len(MEANS):
        raise ValueError(
            f"input_shape is {net.input_shape}, but SqueezeNet takes the means of red, green and "
            "blue off: give 3 channels"
        )
    draws = Draws(seed)
    image = keras.Input(net.input_shape, name="image")
    x = layers.Rescaling(1.0, offset=[-mean for mean in MEANS], name="means")(image)
    x = _convolution(x, 96 // net.thinned, 7, "conv1", draws.he(), strides=2)
    x = _pool(x, "pool1")
    for name, filters in FIRES.items():
        x = _fire(x, name, [width // net.thinned for width in filters], draws)
        if name in ("fire4", "fire8"):
            x = _pool(x, f"pool{name[-1]}")
    x = layers.Dropout(0.5, seed=draws.seed(), name="dropout9")(x)
    x = layers.ZeroPadding2D(1, name="pad10")(x)
    x = _convolution(x, net.classes, 1, "conv10", draws.normal(0.01))
    model = keras.Model(image, probabilities(layers.GlobalAveragePooling2D(name="scores")(x)))
    if weights is not None:
        _set(model, weights)
    return model


def _fire(x, name, filters, draws):
    squeeze, expand = filters
    x = _convolution(x, squeeze, 1, f"{name}_squeeze", draws.he())
    ones = _convolution(x, expand, 1, f"{name}_expand1", draws.he())
    threes = _convolution(x, expand, 3, f"{name}_expand3", draws.he(), padding="same")
    return layers.Concatenate(name=name)([ones, threes])


def _convolution(x, filters, kernel, name, initialiser, **geometry):
    return layers.Conv2D(
        filters, kernel, activation="relu", kernel_initializer=initialiser, name=name, **geometry
    )(x)


def _pool(x, name):
    return layers.MaxPooling2D(3, strides=2, name=name)(x)


def _set(model, weights):
    """Give each convolution its kernel and bias, or say which one does not fit."""
    own = [layer for layer in model.layers if layer.weights]
    missing = [layer.name for layer in own if layer.name not in weights]
    if missing:
        raise ValueError(f"weights have nothing for {', '.join(missing)}; they are another net's")
    for layer in own:
        given = [tuple(array.shape) for array in weights[layer.name]]
        expected = [tuple(variable.shape) for variable in layer.weights]
        if given != expected:
            raise ValueError(
                f"{layer.name} has weights of shapes {expected}, but {given} were given; build the "
                'network with size="full" and the classes that the weights are for'
            )
        layer.set_weights(weights[layer.name])
