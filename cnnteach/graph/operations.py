"""What can be done with numbers: the value, the slope by each operand, and the slope's reason."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cnnteach.graph.writing import number

Numbers = Callable[..., Any]


def _never(*operands: float) -> None:
    return None


@dataclass(frozen=True)
class Operation:
    """An operation on one number or two.

    `formula` is how it is written; `value` and `slopes` compute with the operands' numbers, and
    `slopes` gives one derivative for each; `reasons` say why it is that, where ``{x}``, ``{y}`` and
    ``{result}`` stand for names and ``{x_is}``, ``{y_is}`` for a name with its value; `refusal`
    says why certain operands cannot be taken.
    """

    formula: str
    value: Numbers
    slopes: Numbers
    reasons: tuple[str, ...]
    refusal: Numbers = _never


ADD = Operation(
    "{x} + {y}",
    value=lambda x, y: x + y,
    slopes=lambda x, y: (1.0, 1.0),
    reasons=("{result} grows as fast as {x}", "{result} grows as fast as {y}"),
)
SUBTRACT = Operation(
    "{x} − {y}",
    value=lambda x, y: x - y,
    slopes=lambda x, y: (1.0, -1.0),
    reasons=("{result} grows as fast as {x}", "{result} falls as fast as {y} grows"),
)
MULTIPLY = Operation(
    "{x} · {y}",
    value=lambda x, y: x * y,
    slopes=lambda x, y: (y, x),
    reasons=("{x} is multiplied by {y_is}", "{y} is multiplied by {x_is}"),
)
DIVIDE = Operation(
    "{x} / {y}",
    value=lambda x, y: x / y,
    slopes=lambda x, y: (1 / y, -x / y / y),
    reasons=("{x} is divided by {y_is}", "the slope of {x} / {y} by {y} is −{x} / {y} ** 2"),
    refusal=lambda x, y: None if y else "nothing can be divided by 0",
)
RELU = Operation(
    "relu({x_bare})",
    value=lambda x: max(x, 0.0),
    slopes=lambda x: (float(x > 0),),
    reasons=("relu passes what is positive and cuts the rest, and {x_is}",),
)
MAXIMUM = Operation(
    "max({x_bare}, {y_bare})",
    value=max,
    slopes=lambda x, y: (1.0, 0.0) if x >= y else (0.0, 1.0),
    reasons=("max passes only the larger of {x_is} and {y_is}",) * 2,
)
EXP = Operation(
    "exp({x_bare})",
    value=math.exp,
    slopes=lambda x: (math.exp(x),),
    reasons=("exp is its own slope",),
)
LOG = Operation(
    "log({x_bare})",
    value=math.log,
    slopes=lambda x: (1 / x,),
    reasons=("the slope of log is 1 / {x}",),
    refusal=lambda x: None if x > 0 else "only positive numbers have a logarithm",
)
TANH = Operation(
    "tanh({x_bare})",
    value=math.tanh,
    slopes=lambda x: (1 - math.tanh(x) ** 2,),
    reasons=("the slope of tanh is 1 − tanh({x_bare}) ** 2",),
)


def power(n: float) -> Operation:
    """Give the operation that raises to the power of a number, which is not learned.

    Examples
    --------
    >>> power(3).value(2.0), power(3).slopes(2.0)
    (8.0, (12.0,))
    """

    written, less = number(n, 6), number(n - 1, 6)

    def refusal(x: float) -> str | None:
        if x == 0 and n < 1 and n != 0:
            return f"0 ** {written} has no value or no slope"
        if x < 0 and n != int(n):
            return "only whole powers of negative numbers are real numbers"
        return None

    return Operation(
        f"{{x_base}} ** {written}",
        value=lambda x: x**n,
        slopes=lambda x: (n * x ** (n - 1) if n else 0.0,),
        reasons=(f"the slope is {written} · {{x_base}} ** {less}",),
        refusal=refusal,
    )
