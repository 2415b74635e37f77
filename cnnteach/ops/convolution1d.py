"""Convolution along one axis: a window that slides over the words of a text."""

from numpy.typing import ArrayLike

from cnnteach.ops import _values
from cnnteach.ops._arguments import Array
from cnnteach.ops.convolution import conv2d, conv2d_backward
from cnnteach.shapes import AxisPadding

SEQUENCES = ("images", "words", "numbers a word")  # no texts are allowed, no words are not
KERNELS = ("words of the window", "numbers a word", "filters")


def _check(x: ArrayLike, w: ArrayLike) -> tuple[Array, Array]:
    """Check sequences and kernels, and give both a second axis of length 1: images 1 pixel wide."""
    x, w = _values.array("x", x, SEQUENCES), _values.array("w", w, KERNELS)
    if x.shape[2] != w.shape[1]:
        raise ValueError(
            f"x has {x.shape[2]} numbers a word but w expects {w.shape[1]} (x.shape={x.shape}, "
            f"w.shape={w.shape}); a filter is as wide as a word vector, and slides over words only"
        )
    return x[:, :, None], w[:, None]


def conv1d(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    stride: int = 1,
    padding: AxisPadding = 0,
    dilation: int = 1,
) -> Array:
    """Dot each kernel with every window of K neighbouring words.

    ``y[n, i, f] = b[f] + sum over k, c of x[n, i * stride + k * dilation, c] * w[k, c, f]``,
    where `x` has zeros around it as `padding` says.

    Parameters
    ----------
    x : array_like, shape (N, L, C)
        N texts of L words, each a word vector of C numbers; or N signals of C channels.
    w : array_like, shape (K, C, F)
        Kernels, in the layout of a Keras `Conv1D` kernel.
    b : array_like, shape (F,), optional
        One number for each filter, added to all its results.
    stride, dilation : int
        Words from one window to the next, and from one weight to the next.
    padding : int, (before, after), "valid" or "same"
        Zeros before and after each text. ``K - 1`` gives the wide convolution of [1]_.

    Returns
    -------
    ndarray, shape (N, OL, F)
        With ``OL = (L + before + after - extent) // stride + 1``; of the dtype of ``x * w``.

    Raises
    ------
    ValueError
        If `x` and `w` disagree on C, or the kernel does not fit the padded text.
    TypeError
        If an array holds neither integers nor floats, or an option is no whole number.

    References
    ----------
    .. [1] Kalchbrenner, Grefenstette & Blunsom, 2014, arXiv:1404.2188, sections 2.2 and 3.1.
    .. [2] Kim, 2014, arXiv:1408.5882, section 2.

    Examples
    --------
    >>> import numpy as np

    Five words of two numbers each, under a window of three words:

    >>> x = np.array([[1, 0], [0, 1], [1, 1], [2, 0], [0, 2]])
    >>> w = np.array([[1, -1], [0, 1], [1, 0]])
    >>> conv1d(x[None], w[:, :, None])[0, :, 0]
    array([3, 2, 0])
    >>> conv1d(x[None], w[:, :, None], padding=2)[0, :, 0]
    array([ 1,  0,  3,  2,  0,  4, -2])
    """
    x, w = _check(x, w)
    y = conv2d(x, w, b, stride=(stride, 1), padding=(padding, 0), dilation=(dilation, 1))
    return y[:, :, 0]


def conv1d_backward(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    *,
    stride: int = 1,
    padding: AxisPadding = 0,
    dilation: int = 1,
) -> tuple[Array, Array, Array]:
    """Give the gradients of a loss by `x`, `w` and `b`, from its gradient by conv1d's result.

    Parameters
    ----------
    dy : array_like, shape (N, OL, F)
        The gradient of the loss by each result of the forward.
    x, w, stride, padding, dilation
        As they were in the forward `conv1d`.

    Returns
    -------
    dx : ndarray, shape (N, L, C)
    dw : ndarray, shape (K, C, F)
    db : ndarray, shape (F,)

    Raises
    ------
    ValueError
        If `dy` has not the shape of the result, and where `conv1d` raises it.

    Examples
    --------
    >>> import numpy as np
    >>> x, w = np.array([[[1], [2], [3]]]), np.array([[[1]], [[10]]])
    >>> dx, dw, db = conv1d_backward(np.array([[[1], [2]]]), x, w)
    >>> dx.ravel(), dw.ravel(), db
    (array([ 1, 12, 20]), array([5, 8]), array([3]))
    """
    x, w = _check(x, w)
    dy = _values.array("dy", dy, ("images", "windows", "filters"))
    dx, dw, db = conv2d_backward(
        dy[:, :, None], x, w, stride=(stride, 1), padding=(padding, 0), dilation=(dilation, 1)
    )
    return dx[:, :, 0], dw[:, 0], db
