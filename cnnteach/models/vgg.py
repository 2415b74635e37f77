"""VGG [1]_: nothing but 3 x 3 convolutions and 2 x 2 poolings, up to 19 layers deep.

======  ==========================  ==========  ======  ======  ======  ======
stage   3 x 3 convolutions, pad 1   after pool  VGG-11  VGG-13  VGG-16  VGG-19
======  ==========================  ==========  ======  ======  ======  ======
1       64 filters, 224 x 224       112x112     1       2       2       2
2       128 filters, 112 x 112      56x56       1       2       2       2
3       256 filters, 56 x 56        28x28       2       2       3       4
4       512 filters, 28 x 28        14x14       2       2       3       4
5       512 filters, 14 x 14        7x7         2       2       3       4
======  ==========================  ==========  ======  ======  ======  ======

Then fc6 and fc7, dense with 4096 units and dropout 0.5, and 1000 scores. The first number of a
layer's name is its stage: conv5_3 is the last convolution of VGG-16.

Parameters: 132,863,336, 133,047,848, 138,357,544 and 143,667,240, the paper's 133, 133, 138 and 144
million (table 2). fc6 alone has 102,760,448 of them.

Departures
----------
The weights start as He et al. proposed a year later. The paper trained VGG-11 first, from Gaussians
of deviation 0.01, and began the deeper nets with its layers; it found later (section 3.1) that
Glorot's weights do without. Under ReLU, He's keep the signal from fading over 16 layers.

References
----------
.. [1] Simonyan & Zisserman, 2015, "Very deep convolutional networks for large-scale image
       recognition", arXiv:1409.1556: table 1, columns A, B, D and E.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.options import plan

DEPTHS = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
PAPER = {
    "input_shape": (224, 224, 3),
    "classes": 1000,
    "filters": (64, 128, 256, 512, 512),
    "units": 4096,
}
TEACHING = {
    "input_shape": (64, 64, 3),
    "classes": 10,
    "filters": (8, 16, 32, 64, 64),
    "units": 64,
}
SMALLEST = 32


def vgg(depth, *, size="full", input_shape=None, classes=None, seed=None):
    """Build VGG-11, 13, 16 or 19; see the module for its layers.

    Parameters
    ----------
    depth : 11, 13, 16 or 19
        Layers that learn.

    Returns
    -------
    keras.Model
        Images (N, 224, 224, 3) to probabilities (N, 1000).

    Examples
    --------
    >>> vgg(16, size="teaching", seed=0).get_layer("pool5").output.shape
    (None, 2, 2, 64)
    """
    net = plan(size, PAPER, TEACHING, smallest=SMALLEST, input_shape=input_shape, classes=classes)
    draws = Draws(seed)
    image = keras.Input(net.input_shape, name="image")
    x = layers.Flatten(name="flatten")(stages(image, DEPTHS[depth], net.filters, draws)[-1])
    for name in ("6", "7"):
        he = draws.he()
        x = layers.Dense(net.units, activation="relu", kernel_initializer=he, name=f"fc{name}")(x)
        x = layers.Dropout(0.5, seed=draws.seed(), name=f"dropout{name}")(x)
    return keras.Model(image, classifier(x, net.classes, draws.lecun()))


def stages(x, repeats, filters, draws, pool_padding="valid"):
    """Stack the five stages of convolutions; return what each of their poolings gives."""
    pooled = []
    for stage, (repeat, width) in enumerate(zip(repeats, filters, strict=True), start=1):
        for number in range(1, repeat + 1):
            x = layers.Conv2D(
                width,
                3,
                padding="same",
                activation="relu",
                kernel_initializer=draws.he(),
                name=f"conv{stage}_{number}",
            )(x)
        x = layers.MaxPooling2D(2, padding=pool_padding, name=f"pool{stage}")(x)
        pooled.append(x)
    return pooled
