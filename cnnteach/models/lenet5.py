"""LeNet-5 as it is written today: every map reads every map, ReLU, max pooling, softmax.

======  =========================  ========  ==========
layer   what it is                 shape     parameters
======  =========================  ========  ==========
c1      convolution 5 x 5, pad 2   28x28x6   156
s2      max pooling 2 x 2          14x14x6   0
c3      convolution 5 x 5          10x10x16  2,416
s4      max pooling 2 x 2          5x5x16    0
f5      dense                      120       48,120
f6      dense                      84        10,164
scores  dense, then softmax        10        850
======  =========================  ========  ==========

61,706 parameters. That is 60,000 of 1998 [1]_, 900 more in c3, which has no connection table, 850
for the scores, which were distances to fixed pictures, and 44 fewer, since pooling learns nothing.

Departures
----------
All of the above; `lenet5_1998` has none of them. The padding of 2 does what the paper did before:
it put the digits of 28 x 28 into 32 x 32. For digits that have their frame already, give
``input_shape=(32, 32, 1), padding="valid"``: the same parameters.

References
----------
.. [1] LeCun, Bottou, Bengio & Haffner, 1998, "Gradient-based learning applied to document
       recognition", Proceedings of the IEEE 86(11), section II.B.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.options import choice, plan

PAPER = {"input_shape": (28, 28, 1), "classes": 10}
SMALLEST = {"same": 12, "valid": 16}
POOLINGS = {"max": layers.MaxPooling2D, "average": layers.AveragePooling2D}


def lenet5(
    *,
    size="full",
    input_shape=None,
    classes=None,
    seed=None,
    activation="relu",
    pooling="max",
    padding="same",
):
    """Build today's LeNet-5; see the module for its layers.

    Parameters
    ----------
    size : "full" or "teaching"
        The same: the net is small.
    activation : str or callable
        "tanh" or "sigmoid" to see what ReLU changed.
    pooling : "max" or "average"
    padding : "same" or "valid"
        Of the first layer: 2 pixels on each side, or none.

    Returns
    -------
    keras.Model
        Images (N, 28, 28, 1) to probabilities (N, 10).

    Examples
    --------
    >>> lenet5(seed=0).count_params()
    61706
    """
    smallest = SMALLEST[choice("padding", padding, ("same", "valid"))]
    net = plan(size, PAPER, PAPER, smallest=smallest, input_shape=input_shape, classes=classes)
    pool, draws = POOLINGS[choice("pooling", pooling, tuple(POOLINGS))], Draws(seed)

    def learned(kind, *numbers, **options):
        return kind(*numbers, activation=activation, kernel_initializer=draws.he(), **options)

    image = keras.Input(net.input_shape, name="image")
    x = learned(layers.Conv2D, 6, 5, padding=padding, name="c1")(image)
    x = pool(2, name="s2")(x)
    x = learned(layers.Conv2D, 16, 5, name="c3")(x)
    x = pool(2, name="s4")(x)
    x = layers.Flatten(name="flatten")(x)
    x = learned(layers.Dense, 120, name="f5")(x)
    x = learned(layers.Dense, 84, name="f6")(x)
    return keras.Model(image, classifier(x, net.classes, draws.lecun()))
