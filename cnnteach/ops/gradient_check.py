"""Gradient checking: is a backward right? Compare it with what happens when a number is nudged."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cnnteach import shapes
from cnnteach.ops import _values
from cnnteach.ops._arguments import Array
from cnnteach.ops._differences import Evaluate, evaluate, slopes


@dataclass(frozen=True)
class Worst:
    """Where the gradient by one input is furthest from the centred difference.

    `name` is the input's, `index` the element, `analytic` what the backward says, `numeric` the
    centred difference, `relative_error` how far apart they are, `checked` how many elements were
    compared, and `kink` whether slopes to the left and right differ, so that neither is wrong.
    """

    name: str
    index: tuple[int, ...]
    analytic: float
    numeric: float
    relative_error: float
    checked: int
    kink: bool

    def __str__(self) -> str:
        place = f"[{', '.join(map(str, self.index))}]" if self.index else ""
        return (
            f"d{self.name}{place}: backward {self.analytic:.8g}, centred difference "
            f"{self.numeric:.8g}, relative error {self.relative_error:.1e}"
            + (" (there is a kink: the slopes to the left and right differ)" if self.kink else "")
        )


@dataclass(frozen=True)
class GradcheckResult:
    """What `gradcheck` found: true if gradients agree; prints the worst element of each input."""

    passed: bool
    tolerance: float
    worst: tuple[Worst, ...]

    def __bool__(self) -> bool:
        return self.passed

    def __repr__(self) -> str:
        checked = sum(worst.checked for worst in self.worst)
        verdict = "gradients agree" if self.passed else "gradients DISAGREE"
        lines = [f"{verdict} ({checked} checked, tolerance {self.tolerance:.0e}); worst of each:"]
        for worst in self.worst:
            mark = "ok   " if worst.relative_error <= self.tolerance else "WRONG"
            lines.append(f"  {mark} {worst}")
        return "\n".join(lines)


def gradcheck(
    function: Evaluate,
    inputs: ArrayLike | tuple[ArrayLike, ...],
    *,
    backward: Evaluate | None = None,
    samples: int | None = None,
    step: float = 6e-6,
    tolerance: float = 1e-6,
    seed: int = 0,
) -> GradcheckResult:
    """Compare a backward with centred differences, in float64 [1]_.

    Each number ``x`` of each input is nudged: ``(function(x + h) - function(x - h)) / (2 * h)``
    must be what the backward says. Where the function gives an array, its elements are first
    weighed by random numbers, ``dy``, and added up.

    Parameters
    ----------
    function : callable
        ``function(*inputs) -> y``. Of a tuple, such as `max_pool2d` returns, the first counts.
    inputs : array_like, or a tuple of them
        Where to check; integers are checked as floats. What must not be nudged, such as labels,
        goes into a lambda.
    backward : callable, optional
        ``backward(dy, *inputs) -> gradient``, or a tuple of one gradient for each input. If not
        given, the function itself gives ``(y, gradient, ...)``, as `softmax_cross_entropy` does.
    samples : int, optional
        How many numbers of each input are nudged, drawn by chance; all, if not given.
    step : float
        h, times the larger of 1 and ``abs(x)``. The error of centred differences falls with the
        square of h until rounding takes over; 6e-6, the cube root of float64's precision, is best.
    tolerance : float
        The largest relative error that passes.
    seed : int
        For `dy` and `samples`.

    Returns
    -------
    GradcheckResult
        As true or false: do they agree? `worst` holds a `Worst` for each input.

    Raises
    ------
    ValueError
        If the gradients have not the shapes of the inputs, something is NaN or infinite, or a
        function changes its input.
    TypeError
        If an input holds neither integers nor floats.

    Notes
    -----
    The relative error is ``abs(a - n) / max(abs(a), abs(n))``. The divisor is never less than a
    thousandth of the input's largest gradient, nor than what rounding can do to ``n``.

    References
    ----------
    .. [1] Stanford CS231n, notes on neural networks 3, "Gradient checks".

    Examples
    --------
    >>> gradcheck(lambda x: x**3, 2.0, backward=lambda dy, x: dy * 3 * x**2).passed
    True
    >>> wrong = gradcheck(lambda x: x**3, 2.0, backward=lambda dy, x: dy * 2 * x**2)
    >>> wrong.passed, round(wrong.worst[0].analytic / wrong.worst[0].numeric, 3)
    (False, 0.667)
    """
    points = tuple(
        np.array(_values.array(f"input {i}", value), np.float64)
        for i, value in enumerate(inputs if isinstance(inputs, tuple) else (inputs,))
    )
    h, accepted = (
        _values.number("step", step, 1e-12, 1),
        _values.number("tolerance", tolerance, 0, 1),
    )
    rng = np.random.default_rng(seed)
    dy, gradients = _analytic(function, backward, points, rng)
    names = _names(function, len(points))
    worst = []
    for which, (point, gradient) in enumerate(zip(points, gradients, strict=True)):
        _check_shape(gradient, point, names[which])
        chosen = _chosen(point.size, samples, rng)
        found = np.array([slopes(function, points, which, i, dy, h) for i in chosen])
        worst.append(_compare(names[which], gradient, chosen, found, accepted))
    passed = all(each.relative_error <= accepted for each in worst)
    return GradcheckResult(passed, accepted, tuple(worst))


def _analytic(
    function: Evaluate,
    backward: Evaluate | None,
    points: tuple[Array, ...],
    rng: np.random.Generator,
) -> tuple[Array, tuple[Array, ...]]:
    """Give dy, and the gradients as the backward says they are."""
    y, *rest = evaluate(function, points, "function")
    dy = np.asarray(rng.choice([-1.0, 1.0], y.shape) * rng.uniform(0.5, 1.5, y.shape))
    if backward is not None:
        gradients = evaluate(lambda *inputs: backward(dy.copy(), *inputs), points, "backward")
    elif y.size == 1 and rest:
        dy, gradients = np.ones_like(y), tuple(rest)
    else:
        raise ValueError(
            f"the function gives {1 + len(rest)} results, the first of shape {y.shape}; pass "
            "backward=..., or a function that gives (loss, gradient, ...)"
        )
    if len(gradients) != len(points):
        raise ValueError(
            f"there are {len(gradients)} gradients for {len(points)} inputs; there must be one for "
            "each input, in their order"
        )
    return dy, gradients


def _names(function: Evaluate, count: int) -> list[str]:
    """Name the inputs as the function does, if it can be asked."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    named = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return (named + [f"input{i}" for i in range(len(named), count)])[:count]


def _check_shape(gradient: Array, point: Array, name: str) -> None:
    if gradient.shape != point.shape:
        raise ValueError(
            f"the gradient d{name} has shape {gradient.shape}, but {name} has shape {point.shape}; "
            "a gradient has the shape of what it is the gradient by"
        )
    if not gradient.size:
        raise ValueError(f"{name} is empty (shape {point.shape}), so there is nothing to check")


def _chosen(size: int, samples: int | None, rng: np.random.Generator) -> Sequence[int]:
    """Choose which elements are nudged."""
    if samples is None or shapes.whole_number("samples", samples) >= size:
        return range(size)
    return [int(i) for i in np.sort(rng.choice(size, samples, replace=False))]


def _compare(
    name: str, gradient: Array, chosen: Sequence[int], found: Array, tolerance: float
) -> Worst:
    """Find the element whose gradient and centred difference are furthest apart."""
    left, right, rounding = found.T
    analytic, numeric = gradient.flat[list(chosen)], (left + right) / 2
    sizes = np.maximum(np.abs(analytic), np.abs(numeric))
    least = np.maximum(sizes.max() / 1000, rounding / max(tolerance, 1e-12))
    divisor = np.maximum(np.maximum(sizes, least), np.finfo(np.float64).tiny)
    error = np.abs(analytic - numeric) / divisor
    w = int(error.argmax())
    index = tuple(int(i) for i in np.unravel_index(chosen[w], gradient.shape))
    gap = abs(right[w] - left[w]) > 0.01 * max(abs(left[w]), abs(right[w]))
    kink = bool(gap and error[w] > tolerance)
    return Worst(
        name, index, float(analytic[w]), float(numeric[w]), float(error[w]), len(chosen), kink
    )
