"""Exercise of notebook 13 on the errors of the challenge: is the right class among the best?"""

import numpy as np

from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("13_architectures")


def top_error(scores, labels, k):
    """Return the top-k error: the share of images whose class is not among the `k` best guesses.

    `scores` (N, K) are what a network says of N images and K classes, the guesses being those with
    the largest; `labels` (N,) are the right classes. No two scores of an image are the same.
    """
    guesses = np.argsort(scores, axis=1)[:, -k:]
    found = np.any(guesses == labels[:, None], axis=1)
    return 1 - np.mean(found)


def _ranks(scores, labels):
    """Count, for each image, the classes that have more than the right one."""
    own = [row[label] for row, label in zip(scores, labels, strict=True)]
    return np.sum(scores > np.array(own)[:, None], axis=1)


def _error(missed):
    """Return an answer of which `missed` says, by rank, k and the number of classes, who counts."""
    return lambda scores, labels, k: float(
        np.mean([missed(rank, k, scores.shape[1]) for rank in _ranks(scores, labels)])
    )


_right = _error(lambda rank, k, classes: rank >= k)
_SCORES = np.array([[0.1, 0.6, 0.3], [0.5, 0.2, 0.3], [0.2, 0.3, 0.5], [0.7, 0.2, 0.1]])


def _guessed(rng, images, classes, k):
    """Draw scores, and labels of every rank in turn, in no order."""
    scores = rng.normal(size=(images, classes))
    ranks = rng.permutation(np.arange(images) % classes)
    return scores, np.argsort(-scores, axis=1)[np.arange(images), ranks], k


chapter.function(
    top_error,
    title="Wrong five times",
    points=2,
    minutes=6,
    because="Of a thousand kinds, several may be right about a photograph, and only one is its "
    "label. Five guesses forgive that. With k = 1 it is the plain error.",
    examples=[
        ((_SCORES, np.array([1, 2, 0, 2]), 1), 0.75),
        ((_SCORES, np.array([1, 2, 0, 2]), 2), 0.5),
    ],
    variants=lambda rng: [_guessed(rng, 11, 5, 2), _guessed(rng, 17, 7, 5), _guessed(rng, 9, 4, 1)],
    oracle=_right,
    hints=(
        "`np.argsort` sorts upwards: where in a row of it are the best guesses?",
        "`guesses = np.argsort(scores, axis=1)[:, -k:]`; `guesses == labels[:, None]` is True for "
        "those that are right. One in a row is enough.",
    ),
    mistakes=[
        Mistake(
            "gives what is right",
            "That is the share of images whose class was guessed. The error is the rest.",
            _error(lambda rank, k, classes: rank < k),
        ),
        Mistake(
            "takes one guess",
            "That is the plain error, of the best guess alone. The class may be any of `k`.",
            _error(lambda rank, k, classes: rank >= 1),
        ),
        Mistake(
            "takes the worst guesses",
            "You took the `k` least scores. `np.argsort` sorts upwards: the best come last.",
            _error(lambda rank, k, classes: rank < classes - k),
        ),
        Mistake(
            "guesses once too often",
            "You took one guess more than `k`.",
            _error(lambda rank, k, classes: rank > k),
        ),
        Mistake(
            "asks the k-th guess alone",
            "You looked at the guess of rank `k` alone. Those before it count, too.",
            _error(lambda rank, k, classes: rank != k - 1),
        ),
        Mistake(
            "counts them",
            "That is how many images are wrong: divide by how many there are.",
            lambda scores, labels, k: len(labels) * _right(scores, labels, k),
        ),
        Mistake(
            "divides by the guesses too",
            "You took the mean over all guesses, of which one is right at most. First ask of each "
            "image whether any is right.",
            lambda scores, labels, k: 1 - (1 - _right(scores, labels, k)) / k,
        ),
    ],
)
