"""Inception v3 [1]_: large windows taken apart, 5 x 5 into 3 x 3, n x n into 1 x n and n x 1.

==============  ========================================  ==========
layers          what it is                                shape
==============  ========================================  ==========
stem1           3 x 3, / 2                                149x149x32
stem2           3 x 3                                     147x147x32
stem3           3 x 3, padded                             147x147x64
pool1           max pooling 3 x 3, / 2                    73x73x64
stem4           1 x 1                                     73x73x80
stem5           3 x 3                                     71x71x192
pool2           max pooling 3 x 3, / 2                    35x35x192
mixed0          figure 5                                  35x35x256
mixed1, mixed2  figure 5                                  35x35x288
mixed3          figure 10: half the pixels, more maps     17x17x768
mixed4 - 7      figure 6: 1 x 7 and 7 x 1                 17x17x768
mixed8          figure 10                                 8x8x1280
mixed9, 10      figure 7: 1 x 3 and 3 x 1 side by side    8x8x2048
pool3           mean of each map                          2048
scores          dense, then softmax                       1000
==============  ========================================  ==========

Every convolution is followed by batch normalisation and ReLU. 23,851,784 parameters, 34,432 of them
the normalisations' running means and variances: those of ``keras.applications.InceptionV3``, whose
weights fit. The paper says 25 million (with the auxiliary classifier of its training it would be
27).

Departures
----------
From the paper's table 1, with the authors' released net: the stem has 1 x 1 and one pooling where
the table has a convolution with stride 2, and the blocks of figure 5 keep a branch with a 5 x 5
window beside the one with two 3 x 3. The auxiliary classifier is left out. How the weights start is
not in the paper; He's here.

References
----------
.. [1] Szegedy, Vanhoucke, Ioffe, Shlens & Wojna, 2016, "Rethinking the Inception architecture for
       computer vision", CVPR, arXiv:1512.00567: figures 5, 6, 7 and 10, table 1, section 3.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.options import plan

# A branch is a list of convolutions, "filters@rows x columns"; "/2" halves without padding, and "+"
# sets two convolutions of the same input side by side.
STEM = ("32@3x3/2", "32@3x3valid", "64@3x3", "max", "80@1x1valid", "192@3x3valid", "max")
FIGURE_5 = ("64@1x1", "48@1x1 64@5x5", "64@1x1 96@3x3 96@3x3", "average {}@1x1")
FIGURE_6 = (
    "192@1x1",
    "{0}@1x1 {0}@1x7 192@7x1",
    "{0}@1x1 {0}@7x1 {0}@1x7 {0}@7x1 192@1x7",
    "average 192@1x1",
)
FIGURE_7 = ("320@1x1", "384@1x1 384@1x3+3x1", "448@1x1 384@3x3 384@1x3+3x1", "average 192@1x1")
BLOCKS = (
    *(tuple(branch.format(pooled) for branch in FIGURE_5) for pooled in (32, 64, 64)),
    ("384@3x3/2", "64@1x1 96@3x3 96@3x3/2", "max"),
    *(tuple(branch.format(width) for branch in FIGURE_6) for width in (128, 160, 160, 192)),
    ("192@1x1 320@3x3/2", "192@1x1 192@1x7 192@7x1 192@3x3/2", "max"),
    FIGURE_7,
    FIGURE_7,
)
PAPER = {"input_shape": (299, 299, 3), "classes": 1000, "thinned": 1}
TEACHING = {"input_shape": (107, 107, 3), "classes": 10, "thinned": 8}
SMALLEST = 75


def inception_v3(*, size="full", input_shape=None, classes=None, seed=None):
    """Build Inception v3; see the module for its layers.

    Parameters
    ----------
    input_shape : (int or None, int or None, int)
        Height and width may stay open.

    Returns
    -------
    keras.Model
        Images (N, 299, 299, 3) to probabilities (N, 1000).

    Examples
    --------
    >>> inception_v3(size="teaching", seed=0).get_layer("mixed10").output.shape
    (None, 2, 2, 256)
    """
    net = plan(
        size,
        PAPER,
        TEACHING,
        smallest=SMALLEST,
        any_size=True,
        input_shape=input_shape,
        classes=classes,
    )
    branches = _Branches(net.thinned, Draws(seed))
    image = keras.Input(net.input_shape, name="image")
    x = branches.follow(image, STEM, "stem")
    for number, block in enumerate(BLOCKS):
        block_name = f"mixed{number}"
        sides = [
            branches.follow(x, branch.split(), f"{block_name}_{letter}_")
            for letter, branch in zip("abcd", block, strict=False)
        ]
        x = layers.Concatenate(name=block_name)(sides)
    x = layers.GlobalAveragePooling2D(name="pool3")(x)
    return keras.Model(image, classifier(x, net.classes, branches.draws.lecun()))


class _Branches:
    """Builds convolutions from their notation."""

    def __init__(self, thinned, draws):
        self.thinned, self.draws = thinned, draws

    def follow(self, x, branch, prefix):
        """Stack the convolutions and poolings of one branch; convolutions are numbered from 1."""
        convolutions = poolings = 0
        for word in branch:
            if word == "max":
                poolings += 1
                name = f"pool{poolings}" if prefix == "stem" else f"{prefix}pool"
                x = layers.MaxPooling2D(3, strides=2, name=name)(x)
            elif word == "average":
                x = layers.AveragePooling2D(3, 1, padding="same", name=f"{prefix}average")(x)
            else:
                convolutions += 1
                x = self._side_by_side(x, word, f"{prefix}{convolutions}")
        return x

    def _side_by_side(self, x, word, name):
        filters, _, windows = word.partition("@")
        windows = windows.split("+")
        if len(windows) == 1:
            return self._convolution(x, int(filters), windows[0], name)
        sides = [self._convolution(x, int(filters), w, f"{name}_{w}") for w in windows]
        return layers.Concatenate(name=name)(sides)

    def _convolution(self, x, filters, window, name):
        """Convolve, normalise, rectify."""
        padding = "same" if window[-1].isdigit() and "/" not in window else "valid"
        rows, columns = window.removesuffix("valid").partition("/")[0].split("x")
        x = layers.Conv2D(
            filters // self.thinned,
            (int(rows), int(columns)),
            strides=2 if "/2" in window else 1,
            padding=padding,
            use_bias=False,
            kernel_initializer=self.draws.he(),
            name=f"{name}_conv",
        )(x)
        x = layers.BatchNormalization(scale=False, name=f"{name}_bn")(x)
        return layers.ReLU(name=name)(x)
