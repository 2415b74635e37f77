"""A filter over the words of a sentence: their vectors, the filter, what it answers."""

import numpy as np

from cnnteach.figures.numbers import numbers

LETTER = 0.2  # cells


def filter_over_words(words, vectors, kernel, answers, *, wide=False, place=0):
    """Draw a sentence's word vectors, a filter, and its answers, one a row.

    Parameters
    ----------
    words : sequence of str
    vectors : ndarray, shape (L, D)
        Of the words, and of filling after them.
    kernel : ndarray, shape (K, D)
    answers : ndarray, shape (places,)
        Those whose window ends beyond the vectors are left out.
    wide : bool
        Whether the first answer's window ends at the first word.
    place : int
        The window to outline.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If vectors and kernel are not equally wide.

    Examples
    --------
    >>> figure = filter_over_words(["a", "b"], np.eye(2), np.ones((1, 2)), np.array([1, 1]))
    >>> [text.get_text() for text in figure.axes[0].texts][-2:]
    ['a', 'b']
    """
    vectors, kernel = np.asarray(vectors, float), np.asarray(kernel, float)
    if vectors.ndim != 2 or kernel.ndim != 2 or vectors.shape[1] != kernel.shape[1]:
        raise ValueError(
            f"vectors have shape {vectors.shape} and the kernel {kernel.shape}; (L, D) and (K, D) "
            "with one D are expected: a filter is as wide as a word vector"
        )
    pad = len(kernel) - 1 if wide else 0
    rows = np.pad(vectors, ((pad, pad), (0, 0)))
    answers = np.asarray(answers, float)[: len(rows) - len(kernel) + 1]
    names = [words[row] if 0 <= row < len(words) else "0" for row in range(-pad, len(rows) - pad)]
    place = min(place, len(answers) - 1)
    figure = numbers(
        rows, kernel, answers[:, None],
        titles=(f"{len(words)} words", "filter", "answers"), between=("∗", "="),
        boxes=[(0, place, 0, *kernel.shape), (2, place, 0, 1, 1)],
    )  # fmt: skip
    _name_rows(figure, names)
    return figure


def _name_rows(figure, names):
    """Write a word before each row of the first grid, and make room for the longest."""
    (axes,) = figure.axes
    room = LETTER * max(map(len, names)) + 0.5
    left, right = axes.get_xlim()
    axes.set_xlim(left - room, right)
    width, height = figure.get_size_inches()
    figure.set_size_inches(width * (right - left + room) / (right - left), height)
    for row, name in enumerate(names):
        axes.text(-0.25, row + 0.5, name, ha="right", va="center", fontsize=9)
