"""Exercises of notebook 13 on VGG: small windows in place of large ones."""

from itertools import pairwise

from cnnteach import shapes
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("13_architectures")


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
    examples=[((5, 64), 73_728), ((7, 1), 27), ((9, 2), 144)],
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


def vgg_parameters(blocks):
    """Count all numbers that a VGG net learns for images of 224 x 224 x 3 and 1,000 classes.

    `blocks` are five pairs (layers, filters): so many 3 x 3 layers with padding, then a pooling
    that halves height and width. Dense layers of 4,096, 4,096 and 1,000 follow. All have biases.
    """
    total, channels = 0, 3
    for layers, filters in blocks:
        for _ in range(layers):
            total += (3 * 3 * channels + 1) * filters
            channels = filters
    total += (7 * 7 * channels + 1) * 4096
    total += (4096 + 1) * 4096
    return total + (4096 + 1) * 1000


_VGG = {
    11: ((1, 64), (1, 128), (2, 256), (2, 512), (2, 512)),
    16: ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)),
    19: ((2, 64), (2, 128), (4, 256), (4, 512), (4, 512)),
}


def _vgg(blocks, *, bias=True, side=7, dense=(4096, 4096, 1000)):
    """Count by `shapes`: convolutions first, then a dense layer as a window that fits the maps."""
    filters = [3, *(filters for layers, filters in blocks for _ in range(layers))]
    conv = sum(shapes.conv_parameters(3, *pair, bias=bias) for pair in pairwise(filters))
    first = shapes.conv_parameters(side, filters[-1], dense[0], bias=bias) if dense else 0
    return (
        conv + first + sum(shapes.conv_parameters(1, *pair, bias=bias) for pair in pairwise(dense))
    )


def _vgg_blocks(rng):
    drawn = zip(rng.integers(1, 4, 5).tolist(), rng.integers(8, 99, 5).tolist(), strict=True)
    return (tuple(drawn),)


chapter.function(
    vgg_parameters,
    title="Where VGG keeps its numbers",
    points=3,
    minutes=10,
    level="medium",
    because="138,357,544 for VGG-16, and 102,760,448 of them are the weights of the first dense "
    "layer, 7 · 7 · 512 numbers times 4,096: three quarters, for one layer of sixteen.",
    examples=[
        ((_VGG[16],), 138_357_544),
        ((_VGG[19],), 143_667_240),
        ((_VGG[11],), 132_863_336),
    ],
    variants=lambda rng: [_vgg_blocks(rng) for _ in range(4)],
    oracle=_vgg,
    hints=(
        "Keep the channels in a variable: the first layer of a block reads what the block before "
        "has made. How large is a map after five halvings of 224?",
        "`(3 * 3 * channels + 1) * filters` for each convolution; the first dense layer reads "
        "7 * 7 * channels numbers.",
    ),
    mistakes=[
        Mistake(
            "forgets the biases",
            "Those are the weights. Every filter and every dense unit has a bias, too.",
            lambda blocks: _vgg(blocks, bias=False),
        ),
        Mistake(
            "forgets the pooling",
            "Five poolings halve 224 five times: the dense layer reads maps of 7 x 7.",
            lambda blocks: _vgg(blocks, side=224),
        ),
        Mistake(
            "pools once too seldom",
            "224, 112, 56, 28, 14, 7: there are five poolings, one after each block.",
            lambda blocks: _vgg(blocks, side=14),
        ),
        Mistake(
            "counts the convolutions alone",
            "Those are the convolutions. The three dense layers have most of the numbers.",
            lambda blocks: _vgg(blocks, dense=()),
        ),
        Mistake(
            "counts one layer a block",
            "A block has several layers; from the second on, they read as many channels as they "
            "make.",
            lambda blocks: _vgg([(1, filters) for _, filters in blocks]),
        ),
    ],
)
