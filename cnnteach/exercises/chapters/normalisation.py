"""Exercises of notebook 13 on normalisation: by the neighbours of a map, and over a batch."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("13_architectures")


def response_norm(maps, n, k, alpha, beta):
    """Return `maps` (H, W, C) after local response normalisation, as in AlexNet.

    Each number is divided by (k + alpha · S) to the power of `beta`. S adds up the squares of the
    numbers at its place in the `n` nearest maps: its own, and n // 2 on each side, if they exist.
    """
    normalised = np.zeros(maps.shape)
    for c in range(maps.shape[2]):
        near = maps[:, :, max(c - n // 2, 0) : c + n // 2 + 1]
        total = np.sum(near**2, axis=2)
        normalised[:, :, c] = maps[:, :, c] / (k + alpha * total) ** beta
    return normalised


def _by_ops(maps, n, k, alpha, beta):
    return ops.local_response_normalization(maps, size=n, bias=k, alpha=alpha, beta=beta)


def _sums(numbers, reach, axis=2):
    """Add up, for each number, those up to `reach` away along an axis."""
    rows = np.moveaxis(numbers, axis, 0)
    sums = [rows[max(i - reach, 0) : i + reach + 1].sum(axis=0) for i in range(len(rows))]
    return np.moveaxis(np.array(sums), 0, axis)


def _divided(total):
    """Divide by what `total` makes of the maps and n, with the right k, alpha and beta."""

    def answer(maps, n, k, alpha, beta):
        return maps / (k + alpha * total(maps, n)) ** beta

    return answer


def _around(maps, n):
    return sum(np.roll(maps**2, step, axis=2) for step in range(-(n // 2), n // 2 + 1))


def _unclipped(maps, n):
    starts = [c - n // 2 for c in range(maps.shape[2])]
    return np.stack([np.sum(maps[:, :, s : s + n] ** 2, axis=2) for s in starts], axis=2)


def _over_places(maps, n):
    return _sums(_sums(maps**2, n // 2, axis=0), n // 2, axis=1)


def _without_k(maps, n, k, alpha, beta):
    with np.errstate(all="ignore"):
        return maps / (alpha * _sums(maps**2, n // 2)) ** beta


def _photo(rng, *shape):
    """Draw maps as they come out of a ReLU."""
    return np.maximum(rng.normal(0.5, 1, shape), 0)


chapter.function(
    response_norm,
    title="Turned down by the neighbours",
    points=3,
    minutes=10,
    level="medium",
    because="A unit whose neighbours answer strongly is turned down, as nerve cells do it to each "
    "other; one that answers alone stays loud. Without a k above 0, silence would be 0 / 0.",
    examples=[
        (
            (np.array([[[2.0, 2, 4, 2, 2]]]), 3, 1, 1, 0.5),
            np.array([[[2 / 3, 0.4, 0.8, 0.4, 2 / 3]]]),
        ),
        (
            (np.array([[[1.0, 0, 0], [0, 0, 4]]]), 3, 1, 0.5, 1),
            np.array([[[2 / 3, 0, 0], [0, 0, 4 / 9]]]),
        ),
    ],
    variants=lambda rng: [
        (_photo(rng, 2, 3, 7), 5, 2, 0.3, 0.75),
        (_photo(rng, 3, 2, 4), 3, 1.5, 0.7, 0.6),
    ],
    oracle=_by_ops,
    hints=(
        "Take one map after the other. Which maps lie next to map 0, if n is 5?",
        "`near = maps[:, :, max(c - n // 2, 0) : c + n // 2 + 1]`, and the sum of its squares over "
        "axis 2.",
    ),
    mistakes=[
        Mistake(
            "forgets the squares",
            "You add up the numbers themselves; their squares are asked for.",
            _divided(lambda maps, n: _sums(maps, n // 2)),
        ),
        Mistake(
            "divides by the sum alone",
            "k is missing: where all neighbours are silent, you divide by 0.",
            _without_k,
        ),
        Mistake(
            "forgets the power",
            "What you divide by is to be taken to the power of `beta`.",
            lambda maps, n, k, alpha, beta: _by_ops(maps, n, k, alpha, 1),
        ),
        Mistake(
            "takes n on each side",
            "`n` is the width of the whole neighbourhood, so that n // 2 are on each side.",
            _divided(lambda maps, n: _sums(maps**2, n)),
        ),
        Mistake(
            "adds up over neighbouring places",
            "Your neighbours are other pixels of the same map. Here they are other maps at the "
            "same pixel: the last axis.",
            _divided(_over_places),
        ),
        Mistake(
            "adds up over all maps",
            "Only the `n` nearest maps count, not all of them.",
            _divided(lambda maps, n: np.sum(maps**2, axis=2, keepdims=True)),
        ),
        Mistake(
            "forgets to clip the window",
            "In the first maps your window begins below 0, where a slice counts from the end: "
            "begin it at `max(c - n // 2, 0)`.",
            _divided(_unclipped),
        ),
        Mistake(
            "goes around the end",
            "You take the first map for a neighbour of the last. At the ends there are fewer.",
            _divided(_around),
        ),
        Mistake(
            "leaves itself out",
            "The map itself is one of the `n`.",
            _divided(lambda maps, n: _sums(maps**2, n // 2) - maps**2),
        ),
        Mistake(
            "takes the mean of the squares",
            "You divide the sum by n, as PyTorch does. AlexNet's paper does not.",
            _divided(lambda maps, n: _sums(maps**2, n // 2) / n),
        ),
    ],
)


def normalised_batch(x, scale, shift, epsilon):
    """Return a batch `x` (N, H, W, C) after batch normalisation, as in training.

    Each map, in all images together, gets mean 0 and variance 1; then it is multiplied by its
    `scale` (C,), and its `shift` (C,) is added. `epsilon` is added to the variance before the root.
    """
    mean = np.mean(x, axis=(0, 1, 2))
    variance = np.var(x, axis=(0, 1, 2))
    return scale * (x - mean) / np.sqrt(variance + epsilon) + shift


def _over(*axes, spread=lambda variance, epsilon: np.sqrt(variance + epsilon), free=0):
    """Return the normalisation by mean and variance over these axes."""

    def answer(x, scale, shift, epsilon):
        mean = x.mean(axis=axes, keepdims=True)
        variance = x.var(axis=axes, keepdims=True, ddof=free)
        with np.errstate(all="ignore"):
            return scale * (x - mean) / spread(variance, epsilon) + shift

    return answer


def _batch(rng, *shape):
    """Draw maps of differing mean and spread; the first is the same all over."""
    channels = shape[-1]
    drawn = rng.normal(rng.normal(0, 3, channels), rng.uniform(0.5, 2, channels), shape)
    drawn[..., 0] = rng.integers(1, 5)
    return drawn, rng.uniform(0.5, 2, channels), rng.normal(size=channels), 0.01


_TWO_IMAGES = np.array([[[[7.0, 0], [7, 0]]], [[[7, 1.5], [7, 1.5]]]])

chapter.function(
    normalised_batch,
    title="Mean 0, spread 1",
    points=2,
    minutes=6,
    because="One mean and one variance for each map, over images, rows and columns: as a filter is "
    "shared by all places, so is its scale. What the layer loses by it, scale and shift can learn.",
    examples=[
        (
            (_TWO_IMAGES, np.array([3.0, 10]), np.array([1.0, 2]), 1.0),
            np.array([[[[1.0, -4], [1, -4]]], [[[1, 8], [1, 8]]]]),
        ),
    ],
    variants=lambda rng: [_batch(rng, 4, 3, 2, 3), _batch(rng, 2, 2, 5, 2)],
    oracle=lambda x, scale, shift, epsilon: ops.batch_norm(x, scale, shift, epsilon=epsilon)[0],
    hints=(
        "How many means are there, if there are C maps? Over which axes is each taken?",
        "`np.mean(x, axis=(0, 1, 2))` and `np.var` likewise; then `(x - mean) / np.sqrt(variance + "
        "epsilon)`, times scale, plus shift.",
    ),
    mistakes=[
        Mistake(
            "normalises all maps together",
            "You take one mean over everything. Each map has its own.",
            _over(0, 1, 2, 3),
        ),
        Mistake(
            "normalises each pixel",
            "You take a mean for each pixel, over the images alone. The mean of a map is over its "
            "rows and columns, too.",
            _over(0),
        ),
        Mistake(
            "normalises each image",
            "You take a mean for each image. One for the whole batch is asked for: axis 0, too.",
            _over(1, 2),
        ),
        Mistake(
            "normalises over the maps",
            "You take a mean over the maps of one pixel. Each map is by itself, the last axis "
            "stays.",
            _over(3),
        ),
        Mistake(
            "divides by the variance",
            "You divide by the variance; the spread is its root.",
            _over(0, 1, 2, spread=lambda variance, epsilon: variance + epsilon),
        ),
        Mistake(
            "forgets epsilon",
            "A map that is the same all over has variance 0: without epsilon you divide by 0.",
            _over(0, 1, 2, spread=lambda variance, epsilon: np.sqrt(variance)),
        ),
        Mistake(
            "adds epsilon to the root",
            "Epsilon is added to the variance, before the root is taken.",
            _over(0, 1, 2, spread=lambda variance, epsilon: np.sqrt(variance) + epsilon),
        ),
        Mistake(
            "divides by one less",
            "Your variance divides by one less than the count. Here it is the mean of the squares.",
            _over(0, 1, 2, free=1),
        ),
        Mistake(
            "forgets scale and shift",
            "That has mean 0 and spread 1. What is learned is missing: times scale, plus shift.",
            lambda x, scale, shift, epsilon: _over(0, 1, 2)(x, 1.0, 0.0, epsilon),
        ),
    ],
)
