"""What the layers of LeNet-5 make of a digit, as a picture for paper."""

import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure

from cnnteach.figures.tones import MARK

GREYS = colormaps["gray"].with_extremes(bad="#b8c6d8")  # what parts a white map from its neighbour
AREAS = {  # left, bottom, width, height of the figure; maps in a row
    "c1": ((0.19, 0.55, 0.3, 0.36), 3),
    "s2": ((0.51, 0.55, 0.3, 0.36), 3),
    "c3": ((0.19, 0.06, 0.3, 0.38), 4),
    "s4": ((0.51, 0.06, 0.3, 0.38), 4),
}


def digit_layers(x, layers, probabilities):
    """Draw an image, the maps of the four layers that have maps, and the probabilities.

    Parameters
    ----------
    x : ndarray, shape (28, 28)
    layers : dict of ndarray
        "c1" (28, 28, 6), "s2" (14, 14, 6), "c3" (10, 10, 16) and "s4" (5, 5, 16), at least.
    probabilities : ndarray, shape (10,)

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> maps = {"c1": (28, 6), "s2": (14, 6), "c3": (10, 16), "s4": (5, 16)}
    >>> layers = {name: np.ones((side, side, count)) for name, (side, count) in maps.items()}
    >>> figure = digit_layers(np.eye(28), layers, np.full(10, 0.1))
    >>> [axes.get_title() for axes in figure.axes]
    ['input', 'c1: 6 maps', 's2: 6 maps', 'c3: 16 maps', 's4: 16 maps', 'probability']
    """
    figure = Figure(figsize=(9.5, 4.2))
    axes = figure.add_axes((0.01, 0.3, 0.15, 0.4))
    axes.imshow(x, cmap="gray", vmin=0, vmax=1)
    axes.set_title("input", fontsize=10)
    axes.set(xticks=[], yticks=[])
    for name, (area, across) in AREAS.items():
        axes = figure.add_axes(area)
        maps = layers[name]
        axes.imshow(_tiled(maps, across), cmap=GREYS, vmin=0, vmax=maps.max() or 1.0)
        axes.set_title(f"{name}: {maps.shape[2]} maps", fontsize=10)
        axes.set(xticks=[], yticks=[])
    _bars(figure.add_axes((0.85, 0.1, 0.13, 0.8)), probabilities)
    return figure


def _tiled(maps, across):
    """Lay maps side by side, with a pixel that is no number between two."""
    rows, columns, count = maps.shape
    high = -(-count // across)
    canvas = np.full((high * (rows + 1) - 1, across * (columns + 1) - 1), np.nan)
    for k in range(count):
        top, left = k // across * (rows + 1), k % across * (columns + 1)
        canvas[top : top + rows, left : left + columns] = maps[:, :, k]
    return canvas


def _bars(axes, probabilities):
    digits = np.arange(len(probabilities))
    best = digits == probabilities.argmax()
    axes.barh(digits, probabilities, color=np.where(best, MARK, "0.6"))
    axes.set_yticks(digits)
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_title("probability", fontsize=10)
