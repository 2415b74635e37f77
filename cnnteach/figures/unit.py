"""One unit of a network on paper: the image, its map, and the patches that excite it most."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cnnteach.figures.tones import MARK, SIGNED


def unit_figure(pixels, plane, *, place, title="", patches=(), values=()):
    """Draw an image, the map of a unit with one place marked, and the unit's strongest patches.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 1) or (H, W, 3)
        Of 0 to 1.
    plane : ndarray, shape (rows, columns)
        The unit's map.
    place : (int, int)
        Row and column in the map.
    title : str
        Of the map.
    patches : ndarray of uint8, shape (n, h, w, 4)
        The strongest first.
    values : sequence of float
        How strong each is.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = unit_figure(np.zeros((4, 4, 1)), np.eye(3), place=(1, 1), title="c1, unit 0")
    >>> [axes.get_title() for axes in figure.axes]
    ['image', 'c1, unit 0: 1']
    """
    count = min(len(patches), 9)
    figure = Figure(figsize=(6.6, 3.2 + (1.1 if count else 0)), layout="constrained")
    above, *below = figure.subfigures(2, 1, height_ratios=[3.2, 1.1]) if count else [figure]
    image, drawn = above.subplots(1, 2)
    shown = np.clip(np.asarray(pixels, float), 0, 1)
    image.imshow(shown if shown.shape[2] == 3 else shown[:, :, 0], cmap="gray", vmin=0, vmax=1)
    image.set_title("image", fontsize=10)
    far = np.abs(plane).max() or 1
    tones = {"cmap": SIGNED, "vmin": -far} if plane.min() < 0 else {"cmap": "gray", "vmin": 0}
    drawn.imshow(plane, vmax=far, interpolation="nearest", **tones)
    row, column = place
    drawn.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, color=MARK, linewidth=2))
    drawn.set_title(f"{title}: {plane[row, column]:.3g}", fontsize=10)
    axes = [image, drawn]
    if count:
        strip = below[0].subplots(1, count, squeeze=False)[0]
        for each, patch, value in zip(strip, patches, values, strict=False):
            each.imshow(patch, interpolation="nearest")
            each.set_title(f"{value:.3g}", fontsize=8)
        axes += list(strip)
    for each in axes:
        each.set(xticks=[], yticks=[])
    return figure
