"""What a classifier takes for what: a count for each class and each answer."""

import numpy as np
from matplotlib.figure import Figure

from cnnteach.figures.tones import MARK

CELL = 0.5  # inches
WORDS = 1.6  # inches for the names at the left and below


def show_confusion(truth, said, classes):
    """Draw how many images of each class got which answer; what is right lies on the diagonal.

    Parameters
    ----------
    truth, said : array_like of int, shape (N,)
        The class of each image, and what was said of it.
    classes : sequence of str
        The classes' names.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If there is not an answer for each image, or a class has no name.

    Examples
    --------
    >>> figure = show_confusion([0, 0, 1], [0, 1, 1], ["cat", "dog"])
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['1', '1', '1']
    """
    counts = confusion(truth, said, len(classes))
    side = WORDS + CELL * len(classes)
    figure = Figure(figsize=(side, side), layout="constrained")
    axes = figure.subplots()
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1.4)  # dark ink can be read on all of it
    for row, column in np.argwhere(counts):
        wrong = row != column
        ink = {"color": MARK, "weight": "bold"} if wrong else {"color": "black"}
        axes.text(column, row, counts[row, column], ha="center", va="center", fontsize=9, **ink)
    axes.set_xticks(range(len(classes)), classes, rotation=45, ha="right", fontsize=9)
    axes.set_yticks(range(len(classes)), classes, fontsize=9)
    axes.set_xlabel("what was said", fontsize=9)
    axes.set_ylabel("what it is", fontsize=9)
    return figure


def confusion(truth, said, classes):
    """Count the images of each class (row) by the answer that they got (column).

    Examples
    --------
    >>> confusion([0, 0, 1], [0, 1, 1], 2)
    array([[1, 1],
           [0, 1]])
    """
    truth, said = np.asarray(truth), np.asarray(said)
    if truth.ndim != 1 or truth.shape != said.shape or not truth.size:
        raise ValueError(
            f"truth has shape {truth.shape}, said {said.shape}; give a class of each image, and an "
            "answer to each"
        )
    both = np.concatenate([truth, said])
    if both.min() < 0 or both.max() >= classes:
        raise ValueError(
            f"the classes go from {both.min()} to {both.max()}, but {classes} are named"
        )
    return np.bincount(truth * classes + said, minlength=classes**2).reshape(classes, classes)
