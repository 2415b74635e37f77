"""A dense layer: every output is a weighted sum of every input."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array


def _check(x: ArrayLike, w: ArrayLike) -> tuple[Array, Array]:
    x, w = _values.array("x", x, ("images", "inputs")), _values.array("w", w, ("inputs", "units"))
    if x.shape[1] != w.shape[0]:
        raise ValueError(
            f"x has {x.shape[1]} inputs but w expects {w.shape[0]} (x.shape={x.shape}, "
            f"w.shape={w.shape}); flatten images with x.reshape(len(x), -1)"
        )
    return x, w


def dense(x: ArrayLike, w: ArrayLike, b: ArrayLike | None = None) -> Array:
    """Weigh all inputs for each unit, and add its bias: ``y = x @ w + b``.

    Parameters
    ----------
    x : array_like, shape (N, I)
        I inputs for each of N images.
    w : array_like, shape (I, U)
        Weights, in the layout of a Keras `Dense` kernel.
    b : array_like, shape (U,), optional
        One number for each unit.

    Returns
    -------
    ndarray, shape (N, U)
        Of the dtype of ``x * w``.

    Raises
    ------
    ValueError
        If `x` and `w` disagree on I, or `b` and `w` on U.
    TypeError
        If an array holds neither integers nor floats.

    References
    ----------
    .. [1] Goodfellow, Bengio & Courville, 2016, Deep Learning, section 6.1.

    Examples
    --------
    >>> dense(np.array([[1, 2]]), np.array([[1, 0, -1], [3, 1, 0]]), np.array([0, 0, 10]))
    array([[7, 2, 9]])
    """
    x, w = _check(x, w)
    dtype = np.result_type(x, w)
    work = _arguments.wide(dtype)
    y = x.astype(work, copy=False) @ w.astype(work, copy=False)
    y += _arguments.bias(b, w.shape[1], dtype)
    return _arguments.fit(y, dtype)


def dense_backward(dy: ArrayLike, x: ArrayLike, w: ArrayLike) -> tuple[Array, Array, Array]:
    """Give the gradients by `x`, `w` and `b`: ``dy @ w.T``, ``x.T @ dy`` and the sum of dy.

    Parameters
    ----------
    dy : array_like, shape (N, U)
        The gradient of the loss by each result of the forward.
    x, w
        As they were in the forward `dense`.

    Returns
    -------
    dx : ndarray, shape (N, I)
    dw : ndarray, shape (I, U)
    db : ndarray, shape (U,)

    Raises
    ------
    ValueError
        If `dy` has not the shape of the result, and where `dense` raises it.

    Examples
    --------
    >>> x, w = np.array([[1, 2]]), np.array([[1, 0, -1], [3, 1, 0]])
    >>> dx, dw, db = dense_backward(np.array([[1, 10, 100]]), x, w)
    >>> dx, dw, db
    (array([[-99,  13]]), array([[  1,  10, 100],
           [  2,  20, 200]]), array([  1,  10, 100]))
    """
    x, w = _check(x, w)
    dy = _values.same_shape("dy", dy, (len(x), w.shape[1]), "the result of dense(x, w)")
    dtype = np.result_type(dy, x, w)
    work = _arguments.wide(dtype)
    above = dy.astype(work, copy=False)
    dx = above @ w.astype(work, copy=False).T
    dw = x.astype(work, copy=False).T @ above
    db = above.sum(axis=0)
    return _arguments.fit(dx, dtype), _arguments.fit(dw, dtype), _arguments.fit(db, dtype)
