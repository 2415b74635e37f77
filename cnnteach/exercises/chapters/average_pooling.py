"""Exercises of notebook 06 on means: of a window, and on the way back."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.chapters.max_pooling import as_images, given_back, pooled
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("06_pooling")


def average_pool(image, size, stride, padding, counts_padding):
    """Return the mean of each window of `image` (H, W), with `padding` zeros on each side.

    Windows are `size` x `size`, `stride` apart. `counts_padding` says whether the zeros count as
    numbers; else a window is divided by how many pixels of the image it holds.
    """
    padded = np.pad(image.astype(float), padding)
    inside = np.pad(np.ones(image.shape), padding)
    means = np.zeros([(side - size) // stride + 1 for side in padded.shape])
    for i, j in np.ndindex(means.shape):
        window = np.s_[i * stride : i * stride + size, j * stride : j * stride + size]
        count = size * size if counts_padding else inside[window].sum()
        means[i, j] = padded[window].sum() / count
    return means


def _means(image, size, stride, padding, counts_padding):
    """By `ops`, which never counts padding: so zeros that count are a part of the image."""
    if counts_padding:
        image, padding = np.pad(image, padding), 0
    return ops.avg_pool2d(*as_images(image), size, stride=stride, padding=padding)[0, :, :, 0]


_NUMBERS = np.array([[1, 3, 2, 1], [4, 2, 1, 5], [0, 1, 9, 2], [2, 8, 3, 4]])
_EDGES = np.array([[0.25, 0.5, 0.25], [0.5, 1, 0.5], [0.25, 0.5, 0.25]])

chapter.function(
    average_pool,
    title="The mean, and what it counts",
    points=2,
    minutes=8,
    level="medium",
    because="With the zeros counted, the border turns dark: 0.25 in a corner of ones. Keras does "
    "not count them, PyTorch does unless it is told not to.",
    examples=[
        ((_NUMBERS, 2, 2, 0, True), np.array([[2.5, 2.25], [2.75, 4.5]])),
        ((np.ones((2, 2)), 2, 1, 1, True), _EDGES),
        ((np.ones((2, 2)), 2, 1, 1, False), np.ones((3, 3))),
    ],
    variants=lambda rng: (
        [(rng.integers(-9, 10, (6, 7)), 3, 2, 1, bool(counts)) for counts in rng.permutation(2)]
        + [(rng.normal(size=(4, 5)), 2, 1, 1, False), (rng.normal(size=(6, 4)), 4, 2, 2, True)]
    ),
    oracle=_means,
    hints=(
        "A sum for each window is the easy part. By what is it divided, at the border?",
        "Pad an image of ones in the same way: the sum of its window is the number of pixels.",
    ),
    mistakes=[
        Mistake(
            "always counts the padding",
            "Where the padding does not count, a corner window holds one pixel, and is divided by "
            "1.",
            lambda image, size, stride, padding, counts: _means(image, size, stride, padding, True),
        ),
        Mistake(
            "never counts the padding",
            "Where the padding counts, every window is divided by size · size.",
            lambda image, size, stride, padding, counts: _means(
                image, size, stride, padding, False
            ),
        ),
        Mistake(
            "takes the largest",
            "Those are the largest numbers; asked is the mean.",
            lambda image, size, stride, padding, counts: pooled(
                np.pad(image.astype(float), padding), size, stride
            )[0],
        ),
        Mistake(
            "forgets to divide",
            "Those are sums: divide by how many numbers a window holds.",
            lambda image, size, stride, padding, counts: (
                _means(image, size, stride, padding, True) * size**2
            ),
        ),
        Mistake(
            "does not pad",
            "The padding also gives the window more places to stand.",
            lambda image, size, stride, padding, counts: _means(image, size, stride, 0, True),
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
    def hand(part, window, up):
        part[...] = up / (share or window.size) + (part if add else 0)

    return given_back(np.zeros(shape), upstream, size, stride, hand)


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
