"""Convolution of images: the definition in loops, the fast version, and its backward."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _adjoint, _arguments, _strategy
from cnnteach.ops._arguments import Array
from cnnteach.shapes import Padding, Pair


def conv2d_loops(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> Array:
    """Do what `conv2d` does, one dot product at a time: the definition.

    Parameters, result and errors are those of `conv2d`.

    Examples
    --------
    >>> x = np.arange(9).reshape(1, 3, 3, 1)
    >>> conv2d_loops(x, np.arange(4).reshape(2, 2, 1, 1))[0, :, :, 0]
    array([[19, 25],
           [37, 43]])
    """
    x, w, groups = _arguments.convolution(x, w, groups)
    g = _arguments.geometry(x.shape[1:3], w.shape[:2], stride, padding, dilation)
    dtype = np.result_type(x, w)
    b = _arguments.bias(b, w.shape[3], dtype)
    (row_step, column_step), (down, right) = g.stride, g.dilation
    height, width = g.extent
    channels = x.shape[3] // groups
    filters = w.shape[3] // groups

    padded = np.pad(x, ((0, 0), *g.sides, (0, 0))).astype(_arguments.wide(dtype))
    y = np.zeros((len(x), *g.output, w.shape[3]), padded.dtype)
    for n, i, j, f in np.ndindex(y.shape):
        top, left, first = i * row_step, j * column_step, f // filters * channels
        window = padded[
            n, top : top + height : down, left : left + width : right, first : first + channels
        ]
        y[n, i, j, f] = np.sum(window * w[:, :, :, f]) + b[f]
    return _arguments.fit(y, dtype)


def conv2d(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> Array:
    """Dot each kernel with every window of each image (kernels are not flipped [1]_).

    Parameters
    ----------
    x : array_like, shape (N, H, W, C)
        Images, channels last as in Keras.
    w : array_like, shape (KH, KW, C // groups, F)
        Kernels, in the layout of a Keras `Conv2D` kernel.
    b : array_like, shape (F,), optional
        One number for each filter, added to all its results.
    stride, dilation : int or (rows, columns)
        Pixels from one window to the next, and from one weight to the next.
    padding : int, (rows, columns), ((top, bottom), (left, right)), "valid" or "same"
        Zeros around each image; "same" as in Keras, the odd pixel last.
    groups : int
        The channels and the filters are cut into so many groups that do not see each other.

    Returns
    -------
    ndarray, shape (N, OH, OW, F)
        With ``OH = (H + top + bottom - extent) // stride + 1``, where ``extent = (KH - 1) *
        dilation + 1``; OW likewise. The dtype is that of ``x * w``: float32 stays float32, and
        integers are exact. NaN and infinity go where arithmetic takes them, and no further.

    Raises
    ------
    ValueError
        If `x` and `w` disagree on C, or the kernel does not fit the padded image.
    TypeError
        If an array holds neither integers nor floats, or an option is no whole number.
    OverflowError
        If integers come out that their dtype cannot hold.

    Notes
    -----
    It is computed in the way that costs least: as matrix products of windows and kernels, as
    products of pixels and kernels that are added up afterwards, or, for large kernels, as products
    of spectra, whose rounding errors are relative to the largest results around. Beside arguments
    and result it holds less than 10 MB, as long as a few copies of the kernels are no larger.

    References
    ----------
    .. [1] Dumoulin & Visin, 2016, arXiv:1603.07285, section 2.

    Examples
    --------
    >>> x = np.arange(9.0).reshape(1, 3, 3, 1)
    >>> conv2d(x, np.ones((2, 2, 1, 1)))[0, :, :, 0]
    array([[ 8., 12.],
           [20., 24.]])
    """
    x, w, groups = _arguments.convolution(x, w, groups)
    g = _arguments.geometry(x.shape[1:3], w.shape[:2], stride, padding, dilation)
    dtype = np.result_type(x, w)
    b = _arguments.bias(b, w.shape[3], dtype)
    y = np.empty((len(x), *g.output, w.shape[3]), dtype)
    work = _arguments.exact(dtype, (w[..., 0].size, x, w), (1, b, np.ones(1, int)))
    _strategy.convolve(x, w, b, g, groups, work=work, y=y)
    return y


def conv2d_backward(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> tuple[Array, Array, Array]:
    """Give the gradients of a loss by `x`, `w` and `b`, from its gradient by conv2d's result.

    Every result is a sum of products, and each product hands its gradient on: a pixel gets, from
    each window that it is in, ``dy`` times the weight that it met there; a weight gets, from each
    window, ``dy`` times the pixel that it met; a bias gets every ``dy`` of its filter.

    Parameters
    ----------
    dy : array_like, shape (N, OH, OW, F)
        The gradient of the loss by each result of the forward.
    x, w, stride, padding, dilation, groups
        As they were in the forward `conv2d`.

    Returns
    -------
    dx : ndarray, shape (N, H, W, C)
    dw : ndarray, shape (KH, KW, C // groups, F)
    db : ndarray, shape (F,)
        All of the dtype of ``dy * x * w``.

    Raises
    ------
    ValueError
        If `dy` has not the shape of the result, and where `conv2d` raises it.

    Examples
    --------
    >>> x, w = np.arange(9).reshape(1, 3, 3, 1), np.arange(4).reshape(2, 2, 1, 1)
    >>> dx, dw, db = conv2d_backward(np.array([[1, 2], [3, 4]])[None, :, :, None], x, w)
    >>> dx[0, :, :, 0]
    array([[ 0,  1,  2],
           [ 2, 10, 10],
           [ 6, 17, 12]])
    >>> dw[:, :, 0, 0], db
    (array([[27, 37],
           [57, 67]]), array([10]))
    """
    x, w, groups = _arguments.convolution(x, w, groups)
    g = _arguments.geometry(x.shape[1:3], w.shape[:2], stride, padding, dilation)
    dy = _arguments.upstream(dy, (len(x), *g.output, w.shape[3]))
    dtype = np.result_type(dy, x, w)
    work = _arguments.exact(dtype, (dy[..., 0].size, dy, x), (w[:, :, 0].size, dy, w))
    dx = np.empty(x.shape, dtype)
    _adjoint.input_gradient(dy, w, g, groups, work=work, dx=dx)
    dw, db = _strategy.weight_gradients(dy, x, w, g, groups, work=work)
    return dx, _arguments.fit(dw, dtype), _arguments.fit(db, dtype)
