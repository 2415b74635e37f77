"""Network in network [1]_: a small dense network slides over the image in a filter's place.

=====  ==================================  =========  ==========
layer  what it is                          shape      parameters
=====  ==================================  =========  ==========
conv1  convolution 5 x 5, pad 2            32x32x192  14,592
mlp1a  1 x 1                               32x32x160  30,880
mlp1b  1 x 1                               32x32x96   15,456
pool1  max pooling 3 x 3, / 2, dropout     16x16x96   0
conv2  convolution 5 x 5, pad 2            16x16x192  460,992
mlp2a  1 x 1                               16x16x192  37,056
mlp2b  1 x 1                               16x16x192  37,056
pool2  average pooling 3 x 3, / 2          8x8x192    0
conv3  convolution 3 x 3, pad 1            8x8x192    331,968
mlp3a  1 x 1                               8x8x192    37,056
mlp3b  1 x 1: a map for each class         8x8x10     1,930
pool3  mean of each map, then softmax      10         0
=====  ==================================  =========  ==========

966,986 parameters, as in the authors' own configuration for CIFAR-10; the paper prints none. There
is no dense layer: the mean of a class's map is its score, so the map shows where the class was
seen.

`pooling` changes the first two poolings to what the lectures call *learned* pooling: "filter", one
learned window of 3 x 3 for each map, or "network", which reads all maps in a block and is followed
by a 1 x 1 layer: one small network, the same on each block.

Departures
----------
- Sizes of the layers are from the authors' configuration: the paper gives the structure only.
- He's initial weights for Gaussians of deviation 0.05.

References
----------
.. [1] Lin, Chen & Yan, 2014, "Network in network", ICLR, arXiv:1312.4400: sections 3.1 to 3.3.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import probabilities
from cnnteach.models.options import choice, plan

PAPER = {
    "input_shape": (32, 32, 3),
    "classes": 10,
    "filters": ((192, 160, 96), (192, 192, 192), (192, 192)),
}
TEACHING = PAPER | {"filters": ((24, 20, 12), (24, 24, 24), (24, 24))}
POOLINGS = ("paper", "filter", "network")


def network_in_network(*, size="full", input_shape=None, classes=None, seed=None, pooling="paper"):
    """Build network in network; see the module for its layers.

    Parameters
    ----------
    input_shape : (int or None, int or None, int)
        Height and width may stay open.
    pooling : "paper", "filter" or "network"
        What halves the image: maximum and average, or a learned filter, or a learned network.

    Returns
    -------
    keras.Model
        Images (N, 32, 32, 3) to probabilities (N, 10).

    Examples
    --------
    >>> network_in_network(seed=0).count_params()
    966986
    """
    net = plan(size, PAPER, TEACHING, any_size=True, input_shape=input_shape, classes=classes)
    choice("pooling", pooling, POOLINGS)
    draws = Draws(seed)
    x = image = keras.Input(net.input_shape, name="image")
    for stage, (kernel, filters) in enumerate(zip((5, 5, 3), net.filters, strict=True), start=1):
        x = _convolution(x, filters[0], kernel, f"conv{stage}", draws)
        for letter, width in zip("ab", filters[1:], strict=False):
            x = _convolution(x, width, 1, f"mlp{stage}{letter}", draws)
        if stage < 3:
            x = _pool(x, stage, pooling, draws)
            x = layers.Dropout(0.5, seed=draws.seed(), name=f"dropout{stage}")(x)
    x = _convolution(x, net.classes, 1, "mlp3b", draws)
    x = layers.GlobalAveragePooling2D(name="scores")(x)
    return keras.Model(image, probabilities(x))


def _convolution(x, filters, kernel, name, draws):
    return layers.Conv2D(
        filters,
        kernel,
        padding="same",
        activation="relu",
        kernel_initializer=draws.he(),
        name=name,
    )(x)


def _pool(x, stage, pooling, draws):
    """Halve the image, rounded up."""
    halve = {"strides": 2, "padding": "same", "name": f"pool{stage}"}
    if pooling == "filter":
        ninth = keras.initializers.Constant(1 / 9)  # it starts as an average
        return layers.DepthwiseConv2D(3, depthwise_initializer=ninth, **halve)(x)
    if pooling == "network":
        maps, he = x.shape[-1], draws.he()
        x = layers.Conv2D(maps, 3, activation="relu", kernel_initializer=he, **halve)(x)
        return _convolution(x, maps, 1, f"pool{stage}_mlp", draws)
    kind = layers.MaxPooling2D if stage == 1 else layers.AveragePooling2D
    return kind(3, **halve)(x)
