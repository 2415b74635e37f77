"""Small arrays as grids of numbers: every cell shows its value and its grey."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cnnteach.figures.tones import MARK, text_colour, tones

CELL = 0.44  # inches
GAP = 1.6  # cells between two grids


def numbers(*grids, titles=(), between=(), boxes=(), unused=(), places=False, signed=False):
    """Draw arrays side by side, cell by cell, in cells of one size.

    Parameters
    ----------
    *grids : array_like, shape (H, W) or (W,)
        Values without negatives are shaded from black (0) to white (the greatest; bytes: 255);
        with negatives, from blue through white (0) to orange.
    titles : sequence of str
        One for each grid, above it.
    between : sequence of str
        Signs between neighbouring grids, such as ``("*", "=")``.
    boxes : sequence of (grid, row, column, rows, columns)
        Windows to outline: `grid` counts the grids from 0, the rest is in cells.
    unused : sequence of (grid, row, column, rows, columns)
        Cells to hatch.
    places : bool
        Whether to number the rows and columns, from 0, as an index does.
    signed : bool
        Whether 0 is white in grids without negatives, too.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If a grid has more than two axes or nothing in it, or there are more titles or signs than
        places for them.

    Examples
    --------
    >>> figure = numbers([[1, 2], [3, 4]], [[10]], titles=("input", "sum"), between=("→",))
    >>> [text.get_text() for text in figure.axes[0].texts][:4]
    ['1', '2', '3', '4']
    """
    arrays = [_as_grid(grid) for grid in grids]
    _check_words(arrays, titles, between)
    tallest = max(len(array) for array in arrays)
    lefts = np.cumsum([0] + [array.shape[1] + GAP for array in arrays])
    tops = [(tallest - len(array)) / 2 for array in arrays]
    axes = _blank_axes(lefts[-1] - GAP, tallest, places, lines=_most_lines(titles))
    for array, left, top in zip(arrays, lefts, tops, strict=False):
        _draw_grid(axes, array, left, top, places, signed)
    for array, left, top, title in zip(arrays, lefts, tops, titles, strict=False):
        height = top - (0.7 if places else 0.25)
        axes.text(left + array.shape[1] / 2, height, title, ha="center", va="bottom", fontsize=10)
    for next_left, sign in zip(lefts[1:], between, strict=False):
        axes.text(next_left - GAP / 2, tallest / 2, sign, ha="center", va="center", fontsize=15)
    for grid, row, column, *size in boxes:
        _outline(axes, lefts[grid] + column, tops[grid] + row, *size)
    for grid, row, column, *size in unused:
        _hatch(axes, lefts[grid] + column, tops[grid] + row, *size)
    return axes.figure


def _as_grid(grid):
    """Return `grid` as an array of two axes; a list of numbers becomes one row."""
    array = np.atleast_2d(np.asarray(grid))
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError("a grid holds NaN or infinity, which has no tone; replace them first")
    if array.ndim != 2 or array.size == 0:
        raise ValueError(
            f"a grid has shape {np.shape(grid)}, but must be (H, W) or (W,) with numbers in it; "
            "draw one channel at a time, as in x[:, :, 0]"
        )
    return array


def _check_words(arrays, titles, between):
    """Refuse a call without grids, and more titles or signs than have a place."""
    if not arrays:
        raise ValueError("numbers() got no grid; pass at least one array, as in numbers(x)")
    for name, words, most in (
        ("titles", titles, len(arrays)),
        ("between", between, len(arrays) - 1),
    ):
        if isinstance(words, str) or len(words) > most:
            raise ValueError(
                f"{name} is {words!r}; for {len(arrays)} grid(s) give a tuple of at most {most}"
            )


def _most_lines(titles):
    return max((title.count("\n") + 1 for title in titles), default=0)


def _blank_axes(columns, rows, places, lines):
    """Return axes without frame whose unit is one cell, rows counting downwards."""
    side = 0.75 if places else 0.25
    head = side + 0.5 * lines
    width, height = columns + side + 0.25, rows + head + 0.25
    figure = Figure(figsize=(width * CELL, height * CELL))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(-side, columns + 0.25)
    axes.set_ylim(rows + 0.25, -head)
    return axes


def _draw_grid(axes, array, left, top, places, signed):
    """Draw the cells of one array, each a tone with its number on it."""
    rows, columns = array.shape
    colours = tones(array, signed=signed)
    words = [[_short(value) for value in row] for row in array.tolist()]
    size = _font_size(max(len(word) for row in words for word in row))
    for r in range(rows):
        for c in range(columns):
            corner, ink = (left + c, top + r), text_colour(colours[r, c])
            axes.add_patch(Rectangle(corner, 1, 1, fc=colours[r, c], ec="0.6", lw=0.6))
            middle = (corner[0] + 0.5, corner[1] + 0.5)
            axes.text(
                *middle, words[r][c], color=ink, fontsize=size, ha="center", va="center", zorder=3
            )
    if places:
        for c in range(columns):
            axes.text(
                left + c + 0.5, top - 0.15, c, ha="center", va="bottom", color="0.3", fontsize=8
            )
        for r in range(rows):
            axes.text(
                left - 0.15, top + r + 0.5, r, ha="right", va="center", color="0.3", fontsize=8
            )


def _short(value):
    """Write a number in few characters: whole numbers whole, others with three digits."""
    if isinstance(value, bool):
        return str(int(value))
    value = value + 0  # no -0
    if isinstance(value, int) or value == round(value):
        return f"{value:.0f}".replace("-", "−")
    return f"{value:.3g}".replace("-", "−")


def _font_size(characters):
    return 10.5 if characters <= 3 else 9 if characters == 4 else 7


def _outline(axes, column, row, rows, columns):
    axes.add_patch(Rectangle((column, row), columns, rows, fill=False, ec=MARK, lw=2.6, zorder=4))


def _hatch(axes, column, row, rows, columns):
    """Fade cells under hatching, and set their numbers in black."""
    style = {"fc": (1, 1, 1, 0.8), "ec": "0.72", "hatch": "////", "lw": 0, "zorder": 2}
    axes.add_patch(Rectangle((column, row), columns, rows, **style))
    for text in axes.texts:
        x, y = text.get_position()
        if column < x < column + columns and row < y < row + rows:
            text.set_color("black")
