"""DeepFace [1]_: layers that share no weights, for faces that always sit in the same place.

======  ===========================================  ==========  ==========
layer   what it is                                   shape       parameters
======  ===========================================  ==========  ==========
c1      convolution 11 x 11                          142x142x32  11,648
m2      max pooling 3 x 3, / 2                       71x71x32    0
c3      convolution 9 x 9                            63x63x16    41,488
l4      locally connected 9 x 9                      55x55x16    62,774,800
l5      locally connected 7 x 7, / 2                 25x25x16    7,850,000
l6      locally connected 5 x 5                      21x21x16    2,829,456
f7      dense, dropout 0.5                           4096        28,905,472
scores  dense, then softmax                          4030        16,510,910
======  ===========================================  ==========  ==========

118,923,774 parameters; the paper says "more than 120 million ..., more than 95 % of them in the
local and fully connected layers" (here: all but 53,136). As a convolution l4 would have 20,752
parameters, not 62.8 million: without sharing, each of its 55 x 55 places has a kernel of its own.
That pays only where a place always shows the same thing: the faces were turned upright and to the
front before.

Departures
----------
None in the layers; the paper's 3-D frontalisation of faces is not part of the net.

References
----------
.. [1] Taigman, Yang, Ranzato & Wolf, 2014, "DeepFace: closing the gap to human-level performance in
       face verification", CVPR: section 3.1 and figure 2; 3.3 for the initial weights.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.layers import LocallyConnected2D
from cnnteach.models.options import plan

PAPER = {
    "input_shape": (152, 152, 3),
    "classes": 4030,
    "filters": (32, 16, 16, 16, 16),
    "units": 4096,
}
TEACHING = {
    "input_shape": (76, 76, 3),
    "classes": 10,
    "filters": (8, 4, 4, 4, 4),
    "units": 32,
}
SMALLEST = 71


def locally_connected(*, size="full", input_shape=None, classes=None, seed=None):
    """Build DeepFace; see the module for its layers.

    Returns
    -------
    keras.Model
        Faces (N, 152, 152, 3) to probabilities (N, 4030).

    Examples
    --------
    >>> model = locally_connected(size="teaching", seed=0)
    >>> model.get_layer("l4").count_params(), model.get_layer("c3").count_params()
    (375700, 2596)
    """
    net = plan(size, PAPER, TEACHING, smallest=SMALLEST, input_shape=input_shape, classes=classes)
    draws = Draws(seed)
    widths = iter(net.filters)

    def layer(kind, kernel, name, strides=1):
        return kind(next(widths), kernel, strides=strides, name=name, **_initial(draws))

    x = image = keras.Input(net.input_shape, name="image")
    x = layer(layers.Conv2D, 11, "c1")(x)
    x = layers.MaxPooling2D(3, strides=2, padding="same", name="m2")(x)
    x = layer(layers.Conv2D, 9, "c3")(x)
    x = layer(LocallyConnected2D, 9, "l4")(x)
    x = layer(LocallyConnected2D, 7, "l5", strides=2)(x)
    x = layer(LocallyConnected2D, 5, "l6")(x)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(net.units, name="f7", **_initial(draws))(x)
    x = layers.Dropout(0.5, seed=draws.seed(), name="dropout7")(x)
    return keras.Model(image, classifier(x, net.classes, draws.normal(0.01)))


def _initial(draws):
    """ReLU, Gaussians of deviation 0.01, biases of 0.5 (section 3.3)."""
    return {
        "activation": "relu",
        "kernel_initializer": draws.normal(0.01),
        "bias_initializer": keras.initializers.Constant(0.5),
    }
