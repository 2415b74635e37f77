"""What a network minds being covered: the score with a patch at each place."""

import numpy as np
from matplotlib.patches import Rectangle

from cnnteach.figures.attributions import as_picture, draw_image
from cnnteach.figures.panels import panels
from cnnteach.figures.tones import MARK, SIGNED


def show_occlusion(image, drop, *, size, stride, score=None, side=2.6):
    """Draw an image, the patch where it costs most, and how far the score falls at each stop.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, C)
        Bytes, or floats of 0 to 1.
    drop : ndarray, shape (rows, columns)
        How far the score fell with the patch at each stop; negative where it rose.
    size, stride : (int, int)
        Of the patch, in pixels.
    score : float, optional
        With nothing covered.
    side : float
        Of a panel, in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = show_occlusion(np.zeros((8, 8)), np.eye(3), size=(4, 4), stride=(2, 2), score=0.9)
    >>> figure.axes[0].get_xlabel()
    'score 0.9; covered here 1 less'
    """
    image, drop = as_picture(image), np.asarray(drop, float)
    tall = image.shape[0] / image.shape[1]
    figure, (left, right) = panels(["image", "fall of the score"], columns=2, side=side, tall=tall)
    draw_image(left, image)
    row, column = np.unravel_index(drop.argmax(), drop.shape)
    corner = (column * stride[1] - 0.5, row * stride[0] - 0.5)
    left.add_patch(Rectangle(corner, size[1], size[0], fill=False, ec=MARK, lw=2))
    before = "" if score is None else f"score {score:.3g}; "
    left.set_xlabel(f"{before}covered here {drop.max():.3g} less", fontsize=8)
    far = np.abs(drop).max() or 1
    drawn = right.imshow(drop, cmap=SIGNED, vmin=-far, vmax=far, extent=_extent(drop, size, stride))
    right.set(xlim=left.get_xlim(), ylim=left.get_ylim(), facecolor="0.9")
    scale = figure.colorbar(drawn, ax=right, shrink=0.8)
    scale.ax.tick_params(labelsize=7)
    return figure


def _extent(drop, size, stride):
    """Return where the stops lie over the image: each a cell around the middle of its patch."""
    rows, columns = drop.shape
    left, top = ((s - jump) / 2 - 0.5 for s, jump in zip(size[::-1], stride[::-1], strict=True))
    return (left, left + columns * stride[1], top + rows * stride[0], top)
