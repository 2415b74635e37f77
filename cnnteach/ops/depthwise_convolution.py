"""Depthwise convolution: each channel has kernels of its own, and no sum runs over channels."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array, Geometry
from cnnteach.ops._taps import taps
from cnnteach.shapes import Padding, Pair

KERNELS = ("kernel height", "kernel width", "channels", "multiplier")


def _check(
    x: ArrayLike, w: ArrayLike, stride: Pair, padding: Padding, dilation: Pair
) -> tuple[Array, Array, Geometry]:
    x, w = _arguments.images(x), _values.array("w", w, KERNELS)
    if x.shape[3] != w.shape[2]:
        raise ValueError(
            f"x has {x.shape[3]} channels but w expects {w.shape[2]} (x.shape={x.shape}, "
            f"w.shape={w.shape}); w is (KH, KW, channels, multiplier)"
        )
    return x, w, _arguments.geometry(x.shape[1:3], w.shape[:2], stride, padding, dilation)


def depthwise_conv2d(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
) -> Array:
    """Convolve each channel with its own M kernels: `conv2d` with as many groups as channels.

    ``y[n, i, j, c * M + m] = b[c * M + m] + sum over u, v of
    x[n, i * stride + u, j * stride + v, c] * w[u, v, c, m]``.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
        Images, channels last.
    w : array_like, shape (KH, KW, C, M)
        M kernels for each channel, in the layout of a Keras `DepthwiseConv2D` kernel.
    b : array_like, shape (C * M,), optional
        One number for each channel of the result.
    stride, dilation : int or (rows, columns)
        Pixels from one window to the next, and from one weight to the next.
    padding : int, (rows, columns), ((top, bottom), (left, right)), "valid" or "same"
        Zeros around each image.

    Returns
    -------
    ndarray, shape (N, OH, OW, C * M)
        Of the dtype of ``x * w``.

    Raises
    ------
    ValueError
        If `x` and `w` disagree on C, or the kernel does not fit the padded image.
    TypeError
        If an array holds neither integers nor floats, or an option is no whole number.

    References
    ----------
    .. [1] Chollet, 2017, "Xception", arXiv:1610.02357, section 1.

    Examples
    --------
    >>> x = np.array([[1, 10], [2, 20], [4, 40]]).reshape(1, 1, 3, 2)
    >>> w = np.array([[-1, 1], [1, 1]]).reshape(1, 2, 2, 1)  # channel 0: difference, channel 1: sum
    >>> depthwise_conv2d(x, w)[0, 0]
    array([[ 1, 30],
           [ 2, 60]])
    """
    x, w, g = _check(x, w, stride, padding, dilation)
    dtype = np.result_type(x, w)
    work = _arguments.wide(dtype)
    y = np.zeros((len(x), *g.output, *w.shape[2:]), work)
    for u, v, outputs, pixels in taps(g):
        y[:, *outputs] += x[:, *pixels, :, None] * w[u, v].astype(work)
    y = y.reshape(*y.shape[:3], w.shape[2] * w.shape[3])
    y += _arguments.bias(b, y.shape[3], dtype)
    return _arguments.fit(y, dtype)


def depthwise_conv2d_backward(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
) -> tuple[Array, Array, Array]:
    """Give the gradients of a loss by `x`, `w` and `b`, from that by depthwise_conv2d's result.

    Parameters
    ----------
    dy : array_like, shape (N, OH, OW, C * M)
        The gradient of the loss by each result of the forward.
    x, w, stride, padding, dilation
        As they were in the forward `depthwise_conv2d`.

    Returns
    -------
    dx : ndarray, shape (N, H, W, C)
    dw : ndarray, shape (KH, KW, C, M)
    db : ndarray, shape (C * M,)

    Raises
    ------
    ValueError
        If `dy` has not the shape of the result, and where `depthwise_conv2d` raises it.

    Examples
    --------
    >>> x = np.array([[1, 10], [2, 20], [4, 40]]).reshape(1, 1, 3, 2)
    >>> w = np.array([[-1, 1], [1, 1]]).reshape(1, 2, 2, 1)
    >>> dx, dw, db = depthwise_conv2d_backward(np.ones((1, 1, 2, 2), int), x, w)
    >>> dx[0, 0].T, dw[0, :, :, 0], db
    (array([[-1,  0,  1],
           [ 1,  2,  1]]), array([[ 3, 30],
           [ 6, 60]]), array([2, 2]))
    """
    x, w, g = _check(x, w, stride, padding, dilation)
    dy = _arguments.upstream(dy, (len(x), *g.output, w.shape[2] * w.shape[3]))
    dtype = np.result_type(dy, x, w)
    work = _arguments.wide(dtype)
    above = dy.reshape(*dy.shape[:3], *w.shape[2:])
    dx, dw = np.zeros(x.shape, work), np.empty(w.shape, work)
    for u, v, outputs, pixels in taps(g):
        here = above[:, *outputs].astype(work)
        rows = np.einsum("nijcm,nijc->nicm", here, x[:, *pixels].astype(work))
        dw[u, v] = _values.total(rows.reshape(-1, w.shape[2] * w.shape[3])).reshape(w.shape[2:])
        dx[:, *pixels] += np.einsum("nijcm,cm->nijc", here, w[u, v].astype(work))
    db = _values.total(dy.astype(work, copy=False))
    return _arguments.fit(dx, dtype), _arguments.fit(dw, dtype), _arguments.fit(db, dtype)
