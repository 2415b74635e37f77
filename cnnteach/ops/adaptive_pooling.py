"""Adaptive pooling: a result of fixed size from images of any size."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from cnnteach import shapes
from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array
from cnnteach.ops.max_pooling import max_pool2d_backward
from cnnteach.shapes import Pair


def _windows(
    size: tuple[int, ...], output: Pair
) -> tuple[tuple[int, int], Iterator[tuple[int, int, slice, slice]]]:
    """Give the result's size, and ``(i, j, rows, columns)`` for each of its places.

    Window i of n covers the pixels from ``floor(i * size / n)`` to before ``ceil((i + 1) * size /
    n)``.
    """
    wanted = shapes.pair("output", output)

    def edges(axis: int, place: int) -> slice:
        pixels, places = size[axis], wanted[axis]
        return slice(place * pixels // places, -(-(place + 1) * pixels // places))

    places = ((i, j, edges(0, i), edges(1, j)) for i, j in np.ndindex(wanted))
    return wanted, places


def adaptive_max_pool2d(x: ArrayLike, output: Pair) -> tuple[Array, Array]:
    """Keep the largest number of each window; the windows are as large as the result needs them.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
        Images, channels last.
    output : int or (rows, columns)
        The size of the result, OH and OW. Where it does not divide that of the image,
        neighbouring windows overlap and differ by a pixel.

    Returns
    -------
    y : ndarray, shape (N, OH, OW, C)
        Of the dtype of `x`. NaN counts as larger than any number.
    argmax : ndarray of int, shape (N, OH, OW, C)
        ``row * W + column`` of each winner, the first of equals.

    Raises
    ------
    ValueError
        If `x` has not four axes, or `output` is less than 1.
    TypeError
        If `x` holds neither integers nor floats, or `output` is no whole number.

    References
    ----------
    .. [1] He, Zhang, Ren & Sun, 2015, "Spatial pyramid pooling", arXiv:1406.4729, section 2.2.

    Examples
    --------
    >>> x = np.arange(15).reshape(1, 3, 5, 1)
    >>> y, argmax = adaptive_max_pool2d(x, (1, 2))
    >>> y[0, :, :, 0], argmax[0, :, :, 0]
    (array([[12, 14]]), array([[12, 14]]))
    """
    x = _arguments.images(x)
    wanted, places = _windows(x.shape[1:3], output)
    y = np.empty((len(x), *wanted, x.shape[3]), x.dtype)
    argmax = np.empty(y.shape, np.intp)
    for i, j, rows, columns in places:
        window = x[:, rows, columns]
        flat = window.reshape(len(x), window.shape[1] * window.shape[2], x.shape[3])
        best = flat.argmax(axis=1)
        y[:, i, j] = np.take_along_axis(flat, best[:, None], axis=1)[:, 0]
        row, column = np.divmod(best, window.shape[2])
        argmax[:, i, j] = (rows.start + row) * x.shape[2] + columns.start + column
    return y, argmax


def adaptive_max_pool2d_backward(dy: ArrayLike, argmax: ArrayLike, shape: tuple[int, ...]) -> Array:
    """Hand each gradient to the pixel that won: what `max_pool2d_backward` does, and no more.

    Parameters
    ----------
    dy : array_like, shape (N, OH, OW, C)
        The gradient of the loss by each result of the forward.
    argmax : array_like of int, shape (N, OH, OW, C)
        As `adaptive_max_pool2d` returned it.
    shape : (N, H, W, C)
        The shape of the forward's `x`.

    Returns
    -------
    ndarray, shape (N, H, W, C)
        Of the dtype of `dy`.

    Raises
    ------
    ValueError
        If `dy`, `argmax` and `shape` do not belong together.

    Examples
    --------
    >>> dy, argmax = np.array([[10, 20]]), np.array([[4, 4]])
    >>> adaptive_max_pool2d_backward(
    ...     dy.reshape(1, 1, 2, 1), argmax.reshape(1, 1, 2, 1), (1, 2, 3, 1)
    ... )[0, :, :, 0]
    array([[ 0,  0,  0],
           [ 0, 30,  0]])
    """
    return max_pool2d_backward(dy, argmax, shape)


def adaptive_avg_pool2d(x: ArrayLike, output: Pair) -> Array:
    """Take the mean of each window; the windows are as large as the result needs them.

    Parameters and errors are those of `adaptive_max_pool2d`.

    Returns
    -------
    ndarray, shape (N, OH, OW, C)
        Of the dtype of `x`; of float64 where `x` holds integers.

    Examples
    --------
    >>> adaptive_avg_pool2d(np.arange(15).reshape(1, 3, 5, 1), (1, 2))[0, :, :, 0]
    array([[6., 8.]])
    """
    x = _arguments.images(x)
    wanted, places = _windows(x.shape[1:3], output)
    dtype = _values.floating(x.dtype)
    y = np.empty((len(x), *wanted, x.shape[3]), dtype)
    for i, j, rows, columns in places:
        y[:, i, j] = x[:, rows, columns].mean(axis=(1, 2), dtype=np.float64)
    return y


def adaptive_avg_pool2d_backward(dy: ArrayLike, shape: tuple[int, ...]) -> Array:
    """Share each gradient evenly among the pixels of its window, adding where windows overlap.

    Parameters
    ----------
    dy : array_like, shape (N, OH, OW, C)
        The gradient of the loss by each result of the forward.
    shape : (N, H, W, C)
        The shape of the forward's `x`.

    Returns
    -------
    ndarray, shape (N, H, W, C)
        Of the dtype of `dy`; of float64 where `dy` holds integers.

    Raises
    ------
    ValueError
        If `dy` and `shape` do not belong together.

    Examples
    --------
    >>> dy = np.array([[9.0, 18.0]]).reshape(1, 1, 2, 1)
    >>> adaptive_avg_pool2d_backward(dy, (1, 3, 5, 1))[0, :, :, 0]
    array([[1., 1., 3., 2., 2.],
           [1., 1., 3., 2., 2.],
           [1., 1., 3., 2., 2.]])
    """
    dy = _values.real("dy", dy, _arguments.AXES["dy"])
    shape = _values.shape_of(shape, ("N", "H", "W", "C"))
    if (shape[0], shape[3]) != (dy.shape[0], dy.shape[3]):
        raise ValueError(
            f"shape is {shape}, but must be that of the forward's x, (N, H, W, C), with the N and "
            f"C of dy (dy.shape={dy.shape})"
        )
    _, places = _windows(shape[1:3], (dy.shape[1], dy.shape[2]))
    dx = np.zeros(shape, _arguments.wide(dy.dtype))
    for i, j, rows, columns in places:
        pixels = (rows.stop - rows.start) * (columns.stop - columns.start)
        dx[:, rows, columns] += (dy[:, i, j] / pixels)[:, None, None]
    return dx.astype(dy.dtype, copy=False)
