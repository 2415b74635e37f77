"""Points of two classes in a plane: some to learn from, others to test with."""

from typing import NamedTuple

import numpy as np

from cnnteach.widgets.chance import normal, uniform

TRAINED, TESTED = 40, 120
SHAPES = ("moons", "ring", "corners", "overlap")
ANGLE, REACH, SPREAD, FLIP = range(4)  # streams of chance


class Points(NamedTuple):
    """Places, shape (N, 2), and classes, 0 or 1, shape (N,)."""

    places: np.ndarray
    labels: np.ndarray


def points(shape, *, seed=0, mislabelled=0.0):
    """Draw points of two classes, and mislabel some of those that are learned from.

    Parameters
    ----------
    shape : str
        "moons": two arcs that reach into each other. "ring": a disc in a ring. "corners": class 1
        where x and y have the same sign (exclusive or). "overlap": two clouds that no net can tell
        apart everywhere.
    seed : int
    mislabelled : float
        The share of the 40 training points that may get the wrong class.

    Returns
    -------
    trained, tested : Points
        40 to learn from and 120 to test with, which all have their true class.

    Examples
    --------
    >>> trained, tested = points("ring")
    >>> trained.places.shape, tested.places.shape, int(trained.labels.sum())
    ((40, 2), (120, 2), 20)
    """
    index = np.arange(TRAINED + TESTED)
    labels = index % 2
    far, turn = (uniform(seed, stream, index) for stream in (REACH, ANGLE))
    noise = np.stack([normal(seed, SPREAD, 2 * index + axis) for axis in (0, 1)], axis=1)
    places = _MADE[shape](labels, far, turn, noise)
    flipped = (uniform(seed, FLIP, index) < mislabelled) & (index < TRAINED)
    given = np.where(flipped, 1 - labels, labels)
    return (
        Points(places[:TRAINED], given[:TRAINED]),
        Points(places[TRAINED:], labels[TRAINED:]),
    )


def _moons(labels, far, turn, noise):
    side = 1 - 2 * labels
    arc = np.stack([np.cos(np.pi * turn) - 0.5, np.sin(np.pi * turn) - 0.25], axis=1)
    return side[:, None] * arc + 0.14 * noise


def _ring(labels, far, turn, noise):
    radius = np.where(labels == 1, 1.0 + 0.5 * far, 0.75 * np.sqrt(far))
    return radius[:, None] * np.stack([np.cos(2 * np.pi * turn), np.sin(2 * np.pi * turn)], axis=1)


def _corners(labels, far, turn, noise):
    x, y = 0.1 + 1.3 * far, 0.1 + 1.3 * np.abs(2 * turn - 1)
    across = np.where(turn < 0.5, -1, 1)
    return np.stack([across * x, np.where(labels == 1, 1, -1) * across * y], axis=1)


def _overlap(labels, far, turn, noise):
    return (2 * labels - 1)[:, None] * np.array([0.5, 0.3]) + 0.6 * noise


_MADE = dict(zip(SHAPES, (_moons, _ring, _corners, _overlap), strict=True))
