"""Exercises of notebook 12 on the share of a pixel, and on whether a map can be trusted."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("12_inside_the_network")


def occlusion_map(image, weights, size):
    """Return how far a score falls when a black square covers each part of `image` (H, W).

    The score is `np.sum(image * weights)`. The square has `size` pixels a side and jumps by as
    many, from the top left; places where it would leave the image are left out.
    """
    rows, columns = image.shape[0] // size, image.shape[1] // size
    drop = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            covered = image.copy()
            covered[i * size : (i + 1) * size, j * size : (j + 1) * size] = 0
            drop[i, j] = np.sum(image * weights) - np.sum(covered * weights)
    return drop


def _by_sums(image, weights, size):
    terms = (image * weights)[None, :, :, None]
    return ops.conv2d(terms, np.ones((size, size, 1, 1)), stride=size)[0, ..., 0]


def _never_uncovered(image, weights, size):
    drop = _by_sums(image, weights, size)
    return drop.ravel().cumsum().reshape(drop.shape)


def _whole_score(image, weights, size):
    return np.sum(image * weights) - _by_sums(image, weights, size)


_SQUARES = np.arange(8).reshape(2, 4), np.array([[1, 1, 2, 2], [1, 1, -1, -1]])

chapter.function(
    occlusion_map,
    title="Cover, and look what is missing",
    points=2,
    minutes=10,
    level="medium",
    because="What falls away with a patch is what the network took from it; no gradient is needed.",
    examples=[((*_SQUARES, 2), np.array([[10, -3]]))],
    variants=lambda rng: [
        (rng.integers(0, 9, (4, 6)), rng.integers(-3, 4, (4, 6)), 2),
        (rng.normal(size=(7, 5)), rng.normal(size=(7, 5)), 3),
    ],
    oracle=_by_sums,
    hints=(
        "For each place: copy the image, blacken the square, and compare the two scores.",
        "`covered = image.copy()` inside of both loops; then the score before minus that after.",
    ),
    mistakes=[
        Mistake(
            "has the sign turned around",
            "The score after minus the score before is negative where the patch mattered: how far "
            "it falls is before minus after.",
            lambda image, weights, size: -_by_sums(image, weights, size),
        ),
        Mistake(
            "never uncovers",
            "The earlier squares are still black: begin each time with a fresh copy of the image.",
            _never_uncovered,
        ),
        Mistake(
            "returns the score that is left",
            "You returned the score with the patch; asked is how far it fell.",
            _whole_score,
        ),
        Mistake(
            "covers with white",
            "The square is black, 0; yours adds 1s to the score.",
            lambda image, weights, size: _by_sums(image - 1, weights, size),
        ),
    ],
)


def integrated(image, baseline, weights, points):
    """Return the integrated gradients of `score(x) = np.sum(weights * x) ** 2`, one a pixel.

    Take the slope of the score, `2 * np.sum(weights * x) * weights`, at the middle of each of
    `points` equal parts of the line from `baseline` to `image`, and multiply the mean of these
    slopes by what changed: `image - baseline`.
    """
    slopes = np.zeros(image.shape)
    for part in range(points):
        x = baseline + (part + 0.5) / points * (image - baseline)
        slopes += 2 * np.sum(weights * x) * weights
    return (image - baseline) * slopes / points


def _exactly(image, baseline, weights, points):
    """The slope is a straight line between the ends, so its mean is that of the ends."""
    ends = np.sum(weights * image) + np.sum(weights * baseline)
    return (image - baseline) * ends * weights


_LINE = np.array([1.0, 2.0]), np.array([0.0, 1.0]), np.array([3.0, 1.0])

chapter.function(
    integrated,
    title="Shares that add up",
    points=3,
    minutes=12,
    level="hard",
    because="The shares add up to the change of the score, from the baseline to the image; the "
    "slope at the image alone does not.",
    examples=[((*_LINE, 4), np.array([18.0, 6.0]))],
    variants=lambda rng: [
        (rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), 5),
        (rng.normal(size=4), rng.normal(size=4), rng.normal(size=4), 1),
    ],
    oracle=_exactly,
    hints=(
        "The middle of part 0 of 4 lies an eighth of the way from the baseline to the image.",
        "`x = baseline + (part + 0.5) / points * (image - baseline)`; add the slopes up, divide "
        "by `points`, multiply by `image - baseline`.",
    ),
    mistakes=[
        Mistake(
            "asks at the image alone",
            "That is the slope at the image alone. Integrated gradients take the mean along the "
            "way from the baseline.",
            lambda x, b, w, points: (x - b) * 2 * np.sum(w * x) * w,
        ),
        Mistake(
            "forgets what changed",
            "The mean slope is there, but not the factor `image - baseline`: so nothing adds up.",
            lambda x, b, w, points: (np.sum(w * x) + np.sum(w * b)) * w,
        ),
        Mistake(
            "starts from black",
            "Your line starts at 0, not at the baseline.",
            lambda x, b, w, points: _exactly(x, 0 * b, w, points),
        ),
        Mistake(
            "multiplies by the image",
            "Multiply by `image - baseline`, what changed, not by the image.",
            lambda x, b, w, points: x * (np.sum(w * x) + np.sum(w * b)) * w,
        ),
    ],
)


chapter.question(
    "map_that_stays",
    'A map shows which pixels made a network say "cat". Then the weights of all its layers\n'
    "are shuffled, so that it has learned nothing, and the map is drawn again: it looks as\n"
    "before. What does that say about the map?\n"
    "a: It is to be trusted: it does not depend on chance.\n"
    "b: It shows what is in the photograph, and not what the network has learned.\n"
    "c: The network had found the cat by its first layer alone.\n"
    "d: The weights were not shuffled enough.",
    "b",
    title="A map that does not mind",
    points=1,
    minutes=2,
    because="What does not change when all that was learned is gone cannot be about what was "
    "learned: guided backpropagation draws the edges of whatever it is given.",
    hints=(
        "The new network knows nothing about cats. What can its map be about?",
        "Only two things went into the map: the photograph and the weights.",
    ),
    mistakes={
        "a": (
            "trusts what stays",
            "A map of what was learned should depend on it. This one is the same without.",
        ),
        "c": (
            "believes in the first layer",
            "The first layer's weights were shuffled as well, like all the others.",
        ),
        "d": (
            "shuffles again",
            "The network says something else by now: its scores have changed, the map has not.",
        ),
    },
)
