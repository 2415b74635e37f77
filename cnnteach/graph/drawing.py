"""Where the nodes of a graph stand in a picture: inputs on the left, the output on the right."""

from typing import TYPE_CHECKING, Any

from cnnteach.graph.backpropagation import Step, in_order
from cnnteach.graph.writing import formula

if TYPE_CHECKING:
    from cnnteach.graph.scalar import Scalar

Point = tuple[float, float]
Edge = tuple[int, int]  # the numbers of the nodes that it goes from and to


def drawing(output: "Scalar", step: Step | None = None) -> dict[str, Any]:
    """Give labels, values, gradients and positions of nodes, and the edges with their slopes.

    Returns
    -------
    dict
        `labels`, `values`, `gradients` (None where there is none yet) and `positions`, (x, y), have
        an entry for each node; `edges`, (from, to), `slopes` and `bends`, the points that an edge
        goes through on its way, one for each edge. `marked` is the number of the step's edge, or
        None, and `output` what the last node is called.
    """
    nodes = in_order(output)
    number = {id(node): i for i, node in enumerate(nodes)}
    edges: list[Edge] = []
    slopes, marked = [], None
    for node in nodes:
        for place, (operand, slope) in enumerate(zip(node.operands, node.slopes, strict=True)):
            if operand.constant:
                continue
            if step is not None and step.child is node and step.operand == place:
                marked = len(edges)
            edges.append((number[id(operand)], number[id(node)]))
            slopes.append(slope)
    positions, bends = layout(len(nodes), edges)
    return {
        "labels": [_label(node) for node in nodes],
        "values": [node.value for node in nodes],
        "gradients": [node.gradient for node in nodes],
        "positions": positions,
        "edges": edges,
        "slopes": slopes,
        "bends": bends,
        "marked": marked,
        "output": output.name or "output",
    }


def _label(node: "Scalar") -> str:
    """Write a node's name and operation; operands without a name are shown by their edges alone."""
    if node.operation is None:
        return node.name or "input"
    return " = ".join(part for part in (node.name, formula(node, depth=0)) if part)


def layout(nodes: int, edges: list[Edge]) -> tuple[list[Point], list[list[Point]]]:
    """Place nodes in columns from left to right; give also the points that long edges go through.

    Parameters
    ----------
    nodes : int
        How many there are; each comes after those that it is made of.
    edges : list of (from, to)

    Returns
    -------
    positions : list of (column, height)
    bends : list of lists of (column, height)
        For each edge one point in each column that it passes, so that no node stands in its way.

    Examples
    --------
    >>> layout(3, [(0, 1), (1, 2), (0, 2)])
    ([(0.0, 0.0), (1.0, 0.5), (2.0, 0.0)], [[], [], [(1.0, -0.5)]])
    """
    column = _columns(nodes, edges)
    # What stands in a column: a node, its number, or the bend of an edge, (edge, column).
    standing: list[list[int | Edge]] = [[] for _ in range(max(column) + 1)]
    before: dict[int | Edge, list[int | Edge]] = {node: [] for node in range(nodes)}
    for node in range(nodes):
        standing[column[node]].append(node)
    for e, (start, end) in enumerate(edges):
        last: int | Edge = start
        for passed in range(column[start] + 1, column[end]):
            standing[passed].append((e, passed))
            before[e, passed] = [last]
            last = (e, passed)
        before[end].append(last)
    height = _heights(standing, before)
    bends = [
        [(float(c), height[e, c]) for c in range(column[start] + 1, column[end])]
        for e, (start, end) in enumerate(edges)
    ]
    return [(float(column[node]), height[node]) for node in range(nodes)], bends


def _columns(nodes: int, edges: list[Edge]) -> list[int]:
    """Put each node right of what it is made of, and each input just before its first use."""
    column = [0] * nodes
    for end in range(nodes):
        column[end] = max((column[s] + 1 for s, e in edges if e == end), default=0)
    made = {end for _, end in edges}
    for start in set(range(nodes)) - made:
        column[start] = min((column[e] for s, e in edges if s == start), default=1) - 1
    return column


def _heights(
    standing: list[list[int | Edge]], before: dict[int | Edge, list[int | Edge]]
) -> dict[int | Edge, float]:
    """Spread each column evenly, in the order of what its nodes are made of."""
    height: dict[int | Edge, float] = {}
    for here in standing:
        middles = {}
        for item in here:
            known = [height[operand] for operand in before[item]]
            middles[item] = sum(known) / len(known) if known else 0.0
        here.sort(key=lambda item, middles=middles: -middles[item])  # type: ignore[misc]
        for place, item in enumerate(here):
            height[item] = (len(here) - 1) / 2 - place
    return height
