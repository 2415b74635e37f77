"""PReLU-net [1]_: rectifiers that learn their slope, weights that start right for them.

=======  ==========================================  ==========  ===========
layers   what it is, in model A                      shape       parameters
=======  ==========================================  ==========  ===========
conv1    convolution 7 x 7, / 2                      112x112x96  14,208
pool1    max pooling 2 x 2                           56x56x96    0
conv2_1  3 x 3, and four more of 256                 56x56x256   2,581,760
pool2    max pooling 2 x 2                           28x28x256   0
conv3_1  3 x 3, and four more of 512                 28x28x512   10,619,392
pool3    max pooling 2 x 2                           14x14x512   0
conv4_1  3 x 3, five of 512                          14x14x512   11,799,040
spp      maxima of 7 x 7, 3 x 3, 2 x 2 and 1 part    32256       0
fc5      dense, dropout 0.5                          4096        132,124,672
fc6      dense, dropout 0.5                          4096        16,781,312
scores   dense, then softmax                         1000        4,097,000
=======  ==========================================  ==========  ===========

Each layer but the last is followed by a PReLU with a slope for each map (or unit), 14,688 in all.
Model B has six convolutions where A has five, C has more filters: `MODELS`. A has 178,032,072
parameters and 19.1 billion multiply-adds, table 3's 1.90e10.

Departures
----------
Table 3 gives sizes, no paddings; "same", as in the VGG net that it is compared with. The paper's
nets A, B and C; the 14 layers of its tables 1 and 2 are another.

References
----------
.. [1] He, Zhang, Ren & Sun, 2015, "Delving deep into rectifiers: surpassing human-level performance
       on ImageNet classification", ICCV, arXiv:1502.01852: table 3, sections 2.1 for PReLU and 2.2
       for the weights.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.layers import SpatialPyramidPooling2D
from cnnteach.models.options import choice, plan

# How many convolutions in each of three stages, and their filters.
MODELS = {
    "A": (5, (256, 512, 512)),
    "B": (6, (256, 512, 512)),
    "C": (6, (384, 768, 896)),
}
LEVELS = (7, 3, 2, 1)
PAPER = {"input_shape": (224, 224, 3), "classes": 1000, "thinned": 1}
TEACHING = {"input_shape": (112, 112, 3), "classes": 10, "thinned": 16}
SMALLEST = 111


def prelu_net(
    *,
    size="full",
    input_shape=None,
    classes=None,
    seed=None,
    model="A",
    rectifier="prelu",
):
    """Build a PReLU-net; see the module for its layers.

    Parameters
    ----------
    model : "A", "B" or "C"
    rectifier : "prelu" or "relu"
        The paper compares both.

    Returns
    -------
    keras.Model
        Images (N, 224, 224, 3) to probabilities (N, 1000).

    Examples
    --------
    >>> prelu_net(size="teaching", seed=0).get_layer("spp").output.shape
    (None, 2016)
    """
    net = plan(size, PAPER, TEACHING, smallest=SMALLEST, input_shape=input_shape, classes=classes)
    repeats, widths = MODELS[choice("model", model, tuple(MODELS))]
    rectify = {"prelu": _prelu, "relu": _relu}[choice("rectifier", rectifier, ("prelu", "relu"))]
    draws = Draws(seed)
    image = keras.Input(net.input_shape, name="image")
    x = rectify(_convolution(image, 96 // net.thinned, 7, "conv1", draws, strides=2), "1")
    x = layers.MaxPooling2D(2, name="pool1")(x)
    for stage, width in enumerate(widths, start=2):
        for number in range(1, repeats + 1):
            name = f"{stage}_{number}"
            x = rectify(_convolution(x, width // net.thinned, 3, f"conv{name}", draws), name)
        if stage < 4:
            x = layers.MaxPooling2D(2, name=f"pool{stage}")(x)
    x = SpatialPyramidPooling2D(LEVELS, name="spp")(x)
    for name in ("5", "6"):
        he = draws.he()
        x = layers.Dense(4096 // net.thinned, kernel_initializer=he, name=f"fc{name}")(x)
        x = layers.Dropout(0.5, seed=draws.seed(), name=f"dropout{name}")(rectify(x, f"_fc{name}"))
    return keras.Model(image, classifier(x, net.classes, draws.lecun()))


def _prelu(x, name):
    """Rectify with a slope for each map, which starts at 1/4 (section 2.1)."""
    slope = keras.initializers.Constant(0.25)
    shared = list(range(1, len(x.shape) - 1))
    kind = layers.PReLU(alpha_initializer=slope, shared_axes=shared or None, name=f"prelu{name}")
    return kind(x)


def _relu(x, name):
    return layers.ReLU(name=f"relu{name}")(x)


def _convolution(x, filters, kernel, name, draws, strides=1):
    return layers.Conv2D(
        filters,
        kernel,
        strides=strides,
        padding="same",
        kernel_initializer=draws.he(),
        name=name,
    )(x)
