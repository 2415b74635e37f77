"""Transposed convolution: from a small map to a large one, for images out of features."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach import shapes
from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array, Geometry
from cnnteach.ops._taps import taps
from cnnteach.ops.convolution import conv2d
from cnnteach.shapes import Padding, Pair


def _check(x: ArrayLike, w: ArrayLike) -> tuple[Array, Array]:
    x = _arguments.images(x)
    w = _values.array("w", w, ("kernel height", "kernel width", "filters", "channels"))
    if x.shape[3] != w.shape[3]:
        raise ValueError(
            f"x has {x.shape[3]} channels but w expects {w.shape[3]} (x.shape={x.shape}, "
            f"w.shape={w.shape}); here w is (KH, KW, filters, channels): channels come last, as in "
            "Keras, so perhaps w.swapaxes(2, 3)"
        )
    return x, w


def _large_geometry(
    small: tuple[int, int],
    kernel: tuple[int, int],
    stride: Pair,
    padding: Padding,
    output_padding: Pair,
    dilation: Pair,
) -> Geometry:
    """Resolve the convolution of the large image, whose result is as large as the small one."""
    strides, dilations = shapes.pair("stride", stride), shapes.pair("dilation", dilation)
    extras = shapes.pair("output_padding", output_padding, least=0)
    words = shapes.two("padding", padding)
    large = []
    for a in (0, 1):
        size = shapes.transposed_size(small[a], kernel[a], strides[a], words[a], dilations[a])  # type: ignore[arg-type]
        if extras[a] and isinstance(words[a], str):
            raise ValueError(
                f"padding {words[a]!r} says how large the result is, so output_padding "
                f"({extras[a]}) has no place; give the padding as a number"
            )
        if extras[a] >= strides[a]:
            raise ValueError(
                f"output_padding is {extras[a]}, but must be smaller than the stride ({strides[a]})"
            )
        large.append(size + extras[a])
    return _arguments.geometry((large[0], large[1]), kernel, strides, padding, dilations)


def conv2d_transpose(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    output_padding: Pair = 0,
    dilation: Pair = 1,
) -> Array:
    """Paint each kernel, times each pixel, onto a large image; overlapping paint adds up [1]_.

    ``y[n, i * stride + u - top, j * stride + v - left, f]`` gets ``x[n, i, j, c] * w[u, v, f, c]``
    from every i, j, u, v and c; then `b` is added. It is what `conv2d_backward` does to go from
    dy to dx, and undoes the shape, not the values, of the convolution with the same options.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
        Images, channels last.
    w : array_like, shape (KH, KW, F, C)
        Kernels, in the layout of a Keras `Conv2DTranspose` kernel.
    b : array_like, shape (F,), optional
        One number for each filter, added to all its results.
    stride : int or (rows, columns)
        Pixels of the result from one painted kernel to the next: 2 makes twice the size.
    padding : int, (rows, columns), ((top, bottom), (left, right)), "valid" or "same"
        Pixels that are cut from the result's rim.
    output_padding : int or (rows, columns)
        Rows and columns that are added at the bottom and on the right, fewer than `stride`;
        only where `padding` is given in numbers.
    dilation : int or (rows, columns)
        Pixels from one weight to the next.

    Returns
    -------
    ndarray, shape (N, OH, OW, F)
        With ``OH = (H - 1) * stride + extent - top - bottom + output_padding``; with "same"
        ``H * stride``; with "valid" ``(H - 1) * stride + max(extent, stride)``, as in Keras.

    Raises
    ------
    ValueError
        If `x` and `w` disagree on C, the padding cuts everything away, or `output_padding` is as
        large as the stride or comes with a word for `padding`.
    TypeError
        If an array holds neither integers nor floats, or an option is no whole number.

    References
    ----------
    .. [1] Dumoulin & Visin, 2016, arXiv:1603.07285, section 4.

    Examples
    --------
    >>> x = np.array([[1, 2], [3, 4]]).reshape(1, 2, 2, 1)
    >>> conv2d_transpose(x, np.ones((2, 2, 1, 1), int), stride=2)[0, :, :, 0]
    array([[1, 1, 2, 2],
           [1, 1, 2, 2],
           [3, 3, 4, 4],
           [3, 3, 4, 4]])
    >>> conv2d_transpose(x, np.ones((2, 2, 1, 1), int))[0, :, :, 0]
    array([[ 1,  3,  2],
           [ 4, 10,  6],
           [ 3,  7,  4]])
    """
    x, w = _check(x, w)
    g = _large_geometry(x.shape[1:3], w.shape[:2], stride, padding, output_padding, dilation)
    dtype = np.result_type(x, w)
    work = _arguments.wide(dtype)
    small, kernels = x.astype(work, copy=False), w.astype(work, copy=False)
    y = np.empty((len(x), *g.size, w.shape[2]), work)
    y[...] = _arguments.bias(b, w.shape[2], dtype)
    for u, v, outputs, pixels in taps(g):
        y[:, *pixels] += small[:, *outputs] @ kernels[u, v].T
    return _arguments.fit(y, dtype)


def conv2d_transpose_backward(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    output_padding: Pair = 0,
    dilation: Pair = 1,
) -> tuple[Array, Array, Array]:
    """Give the gradients by `x`, `w` and `b`: the one by `x` is an ordinary convolution of dy.

    Parameters
    ----------
    dy : array_like, shape (N, OH, OW, F)
        The gradient of the loss by each result of the forward.
    x, w, stride, padding, output_padding, dilation
        As they were in the forward `conv2d_transpose`.

    Returns
    -------
    dx : ndarray, shape (N, H, W, C)
    dw : ndarray, shape (KH, KW, F, C)
    db : ndarray, shape (F,)

    Raises
    ------
    ValueError
        If `dy` has not the shape of the result, and where `conv2d_transpose` raises it.

    Examples
    --------
    >>> x, w = np.array([[[[2]]]]), np.array([[1, 2], [3, 4]]).reshape(2, 2, 1, 1)
    >>> dx, dw, db = conv2d_transpose_backward(np.ones((1, 2, 2, 1), int), x, w)
    >>> dx.item(), dw[:, :, 0, 0], db
    (10, array([[2, 2],
           [2, 2]]), array([4]))
    """
    x, w = _check(x, w)
    g = _large_geometry(x.shape[1:3], w.shape[:2], stride, padding, output_padding, dilation)
    dy = _arguments.upstream(dy, (len(x), *g.size, w.shape[2]))
    dtype = np.result_type(dy, x, w)
    work = _arguments.wide(dtype)
    above, small = dy.astype(work, copy=False), x.astype(work, copy=False)
    dw = np.empty(w.shape, work)
    for u, v, outputs, pixels in taps(g):
        dw[u, v] = np.tensordot(above[:, *pixels], small[:, *outputs], axes=([0, 1, 2], [0, 1, 2]))
    dx = conv2d(above, w.astype(work), stride=g.stride, padding=g.sides, dilation=g.dilation)
    db = _values.total(above)
    return _arguments.fit(dx, dtype), _arguments.fit(dw, dtype), _arguments.fit(db, dtype)
