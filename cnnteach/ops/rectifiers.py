"""Rectifiers: what is positive passes; what is negative is cut, or made small."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _values
from cnnteach.ops._arguments import Array


def relu(x: ArrayLike) -> Array:
    """Keep what is positive, and make the rest zero: ``y = max(x, 0)`` [1]_.

    Parameters
    ----------
    x : array_like, any shape

    Returns
    -------
    ndarray
        Of the shape and dtype of `x`.

    Raises
    ------
    TypeError
        If `x` holds neither integers nor floats.

    References
    ----------
    .. [1] Nair & Hinton, 2010, "Rectified linear units improve restricted Boltzmann machines".

    Examples
    --------
    >>> relu(np.array([-2, 0, 3]))
    array([0, 0, 3])
    """
    x = _values.array("x", x)
    return np.asarray(np.maximum(x, x.dtype.type(0)))


def relu_backward(dy: ArrayLike, x: ArrayLike) -> Array:
    """Let the gradient pass where `x` was positive: ``dx = dy if x > 0 else 0``.

    At ``x = 0``, where there is a kink, the gradient is taken to be 0, as in Keras.

    Parameters
    ----------
    dy : array_like
        The gradient of the loss by each result of the forward.
    x : array_like
        As it was in the forward.

    Returns
    -------
    ndarray
        Of the shape and dtype of `dy`.

    Raises
    ------
    ValueError
        If `dy` has not the shape of `x`.

    Examples
    --------
    >>> relu_backward(np.array([10, 20, 30]), np.array([-2, 0, 3]))
    array([ 0,  0, 30])
    """
    x = _values.array("x", x)
    dy = _values.same_shape("dy", dy, x.shape, "x")
    return np.where(x > 0, dy, dy.dtype.type(0))


def leaky_relu(x: ArrayLike, *, negative_slope: float = 0.01) -> Array:
    """Keep what is positive, and let a little of the negative through [1]_.

    ``y = x if x > 0 else negative_slope * x``.

    Parameters
    ----------
    x : array_like, any shape
    negative_slope : float
        At least 0; [1]_ takes 0.01 (the Keras layer takes 0.3 if it is not told).

    Returns
    -------
    ndarray
        Of the shape of `x`, and its dtype; of float64 where `x` holds integers.

    Raises
    ------
    ValueError
        If `negative_slope` is negative, infinite or NaN.
    TypeError
        If `x` holds neither integers nor floats, or `negative_slope` is no number.

    References
    ----------
    .. [1] Maas, Hannun & Ng, 2013, "Rectifier nonlinearities improve neural network acoustic
           models", section 2.

    Examples
    --------
    >>> leaky_relu(np.array([-2.0, 0.0, 3.0]), negative_slope=0.1)
    array([-0.2,  0. ,  3. ])
    """
    x = _values.real("x", x)
    slope = _values.number("negative_slope", negative_slope, 0, np.finfo(np.float64).max)
    return np.where(x > 0, x, x * x.dtype.type(slope))


def leaky_relu_backward(dy: ArrayLike, x: ArrayLike, *, negative_slope: float = 0.01) -> Array:
    """Let the gradient pass where `x` was positive, and a little of it elsewhere.

    Parameters
    ----------
    dy : array_like
        The gradient of the loss by each result of the forward.
    x, negative_slope
        As they were in the forward.

    Returns
    -------
    ndarray
        Of the shape of `dy`, and its dtype; of float64 where `dy` holds integers.

    Raises
    ------
    ValueError
        If `dy` has not the shape of `x`, and where `leaky_relu` raises it.

    Examples
    --------
    >>> leaky_relu_backward([10.0, 20.0, 30.0], [-2.0, 0.0, 3.0], negative_slope=0.1)
    array([ 1.,  2., 30.])
    """
    x = _values.array("x", x)
    dy = _values.same_shape("dy", _values.real("dy", dy), x.shape, "x")
    slope = _values.number("negative_slope", negative_slope, 0, np.finfo(np.float64).max)
    return np.where(x > 0, dy, dy * dy.dtype.type(slope))


def prelu(x: ArrayLike, alpha: ArrayLike) -> Array:
    """Do as `leaky_relu`, with a slope for each channel that is learned [1]_.

    Parameters
    ----------
    x : array_like, shape (..., C)
        Any shape, channels last.
    alpha : array_like, shape (C,)
        The slope of each channel below zero; a Keras `PReLU` that shares its height and width
        keeps them as (1, 1, C).

    Returns
    -------
    ndarray
        Of the shape of `x`, and its dtype; of float64 where `x` holds integers.

    Raises
    ------
    ValueError
        If there is not one `alpha` for each channel.
    TypeError
        If an array holds neither integers nor floats.

    References
    ----------
    .. [1] He, Zhang, Ren & Sun, 2015, "Delving deep into rectifiers", arXiv:1502.01852,
           section 2.1.

    Examples
    --------
    >>> prelu(np.array([[-2.0, -2.0], [3.0, 3.0]]), np.array([0.5, 0.25]))
    array([[-1. , -0.5],
           [ 3. ,  3. ]])
    """
    x = _values.channels_last(x)
    return np.where(x > 0, x, x * _values.per_channel("alpha", alpha, x))


def prelu_backward(dy: ArrayLike, x: ArrayLike, alpha: ArrayLike) -> tuple[Array, Array]:
    """Give the gradients by `x` and `alpha`; each slope gets ``dy * x`` from where `x` is negative.

    Parameters
    ----------
    dy : array_like, shape (..., C)
        The gradient of the loss by each result of the forward.
    x, alpha
        As they were in the forward.

    Returns
    -------
    dx : ndarray, shape (..., C)
    dalpha : ndarray, shape (C,)

    Raises
    ------
    ValueError
        If `dy` has not the shape of `x`, and where `prelu` raises it.

    Examples
    --------
    >>> prelu_backward([[10.0, 10.0], [1.0, 1.0]], [[-2.0, -2.0], [3.0, 3.0]], [0.5, 0.25])
    (array([[5. , 2.5],
           [1. , 1. ]]), array([-20., -20.]))
    """
    x = _values.channels_last(x)
    dy = _values.same_shape("dy", dy, x.shape, "x")
    slopes = _values.per_channel("alpha", alpha, x)
    dx = np.where(x > 0, dy, dy * slopes)
    dalpha = _values.total(np.where(x > 0, x.dtype.type(0), dy * x))
    return dx, dalpha.astype(np.result_type(dy, x), copy=False)
