"""A layer as a matrix between its input and its output: equal colours are one weight."""

from colorsys import hls_to_rgb

import numpy as np
from matplotlib.figure import Figure

from cnnteach.figures.convolution import draw_numbers
from cnnteach.figures.tones import SIGNED

WIDE, HIGH, LEAST = 10.5, 3.8, 1.7  # inches: of the figure, and of what stands beside the matrix
LETTER = 0.09  # inches that a digit takes, with the room around it
GOLDEN = 0.381966  # of the circle: neighbours get colours far apart


def sharing_matrix(x, matrix, y, *, tied, words=""):
    """Draw ``y.ravel() = matrix @ x.ravel()`` with a colour for each weight.

    Parameters
    ----------
    x : ndarray, shape (H, W)
    matrix : ndarray, shape (OH * OW, H * W)
    y : ndarray, shape (OH, OW)
    tied : ndarray of int, shape (OH * OW, H * W)
        Which weight stands at each place; -1 where there is none, which is left white.
    words : str
        Below the picture.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import numpy as np
    >>> matrix = np.array([[1, 2, 0], [0, 1, 2]])
    >>> figure = sharing_matrix(np.ones((1, 3)), matrix, np.ones((1, 2)), tied=matrix - 1)
    >>> [axes.get_title() for axes in figure.axes]
    ['input 1×3', 'matrix 2×3', 'output 1×2']
    """
    figure = Figure(figsize=(WIDE, HIGH), layout="constrained")
    across = min(HIGH * matrix.shape[1] / matrix.shape[0], WIDE - 2 * LEAST)
    beside = (WIDE - across) / 2
    left, middle, right = figure.subplots(1, 3, width_ratios=[beside, across, beside])
    for axes, values, name in ((left, x, "input"), (right, y, "output")):
        draw_numbers(axes, values, SIGNED, widest=min(beside, HIGH) / LETTER)
        axes.set_title(f"{name} {values.shape[0]}×{values.shape[1]}")
    middle.imshow(_colours(tied), aspect="equal", interpolation="nearest")
    middle.set_title(f"matrix {matrix.shape[0]}×{matrix.shape[1]}")
    middle.set_xlabel("one column a pixel")
    middle.set_ylabel("one row an output")
    middle.set_xticks([])
    middle.set_yticks([])
    figure.supxlabel(words, fontsize=11)
    return figure


def _colours(tied):
    """Return an RGB colour for each place, shape (*tied.shape, 3)."""
    colours = np.ones((*tied.shape, 3))
    for weight in np.unique(tied[tied >= 0]):
        colours[tied == weight] = hls_to_rgb(weight * GOLDEN % 1, 0.6, 0.65)
    return colours
