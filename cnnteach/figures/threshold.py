"""What a threshold costs: the more of the things are found, the more of what is found is false."""

import numpy as np
from matplotlib.figure import Figure

from cnnteach.figures.tones import MARK

FOUND = "#2166ac"


def show_threshold(scores, is_thing, *, marked=(), height=2.8):
    """Draw precision and recall as the threshold moves, and the one against the other.

    Everything whose score is above the threshold counts as a thing.

    Parameters
    ----------
    scores : array_like, shape (N,)
    is_thing : array_like of bool, shape (N,)
        What each of them is; one thing at least.
    marked : sequence of float
        Thresholds to mark, each with its number.
    height : float
        In inches.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If there is not a truth for each score, or nothing to be found.

    Examples
    --------
    >>> figure = show_threshold([3.0, 2.0, 1.0], [True, False, True], marked=[1.5])
    >>> figure.axes[1].lines[0].get_xydata().round(2).tolist()  # recall and precision
    [[0.5, 1.0], [0.5, 0.5], [1.0, 0.67]]
    """
    scores, is_thing = np.asarray(scores, float), np.asarray(is_thing, bool)
    if scores.ndim != 1 or scores.shape != is_thing.shape or not is_thing.any():
        raise ValueError(
            f"scores have shape {scores.shape}, is_thing {is_thing.shape} with {is_thing.sum()} "
            "things; give a list of each, of one length, and one thing at least"
        )
    order = np.argsort(-scores, kind="stable")
    found = np.cumsum(is_thing[order])
    precision, recall = found / np.arange(1, len(order) + 1), found / found[-1]
    last = np.append(np.diff(scores[order]) != 0, True)  # of equal scores: none divides them
    falling, precision, recall = scores[order][last], precision[last], recall[last]
    figure = Figure(figsize=(3.3 * height, height), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=[1.35, 1])
    left.step(falling, precision, where="post", color=MARK, label="precision")
    left.step(falling, recall, "--", where="post", color=FOUND, label="recall")
    least, most = min(scores[is_thing].min(), *marked, scores.max()), scores.max()
    margin = (most - least) / 10 or 1.0
    left.set_xlim(least - margin, most + margin)  # far below all things nothing happens any more
    left.set_xlabel("threshold", fontsize=9)
    left.legend(fontsize=8, loc="center right")
    right.plot(recall, precision, color="black")
    right.set_xlabel("recall", fontsize=9)
    right.set_ylabel("precision", fontsize=9)
    for threshold in marked:
        above = int((scores > threshold).sum())
        if above:
            _mark(left, right, threshold, recall[above - 1], precision[above - 1])
    for axes in (left, right):
        axes.set_ylim(-0.03, 1.05)
        axes.spines[["top", "right"]].set_visible(False)
    return figure


def _mark(left, right, threshold, recall, precision):
    """Mark a threshold on the left, and the place on the right that it leads to."""
    left.axvline(threshold, color="0.5", linewidth=0.8, linestyle=":")
    right.plot([recall], [precision], "o", color=MARK, markersize=5)
    right.annotate(
        f"{threshold:g}".replace("-", "−"),
        (recall, precision),
        (-6, -4),
        textcoords="offset points",
        ha="right",
        va="top",
        fontsize=9,
    )
