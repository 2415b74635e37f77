"""A locally connected layer: windows as in a convolution, but each place has weights of its own."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array, Geometry
from cnnteach.ops._taps import taps
from cnnteach.shapes import Padding, Pair

KERNELS = ("output height", "output width", "kernel height", "kernel width", "channels", "filters")


def _check(
    x: ArrayLike, w: ArrayLike, stride: Pair, padding: Padding
) -> tuple[Array, Array, Geometry]:
    x, w = _arguments.images(x), _values.array("w", w, KERNELS)
    if x.shape[3] != w.shape[4]:
        raise ValueError(
            f"x has {x.shape[3]} channels but w expects {w.shape[4]} (x.shape={x.shape}, "
            f"w.shape={w.shape}); w is (OH, OW, KH, KW, channels, filters)"
        )
    g = _arguments.geometry(x.shape[1:3], w.shape[2:4], stride, padding)
    if w.shape[:2] != g.output:
        raise ValueError(
            f"w has kernels for {w.shape[0]} x {w.shape[1]} places, but windows of "
            f"{w.shape[2]} x {w.shape[3]} have {g.output[0]} x {g.output[1]} places in images of "
            f"{g.size[0]} x {g.size[1]} with this stride and padding; nothing is shared, so each "
            "place needs a kernel"
        )
    return x, w, g


def locally_connected2d(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
) -> Array:
    """Dot the window at each place with the kernels of that place: nothing is shared [1]_.

    ``y[n, i, j, f] = b[i, j, f] + sum over u, v, c of
    x[n, i * stride + u, j * stride + v, c] * w[i, j, u, v, c, f]``. With the same kernel at each
    place it is `conv2d`.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
        Images, channels last.
    w : array_like, shape (OH, OW, KH, KW, C, F)
        A kernel for each place; ``w.reshape(OH * OW, KH * KW * C, F)`` is the kernel of Keras 2's
        `LocallyConnected2D` (Keras 3 has no such layer).
    b : array_like, shape (OH, OW, F), optional
        A number for each place and filter.
    stride : int or (rows, columns)
        Pixels from one window to the next.
    padding : int, (rows, columns), ((top, bottom), (left, right)), "valid" or "same"
        Zeros around each image.

    Returns
    -------
    ndarray, shape (N, OH, OW, F)
        Of the dtype of ``x * w``.

    Raises
    ------
    ValueError
        If `x` and `w` disagree on C, or `w` has not a kernel for each place.
    TypeError
        If an array holds neither integers nor floats, or an option is no whole number.

    References
    ----------
    .. [1] Goodfellow, Bengio & Courville, 2016, Deep Learning, section 9.5, "unshared convolution".

    Examples
    --------
    Two places, the first of which doubles while the second takes a difference:

    >>> x = np.array([3, 5, 9]).reshape(1, 1, 3, 1)
    >>> w = np.array([[2, 0], [-1, 1]]).reshape(1, 2, 1, 2, 1, 1)
    >>> locally_connected2d(x, w)[0, :, :, 0]
    array([[6, 4]])
    """
    x, w, g = _check(x, w, stride, padding)
    dtype = np.result_type(x, w)
    work = _arguments.wide(dtype)
    y = np.empty((*g.output, len(x), w.shape[5]), work)
    y[...] = _bias(b, (*g.output, w.shape[5]), dtype)[:, :, None]
    places = x.transpose(1, 2, 0, 3).astype(work)  # a matrix of images and channels at each pixel
    for u, v, outputs, pixels in taps(g):
        y[outputs] += places[pixels] @ w[*outputs, u, v].astype(work)
    y = np.ascontiguousarray(y.transpose(2, 0, 1, 3))
    return _arguments.fit(y, dtype)


def _bias(b: ArrayLike | None, shape: tuple[int, ...], dtype: np.dtype[np.generic]) -> Array:
    if b is None:
        return np.zeros(shape, dtype)
    numbers = _values.same_shape("b", b, shape, "the result, without its first axis,")
    _arguments.bias(numbers.reshape(-1), numbers.size, dtype)  # its dtype suits the result's
    return numbers.astype(dtype) if dtype.kind == "f" else numbers


def locally_connected2d_backward(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
) -> tuple[Array, Array, Array]:
    """Give the gradients by `x`, `w` and `b`; each place's kernel learns from that place alone.

    Parameters
    ----------
    dy : array_like, shape (N, OH, OW, F)
        The gradient of the loss by each result of the forward.
    x, w, stride, padding
        As they were in the forward `locally_connected2d`.

    Returns
    -------
    dx : ndarray, shape (N, H, W, C)
    dw : ndarray, shape (OH, OW, KH, KW, C, F)
    db : ndarray, shape (OH, OW, F)

    Raises
    ------
    ValueError
        If `dy` has not the shape of the result, and where `locally_connected2d` raises it.

    Examples
    --------
    >>> x = np.array([3, 5, 9]).reshape(1, 1, 3, 1)
    >>> w = np.array([[2, 0], [-1, 1]]).reshape(1, 2, 1, 2, 1, 1)
    >>> dx, dw, db = locally_connected2d_backward(np.array([[[[1], [10]]]]), x, w)
    >>> dx.ravel(), dw[0, :, 0, :, 0, 0], db.ravel()
    (array([  2, -10,  10]), array([[ 3,  5],
           [50, 90]]), array([ 1, 10]))
    """
    x, w, g = _check(x, w, stride, padding)
    dy = _arguments.upstream(dy, (len(x), *g.output, w.shape[5]))
    dtype = np.result_type(dy, x, w)
    work = _arguments.wide(dtype)
    above, places = (array.transpose(1, 2, 0, 3).astype(work) for array in (dy, x))
    dx, dw = np.zeros(places.shape, work), np.zeros(w.shape, work)
    for u, v, outputs, pixels in taps(g):
        dw[*outputs, u, v] = places[pixels].swapaxes(2, 3) @ above[outputs]
        dx[pixels] += above[outputs] @ w[*outputs, u, v].astype(work).swapaxes(2, 3)
    dx = np.ascontiguousarray(dx.transpose(2, 0, 1, 3))
    db = dy.sum(axis=0, dtype=work)
    return _arguments.fit(dx, dtype), _arguments.fit(dw, dtype), _arguments.fit(db, dtype)
