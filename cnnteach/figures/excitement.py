"""Which words of a sentence excite which filter, and what that speaks for."""

import textwrap

import numpy as np
from matplotlib.figure import Figure

FOR, AGAINST = "#d9480f", "#2166ac"


def show_excitement(sentence, windows, towards, *, names=("", ""), rows=10):
    """Draw what was found in a sentence as bars: to the right what speaks for, to the left against.

    Parameters
    ----------
    sentence : str
        Shown above, its first 150 letters.
    windows : sequence of sequence of str
        The words under each filter where it answers most strongly.
    towards : array_like of float, shape (N,)
        How far each moves the score; those that move it furthest are shown.
    names : (str, str)
        What the left and the right stand for.
    rows : int
        Bars at most.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If there is not a number for each window.

    Examples
    --------
    >>> figure = show_excitement("win now", [("win", "now"), ("now", "")], [1.5, -0.5])
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['win now', 'now ·']
    """
    towards = np.asarray(towards, float)
    if towards.shape != (len(windows),):
        raise ValueError(f"there are {len(windows)} windows but {towards.shape} numbers")
    chosen = np.argsort(-np.abs(towards), kind="stable")[:rows]
    chosen = chosen[np.argsort(-towards[chosen], kind="stable")]
    labels = [" ".join(word or "·" for word in windows[place]) for place in chosen]
    figure = Figure(figsize=(6.5, 0.9 + 0.28 * len(chosen)), layout="constrained")
    axes = figure.add_subplot()
    colours = [FOR if towards[place] > 0 else AGAINST for place in chosen]
    axes.barh(range(len(chosen)), towards[chosen], color=colours, height=0.7)
    axes.set_yticks(range(len(chosen)), labels, fontsize=9)
    axes.invert_yaxis()
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_xlabel(f"← {names[0]}      moves the score to      {names[1]} →", fontsize=9)
    figure.suptitle(
        textwrap.fill(textwrap.shorten(sentence, 150, placeholder=" …"), 75), fontsize=10
    )
    axes.spines[["top", "right", "left"]].set_visible(False)
    return figure
