"""GoogLeNet [1]_, Inception v1: windows of several sizes side by side, behind 1 x 1 convolutions.

=================  =====================================  ===========  ==========
layer              what it is                             shape        parameters
=================  =====================================  ===========  ==========
conv1              convolution 7 x 7, / 2                 112x112x64   9,472
pool1, norm1       max pooling 3 x 3, / 2; normalisation  56x56x64     0
conv2_reduce       1 x 1                                  56x56x64     4,160
conv2              3 x 3                                  56x56x192    110,784
norm2, pool2       normalisation; max pooling 3 x 3, / 2  28x28x192    0
inception 3a, 3b   see below                              28x28x480    552,432
pool3              max pooling 3 x 3, / 2                 14x14x480    0
inception 4a - 4e  see below                              14x14x832    2,809,168
pool4              max pooling 3 x 3, / 2                 7x7x832      0
inception 5a, 5b   see below                              7x7x1024     2,487,536
pool5              mean of each map, dropout 0.4          1024         0
scores             dense, then softmax                    1000         1,025,000
=================  =====================================  ===========  ==========

An inception block sets side by side 1 x 1; 1 x 1 and 3 x 3; 1 x 1 and 5 x 5; and max pooling 3 x 3
with 1 x 1 behind. Their filters are the columns of the paper's table 1, `BLOCKS` here.

6,998,552 parameters and 1.59 billion multiply-adds (the paper: 1.5). The rows of the paper's table
add up to 6,797.7 K: it counts weights without biases, K is 1024 in most rows, and some (conv1's 2.7
K, 5a's 1072 K, 5b's 1388 K) are not what their filters give. "12 times fewer than AlexNet" is 61.0
/ 7.0 = 8.7 by this count.

With ``auxiliary=True`` two more classifiers look at 4a and 4d, as in the paper's training; their
loss had a weight of 0.3. That is 13,378,280 parameters.

Departures
----------
The paper does not say how weights start; He's here.

References
----------
.. [1] Szegedy, Liu, Jia et al., 2015, "Going deeper with convolutions", CVPR, arXiv:1409.4842:
       table 1 and figure 3; section 5 for the auxiliary classifiers.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.layers import LocalResponseNormalization
from cnnteach.models.options import plan

# Table 1: 1x1; 3x3 reduce, 3x3; 5x5 reduce, 5x5; pool proj.
BLOCKS = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}
PAPER = {"input_shape": (224, 224, 3), "classes": 1000, "thinned": 1}
TEACHING = {"input_shape": (64, 64, 3), "classes": 10, "thinned": 8}
SMALLEST_WITH_AUXILIARY = 65


def googlenet(*, size="full", input_shape=None, classes=None, seed=None, auxiliary=False):
    """Build GoogLeNet; see the module for its layers.

    Parameters
    ----------
    input_shape : (int or None, int or None, int)
        Height and width may stay open, but not with the auxiliary classifiers.
    auxiliary : bool
        Whether to add the two auxiliary classifiers of the training.

    Returns
    -------
    keras.Model
        Images (N, 224, 224, 3) to probabilities (N, 1000); with the auxiliary classifiers a list
        of three, the main one first.

    Examples
    --------
    >>> googlenet(size="teaching", seed=0).get_layer("inception3b").output.shape
    (None, 8, 8, 60)
    """
    smallest = SMALLEST_WITH_AUXILIARY if auxiliary else 1
    teaching = TEACHING | {"input_shape": (96, 96, 3)} if auxiliary else TEACHING
    net = plan(
        size,
        PAPER,
        teaching,
        smallest=smallest,
        any_size=not auxiliary,
        input_shape=input_shape,
        classes=classes,
    )
    draws = Draws(seed)
    image = keras.Input(net.input_shape, name="image")
    x, sideways = _stem(image, net, draws), []
    for block, filters in BLOCKS.items():
        x = _inception(x, block, [width // net.thinned for width in filters], draws)
        if block in ("3b", "4e"):
            x = _max_pool(x, f"pool{block[0]}")
        if auxiliary and block in ("4a", "4d"):
            sideways.append(_auxiliary(x, block, net, draws))
    x = layers.GlobalAveragePooling2D(name="pool5")(x)
    x = layers.Dropout(0.4, seed=draws.seed(), name="dropout5")(x)
    main = classifier(x, net.classes, draws.lecun())
    return keras.Model(image, [main, *sideways] if auxiliary else main)


def _stem(image, net, draws):
    x = _convolution(image, 64 // net.thinned, 7, "conv1", draws, strides=2)
    x = LocalResponseNormalization(name="norm1")(_max_pool(x, "pool1"))
    x = _convolution(x, 64 // net.thinned, 1, "conv2_reduce", draws)
    x = _convolution(x, 192 // net.thinned, 3, "conv2", draws)
    return _max_pool(LocalResponseNormalization(name="norm2")(x), "pool2")


def _inception(x, block, filters, draws):
    """Set four branches side by side, along the channels."""
    ones, reduce3, threes, reduce5, fives, projection = filters
    branch3 = _convolution(x, reduce3, 1, f"{block}_3x3_reduce", draws)
    branch5 = _convolution(x, reduce5, 1, f"{block}_5x5_reduce", draws)
    pooled = layers.MaxPooling2D(3, strides=1, padding="same", name=f"{block}_pool")(x)
    branches = [
        _convolution(x, ones, 1, f"{block}_1x1", draws),
        _convolution(branch3, threes, 3, f"{block}_3x3", draws),
        _convolution(branch5, fives, 5, f"{block}_5x5", draws),
        _convolution(pooled, projection, 1, f"{block}_pool_proj", draws),
    ]
    return layers.Concatenate(name=f"inception{block}")(branches)


def _auxiliary(x, block, net, draws):
    """Classify from the middle of the net, so that gradients come in there too."""
    x = layers.AveragePooling2D(5, strides=3, name=f"aux{block}_pool")(x)
    x = _convolution(x, 128 // net.thinned, 1, f"aux{block}_conv", draws)
    x = layers.Flatten(name=f"aux{block}_flatten")(x)
    he = draws.he()
    x = layers.Dense(
        1024 // net.thinned, activation="relu", kernel_initializer=he, name=f"aux{block}_fc"
    )(x)
    x = layers.Dropout(0.7, seed=draws.seed(), name=f"aux{block}_dropout")(x)
    return classifier(x, net.classes, draws.lecun(), prefix=f"aux{block}_")


def _max_pool(x, name):
    return layers.MaxPooling2D(3, strides=2, padding="same", name=name)(x)


def _convolution(x, filters, kernel, name, draws, strides=1):
    return layers.Conv2D(
        filters,
        kernel,
        strides=strides,
        padding="same",
        activation="relu",
        kernel_initializer=draws.he(),
        name=name,
    )(x)
