"""Backpropagation: gradients go back through a graph, edge by edge, and add up where edges meet."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from cnnteach.graph.writing import addition, number, product

if TYPE_CHECKING:
    from cnnteach.graph.scalar import Scalar


class Step(NamedTuple):
    """A gradient goes back along one edge, from `child` to its operand `parent`.

    `operand` counts the child's operands from 0; `local` is the derivative of the child by this
    one, `upstream` the gradient that the child has, `share` their product, and `gradient` what the
    parent has now. In the first step there is no child: the output's gradient by itself is 1.
    """

    child: "Scalar | None"
    parent: "Scalar"
    operand: int
    local: float
    upstream: float
    share: float
    gradient: float
    text: str

    def __str__(self) -> str:
        return self.text


def in_order(output: "Scalar") -> list["Scalar"]:
    """List the nodes that `output` is made of, each after its operands, without constants."""
    done: dict[int, Scalar] = {}
    waiting = [(output, False)]
    while waiting:
        node, operands_done = waiting.pop()
        if operands_done:
            done.setdefault(id(node), node)
        elif id(node) not in done and not node.constant:
            waiting.append((node, True))
            waiting.extend((operand, False) for operand in reversed(node.operands))
    return list(done.values())


def backward_steps(output: "Scalar") -> Iterator[Step]:
    """Forget all gradients, then take one edge after the other, from the output to the inputs."""
    nodes = in_order(output)
    for node in nodes:
        node.gradient = None
    output.gradient = 1.0
    text = f"The gradient of {output.label} by itself is 1: here backpropagation starts."
    yield Step(None, output, 0, 1.0, 1.0, 1.0, 1.0, text)
    for child in reversed(nodes):  # by now, all that is made of it has handed its share back
        for operand, parent in enumerate(child.operands):
            if not parent.constant:
                yield _hand_back(child, operand)


def _hand_back(child: "Scalar", operand: int) -> Step:
    """Give the parent its share: what the child has, times the slope between the two."""
    parent, local = child.operands[operand], child.slopes[operand]
    upstream, before = child.gradient or 0.0, parent.gradient
    share = upstream * local + 0.0  # 0 rather than -0
    parent.gradient = share if before is None else before + share
    gradient = (
        number(parent.gradient) if before is None else addition(before, share, parent.gradient)
    )
    text = (
        f"{child.label} → {parent.label}: {child.reason(operand)}, so "
        f"∂{child.label}/∂{parent.label} = {number(local)}. {parent.label} gets "
        f"{product(upstream, local)} = {number(share)}; its gradient is {gradient}."
    )
    return Step(child, parent, operand, local, upstream, share, parent.gradient, text)
