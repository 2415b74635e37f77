"""ZFNet [1]_, the net behind the pictures of learned features; Clarifai's refinement of AlexNet.

======  =======================================  ==========  ==========
layer   what it is                               shape       parameters
======  =======================================  ==========  ==========
conv1   convolution 7 x 7, / 2, pad 1            110x110x96  14,208
pool1   max pooling 3 x 3, / 2                   55x55x96    0
norm1   contrast normalisation across maps       55x55x96    0
conv2   convolution 5 x 5, / 2                   26x26x256   614,656
pool2   max pooling 3 x 3, / 2                   13x13x256   0
norm2   contrast normalisation across maps       13x13x256   0
conv3   convolution 3 x 3, pad 1                 13x13x384   885,120
conv4   convolution 3 x 3, pad 1                 13x13x384   1,327,488
conv5   convolution 3 x 3, pad 1                 13x13x256   884,992
pool5   max pooling 3 x 3, / 2                   6x6x256     0
fc6     dense of 6 * 6 * 256 = 9216, dropout     4096        37,752,832
fc7     dense, dropout 0.5                       4096        16,781,312
scores  dense, then softmax                      1000        4,097,000
======  =======================================  ==========  ==========

62,357,608 parameters: AlexNet in one tower, 62,378,344, less 20,736 for the smaller windows of
conv1. The paper prints no number.

Departures
----------
- The paper gives sizes, 110, 55, 26 and 13, and no padding: one pixel around the image, and one
  more at the far side of each of the first two poolings, give them.
- "Contrast normalised across feature maps" is AlexNet's response normalisation with AlexNet's
  numbers: the paper gives none.
- The rescaling of filters whose norm exceeds 0.1, while training, is not part of the net.

References
----------
.. [1] Zeiler & Fergus, 2014, "Visualizing and understanding convolutional networks", ECCV,
       arXiv:1311.2901: figure 3 for the layers, section 3.1 for the initial weights.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.layers import LocalResponseNormalization
from cnnteach.models.options import plan

PAPER = {
    "input_shape": (224, 224, 3),
    "classes": 1000,
    "filters": (96, 256, 384, 384, 256),
    "units": 4096,
}
TEACHING = {
    "input_shape": (96, 96, 3),
    "classes": 10,
    "filters": (24, 32, 48, 48, 32),
    "units": 64,
}
SMALLEST = 63


def zfnet(*, size="full", input_shape=None, classes=None, seed=None):
    """Build ZFNet; see the module for its layers.

    Returns
    -------
    keras.Model
        Images (N, 224, 224, 3) to probabilities (N, 1000).

    Examples
    --------
    >>> zfnet(size="teaching", seed=0).get_layer("norm1").output.shape
    (None, 23, 23, 24)
    """
    net = plan(size, PAPER, TEACHING, smallest=SMALLEST, input_shape=input_shape, classes=classes)
    draws = Draws(seed)
    image = keras.Input(net.input_shape, name="image")
    x = layers.ZeroPadding2D(1, name="pad1")(image)
    x = _convolution(net, 1, 7, draws, strides=2)(x)
    x = _pool_and_normalise(x, 1)
    x = _convolution(net, 2, 5, draws, strides=2)(x)
    x = _pool_and_normalise(x, 2)
    for stage in (3, 4, 5):
        x = _convolution(net, stage, 3, draws, padding="same")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool5")(x)
    x = layers.Flatten(name="flatten")(x)
    for name in ("6", "7"):
        normal = draws.normal(0.01)
        x = layers.Dense(net.units, activation="relu", kernel_initializer=normal, name=f"fc{name}")(
            x
        )
        x = layers.Dropout(0.5, seed=draws.seed(), name=f"dropout{name}")(x)
    return keras.Model(image, classifier(x, net.classes, draws.normal(0.01)))


def _convolution(net, stage, kernel, draws, **geometry):
    """Return a convolution whose weights start at a deviation of 0.01, its biases at 0."""
    return layers.Conv2D(
        net.filters[stage - 1],
        kernel,
        activation="relu",
        kernel_initializer=draws.normal(0.01),
        name=f"conv{stage}",
        **geometry,
    )


def _pool_and_normalise(x, stage):
    """Pool to half the pixels, rounded up, then normalise; zeros do not win after a ReLU."""
    x = layers.ZeroPadding2D(((0, 1), (0, 1)), name=f"pad_pool{stage}")(x)
    x = layers.MaxPooling2D(3, strides=2, name=f"pool{stage}")(x)
    return LocalResponseNormalization(name=f"norm{stage}")(x)
