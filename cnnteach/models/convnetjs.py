"""The two networks that ConvNetJS trains in the browser [1]_.

``convnetjs_mnist``, on digits cropped to 24 x 24:

======  =========================  ========  ==========
layer   what it is                 shape     parameters
======  =========================  ========  ==========
conv1   convolution 5 x 5, pad 2   24x24x8   208
pool1   max pooling 2 x 2          12x12x8   0
conv2   convolution 5 x 5, pad 2   12x12x16  3,216
pool2   max pooling 3 x 3, / 3     4x4x16    0
scores  dense, then softmax        10        2,570
======  =========================  ========  ==========

``convnetjs_cifar``:

======  =========================  ========  ==========
layer   what it is                 shape     parameters
======  =========================  ========  ==========
conv1   convolution 5 x 5, pad 2   32x32x16  1,216
pool1   max pooling 2 x 2          16x16x16  0
conv2   convolution 5 x 5, pad 2   16x16x20  8,020
pool2   max pooling 2 x 2          8x8x20    0
conv3   convolution 5 x 5, pad 2   8x8x20    10,020
pool3   max pooling 2 x 2          4x4x20    0
scores  dense, then softmax        10        3,210
======  =========================  ========  ==========

5,994 and 22,466 parameters. Weights start Gaussian with variance 1 / fan-in, biases before a ReLU
at 0.1, "to get gradients early", as ConvNetJS does.

Departures
----------
None. The teaching size is the full size.

References
----------
.. [1] Karpathy, 2014, ConvNetJS, https://cs.stanford.edu/people/karpathy/convnetjs/, the demos
       "mnist" and "cifar10".
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.options import plan

# A stage: filters of 5 x 5, then a pooling window that is as large as its stride.
MNIST = {"input_shape": (24, 24, 1), "classes": 10, "stages": ((8, 2), (16, 3))}
CIFAR = {"input_shape": (32, 32, 3), "classes": 10, "stages": ((16, 2), (20, 2), (20, 2))}


def convnetjs_mnist(*, size="full", input_shape=None, classes=None, seed=None):
    """Build ConvNetJS's net for digits; see the module for its layers.

    Returns
    -------
    keras.Model
        Images (N, 24, 24, 1) to probabilities (N, 10).

    Examples
    --------
    >>> convnetjs_mnist(seed=0).count_params()
    5994
    """
    net = plan(size, MNIST, MNIST, smallest=6, input_shape=input_shape, classes=classes)
    return _stages(net, Draws(seed))


def convnetjs_cifar(*, size="full", input_shape=None, classes=None, seed=None):
    """Build ConvNetJS's net for small photographs; see the module for its layers.

    Returns
    -------
    keras.Model
        Images (N, 32, 32, 3) to probabilities (N, 10).

    Examples
    --------
    >>> convnetjs_cifar(seed=0).count_params()
    22466
    """
    net = plan(size, CIFAR, CIFAR, smallest=8, input_shape=input_shape, classes=classes)
    return _stages(net, Draws(seed))


def _stages(net, draws):
    x = image = keras.Input(net.input_shape, name="image")
    for number, (filters, pool) in enumerate(net.stages, start=1):
        x = layers.Conv2D(
            filters,
            5,
            padding="same",
            activation="relu",
            kernel_initializer=draws.lecun(),
            bias_initializer=keras.initializers.Constant(0.1),
            name=f"conv{number}",
        )(x)
        x = layers.MaxPooling2D(pool, name=f"pool{number}")(x)
    x = layers.Flatten(name="flatten")(x)
    return keras.Model(image, classifier(x, net.classes, draws.lecun()))
