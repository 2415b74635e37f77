"""The ways from a number to the output: the gradient is the sum over them of products of slopes."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from cnnteach.graph.backpropagation import in_order
from cnnteach.graph.writing import number, product

if TYPE_CHECKING:
    from cnnteach.graph.scalar import Scalar


class Path(NamedTuple):
    """One way along edges: the nodes on it, the derivative along each edge, and their product."""

    nodes: "tuple[Scalar, ...]"
    slopes: tuple[float, ...]

    @property
    def product(self) -> float:
        return math.prod(self.slopes)


def count_paths(output: "Scalar", source: "Scalar") -> int:
    """Count the ways from `source` to `output`, without walking each."""
    counts: dict[int, int] = {}
    for node in in_order(output):
        ways = sum(counts.get(id(operand), 0) for operand in node.operands)
        counts[id(node)] = 1 if node is source else ways
    return counts[id(output)]


def paths(output: "Scalar", source: "Scalar") -> Iterator[Path]:
    """Walk every way from `source` to `output` [1]_.

    Yields
    ------
    Path
        Its nodes from the source to the output. There may be very many: see `count_paths`.

    References
    ----------
    .. [1] Olah, 2015, "Calculus on computational graphs: backpropagation", "Factoring paths".

    Examples
    --------
    >>> from cnnteach.graph import Scalar
    >>> a, b = Scalar(2, "a"), Scalar(1, "b")
    >>> c, d = (a + b).named("c"), (b + 1).named("d")
    >>> [([node.name for node in path.nodes], path.product) for path in paths(c * d, b)]
    [(['b', 'c', None], 2.0), (['b', 'd', None], 3.0)]
    """
    if output is source:
        yield Path((output,), ())
        return
    for operand, slope in zip(output.operands, output.slopes, strict=True):
        for path in paths(operand, source):
            yield Path((*path.nodes, output), (*path.slopes, slope))


class ForwardStep(NamedTuple):
    """The derivative of `node` by the source, made of those of its operands."""

    node: "Scalar"
    derivative: float
    text: str

    def __str__(self) -> str:
        return self.text


def forward_steps(output: "Scalar", source: "Scalar") -> "Iterator[ForwardStep]":
    """Take the derivative of every node by one input along with the values, towards the output.

    Backpropagation finds the derivative of one output by every number in one pass; this finds that
    of every number by one input, and needs a pass for each input.

    Yields
    ------
    ForwardStep
        The source's first, which is 1; inputs that are not the source are passed over: theirs is 0.

    References
    ----------
    Baydin, Pearlmutter, Radul & Siskind, 2018, "Automatic differentiation in machine learning: a
    survey", JMLR 18(153), section 3.

    Examples
    --------
    >>> from cnnteach.graph import Scalar
    >>> a, b = Scalar(2, "a"), Scalar(1, "b")
    >>> for step in forward_steps((a * b).named("e"), b):
    ...     print(step)
    The derivative of b by itself is 1, that of every other input by b is 0.
    ∂e/∂b = 1 · 0 + 2 · 1 = 2: each operand's slope times its own derivative by b.
    """
    derivatives = {id(source): 1.0}
    text = f"The derivative of {source.label} by itself is 1, that of every other input by "
    yield ForwardStep(source, 1.0, f"{text}{source.label} is 0.")
    for node in in_order(output):
        if node.operation is None or node is source:
            continue
        pairs = [
            (slope, derivatives.get(id(operand), 0.0))
            for operand, slope in zip(node.operands, node.slopes, strict=True)
            if not operand.constant
        ]
        derivative = sum(slope * inner for slope, inner in pairs)
        derivatives[id(node)] = derivative
        terms = " + ".join(product(slope, inner) for slope, inner in pairs)
        text = f"∂{node.label}/∂{source.label} = {terms} = {number(derivative)}: "
        rule = f"each operand's slope times its own derivative by {source.label}."
        yield ForwardStep(node, derivative, text + rule)
