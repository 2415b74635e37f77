"""How much longer or shorter others take than one: bars on a logarithmic scale."""

import math

import numpy as np
from matplotlib.figure import Figure

from cnnteach.figures.tones import MARK

SHORTER, LONGER = "#1c7ed6", MARK  # the bar's side of 1 says the same
PANEL = 3.9  # inches wide
BAR = 0.23  # inches high
LABEL = 0.30  # of the width of the scale, for the number beside a bar
HEAD = 0.95  # inches above the bars of a panel and below, for its title and its scale


def ratio_panels(titles, names, ratios, *, unit="1", columns=3):
    """Draw a panel for each row of ratios, and a bar from 1 to each ratio.

    Parameters
    ----------
    titles : sequence of str, length R
        A line or two above each panel.
    names : sequence of str, length K
        Of the bars, first on top.
    ratios : array_like of float, shape (R, K)
        Positive; NaN or None where there is none.
    unit : str
        Whose time is 1.
    columns : int
        Panels side by side.

    Returns
    -------
    matplotlib.figure.Figure
        All panels share their scale, so that bars can be compared across them.

    Raises
    ------
    ValueError
        If the lengths disagree, or a ratio is not positive.

    Examples
    --------
    >>> figure = ratio_panels(["one"], ["a", "b"], [[0.5, 20]])
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['0.5', '20']
    """
    ratios = _checked(titles, names, ratios)
    columns = min(columns, len(titles))
    rows = math.ceil(len(titles) / columns)
    size = (columns * PANEL, rows * (HEAD + len(names) * BAR) + 0.5)
    figure = Figure(figsize=size, layout="constrained")
    grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    for axes, title, row in zip(grid.flat, titles, ratios, strict=False):
        _bars(axes, title, names, row)
    for axes in grid.flat[len(titles) :]:
        axes.set_axis_off()
    _scale(grid[0, 0], ratios)
    figure.suptitle(
        f"time, as a multiple of {unit}'s: left of 1 is faster, right of 1 slower", fontsize=11
    )
    return figure


def _checked(titles, names, ratios):
    ratios = np.array(ratios, float)  # None becomes NaN
    if ratios.shape != (len(titles), len(names)):
        raise ValueError(
            f"ratios has shape {ratios.shape}, but {len(titles)} titles and {len(names)} names "
            f"want {(len(titles), len(names))}"
        )
    if (ratios <= 0).any():
        raise ValueError(f"ratios must be positive, but one is {np.nanmin(ratios)}")
    return ratios


def _bars(axes, title, names, ratios):
    """Draw one panel: bars from 1, and each ratio in figures at the end of its bar."""
    axes.set_title(title, fontsize=9, loc="left")
    axes.set_xscale("log")
    places = np.arange(len(names))
    axes.set_yticks(places, names, fontsize=8.5)
    axes.set_ylim(len(names) - 0.4, -0.6)
    colours = [SHORTER if ratio < 1 else LONGER for ratio in ratios]
    axes.barh(places, ratios - 1, left=1, height=0.7, color=colours)
    axes.axvline(1, color="0.2", lw=1)
    for place, ratio in zip(places, ratios, strict=True):
        if np.isfinite(ratio):
            _number(axes, place, ratio)
    axes.tick_params(axis="x", labelsize=8, labelbottom=True)
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _number(axes, place, ratio):
    """Write a ratio beside the end of its bar."""
    after, side = (-3, "right") if ratio < 1 else (3, "left")
    axes.annotate(
        f"{float(f'{ratio:.2g}'):g}",
        (ratio, place),
        (after, 0),
        textcoords="offset points",
        ha=side,
        va="center_baseline",
        fontsize=8,
    )


def _scale(axes, ratios):
    """Leave room for the numbers at both ends of the scale, and write plain figures under it."""
    found = ratios[np.isfinite(ratios)]
    low, high = min(0.5, found.min(initial=1)), max(2, found.max(initial=1))
    room = (high / low) ** LABEL
    axes.set_xlim(low / room**0.8, high * room)
    axes.xaxis.set_major_formatter("{x:g}")
