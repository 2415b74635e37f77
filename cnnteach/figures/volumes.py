"""Volumes (height, width, channels) as boxes, as the lectures draw the layers of a network."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from cnnteach.figures.tones import MARK

TALL = 2.0  # inches, the tallest volume
SLANT = np.array([0.42, 0.30])  # of the width's edge, which leads into the picture
THICK = 0.14  # inches for one channel; four times the channels are drawn twice as thick
GAP = 1.5
FACES = ("#dbe7f5", "#c3d6ec", "#a9c3e0")  # front, top, side


def volumes(*sizes, titles=(), between=(), window=None):
    """Draw volumes side by side, with their heights and widths to scale.

    Parameters
    ----------
    *sizes : (H, W, C)
    titles : sequence of str
        One for each volume, below it.
    between : sequence of str
        What leads from one volume to the next, above an arrow.
    window : (int, int), optional
        Rows and columns of a window, drawn through all channels of the first volume and joined to
        one depth column of the second.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If a size is not (H, W, C) with whole numbers of at least 1.

    Examples
    --------
    >>> figure = volumes((32, 32, 3), (28, 28, 6), between=("6 filters, 5×5×3",))
    >>> [text.get_text() for text in figure.axes[0].texts if text.get_text().isdigit()]
    ['32', '32', '3', '28', '28', '6']
    """
    for size in sizes:
        if len(size) != 3 or not all(isinstance(n, int | np.integer) and n > 0 for n in size):
            raise ValueError(f"a volume is (H, W, C), such as (32, 32, 3); got {size!r}")
    scale = TALL / max(max(height, width) for height, width, _ in sizes)
    boxes, left = [], 0.35
    for size in sizes:
        boxes.append(_Box(left, size, scale))
        left = boxes[-1].right + GAP
    axes = _blank_axes(left - GAP + 0.3, titles)
    for box, title in zip(boxes, [*titles, *[""] * len(boxes)], strict=False):
        box.draw(axes, title)
    if window is not None:
        _draw_window(axes, boxes, window)
    for box, words in zip(boxes, between, strict=False):
        _arrow(axes, box.right, words)
    return axes.figure


def _blank_axes(width, titles):
    """Return axes without frame, in inches."""
    top, bottom = TALL + TALL * SLANT[1] + 0.25, 0.75 if titles else 0.4
    figure = Figure(figsize=(width, top + bottom))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(-bottom, top)
    return axes


class _Box:
    """A volume in the picture: C goes right, H up, W into the picture."""

    def __init__(self, left, size, scale):
        self.size, self.scale = size, scale
        self.thickness = THICK * np.sqrt(size[2])
        self.corner = np.array([left, (TALL - size[0] * scale) / 2])
        self.right = left + self.thickness + size[1] * scale * SLANT[0]

    def point(self, row, column, channel):
        """Return where a corner lies; `row` counts from the top, `channel` from 0 to 1."""
        height, _, _ = self.size
        upright = np.array([channel * self.thickness, (height - row) * self.scale])
        return self.corner + upright + SLANT * column * self.scale

    def faces(self, top, left, rows, columns):
        """Return the polygons of a block through all channels: front, top and side."""
        bottom, right = top + rows, left + columns
        front = [(bottom, left, 0), (bottom, left, 1), (top, left, 1), (top, left, 0)]
        above = [(top, left, 0), (top, left, 1), (top, right, 1), (top, right, 0)]
        side = [(bottom, left, 1), (bottom, right, 1), (top, right, 1), (top, left, 1)]
        return [[self.point(*corner) for corner in face] for face in (front, above, side)]

    def draw(self, axes, title):
        """Draw the faces, the three numbers and the title."""
        height, width, depth = self.size
        for face, colour in zip(self.faces(0, 0, height, width), FACES, strict=True):
            axes.add_patch(Polygon(face, closed=True, fc=colour, ec="0.25", lw=1))
        x, y = self.point(height / 2, 0, 0)
        axes.text(x - 0.08, y, height, ha="right", va="center", fontsize=10)
        x, y = self.point(0, width / 2, 0)
        axes.text(x - 0.06, y + 0.03, width, ha="right", va="bottom", fontsize=10)
        x, y = self.point(height, 0, 0.5)
        axes.text(x, y - 0.08, depth, ha="center", va="top", fontsize=10)
        axes.text(x, -0.4, title, ha="center", va="top", fontsize=10)


def _draw_window(axes, boxes, window):
    """Draw a window into the first volume, and lines from its corners to a column of the second."""
    first, second = boxes[:2]
    top, left = (first.size[0] - window[0]) // 2, (first.size[1] - window[1]) // 2
    for face in first.faces(top, left, *window):
        axes.add_patch(Polygon(face, closed=True, fc=(*_rgb(MARK), 0.35), ec=MARK, lw=1.4))
    row, column = second.size[0] // 2, second.size[1] // 2
    for face in second.faces(row, column, 1, 1):
        axes.add_patch(Polygon(face, closed=True, fc=MARK, ec=MARK, lw=1))
    target = second.point(row + 0.5, column, 0)
    for corner in ((top, left), (top + window[0], left)):
        x, y = zip(first.point(*corner, 1), target, strict=True)
        axes.plot(x, y, color=MARK, lw=0.9)


def _rgb(colour):
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def _arrow(axes, left, words):
    """Draw an arrow into the gap right of `left`, with words above."""
    y = TALL * 0.24
    style = {"arrowstyle": "->", "lw": 1.3, "color": "0.25"}
    axes.annotate("", (left + GAP - 0.45, y), (left + 0.12, y), arrowprops=style)
    axes.text(left + GAP / 2 - 0.16, y - 0.12, words, ha="center", va="top", fontsize=9)
