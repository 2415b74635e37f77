"""Many small pictures in rows, each with a title, none with ticks."""

import math

from matplotlib.figure import Figure

WORDS = 0.42  # inches for a title above and a line below


def panels(titles, *, columns, side, tall=1.0, words=WORDS):
    """Return a figure with a small panel for each title, and the panels.

    Parameters
    ----------
    titles : sequence of str
    columns : int
        Panels in a row, at most.
    side : float
        Width of a panel, in inches.
    tall : float
        Its height, in widths.
    words : float
        Inches between rows.

    Returns
    -------
    matplotlib.figure.Figure, list of Axes

    Examples
    --------
    >>> figure, axes = panels(["a", "b", "c"], columns=2, side=1)
    >>> len(axes), axes[2].get_title()
    (3, 'c')
    """
    columns = min(columns, len(titles))
    rows = math.ceil(len(titles) / columns)
    size = (columns * side * 1.08, rows * (side * tall + words))
    figure = Figure(figsize=size, layout="constrained")
    cells = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes in cells[len(titles) :]:
        axes.set_axis_off()
    for axes, title in zip(cells, titles, strict=False):
        axes.set_title(str(title), fontsize=8, pad=2)
        axes.set(xticks=[], yticks=[])
    return figure, list(cells[: len(titles)])


def numbered(titles, count):
    """Return the titles, or the numbers 0, 1, ... where there are none.

    Raises
    ------
    ValueError
        If there are some, but not as many as panels.

    Examples
    --------
    >>> numbered((), 3), numbered(["x"], 1)
    (['0', '1', '2'], ['x'])
    """
    titles = list(map(str, titles)) or list(map(str, range(count)))
    if len(titles) != count:
        raise ValueError(f"there are {count} pictures and {len(titles)} titles; give one each")
    return titles
