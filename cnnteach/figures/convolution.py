"""One window of a convolution, as a picture for paper."""

import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cnnteach import ops, shapes
from cnnteach.figures.tones import MARK, SIGNED, text_colour

WIDEST = 32  # letters in a row that a panel has room for
MOST = 200  # numbers that can be read in a panel
WITHOUT_PADDING = {"edgecolor": "0.5", "linewidth": 1.5, "linestyle": (0, (3, 2))}


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
    is_padded = padded.shape != x.shape[:2]
    title = f"input {x.shape[0]}×{x.shape[1]}" + f", channel {channel}" * (x.shape[2] > 1)
    title += f", padded to {padded.shape[0]}×{padded.shape[1]}" * is_padded
    panels = [
        (padded, title, colormaps["gray"]),
        (w[:, :, 0, filter], f"kernel {kh}×{kw}", SIGNED),
        (y[:, :, filter], f"output {y.shape[0]}×{y.shape[1]}", SIGNED),
    ]
    ratios = [max(2, values.shape[1]) for values, *_ in panels]
    figure = Figure(figsize=(9.5, 3.6), layout="constrained")
    for axes, (values, title, colours) in zip(
        figure.subplots(1, 3, width_ratios=ratios), panels, strict=True
    ):
        draw_numbers(axes, values, colours)
        axes.set_title(title)
    where = (column * steps[1] - 0.5, row * steps[0] - 0.5)
    if is_padded:
        inner = (sides[1][0] - 0.5, sides[0][0] - 0.5)
        outline(figure.axes[0], inner, x.shape[1], x.shape[0], **WITHOUT_PADDING)
    if max(gaps) > 1:
        for i, j in np.ndindex(kh, kw):
            met = (where[0] + j * gaps[1], where[1] + i * gaps[0])
            outline(figure.axes[0], met, 1, 1, linewidth=1)
    outline(figure.axes[0], where, (kw - 1) * gaps[1] + 1, (kh - 1) * gaps[0] + 1)
    outline(figure.axes[2], (column - 0.5, row - 0.5), 1, 1)
    figure.supxlabel(
        f"The outlined window gives {_signed(y[row, column, filter], 'g')}: "
        f"{kh * kw * w.shape[2]} products and the bias {_signed(b[filter], 'g')}, added up.",
        fontsize=11,
    )
    return figure


def convolution_gradients(dx, dw, db, dy, *, traced=("b", (0,)), filter=0, groups=1):
    """Draw what a loss hands back to the input and to one filter's kernel, and what came from it.

    Parameters
    ----------
    dx : ndarray, shape (H, W, C)
    dw : ndarray, shape (KH, KW, C // groups, F)
    db : ndarray, shape (F,)
    dy : ndarray, shape (OH, OW, F)
    traced : (str, tuple of int)
        The number that is outlined: "x", "w" or "b", and its place in dx, dw or db.
    filter : int
        Which filter's kernel and output are drawn.
    groups : int
        As in `cnnteach.ops.conv2d`.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> arrays = np.ones((5, 5, 1)), np.ones((3, 3, 1, 1)), np.ones(1), np.ones((3, 3, 1))
    >>> figure = convolution_gradients(*arrays, traced=("x", (1, 2, 0)))
    >>> [axes.get_title() for axes in figure.axes]
    ['dX 5×5', 'dW 3×3', 'dY 3×3']
    """
    part, at = traced
    filter = min(filter, dy.shape[2] - 1)
    first = filter // (dy.shape[2] // groups) * dw.shape[2]
    channel = at[2] if part == "x" else first + (at[2] if part == "w" else 0)
    depth = at[2] if part == "w" else 0
    panels = [
        (dx[:, :, channel], "dX", f", channel {channel}" * (dx.shape[2] > 1)),
        (dw[:, :, depth, filter], "dW", f", channel {first + depth}" * (dx.shape[2] > 1)),
        (dy[:, :, filter], "dY", f", filter {filter}" * (dy.shape[2] > 1)),
    ]
    figure = Figure(figsize=(9.5, 3.6), layout="constrained")
    ratios = [max(2, values.shape[1]) for values, *_ in panels]
    for axes, (values, name, which) in zip(
        figure.subplots(1, 3, width_ratios=ratios), panels, strict=True
    ):
        draw_numbers(axes, values, SIGNED)
        axes.set_title(f"{name} {values.shape[0]}×{values.shape[1]}{which}")
    if part != "b":
        outline(figure.axes["xw".index(part)], (at[1] - 0.5, at[0] - 0.5), 1, 1)
    value = {"x": dx, "w": dw, "b": db}[part][tuple(at)]
    figure.supxlabel(
        f"d{part}[{', '.join(map(str, at))}] = {_signed(value, 'g')}: "
        "the shares that every output handed back, added up.",
        fontsize=11,
    )
    return figure


def no_output(words):
    """Draw nothing but the `words` that say why there is nothing to draw.

    Examples
    --------
    >>> no_output("the kernel does not fit").texts[0].get_text()
    'the kernel does not fit'
    """
    figure = Figure(figsize=(9.5, 1.2))
    figure.text(0.5, 0.5, words, ha="center", va="center", wrap=True, fontsize=11, color=MARK)
    return figure


def draw_numbers(axes, values, colours, *, widest=WIDEST):
    """Shade each value, and write it where a row of `widest` letters leaves room; grey counts
    from 0.
    """
    largest = np.abs(values).max() or 1
    grey = colours is not SIGNED and values.min() >= 0
    colours, low = (colours, 0) if grey else (SIGNED, -largest)
    axes.imshow(values, cmap=colours, vmin=low, vmax=largest)
    axes.set_xticks([])
    axes.set_yticks([])
    words = [_signed(v, ".0f" if v == round(v) else ".3g") for v in values.flat]
    size = min(9, 9 * widest / (values.shape[1] * max(map(len, words))))
    if values.size > MOST or size < 4:
        return
    for ((row, column), value), word in zip(np.ndenumerate(values), words, strict=True):
        ink = text_colour(colours((value - low) / (largest - low))[:3])
        axes.text(column, row, word, ha="center", va="center", color=ink, fontsize=size)


def _signed(value, form):
    return format(value, form).replace("-", "−")


def outline(axes, corner, width, height, **style):
    style = {"fill": False, "edgecolor": MARK, "linewidth": 2.5, "clip_on": False} | style
    axes.add_patch(Rectangle(corner, width, height, **style))
