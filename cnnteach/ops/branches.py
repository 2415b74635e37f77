"""Where the branches of a network meet: residual addition and concatenation."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from cnnteach import shapes
from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array


def residual_add(x: ArrayLike, shortcut: ArrayLike) -> Array:
    """Add what took the shortcut: ``y = x + shortcut``, so that `x` need only learn the rest [1]_.

    Parameters
    ----------
    x : array_like, any shape
        The result of the layers that the shortcut went around.
    shortcut : array_like, of the same shape
        What went into them.

    Returns
    -------
    ndarray
        Of the same shape, and the dtype of ``x + shortcut``.

    Raises
    ------
    ValueError
        If the shapes differ.
    TypeError
        If an array holds neither integers nor floats.
    OverflowError
        If integers come out that their dtype cannot hold.

    References
    ----------
    .. [1] He, Zhang, Ren & Sun, 2016, "Deep residual learning", arXiv:1512.03385, section 3.2.

    Examples
    --------
    >>> residual_add(np.array([1, 2]), np.array([10, 20]))
    array([11, 22])
    """
    x, shortcut = _values.array("x", x), _values.array("shortcut", shortcut)
    if x.shape != shortcut.shape:
        raise ValueError(
            f"x has shape {x.shape} but the shortcut has {shortcut.shape}; where a block changes "
            "the size or the channels, bring the shortcut to the same by a 1 x 1 convolution with "
            "the block's stride"
        )
    dtype = np.result_type(x, shortcut)
    return _arguments.fit(np.add(x, shortcut, dtype=_arguments.wide(dtype)), dtype)


def residual_add_backward(dy: ArrayLike) -> tuple[Array, Array]:
    """Give the gradient to both: the shortcut carries it back unchanged, however deep the network.

    Parameters
    ----------
    dy : array_like
        The gradient of the loss by each result of the forward.

    Returns
    -------
    dx, dshortcut : ndarray
        Both equal `dy`, and may be changed apart.

    Examples
    --------
    >>> residual_add_backward(np.array([3, 4]))
    (array([3, 4]), array([3, 4]))
    """
    dy = _values.array("dy", dy)
    return dy.copy(), dy.copy()


def concatenate(parts: Sequence[ArrayLike]) -> Array:
    """Stack the channels of several branches behind each other, as an Inception module does [1]_.

    Parameters
    ----------
    parts : sequence of array_like, shapes (..., C1), (..., C2), ...
        Equal in all axes but the last, the channels.

    Returns
    -------
    ndarray, shape (..., C1 + C2 + ...)
        Of the dtype that holds all of them.

    Raises
    ------
    ValueError
        If there are no parts, or they differ in another axis than the last.
    TypeError
        If an array holds neither integers nor floats.

    References
    ----------
    .. [1] Szegedy et al., 2015, "Going deeper with convolutions", arXiv:1409.4842, section 4.

    Examples
    --------
    >>> concatenate([np.array([[1, 2], [3, 4]]), np.array([[10], [30]])])
    array([[ 1,  2, 10],
           [ 3,  4, 30]])
    """
    arrays = [_values.array(f"part {number}", part) for number, part in enumerate(parts)]
    if not arrays or not arrays[0].ndim:
        raise ValueError("parts is empty or holds a single number; give arrays to concatenate")
    for number, array in enumerate(arrays):
        if array.shape[:-1] != arrays[0].shape[:-1]:
            raise ValueError(
                f"part {number} has shape {array.shape} but part 0 has {arrays[0].shape}; all axes "
                "but the last must be equal, so check the padding and the stride of each branch"
            )
    return np.concatenate(arrays, axis=-1)


def concatenate_backward(dy: ArrayLike, channels: Sequence[int]) -> tuple[Array, ...]:
    """Cut the gradient where the parts met.

    Parameters
    ----------
    dy : array_like, shape (..., C1 + C2 + ...)
        The gradient of the loss by each result of the forward.
    channels : sequence of int
        C1, C2, ...: how many channels each part had.

    Returns
    -------
    tuple of ndarray, shapes (..., C1), (..., C2), ...

    Raises
    ------
    ValueError
        If `channels` do not add up to those of `dy`.

    Examples
    --------
    >>> concatenate_backward(np.array([[1, 2, 10], [3, 4, 30]]), [2, 1])
    (array([[1, 2],
           [3, 4]]), array([[10],
           [30]]))
    """
    dy = _values.array("dy", dy)
    counts = [shapes.whole_number("a number of channels", count) for count in channels]
    if not dy.ndim or sum(counts) != dy.shape[-1]:
        raise ValueError(
            f"channels {counts} add up to {sum(counts)}, but dy has shape {dy.shape}; they must "
            "add up to its last axis"
        )
    return tuple(part.copy() for part in np.split(dy, np.cumsum(counts)[:-1], axis=-1))
