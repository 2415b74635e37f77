"""A network of dense layers alone: what a convolutional network is compared with.

=======  ===================  =====  ==========
layer    what it is           shape  parameters
=======  ===================  =====  ==========
flatten  28 x 28 in a row     784    0
hidden1  dense                300    235,500
hidden2  dense                100    30,100
scores   dense, then softmax  10     1,010
=======  ===================  =====  ==========

266,610 parameters: the net 28x28-300-100-10 of [1]_, which had 3.05 % errors on MNIST where
LeNet-5, with less than a quarter of the parameters, had 0.95 %.

Departures
----------
ReLU and He's initial weights for the paper's tanh, softmax for its squared error.

References
----------
.. [1] LeCun, Bottou, Bengio & Haffner, 1998, "Gradient-based learning applied to document
       recognition", Proceedings of the IEEE 86(11), section III.C.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.options import plan
from cnnteach.shapes import whole_number

PAPER = {"input_shape": (28, 28, 1), "classes": 10, "hidden": (300, 100)}
TEACHING = PAPER | {"hidden": (32,)}


def mlp(*, size="full", input_shape=None, classes=None, seed=None, hidden=None, activation="relu"):
    """Build a multi-layer perceptron; see the module for its layers.

    Parameters
    ----------
    hidden : sequence of int, optional
        Units of each hidden layer; an empty one leaves a linear classifier.
    activation : str or callable

    Returns
    -------
    keras.Model
        Images (N, 28, 28, 1) to probabilities (N, 10).

    Examples
    --------
    >>> mlp(seed=0).count_params()
    266610
    """
    net = plan(size, PAPER, TEACHING, input_shape=input_shape, classes=classes)
    draws = Draws(seed)
    image = keras.Input(net.input_shape, name="image")
    x = layers.Flatten(name="flatten")(image)
    for number, units in enumerate(net.hidden if hidden is None else hidden, start=1):
        units = whole_number("the units of a hidden layer", units)
        he, name = draws.he(), f"hidden{number}"
        x = layers.Dense(units, activation=activation, kernel_initializer=he, name=name)(x)
    return keras.Model(image, classifier(x, net.classes, draws.lecun()))
