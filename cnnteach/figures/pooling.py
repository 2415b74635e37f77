"""One window of a pooling, forward above and backward below, as a picture for paper."""

from matplotlib import colormaps
from matplotlib.figure import Figure

from cnnteach.figures.convolution import draw_numbers, outline
from cnnteach.figures.tones import SIGNED


def pooling(x, y, dx, dy, *, reach, selected=(0, 0), argmax=None):
    """Draw input and output, and below them their gradients, with one window outlined.

    Parameters
    ----------
    x, dx : ndarray, shape (H, W)
        The input, and the gradient by it.
    y, dy : ndarray, shape (OH, OW)
        The output, and the gradient that comes back to it.
    reach : (slice, slice)
        The rows and columns of the window that is outlined; they may begin in the padding.
    selected : (int, int)
        The output that this window belongs to.
    argmax : ndarray of int, shape (OH, OW), optional
        Of maximum pooling: which pixel won, ``row * W + column``; it is outlined too.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import numpy as np
    >>> x, dx = np.array([[1, 5], [2, 3]]), np.array([[0, 4], [0, 0]])
    >>> window = slice(0, 2), slice(0, 2)
    >>> figure = pooling(x, np.array([[5]]), dx, np.array([[4]]), reach=window)
    >>> [axes.get_title() for axes in figure.axes]
    ['input 2×2', 'output 1×1', 'gradient of the input', 'upstream gradient']
    """
    titles = (f"input {x.shape[0]}×{x.shape[1]}", f"output {y.shape[0]}×{y.shape[1]}")
    titles += ("gradient of the input", "upstream gradient")
    figure = Figure(figsize=(7.5, 6.4), layout="constrained")
    panels = figure.subplots(2, 2, width_ratios=[max(2, x.shape[1]), max(2, y.shape[1])])
    grey = colormaps["gray"]
    for axes, values, title in zip(panels.flat, (x, y, dx, dy), titles, strict=True):
        draw_numbers(axes, values, grey if values is x or values is y else SIGNED)
        axes.set_title(title)
    rows, columns = reach
    corner = (columns.start - 0.5, rows.start - 0.5)
    for axes in panels[:, 0]:
        outline(axes, corner, columns.stop - columns.start, rows.stop - rows.start)
        axes.set_xlim(min(-0.5, corner[0]), max(x.shape[1], columns.stop) - 0.5)
        axes.set_ylim(max(x.shape[0], rows.stop) - 0.5, min(-0.5, corner[1]))
        if argmax is not None:
            row, column = divmod(argmax[tuple(selected)], x.shape[1])
            outline(axes, (column - 0.5, row - 0.5), 1, 1)
    for axes in panels[:, 1]:
        outline(axes, (selected[1] - 0.5, selected[0] - 0.5), 1, 1)
    figure.supxlabel(_words(y, dy, tuple(selected), argmax, x.shape[1]), fontsize=11)
    return figure


def _words(y, dy, selected, argmax, columns):
    given = f"The outlined window gives {y[selected]:.4g}; its gradient {dy[selected]:.4g} goes to"
    if argmax is None:
        return f"{given} all its pixels."
    row, column = divmod(int(argmax[selected]), columns)
    return f"{given} row {row}, column {column} alone."
