"""Pictures that were looked for, each with those that were found, in rows."""

import numpy as np
from matplotlib.figure import Figure

RIGHT, WRONG = "#1a7f37", "#d9480f"


def show_neighbours(queries, found, *, right=None, titles=None, height=1.2):
    """Draw each query at the left of its row, and what was found for it, the nearest first.

    Parameters
    ----------
    queries : sequence of ndarray, shape (H, W) or (H, W, 3)
    found : sequence of sequence of ndarray
        For each query, pictures.
    right : array_like of bool, shape (queries, k), optional
        Whether each is of the query's class: a frame and a sign say so.
    titles : sequence of sequence of str, optional
        Words above each found picture, such as its distance.
    height : float
        Of one picture, in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> zero = np.zeros((4, 4))
    >>> figure = show_neighbours([zero], [[zero, zero]], right=[[True, False]])
    >>> [axes.get_title() for axes in figure.axes]
    ['query', '✓', '✗']
    """
    columns = 1 + max(len(row) for row in found)
    size = (columns * height * 1.05, len(queries) * (height + 0.25))
    figure = Figure(figsize=size, layout="constrained")
    cells = figure.subplots(len(queries), columns, squeeze=False)
    for row, (query, pictures) in enumerate(zip(queries, found, strict=True)):
        _draw(cells[row, 0], query, "query", "black")
        for place, picture in enumerate(pictures):
            title = titles[row][place] if titles is not None else ""
            colour = "black"
            if right is not None:
                is_right = bool(np.asarray(right)[row, place])
                colour = RIGHT if is_right else WRONG
                title = f"{'✓' if is_right else '✗'} {title}".strip()
            _draw(cells[row, 1 + place], picture, title, colour)
        for axes in cells[row, 1 + len(pictures) :]:
            axes.set_axis_off()
    return figure


def _draw(axes, picture, title, colour):
    picture = np.asarray(picture)
    if picture.ndim == 3 and picture.shape[2] == 1:
        picture = picture[:, :, 0]
    top = 255 if picture.dtype == np.uint8 else 1
    axes.imshow(picture, cmap="gray", vmin=0, vmax=top)
    axes.set_title(title, fontsize=9, color=colour)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_color(colour)
        side.set_linewidth(1 if colour == "black" else 2.5)
