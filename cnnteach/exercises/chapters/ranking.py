"""Exercise of notebook 15 on what was found: is the right thing near the top?"""

import numpy as np

from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("15_beyond_classification")


def average_precision(right):
    """Return the average precision of what a search found, the most similar picture first.

    `right` (N,) says of each picture whether it is of the class that was looked for; one is, at
    least. The precision at a rank is the share of right ones among the pictures up to it. Average
    it over the ranks of the right ones.
    """
    ranks = np.flatnonzero(right) + 1
    return np.mean(np.arange(1, len(ranks) + 1) / ranks)


def _precisions(right):
    """Return the precision at every rank."""
    return np.cumsum(right) / np.arange(1, len(right) + 1)


def _bools(*numbers):
    return np.array(numbers, dtype=bool)


chapter.function(
    average_precision,
    title="Right ones near the top",
    points=2,
    minutes=8,
    level="medium",
    because="At the rank of the n-th right picture the precision is n / rank. The average is 1 "
    "only if all right ones stand before all wrong ones, and falls with each that comes late.",
    examples=[
        ((_bools(1, 0, 1, 0),), (1 + 2 / 3) / 2),
        ((_bools(1, 1, 0, 0, 0),), 1.0),
        ((_bools(0, 0, 0, 1),), 0.25),
    ],
    variants=lambda rng: [
        (rng.permutation([True] * 3 + [False] * 6),),
        (np.append(rng.permutation([True] * 4 + [False] * 3), True),),
        (np.append(False, rng.permutation([True] * 2 + [False] * 5)),),
    ],
    oracle=lambda right: float((_precisions(right) * right).sum() / right.sum()),
    hints=(
        "Take right, wrong, right, wrong. The right ones have ranks 1 and 3. Up to rank 3, how "
        "many of the three are right?",
        "`ranks = np.flatnonzero(right) + 1`. The precisions there are 1 / ranks[0], 2 / ranks[1], "
        "and so on; take their mean.",
    ),
    mistakes=[
        Mistake(
            "ignores the order",
            "That is the share of right ones in the whole list, whatever their order. A right one "
            "that stands first should count for more.",
            lambda right: float(np.mean(right)),
        ),
        Mistake(
            "counts ranks from 0",
            "The first picture has rank 1: add 1 to the places that `flatnonzero` gives.",
            lambda right: float(np.mean(np.arange(1, right.sum() + 1) / np.flatnonzero(right))),
        ),
        Mistake(
            "averages over all ranks",
            "You average the precision over every rank. Only the ranks of the right ones count.",
            lambda right: float(_precisions(right).mean()),
        ),
        Mistake(
            "divides by the length of the list",
            "You divide by the number of pictures. A mean over the right ones divides by their "
            "number.",
            lambda right: float((_precisions(right) * right).sum() / len(right)),
        ),
        Mistake(
            "stops at the first",
            "That is the precision at the first right one alone. Average over all right ones.",
            lambda right: float(_precisions(right)[right][0]),
        ),
        Mistake(
            "takes the precision at the last",
            "That is the precision at the last right one alone. Average over all right ones.",
            lambda right: float(_precisions(right)[right][-1]),
        ),
        Mistake(
            "leaves itself out",
            "At its rank, a right picture itself counts as right: the first gives 1 / rank, not 0.",
            lambda right: float(
                ((np.cumsum(right) - 1) / np.arange(1, len(right) + 1))[right].mean()
            ),
        ),
    ],
)
