"""The patches that excite units most, a square of them for each unit, beside its filter."""

import math

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

GAP = 0.12  # of a patch's side, between patches
BEYOND = {"facecolor": "#d9d9d9", "hatch": "////", "edgecolor": "#9a9a9a"}  # the image's border


def show_patches(units, *, titles=(), filters=None, columns=6, height=1.5, across=None):
    """Draw each unit's patches in a square, the strongest at the top left, row by row.

    Where a patch reaches beyond its image, the ground is hatched. A unit without patches is dead.

    Parameters
    ----------
    units : sequence of ndarray of uint8, shape (K, H, W, 3) or (K, H, W, 4)
        A unit's patches; the fourth number is 0 beyond the image's border.
    titles : sequence
        A title for each unit; "unit 0", "unit 1", ... by default.
    filters : sequence of ndarray, shape (H, W, 3), optional
        Bytes: a picture of each unit's filter, drawn to the left of its patches.
    columns : int
        Units in a row.
    height : float
        Of a unit's square, in inches.
    across : int, optional
        Patches in a row of a unit; as many as make a square, if not given.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If there are no units, or not a title or filter for each.

    Examples
    --------
    >>> patch = np.zeros((9, 5, 5, 3), np.uint8)
    >>> figure = show_patches([patch, patch[:0]], titles=["edge", "nothing"])
    >>> [axes.get_title() for axes in figure.axes], figure.axes[1].texts[0].get_text()
    (['edge', 'nothing'], 'dead')
    """
    units = [np.asarray(unit) for unit in units]
    titles = [str(t) for t in titles] or [f"unit {number}" for number in range(len(units))]
    _check(units, titles, filters)
    wide = 2 if filters is not None else 1
    rows, columns = math.ceil(len(units) / columns), min(columns, len(units))
    size = (columns * height * (1.45 if wide == 2 else 1.05) + 0.2, rows * (height + 0.3))
    figure = Figure(figsize=size, layout="constrained")
    figure.get_layout_engine().set(h_pad=0.05, w_pad=0.07)
    ratios = [1, 3] * columns if wide == 2 else None
    cells = figure.subplots(rows, columns * wide, squeeze=False, width_ratios=ratios)
    for axes in cells.ravel():
        axes.set_axis_off()
    for index, (unit, title) in enumerate(zip(units, titles, strict=True)):
        row, column = divmod(index, columns)
        _square(cells[row, wide * column + wide - 1], unit, title, across)
        if filters is not None:
            cells[row, 2 * column].imshow(filters[index], interpolation="nearest")
    return figure


def _check(units, titles, filters):
    if not units or len(titles) != len(units):
        raise ValueError(f"{len(units)} units and {len(titles)} titles; give one title a unit")
    if filters is not None and len(filters) != len(units):
        raise ValueError(f"{len(units)} units and {len(filters)} filters; give one a unit")
    for unit in units:
        if unit.ndim != 4 or unit.shape[-1] not in (3, 4) or unit.dtype != np.uint8:
            raise ValueError(
                f"a unit's patches have shape {unit.shape} and hold {unit.dtype}, but must be "
                "(K, H, W, 3) or (K, H, W, 4) of bytes, such as top[layer].pictures(unit)"
            )


def _square(axes, patches, title, across):
    """Draw one unit's patches."""
    axes.set_title(title, fontsize=8, pad=2)
    if not len(patches):
        axes.text(0.5, 0.5, "dead", ha="center", va="center", transform=axes.transAxes)
        return
    across = across or math.ceil(math.sqrt(len(patches)))
    down = math.ceil(len(patches) / across)
    tall = patches.shape[1] / patches.shape[2]
    for index, patch in enumerate(patches):
        row, column = divmod(index, across)
        left, top = column * (1 + GAP), row * (tall + GAP)
        box = (left, left + 1, top + tall, top)
        if patch.shape[-1] == 4 and (patch[..., 3] == 0).any():
            axes.add_patch(Rectangle((left, top), 1, tall, **BEYOND, lw=0))
        axes.imshow(patch, extent=box, interpolation="nearest", zorder=2)
    axes.set_xlim(0, across * (1 + GAP) - GAP)
    axes.set_ylim(down * (tall + GAP) - GAP, 0)
    axes.set_aspect("equal")
