"""Centred differences: nudge one number of one input, and see what the result does."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cnnteach.ops._arguments import Array

Evaluate = Callable[..., Any]


def evaluate(function: Evaluate, points: Sequence[Array], what: str) -> tuple[Array, ...]:
    """Call a learner's function on copies, and give its results as finite arrays of float64."""
    copies = [point.copy() for point in points]
    results = function(*copies)
    for number, (copy, point) in enumerate(zip(copies, points, strict=True)):
        if not np.array_equal(copy, point, equal_nan=True):
            raise ValueError(
                f"the {what} changes its input number {number}; work on a copy, such as x.copy()"
            )
    arrays = tuple(
        np.asarray(result, np.float64)
        for result in (results if isinstance(results, tuple) else (results,))
    )
    for array in arrays[:1] if what == "function" else arrays:
        if not np.isfinite(array).all():
            raise ValueError(
                f"the {what} gives NaN or infinity at these inputs, so nothing can be compared; "
                "check at other numbers"
            )
    return arrays


def slopes(
    function: Evaluate, points: Sequence[Array], which: int, index: int, dy: Array, step: float
) -> tuple[float, float, float]:
    """Nudge element `index` of input `which` both ways; the function's result is weighed by dy.

    Returns
    -------
    left, right : float
        The slopes on either side; their mean is the centred difference.
    rounding : float
        How far from the truth that mean may lie because numbers have 16 digits.
    """
    h = step * max(1.0, abs(points[which].flat[index]))
    below, here, above = (
        evaluate(function, _nudged(points, which, index, change), "function")[0]
        for change in (-h, 0.0, h)
    )
    moved = below != above
    sizes = np.abs(dy) * np.maximum(np.abs(below), np.abs(above))
    rounding = 16 * np.finfo(np.float64).eps * float(sizes[moved].sum()) / h
    left, right = (dy * (here - below)).sum() / h, (dy * (above - here)).sum() / h
    return float(left), float(right), rounding


def _nudged(points: Sequence[Array], which: int, index: int, change: float) -> list[Array]:
    nudged = list(points)
    nudged[which] = points[which].copy()
    nudged[which].flat[index] += change
    return nudged
