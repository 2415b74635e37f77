"""Exercises of notebook 13 on what made depth possible: the residual block."""

import numpy as np

from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("13_architectures")


def residual_block(x, f):
    """Return what a residual block makes of `x`: what came in plus `f` of it, then a ReLU.

    `f` gives an array of the shape of `x`: the block's layers, without the last ReLU.
    """
    return np.maximum(x + f(x), 0)


def _nothing(x):
    """Zeros."""
    return np.zeros_like(x)


def _halves_turned(x):
    """The rows in reverse order, times -1.5."""
    return -1.5 * x[::-1]


def _running_sums(x):
    """Running sums along the last axis, less 2."""
    return np.cumsum(x, axis=-1) - 2


chapter.function(
    residual_block,
    title="Add a small change to what comes in",
    points=2,
    minutes=6,
    because="With f = 0 the block lets through what came in, so a deeper net need not be worse; "
    "and the slope of x + f(x) by x is 1 + f'(x), which does not vanish.",
    examples=[((np.array([-1.0, 2.0]), _nothing), np.array([0.0, 2.0]))],
    variants=lambda rng: [
        (rng.normal(size=(2, 3)), _halves_turned),
        (rng.normal(size=5), _running_sums),
        (rng.integers(-3, 4, (3, 2)).astype(float), _nothing),
        (rng.normal(size=(1, 2, 4)), _running_sums),
    ],
    oracle=lambda x, f: np.where(f(x) > -x, f(x) + x, 0.0),
    hints=(
        "Three things happen, in this order: `f`, an addition, a ReLU.",
        "A ReLU is `np.maximum(..., 0)`, and it comes last: after `x + f(x)`.",
    ),
    mistakes=[
        Mistake(
            "forgets the shortcut",
            "That is the plain net: what came in must be added to what `f` makes of it.",
            lambda x, f: np.maximum(f(x), 0),
        ),
        Mistake(
            "rectifies before it adds",
            "The ReLU comes after the addition; before it, `f` could only add, never take away.",
            lambda x, f: x + np.maximum(f(x), 0),
        ),
        Mistake(
            "forgets the ReLU",
            "The addition is right; a ReLU comes after it.",
            lambda x, f: x + f(x),
        ),
        Mistake(
            "multiplies",
            "You multiplied with what came in. It is added: then its gradient arrives whole.",
            lambda x, f: np.maximum(x * f(x), 0),
        ),
        Mistake(
            "applies f to the sum",
            "`f` works on what comes in; the sum comes after it.",
            lambda x, f: np.maximum(f(x + x), 0),
        ),
    ],
)


chapter.ordering(
    "residual_order",
    "What happens in a block of ResNet (2015), from what comes in to what goes out?",
    [
        ("a 3 x 3 convolution of what came in", ""),
        (
            "batch normalisation, then ReLU",
            "Normalised is what a convolution has made: the first convolution comes before it.",
        ),
        (
            "a second 3 x 3 convolution",
            "Two convolutions with nothing between them are no more than one: the normalisation "
            "with its ReLU lies between.",
        ),
        (
            "batch normalisation, without a ReLU",
            "The normalisation without a ReLU belongs to the second convolution, and comes after "
            "it.",
        ),
        (
            "the addition of what came in",
            "What is added to the shortcut is normalised before: else the two would differ in "
            "size.",
        ),
        (
            "a last ReLU",
            "The last ReLU comes after the addition. Before it, a block could only add, never take "
            "away.",
        ),
    ],
    title="A residual block, step by step",
    points=1,
    minutes=3,
    because="Convolution, normalisation, ReLU; convolution, normalisation; add what came in; ReLU. "
    "The shortcut itself passes through nothing, so its gradient arrives whole.",
    hints=(
        "Two convolutions, each with its normalisation. Where are the two ReLUs?",
        "One ReLU lies between the convolutions. The other comes last of all, after the addition.",
    ),
)
