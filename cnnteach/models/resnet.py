"""ResNet [1]_: each block adds a small change to what comes in, so that 152 layers can learn.

======  ===================  =========  ========  ========  ========  =========  =========
stage   output, of 224x224   18         34        50        101       152
======  ===================  =========  ========  ========  ========  =========  =========
conv1   7 x 7, / 2           112x112x64, all of them
pool1   max 3 x 3, / 2       56x56x64, all of them
conv2   56x56                2 blocks   3         3         3         3
conv3   28x28                2          4         4         4         8
conv4   14x14                2          6         6         23        36
conv5   7x7                  2          3         3         3         3
======  ===================  =========  ========  ========  ========  =========  =========

A block of ResNet-18 and 34 is two 3 x 3 convolutions of 64, 128, 256 or 512 filters; one of the
deeper nets is 1 x 1, 3 x 3 and 1 x 1, the last with four times the filters. Then the mean of each
map and 1000 scores. Every convolution is followed by batch normalisation; the ReLU after the
addition.

Parameters that learn: 11,689,512, 21,797,672, 25,557,032, 44,549,160 and 60,192,808, those of
torchvision; table 1 of the paper counts multiply-adds instead: 1.8, 3.6, 3.8, 7.6 and 11.3 billion.
Each normalisation also keeps a running mean and variance, which are counted as fixed: 151,424 in
ResNet-152. ``keras.applications`` has 60,419,944 in its ResNet152: those, and biases that the
normalisation after them makes idle.

Departures
----------
- With ``shortcut="projection"`` (option B) a 1 x 1 convolution leads past the blocks that change
  the shape. The paper's deeper nets have it, and table 2's ResNet-34 has ``"padding"`` (option A):
  no parameters.
- With ``residual=False`` it is the paper's *plain* net, without shortcuts.

References
----------
.. [1] He, Zhang, Ren & Sun, 2016, "Deep residual learning for image recognition", CVPR,
       arXiv:1512.03385: table 1, figures 3 and 5, section 3.3, and 3.4 for the initial weights.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.layers import PaddedShortcut
from cnnteach.models.options import choice, plan

BLOCKS = {
    18: (2, 2, 2, 2),
    34: (3, 4, 6, 3),
    50: (3, 4, 6, 3),
    101: (3, 4, 23, 3),
    152: (3, 8, 36, 3),
}
DEEP = 50  # from here on a block is 1x1, 3x3, 1x1
PAPER = {"input_shape": (224, 224, 3), "classes": 1000, "filters": (64, 128, 256, 512)}
TEACHING = {"input_shape": (64, 64, 3), "classes": 10, "filters": (8, 16, 32, 64)}


def resnet(
    depth,
    *,
    size="full",
    input_shape=None,
    classes=None,
    seed=None,
    shortcut="projection",
    residual=True,
):
    """Build ResNet-18, 34, 50, 101 or 152; see the module for its layers.

    Parameters
    ----------
    depth : int
        Layers that learn. The teaching size has as many, with an eighth of the filters.
    input_shape : (int or None, int or None, int)
        Height and width may stay open.
    shortcut : "projection" or "padding"
        What leads past a block that halves the image: options B and A of the paper.
    residual : bool
        Whether there are shortcuts at all; without them it is the paper's plain net.

    Returns
    -------
    keras.Model
        Images (N, 224, 224, 3) to probabilities (N, 1000).

    Examples
    --------
    >>> resnet(18, size="teaching", seed=0).get_layer("conv5_2").output.shape
    (None, 2, 2, 64)
    """
    net = plan(size, PAPER, TEACHING, any_size=True, input_shape=input_shape, classes=classes)
    choice("shortcut", shortcut, ("projection", "padding"))
    build = _Blocks(depth, shortcut if residual else None, Draws(seed))
    image = keras.Input(net.input_shape, name="image")
    x = build.convolution(image, net.filters[0], 7, "conv1", stride=2)
    x = layers.ReLU(name="conv1_relu")(x)
    x = layers.ZeroPadding2D(1, name="pool1_pad")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool1")(x)
    for stage, (repeats, filters) in enumerate(
        zip(BLOCKS[depth], net.filters, strict=True), start=2
    ):
        for number in range(1, repeats + 1):
            stride = 2 if number == 1 and stage > 2 else 1
            x = build.block(x, filters, f"conv{stage}_{number}", stride)
    x = layers.GlobalAveragePooling2D(name="pool5")(x)
    return keras.Model(image, classifier(x, net.classes, build.draws.lecun()))


class _Blocks:
    """Builds the blocks of one net."""

    def __init__(self, depth, shortcut, draws):
        self.is_deep, self.shortcut, self.draws = depth >= DEEP, shortcut, draws

    def block(self, x, filters, name, stride):
        """Add to `x` what two or three convolutions make of it, then rectify."""
        kernels = (1, 3, 1) if self.is_deep else (3, 3)
        widths = (filters, filters, 4 * filters) if self.is_deep else (filters, filters)
        y = x
        for letter, kernel, width in zip("abc", kernels, widths, strict=False):
            y = self.convolution(
                y, width, kernel, f"{name}{letter}", stride=stride if letter == "a" else 1
            )
            if letter != "abc"[len(kernels) - 1]:
                y = layers.ReLU(name=f"{name}{letter}_relu")(y)
        if self.shortcut:
            y = layers.Add(name=f"{name}_add")([self._past(x, widths[-1], name, stride), y])
        return layers.ReLU(name=name)(y)

    def _past(self, x, width, name, stride):
        """Return what the block's result is added to: `x`, brought to the block's shape."""
        if x.shape[-1] == width and stride == 1:
            return x
        if self.shortcut == "padding":
            return PaddedShortcut(width, stride, name=f"{name}_shortcut")(x)
        return self.convolution(x, width, 1, f"{name}_shortcut", stride=stride)

    def convolution(self, x, filters, kernel, name, stride=1):
        """Convolve without bias, padded on both sides alike, and normalise."""
        if kernel > 1 and stride > 1:
            x = layers.ZeroPadding2D(kernel // 2, name=f"{name}_pad")(x)
        x = layers.Conv2D(
            filters,
            kernel,
            strides=stride,
            padding="same" if stride == 1 else "valid",
            use_bias=False,
            kernel_initializer=self.draws.he(),
            name=name,
        )(x)
        return layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=f"{name}_bn")(x)
