"""What the slides say of sizes: outputs, windows, neurons of a layer, receptive fields."""

from math import prod

from cnnteach import shapes
from cnnteach.lectures.claim import Claim


def _side(size, kernel, stride=1, padding=0):
    return shapes.output_size(size, kernel, stride=stride, padding=padding)


def _map(size, kernel, filters, stride=1, padding=0):
    side = _side(size, kernel, stride, padding)
    return side, side, filters


def _exact(size, kernel, stride, padding=0):
    return (size + 2 * padding - kernel) / stride + 1


def _keeps_every_size():
    return all(_side(size, 3, 1, 1) == size for size in range(1, 301))


def _sees(*layers):
    return shapes.receptive_field(layers)[-1][0]


_HALF = (
    "7 pixels give 3, and 3 is not half of 7: the kernel takes its two pixels first. It is half, "
    "rounded up, with “same” padding."
)
_ALEXNET_INPUT = (
    "150,528 is right for 224 × 224 × 3, which the paper states; but (224 - 11) / 4 + 1 = 54.25. "
    "The layer of 55 × 55 that it draws needs 227 × 227 × 3 = 154,587."
)

CLAIMS = (
    Claim(
        *("000", "Output size", "\\frac{N-F}{stride} + 1"),
        *(2, lambda: _exact(7, 3, 3)),
        "For 7 pixels, a filter of 3 and stride 3 the formula gives 2.33 stops. Lecture 001 has "
        "what is missing: rounding down.",
    ),
    Claim(
        *("000", "Convolution layer", 'new image" of size 28x28x6'),
        *((28, 28, 6), lambda: _map(32, 5, 6)),
        "32 - 5 + 1 stops along each side, one map for each of 6 filters.",
    ),
    Claim(
        *("001", "3D Activations", "a CIFAR-10 image is a $3 \\times 32 \\times 32$ volume"),
        *(3072, lambda: prod((32, 32, 3))),
        "3,072 numbers. This course, as Keras does, puts the channels last: 32 × 32 × 3.",
    ),
    Claim(
        *("001", "Convolution: Stride", "The output is also half the size of the input"),
        *(3.5, lambda: _side(7, 3, 2)),
        _HALF,
    ),
    Claim(
        *("001", "Convolution: Padding", "Here, **pad = 1, stride = 2**"),
        *(None, lambda: _side(7, 3, 2, 1)),
        "The frame that is drawn has 9 columns, so the input has 7: (7 + 2 - 3) / 2 + 1 stops.",
    ),
    Claim(
        *("001", "How big is the output?", "Example: $k=3$, $s=1$, $p=1$"),
        *(True, _keeps_every_size),
        "The output is as large as the input: tried for every size from 1 to 300.",
    ),
    Claim(
        *("001", "AlexNet", "The network's input is 150,528-dimensional"),
        *("150,528", lambda: f"{227 * 227 * 3:,}"),  # no rounding, though it is near
        _ALEXNET_INPUT,
    ),
    Claim(
        *("001", "Example ConvNet", "10x3x3 conv filters, stride 1, pad 1"),
        *((32, 32, 10), lambda: _map(32, 3, 10, 1, 1)),
        "Padding 1 keeps the size of CIFAR-10's images; the pooling halves it.",
    ),
    Claim(
        *("001", "Clarifai", "96 different 55 by 55 element feature maps"),
        *((55, 55, 96), lambda: _map(_side(224, 7, 2), 3, 96, 2)),
        "As it is written, 224 pixels give 109 and then 54. With a zero all around the image it is "
        "110, and 55 if the pooling rounds up, as Zeiler's code did.",
    ),
    Claim(
        *("001", "Clarifai", "6 \\cdot 6 \\cdot 256 = 9216"),
        *(9216, lambda: prod((6, 6, 256))),
        "What the last pooling leaves, as a vector.",
    ),
    Claim(
        *("002", "Weight Sharing", "64x64 pixel per image \\Rightarrow 64x64 neurons per channel"),
        *((64, 64), lambda: _map(64, 5, 64, 1, 2)[:2]),
        "With “border padding etc.”, as the slide says: two zeros on each side for a mask of 5.",
    ),
    Claim(
        *("002", "LeNet5", "2x subsampling (4704 neurons)"),
        *(4704, lambda: prod(_map(32, 5, 6))),
        "28 × 28 × 6: the neurons of C1 alone. S2 has 1,176 more.",
    ),
    Claim(
        *("002", "LeNet5", "2x subsampling (1600 neurons)"),
        *(1600, lambda: prod(_map(14, 5, 16))),
        "10 × 10 × 16: the neurons of C3 alone. S4 has 400 more.",
    ),
    Claim(
        *("003", "Convolutional Layer on vectors", "#words - #length of filter + 1"),
        *(5, lambda: _side(7, 3)),
        "Seven words, a filter of three: five windows. It is the formula of images with stride 1.",
    ),
    Claim(
        *("004", "Stride", "maximum stride: 3 (most common)"),
        *(3, lambda: 4),
        "AlexNet's first layer jumps by 4, as the same lecture says some slides later.",
    ),
    Claim(
        *("004", "Example", "The size of the Conv layer output volume is [55x55x96]"),
        *((55, 55, 96), lambda: _map(227, 11, 96, 4)),
        "(227 - 11) / 4 + 1 = 55.",
    ),
    Claim(
        *("004", "Le-net 5", "Digit recognition on MNIST (32x32 images)"),
        *((32, 32), lambda: (28, 28)),
        "MNIST's images are 28 × 28; LeNet-5 sees them in a frame of two zeros, which makes 32.",
    ),
    Claim(
        *("004", "Le-net 5", "Result: 16 5x5 maps (400 values in all)"),
        *(400, lambda: prod(_map(_side(_side(_side(32, 5), 2, 2), 5), 2, 16, 2))),
        "32 → 28 → 14 → 10 → 5, and 16 maps.",
    ),
    Claim(
        *("004", "Krizhevsky et. al.", "Conv2: 256 5x5 filters, stride 2, zero pad"),
        *(2, lambda: next(s for s in (1, 2) if _side(27, 5, s, 2) == 27)),
        "With stride 2 the 27 × 27 maps would become 14 × 14, and pooling would leave 6; the "
        "paper's 13 needs stride 1.",
        fault="misprint",
    ),
    Claim(
        *("004", "Replace 5x5 convolutions", "an effective receptive field of 5x5"),
        *((5, 5), lambda: (_sees((3, 1, 0), (3, 1, 0)),) * 2),
        "Two layers of 3 × 3: 3 + 2 pixels along each side.",
    ),
)
