"""im2col: each window a row of numbers, so that convolution is one matrix product; and back."""

import math

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array
from cnnteach.ops._taps import taps
from cnnteach.shapes import Padding, Pair


def im2col(
    x: ArrayLike, size: Pair, *, stride: Pair = 1, padding: Padding = 0, dilation: Pair = 1
) -> Array:
    """Write each window of each image as a row: ``conv2d(x, w)`` is then a matrix product.

    ``y = (im2col(x, (KH, KW)) @ w.reshape(-1, F)).reshape(N, OH, OW, F)``. Each pixel is written
    as often as windows hold it, so the result takes up to ``KH * KW`` times the memory of `x`;
    `conv2d` does the same block by block.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
        Images, channels last.
    size : int or (rows, columns)
        The window, KH and KW.
    stride, padding, dilation
        As in `conv2d`.

    Returns
    -------
    ndarray, shape (N * OH * OW, KH * KW * C)
        Of the dtype of `x`. The transpose of the columns of [1]_, with the channels last.

    Raises
    ------
    ValueError
        If the window does not fit the padded image.
    TypeError
        If `x` holds neither integers nor floats, or an option is no whole number.

    References
    ----------
    .. [1] Stanford CS231n, notes on convolutional networks, "Implementation as matrix
           multiplication": AlexNet's 227 x 227 x 3 becomes 363 x 3025.

    Examples
    --------
    >>> im2col(np.arange(9).reshape(1, 3, 3, 1), 2)
    array([[0, 1, 3, 4],
           [1, 2, 4, 5],
           [3, 4, 6, 7],
           [4, 5, 7, 8]])
    """
    x = _arguments.images(x)
    g = _arguments.geometry(x.shape[1:3], size, stride, padding, dilation)
    columns = np.zeros((len(x), *g.output, *g.kernel, x.shape[3]), x.dtype)
    for u, v, outputs, pixels in taps(g):
        columns[:, *outputs, u, v] = x[:, *pixels]
    return columns.reshape(math.prod(columns.shape[:3]), math.prod(columns.shape[3:]))


def col2im(
    columns: ArrayLike,
    shape: tuple[int, int, int, int],
    size: Pair,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
) -> Array:
    """Add each row back to the pixels that `im2col` took it from: the backward of `im2col`.

    It does not undo `im2col`: a pixel that lies in four windows comes back four times as large.

    Parameters
    ----------
    columns : array_like, shape (N * OH * OW, KH * KW * C)
        A row for each window, such as the gradients of `im2col`'s result.
    shape : (N, H, W, C)
        The shape of the images.
    size, stride, padding, dilation
        As they were in `im2col`.

    Returns
    -------
    ndarray, shape (N, H, W, C)
        Of the dtype of `columns`.

    Raises
    ------
    ValueError
        If `columns` has not the shape that `im2col` gives for images of this `shape`.
    OverflowError
        If integers come out that their dtype cannot hold.

    Examples
    --------
    How many windows hold each pixel:

    >>> col2im(np.ones((4, 4), int), (1, 3, 3, 1), 2)[0, :, :, 0]
    array([[1, 2, 1],
           [2, 4, 2],
           [1, 2, 1]])
    """
    images, height, width, channels = _values.shape_of(shape, ("N", "H", "W", "C"))
    g = _arguments.geometry((height, width), size, stride, padding, dilation)
    rows = images * g.output[0] * g.output[1], g.kernel[0] * g.kernel[1] * channels
    numbers = _values.same_shape("columns", columns, rows, "im2col's result")
    windows = numbers.reshape(images, *g.output, *g.kernel, channels)
    x = np.zeros((images, height, width, channels), _arguments.wide(numbers.dtype))
    for u, v, outputs, pixels in taps(g):
        x[:, *pixels] += windows[:, *outputs, u, v]
    return _arguments.fit(x, numbers.dtype)
