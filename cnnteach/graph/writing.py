"""How the numbers of a graph are written: by name, or else by formula, or else by value."""

import math
from decimal import ROUND_HALF_UP, Context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnteach.graph.scalar import Scalar

DEEPEST = 4  # formulas within formulas; what lies deeper is written "…"
MINUS = "\N{MINUS SIGN}"


def number(value: float, digits: int = 4) -> str:
    """Write a number with four digits, or with all that stand before the point, up to six.

    Examples
    --------
    >>> number(-0.177447), number(123456.7), number(1 / 3, 6)
    ('−0.1774', '123457', '0.333333')
    """
    power = int(f"{value:.5e}".partition("e")[2])
    context = Context(prec=min(6, max(digits, power + 1)), rounding=ROUND_HALF_UP)
    return f"{float(context.create_decimal(value)) + 0.0:g}".replace("-", MINUS)


def factor(value: float) -> str:
    """Write a number behind a sign: a negative one in parentheses."""
    return f"({number(value)})" if value < 0 else number(value)


def product(first: float, second: float) -> str:
    return f"{number(first)} · {factor(second)}"


def addition(first: float, second: float, total: float) -> str:
    """Write that two numbers are a third, with decimals that add up: ``3 + 2 = 5``.

    Examples
    --------
    >>> addition(0.12344, 12.3444, 12.46784)
    '0.1234 + 12.3444 = 12.4678'
    """
    values = (first, second, total)
    largest = max(abs(v) for v in values)
    least = max(0, min(10, 3 - math.floor(math.log10(largest)))) if largest else 0
    places = [d for d in range(least) if all(_is_whole(v * 10**d) for v in values)]
    places += range(least, least + 3)
    adds = [d for d in places if _units(first, d) + _units(second, d) == _units(total, d)]
    decimals = (adds or places[-1:])[0]
    left, whole = _units(first, decimals), _units(total, decimals)
    one, other, result = (_fixed(u, decimals) for u in (left, whole - left, whole))
    return f"{one} + {f'({other})' if other.startswith(MINUS) else other} = {result}"


def _is_whole(value: float) -> bool:
    units = _units(value, 0)
    near = abs(value - units) <= 1e-7 * max(1.0, abs(value), abs(units))
    return value == 0 or (units != 0 and near)


def _units(value: float, decimals: int) -> int:
    return int(math.copysign(math.floor(abs(value) * 10**decimals + 1e-9 + 0.5), value))


def _fixed(units: int, decimals: int) -> str:
    return f"{MINUS if units < 0 else ''}{abs(units) / 10**decimals:.{decimals}f}"


def formula(node: "Scalar", depth: int = DEEPEST) -> str | None:
    """Write how a node was made, such as ``a + b``; None for an input."""
    if node.operation is None:
        return None
    return node.operation.formula.format(**words(node.operands, depth))


def label(node: "Scalar", depth: int = DEEPEST) -> str:
    """Write a node's name; or else its formula in parentheses; or else its value."""
    if node.name:
        return node.name
    if node.operation is None:
        return number(node.value, 6)
    written = str(formula(node, depth - 1)) if depth else "…"
    is_call = node.operation.formula[0].isalpha()
    return f"({written})" if " " in written and not is_call else written


def equation(node: "Scalar") -> str:
    """Write a node's label with its value, such as ``b = 3``; a constant is its value."""
    return label(node) if node.constant else f"{label(node)} = {number(node.value)}"


def words(operands: "tuple[Scalar, ...]", depth: int = DEEPEST) -> dict[str, str]:
    """Give the labels ``x`` and ``y``; ``_bare``: without parentheses; ``_is``: with the value.

    A number below zero has parentheses behind a sign (``y``) and below a power (``x_base``).
    """
    written = {}
    for letter, node in zip("xy", operands, strict=False):
        text = label(node, depth)
        signed = f"({text})" if text.startswith(MINUS) else text
        written[letter] = signed if letter == "y" else text
        written[f"{letter}_base"] = signed
        loose = node.name is None and text.startswith("(")
        written[f"{letter}_bare"] = text[1:-1] if loose else text
        written[f"{letter}_is"] = text if node.constant else f"{text} = {number(node.value)}"
    return written
