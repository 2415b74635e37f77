"""Exercises of notebook 08: a simple cell, a complex cell, and what they are tuned to."""

import numpy as np

from cnnteach.exercises.chapters.common import correlate
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("08_from_cells_to_the_neocognitron")

_FIELD = np.array([[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]])
_UPRIGHT = np.array([[0, 1, 0], [0, 1, 0], [0, 1, 0]])


def simple_cell(light, field):
    """Return how strongly a simple cell answers: `light` and its receptive `field` are (H, W).

    Light excites where the field is positive, and inhibits where it is negative; a cell cannot
    answer with less than nothing.
    """
    return max(0, np.sum(light * field))


chapter.function(
    simple_cell,
    title="A simple cell",
    points=1,
    minutes=4,
    because="Excitation minus inhibition, and never less than 0: one number of a convolution, and "
    "its ReLU.",
    examples=[
        ((_UPRIGHT, _FIELD), 6.0),
        ((_UPRIGHT.T, _FIELD), 0.0),
        ((np.ones((3, 3)), _FIELD), 0.0),
    ],
    variants=lambda rng: [
        (rng.integers(0, 9, (3, 4)), rng.integers(1, 5, (3, 4))),
        (rng.integers(0, 9, (2, 3)), -rng.integers(1, 5, (2, 3))),
        (rng.normal(size=(4, 2)), rng.normal(size=(4, 2))),
    ],
    oracle=lambda light, field: max(float(correlate(light, field)[0, 0]), 0.0),
    hints=(
        "Add up light times field. What if the sum is negative?",
        "`max(0, np.sum(light * field))`",
    ),
    mistakes=[
        Mistake(
            "answers with less than nothing",
            "A cell cannot fire less than not at all: where inhibition wins, the answer is 0.",
            lambda light, field: np.sum(light * field),
        ),
        Mistake(
            "forgets the sign",
            "You took the absolute value: then inhibition would excite. Below 0, the answer is 0.",
            lambda light, field: abs(np.sum(light * field)),
        ),
        Mistake(
            "leaves inhibition out",
            "You kept what is positive before adding up, so nothing inhibits. Add up first.",
            lambda light, field: np.sum(np.maximum(light * field, 0)),
        ),
    ],
)


def preferred_orientation(orientations, answers):
    """Return the orientation, in degrees, that a cell answers to most strongly.

    `orientations` and `answers` are arrays of the same length.
    """
    strongest = np.argmax(answers)
    return orientations[strongest]


chapter.function(
    preferred_orientation,
    title="What is it tuned to?",
    points=1,
    minutes=4,
    because="The tuning curve's peak: the answer is where it is, not how high.",
    examples=[((np.array([0, 45, 90, 135]), np.array([1.0, 7.0, 2.0, 0.0])), 45.0)],
    variants=lambda rng: [
        (np.arange(0, 180, 20), rng.random(9)),
        (rng.permutation(np.arange(0, 180, 30)), rng.integers(0, 5, 6) + np.arange(6) * 9),
    ],
    oracle=lambda orientations, answers: dict(
        sorted(zip(answers.tolist(), orientations, strict=True))
    )[max(answers.tolist())],
    hints=(
        "At which place is the answer largest? And which orientation stands at that place?",
        "`np.argmax(answers)` is the place.",
    ),
    mistakes=[
        Mistake(
            "gives the place",
            "That is the place in the list. Which orientation stands there?",
            lambda orientations, answers: np.argmax(answers),
        ),
        Mistake(
            "gives the answer",
            "That is how strongly it answers. To which orientation?",
            lambda orientations, answers: np.max(answers),
        ),
        Mistake(
            "the least preferred",
            "This is the orientation that it answers to least.",
            lambda orientations, answers: orientations[np.argmin(answers)],
        ),
    ],
)


def nearby_maximum(answers, reach):
    """Return how a complex cell answers that listens to simple cells near the middle: the most.

    `answers` (H, W) are those of the simple cells, H and W odd; it listens to those that are at
    most `reach` rows and `reach` columns away from the one in the middle.
    """
    row, column = answers.shape[0] // 2, answers.shape[1] // 2
    near = answers[row - reach : row + reach + 1, column - reach : column + reach + 1]
    return np.max(near)


def _near(answers, reach):
    rows = np.abs(np.arange(answers.shape[0]) - answers.shape[0] // 2) <= reach
    columns = np.abs(np.arange(answers.shape[1]) - answers.shape[1] // 2) <= reach
    return answers[np.ix_(rows, columns)]


def _one_short(answers, reach):
    """Forget that a slice ends before its end."""
    near = _near(answers, reach)
    return np.max(near[:-1, :-1]) if reach else 0


chapter.function(
    nearby_maximum,
    title="A complex cell, which listens nearby",
    points=2,
    minutes=6,
    because="The bar may move from one simple cell to the next: the maximum stays. That is max "
    "pooling.",
    examples=[
        ((np.array([[9, 0, 0], [0, 2, 0], [0, 1, 0]]), 0), 2.0),
        ((np.array([[0, 0, 6], [0, 1, 0], [3, 0, 0]]), 1), 6.0),
    ],
    variants=lambda rng: [
        (rng.permutation(np.arange(35)).reshape(5, 7), 1),
        (rng.permutation(np.arange(49)).reshape(7, 7), 2),
        (np.pad([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 5.0]], 1, constant_values=9), 1),
        (rng.permutation(np.arange(27)).reshape(3, 9), 1),
    ],
    oracle=lambda answers, reach: float(np.sort(_near(answers, reach), axis=None)[-1]),
    hints=(
        "Where is the middle? Cut out the cells around it. One of them sees the bar: what should "
        "come out?",
        "With `row = H // 2`, the rows are `row - reach` to `row + reach`; a slice ends one later. "
        "Then the largest.",
    ),
    mistakes=[
        Mistake(
            "averages",
            "The mean grows small if only one of many cells sees the bar. Take the largest.",
            lambda answers, reach: np.mean(_near(answers, reach)),
        ),
        Mistake(
            "adds up",
            "The sum grows with how many cells answer. The strongest alone counts here.",
            lambda answers, reach: np.sum(_near(answers, reach)),
        ),
        Mistake(
            "listens to all",
            "It listens to the simple cells near the middle, not to all of them: cut those out.",
            lambda answers, reach: np.max(answers),
        ),
        Mistake(
            "ends a cell too early",
            "A slice ends before its end: row + reach itself is still to be heard. Add 1.",
            _one_short,
        ),
        Mistake(
            "listens to the middle alone",
            "That is the cell in the middle. Its neighbours count too.",
            lambda answers, reach: answers[answers.shape[0] // 2, answers.shape[1] // 2],
        ),
    ],
)


chapter.question(
    "neocognitron_weights",
    "The Neocognitron's second layer of S-cells has 24 planes. Each cell sees 5 x 5 of\n"
    "the 24 planes before it, and one inhibiting cell. How many weights does a plane\n"
    "share?",
    601,
    title="Shared weights, in 1980",
    points=1,
    minutes=3,
    because="5 · 5 · 24 from the planes, and one for inhibition: 601. Every cell of the plane has "
    "the same: it is a convolution.",
    working="5 * 5 * 24 + 1",
    hints=(
        "How many cells of the layer before does one cell see?",
        "5 rows, 5 columns, 24 planes; and one more for the inhibiting cell.",
    ),
    mistakes={
        600: ("forgets inhibition", "Each cell has one more weight, that of the inhibiting cell."),
        25: ("sees one plane", "It sees 5 x 5 in *each* of the 24 planes."),
        120: ("sees one row", "A window of 5 x 5 has 25 cells in each plane."),
        14424: ("counts all planes", "That is all 24 planes together. How many has one of them?"),
    },
)
