"""Average pooling: the mean of each window, and the gradient that its pixels share."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _arguments
from cnnteach.ops._arguments import Array, DType, Geometry
from cnnteach.ops._blocks import Block
from cnnteach.ops._pool_windows import image_shape, pool_blocks, pool_geometry
from cnnteach.ops._taps import taps
from cnnteach.shapes import Padding, Pair


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
    g = pool_geometry((x.shape[1], x.shape[2]), size, stride, padding)
    dtype = of_mean(x.dtype)
    y = np.empty((len(x), *g.output, x.shape[3]), dtype)
    for block in pool_blocks(len(x), g, x.shape[3]):
        images = x[block[0]]
        sums = np.zeros(y[block].shape, _arguments.wide(dtype))
        for _, _, outputs, pixels in taps(g, block[1], block[2]):
            sums[:, *outputs] += images[:, *pixels]
        np.divide(sums, counts(g, block), out=y[block], casting="same_kind")
    return y


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

    Raises
    ------
    ValueError
        If `dy` has not the shape of the forward's result, and where `avg_pool2d` raises it.

    Examples
    --------
    >>> avg_pool2d_backward(np.array([4.0, 8.0]).reshape(1, 1, 2, 1), (1, 2, 4, 1), 2)[0, :, :, 0]
    array([[1., 1., 2., 2.],
           [1., 1., 2., 2.]])
    """
    n, height, width, channels = image_shape(shape)
    g = pool_geometry((height, width), size, stride, padding)
    dy = _arguments.upstream(dy, (n, *g.output, channels))
    dtype = of_mean(dy.dtype)
    dx = np.zeros((n, height, width, channels), _arguments.wide(dtype))
    for block in pool_blocks(n, g, channels):
        images = dx[block[0]]
        share = (dy[block] / counts(g, block)).astype(dx.dtype, copy=False)
        for _, _, outputs, pixels in taps(g, block[1], block[2]):
            images[:, *pixels] += share[:, *outputs]
    return dx.astype(dtype, copy=False)


def of_mean(dtype: DType) -> DType:
    """Give the dtype of a mean: that of floats stays, integers make float64."""
    return dtype if dtype.kind == "f" else np.dtype(np.float64)


def counts(g: Geometry, block: Block) -> Array:
    """Count the pixels of each window that are no padding: shape (rows, columns, 1)."""
    seen = []
    for axis in (0, 1):
        outputs = np.arange(block[axis + 1].start, block[axis + 1].stop)
        first = outputs * g.stride[axis] - g.sides[axis][0]
        last = first + g.kernel[axis]
        seen.append(np.minimum(last, g.size[axis]) - np.maximum(first, 0))
    pixels: Array = np.multiply.outer(*seen)
    return pixels[..., np.newaxis]
