"""The hinge loss of a multi-class support vector machine."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array


def hinge(scores: ArrayLike, labels: ArrayLike, *, margin: float = 1.0) -> tuple[float, Array]:
    """Ask the right class to score higher than each other by a margin; charge what is missing.

    ``loss = (1 / N) * sum over n and over j != label of max(0, scores[n, j] - scores[n, label] +
    margin)``: the multi-class SVM of Weston & Watkins [1]_ as CS231n teaches it [2]_, without a
    penalty on weights. For two classes scored ``(0, s)`` it is the binary hinge, ``max(0, 1 - t *
    s)`` with ``t = 1`` for class 1 and ``t = -1`` for class 0.

    Parameters
    ----------
    scores : array_like, shape (N, K)
        Scores of K classes for N images.
    labels : array_like of int, shape (N,)
        The number of the right class, 0 to K - 1.
    margin : float
        By how much the right class must lead; at least 0.

    Returns
    -------
    loss : float
    dscores : ndarray, shape (N, K)
        The gradient of the loss, of the dtype of `scores`; of float64 where they are integers.
        Where a class misses its margin, it is pushed down and the right one up.

    Raises
    ------
    ValueError
        If labels are out of range or not one for each image, the margin is negative, or there are
        no images.
    TypeError
        If `labels` are no integers, or `scores` neither integers nor floats.

    References
    ----------
    .. [1] Weston & Watkins, 1999, "Support vector machines for multi-class pattern recognition".
    .. [2] Stanford CS231n, notes on linear classification, "Multiclass support vector machine
           loss".

    Examples
    --------
    >>> hinge(np.array([[13.0, -7.0, 11.0]]), np.array([0]), margin=10)
    (8.0, array([[-1.,  0.,  1.]]))
    """
    scores = _values.batch("scores", scores)
    images, classes = scores.shape
    right = (np.arange(images), _values.class_labels(labels, images, classes))
    lead = _values.number("margin", margin, 0, np.finfo(np.float64).max)
    missing = np.maximum(scores - scores[right][:, None] + scores.dtype.type(lead), 0)
    missing[right] = 0
    dscores = (missing > 0).astype(scores.dtype)
    dscores[right] = -dscores.sum(axis=1)
    dscores /= images
    return float(missing.sum(dtype=_arguments.wide(scores.dtype))) / images, dscores
