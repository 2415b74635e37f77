"""Exercises of notebook 13: what the famous networks did to see more and to cost less."""

import numpy as np

from cnnteach import ops, shapes
from cnnteach.exercises.chapters.common import whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("13_architectures")

chapter.question(
    "lenet5_c3",
    "C3, the second convolution of LeNet-5 (1998), reads the 6 maps of S2 with kernels of\n"
    "5 x 5. Of its 16 maps, 6 read 3 maps each, 9 read 4 maps, and 1 reads all 6; each\n"
    "has one bias.\n"
    "How many numbers does C3 learn?",
    1516,
    working="(6 * 3 + 9 * 4 + 1 * 6) * 25 + 16",
    title="A layer that does not read everything",
    points=1,
    minutes=4,
    because="6 · 3 + 9 · 4 + 6 = 60 kernels of 25 weights, and 16 biases: the table breaks the "
    "symmetry between maps, and saved memory in 1998.",
    hints=(
        "Count the kernels first: a map that reads 3 maps has 3 kernels of 5 x 5.",
        "There are 6 * 3 + 9 * 4 + 6 kernels. And one bias for each of the 16 maps.",
    ),
    mistakes={
        2416: (
            "connects every map with every map",
            "That is today's LeNet-5, where each of the 16 maps reads all 6. In 1998 a table said "
            "which map reads which.",
        ),
        1500: ("forgets the biases", "The weights are right; each of the 16 maps has a bias too."),
        1560: (
            "gives every kernel a bias",
            "What several kernels give is added up first; then there is one bias for the map.",
        ),
        416: (
            "gives every map one kernel",
            "A map that reads 3 maps has a kernel for each of them.",
        ),
        76: ("counts kernels, not weights", "A kernel of 5 x 5 has 25 weights."),
    },
)


def stacked_3x3(kernel, channels):
    """Count the weights, without biases, of the 3 x 3 layers that see as much as one large layer.

    The large one is `kernel` high and wide (an odd number); `channels` go into every layer and
    come out of it.
    """
    layers = kernel // 2
    return layers * 3 * 3 * channels * channels


def _layers_that_see(kernel):
    """Stack layers of 3 x 3 until they see as much as one of `kernel` does."""
    count = 1
    while shapes.receptive_field([(3, 1, 0)] * count)[-1][0] < kernel:
        count += 1
    return count


chapter.function(
    stacked_3x3,
    title="Two small windows for a large one",
    points=2,
    minutes=6,
    because="Each 3 x 3 layer sees 2 pixels further, so (kernel - 1) / 2 of them are needed: 18 "
    "instead of 25 weights for each pair of channels, or 27 instead of 49.",
    examples=[((5, 64), 73_728), ((7, 1), 27), ((3, 2), 36)],
    variants=lambda rng: [
        (2 * int(rng.integers(1, 6)) + 1, int(rng.integers(2, 65))) for _ in range(5)
    ],
    oracle=lambda kernel, channels: (
        _layers_that_see(kernel) * shapes.conv_parameters(3, channels, channels, bias=False)
    ),
    hints=(
        "One layer of 3 x 3 sees 3 pixels, two see 5, three see 7. How many see `kernel` pixels?",
        "`kernel // 2` layers. Each filter has 3 * 3 weights for each channel that comes in.",
    ),
    mistakes=[
        Mistake(
            "counts the large layer",
            "Those are the weights of the one large layer. Asked are those of the 3 x 3 layers "
            "that can stand in its place.",
            lambda kernel, channels: kernel * kernel * channels * channels,
        ),
        Mistake(
            "counts one layer",
            "That is one layer of 3 x 3. How many does it take to see as far?",
            lambda kernel, channels: 9 * channels * channels,
        ),
        Mistake(
            "counts the channels once",
            "Each of the filters reaches through all channels: channels in times channels out.",
            lambda kernel, channels: (kernel - 1) // 2 * 9 * channels,
        ),
        Mistake(
            "lays the windows side by side",
            "You divided by 3, as if windows lay side by side. They overlap: each new layer adds 2 "
            "pixels.",
            lambda kernel, channels: -(-kernel // 3) * 9 * channels * channels,
        ),
        Mistake(
            "adds biases",
            "There are biases in it; asked are the weights alone.",
            lambda kernel, channels: (kernel - 1) // 2 * (9 * channels + 1) * channels,
        ),
    ],
)


def conv_1x1(x, w, b):
    """Let each pixel mix its channels: a convolution of 1 x 1.

    `x` is (H, W, C), `w` is (C, F) and `b` is (F,): the output is (H, W, F).
    """
    return x @ w + b


_X = np.arange(12).reshape(3, 2, 2).transpose(1, 2, 0)
_W, _B = np.array([[1, 1], [0, 1], [-1, 1]]), np.array([0, 10])


def _scrambled(x, w, b):
    """Take the channels from the wrong axis of memory."""
    height, width, channels = x.shape
    return (x.reshape(channels, -1).T @ w + b).reshape(height, width, -1)


chapter.function(
    conv_1x1,
    title="A window of one pixel",
    points=2,
    minutes=6,
    level="medium",
    because="At each pixel a vector of C channels times a matrix of C x F: the same small dense "
    "layer everywhere.",
    examples=[((_X, _W, _B), np.stack([np.full((2, 2), -8), [[22, 25], [28, 31]]], axis=-1))],
    variants=lambda rng: [
        (rng.normal(size=(3, 4, 2)), rng.normal(size=(2, 5)), rng.normal(size=5)),
        (rng.integers(-4, 5, (2, 5, 3)), rng.integers(-3, 4, (3, 2)), rng.integers(1, 9, 2)),
        (rng.normal(size=(1, 3, 4)), rng.normal(size=(4, 1)), rng.normal(size=1)),
    ],
    oracle=lambda x, w, b: ops.conv2d(x[None], w[None, None], b)[0],
    hints=(
        "Take one pixel, `x[i, j]`: C numbers. What makes F numbers of them?",
        "`x[i, j] @ w + b`. And `@` does that for all pixels at once, along the last axis of `x`.",
    ),
    mistakes=[
        Mistake(
            "forgets the biases",
            "The products are right. Each of the F outputs has a bias, too.",
            lambda x, w, b: x @ w,
        ),
        Mistake(
            "adds the bias for every channel",
            "The bias is in it once for each channel: add up the channels first, then the bias.",
            lambda x, w, b: x @ w + x.shape[2] * b,
        ),
        Mistake(
            "mixes pixels up",
            "A reshape has torn the pixels' channels apart: the channels are the last axis, and "
            "must stay together.",
            _scrambled,
        ),
        Mistake(
            "takes the mean of the image first",
            "All pixels come out alike: you took a mean over the image. Each pixel keeps to "
            "itself.",
            lambda x, w, b: np.broadcast_to(x.mean((0, 1)) @ w + b, (*x.shape[:2], len(b))),
        ),
        Mistake(
            "gives one map",
            "That is one map. Each column of `w` makes a map of its own.",
            lambda x, w, b: (x @ w + b).sum(axis=2),
        ),
    ],
)


def bottleneck(places, kernel, channels, filters, reduced):
    """Count the multiplications of a layer behind a 1 x 1 layer that thins the channels out.

    At each of `places` (height times width), the 1 x 1 layer makes `reduced` maps of `channels`,
    and the layer of `kernel` x `kernel` makes `filters` maps of those.
    """
    return places * (channels * reduced + kernel * kernel * reduced * filters)


chapter.function(
    bottleneck,
    title="Through the neck of a bottle",
    points=2,
    minutes=7,
    level="medium",
    because="The large window then reads 16 maps instead of 192: 12.4 instead of 120.4 million "
    "multiplications, in GoogLeNet's first block.",
    examples=[
        ((28 * 28, 5, 192, 32, 16), 12_443_648),
        ((1, 1, 4, 3, 2), 14),
        ((10, 3, 8, 8, 2), 1_600),
    ],
    variants=lambda rng: [
        whole_numbers(rng, (4, 60), (2, 7), (8, 64), (4, 32), (2, 6)) for _ in range(5)
    ],
    oracle=lambda places, kernel, channels, filters, reduced: (
        shapes.conv_connections((places, 1), 1, channels, reduced, bias=False)
        + shapes.conv_connections((places, 1), kernel, reduced, filters, bias=False)
    ),
    hints=(
        "Two layers, one after the other. How many multiplications does each do at one place?",
        "The first: channels * reduced. The second: kernel * kernel * reduced * filters. Both at "
        "every place.",
    ),
    mistakes=[
        Mistake(
            "forgets the 1 x 1 layer",
            "The large window is right; the 1 x 1 layer before it multiplies too.",
            lambda places, kernel, channels, filters, reduced: (
                places * kernel * kernel * reduced * filters
            ),
        ),
        Mistake(
            "lets the large window read all channels",
            "The large window reads what the 1 x 1 layer has left: `reduced` maps.",
            lambda places, kernel, channels, filters, reduced: (
                places * (channels * reduced + kernel * kernel * channels * filters)
            ),
        ),
        Mistake(
            "counts one place",
            "That is the work at one place: it is done at all of them.",
            lambda places, kernel, channels, filters, reduced: (
                channels * reduced + kernel * kernel * reduced * filters
            ),
        ),
        Mistake(
            "forgets that a window has two sides",
            "A window of `kernel` x `kernel` has the square of `kernel` weights for each channel.",
            lambda places, kernel, channels, filters, reduced: (
                places * (channels * reduced + kernel * reduced * filters)
            ),
        ),
        Mistake(
            "multiplies the layers",
            "One layer comes after the other: their work is added.",
            lambda places, kernel, channels, filters, reduced: (
                places * channels * reduced * kernel * kernel * reduced * filters
            ),
        ),
    ],
)


def residual_block(x, f):
    """Return what a residual block makes of `x`: what came in plus `f` of it, then a ReLU.

    `f` gives an array of the shape of `x`: the block's layers, without the last ReLU.
    """
    return np.maximum(x + f(x), 0)


def _nothing(x):
    return np.zeros_like(x)


def _halves_turned(x):
    return -1.5 * x[::-1]


def _running_sums(x):
    return np.cumsum(x, axis=-1) - 2


chapter.function(
    residual_block,
    title="Add a small change to what comes in",
    points=2,
    minutes=6,
    because="With f = 0 the block lets through what came in, so a deeper net need not be worse; "
    "and the slope of x + f(x) by x is 1 + f'(x), which does not vanish.",
    examples=[((np.array([-1.0, 2.0]), _nothing), np.array([0.0, 2.0]))],
    variants=lambda rng: [
        (rng.normal(size=(2, 3)), _halves_turned),
        (rng.normal(size=5), _running_sums),
        (rng.integers(-3, 4, (3, 2)).astype(float), _nothing),
        (rng.normal(size=(1, 2, 4)), _running_sums),
    ],
    oracle=lambda x, f: np.where(f(x) > -x, f(x) + x, 0.0),
    hints=(
        "Three things happen, in this order: `f`, an addition, a ReLU.",
        "A ReLU is `np.maximum(..., 0)`, and it comes last: after `x + f(x)`.",
    ),
    mistakes=[
        Mistake(
            "forgets the shortcut",
            "That is the plain net: what came in must be added to what `f` makes of it.",
            lambda x, f: np.maximum(f(x), 0),
        ),
        Mistake(
            "rectifies before it adds",
            "The ReLU comes after the addition; before it, `f` could only add, never take away.",
            lambda x, f: x + np.maximum(f(x), 0),
        ),
        Mistake(
            "forgets the ReLU",
            "The addition is right; a ReLU comes after it.",
            lambda x, f: x + f(x),
        ),
        Mistake(
            "multiplies",
            "You multiplied with what came in. It is added: then its gradient arrives whole.",
            lambda x, f: np.maximum(x * f(x), 0),
        ),
        Mistake(
            "applies f to the sum",
            "`f` works on what comes in; the sum comes after it.",
            lambda x, f: np.maximum(f(x + x), 0),
        ),
    ],
)
