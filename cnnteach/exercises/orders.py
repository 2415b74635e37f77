"""Steps that a learner puts in order: a letter for each, and an answer such as "bdac".

A wrong order has at least one pair of neighbouring steps the wrong way round; each such pair has a
hint of its own.
"""

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise
from string import ascii_lowercase

import numpy as np


class Order(str):
    """The letters of all steps, the first step's first."""


class Reversed(Order):
    """An order in which the pair of steps `late`, `early` stands the wrong way round."""

    early: str
    late: str

    @classmethod
    def of(cls, right: str, at: int) -> "Reversed":
        """Exchange step `at` of the right order with the next one.

        Examples
        --------
        >>> Reversed.of("cab", 1)
        'cba'
        """
        early, late = right[at : at + 2]
        wrong = cls(right[:at] + late + early + right[at + 2 :])
        wrong.early, wrong.late = early, late
        return wrong

    def stands_in(self, order: str) -> bool:
        """Say whether `order` has this pair the wrong way round, wherever its steps are."""
        return order.index(self.late) < order.index(self.early)


def letters(answer: object) -> str | None:
    """Return the letters of an answer, or None where it is not made of letters.

    Examples
    --------
    >>> letters("B, d, a"), letters(["b", "d"]), letters("a > b"), letters(3)
    ('bda', 'bd', 'ab', None)
    """
    if isinstance(answer, list | tuple) and all(isinstance(item, str) for item in answer):
        answer = "".join(answer)
    return re.sub(r"[\s,;>→-]", "", answer).lower() if isinstance(answer, str) else None


def misspelt(given: str, right: str) -> str:
    """Say which letters are missing, too many or unknown; nothing where all come once.

    Examples
    --------
    >>> misspelt("abbx", "bca")
    'c is missing, b comes twice or more, x names no step'
    """
    missing = [f"{letter} is missing" for letter in sorted(right) if letter not in given]
    twice = [f"{x} comes twice or more" for x in sorted(set(given)) if given.count(x) > 1]
    unknown = [f"{letter} names no step" for letter in sorted(set(given) - set(right))]
    return ", ".join(missing + twice + unknown)


def lettered(name: str, steps: Sequence[str]) -> tuple[Order, list[str]]:
    """Give each step a letter, in an order that is not the right one and the same each time.

    Returns
    -------
    Order
        The right order.
    list of str
        The steps by letter, such as "a: add the bias".
    """
    draw = np.random.default_rng(zlib.crc32(name.encode()))
    shown = list(range(len(steps)))
    while any(after == before + 1 for before, after in pairwise(shown)):
        draw.shuffle(shown)
    right = "".join(ascii_lowercase[shown.index(i)] for i in range(len(steps)))
    lines = zip(ascii_lowercase, (steps[i] for i in shown), strict=False)
    return Order(right), [f"{letter}: {step}" for letter, step in lines]
