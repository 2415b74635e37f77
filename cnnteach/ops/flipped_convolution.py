"""The mathematician's convolution, whose kernel is flipped, and where its borders end."""

from numpy.typing import ArrayLike

from cnnteach import shapes
from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array
from cnnteach.ops.convolution import conv2d, conv2d_backward

PLANE = ("height", "width")


def _check(x: ArrayLike, w: ArrayLike, mode: str) -> tuple[Array, Array, tuple[shapes.Sides, ...]]:
    """Check two planes, and say how many zeros each mode needs around the first."""
    x, w = _values.array("x", x, PLANE), _values.array("w", w, ("kernel height", "kernel width"))
    if mode not in ("full", "same", "valid"):
        raise ValueError(f'mode is {mode!r}; write "full", "same" or "valid"')
    none: shapes.Sides = (0, 0)
    sides = {
        "full": tuple((k - 1, k - 1) for k in w.shape),
        "same": tuple((k // 2, (k - 1) // 2) for k in w.shape),
        "valid": (none, none),
    }
    return x, w, sides[mode]


def convolve2d(x: ArrayLike, w: ArrayLike, mode: str = "full") -> Array:
    """Convolve two planes as mathematics defines it: the kernel is flipped in both directions [1]_.

    ``y[i, j] = sum over m, n of x[m, n] * w[i - m, j - n]``. Unlike `conv2d`, which does not flip,
    it commutes: ``convolve2d(x, w)`` equals ``convolve2d(w, x)``.

    Parameters
    ----------
    x : array_like, shape (H, W)
        A plane, such as a grey image.
    w : array_like, shape (KH, KW)
        A kernel.
    mode : "full", "same" or "valid"
        Which places are kept: all where the two meet, as many as `x` has (the middle ones), or
        those where the kernel lies wholly inside `x`.

    Returns
    -------
    ndarray
        Of shape ``(H + KH - 1, W + KW - 1)``, ``(H, W)`` or ``(H - KH + 1, W - KW + 1)``, and of
        the dtype of ``x * w``; as `scipy.signal.convolve2d`.

    Raises
    ------
    ValueError
        If `mode` is another word, an array has not two axes, or a "valid" kernel does not fit.
    TypeError
        If an array holds neither integers nor floats.

    References
    ----------
    .. [1] Goodfellow, Bengio & Courville, 2016, Deep Learning, section 9.1, equations 9.4 and 9.5.

    Examples
    --------
    >>> import numpy as np
    >>> x, w = np.arange(9).reshape(3, 3), np.arange(4).reshape(2, 2)
    >>> convolve2d(x, w, "valid")
    array([[ 5, 11],
           [23, 29]])
    >>> convolve2d(x, w)
    array([[ 0,  0,  1,  2],
           [ 0,  5, 11, 11],
           [ 6, 23, 29, 23],
           [12, 32, 37, 24]])
    """
    x, w, sides = _check(x, w, mode)
    flipped = w[::-1, ::-1]
    return conv2d(x[None, :, :, None], flipped[:, :, None, None], padding=(sides[0], sides[1]))[
        0, :, :, 0
    ]


def convolve2d_backward(
    dy: ArrayLike, x: ArrayLike, w: ArrayLike, mode: str = "full"
) -> tuple[Array, Array]:
    """Give the gradients of a loss by `x` and `w`, from its gradient by convolve2d's result.

    Parameters
    ----------
    dy : array_like
        The gradient of the loss by each result of the forward, of the result's shape.
    x, w, mode
        As they were in the forward `convolve2d`.

    Returns
    -------
    dx : ndarray, shape (H, W)
    dw : ndarray, shape (KH, KW)

    Raises
    ------
    ValueError
        If `dy` has not the shape of the result, and where `convolve2d` raises it.

    Examples
    --------
    >>> import numpy as np
    >>> x, w = np.arange(9).reshape(3, 3), np.arange(4).reshape(2, 2)
    >>> dx, dw = convolve2d_backward(np.array([[1, 2], [3, 4]]), x, w, "valid")
    >>> dx
    array([[ 3,  8,  4],
           [10, 20,  8],
           [ 3,  4,  0]])
    >>> dw
    array([[67, 57],
           [37, 27]])
    """
    x, w, sides = _check(x, w, mode)
    dy = _values.array("dy", dy, ("output height", "output width"))
    dx, dflipped, _ = conv2d_backward(
        dy[None, :, :, None],
        x[None, :, :, None],
        w[::-1, ::-1, None, None],
        padding=(sides[0], sides[1]),
    )
    return dx[0, :, :, 0], _arguments.fit(dflipped[::-1, ::-1, 0, 0], dflipped.dtype)
