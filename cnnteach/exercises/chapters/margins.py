"""Exercises of notebook 14 on linear classifiers: the margin, and the hinge loss."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("14_features_and_svm")


def margin(points, labels, w, b):
    """Return how far the line w · x + b = 0 stays away from `points` (N, D): the least distance.

    `labels` (N,) are 1 and -1. A distance counts positive where w · x + b has the sign of the
    label, and negative where the point is on the wrong side.
    """
    distances = (points @ w + b) / np.sqrt(np.sum(w**2))
    return np.min(labels * distances)


def _from_the_foot(points, labels, w, b):
    """Measure along w, from the line's point that is nearest to the origin."""
    unit = w / np.linalg.norm(w)
    foot = -b * w / np.dot(w, w)
    along = [float(np.dot(point - foot, unit)) for point in points]
    return min(label * distance for label, distance in zip(labels, along, strict=True))


_PAIR = np.array([[3.0, 4.0], [0.0, 0.0], [6.0, 8.0]])

chapter.function(
    margin,
    title="How far is the nearest point?",
    points=2,
    minutes=6,
    because="Twice w and b are the same line with twice the scores: only score / |w| is a "
    "distance. Of all lines that divide the points, the SVM takes the one of the widest margin.",
    examples=[
        ((_PAIR, np.array([1, -1, 1]), np.array([3.0, 4.0]), -10.0), 2.0),
        ((_PAIR, np.array([1, -1, -1]), np.array([3.0, 4.0]), -10.0), -8.0),
    ],
    variants=lambda rng: [
        (rng.normal(size=(5, 2)), rng.choice([-1, 1], 5), rng.normal(size=2) * 3, 0.7),
        (rng.normal(size=(4, 3)), rng.choice([-1, 1], 4), rng.normal(size=3), -1.3),
        (np.abs(rng.normal(size=(6, 2))) + 1, np.ones(6, int), np.array([1.5, 0.5]), 0.4),
    ],
    oracle=_from_the_foot,
    hints=(
        "w · x + b grows with w, though the line stays. By what must it be divided?",
        "`(points @ w + b) / np.sqrt(np.sum(w**2))`, times the labels; then the smallest.",
    ),
    mistakes=[
        Mistake(
            "gives scores",
            "That is the least score, which doubles if w and b do. Divide by the length of w.",
            lambda points, labels, w, b: np.min(labels * (points @ w + b)),
        ),
        Mistake(
            "forgets the labels",
            "Which side is right depends on the label: multiply by it, 1 or -1.",
            lambda points, labels, w, b: np.min((points @ w + b) / np.linalg.norm(w)),
        ),
        Mistake(
            "forgives the wrong side",
            "You took sizes: a point on the wrong side must count negative.",
            lambda points, labels, w, b: np.min(np.abs(points @ w + b)) / np.linalg.norm(w),
        ),
        Mistake(
            "leaves b out",
            "Your line goes through the origin. b moves it.",
            lambda points, labels, w, b: np.min(labels * (points @ w)) / np.linalg.norm(w),
        ),
        Mistake(
            "takes the mean",
            "The margin is that of the nearest point; those far away do not matter.",
            lambda points, labels, w, b: np.mean(labels * (points @ w + b)) / np.linalg.norm(w),
        ),
        Mistake(
            "adds up the sizes of w",
            "The length of w is the root of the sum of squares, not the sum of sizes.",
            lambda points, labels, w, b: np.min(labels * (points @ w + b)) / np.sum(np.abs(w)),
        ),
    ],
)


def hinge_loss(scores, label):
    """Return what the right class misses of its lead: the SVM's loss of one image.

    `scores` (K,) are those of the classes, `label` is the right one. It ought to lead each other
    class by 1: add up, over the others, how much of that lead is missing, and 0 where none is.
    """
    others = np.delete(scores, label)
    return np.sum((others - scores[label] + 1).clip(0))


def _missing(scores, label, lead=1.0):
    return np.delete(scores, label) - scores[label] + lead


chapter.function(
    hinge_loss,
    title="A loss that is content",
    points=2,
    minutes=6,
    because="The loss is exactly 0 once the right class leads all others by 1, and then its "
    "gradient is 0 too: only images near the border go on teaching.",
    examples=[
        ((np.array([2.0, 2.5, -1.0]), 0), 1.5),
        ((np.array([1.0, 2.0, 3.0]), 0), 5.0),
        ((np.array([1.0, 2.0, 3.0]), 2), 0.0),
    ],
    variants=lambda rng: [
        (rng.normal(size=4), int(rng.integers(0, 4))),
        (rng.normal(size=6) * 2, int(rng.integers(0, 6))),
        (np.array([0.0, 5.0, 4.5, -3.0]) + rng.normal(), 1),
    ],
    oracle=lambda scores, label: ops.hinge(scores[None], np.array([label]))[0],
    hints=(
        "For one other class: it has 2.5, the right one 2.0. It ought to be 1 behind. How much is "
        "missing?",
        "`scores[j] - scores[label] + 1`, or 0 if that is negative, for each j but `label`.",
    ),
    mistakes=[
        Mistake(
            "charges the right class too",
            "Your loss is 1 too large: the right class is compared with itself. Leave it out.",
            lambda scores, label: np.sum((scores - scores[label] + 1).clip(0)),
        ),
        Mistake(
            "forgets the lead",
            "To be ahead is not enough: the right class ought to lead by 1.",
            lambda scores, label: np.sum(_missing(scores, label, lead=0).clip(0)),
        ),
        Mistake(
            "lets a large lead make up for a miss",
            "A class that is far behind gives no credit: what is negative counts as 0.",
            lambda scores, label: np.sum(_missing(scores, label)),
        ),
        Mistake(
            "charges the strongest rival alone",
            "Every class that is too near counts here, not only the nearest: add them up.",
            lambda scores, label: np.max(_missing(scores, label).clip(0)),
        ),
        Mistake(
            "has the sign the other way round",
            "The loss falls as the right class's score grows: others less right, plus 1.",
            lambda scores, label: np.sum((scores[label] - np.delete(scores, label) + 1).clip(0)),
        ),
        Mistake(
            "takes the mean over the classes",
            "Add up over the other classes; nothing is averaged.",
            lambda scores, label: np.mean(_missing(scores, label).clip(0)),
        ),
    ],
)


def regularised_loss(w, b, x, y, penalty):
    """Return the loss of a linear fit with a penalty, lecture 002's first way to learn.

    It is half of the mean squared error of the scores x @ w + b against `y` (N,), for points `x`
    (N, D), and `penalty` times half of the sum of all squares of `w` (D,). The bias is free.
    """
    errors = x @ w + b - y
    return np.mean(errors**2) / 2 + penalty * np.sum(w**2) / 2


def _fit(w, b, x, y, penalty, *, free=True, mean=True, size=None, half=0.5):
    """By plain sums, point by point."""
    total = 0.0
    for point, right in zip(x, y, strict=True):
        total += (sum(a * c for a, c in zip(w, point, strict=True)) + b - right) ** 2
    squares = sum(a * a for a in w) + (0 if free else b * b)
    length = squares if size is None else size(squares)
    return half * (total / (len(x) if mean else 1) + penalty * length)


_POINTS = np.array([[1.0, 0.0], [0.0, 2.0]])

chapter.function(
    regularised_loss,
    title="Right, but not at any price",
    points=2,
    minutes=6,
    because="A large weight has to earn its keep: it must lower the error by more than it costs. "
    "So a fit with many weights does not bend to every point.",
    examples=[
        ((np.array([3.0, 4.0]), 1.0, _POINTS, np.array([4.0, 7.0]), 0.1), 2.25),
        ((np.array([3.0, 4.0]), 1.0, _POINTS, np.array([4.0, 7.0]), 0.0), 1.0),
    ],
    variants=lambda rng: [
        (rng.normal(size=3), rng.normal(), rng.normal(size=(5, 3)), rng.normal(size=5), penalty)
        for penalty in (0.5, 2.0)
    ],
    oracle=_fit,
    hints=(
        "Two parts: how wrong the scores are, and how large the weights are.",
        "`np.mean((x @ w + b - y) ** 2) / 2`, and `penalty * np.sum(w**2) / 2`.",
    ),
    mistakes=[
        Mistake(
            "forgets the penalty",
            "That is the error alone. Add the penalty times half of the squares of the weights.",
            lambda w, b, x, y, penalty: _fit(w, b, x, y, 0),
        ),
        Mistake(
            "penalises the bias",
            "The bias is free: it moves the fit, and does not bend it.",
            lambda *args: _fit(*args, free=False),
        ),
        Mistake(
            "adds the errors up",
            "The mean over the points is asked for, so that more points do not count for more.",
            lambda *args: _fit(*args, mean=False),
        ),
        Mistake(
            "penalises the length",
            "That is the length of w, with a root. Its square is the penalty.",
            lambda *args: _fit(*args, size=lambda squares: squares**0.5),
        ),
        Mistake(
            "forgets the halves",
            "Both parts are halved, which makes the gradient tidy.",
            lambda *args: _fit(*args, half=1.0),
        ),
    ],
)
