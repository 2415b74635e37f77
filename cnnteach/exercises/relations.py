"""What a wrong array has to do with the right one, in words that help.

These are asked only where none of the exercise's own mistakes fits.
"""

from collections.abc import Callable

import numpy as np


def shape_relation(given: np.ndarray, right: np.ndarray) -> str:
    """Say how the shape of `given` comes about, or nothing.

    Examples
    --------
    >>> shape_relation(np.zeros((4, 3)), np.zeros((3, 4)))
    'Height and width are swapped: rows come first, then columns.'
    """
    if given.ndim != right.ndim:
        axes, are = ("axis" if given.ndim == 1 else "axes"), ("is" if right.ndim == 1 else "are")
        return f"Your answer has {given.ndim} {axes}, where {right.ndim} {are} asked for."
    if given.shape[:2] == right.shape[1::-1]:
        return "Height and width are swapped: rows come first, then columns."
    if sorted(given.shape) == sorted(right.shape):
        return "The axes are in another order: rows, columns, then channels."
    steps = {g - r for g, r in zip(given.shape[:2], right.shape[:2], strict=True)}
    if steps <= {0, -1}:
        return "Off by one: the last position is missing. Is a `+ 1` missing?"
    if steps <= {0, 1}:
        return "Off by one: there is one position too many."
    return ""


def value_relation(given: np.ndarray, right: np.ndarray, tolerance: Callable) -> str:
    """Say how the numbers of `given` come about (mirrored, of the other sign, ...), or nothing.

    Examples
    --------
    >>> value_relation(np.array([-1, -2]), np.array([1, 2]), lambda *arrays: 0)
    'Every number has the opposite sign.'
    """
    given, right = given.astype(float), right.astype(float)

    def same(one: np.ndarray, other: np.ndarray) -> bool:
        return one.shape == other.shape and bool(
            (np.abs(one - other) <= tolerance(one, other)).all()
        )

    if not np.isfinite(given).all():
        return "There are numbers that are not finite (nan or inf): was something divided by zero?"
    if not np.isfinite(right).all():
        return ""
    if not given.any():
        return "Every number is 0: is the result ever written into the output?"
    if given.ndim >= 2 and same(given, np.swapaxes(right, 0, 1)):
        return "It is the transpose: rows and columns are swapped."
    for words, mirrored in _mirrored(right).items():
        if same(given, mirrored):
            return f"The numbers are right, but {words}."
    if same(given, -right):
        return "Every number has the opposite sign."
    return _same_step(given, right, same)


def _mirrored(right: np.ndarray) -> dict[str, np.ndarray]:
    if right.ndim < 2:
        return {"in reverse order": right[::-1]}
    return {
        "upside down": right[::-1],
        "mirrored left to right": right[:, ::-1],
        "turned by half a turn": right[::-1, ::-1],
    }


def _same_step(given: np.ndarray, right: np.ndarray, same: Callable) -> str:
    if given.size < 2:
        return ""
    step = given.flat[0] - right.flat[0]
    if same(given, right + step):
        return f"Every number is {abs(step):g} too {'large' if step > 0 else 'small'}."
    if not right.any():
        return ""
    largest = np.argmax(np.abs(right))
    factor = given.flat[largest] / right.flat[largest]
    if same(given, right * factor):
        return f"Every number is {factor:.4g} times what is right."
    return ""
