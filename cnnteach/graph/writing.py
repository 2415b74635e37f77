"""How the numbers of a graph are written: by name, or else by formula, or else by value."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnteach.graph.scalar import Scalar

DEEPEST = 4  # formulas within formulas; what lies deeper is written "…"


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
        return f"{node.value:g}"
    written = str(formula(node, depth - 1)) if depth else "…"
    is_call = node.operation.formula[0].isalpha()
    return f"({written})" if " " in written and not is_call else written


def equation(node: "Scalar") -> str:
    """Write a node's label with its value, such as ``b = 3``; a constant is its value."""
    return label(node) if node.constant else f"{label(node)} = {node.value:g}"


def words(operands: "tuple[Scalar, ...]", depth: int = DEEPEST) -> dict[str, str]:
    """Give the labels ``x`` and ``y``; ``_bare``: without parentheses; ``_is``: with the value."""
    written = {}
    for letter, node in zip("xy", operands, strict=False):
        text = written[letter] = label(node, depth)
        loose = node.name is None and text.startswith("(")
        written[f"{letter}_bare"] = text[1:-1] if loose else text
        written[f"{letter}_is"] = text if node.constant else f"{text} = {node.value:g}"
    return written
