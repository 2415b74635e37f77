"""What the slides say of whole networks, counted on the networks themselves, at full size."""

import math
from functools import cache

from cnnteach.lectures.claim import Claim

MILLION = 1_000_000


@cache
def _built(name, **options):
    """Build a network without drawing its weights, whose numbers are enough here."""
    import keras

    from cnnteach import models

    with keras.StatelessScope(initialize_variables=False):
        return models.build(name, **options)


@cache
def counted(name, **options):
    """Return the summary of a network at full size."""
    from cnnteach import models

    return models.summary(_built(name, **options))


@cache
def depth(name):
    """Count the layers with weights on the longest way through a network."""
    from cnnteach.models.graph import steps

    longest = []
    for step in steps(_built(name)):
        before = max((longest[source] for source in step.sources), default=0)
        longest.append(before + hasattr(step.operation, "kernel"))
    return longest[-1]


def _learned(name, **options):
    return counted(name, **options).totals.parameters


def _alexnet():
    return counted("alexnet", groups=2)


def _neurons(layer):
    return math.prod(_alexnet()[layer].shape)


def _dense(image, units):
    return math.prod(image) * units


def _with_kernel(name, side):
    layers = _built(name).layers
    return sum(getattr(layer, "kernel_size", None) == (side, side) for layer in layers)


@cache
def _most_filters(name):
    return max(row.shape[-1] for row in counted(name) if row.kind == "Conv2D")


_SAME_NETWORK = "500,000 here and 650,000 in lecture 004: it is one network. We count 659,272."

CLAIMS = (
    Claim(
        *("001", "3D Activations", "(~ 64 to 1024)"),
        *(1024, lambda: _most_filters("resnet152")),
        "VGG-16 has 64 to 512; but the ResNet-152 of the same lecture goes up to 2,048.",
    ),
    Claim(
        *("001", "AlexNet", "253,440"),
        *(253_440, lambda: _neurons("conv1")),
        "The paper's own slip: 253,440 = 55 × 48 × 96. The layer is 55 × 55 × 96.",
        fault="misprint",
    ),
    *(
        Claim(
            *("001", "AlexNet", f"{stated:,}"),
            *(stated, lambda layer=layer: _neurons(layer)),
            f"{layer}: {size}.",
        )
        for layer, stated, size in (
            ("conv2", 186_624, "27 × 27 × 256"),
            ("conv3", 64_896, "13 × 13 × 384"),
            ("conv5", 43_264, "13 × 13 × 256"),
        )
    ),
    Claim(
        *("001", "Going deeper with convolutions", "12 times fewer parameters than AlexNet"),
        *(12, lambda: round(_alexnet().totals.parameters / _learned("googlenet"), 1)),
        "60,965,224 against 6,998,552. The paper says 12 times, and its own table adds up to about "
        "as many as we count.",
    ),
    Claim(
        *("001", "Going deeper with convolutions", "22 layers"),
        *(22, lambda: depth("googlenet")),
        "Layers with weights, on the longest way from the image to the scores.",
    ),
    *(
        Claim(
            *("001", "ResNet", f"{layers} layers ResNet"),
            *(layers, lambda layers=layers: depth(f"resnet{layers}")),
            "Counted in the same way; the shortcuts' projections lie beside it.",
        )
        for layers in (34, 152)
    ),
    Claim(
        *("002", "AlexNet", "500,000 neurons"),
        *(500_000, lambda: _alexnet().totals.neurons),
        _SAME_NETWORK,
    ),
    Claim(
        *("002", "AlexNet", "60 million parameters"),
        *(60 * MILLION, lambda: _alexnet().totals.parameters),
        "In two groups, as the paper built it; in one tower it would be 62,378,344.",
    ),
    Claim(
        *("002", "Learning Local Image Features", "96 filters of size $11 \\times 11 \\times 3$"),
        *(96 * 11 * 11 * 3, lambda: _alexnet()["conv1"].parameters - 96),
        "34,848 weights, and 96 biases.",
    ),
    Claim(
        *("003", "Solution 1", "10^7 edges!"),
        *(10**7, lambda: _dense((100, 100), 1000)),
        "100 × 100 pixels, each connected with each of 1,000 units.",
    ),
    Claim(
        *("003", "Solution 2", "10^5 edges"),
        *(10**5, lambda: _dense((10, 10), 1000)),
        "1,000 units, each connected with a window of 10 × 10 pixels.",
    ),
    Claim(
        *("003", "Solution 2", "1000 units in the input"),
        *("in the input", lambda: "in 1st hidden layer"),
        "The slide before has it right: the 1000 units are those of the hidden layer.",
        fault="misprint",
    ),
    Claim(
        *("004", "Problems with MLPs", "1.6 Billion parameters!"),
        *(1_600 * MILLION, lambda: _dense((200, 200), 40_000) + 40_000),
        "200 × 200 pixels times 40,000 units, and 40,000 biases.",
    ),
    Claim(
        *("004", "Problems with MLPs", "results in _____ parameters"),
        *(None, lambda: _dense((200, 200, 3), 40_000) + 40_000),
        "Three channels: three times as many weights.",
    ),
    Claim(
        *("004", "AlexNet", "650,000 neurons"),
        *(650_000, lambda: _alexnet().totals.neurons),
        "Every unit of the five convolutions and the three dense layers.",
    ),
    Claim(
        *("004", "Alexnet: Total parameters", "60M parameters"),
        *(60 * MILLION, lambda: _alexnet().totals.parameters),
    ),
    Claim(
        *("004", "Alexnet: Total parameters", "630M connections"),
        *(630 * MILLION, lambda: _alexnet().totals.connections),
        "Multiply-adds, in two groups: each weight and bias, once for each place of its use. How "
        "the slide comes to fewer it does not say.",
    ),
    Claim(
        *("004", "VGG (2015)", "138 million parameters"),
        *(138 * MILLION, lambda: _learned("vgg16")),
        "VGG-16; VGG-19 has 143,667,240.",
    ),
    Claim(
        *("004", "Inception V3 (2015)", "25 million parameters!"),
        *(25 * MILLION, lambda: _learned("inception_v3")),
        "The paper says “less than 25 million”.",
    ),
    Claim(
        *("004", "ResNet (2015)", "60 million parameters"),
        *(60 * MILLION, lambda: _learned("resnet152")),
    ),
    Claim(
        *("004", "ResNet (2015)", "few 7x7 convolutional layers"),
        *(None, lambda: _with_kernel("resnet152", 7)),
        "How few? One, the first; all others are 3 × 3 and 1 × 1.",
    ),
)
