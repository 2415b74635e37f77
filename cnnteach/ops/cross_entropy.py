"""Softmax cross-entropy: how surprised the network is by the right answer."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array


def softmax_cross_entropy(logits: ArrayLike, labels: ArrayLike) -> tuple[float, Array]:
    """Give the mean of ``-log(softmax(logits)[label])`` over the images, and its gradient.

    The two are one operation because together they are simple and safe: the gradient of the mean
    is ``(softmax(logits) - target) / N``, with a target of 1 for the right class and 0 elsewhere,
    and no logarithm of 0 is ever taken. It is maximum likelihood for classes [1]_.

    Parameters
    ----------
    logits : array_like, shape (N, K)
        Scores of K classes for N images, before any softmax.
    labels : array_like of int, shape (N,), or of float, shape (N, K)
        The number of the right class, 0 to K - 1; or a probability for each class.

    Returns
    -------
    loss : float
    dlogits : ndarray, shape (N, K)
        The gradient of the loss, of the dtype of `logits`; of float64 where they are integers.

    Raises
    ------
    ValueError
        If labels are out of range, probabilities are not between 0 and 1 or do not sum to 1, the
        shapes do not belong together, or there are no images.
    TypeError
        If `labels` of shape (N,) are no integers, or `logits` neither integers nor floats.

    References
    ----------
    .. [1] Goodfellow, Bengio & Courville, 2016, Deep Learning, section 6.2.2.3.

    Examples
    --------
    >>> loss, dlogits = softmax_cross_entropy(np.array([[1.0, 2.0, 3.0]]), np.array([2]))
    >>> round(loss, 4), dlogits.round(4)
    (0.4076, array([[ 0.09  ,  0.2447, -0.3348]]))
    """
    logits = _values.batch("logits", logits)
    target = _target(labels, logits.shape)
    work = logits.astype(_arguments.wide(logits.dtype), copy=False)
    shifted = work - work.max(axis=1, keepdims=True)
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    surprise = np.zeros_like(shifted)
    np.multiply(log_probabilities, target, where=target > 0, out=surprise)  # 0 * log(0) is 0
    loss = -float(surprise.sum()) / len(logits)
    dlogits = (np.exp(log_probabilities) - target) / len(logits)
    return loss, dlogits.astype(logits.dtype, copy=False)


def _target(labels: ArrayLike, shape: tuple[int, ...]) -> Array:
    """Give a probability for each image and class."""
    numbers: Array = np.asarray(labels)
    images, classes = shape
    if numbers.ndim != 2:
        numbers = _values.class_labels(numbers, images, classes)
        return np.equal(numbers[:, None], np.arange(classes)).astype(np.float32)
    numbers = _values.same_shape("labels", numbers, shape, "logits")
    if not (numbers.min() >= 0 and numbers.max() <= 1):
        raise ValueError(
            f"labels of shape (N, K) are probabilities, but reach from {numbers.min()} to "
            f"{numbers.max()}; they must lie between 0 and 1"
        )
    sums = numbers.sum(axis=1, dtype=np.float64)
    if np.abs(sums - 1).max() > 1e-3:
        worst = int(np.abs(sums - 1).argmax())
        raise ValueError(
            f"the probabilities of image {worst} sum to {sums[worst]:.6g}, but must sum to 1; "
            "divide labels by labels.sum(axis=1, keepdims=True)"
        )
    return numbers
