"""The arrays of a text network, checked; and five words that can be worked out by hand."""

import numpy as np

from cnnteach.widgets.tensors import finite, float32_bytes

FEW = 100  # words; so few travel with a link whole
MOST_WORDS = 20_000
MOST_NUMBERS = 32  # of a word; more cells would be too small to read
TINY = {  # filling and unknown words are zeros
    "words": ("cats", "chase", "mice", "and", "birds"),
    "vectors": [[0, 0], [0, 0], [1, 0], [0, 1], [1, 1], [2, 0], [0, 2]],
    "kernel": [[1, -1], [0, 1], [1, 0]],
}


def checked(words, vectors, layers, scores):
    """Return a network as the traits that hold it, or say what does not fit.

    Parameters
    ----------
    words, vectors, layers, scores
        See `TextConvExplorer`.

    Returns
    -------
    dict

    Raises
    ------
    TypeError, ValueError

    Examples
    --------
    >>> w, b = np.ones((3, 2, 4)), np.zeros(4)
    >>> checked(["a", "b"], np.ones((4, 2)), [(w, b)], None)["_layers"]
    [[3, 4]]
    """
    words, vectors = list(map(str, words)), finite("vectors", vectors)
    if len(words) > MOST_WORDS:
        raise ValueError(f"there are {len(words):,} words; up to {MOST_WORDS:,} are shown")
    if vectors.ndim != 2 or len(vectors) != len(words) + 2 or vectors.shape[1] > MOST_NUMBERS:
        raise ValueError(
            f"vectors has shape {vectors.shape}, but must be ({len(words) + 2}, D) for {len(words)}"
            f" words, the filling and unknown words, with D up to {MOST_NUMBERS}"
        )
    pairs = [_layer(place, layer, vectors.shape[1]) for place, layer in enumerate(layers)]
    if not pairs:
        raise ValueError("layers is empty; give at least one (kernels, biases)")
    filters = sum(len(b) for _, b in pairs)
    return {
        "_words": words,
        "_vectors": float32_bytes(vectors),
        "_layers": [[len(w), len(b)] for w, b in pairs],
        "_kernels": b"".join(float32_bytes(w) for w, _ in pairs),
        "_biases": b"".join(float32_bytes(b) for _, b in pairs),
        "_scores": b"" if scores is None else _scores(scores, filters),
    }


def _layer(place, layer, depth):
    w, b = (finite(f"layers[{place}]", each) for each in layer)
    if w.ndim != 3 or w.shape[1] != depth or b.shape != w.shape[2:]:
        raise ValueError(
            f"layers[{place}] has kernels {w.shape} and biases {b.shape}, but must have "
            f"(K, {depth}, F) and (F,): a filter is as wide as a word vector"
        )
    return w, b


def _scores(scores, filters):
    w, b = (finite("scores", each) for each in scores)
    if w.shape != (filters, 2) or b.shape != (2,):
        raise ValueError(
            f"scores has shapes {w.shape} and {b.shape}, but must have ({filters}, 2) and (2,): a "
            "weight for each filter and class"
        )
    return float32_bytes(np.concatenate([w, b[None]]))
