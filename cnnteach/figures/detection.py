"""Boxes on a photograph, and what a sliding window said of every place at every scale."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cnnteach.figures.tones import MARK

SCALE = 15  # scores beyond it are black or white
HALO = "white"  # around the mark, so that it stands out on any ground


def show_boxes(image, boxes, labels=(), *, height=4.0):
    """Draw boxes on a photograph.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, 3)
        Bytes, or floats of 0 to 1.
    boxes : array_like, shape (N, 4)
        (top, left, bottom, right) in pixels; top is 0 at the photograph's upper edge.
    labels : sequence of str
        A word for each box, such as its probability.
    height : float
        Of the photograph, in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If `boxes` are no boxes, or there is not a label for each.

    Examples
    --------
    >>> figure = show_boxes(np.zeros((40, 60)), [[10, 20, 30, 40]], ["0.98"])
    >>> figure.axes[0].texts[0].get_text()
    '0.98'
    """
    boxes = np.asarray(boxes, float).reshape(-1, 4) if np.size(boxes) == 0 else np.asarray(boxes)
    if boxes.ndim != 2 or boxes.shape[1] != 4:
        raise ValueError(
            f"boxes have shape {boxes.shape}, but must be (N, 4): top, left, bottom, right"
        )
    if len(labels) not in (0, len(boxes)):
        raise ValueError(f"there are {len(boxes)} boxes but {len(labels)} labels")
    rows, columns = np.shape(image)[:2]
    figure = Figure(figsize=(height * columns / rows, height), layout="constrained")
    axes = figure.add_subplot()
    _draw_photograph(axes, image)
    for box, label in zip(boxes, [*labels, *[""] * len(boxes)], strict=False):
        _draw_box(axes, box, label)
    return figure


def show_score_maps(image, scores, boxes, titles=(), *, threshold=0.0, columns=4):
    """Draw what a sliding window said, one map a scale, each score at the window's middle.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, 3)
        The photograph, which is shown first.
    scores : sequence of ndarray, shape (R, S)
        Of each place of the window: above 0 where a face is likelier than none.
    boxes : sequence of ndarray, shape (R, S, 4)
        Where the windows lie in the photograph.
    titles : sequence of str
        One for each map.
    threshold : float
        Windows above it are drawn.
    columns : int
        Pictures in a row.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> boxes = np.array([[[0, 0, 4, 4], [0, 4, 4, 8]]])
    >>> figure = show_score_maps(np.zeros((4, 8)), [np.array([[-3.0, 2.0]])], [boxes], ["scale 1"])
    >>> [axes.get_title() for axes in figure.axes[:2]]
    ['photograph', 'scale 1']
    """
    shown, rows = 1 + len(scores), -(-(1 + len(scores)) // columns)
    ratio = np.shape(image)[1] / np.shape(image)[0]
    size = (min(shown, columns) * 2.1 * ratio + 1, rows * 2.4)
    figure = Figure(figsize=size, layout="constrained")
    cells = figure.subplots(rows, min(shown, columns), squeeze=False).ravel()
    for axes in cells:
        axes.set_axis_off()
    _draw_photograph(cells[0], image)
    cells[0].set_title("photograph", fontsize=10)
    titles = [*titles, *[""] * len(scores)]
    for axes, values, places, title in zip(cells[1:], scores, boxes, titles, strict=False):
        drawn = _draw_scores(axes, np.shape(image), values, places)
        for box in places[values > threshold]:
            _draw_box(axes, box, "")
        axes.set_title(title, fontsize=10)
    if len(scores):
        scale = figure.colorbar(drawn, ax=list(cells), shrink=0.6, extend="both")
        scale.set_label("score: above 0, rather a face", fontsize=9)
    return figure


def _draw_scores(axes, shape, values, places):
    """Draw scores as greys, each around the middle of its window, in the photograph's frame."""
    middles = (places[..., :2] + places[..., 2:]) / 2
    first, last = middles[0, 0], middles[-1, -1]
    steps = (last - first) / np.maximum(np.subtract(values.shape, 1), 1)
    steps = np.where(steps > 0, steps, (places[0, 0, 2:] - places[0, 0, :2]) / 4)  # a single row
    top, left = first - steps / 2
    bottom, right = last + steps / 2
    drawn = axes.imshow(
        values, cmap="gray", vmin=-SCALE, vmax=SCALE, extent=(left, right, bottom, top)
    )
    axes.set_xlim(0, shape[1])
    axes.set_ylim(shape[0], 0)
    axes.set_axis_on()  # the photograph's frame: near its border no window has its middle
    axes.set_xticks([])
    axes.set_yticks([])
    return drawn


def _draw_photograph(axes, image):
    image = np.asarray(image)
    top = 255 if image.dtype == np.uint8 else 1
    axes.imshow(image, cmap="gray", vmin=0, vmax=top)
    axes.set_axis_off()


def _draw_box(axes, box, label):
    """Draw a box whose line runs just outside of its pixels."""
    top, left, bottom, right = box
    place, size = (left - 0.5, top - 0.5), (right - left, bottom - top)
    for colour, width in ((HALO, 4), (MARK, 2)):
        axes.add_patch(Rectangle(place, *size, fill=False, edgecolor=colour, linewidth=width))
    if label:
        ground = {"facecolor": HALO, "edgecolor": MARK, "pad": 1.5}
        axes.text(left, top, label, va="bottom", fontsize=9, color="black", bbox=ground)
