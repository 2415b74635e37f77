"""Depthwise separable convolution: first within each channel, then across channels."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _values
from cnnteach.ops._arguments import Array
from cnnteach.ops.convolution import conv2d, conv2d_backward
from cnnteach.ops.depthwise_convolution import depthwise_conv2d, depthwise_conv2d_backward
from cnnteach.shapes import Padding, Pair

POINTWISE = ("1", "1", "channels * multiplier", "filters")


def _check(depthwise: ArrayLike, pointwise: ArrayLike) -> tuple[Array, Array]:
    """Check that the two kernels belong together."""
    first = _values.array(
        "depthwise", depthwise, ("kernel height", "kernel width", "channels", "multiplier")
    )
    second = _values.array("pointwise", pointwise, POINTWISE)
    between = first.shape[2] * first.shape[3]
    if second.shape[:3] != (1, 1, between):
        raise ValueError(
            f"pointwise has shape {second.shape}, but must have shape (1, 1, {between}, filters): "
            f"depthwise (shape {first.shape}) makes {first.shape[2]} * {first.shape[3]} channels"
        )
    return first, second


def separable_conv2d(
    x: ArrayLike,
    depthwise: ArrayLike,
    pointwise: ArrayLike,
    b: ArrayLike | None = None,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
) -> Array:
    """Convolve each channel by itself, then mix the channels by a 1 x 1 convolution.

    ``y = conv2d(depthwise_conv2d(x, depthwise), pointwise, b)``. For M = 1 it has
    ``KH * KW * C + C * F`` weights instead of the ``KH * KW * C * F`` of a full convolution. What
    lies between the two, C * M channels, is held while it is needed.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
        Images, channels last.
    depthwise : array_like, shape (KH, KW, C, M)
        M kernels for each channel.
    pointwise : array_like, shape (1, 1, C * M, F)
        What each filter takes of each channel; both as a Keras `SeparableConv2D` stores them.
    b : array_like, shape (F,), optional
        One number for each filter.
    stride, padding, dilation
        As in `depthwise_conv2d`.

    Returns
    -------
    ndarray, shape (N, OH, OW, F)
        Of the dtype of ``x * depthwise * pointwise``.

    Raises
    ------
    ValueError
        If the channels of `x`, `depthwise` and `pointwise` do not follow from each other.
    TypeError
        If an array holds neither integers nor floats, or an option is no whole number.

    References
    ----------
    .. [1] Chollet, 2017, "Xception", arXiv:1610.02357, section 1.2.

    Examples
    --------
    >>> x = np.array([[1, 10], [2, 20], [4, 40]]).reshape(1, 1, 3, 2)
    >>> depthwise = np.array([[-1, 1], [1, 1]]).reshape(1, 2, 2, 1)
    >>> separable_conv2d(x, depthwise, np.ones((1, 1, 2, 1), int))[0, 0, :, 0]
    array([31, 62])
    """
    depthwise, pointwise = _check(depthwise, pointwise)
    between = depthwise_conv2d(x, depthwise, stride=stride, padding=padding, dilation=dilation)
    return conv2d(between, pointwise, b)


def separable_conv2d_backward(
    dy: ArrayLike,
    x: ArrayLike,
    depthwise: ArrayLike,
    pointwise: ArrayLike,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
) -> tuple[Array, Array, Array, Array]:
    """Give the gradients by `x`, `depthwise`, `pointwise` and `b`: first back through the mix.

    Parameters
    ----------
    dy : array_like, shape (N, OH, OW, F)
        The gradient of the loss by each result of the forward.
    x, depthwise, pointwise, stride, padding, dilation
        As they were in the forward `separable_conv2d`.

    Returns
    -------
    dx : ndarray, shape (N, H, W, C)
    ddepthwise : ndarray, shape (KH, KW, C, M)
    dpointwise : ndarray, shape (1, 1, C * M, F)
    db : ndarray, shape (F,)

    Raises
    ------
    ValueError
        If `dy` has not the shape of the result, and where `separable_conv2d` raises it.

    Examples
    --------
    >>> x = np.array([[1, 10], [2, 20], [4, 40]]).reshape(1, 1, 3, 2)
    >>> depthwise, pointwise = np.ones((1, 2, 2, 1), int), np.array([1, 5]).reshape(1, 1, 2, 1)
    >>> dx, _, dpointwise, db = separable_conv2d_backward(
    ...     np.ones((1, 1, 2, 1), int), x, depthwise, pointwise
    ... )
    >>> dx[0, 0].T, dpointwise.ravel(), db
    (array([[ 1,  2,  1],
           [ 5, 10,  5]]), array([ 9, 90]), array([2]))
    """
    depthwise, pointwise = _check(depthwise, pointwise)
    between = depthwise_conv2d(x, depthwise, stride=stride, padding=padding, dilation=dilation)
    dbetween, dpointwise, db = conv2d_backward(dy, between, pointwise)
    dx, ddepthwise, _ = depthwise_conv2d_backward(
        dbetween, x, depthwise, stride=stride, padding=padding, dilation=dilation
    )
    dtype = np.result_type(dx, dpointwise)
    return dx.astype(dtype), ddepthwise.astype(dtype), dpointwise, db
