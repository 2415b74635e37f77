"""A convolution as one matrix: sparse, and the same few weights again and again."""

import math

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array
from cnnteach.ops._taps import taps
from cnnteach.shapes import Padding, Pair

LARGEST = 1 << 24  # numbers in the matrix: 128 MiB of float64


def toeplitz(
    w: ArrayLike,
    shape: tuple[int, ...],
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
) -> Array:
    """Write the convolution of one image of this `shape` as a matrix.

    ``y.ravel() = T @ x.ravel()``. Each row belongs to one output and holds the kernel's weights in
    the columns of the pixels that they meet; all else is zero. In one dimension such a matrix is
    called Toeplitz, in two doubly block Toeplitz [1]_. Its transpose is the transposed convolution:
    ``dx.ravel() = T.T @ dy.ravel()``.

    Parameters
    ----------
    w : array_like, shape (KH, KW) or (KH, KW, C, F)
        One kernel for grey images, or kernels as `conv2d` takes them.
    shape : (H, W) or (H, W, C)
        The image, with as many axes as belong to `w`.
    stride, padding, dilation
        As in `conv2d`.

    Returns
    -------
    ndarray, shape (OH * OW * F, H * W * C)
        The matrix, with all its zeros, of the dtype of `w`.

    Raises
    ------
    ValueError
        If `shape` does not belong to `w`, the kernel does not fit, or the matrix would have more
        than 16,777,216 numbers: dense matrices are for small images, which is what they teach.
    TypeError
        If `w` holds neither integers nor floats, or an option is no whole number.

    References
    ----------
    .. [1] Goodfellow, Bengio & Courville, 2016, Deep Learning, section 9.1.

    Examples
    --------
    >>> toeplitz([[1, 2, 3]], (1, 5))
    array([[1, 2, 3, 0, 0],
           [0, 1, 2, 3, 0],
           [0, 0, 1, 2, 3]])
    >>> w, x = np.array([[0, 1], [2, 3]]), np.arange(9)
    >>> (toeplitz(w, (3, 3)) @ x).reshape(2, 2)
    array([[19, 25],
           [37, 43]])
    """
    w, (height, width, channels) = _check(w, shape)
    g = _arguments.geometry((height, width), w.shape[:2], stride, padding, dilation)
    rows, columns = math.prod(g.output) * w.shape[3], height * width * channels
    if rows * columns > LARGEST:
        raise ValueError(
            f"the matrix would have {rows} rows and {columns} columns, {rows * columns} numbers, "
            f"of which nearly all are zeros; at most {LARGEST} are made here, so take a smaller "
            "image, or conv2d"
        )
    matrix = np.zeros((*g.output, w.shape[3], height, width, channels), w.dtype)
    indices = [np.arange(length) for length in (*g.output, height, width)]
    for u, v, outputs, pixels in taps(g):
        i, j, row, column = (
            line[places] for line, places in zip(indices, (*outputs, *pixels), strict=True)
        )
        matrix[i[:, None], j, :, row[:, None], column] = w[u, v].T
    return matrix.reshape(rows, columns)


def _check(w: ArrayLike, shape: tuple[int, ...]) -> tuple[Array, tuple[int, ...]]:
    """Give `w` its four axes, and `shape` its three."""
    kernels = np.asarray(w)
    if kernels.ndim == 2:
        height, width = _values.shape_of(shape, ("H", "W"))
        return _arguments.numeric("w", kernels[:, :, None, None]), (height, width, 1)
    kernels = _arguments.numeric("w", kernels)
    size = _values.shape_of(shape, ("H", "W", "C"))
    if size[2] != kernels.shape[2]:
        raise ValueError(
            f"shape {size} has {size[2]} channels, but w expects {kernels.shape[2]} "
            f"(w.shape={kernels.shape})"
        )
    return kernels, size
