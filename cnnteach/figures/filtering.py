"""A picture, what it is filtered with, and what comes out, side by side for paper."""

import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure

from cnnteach.figures.tones import SIGNED, text_colour

MOST_NUMBERS = 49


def filtered(picture, kernel, output, *, low=0, high=255):
    """Draw a picture, a kernel with its numbers, and the output.

    Parameters
    ----------
    picture : ndarray, shape (H, W) or (H, W, 3)
        Numbers of 0 to 255.
    kernel : ndarray, shape (KH, KW), or None
        Left out where it is None; drawn as a picture where it has more than 49 numbers.
    output : ndarray, shape (OH, OW) or (OH, OW, 3)
    low, high : float
        Which of the output's numbers are black and white; what lies beyond is cut off.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = filtered(np.zeros((9, 12)), np.ones((3, 3)), np.zeros((7, 10)))
    >>> [axes.get_title() for axes in figure.axes]
    ['picture 9×12', 'kernel 3×3', 'output 7×10']
    """
    figure = Figure(figsize=(9.5, 3.4 if picture.shape[0] <= picture.shape[1] else 4.4))
    figure.set_layout_engine("compressed")
    middle = 1 if kernel is None or kernel.shape[1] <= 3 else 2
    ratios = [3, 3] if kernel is None else [3, middle, 3]
    first, *between, last = figure.subplots(1, len(ratios), width_ratios=ratios)
    _picture(first, picture, 0, 255, "picture")
    if between:
        _kernel(between[0], kernel)
    _picture(last, output, low, high, "output")
    last.set_xlabel(f"black {_short(low)}, white {_short(high)}")
    return figure


def _short(number):
    text = f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"
    return text.replace("-", "−")


def _picture(axes, values, low, high, name):
    """Draw numbers as pixels; three channels are red, green and blue."""
    shares = np.clip((values - float(low)) / ((high - low) or 1), 0, 1)
    axes.imshow(shares, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    axes.set_title(f"{name} {values.shape[0]}×{values.shape[1]}")
    axes.set_xticks([])
    axes.set_yticks([])


def _kernel(axes, kernel):
    """Draw weights blue below 0 and orange above, each with its number; a template as a picture."""
    if kernel.size > MOST_NUMBERS:
        _picture(axes, kernel, 0, 255, "template")
        return
    largest = np.abs(kernel).max() or 1
    axes.imshow(kernel, cmap=SIGNED, vmin=-largest, vmax=largest)
    axes.set_title(f"kernel {kernel.shape[0]}×{kernel.shape[1]}")
    axes.set_xticks([])
    axes.set_yticks([])
    size = 9 if kernel.shape[1] <= 3 else 8 if kernel.shape[1] <= 5 else 6
    for (row, column), value in np.ndenumerate(kernel):
        ink = text_colour(colormaps.get_cmap(SIGNED)((value / largest + 1) / 2)[:3])
        word = f"{value:.2g}".replace("-", "−").replace("0.", ".")
        axes.text(column, row, word, ha="center", va="center", color=ink, fontsize=size)
