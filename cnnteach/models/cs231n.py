"""The example network of the course CS231n [1]_, which the lectures' figures show layer by layer.

Three times convolution, ReLU, convolution, ReLU, pooling, on images of CIFAR-10; every convolution
has ten filters of 3 x 3 with padding 1, every pooling is 2 x 2 with stride 2.

============  =========================  ========  ==========
layer         what it is                 shape     parameters
============  =========================  ========  ==========
conv1         convolution 3 x 3, pad 1   32x32x10  280
conv2         the same                   32x32x10  910
pool1         max pooling 2 x 2          16x16x10  0
conv3, conv4  the same                   16x16x10  910 each
pool2         max pooling 2 x 2          8x8x10    0
conv5, conv6  the same                   8x8x10    910 each
pool3         max pooling 2 x 2          4x4x10    0
scores        dense, then softmax        10        1,610
============  =========================  ========  ==========

6,440 parameters; the course says "17 layers and 7000 parameters", counting the image, each ReLU and
each pooling as a layer, and rounding. ReLUs are layers of their own here too, as in the figures.

Departures
----------
He's initial weights, which the course's notes recommend; what its demo used is not written down.
The teaching size is the full size.

References
----------
.. [1] Karpathy & Johnson, 2016, CS231n: Convolutional neural networks for visual recognition,
       Stanford, https://cs231n.github.io/convolutional-networks/.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.options import plan

COURSE = {"input_shape": (32, 32, 3), "classes": 10, "filters": 10}
SMALLEST = 8


def cs231n(*, size="full", input_shape=None, classes=None, seed=None):
    """Build the example network of CS231n; see the module for its layers.

    Returns
    -------
    keras.Model
        Images (N, 32, 32, 3) to probabilities (N, 10).

    Examples
    --------
    >>> cs231n(seed=0).count_params()
    6440
    """
    net = plan(size, COURSE, COURSE, smallest=SMALLEST, input_shape=input_shape, classes=classes)
    draws = Draws(seed)
    x = image = keras.Input(net.input_shape, name="image")
    for number in range(1, 7):
        x = layers.Conv2D(
            net.filters,
            3,
            padding="same",
            kernel_initializer=draws.he(),
            name=f"conv{number}",
        )(x)
        x = layers.ReLU(name=f"relu{number}")(x)
        if number % 2 == 0:
            x = layers.MaxPooling2D(2, name=f"pool{number // 2}")(x)
    x = layers.Flatten(name="flatten")(x)
    return keras.Model(image, classifier(x, net.classes, draws.lecun()))
