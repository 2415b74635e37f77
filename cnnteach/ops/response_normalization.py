"""Local response normalisation: channels at one place damp each other."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach import shapes
from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array


def _check(
    x: ArrayLike, size: int, bias: float, alpha: float, beta: float
) -> tuple[Array, int, tuple[float, float, float]]:
    x = _values.channels_last(x)
    size = shapes.whole_number("size", size)
    if size % 2 == 0:
        raise ValueError(f"size is {size}, but must be odd: a channel and as many on each side")
    largest = float(np.finfo(np.float64).max)
    options = {"bias": bias, "alpha": alpha, "beta": beta}
    k, alpha, beta = (_values.number(name, value, 0, largest) for name, value in options.items())
    if k == 0:
        raise ValueError("bias is 0, but must be larger, or channels of zeros divide 0 by 0")
    return x, size // 2, (k, alpha, beta)


def _neighbours(x: Array, radius: int) -> Array:
    """Add up, for each channel, those up to `radius` away."""
    total = x.copy()
    for distance in range(1, min(radius, x.shape[-1] - 1) + 1):
        total[..., distance:] += x[..., :-distance]
        total[..., :-distance] += x[..., distance:]
    return total


def local_response_normalization(
    x: ArrayLike, *, size: int = 5, bias: float = 2.0, alpha: float = 1e-4, beta: float = 0.75
) -> Array:
    """Divide each channel by what its neighbours answer at the same place [1]_.

    ``y[c] = x[c] / (bias + alpha * sum of x[j] ** 2) ** beta``, where the sum runs over the
    channels ``j`` from ``c - size // 2`` to ``c + size // 2`` that exist.

    Parameters
    ----------
    x : array_like, shape (..., C)
        Channels last; in AlexNet the images after a ReLU.
    size : int
        How many neighbouring channels count, an odd number: n of [1]_, where it is 5.
    bias, alpha, beta : float
        k, alpha and beta of [1]_, where they are 2, 0.0001 and 0.75. (TensorFlow means the same;
        PyTorch divides alpha by the size.)

    Returns
    -------
    ndarray, shape (..., C)
        Of the dtype of `x`; of float64 where `x` holds integers.

    Raises
    ------
    ValueError
        If `size` is even or less than 1, `bias` is not positive, or `alpha` or `beta` negative.
    TypeError
        If `x` holds neither integers nor floats, or an option is no number.

    References
    ----------
    .. [1] Krizhevsky, Sutskever & Hinton, 2012, "ImageNet classification with deep convolutional
           neural networks", section 3.3.

    Examples
    --------
    >>> local_response_normalization(np.array([1.0, 0.0, 3.0]), size=3, bias=1, alpha=1, beta=0.5)
    array([0.70710678, 0.        , 0.9486833 ])
    """
    x, radius, (k, alpha, beta) = _check(x, size, bias, alpha, beta)
    work = x.astype(_arguments.wide(x.dtype), copy=False)
    y = work * (k + alpha * _neighbours(work * work, radius)) ** -beta
    return y.astype(x.dtype, copy=False)


def local_response_normalization_backward(
    dy: ArrayLike,
    x: ArrayLike,
    *,
    size: int = 5,
    bias: float = 2.0,
    alpha: float = 1e-4,
    beta: float = 0.75,
) -> Array:
    """Give the gradient by `x`: what a channel gets itself, less what it took from its neighbours.

    With ``s = bias + alpha * sum of x ** 2`` it is ``dx[c] = dy[c] * s[c] ** -beta - 2 * alpha *
    beta * x[c] * sum over j of dy[j] * x[j] * s[j] ** (-beta - 1)``.

    Parameters
    ----------
    dy : array_like, shape (..., C)
        The gradient of the loss by each result of the forward.
    x, size, bias, alpha, beta
        As they were in the forward.

    Returns
    -------
    ndarray, shape (..., C)

    Raises
    ------
    ValueError
        If `dy` has not the shape of `x`, and where the forward raises it.

    Examples
    --------
    >>> dy, x = np.array([1.0, 0.0, 0.0]), np.array([1.0, 0.0, 3.0])
    >>> local_response_normalization_backward(dy, x, size=3, bias=1, alpha=1, beta=1)
    array([0., 0., 0.])
    """
    x, radius, (k, alpha, beta) = _check(x, size, bias, alpha, beta)
    dy = _values.same_shape("dy", dy, x.shape, "x")
    dtype = np.result_type(dy, x)
    work = x.astype(_arguments.wide(dtype), copy=False)
    scale = k + alpha * _neighbours(work * work, radius)
    direct = dy * scale**-beta
    dx = direct - 2 * alpha * beta * work * _neighbours(direct * work / scale, radius)
    return dx.astype(dtype, copy=False)
