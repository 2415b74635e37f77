"""The stacks that NetworkDesigner offers, from LeNet-5 to ResNet-152, as plain data.

Layers have the names, and the numbers, of the networks of `cnnteach.models`. What has neither
parameters nor another shape (dropout, response normalisation) is left out.
"""

from cnnteach.widgets.network_designer.stack_rows import (
    block,
    conv,
    dense,
    flatten,
    global_pool,
    pool,
)

VGG16 = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
# Filters of 1x1; 3x3 reduce, 3x3; 5x5 reduce, 5x5; pool proj: GoogLeNet's table 1.
INCEPTION = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}
RESNETS = {
    "resnet18": (2, 2, 2, 2),
    "resnet34": (3, 4, 6, 3),
    "resnet50": (3, 4, 6, 3),
    "resnet152": (3, 8, 36, 3),
}


def preset(name):
    """Return the stack of a network and the shape of its images, (H, W, C).

    Raises
    ------
    ValueError
        If there is no such network.

    Examples
    --------
    >>> stack, image = preset("lenet5")
    >>> image, [row["name"] for row in stack]
    ([28, 28, 1], ['c1', 's2', 'c3', 's4', 'flatten', 'f5', 'f6', 'scores'])
    """
    if name not in PRESETS:
        raise ValueError(f"there is no network {name!r} here; there are {', '.join(PRESETS)}")
    make, image = PRESETS[name]
    return make(), list(image)


def _lenet5():
    return [
        conv("c1", 6, 5, padding="same"),
        pool("s2", 2),
        conv("c3", 16, 5, padding="valid"),
        pool("s4", 2),
        flatten(),
        dense("f5", 120),
        dense("f6", 84),
        dense("scores", 10, activation="softmax"),
    ]


def _alexnet():
    return [
        conv("conv1", 96, 11, stride=4, padding="valid"),
        pool("pool1", 3, stride=2),
        conv("conv2", 256, 5, groups=2),
        pool("pool2", 3, stride=2),
        conv("conv3", 384, 3),
        conv("conv4", 384, 3, groups=2),
        conv("conv5", 256, 3, groups=2),
        pool("pool5", 3, stride=2),
        *_dense_part(),
    ]


def _zfnet():
    far = [[0, 1], [0, 1]]  # one more pixel at the far side
    return [
        conv("conv1", 96, 7, stride=2, padding=1),
        pool("pool1", 3, stride=2, padding=far),
        conv("conv2", 256, 5, stride=2, padding="valid"),
        pool("pool2", 3, stride=2, padding=far),
        conv("conv3", 384, 3),
        conv("conv4", 384, 3),
        conv("conv5", 256, 3),
        pool("pool5", 3, stride=2),
        *_dense_part(),
    ]


def _vgg16():
    stages = []
    for stage, (filters, count) in enumerate(VGG16, start=1):
        stages += [conv(f"conv{stage}_{number + 1}", filters, 3) for number in range(count)]
        stages.append(pool(f"pool{stage}", 2))
    return [*stages, *_dense_part()]


def _dense_part():
    scores = dense("scores", 1000, activation="softmax")
    return [flatten(), dense("fc6", 4096), dense("fc7", 4096), scores]


def _googlenet():
    stack = [
        conv("conv1", 64, 7, stride=2),
        pool("pool1", 3, stride=2, padding="same"),
        conv("conv2_reduce", 64, 1),
        conv("conv2", 192, 3),
        pool("pool2", 3, stride=2, padding="same"),
    ]
    for name, filters in INCEPTION.items():
        stack.append(_inception(name, *filters))
        if name in ("3b", "4e"):
            stack.append(pool(f"pool{name[0]}", 3, stride=2, padding="same"))
    return [*stack, global_pool("pool5"), dense("scores", 1000, activation="softmax")]


def _inception(name, ones, reduce3, threes, reduce5, fives, projection):
    branches = [
        [conv(f"{name}_1x1", ones, 1)],
        [conv(f"{name}_3x3_reduce", reduce3, 1), conv(f"{name}_3x3", threes, 3)],
        [conv(f"{name}_5x5_reduce", reduce5, 1), conv(f"{name}_5x5", fives, 5)],
        [
            pool(f"{name}_pool", 3, stride=1, padding="same"),
            conv(f"{name}_pool_proj", projection, 1),
        ],
    ]
    return block(f"inception{name}", branches, join="concat", activation="none")


def _resnet(name):
    stack = [
        _normed("conv1", 64, 7, stride=2, padding=3),
        pool("pool1", 3, stride=2, padding=1),
    ]
    deep, channels = name in ("resnet50", "resnet152"), 64
    for stage, repeats in enumerate(RESNETS[name], start=2):
        filters, stride = 64 * 2 ** (stage - 2), 1 if stage == 2 else 2
        width = 4 * filters if deep else filters
        changes = stride > 1 or width != channels
        first = f"conv{stage}_1"
        stack.append(block(first, _branches(first, filters, stride, deep, changes)))
        second = f"conv{stage}_2"
        rest = _branches(second, filters, 1, deep, False)
        stack.append(block(second, rest, repeat=repeats - 1))
        channels = width
    return [*stack, global_pool("pool5"), dense("scores", 1000, activation="softmax")]


def _branches(name, filters, stride, deep, changes):
    """Return what a block computes, and what leads past it: nothing, or a projection."""
    padding = 1 if stride > 1 else "same"
    if deep:
        main = [
            _normed(f"{name}a", filters, 1, stride=stride),
            _normed(f"{name}b", filters, 3),
            _normed(f"{name}c", 4 * filters, 1, activation="none"),
        ]
    else:
        main = [
            _normed(f"{name}a", filters, 3, stride=stride, padding=padding),
            _normed(f"{name}b", filters, 3, activation="none"),
        ]
    width = 4 * filters if deep else filters
    projection = _normed(f"{name}_shortcut", width, 1, stride=stride, activation="none")
    return [main, [projection] if changes else []]


def _normed(name, filters, kernel, **options):
    """Return a convolution without bias, and a batch normalisation behind it."""
    return conv(name, filters, kernel, bias=False, norm=True, **options)


PHOTOGRAPH = (224, 224, 3)
PRESETS = {
    "lenet5": (_lenet5, (28, 28, 1)),
    "alexnet": (_alexnet, (227, 227, 3)),
    "zfnet": (_zfnet, PHOTOGRAPH),
    "vgg16": (_vgg16, PHOTOGRAPH),
    "googlenet": (_googlenet, PHOTOGRAPH),
    **{name: (lambda name=name: _resnet(name), PHOTOGRAPH) for name in RESNETS},
}
