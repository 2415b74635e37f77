"""A training as it goes: its curves, the filters that form, the images it still gets wrong."""

import numpy as np
from matplotlib.figure import Figure

from cnnteach.figures.logarithmic import plain_logarithmic
from cnnteach.figures.tones import MARK

BATCH, TESTED = "#9ecae1", "#08519c"  # light for single batches, dark for validation
MOST_FILTERS, MOST_IMAGES = 64, 12


def progress(
    loss,
    accuracy,
    *,
    tested_steps=(),
    tested_loss=(),
    tested_accuracy=(),
    total=None,
    now=None,
    filters=None,
    layer="filters",
    images=(),
    labels=(),
    predicted=(),
):
    """Draw loss and accuracy by step, and beside them filters and images that were mistaken.

    Parameters
    ----------
    loss, accuracy : array_like, shape (steps,)
        Of each step's batch; averages over a fiftieth of the steps are drawn over them.
    tested_steps, tested_loss, tested_accuracy : array_like, shape (epochs,)
        Steps before each validation, and what it said.
    total : int, optional
        Steps of the whole training, for the axis.
    now : int, optional
        The step that the filters are of: a line marks it.
    filters : ndarray, shape (KH, KW, C, F), optional
        Kernels of a layer: in colour with three channels, else their first channel in grey.
    layer : str
        Its name.
    images, labels, predicted : array_like, shapes (K, H, W, C), (K,), (K,)
        Images, what they show, and what they were taken for; the first 12 are drawn.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = progress([2.3, 1.9], [0.1, 0.4], filters=np.ones((5, 5, 1, 6)), layer="c1")
    >>> [axes.get_title() for axes in figure.axes]
    ['loss', 'accuracy', 'c1: 6 filters 5 x 5, each at its own scale']
    """
    loss, accuracy = np.asarray(loss, float), np.asarray(accuracy, float)
    figure = Figure(figsize=(9, 4.2))
    pictures = filters is not None or len(images) > 0
    wide = 0.44 if pictures else 0.92
    upper = figure.add_axes((0.055, 0.57, wide, 0.36))
    lower = figure.add_axes((0.055, 0.11, wide, 0.36), sharex=upper)
    _curve(upper, loss, tested_steps, tested_loss, now)
    _curve(lower, accuracy, tested_steps, tested_accuracy, now)
    _scale(upper, loss)
    upper.set_title("loss", fontsize=10)
    lower.set_title("accuracy", fontsize=10)
    lower.set_ylim(0, 1.02)
    lower.set_xlim(0, total or max(len(loss), 1))
    lower.set_xlabel("step", fontsize=9)
    upper.tick_params(labelbottom=False)
    if filters is not None:
        _draw_filters(figure.add_axes((0.52, 0.5, 0.47, 0.43)), np.asarray(filters, float), layer)
    if len(images):
        _draw_mistakes(figure.add_axes((0.52, 0.02, 0.47, 0.41)), images, labels, predicted)
    return figure


def tiles(filters, *, gap=1, each=False):
    """Lay filters side by side in one picture of 0 to 1: middle grey is a weight of 0.

    All share one scale, so that a strong filter looks strong: white (or full colour) is the
    largest weight of all, black the largest negative one. Where a batch normalisation follows, a
    filter's strength means nothing, and each may have a scale of its own.

    Parameters
    ----------
    filters : ndarray, shape (KH, KW, C, F)
        With three channels in colour; else the first channel is drawn.
    gap : int
        White pixels between two filters.
    each : bool
        Whether each filter has its own scale.

    Returns
    -------
    ndarray, shape (rows, columns, 3)

    Examples
    --------
    >>> tiles(np.ones((5, 5, 1, 6))).shape
    (11, 17, 3)
    """
    rows, columns, channels, count = filters.shape
    far = np.abs(filters).max(axis=(0, 1, 2) if each else None)
    far = np.broadcast_to(np.where(far > 0, far, 1), count)
    shown = filters if channels == 3 else filters[:, :, :1].repeat(3, axis=2)
    wide = int(np.ceil(np.sqrt(count * 1.5)))
    wide = min(wide, count)
    high = -(-count // wide)
    canvas = np.ones((high * (rows + gap) - gap, wide * (columns + gap) - gap, 3))
    for index in range(count):
        top, left = (index // wide) * (rows + gap), (index % wide) * (columns + gap)
        canvas[top : top + rows, left : left + columns] = 0.5 + 0.5 * shown[..., index] / far[index]
    return canvas


def _curve(axes, values, tested_steps, tested, now):
    axes.plot(np.arange(len(values)), values, color=BATCH, linewidth=0.7, label="batch")
    width = max(len(values) // 50, 1)
    if width > 1:
        means = values[: len(values) // width * width].reshape(-1, width).mean(axis=1)
        middle = np.arange(len(means)) * width + width / 2
        axes.plot(middle, means, color=MARK, linewidth=1.4, label=f"mean of {width}")
    if np.isfinite(np.asarray(tested, float)).any():
        style = {"color": TESTED, "marker": "o", "markersize": 3, "linewidth": 1, "linestyle": "--"}
        axes.plot(tested_steps, tested, label="validation", **style)
    if now is not None:
        axes.axvline(now, color="0.4", linewidth=0.8, linestyle=":")
    axes.grid(alpha=0.25)
    axes.tick_params(labelsize=8)
    falling = values.size and values[0] > values[-1]
    axes.legend(fontsize=7, loc="upper right" if falling else "lower right", frameon=False)


def _scale(axes, loss):
    """Give the loss a logarithmic axis with plain numbers, if it falls far enough for one."""
    finite = loss[np.isfinite(loss) & (loss > 0)]
    if finite.size and finite.max() > 5 * finite.min():
        plain_logarithmic(axes)


def _draw_filters(axes, filters, layer):
    rows, columns, channels, count = filters.shape
    axes.imshow(tiles(filters[..., :MOST_FILTERS], each=True), interpolation="nearest")
    words = f"{layer}: {min(count, MOST_FILTERS)} filters {rows} x {columns}, each at its own scale"
    if channels not in (1, 3):
        words += f", channel 0 of {channels}"
    axes.set_title(words, fontsize=10)
    axes.set_axis_off()


def _draw_mistakes(axes, images, labels, predicted):
    """Draw images in two rows, with what they show and what they were taken for below."""
    images = _bright(np.asarray(images)[:MOST_IMAGES])
    height, width = images.shape[1:3]
    columns = max(-(-len(images) // 2), 3)
    high, wide = round(height * 1.4), width + max(width // 8, 1)
    canvas = np.ones((2 * high, columns * wide, 3))
    axes.set_axis_off()
    axes.set_title("taken for something else", fontsize=10)
    for index, image in enumerate(images):
        top, left = index // columns * high, index % columns * wide
        canvas[top : top + height, left : left + width] = image
        words = f"{labels[index]}, not {predicted[index]}"
        middle = left + (width - 1) / 2
        axes.text(middle, top + height * 1.05, words, fontsize=7, ha="center", va="top")
    axes.imshow(canvas, interpolation="nearest")


def _bright(images):
    """Return images as colours of 0 to 1, whatever range they came in."""
    if images.ndim == 3:
        images = images[..., None]
    if images.dtype == np.uint8:
        images = images / 255
    low, high = min(images.min(), 0), max(images.max(), 1)
    images = (images - low) / (high - low)
    return images if images.shape[-1] == 3 else images[..., :1].repeat(3, axis=-1)
