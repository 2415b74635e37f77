"""Exercises of notebook 05 on what sharing means: a matrix, and moving along with a shift."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("05_why_not_dense")


def convolution_matrix_1d(w, size):
    """Return the matrix M for which `M @ x` is the convolution of `x`, `size` long, with `w`.

    As in a network: not flipped, stride 1, no padding. M has a row for each output.
    """
    outputs = size - len(w) + 1
    matrix = np.zeros((outputs, size))
    for i in range(outputs):
        matrix[i, i : i + len(w)] = w
    return matrix


def _matrix_by_ops(w, size):
    """Convolve each unit vector: what comes out is a column of the matrix."""
    columns = ops.conv1d(np.eye(size)[:, :, None], np.asarray(w, float)[:, None, None])
    return columns[:, :, 0].T


def _around(w, size):
    """Let the kernel go on at the other end."""
    row = np.pad(np.asarray(w, float), (0, size - len(w)))
    return np.array([np.roll(row, i) for i in range(size)])


chapter.function(
    convolution_matrix_1d,
    title="A convolution is a matrix",
    points=3,
    minutes=10,
    level="medium",
    because="Each output is a row: zeros but for its window, and in each row the same weights, one "
    "step further right. Sparse and shared: that is all that a convolution is.",
    examples=[
        (
            (np.array([1, 2, 3]), 5),
            np.array([[1, 2, 3, 0, 0], [0, 1, 2, 3, 0], [0, 0, 1, 2, 3]]),
        ),
    ],
    variants=lambda rng: [
        (rng.integers(-5, 6, 2), 6),
        (rng.normal(size=4), 4),
        (rng.normal(size=3), 7),
    ],
    oracle=_matrix_by_ops,
    hints=(
        "How many outputs are there? Each is a row. Where in its row do the weights stand?",
        "Begin with zeros, (size - len(w) + 1, size); row i gets `w` from column i on.",
    ),
    mistakes=[
        Mistake(
            "has a column for each output",
            "Rows and columns are swapped: in `M @ x`, each row makes one output.",
            lambda w, size: _matrix_by_ops(w, size).T,
        ),
        Mistake(
            "turns the kernel around",
            "Your kernel is flipped: the mathematician's convolution. A network's is not.",
            lambda w, size: _matrix_by_ops(w[::-1], size),
        ),
        Mistake(
            "goes on at the other end",
            "The kernel leaves at the right and comes in again at the left. Without padding, only "
            "whole windows count: there are fewer rows.",
            _around,
        ),
        Mistake(
            "does not move on",
            "All rows are alike. Row i begins i steps further right.",
            lambda w, size: np.tile(
                np.pad(np.asarray(w, float), (0, size - len(w))), (size - len(w) + 1, 1)
            ),
        ),
    ],
)


def equivariance_gap(f, g, x):
    """Return the largest difference between f(g(x)) and g(f(x)): 0 where `f` is equivariant to `g`.

    `f` and `g` take an array and give one of the same shape.
    """
    first = f(g(x))
    second = g(f(x))
    gap = np.abs(first - second)
    return np.max(gap)


def _shifted(x):
    """All rows move down, and the last comes in at the top."""
    return np.roll(x, 1, axis=0)


def _turned(x):
    """A quarter turn."""
    return np.rot90(x)


def _differences(x):
    """Each number minus the one above it."""
    return x - np.roll(x, 1, axis=0)


def _pooled(x):
    """The larger of each number and the next below it, at every second row twice."""
    pairs = np.maximum(x[::2], x[1::2])
    return np.repeat(pairs, 2, axis=0)


def _squares(x):
    """Each number squared."""
    return x**2


def _doubled(x):
    """Twice each number."""
    return 2 * x


chapter.function(
    equivariance_gap,
    title="Shift first, or convolve first?",
    points=2,
    minutes=6,
    because="f(g(x)) = g(f(x)) is the lecture's definition of equivariance: it does not matter "
    "which comes first, so the two differ by 0.",
    examples=[
        ((_differences, _shifted, np.arange(16.0).reshape(4, 4) ** 2), 0.0),
        ((_differences, _turned, np.arange(4.0).reshape(2, 2)), 3.0),
        ((_pooled, _shifted, np.array([[1.0], [5.0], [2.0], [0.0]])), 4.0),
        ((_squares, _doubled, np.array([[3.0]])), 18.0),
    ],
    variants=lambda rng: [
        (_differences, _shifted, rng.normal(size=(6, 4))),
        (_differences, _doubled, rng.normal(size=(4, 4))),
        (_squares, _doubled, rng.normal(size=(4, 4))),
        (_pooled, _shifted, rng.normal(size=(6, 6))),
    ],
    oracle=lambda f, g, x: float(abs(f(g(x)) - g(f(x))).max()),
    hints=(
        "Compute both sides of the definition: first g then f, and first f then g.",
        "`np.max(np.abs(f(g(x)) - g(f(x))))`",
    ),
    mistakes=[
        Mistake(
            "asks whether g changes nothing",
            "You compared f(g(x)) with f(x): that is *invariance*, where the output does not "
            "change at all. With equivariance it changes along.",
            lambda f, g, x: np.max(np.abs(f(g(x)) - f(x))),
        ),
        Mistake(
            "compares with the changed input",
            "You compared f(g(x)) with g(x). The other side is g(f(x)).",
            lambda f, g, x: np.max(np.abs(f(g(x)) - g(x))),
        ),
        Mistake(
            "forgets the absolute value",
            "A difference of -5 is larger than one of 2: take the absolute value first.",
            lambda f, g, x: np.max(f(g(x)) - g(f(x))),
        ),
        Mistake(
            "takes the mean",
            "The mean hides a single difference among many. The largest is asked for.",
            lambda f, g, x: np.mean(np.abs(f(g(x)) - g(f(x)))),
        ),
        Mistake(
            "does not sum up the comparison",
            "There is a difference for each number. The largest of them is asked for.",
            lambda f, g, x: np.abs(f(g(x)) - g(f(x))),
        ),
    ],
)


chapter.question(
    "moves_along",
    "In a photograph a cat moves ten pixels to the right. A convolution with stride 1 is\n"
    "applied to both photographs. Away from the border, how do the two maps differ?\n"
    "a: Not at all, since the same weights are used everywhere.\n"
    "b: The second is the first, moved ten pixels to the right.\n"
    "c: The second is the first, moved ten pixels to the left.\n"
    "d: Nothing can be said without the weights.",
    "b",
    title="The cat moves on",
    points=1,
    minutes=2,
    because="The map moves along: that is equivariance. That it stayed as it is would be "
    "invariance, which a pooling over the whole map would bring.",
    hints=(
        "The window meets the cat again, ten stops later. What does it answer there?",
        "Shared weights give the same answer in another place.",
    ),
    mistakes={
        "a": (
            "takes it for invariant",
            "The same answers come, but in another place. Equivariant is not invariant.",
        ),
        "c": (
            "moves against the shift",
            "A window finds the cat ten stops further to the right, and answers there.",
        ),
        "d": (
            "asks for the weights",
            "Whatever the weights are, they are the same at both places.",
        ),
    },
)
