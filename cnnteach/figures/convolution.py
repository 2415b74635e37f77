"""One window of a convolution, as a picture for paper."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cnnteach import ops, shapes

MARK = "#d9480f"
SIGNED = LinearSegmentedColormap.from_list("signed", ["#2166ac", "#f7f7f7", "#d95f0e"])


def convolution(x, w, b, *, stride=1, padding=0, dilation=1, groups=1, selected=(0, 0), filter=0):
    """Draw input, kernel and output side by side, with the window of one output outlined.

    Parameters
    ----------
    x : ndarray, shape (H, W, C)
    w : ndarray, shape (KH, KW, C // groups, F)
    b : ndarray, shape (F,)
    stride, padding, dilation, groups
        As in `cnnteach.ops.conv2d`.
    selected : (int, int)
        Row and column of the output whose window is outlined.
    filter : int
        Which filter's kernel and output are drawn.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = convolution(np.eye(5)[:, :, None], np.ones((3, 3, 1, 1)), np.zeros(1), stride=2)
    >>> [axes.get_title() for axes in figure.axes]
    ['input 5×5', 'kernel 3×3', 'output 2×2']
    """
    (kh, kw), steps, gaps = (
        w.shape[:2],
        shapes.pair("stride", stride),
        shapes.pair("dilation", dilation),
    )
    sides = shapes.padding_sides_2d(
        x.shape[:2], (kh, kw), padding=padding, stride=steps, dilation=gaps
    )
    y = ops.conv2d(x[None], w, b, stride=stride, padding=padding, dilation=dilation, groups=groups)[
        0
    ]
    row, column = np.minimum(selected, np.array(y.shape[:2]) - 1)
    filter = min(filter, y.shape[2] - 1)
    channel = filter // (y.shape[2] // groups) * w.shape[2]
    padded = np.pad(x[:, :, channel], sides)
    panels = [
        (
            padded,
            f"input {x.shape[0]}×{x.shape[1]}" + (", channel 1" if x.shape[2] > 1 else ""),
            "gray",
        ),
        (w[:, :, 0, filter], f"kernel {kh}×{kw}", SIGNED),
        (y[:, :, filter], f"output {y.shape[0]}×{y.shape[1]}", SIGNED),
    ]
    ratios = [max(2, values.shape[1]) for values, *_ in panels]
    figure = Figure(figsize=(9.5, 3.6), layout="constrained")
    for axes, (values, title, colours) in zip(
        figure.subplots(1, 3, width_ratios=ratios), panels, strict=True
    ):
        _numbers(axes, values, colours)
        axes.set_title(title)
    where = (column * steps[1] - 0.5, row * steps[0] - 0.5)
    _outline(figure.axes[0], where, (kw - 1) * gaps[1] + 1, (kh - 1) * gaps[0] + 1)
    _outline(figure.axes[2], (column - 0.5, row - 0.5), 1, 1)
    figure.supxlabel(
        f"The outlined window gives {y[row, column, filter]:g}: "
        f"{kh * kw * w.shape[2]} products and the bias {b[filter]:g}, added up.",
        fontsize=11,
    )
    return figure


def _numbers(axes, values, colours):
    largest = np.abs(values).max() or 1
    low = 0 if colours == "gray" and values.min() >= 0 else -largest
    axes.imshow(values, cmap=colours, vmin=low, vmax=largest)
    axes.set_xticks([])
    axes.set_yticks([])
    if values.size > 150:
        return
    for (row, column), value in np.ndenumerate(values):
        dark = (
            (value - low) / (largest - low) < 0.5
            if colours == "gray"
            else abs(value) > 0.6 * largest
        )
        axes.text(
            column,
            row,
            f"{value:.3g}",
            ha="center",
            va="center",
            color="white" if dark else "black",
            fontsize=9,
        )


def _outline(axes, corner, width, height):
    axes.add_patch(
        Rectangle(corner, width, height, fill=False, edgecolor=MARK, linewidth=2.5, clip_on=False)
    )
