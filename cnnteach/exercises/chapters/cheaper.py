"""Exercises of notebook 04 on computing a layer: as one matrix product, and with fewer weights."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.chapters.common import whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("04_volumes")


def im2col(image, kernel, stride):
    """Write each window of `image` (H, W, C) as a row of a matrix (OH · OW, KH · KW · C).

    A window is `kernel` = (KH, KW) large and jumps by `stride`. Windows come in reading order, and
    so do the numbers in each: row by row, pixel by pixel, channel by channel.
    """
    rows, columns = kernel
    windows = []
    for top in range(0, image.shape[0] - rows + 1, stride):
        for left in range(0, image.shape[1] - columns + 1, stride):
            windows.append(image[top : top + rows, left : left + columns].ravel())
    return np.array(windows)


def _rows(image, kernel, stride):
    return ops.im2col(image[None], kernel, stride=stride)


def _in_columns_of_windows(image, kernel, stride):
    """Give the windows of the first column first."""
    turned = _rows(image, kernel, stride)
    wide = (image.shape[1] - kernel[1]) // stride + 1
    return turned.reshape(-1, wide, turned.shape[1]).swapaxes(0, 1).reshape(turned.shape)


def _channel_by_channel(image, kernel, stride):
    rows = _rows(image, kernel, stride)
    return rows.reshape(len(rows), -1, image.shape[2]).swapaxes(1, 2).reshape(rows.shape)


chapter.function(
    im2col,
    title="Windows as rows: im2col",
    points=3,
    minutes=10,
    level="medium",
    because="With every window a row, a layer is one product of two matrices, which computers do "
    "very fast. The price is memory: each pixel is written as often as windows hold it.",
    examples=[
        (
            (np.arange(9).reshape(3, 3, 1), (2, 2), 1),
            np.array([[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]),
        ),
        (
            (np.arange(16).reshape(4, 4, 1), (2, 2), 2),
            np.array([[0, 1, 4, 5], [2, 3, 6, 7], [8, 9, 12, 13], [10, 11, 14, 15]]),
        ),
    ],
    variants=lambda rng: [
        (rng.integers(0, 100, (5, 7, 3)), (3, 2), 2),
        (rng.normal(size=(6, 4, 2)), (2, 3), 1),
        (rng.integers(0, 100, (7, 6, 2)), (2, 2), 3),
    ],
    oracle=_rows,
    hints=(
        "Two loops over the places where a window can start, as in `non_tiling`. What does "
        "`.ravel()` make of a window?",
        "`range(0, image.shape[0] - rows + 1, stride)` gives the tops; collect "
        "`image[top : top + rows, left : left + columns].ravel()` in a list.",
    ),
    mistakes=[
        Mistake(
            "writes windows as columns",
            "All numbers are there, but each window is a column. Here it is a row: transpose.",
            lambda *call: _rows(*call).T,
        ),
        Mistake(
            "goes channel by channel",
            "Each row holds one channel after the other. The channels come last: all channels of "
            "a pixel stand together, as `ravel` gives them.",
            _channel_by_channel,
        ),
        Mistake(
            "goes down the columns first",
            "The windows come in another order: left to right first, then the next row of windows.",
            _in_columns_of_windows,
        ),
        Mistake(
            "ignores the stride",
            "There are too many windows: they start `stride` pixels apart.",
            lambda image, kernel, stride: _rows(image, kernel, 1),
        ),
        Mistake(
            "lays windows side by side",
            "Your windows do not overlap. They start `stride` pixels apart, whatever their size.",
            lambda image, kernel, stride: _rows(image, kernel, kernel),
        ),
    ],
)


chapter.ordering(
    "im2col_order",
    "A whole layer as one matrix product: in which order?",
    [
        ("cut a window out of the image, at every stop", ""),
        (
            "write each window as one row of numbers",
            "Rows are made of windows, which have to be cut out first.",
        ),
        (
            "put the rows below each other: a matrix",
            "The matrix is made of rows, one for each window.",
        ),
        (
            "multiply by the matrix that has one filter in each column",
            "The product needs both matrices: first the windows have to be one.",
        ),
        (
            "fold each column of the product back into a map",
            "What is folded back is a column of the product.",
        ),
    ],
    title="A layer as a product, step by step",
    points=1,
    minutes=2,
    because="Windows become rows, filters become columns; each number of the product is one dot "
    "product of a window with a filter, and belongs at that window's stop.",
    hints=(
        "What are the rows of the first matrix made of?",
        "Cut, write as rows, stack, multiply, fold.",
    ),
)


def depthwise_separable(kernel, channels, filters):
    """Count the weights of a depthwise separable layer, without biases.

    First each of the `channels` is convolved with a kernel of its own, `kernel` x `kernel` x 1;
    then `filters` filters of 1 x 1 mix the channels.
    """
    return kernel * kernel * channels + channels * filters


chapter.function(
    depthwise_separable,
    title="Depthwise, then pointwise",
    points=2,
    minutes=5,
    level="medium",
    because="One thin kernel a channel looks around, and 1 x 1 filters mix: 3 x 3 from 64 to 128 "
    "channels costs 8,768 weights in place of 73,728.",
    examples=[((3, 64, 128), 8768), ((5, 1, 1), 26), ((1, 3, 4), 15)],
    variants=lambda rng: [whole_numbers(rng, (2, 7), (2, 40), (41, 90)) for _ in range(5)],
    oracle=lambda kernel, channels, filters: (kernel**2 + filters) * channels,
    hints=(
        "Two layers, one after the other: count the weights of each, and add.",
        "Depthwise: `channels` kernels of `kernel * kernel`. Pointwise: `filters` filters of "
        "1 · 1 · `channels`.",
    ),
    mistakes=[
        Mistake(
            "counts a common layer",
            "That is one common layer, where every filter has a slice for every channel.",
            lambda kernel, channels, filters: kernel**2 * channels * filters,
        ),
        Mistake(
            "forgets to mix",
            "That is the depthwise half. The 1 x 1 filters that mix the channels learn, too.",
            lambda kernel, channels, filters: kernel**2 * channels,
        ),
        Mistake(
            "uses one kernel for all channels",
            "Each channel has a kernel of its own.",
            lambda kernel, channels, filters: kernel**2 + channels * filters,
        ),
        Mistake(
            "gives each filter a kernel",
            "The thin kernels belong to the channels of the input; the filters are 1 x 1.",
            lambda kernel, channels, filters: kernel**2 * filters + channels * filters,
        ),
    ],
)
