"""Max-pooling: the largest number of each window, and the gradient that goes to the winner."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _arguments
from cnnteach.ops._arguments import Array, Geometry
from cnnteach.ops._blocks import Block
from cnnteach.ops._pool_windows import BLOCK_NUMBERS, image_shape, pool_blocks, pool_geometry
from cnnteach.ops._taps import taps
from cnnteach.shapes import Padding, Pair


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
        Of the dtype of `x`. NaN counts as larger than any number, so that it is not lost.
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
    g = pool_geometry((x.shape[1], x.shape[2]), size, stride, padding)
    y = np.empty((len(x), *g.output, x.shape[3]), x.dtype)
    argmax = np.empty(y.shape, np.intp)
    in_window = np.add.outer(np.arange(g.kernel[0]) * g.size[1], np.arange(g.kernel[1])).reshape(-1)
    for block in pool_blocks(len(x), g, x.shape[3]):
        winners = running_maximum(x[block[0]], g, block, best=y[block])
        here = argmax[block]
        np.take(in_window, winners, out=here, mode="clip")
        first = np.add.outer(starts(g, 0, block) * g.size[1], starts(g, 1, block))
        here += first[..., np.newaxis]
    return y, argmax


def running_maximum(x: Array, g: Geometry, block: Block, *, best: Array) -> Array:
    """Write each window's maximum into `best`; return which of its pixels won, counted in rows.

    All windows go forward together: first all their first pixels, then all their second ones. A
    winner only ever gives way to a later pixel, so the winner's number is a maximum too.
    """
    best.fill(-np.inf if best.dtype.kind == "f" else np.iinfo(best.dtype).min)
    winners = np.empty(best.shape, np.min_scalar_type(g.kernel[0] * g.kernel[1]))
    rows, columns = (np.maximum(-starts(g, axis, block), 0) for axis in (0, 1))
    winners[...] = np.add.outer(rows * g.kernel[1], columns)[..., np.newaxis]  # the first pixels
    for u, v, outputs, pixels in taps(g, block[1], block[2]):
        candidate, so_far, winner = x[:, *pixels], best[:, *outputs], winners[:, *outputs]
        if u == v == 0:
            so_far[...] = candidate
            continue
        better = (candidate > so_far).view(np.uint8)
        np.maximum(candidate, so_far, out=so_far)
        number = winners.dtype.type(u * g.kernel[1] + v)
        np.maximum(winner, better * number, out=winner)
    if best.dtype.kind == "f" and np.isnan(best).any():
        first_nan(x, g, block, winners)
    return winners


def first_nan(x: Array, g: Geometry, block: Block, winners: Array) -> None:
    """Let the first NaN of each window win, where there is one."""
    for u, v, outputs, pixels in reversed(list(taps(g, block[1], block[2]))):
        np.copyto(winners[:, *outputs], u * g.kernel[1] + v, where=np.isnan(x[:, *pixels]))


def starts(g: Geometry, axis: int, block: Block) -> Array:
    """Give the pixel on which each window of a block starts; negative in the padding."""
    outputs = block[axis + 1]
    return np.arange(outputs.start, outputs.stop) * g.stride[axis] - g.sides[axis][0]


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

    Raises
    ------
    ValueError
        If the three do not belong together.

    Examples
    --------
    >>> dy, argmax = np.array([[10, 20], [30, 40]]), np.array([[4, 7], [13, 10]])
    >>> as_images = (1, 2, 2, 1)
    >>> dx = max_pool2d_backward(dy.reshape(as_images), argmax.reshape(as_images), (1, 4, 4, 1))
    >>> dx[0, :, :, 0]
    array([[ 0,  0,  0,  0],
           [10,  0,  0, 20],
           [ 0,  0, 40,  0],
           [ 0, 30,  0,  0]])
    """
    dy, winners = _arguments.numeric("dy", dy), _arguments.numeric("argmax", argmax)
    n, height, width, channels = image_shape(shape)
    _check_winners(dy, winners, (n, height, width, channels))
    dx = np.zeros((n, height, width, channels), _arguments.wide(dy.dtype))
    numbers = dx.reshape(-1)
    outputs = dy.shape[1] * dy.shape[2]
    dy, winners = (array.reshape(n, outputs, channels) for array in (dy, winners))
    images = max(1, BLOCK_NUMBERS // (outputs * channels))
    places = max(1, BLOCK_NUMBERS // channels)
    for first in range(0, n, images):
        image = np.arange(first, min(first + images, n)).reshape(-1, 1, 1)
        for start in range(0, outputs, places):
            part = np.s_[first : first + images, start : start + places]
            pixel = image * (height * width) + winners[part]
            index = pixel * channels + np.arange(channels)
            np.add.at(numbers, index.reshape(-1), dy[part].reshape(-1))
    return _arguments.fit(dx, dy.dtype)


def _check_winners(dy: Array, winners: Array, shape: tuple[int, int, int, int]) -> None:
    """Check that dy, argmax and shape belong together."""
    if shape[0] != dy.shape[0] or shape[3] != dy.shape[3]:
        raise ValueError(
            f"shape is {shape}, but dy has {dy.shape[0]} images of {dy.shape[3]} channels "
            f"(dy.shape={dy.shape}); shape must be that of the forward's x, (N, H, W, C)"
        )
    if winners.shape != dy.shape:
        raise ValueError(
            f"argmax has shape {winners.shape} and dy {dy.shape}, but they must be the same; "
            "pass the argmax of the forward that dy belongs to"
        )
    if winners.dtype.kind == "f":
        raise TypeError(f"argmax holds {winners.dtype}, but must hold integers")
    places = shape[1] * shape[2]
    if winners.size and not 0 <= winners.min() <= winners.max() < places:
        raise ValueError(
            f"argmax reaches from {winners.min()} to {winners.max()}, but images of {shape[1]} x "
            f"{shape[2]} have the places 0 to {places - 1}; is shape that of the forward's x?"
        )
