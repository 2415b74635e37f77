"""Sigmoid, tanh and softmax: functions that squash any number into a bounded range, safely."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _values
from cnnteach.ops._arguments import Array


def _backward_arguments(dy: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    y = _values.real("y", y)
    return _values.same_shape("dy", _values.real("dy", dy), y.shape, "y"), y


def sigmoid(x: ArrayLike) -> Array:
    """Squash to between 0 and 1: ``y = 1 / (1 + exp(-x))``.

    Below zero the same is written as ``exp(x) / (1 + exp(x))``, so that no exponential overflows.

    Parameters
    ----------
    x : array_like, any shape

    Returns
    -------
    ndarray
        Of the shape of `x`, and its dtype; of float64 where `x` holds integers.

    Raises
    ------
    TypeError
        If `x` holds neither integers nor floats.

    References
    ----------
    .. [1] Goodfellow, Bengio & Courville, 2016, Deep Learning, section 3.10.

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    x = _values.real("x", x)
    small = np.exp(-np.abs(x))  # at most 1
    return np.asarray(np.where(x >= 0, x.dtype.type(1), small) / (1 + small))


def sigmoid_backward(dy: ArrayLike, y: ArrayLike) -> Array:
    """Multiply by the slope, ``dx = dy * y * (1 - y)``: at most a quarter of what came.

    Parameters
    ----------
    dy : array_like
        The gradient of the loss by each result of the forward.
    y : array_like
        The result of the forward.

    Returns
    -------
    ndarray
        Of the shape of `y`.

    Raises
    ------
    ValueError
        If `dy` has not the shape of `y`.

    Examples
    --------
    >>> sigmoid_backward([1.0, 1.0], sigmoid([0.0, 1000.0]))
    array([0.25, 0.  ])
    """
    dy, y = _backward_arguments(dy, y)
    return np.asarray(dy * y * (1 - y))


def tanh(x: ArrayLike) -> Array:
    """Squash to between -1 and 1: ``y = tanh(x) = 2 * sigmoid(2 * x) - 1``.

    Parameters
    ----------
    x : array_like, any shape

    Returns
    -------
    ndarray
        Of the shape of `x`, and its dtype; of float64 where `x` holds integers.

    Raises
    ------
    TypeError
        If `x` holds neither integers nor floats.

    References
    ----------
    .. [1] LeCun, Bottou, Orr & Müller, 1998, "Efficient backprop", section 4.4.

    Examples
    --------
    >>> tanh(np.array([-1000.0, 0.0, 1000.0]))
    array([-1.,  0.,  1.])
    """
    return np.asarray(np.tanh(_values.real("x", x)))


def tanh_backward(dy: ArrayLike, y: ArrayLike) -> Array:
    """Multiply by the slope, ``dx = dy * (1 - y * y)``.

    Parameters
    ----------
    dy : array_like
        The gradient of the loss by each result of the forward.
    y : array_like
        The result of the forward.

    Returns
    -------
    ndarray
        Of the shape of `y`.

    Raises
    ------
    ValueError
        If `dy` has not the shape of `y`.

    Examples
    --------
    >>> tanh_backward([1.0, 1.0], tanh([0.0, 1000.0]))
    array([1., 0.])
    """
    dy, y = _backward_arguments(dy, y)
    return np.asarray(dy * (1 - y * y))


def softmax(x: ArrayLike) -> Array:
    """Turn the last axis into probabilities: ``y[k] = exp(x[k]) / sum over j of exp(x[j])``.

    The largest `x` is subtracted first, which changes nothing and keeps exp from overflowing.

    Parameters
    ----------
    x : array_like, shape (..., K)
        Scores of K classes, the logits.

    Returns
    -------
    ndarray, shape (..., K)
        Not negative, and 1 in sum. Of the dtype of `x`; of float64 where `x` holds integers.

    Raises
    ------
    ValueError
        If there is no last axis, or nothing on it.
    TypeError
        If `x` holds neither integers nor floats.

    References
    ----------
    .. [1] Goodfellow, Bengio & Courville, 2016, Deep Learning, section 6.2.2.3.

    Examples
    --------
    >>> softmax(np.array([1000.0, 1000.0, 1000.0 - np.log(2)])).round(3)
    array([0.4, 0.4, 0.2])
    """
    x = _values.channels_last(x)
    y: Array = np.exp(x - x.max(axis=-1, keepdims=True))
    y /= y.sum(axis=-1, keepdims=True)
    return y


def softmax_backward(dy: ArrayLike, y: ArrayLike) -> Array:
    """Weigh what each class gets against what all get: ``dx = y * (dy - sum of dy * y)``.

    Parameters
    ----------
    dy : array_like, shape (..., K)
        The gradient of the loss by each result of the forward.
    y : array_like, shape (..., K)
        The result of the forward.

    Returns
    -------
    ndarray, shape (..., K)

    Raises
    ------
    ValueError
        If `dy` has not the shape of `y`.

    Examples
    --------
    >>> softmax_backward([1.0, 0.0], [0.5, 0.5])
    array([ 0.25, -0.25])
    """
    dy, y = _backward_arguments(dy, y)
    return np.asarray(y * (dy - (dy * y).sum(axis=-1, keepdims=True)))
