"""Exercises of notebook 13 on 1 x 1: channels that mix, and channels that are thinned out."""

import numpy as np

from cnnteach import ops, shapes
from cnnteach.exercises.chapters.common import whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("13_architectures")


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
