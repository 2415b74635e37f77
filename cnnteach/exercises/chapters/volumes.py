"""Exercises of notebook 04: volumes into volumes, whole batches, windows as rows, thin layers."""

import numpy as np

from cnnteach import ops, shapes
from cnnteach.exercises.chapters.common import whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("04_volumes")


def output_volume(volume, filters, kernel, stride, padding):
    """Give the size of a layer's output, as (height, width, channels).

    `volume` is that of its input; `filters` square kernels of size `kernel` jump by `stride` over
    it, with `padding` zeros on each side.
    """
    height, width, _ = volume
    rows = (height + 2 * padding - kernel) // stride + 1
    columns = (width + 2 * padding - kernel) // stride + 1
    return rows, columns, filters


def _volume(volume, filters, kernel, stride, padding):
    sides = (shapes.output_size(side, kernel, stride, padding) for side in volume[:2])
    return (*sides, filters)


chapter.function(
    output_volume,
    title="From volume to volume",
    points=2,
    minutes=5,
    because="Rows and columns go by the formula of notebook 03; the channels are as many as there "
    "are filters, whatever the depth of the input.",
    examples=[
        (((32, 32, 3), 6, 5, 1, 0), (28, 28, 6)),
        (((227, 227, 3), 96, 11, 4, 0), (55, 55, 96)),
        (((28, 20, 6), 4, 3, 1, 1), (28, 20, 4)),
    ],
    variants=lambda rng: [
        (
            whole_numbers(rng, (9, 40), (9, 40), (2, 8)),
            *whole_numbers(rng, (9, 20), (2, 7), (1, 3)),
            1,
        )
        for _ in range(6)
    ],
    oracle=_volume,
    hints=(
        "Three numbers. The first two are those of notebook 03. Who makes the third: the input's "
        "channels, or the filters?",
        "`(height + 2 * padding - kernel) // stride + 1`, the same with `width`, and `filters`.",
    ),
    mistakes=[
        Mistake(
            "keeps the input's channels",
            "The channels of the input are added up inside each filter. What is stacked in the "
            "output are the maps of the filters.",
            lambda volume, *rest: (*_volume(volume, *rest)[:2], volume[2]),
        ),
        Mistake(
            "makes a map for each filter and channel",
            "A filter gives one map, not one for each channel: it adds up what it finds in all.",
            lambda volume, filters, *rest: (
                *_volume(volume, filters, *rest)[:2],
                volume[2] * filters,
            ),
        ),
        Mistake(
            "counts the padding once",
            "The zeros stand on both sides: the padding counts twice.",
            lambda volume, filters, kernel, stride, padding: (
                *((side + padding - kernel) // stride + 1 for side in volume[:2]),
                filters,
            ),
        ),
        Mistake(
            "forgets the + 1",
            "You counted the jumps; there is one stop more than jumps.",
            lambda volume, filters, *rest: (
                *(side - 1 for side in _volume(volume, filters, *rest)[:2]),
                filters,
            ),
        ),
        Mistake(
            "channels first",
            "The numbers are right; the channels come last here: (height, width, channels).",
            lambda volume, *rest: (
                _volume(volume, *rest)[2],
                *_volume(volume, *rest)[:2],
            ),
        ),
    ],
)

chapter.question(
    "pointwise_weights",
    "A layer has 16 filters of 1 x 1 and looks at a volume of 28 x 28 x 192.\n"
    "How many weights does it learn, without the biases?",
    3072,
    working="1 * 1 * 192 * 16",
    title="One by one, and how deep?",
    points=1,
    minutes=2,
    because="1 x 1 are rows and columns; the filter still reaches through all 192 channels.",
    hints=(
        "How many numbers does one filter of 1 x 1 multiply at each place?",
        "As deep as the input: 1 · 1 · 192 weights a filter. And there are 16 filters.",
    ),
    mistakes={
        16: (
            "forgets the depth",
            "1 x 1 are its rows and columns. A filter is as deep as its input.",
        ),
        192: ("counts one filter", "That is one filter; how many are there?"),
        3088: ("counts the biases", "The biases are in it; the weights alone are asked for."),
        28 * 28 * 3072: (
            "multiplies by the places",
            "The same filter is used at every place; what you counted are multiplications.",
        ),
    },
)


def conv_batch(x, w, b, stride, padding):
    """Apply a layer to a batch `x` (N, H, W, C): return its maps (N, OH, OW, F).

    The filters `w` (KH, KW, C, F) jump by `stride` over images with `padding` zeros on each side;
    filter f adds `b[f]`.
    """
    sides = (padding, padding)
    images = np.pad(x, ((0, 0), sides, sides, (0, 0)))
    rows, columns, _, filters = w.shape
    height = (images.shape[1] - rows) // stride + 1
    width = (images.shape[2] - columns) // stride + 1
    output = np.zeros((len(x), height, width, filters))
    for i in range(height):
        for j in range(width):
            top, left = i * stride, j * stride
            windows = images[:, top : top + rows, left : left + columns]
            output[:, i, j] = np.tensordot(windows, w, axes=3) + b
    return output


def _batch(x, w, b, stride, padding):
    return ops.conv2d(x, w, b, stride=stride, padding=padding)


chapter.function(
    conv_batch,
    title="The whole layer, for a whole batch",
    points=3,
    minutes=15,
    level="hard",
    because="All images go through the same filters, so a window can be cut out of all of them at "
    "once; `tensordot` adds over rows, columns and channels.",
    examples=[
        (
            (
                np.arange(9).reshape(1, 3, 3, 1),
                np.arange(4).reshape(2, 2, 1, 1),
                np.array([0]),
                1,
                0,
            ),
            np.array([[19, 25], [37, 43]]).reshape(1, 2, 2, 1),
        )
    ],
    variants=lambda rng: [
        (
            rng.integers(0, 9, (2, 6, 5, 3)),
            rng.integers(-4, 5, (3, 2, 3, 4)),
            np.arange(1, 5),
            2,
            1,
        ),
        (rng.normal(size=(3, 5, 7, 2)), rng.normal(size=(2, 3, 2, 3)), rng.normal(size=3), 1, 2),
        (rng.normal(size=(2, 7, 6, 1)), rng.normal(size=(3, 4, 1, 2)), rng.normal(size=2), 3, 0),
    ],
    oracle=_batch,
    hints=(
        "It is `many_filters` with two things more: pad first, and let the window start at "
        "multiples of the stride. All N images can be done at once: they are the first axis.",
        "`np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))`; window (i, j) is "
        "`[:, i * stride : i * stride + rows, j * stride : ...]`; "
        "`np.tensordot(windows, w, axes=3)` has shape (N, F).",
    ),
    mistakes=[
        Mistake(
            "does the first image only",
            "There is one image in it; the batch has N of them, and so has the answer.",
            lambda x, *rest: _batch(x[:1], *rest),
        ),
        Mistake(
            "ignores the padding",
            "The zeros around the images are missing: pad before you cut windows out.",
            lambda x, w, b, stride, padding: _batch(x, w, b, stride, 0),
        ),
        Mistake(
            "ignores the stride",
            "The window moves by one pixel; it must jump by `stride`.",
            lambda x, w, b, stride, padding: _batch(x, w, b, 1, padding),
        ),
        Mistake(
            "forgets the bias",
            "The maps are right, but for the bias: filter f adds `b[f]` to its whole map.",
            lambda x, w, b, stride, padding: _batch(x, w, None, stride, padding),
        ),
        Mistake(
            "puts the filters before rows and columns",
            "The maps are right, but lie as (N, F, OH, OW). The channels come last here.",
            lambda *layer: np.moveaxis(_batch(*layer), -1, 1),
        ),
        Mistake(
            "pads the channels too",
            "You padded every axis of the images, it seems: zeros belong around rows and columns.",
            lambda x, w, b, stride, padding: np.pad(
                _batch(x, w, b, stride, padding), ((0, 0), (0, 0), (0, 0), (padding, padding))
            ),
        ),
    ],
)
