"""A computational graph as a picture: numbers go right, gradients come back left."""

from itertools import chain, pairwise

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from cnnteach.figures.tones import MARK

GAP, HIGH = 1.15, 1.2  # inches between columns, and from one row to the next
LETTER, LINE = 0.1, 0.25  # inches
BACK = "#a63600"  # gradients: darker than MARK, for small letters on white


def computational_graph(
    labels,
    values,
    positions,
    edges,
    *,
    gradients=None,
    slopes=None,
    bends=None,
    marked=None,
    output="output",
    by=None,
):
    """Draw nodes with their values and gradients, and edges with the derivatives between them.

    Parameters
    ----------
    labels : sequence of str
        What stands in each node, such as ``"c = a + b"``.
    values : sequence of float
    positions : sequence of (column, height)
        Columns count from the left; heights go up, one from a node to the next above it.
    edges : sequence of (int, int)
        The numbers of the nodes that each edge goes from and to.
    gradients : sequence of float or None, optional
        The derivative of the output by each node, drawn below it; nothing is drawn for None.
    slopes : sequence of float, optional
        The derivative along each edge.
    bends : sequence of sequences of (column, height), optional
        The points that each edge goes through on its way.
    marked : int, optional
        The edge that a gradient takes just now, drawn thick and backwards.
    output : str
        The name of what the gradients are of.
    by : str, optional
        An input: then `gradients` are those of each node by this one, as forward mode gives them.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the sequences differ in length, or an edge names a node that is not there.

    Examples
    --------
    >>> figure = computational_graph(
    ...     ["a", "c = 3 · a"], [2, 6], [(0, 0), (1, 0)], [(0, 1)], slopes=[3], gradients=[3, 1]
    ... )
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['3', 'a\\n2', '∂output/∂a = 3', 'c = 3 · a\\n6', '∂output/∂c = 1']
    """
    bends = [[] for _ in edges] if bends is None else bends
    gradients = [None] * len(labels) if gradients is None else gradients
    slopes = [None] * len(edges) if slopes is None else slopes
    _check(labels, values, positions, edges, gradients, slopes, bends, marked)
    lines = [label.replace("-", "−") for label in labels]
    texts = [f"{line}\n{_signed(value)}" for line, value in zip(lines, values, strict=True)]
    below = [_gradient_text(*pair, output, by) for pair in zip(labels, gradients, strict=True)]
    widths = [LETTER * max(map(len, text.split("\n"))) + 0.3 for text in texts]
    across = _column_centres(positions, widths, below)
    stops = [*positions, *chain.from_iterable(bends)]
    axes = _blank_axes([(across[c], h * HIGH) for c, h in stops])
    for i, (start, end) in enumerate(edges):
        way = [positions[start], *bends[i], positions[end]]
        points = np.array([(across[c], h * HIGH) for c, h in way])
        points[[0, -1], 0] += widths[start] / 2, -widths[end] / 2
        points[:, 1] += _apart(edges, i)
        _draw_edge(axes, points, slopes[i], i == marked)
    for place, text, width, words in zip(positions, texts, widths, below, strict=True):
        _draw_node(axes, (across[place[0]], place[1] * HIGH), text, width, words)
    return axes.figure


def _check(labels, values, positions, edges, gradients, slopes, bends, marked):
    """Hold the lengths to each other."""
    for_nodes = {"values": values, "positions": positions, "gradients": gradients}
    for_edges = {"slopes": slopes, "bends": bends}
    for lists, wanted in ((for_nodes, len(labels)), (for_edges, len(edges))):
        for name, entries in lists.items():
            if len(entries) != wanted:
                raise ValueError(f"{name} has {len(entries)} entries, but must have {wanted}")
    if any(not 0 <= end < len(labels) for ends in edges for end in ends):
        raise ValueError(f"edges are {edges}, but there are only the nodes 0 to {len(labels) - 1}")
    if marked is not None and not 0 <= marked < len(edges):
        raise ValueError(f"marked is {marked}, but there are only the edges 0 to {len(edges) - 1}")


def _signed(number):
    return f"{number:.4g}".replace("-", "−")


def _gradient_text(label, gradient, output, by):
    """Write the gradient of the output by a node, or of a node `by` an input, with its name."""
    if gradient is None:
        return ""
    name = label.split(" = ")[0]
    short = name.isidentifier() and name != "input"
    if not short:
        return f"{f'by {by}:' if by else 'gradient'} {_signed(gradient)}"
    above, below = (name, by) if by else (output, name)
    return f"∂{above}/∂{below} = {_signed(gradient)}"


def _column_centres(positions, widths, below):
    """Return how far to the right, in inches, each column stands: as far as its texts need."""
    needed = {}
    for (column, _), width, words in zip(positions, widths, below, strict=True):
        needed[column] = max(needed.get(column, 0), width, 0.8 * LETTER * len(words))
    centres, right = {}, -GAP
    for column in sorted(needed):
        centres[column] = right + GAP + needed[column] / 2
        right = centres[column] + needed[column] / 2
    return centres


def _blank_axes(points):
    """Return axes without frame, in inches, with room around the nodes."""
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    left, bottom, right, top = low[0] - 1.1, low[1] - 0.65, high[0] + 1.1, high[1] + 0.45
    figure = Figure(figsize=(right - left, top - bottom))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    return axes


def _apart(edges, i):
    """Return how far up, in inches, an edge is moved to show beside another of its two nodes."""
    same = [j for j, ends in enumerate(edges) if tuple(ends) == tuple(edges[i])]
    return 0.34 * ((len(same) - 1) / 2 - same.index(i))


def _draw_edge(axes, points, slope, marked):
    """Draw an arrow that leaves and arrives level, with the derivative in its first gap."""
    vertices, codes = [points[0]], [Path.MOVETO]
    for start, end in pairwise(points):
        half = (start[0] + end[0]) / 2
        vertices += [(half, start[1]), (half, end[1]), end]
        codes += [Path.CURVE4] * 3
    axes.add_patch(
        FancyArrowPatch(
            path=Path(vertices, codes),
            arrowstyle="<|-" if marked else "-|>",
            color=MARK if marked else "0.45",
            lw=3 if marked else 1.3,
            mutation_scale=20 if marked else 13,
            zorder=1,
        )
    )
    if slope is not None:
        box = {"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none"}
        weight = "bold" if marked else "normal"
        middle = (points[0] + points[1]) / 2
        axes.text(*middle, _signed(slope), ha="center", va="center", bbox=box, weight=weight)


def _draw_node(axes, place, text, width, words):
    """Draw a box with the formula and the value, and the gradient below."""
    corner = (place[0] - width / 2 + 0.05, place[1] - LINE)
    style = {"boxstyle": "round,pad=0.05", "fc": "#eef3fa", "ec": "0.25", "lw": 1.2, "zorder": 2}
    axes.add_patch(FancyBboxPatch(corner, width - 0.1, 2 * LINE, **style))
    axes.text(*place, text, ha="center", va="center", fontsize=12, zorder=3)
    if words:
        axes.text(place[0], place[1] - 0.46, words, ha="center", va="center", color=BACK, zorder=3)
