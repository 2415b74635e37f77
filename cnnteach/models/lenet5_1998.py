"""LeNet-5 as it was in 1998 [1]_, section II.B: every one of its 60,000 parameters.

=====  ==============================  ========  ==========  ===========
layer  what it is                      shape     parameters  connections
=====  ==============================  ========  ==========  ===========
c1     convolution 5 x 5               28x28x6   156         122,304
s2     subsampling 2 x 2               14x14x6   12          5,880
c3     convolution 5 x 5, table I      10x10x16  1,516       151,600
s4     subsampling 2 x 2               5x5x16    32          2,000
c5     convolution 5 x 5               1x1x120   48,120      48,120
f6     dense                           84        10,164      10,164
rbf    distance to ten pictures        10        (840)       840
=====  ==============================  ========  ==========  ===========

The sums are the paper's 60,000 trainable parameters and 340,908 connections; the 840 numbers of the
pictures are fixed. Each map of c3 reads 3, 4 or 6 maps of s2, by the table: 60 kernels of 5 x 5 and
16 biases. The class is the picture nearest to f6, so the *smallest* output.

Departures
----------
- The pictures of the ten digits, 7 x 12 pixels of +1 and -1, are drawn for this package in the
  manner of the paper's figure 3; the paper does not list them.
- The subsampling coefficients start at 1/4, an average; the paper does not say where.
- The second derivatives that scaled the paper's learning rates belong to training, not to the net.

References
----------
.. [1] LeCun, Bottou, Bengio & Haffner, 1998, "Gradient-based learning applied to document
       recognition", Proceedings of the IEEE 86(11).
"""

import keras
import numpy as np
from keras import layers

from cnnteach.models.digit_pictures import digit_pictures
from cnnteach.models.draws import Draws
from cnnteach.models.layers import ConnectionTableConv2D, RadialBasis, Subsampling, scaled_tanh
from cnnteach.models.options import plan

# Table I: for each map of c3, the maps of s2 that it reads.
THREE_IN_A_ROW = ((0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5))
FOUR_IN_A_ROW = (
    *((0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5)),
    *((0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5)),
)
FOUR_APART = ((0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5))
C3_TABLE = (*THREE_IN_A_ROW, *FOUR_IN_A_ROW, *FOUR_APART, (0, 1, 2, 3, 4, 5))
C3_KERNELS = sum(map(len, C3_TABLE))  # 60
PAPER = {"input_shape": (32, 32, 1), "classes": 10}
SMALLEST = 32


def lenet5_1998(*, size="full", input_shape=None, classes=None, seed=None, scores=False):
    """Build LeNet-5 of 1998; see the module for its layers.

    Parameters
    ----------
    size : "full" or "teaching"
        The same: the paper's net is small.
    input_shape : (int, int, int)
        Digits of 28 x 28 go to the middle of 32 x 32, so that strokes reach the centre of c1's
        outermost windows; the paper's background is -0.1 and its ink 1.175.
    classes : int
        With 10, f6 is compared with pictures of the digits; else with random pictures.
    seed : int, optional
    scores : bool
        Whether to end in minus the distances: then ``argmax`` is the class, and the softmax
        cross-entropy of the scores is the paper's equation 9, without its constant.

    Returns
    -------
    keras.Model
        Images (N, 32, 32, 1) to distances (N, classes), to be trained with
        `cnnteach.models.losses.RightClassPenalty`.

    Examples
    --------
    >>> lenet5_1998(seed=0).count_params()  # 60,000, and 84 numbers for each of ten pictures
    60840
    """
    net = plan(size, PAPER, PAPER, smallest=SMALLEST, input_shape=input_shape, classes=classes)
    draws = Draws(seed)
    image = keras.Input(net.input_shape, name="image")
    x = _features(image, draws)
    x = layers.Dense(
        84, activation=scaled_tanh, kernel_initializer=_uniform(draws, 120), name="f6"
    )(x)
    codes = digit_pictures() if net.classes == 10 else _random_pictures(net.classes, draws.seed())
    x = RadialBasis(codes, name="rbf")(x)
    if scores:
        x = layers.Rescaling(-1.0, name="scores")(x)
    return keras.Model(image, x)


def _features(image, draws):
    """Stack c1 to c5."""
    x = _convolution(6, "c1", draws, fan_in=25 * image.shape[-1])(image)
    x = Subsampling(2, activation=scaled_tanh, name="s2")(x)
    x = _table_convolution(draws)(x)
    x = Subsampling(2, activation=scaled_tanh, name="s4")(x)
    x = _convolution(120, "c5", draws, fan_in=25 * 16)(x)
    return layers.Flatten(name="c5_1d")(x)


def _convolution(maps, name, draws, fan_in):
    kernels = _uniform(draws, fan_in)
    return layers.Conv2D(maps, 5, activation=scaled_tanh, kernel_initializer=kernels, name=name)


def _table_convolution(draws):
    """Return c3, its weights drawn for the mean fan-in of its maps: 3.75 kernels."""
    kernels = _uniform(draws, 25 * C3_KERNELS / len(C3_TABLE))
    return ConnectionTableConv2D(
        C3_TABLE, 5, activation=scaled_tanh, kernel_initializer=kernels, name="c3"
    )


def _uniform(draws, fan_in):
    """Draw from -2.4 / F to 2.4 / F, for units of F inputs (appendix A)."""
    return draws.uniform(2.4 / fan_in)


def _random_pictures(classes, seed):
    """Return (classes, 84) of +1 and -1 with equal chance, the paper's other way (section II.B)."""
    return np.random.default_rng(seed).choice([-1.0, 1.0], size=(classes, 84))
