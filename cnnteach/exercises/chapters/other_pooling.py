"""Exercises of notebook 06 on what else pools: a padded maximum, a mean; and on shifts."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.chapters.max_pooling import as_images, pooled, windows
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("06_pooling")


def padded_max_pool(image, size, padding):
    """Return the largest number of each window (stride 1), with `padding` pixels around `image`.

    What stands in the padding must never win over a pixel of the image (H, W).
    """
    padded = np.pad(image.astype(float), padding, constant_values=-np.inf)
    largest = np.zeros([side - size + 1 for side in padded.shape])
    for i, j in np.ndindex(largest.shape):
        largest[i, j] = padded[i : i + size, j : j + size].max()
    return largest


def _padded(image, size, **how):
    return pooled(np.pad(image.astype(float), **how), size, 1)[0]


chapter.function(
    padded_max_pool,
    title="What may stand in the padding",
    points=2,
    minutes=6,
    because="Minus infinity loses against every number. A zero would win wherever all pixels are "
    "negative.",
    examples=[((np.full((2, 2), -1), 2, 1), np.full((3, 3), -1))],
    variants=lambda rng: [
        (rng.integers(-9, 0, (4, 5)), 3, 1),
        (rng.integers(-9, 9, (5, 4)), 2, 1),
        (rng.normal(size=(4, 4)) - 2, 3, 2),
    ],
    oracle=lambda image, size, padding: ops.max_pool2d(
        *as_images(image), size, stride=1, padding=padding
    )[0][0, :, :, 0].astype(float),
    hints=(
        "A convolution pads with zeros. What would a 0 do beside pixels of -1?",
        "`np.pad(..., constant_values=-np.inf)`; whole numbers have no infinity, so make floats "
        "first.",
    ),
    mistakes=[
        Mistake(
            "pads with zeros",
            "A zero of the padding has won: it is larger than the negative pixels beside it. "
            "Nothing that stands in the padding may ever win.",
            lambda image, size, padding: _padded(image, size, pad_width=padding),
        ),
        Mistake(
            "does not pad",
            "The output is too small: the padding also gives the window more places to stand.",
            lambda image, size, padding: pooled(image.astype(float), size, 1)[0],
        ),
        Mistake(
            "pads at the end only",
            "The padding stands on all four sides, not at the right and below alone.",
            lambda image, size, padding: _padded(
                image, size, pad_width=(0, padding), constant_values=-np.inf
            ),
        ),
        Mistake(
            "takes the mean",
            "These are means. The largest number of each window is kept.",
            lambda image, size, padding: ops.avg_pool2d(
                *as_images(image), size, stride=1, padding=padding
            )[0, :, :, 0],
        ),
    ],
)


def average_pool_backward(upstream, shape, size, stride):
    """Return the gradient at each pixel of an image of this `shape` (H, W), after mean pooling.

    `upstream` (OH, OW) is the gradient at the means of windows of `size` x `size`, `stride` apart.
    """
    gradient = np.zeros(shape)
    for i in range(upstream.shape[0]):
        for j in range(upstream.shape[1]):
            top, left = i * stride, j * stride
            gradient[top : top + size, left : left + size] += upstream[i, j] / size**2
    return gradient


def _spread(upstream, shape, size, stride, share=None, add=True):
    gradient = np.zeros(shape)
    for i, j, top, left in windows(gradient, size, stride):
        part = np.s_[top : top + size, left : left + size]
        up = upstream[i, j] / (size**2 if share is None else share)
        gradient[part] = up + (gradient[part] if add else 0)
    return gradient


chapter.function(
    average_pool_backward,
    title="The mean shares",
    points=2,
    minutes=7,
    because="The mean of n pixels grows by 1/n of what one of them grows; so each gets 1/n of the "
    "gradient.",
    examples=[((np.array([[4, 8]]), (2, 4), 2, 2), np.array([[1, 1, 2, 2]] * 2))],
    variants=lambda rng: [
        (rng.integers(1, 9, (3, 4)), (5, 6), 3, 1),
        (rng.normal(size=(2, 3)), (5, 7), 2, 2),
        (rng.normal(size=(2, 2)), (5, 5), 3, 2),
    ],
    oracle=_spread,
    hints=(
        "By how much does a mean of four numbers grow, if one of them grows by 1?",
        "Each pixel of window (i, j) gets `upstream[i, j] / size**2`, added to what it has.",
    ),
    mistakes=[
        Mistake(
            "forgets to divide",
            "Each pixel gets the whole gradient. One pixel is only one of size * size in the mean: "
            "divide by that.",
            lambda *args: _spread(*args, share=1),
        ),
        Mistake(
            "divides by the size",
            "You divide by size; a window holds size * size pixels.",
            lambda upstream, shape, size, stride: _spread(
                upstream, shape, size, stride, share=size
            ),
        ),
        Mistake(
            "overwrites instead of adding",
            "Where windows overlap, a pixel has a share in several means, and the shares add up: "
            "`+=`.",
            lambda *args: _spread(*args, add=False),
        ),
    ],
)


chapter.question(
    "shifts_that_show",
    "A single 9 stands in a row of eight pixels, pooled by the maximum of pairs. It moves\n"
    "by one pixel, from pixel 0 to 1, then to 2, ... at last to 7. How many of these\n"
    "seven moves change the output?",
    3,
    title="Which moves show",
    points=1,
    minutes=4,
    because="Pairs are (0, 1), (2, 3), (4, 5) and (6, 7): only the moves from 1 to 2, from 3 to 4 "
    "and from 5 to 6 leave one.",
    hints=(
        "Write the pairs down: which pixels share a window?",
        "A move inside a pair is swallowed. How many of the seven go from one pair to the next?",
    ),
    mistakes={
        4: ("counts what is swallowed", "Those are the moves that are swallowed; how many show?"),
        7: (
            "all moves show",
            "A move from pixel 0 to 1 stays inside a pair: the output is as it was.",
        ),
        0: ("no move shows", "From pixel 1 to 2 the 9 leaves its pair for the next one."),
    },
)
