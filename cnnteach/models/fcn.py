"""Fully convolutional network [1]_: a class for each pixel, for images of any size.

=============  =============================================  ============
layers         what it is                                     an image side
=============  =============================================  ============
conv1_1 - 5_3  the convolutions and poolings of VGG-16        1/32
fc6            convolution 7 x 7: VGG's dense layer           1/32
fc7            convolution 1 x 1: VGG's dense layer           1/32
score7         1 x 1: a map for each class                    1/32
up16           transposed convolution 4 x 4, / 2              1/16
fuse16         cut to pool4's size, and add 1 x 1 of pool4    1/16
up8, fuse8     the same with pool3                            1/8
up1            transposed convolution 16 x 16, / 8            1
cut            cut to the image's size                        1
probabilities  softmax at each pixel                          1
=============  =============================================  ============

That is FCN-8s; ``stride=32`` is FCN-32s, which goes up in one leap, 16 is FCN-16s, and 4 and 2 go
on to the fine layers, where the paper stopped, for images with thin lines. A dense layer over a map
of 7 x 7 *is* a convolution of 7 x 7, so the net has VGG-16's weights: 134,260,544 parameters up to
fc7, the paper's 134 million (table 1), and a unit of fc7 sees 404 x 404 pixels, as there.

Departures
----------
- The paper pads the image by 100 pixels, since its poolings drop the rest; here all layers pad,
  poolings round up, and the result is cut.
- Weights start as He's for a net that learns from nothing; the paper's come from ImageNet.

References
----------
.. [1] Long, Shelhamer & Darrell, 2015, "Fully convolutional networks for semantic segmentation",
       CVPR, arXiv:1411.4038: sections 3 and 4, figure 3.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import probabilities
from cnnteach.models.layers import Bilinear, CropLike
from cnnteach.models.options import choice, plan
from cnnteach.models.vgg import DEPTHS, stages

PAPER = {
    "input_shape": (None, None, 3),
    "classes": 21,
    "filters": (64, 128, 256, 512, 512),
    "units": 4096,
}
TEACHING = {
    "input_shape": (None, None, 3),
    "classes": 2,
    "filters": (8, 16, 32, 32, 32),
    "units": 64,
}
STRIDES = (32, 16, 8, 4, 2)


def fcn(*, size="full", input_shape=None, classes=None, seed=None, stride=8):
    """Build a fully convolutional network; see the module for its layers.

    Parameters
    ----------
    input_shape : (int or None, int or None, int)
        Height and width are open by default.
    stride : 32, 16, 8, 4 or 2
        How fine the scores are before the last upsampling.

    Returns
    -------
    keras.Model
        Images (N, H, W, 3) to probabilities (N, H, W, classes).

    Examples
    --------
    >>> import numpy as np
    >>> tuple(fcn(size="teaching", seed=0)(np.zeros((1, 50, 70, 3))).shape)
    (1, 50, 70, 2)
    """
    net = plan(size, PAPER, TEACHING, any_size=True, input_shape=input_shape, classes=classes)
    stride, draws = choice("stride", stride, STRIDES), Draws(seed)
    image = keras.Input(net.input_shape, name="image")
    pooled = stages(image, DEPTHS[16], net.filters, draws, pool_padding="same")
    x = _dense_as_convolution(pooled[-1], net.units, 7, "6", draws)
    x = _dense_as_convolution(x, net.units, 1, "7", draws)
    x = _scores(x, net.classes, "score7")
    for stage in (4, 3, 2, 1):
        if stride <= 2**stage:
            x = _enlarge(x, net.classes, 2, f"up{2**stage}", learns=True)
            x = CropLike(name=f"cut{2**stage}")([x, pooled[stage - 1]])
            fine = _scores(pooled[stage - 1], net.classes, f"score_pool{stage}")
            x = layers.Add(name=f"fuse{2**stage}")([x, fine])
    x = _enlarge(x, net.classes, stride, "up1", learns=False)
    return keras.Model(image, probabilities(CropLike(name="cut")([x, image])))


def _dense_as_convolution(x, units, kernel, number, draws):
    x = layers.Conv2D(
        units,
        kernel,
        padding="same",
        activation="relu",
        kernel_initializer=draws.he(),
        name=f"fc{number}",
    )(x)
    return layers.Dropout(0.5, seed=draws.seed(), name=f"dropout{number}")(x)


def _scores(x, classes, name):
    """Score each class at each place; scores start at zero (section 4)."""
    return layers.Conv2D(classes, 1, kernel_initializer="zeros", name=name)(x)


def _enlarge(x, classes, factor, name, learns):
    """Enlarge bilinearly; the last enlargement stays so, the others may learn (section 4)."""
    return layers.Conv2DTranspose(
        classes,
        2 * factor,
        strides=factor,
        padding="same",
        use_bias=False,
        kernel_initializer=Bilinear(),
        trainable=learns,
        name=name,
    )(x)
