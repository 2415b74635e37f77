"""k-max pooling: the k largest numbers of a text, in the order in which they came."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach import shapes
from cnnteach.ops import _values
from cnnteach.ops._arguments import Array

SEQUENCES = ("images", "places", "channels")  # N may be 0, L and C may not


def k_max_pool(x: ArrayLike, k: int) -> tuple[Array, Array]:
    """Keep the `k` largest numbers of each channel, in their order, so that any length gives k.

    Parameters
    ----------
    x : array_like, shape (N, L, C)
        What C filters answered at L places of N texts.
    k : int
        How many are kept; ``k=1`` is max-over-time pooling.

    Returns
    -------
    y : ndarray, shape (N, k, C)
        Of the dtype of `x`. NaN counts as larger than any number.
    argmax : ndarray of int, shape (N, k, C)
        The place of each number that was kept, rising; of equals the first are taken.

    Raises
    ------
    ValueError
        If `k` is less than 1, or larger than L.
    TypeError
        If `k` is no whole number, or `x` holds neither integers nor floats.

    References
    ----------
    .. [1] Kalchbrenner, Grefenstette & Blunsom, 2014, arXiv:1404.2188, section 3.2.

    Examples
    --------
    >>> y, argmax = k_max_pool(np.array([3, 1, 4, 1, 5, 9, 2, 6])[None, :, None], 3)
    >>> y[0, :, 0], argmax[0, :, 0]
    (array([5, 9, 6]), array([4, 5, 7]))
    """
    x = _values.array("x", x, SEQUENCES)
    k = shapes.whole_number("k", k)
    length = x.shape[1]
    if k > length:
        raise ValueError(
            f"k is {k}, but x has only {length} places along its second axis (x.shape={x.shape}); "
            "make k smaller, or pad the texts"
        )
    # A stable sort of the reversed texts puts the first of equals last, where the largest are.
    rising = np.argsort(x[:, ::-1], axis=1, kind="stable")
    argmax = np.sort(length - 1 - rising[:, length - k :], axis=1)
    return np.take_along_axis(x, argmax, axis=1), argmax


def k_max_pool_backward(dy: ArrayLike, argmax: ArrayLike, shape: tuple[int, int, int]) -> Array:
    """Hand each gradient to the place that was kept; the others get none.

    Parameters
    ----------
    dy : array_like, shape (N, k, C)
        The gradient of the loss by each result of the forward.
    argmax : array_like of int, shape (N, k, C)
        As `k_max_pool` returned it.
    shape : (N, L, C)
        The shape of the forward's `x`.

    Returns
    -------
    ndarray, shape (N, L, C)
        Of the dtype of `dy`.

    Raises
    ------
    ValueError
        If `dy`, `argmax` and `shape` do not belong together.

    Examples
    --------
    >>> dy, argmax = np.array([10, 20])[None, :, None], np.array([1, 3])[None, :, None]
    >>> k_max_pool_backward(dy, argmax, (1, 4, 1))[0, :, 0]
    array([ 0, 10,  0, 20])
    """
    dy = _values.array("dy", dy, SEQUENCES)
    texts, length, channels = _values.shape_of(shape, ("N", "L", "C"))
    if (texts, channels) != (dy.shape[0], dy.shape[2]):
        raise ValueError(
            f"shape is {tuple(shape)}, but must be that of the forward's x, (N, L, C), with the N "
            f"and C of dy (dy.shape={dy.shape})"
        )
    places = _values.argmax_places(argmax, dy.shape, length)
    dx = np.zeros((texts, length, channels), dy.dtype)
    np.put_along_axis(dx, places, dy, axis=1)
    return dx
