"""AlexNet [1]_: eight layers that learn, the winner of ImageNet 2012.

======  =======================================  =========  ===========  ==========
layer   what it is                               shape      two groups   one tower
======  =======================================  =========  ===========  ==========
conv1   convolution 11 x 11, / 4                 55x55x96   34,944       34,944
norm1   local response normalisation             55x55x96   0            0
pool1   max pooling 3 x 3, / 2                   27x27x96   0            0
conv2   convolution 5 x 5, pad 2, groups         27x27x256  307,456      614,656
norm2   local response normalisation             27x27x256  0            0
pool2   max pooling 3 x 3, / 2                   13x13x256  0            0
conv3   convolution 3 x 3, pad 1                 13x13x384  885,120      885,120
conv4   convolution 3 x 3, pad 1, groups         13x13x384  663,936      1,327,488
conv5   convolution 3 x 3, pad 1, groups         13x13x256  442,624      884,992
pool5   max pooling 3 x 3, / 2                   6x6x256    0            0
fc6     dense, dropout 0.5                       4096       37,752,832   37,752,832
fc7     dense, dropout 0.5                       4096       16,781,312   16,781,312
scores  dense, then softmax                      1000       4,097,000    4,097,000
======  =======================================  =========  ===========  ==========

60,965,224 parameters in two groups (the paper: 60 million), 62,378,344 in one tower; 659,272
neurons (the paper: 650,000). The groups are the paper's two graphics cards: half of the maps live
on each, and conv2, conv4 and conv5 read only the maps of their own card.

The paper prints 253,440 neurons for conv1, which would be 55 x 48 x 96; it is 55 x 55 x 96 =
290,400. It speaks of images of 224 x 224, which would give 54.25 windows a side: 227 gives the 55
that it draws. torchvision's "alexnet", 61,100,840 parameters, is Krizhevsky's later net, of 2014.

Departures
----------
- Response normalisation runs over all maps, also over the border between the two cards.
- 227 x 227, for the reason above.

References
----------
.. [1] Krizhevsky, Sutskever & Hinton, 2012, "ImageNet classification with deep convolutional
       neural networks", NIPS 25: section 3.5 and figure 2 for the layers, 3.3 for normalisation,
       4.2 for dropout, 5 for the initial weights.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.layers import LocalResponseNormalization
from cnnteach.models.options import choice, plan

PAPER = {
    "input_shape": (227, 227, 3),
    "classes": 1000,
    "filters": (96, 256, 384, 384, 256),
    "units": 4096,
}
TEACHING = {
    "input_shape": (99, 99, 3),
    "classes": 10,
    "filters": (12, 32, 48, 48, 32),
    "units": 64,
}
SMALLEST = 67


def alexnet(*, size="full", input_shape=None, classes=None, seed=None, groups=2):
    """Build AlexNet; see the module for its layers.

    Parameters
    ----------
    groups : 2 or 1
        Two cards as in the paper, or one tower in which every map reads every map.

    Returns
    -------
    keras.Model
        Images (N, 227, 227, 3) to probabilities (N, 1000).

    Examples
    --------
    >>> alexnet(size="teaching", seed=0).get_layer("pool5").output.shape
    (None, 2, 2, 32)
    """
    net = plan(size, PAPER, TEACHING, smallest=SMALLEST, input_shape=input_shape, classes=classes)
    groups, draws = choice("groups", groups, (1, 2)), Draws(seed)
    x = image = keras.Input(net.input_shape, name="image")
    for stage, (kernel, grouped, bias) in enumerate(
        [(11, 1, 0), (5, groups, 1), (3, 1, 0), (3, groups, 1), (3, groups, 1)], start=1
    ):
        x = layers.Conv2D(
            net.filters[stage - 1],
            kernel,
            strides=4 if stage == 1 else 1,
            padding="valid" if stage == 1 else "same",
            groups=grouped,
            activation="relu",
            **_initial(draws, bias),
            name=f"conv{stage}",
        )(x)
        x = _after(x, stage)
    return keras.Model(image, _dense_part(x, net, draws))


def _after(x, stage):
    """Normalise after the first two stages, pool after them and the last."""
    if stage in (1, 2):
        x = LocalResponseNormalization(name=f"norm{stage}")(x)
    if stage in (1, 2, 5):
        x = layers.MaxPooling2D(3, strides=2, name=f"pool{stage}")(x)
    return x


def _dense_part(x, net, draws):
    x = layers.Flatten(name="flatten")(x)
    for name in ("6", "7"):
        x = layers.Dense(net.units, activation="relu", **_initial(draws, 1), name=f"fc{name}")(x)
        x = layers.Dropout(0.5, seed=draws.seed(), name=f"dropout{name}")(x)
    return classifier(x, net.classes, draws.normal(0.01))


def _initial(draws, bias):
    """Gaussians of deviation 0.01; the bias is 1 where it is to keep ReLUs alive at first."""
    constant = keras.initializers.Constant(bias)
    return {"kernel_initializer": draws.normal(0.01), "bias_initializer": constant}
