"""Pooling: the maximum and the mean of each window, and how gradients go back through them."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach import shapes
from cnnteach.ops import _arguments
from cnnteach.ops._arguments import Array, Geometry
from cnnteach.shapes import Padding, Pair


def _pool_geometry(
    shape: tuple[int, ...], size: Pair, stride: Pair | None, padding: Padding
) -> Geometry:
    """Resolve a pooling's options to pixels; every window must hold a pixel of the image."""
    image = (shape[1], shape[2])
    g = _arguments.geometry(image, size, size if stride is None else stride, padding)
    for a, axis in enumerate(("rows", "columns")):
        starts = shapes.window_starts(g.size[a], g.kernel[a], g.stride[a], g.sides[a])
        if starts[0] + g.kernel[a] <= 0 or starts[-1] >= g.size[a]:
            raise ValueError(
                f"padding {g.sides[a]} along the {axis} leaves a window of {g.kernel[a]} with "
                "nothing but padding in it; make the padding smaller than the window"
            )
    return g


def _overlap(g: Geometry, axis: int, tap: int) -> tuple[slice, slice]:
    """Say which outputs meet a pixel with this tap of their window, and which pixels those are."""
    stride, before = g.stride[axis], g.sides[axis][0]
    first = max(0, -((tap - before) // stride))
    last = min(g.output[axis] - 1, (g.size[axis] - 1 + before - tap) // stride)
    count = max(0, last + 1 - first)
    start = first * stride + tap - before
    return slice(first, first + count), slice(start, start + count * stride, stride)


def max_pool2d(
    x: ArrayLike, size: Pair, *, stride: Pair | None = None, padding: Padding = 0
) -> tuple[Array, Array]:
    """Keep the largest number of each window, and remember where it was.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
        Images, channels last.
    size : int or (rows, columns)
        The window.
    stride : int or (rows, columns), optional
        Pixels from one window to the next; as many as the window is large, if not given.
    padding : int, (rows, columns), ((top, bottom), (left, right)), "valid" or "same"
        Padding never wins over a pixel, as if it were minus infinity.

    Returns
    -------
    y : ndarray, shape (N, OH, OW, C)
        Of the dtype of `x`. NaN counts as larger than any number.
    argmax : ndarray of int, shape (N, OH, OW, C)
        ``row * W + column`` of each winner in its image without padding; the first of equals.

    Raises
    ------
    ValueError
        If the window does not fit the padded image, or one lies wholly in the padding.
    TypeError
        If `x` holds neither integers nor floats, or an option is no whole number.

    Examples
    --------
    >>> x = np.array([[1, 3, 2, 1], [4, 2, 1, 5], [0, 1, 9, 2], [2, 8, 3, 4]])
    >>> y, argmax = max_pool2d(x[None, :, :, None], 2)
    >>> y[0, :, :, 0], argmax[0, :, :, 0]
    (array([[4, 5],
           [8, 9]]), array([[ 4,  7],
           [13, 10]]))
    """
    x = _arguments.images(x)
    g = _pool_geometry(x.shape, size, stride, padding)
    rows, columns = (
        np.maximum(0, shapes.window_starts(g.size[a], g.kernel[a], g.stride[a], g.sides[a]))
        for a in (0, 1)
    )
    y = x[:, rows[:, None], columns]
    argmax = np.empty(y.shape, np.intp)
    argmax[...] = (rows[:, None] * g.size[1] + columns)[:, :, None]
    places = np.arange(g.size[0] * g.size[1]).reshape(*g.size, 1)
    for u, v in np.ndindex(g.kernel):
        (i, row), (j, column) = _overlap(g, 0, u), _overlap(g, 1, v)
        candidate, best = x[:, row, column], y[:, i, j]
        better = (candidate > best) | ((candidate != candidate) & (best == best))
        np.copyto(best, candidate, where=better)
        np.copyto(argmax[:, i, j], places[row, column], where=better)
    return y, argmax


def max_pool2d_backward(dy: ArrayLike, argmax: ArrayLike, shape: tuple[int, ...]) -> Array:
    """Hand each gradient to the pixel that won; a pixel that won twice gets the sum.

    Parameters
    ----------
    dy : array_like, shape (N, OH, OW, C)
        The gradient of the loss by each result of the forward.
    argmax : array_like of int, shape (N, OH, OW, C)
        As `max_pool2d` returned it.
    shape : (N, H, W, C)
        The shape of the forward's `x`.

    Returns
    -------
    ndarray, shape (N, H, W, C)
        Of the dtype of `dy`.

    Examples
    --------
    >>> dy, argmax = np.array([10, 20, 30, 40]), np.array([4, 7, 13, 10])
    >>> max_pool2d_backward(
    ...     dy.reshape(1, 2, 2, 1), argmax.reshape(1, 2, 2, 1), (1, 4, 4, 1)
    ... )[0, :, :, 0]
    array([[ 0,  0,  0,  0],
           [10,  0,  0, 20],
           [ 0,  0, 40,  0],
           [ 0, 30,  0,  0]])
    """
    dy, winners = _arguments.numeric("dy", dy), _arguments.numeric("argmax", argmax, AXES_ARGMAX)
    n, height, width, channels = _check_winners(dy, winners, shape)
    dx = np.zeros((n, height, width, channels), dy.dtype)
    image = np.arange(n).reshape(-1, 1, 1, 1)
    flat = dx.reshape(n, height * width, channels)
    np.add.at(flat, (image, winners, np.arange(channels)), dy)
    return dx


AXES_ARGMAX = ("images", "output height", "output width", "channels")


def _check_winners(dy: Array, winners: Array, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Check that dy, argmax and shape belong together."""
    if len(shape) != 4 or shape[0] != dy.shape[0] or shape[3] != dy.shape[3]:
        raise ValueError(
            f"shape is {tuple(shape)}, but must be that of the forward's x, (N, H, W, C), "
            f"with the N and C of dy (dy.shape={dy.shape})"
        )
    if winners.shape != dy.shape:
        raise ValueError(
            f"argmax has shape {winners.shape} and dy {dy.shape}, but they must be the same; "
            "pass the argmax of the forward that dy belongs to"
        )
    if winners.dtype.kind not in "iu":
        raise TypeError(f"argmax holds {winners.dtype}, but must hold integers")
    n, height, width, channels = shape
    if winners.size and not 0 <= winners.min() <= winners.max() < height * width:
        raise ValueError(
            f"argmax reaches from {winners.min()} to {winners.max()}, but images of {height} x "
            f"{width} have the places 0 to {height * width - 1}; is shape that of the forward's x?"
        )
    return n, height, width, channels


def _counts(g: Geometry) -> Array:
    """Count the pixels of the image in each window, shape (OH, OW, 1)."""
    rows, columns = (
        np.array(
            [
                min(start + g.kernel[a], g.size[a]) - max(start, 0)
                for start in shapes.window_starts(g.size[a], g.kernel[a], g.stride[a], g.sides[a])
            ]
        )
        for a in (0, 1)
    )
    counts: Array = rows[:, None] * columns
    return counts[:, :, None]


def avg_pool2d(
    x: ArrayLike, size: Pair, *, stride: Pair | None = None, padding: Padding = 0
) -> Array:
    """Take the mean of each window; padding is not counted, as in Keras.

    Parameters and errors are those of `max_pool2d`.

    Returns
    -------
    ndarray, shape (N, OH, OW, C)
        Of the dtype of `x`; of float64 where `x` holds integers.

    Examples
    --------
    >>> x = np.array([[1, 3, 2, 1], [4, 2, 1, 5], [0, 1, 9, 2], [2, 8, 3, 4]])
    >>> avg_pool2d(x[None, :, :, None], 2)[0, :, :, 0]
    array([[2.5 , 2.25],
           [2.75, 4.5 ]])
    """
    x = _arguments.images(x)
    g = _pool_geometry(x.shape, size, stride, padding)
    dtype = x.dtype if x.dtype.kind == "f" else np.dtype(np.float64)
    y = np.zeros((len(x), *g.output, x.shape[3]), _arguments.wide(dtype))
    for u, v in np.ndindex(g.kernel):
        (i, row), (j, column) = _overlap(g, 0, u), _overlap(g, 1, v)
        y[:, i, j] += x[:, row, column]
    y /= _counts(g)
    return y.astype(dtype, copy=False)


def avg_pool2d_backward(
    dy: ArrayLike,
    shape: tuple[int, ...],
    size: Pair,
    *,
    stride: Pair | None = None,
    padding: Padding = 0,
) -> Array:
    """Share each gradient evenly among the pixels of its window, adding where windows overlap.

    Parameters
    ----------
    dy : array_like, shape (N, OH, OW, C)
        The gradient of the loss by each result of the forward.
    shape : (N, H, W, C)
        The shape of the forward's `x`.
    size, stride, padding
        As they were in the forward.

    Returns
    -------
    ndarray, shape (N, H, W, C)
        Of the dtype of `dy`; of float64 where `dy` holds integers.

    Examples
    --------
    >>> avg_pool2d_backward(np.array([4.0, 8.0]).reshape(1, 1, 2, 1), (1, 2, 4, 1), 2)[0, :, :, 0]
    array([[1., 1., 2., 2.],
           [1., 1., 2., 2.]])
    """
    g = _pool_geometry(shape, size, stride, padding)
    dy = _arguments.upstream(dy, (shape[0], *g.output, shape[3]))
    dtype = dy.dtype if dy.dtype.kind == "f" else np.dtype(np.float64)
    share = (dy / _counts(g)).astype(_arguments.wide(dtype))
    dx = np.zeros(shape, share.dtype)
    for u, v in np.ndindex(g.kernel):
        (i, row), (j, column) = _overlap(g, 0, u), _overlap(g, 1, v)
        dx[:, row, column] += share[:, i, j]
    return dx.astype(dtype, copy=False)
