"""What the NumPy contenders share: padding, all windows as a view, and the way back."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def pad(x, padding):
    """Put zeros around images, shape (N, H, W, C)."""
    return np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))


def unpad(x, padding):
    """Take off what `pad` put on."""
    return x[:, padding : x.shape[1] - padding, padding : x.shape[2] - padding]


def windows(x, size, stride):
    """View images as windows, shape (N, OH, OW, KH, KW, C); nothing is copied.

    Examples
    --------
    >>> windows(np.arange(9).reshape(1, 3, 3, 1), 2, 1)[0, 1, 1, :, :, 0]
    array([[4, 5],
           [7, 8]])
    """
    view = sliding_window_view(x, (size, size), axis=(1, 2))[:, ::stride, ::stride]
    return np.moveaxis(view, 3, 5)


def taps(x, size, stride):
    """Yield each place (u, v) of a window, and a view of the pixels that meet it, (N, OH, OW, C).

    Examples
    --------
    >>> for place, met in taps(np.arange(12).reshape(1, 3, 4, 1), 2, stride=2):
    ...     print(place, met.ravel())
    (0, 0) [0 2]
    (0, 1) [1 3]
    (1, 0) [4 6]
    (1, 1) [5 7]
    """
    for u, v in np.ndindex(size, size):
        bottom, right = x.shape[1] - size + u + 1, x.shape[2] - size + v + 1
        yield (u, v), x[:, u:bottom:stride, v:right:stride]


def spread(dy, stride, kernel, size):
    """Set gradients `stride` pixels apart with zeros between and around, shape (N, SH, SW, F).

    Correlated at stride 1 with the flipped kernels, this gives dx of images of `size` = (H, W).

    Examples
    --------
    >>> spread(np.array([[[[1], [2]]]]), stride=2, kernel=2, size=(2, 5))[0, :, :, 0]
    array([[0, 0, 0, 0, 0, 0],
           [0, 1, 0, 2, 0, 0],
           [0, 0, 0, 0, 0, 0]])
    """
    n, rows, columns, filters = dy.shape
    rim = kernel - 1
    apart = np.zeros((n, size[0] + rim, size[1] + rim, filters), dy.dtype)
    inner = apart[:, rim:, rim:]
    inner[:, : (rows - 1) * stride + 1 : stride, : (columns - 1) * stride + 1 : stride] = dy
    return apart
