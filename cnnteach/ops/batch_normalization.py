"""Batch normalisation: each channel gets mean 0, variance 1, then a learned scale and shift."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array


def _statistics(x: Array) -> tuple[Array, Array]:
    """Give the mean and the variance of each channel, (C,) each."""
    count = x.size // x.shape[-1]
    if not count:
        raise ValueError(f"x has no numbers to take a mean of (x.shape={x.shape})")
    mean = _values.total(x) / count
    variance = _values.total(np.square(x - mean.astype(x.dtype))) / count
    return mean.astype(x.dtype), variance.astype(x.dtype)


def _normalised(
    x: ArrayLike, epsilon: float, moments: tuple[ArrayLike, ArrayLike] | None = None
) -> tuple[Array, Array, Array, Array, np.dtype[np.generic]]:
    """Give x normalised, its scale ``1 / sqrt(variance + epsilon)``, mean, variance, and dtype."""
    x = _values.channels_last(x)
    small = _values.number("epsilon", epsilon, 0, 1)
    work = x.astype(_arguments.wide(x.dtype), copy=False)
    if moments is None:
        mean, variance = _statistics(work)
    else:
        mean = _values.per_channel("mean", moments[0], work)
        variance = _values.per_channel("variance", moments[1], work)
    if not np.isfinite(variance).all():
        raise ValueError("x holds NaN or infinity, so its channels have no variance")
    if not (variance + small > 0).all():
        raise ValueError(
            f"variance + epsilon must be positive in each channel, but is {variance + small}; "
            "an epsilon of 0 needs channels that vary"
        )
    scale = 1 / np.sqrt(variance + work.dtype.type(small))
    return (work - mean) * scale, scale, mean, variance, x.dtype


def batch_norm(
    x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, *, epsilon: float = 1e-3
) -> tuple[Array, Array, Array]:
    """Normalise each channel by the batch's own mean and variance, as in training [1]_.

    ``y = gamma * (x - mean) / sqrt(variance + epsilon) + beta``, with the mean and variance of a
    channel over all images and places. Nothing is remembered: keep the two yourself, with
    `moving_average`, for `batch_norm_inference`.

    Parameters
    ----------
    x : array_like, shape (..., C)
        Channels last, such as (N, H, W, C) or (N, C).
    gamma, beta : array_like, shape (C,)
        The scale and shift of each channel, which are learned.
    epsilon : float
        Keeps the root from 0; 0.001 as in Keras.

    Returns
    -------
    y : ndarray, shape (..., C)
        Of the dtype of `x`; of float64 where `x` holds integers.
    mean, variance : ndarray, shape (C,)
        Of this batch; the variance divides by the count, as in Keras.

    Raises
    ------
    ValueError
        If there are not as many `gamma` or `beta` as channels, `x` is empty, or `epsilon` is
        negative.
    TypeError
        If an array holds neither integers nor floats.

    References
    ----------
    .. [1] Ioffe & Szegedy, 2015, arXiv:1502.03167, section 3, algorithm 1.

    Examples
    --------
    >>> y, mean, variance = batch_norm(np.array([[1.0], [3.0]]), [10.0], [5.0], epsilon=0)
    >>> y.ravel(), mean, variance
    (array([-5., 15.]), array([2.]), array([1.]))
    """
    normalised, _, mean, variance, dtype = _normalised(x, epsilon)
    y = normalised * _values.per_channel("gamma", gamma, normalised)
    y += _values.per_channel("beta", beta, normalised)
    return y.astype(dtype, copy=False), mean.astype(dtype), variance.astype(dtype)


def batch_norm_backward(
    dy: ArrayLike, x: ArrayLike, gamma: ArrayLike, *, epsilon: float = 1e-3
) -> tuple[Array, Array, Array]:
    """Give the gradients by `x`, `gamma` and `beta`, through the batch's mean and variance too.

    With ``z`` for `x` normalised: ``dx = gamma / sqrt(variance + epsilon) * (dy - mean(dy) - z *
    mean(dy * z))``. Moving a whole channel changes nothing, so each channel's dx sums to zero.

    Parameters
    ----------
    dy : array_like, shape (..., C)
        The gradient of the loss by each result of the forward.
    x, gamma, epsilon
        As they were in the forward `batch_norm`.

    Returns
    -------
    dx : ndarray, shape (..., C)
    dgamma, dbeta : ndarray, shape (C,)

    Raises
    ------
    ValueError
        If `dy` has not the shape of `x`, and where `batch_norm` raises it.

    Examples
    --------
    >>> dx, dgamma, dbeta = batch_norm_backward([[1.0], [5.0]], [[1.0], [3.0]], [10.0], epsilon=0)
    >>> dx.ravel(), dgamma, dbeta
    (array([0., 0.]), array([4.]), array([6.]))
    """
    normalised, scale, _, _, dtype = _normalised(x, epsilon)
    dy = _values.same_shape("dy", dy, normalised.shape, "x").astype(normalised.dtype, copy=False)
    count = dy.size // dy.shape[-1]
    dbeta, dgamma = _values.total(dy), _values.total(dy * normalised)
    gains = _values.per_channel("gamma", gamma, normalised) * scale
    normalised *= (dgamma / count).astype(dy.dtype)
    dx = dy - (dbeta / count).astype(dy.dtype)
    dx -= normalised
    dx *= gains
    return dx.astype(dtype, copy=False), dgamma.astype(dtype), dbeta.astype(dtype)


def batch_norm_inference(
    x: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    mean: ArrayLike,
    variance: ArrayLike,
    *,
    epsilon: float = 1e-3,
) -> Array:
    """Normalise each channel by a mean and variance that were kept: no image minds the others.

    Parameters
    ----------
    x, gamma, beta, epsilon
        As in `batch_norm`.
    mean, variance : array_like, shape (C,)
        Kept from training, with `moving_average`.

    Returns
    -------
    ndarray, shape (..., C)
        Of the dtype of `x`; of float64 where `x` holds integers.

    Raises
    ------
    ValueError
        If there is not one number for each channel, or ``variance + epsilon`` is not positive.
    TypeError
        If an array holds neither integers nor floats.

    Examples
    --------
    >>> batch_norm_inference(np.array([[1.0], [3.0]]), [10.0], [5.0], [1.0], [4.0], epsilon=0)
    array([[ 5.],
           [15.]])
    """
    normalised, _, _, _, dtype = _normalised(x, epsilon, (mean, variance))
    y = normalised * _values.per_channel("gamma", gamma, normalised)
    y += _values.per_channel("beta", beta, normalised)
    return y.astype(dtype, copy=False)


def batch_norm_inference_backward(
    dy: ArrayLike,
    x: ArrayLike,
    gamma: ArrayLike,
    mean: ArrayLike,
    variance: ArrayLike,
    *,
    epsilon: float = 1e-3,
) -> tuple[Array, Array, Array]:
    """Give the gradients by `x`, `gamma` and `beta` where mean and variance are fixed.

    Parameters
    ----------
    dy : array_like, shape (..., C)
        The gradient of the loss by each result of the forward.
    x, gamma, mean, variance, epsilon
        As they were in the forward `batch_norm_inference`.

    Returns
    -------
    dx : ndarray, shape (..., C)
    dgamma, dbeta : ndarray, shape (C,)

    Raises
    ------
    ValueError
        If `dy` has not the shape of `x`, and where `batch_norm_inference` raises it.

    Examples
    --------
    >>> dx, dgamma, dbeta = batch_norm_inference_backward(
    ...     [[1.0], [5.0]], [[1.0], [3.0]], [10.0], [1.0], [4.0], epsilon=0
    ... )
    >>> dx.ravel(), dgamma, dbeta
    (array([ 5., 25.]), array([5.]), array([6.]))
    """
    normalised, scale, _, _, dtype = _normalised(x, epsilon, (mean, variance))
    dy = _values.same_shape("dy", dy, normalised.shape, "x").astype(normalised.dtype, copy=False)
    dx = dy * (_values.per_channel("gamma", gamma, normalised) * scale)
    dgamma, dbeta = _values.total(dy * normalised), _values.total(dy)
    return dx.astype(dtype, copy=False), dgamma.astype(dtype), dbeta.astype(dtype)


def moving_average(kept: ArrayLike, new: ArrayLike, *, momentum: float = 0.99) -> Array:
    """Move what was kept a little towards what is new: ``momentum * kept + (1 - momentum) * new``.

    Parameters
    ----------
    kept, new : array_like, of one shape
        Such as a mean or a variance of each channel. Keras starts from means 0 and variances 1.
    momentum : float
        From 0 to 1: the share of the old; 0.99 as in Keras.

    Returns
    -------
    ndarray
        Of the dtype of `kept`; of float64 where it holds integers.

    Raises
    ------
    ValueError
        If the shapes differ, or `momentum` is not between 0 and 1.

    Examples
    --------
    >>> moving_average([0.0, 0.0], [1.0, 10.0], momentum=0.9)
    array([0.1, 1. ])
    """
    kept = _values.real("kept", kept)
    new = _values.same_shape("new", new, kept.shape, "kept")
    share = _values.number("momentum", momentum, 0, 1)
    return (share * kept + (1 - share) * new).astype(kept.dtype, copy=False)
