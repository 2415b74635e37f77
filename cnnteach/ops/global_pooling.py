"""Global pooling: one number for each channel, however large the image or long the text."""

import math

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array


def _flat(x: ArrayLike) -> tuple[Array, Array]:
    """Check images or texts, and view them as (N, places, C)."""
    numbers = np.asarray(x)
    axes = ("images", "places", "channels") if numbers.ndim == 3 else _arguments.AXES["x"]
    numbers = _arguments.numeric("x", numbers, axes)
    places = math.prod(numbers.shape[1:-1])
    return numbers, numbers.reshape(len(numbers), places, numbers.shape[-1])


def _check_shape(shape: tuple[int, ...], dy: Array) -> tuple[int, ...]:
    """Check the shape of the forward's `x`: (N, L, C) or (N, H, W, C), N and C as dy has them."""
    axes = ("N", "L", "C") if isinstance(shape, tuple | list) and len(shape) == 3 else tuple("NHWC")
    shape = _values.shape_of(shape, axes)
    if (shape[0], shape[-1]) != dy.shape:
        raise ValueError(
            f"shape is {shape}, but dy has {dy.shape[0]} images and {dy.shape[1]} channels "
            f"(dy.shape={dy.shape}); shape must be that of the forward's x"
        )
    return shape


def global_max_pool(x: ArrayLike) -> tuple[Array, Array]:
    """Keep the largest number of each channel: how strongly a filter answered, anywhere.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C) or (N, L, C)
        Images, or texts (for which this is max-over-time pooling [1]_).

    Returns
    -------
    y : ndarray, shape (N, C)
        Of the dtype of `x`. NaN counts as larger than any number.
    argmax : ndarray of int, shape (N, C)
        Where it was: ``row * W + column``, or the place in the text; the first of equals.

    Raises
    ------
    ValueError
        If `x` has neither three axes nor four, or is empty.
    TypeError
        If `x` holds neither integers nor floats.

    References
    ----------
    .. [1] Collobert et al., 2011, "Natural language processing (almost) from scratch",
           section 3.2.2.

    Examples
    --------
    >>> y, argmax = global_max_pool(np.array([[1, 3, 2], [4, 2, 1]])[None, :, :, None])
    >>> y.item(), argmax.item()
    (4, 3)
    """
    _, places = _flat(x)
    argmax = places.argmax(axis=1)
    return np.take_along_axis(places, argmax[:, None], axis=1)[:, 0], argmax


def global_max_pool_backward(dy: ArrayLike, argmax: ArrayLike, shape: tuple[int, ...]) -> Array:
    """Hand each gradient to the place that was largest.

    Parameters
    ----------
    dy : array_like, shape (N, C)
        The gradient of the loss by each result of the forward.
    argmax : array_like of int, shape (N, C)
        As `global_max_pool` returned it.
    shape : (N, H, W, C) or (N, L, C)
        The shape of the forward's `x`.

    Returns
    -------
    ndarray of this `shape`
        Of the dtype of `dy`.

    Raises
    ------
    ValueError
        If `dy`, `argmax` and `shape` do not belong together.

    Examples
    --------
    >>> global_max_pool_backward(np.array([[7]]), np.array([[3]]), (1, 2, 3, 1))[0, :, :, 0]
    array([[0, 0, 0],
           [7, 0, 0]])
    """
    dy = _values.array("dy", dy, ("images", "channels"))
    shape = _check_shape(shape, dy)
    places = math.prod(shape[1:-1])
    winners = _values.argmax_places(argmax, dy.shape, places)
    dx = np.zeros((shape[0], places, shape[-1]), dy.dtype)
    np.put_along_axis(dx, winners[:, None], dy[:, None], axis=1)
    return dx.reshape(shape)


def global_avg_pool(x: ArrayLike) -> Array:
    """Take the mean of each channel over all places [1]_.

    Parameters
    ----------
    x : array_like, shape (N, H, W, C) or (N, L, C)
        Images or texts.

    Returns
    -------
    ndarray, shape (N, C)
        Of the dtype of `x`; of float64 where `x` holds integers.

    Raises
    ------
    ValueError
        If `x` has neither three axes nor four, or is empty.
    TypeError
        If `x` holds neither integers nor floats.

    References
    ----------
    .. [1] Lin, Chen & Yan, 2014, "Network in network", arXiv:1312.4400, section 3.2.

    Examples
    --------
    >>> global_avg_pool(np.array([[1, 3, 2], [4, 2, 0]])[None, :, :, None])
    array([[2.]])
    """
    _, places = _flat(x)
    dtype = _values.floating(places.dtype)
    mean: Array = places.mean(axis=1, dtype=np.float64)
    return mean.astype(dtype, copy=False)


def global_avg_pool_backward(dy: ArrayLike, shape: tuple[int, ...]) -> Array:
    """Share each gradient evenly among all places.

    Parameters
    ----------
    dy : array_like, shape (N, C)
        The gradient of the loss by each result of the forward.
    shape : (N, H, W, C) or (N, L, C)
        The shape of the forward's `x`.

    Returns
    -------
    ndarray of this `shape`
        Of the dtype of `dy`; of float64 where `dy` holds integers.

    Raises
    ------
    ValueError
        If `dy` and `shape` do not belong together.

    Examples
    --------
    >>> global_avg_pool_backward(np.array([[6.0]]), (1, 2, 3, 1))[0, :, :, 0]
    array([[1., 1., 1.],
           [1., 1., 1.]])
    """
    dy = _values.real("dy", dy, ("images", "channels"))
    shape = _check_shape(shape, dy)
    dx = np.empty(shape, dy.dtype)
    dx[...] = np.expand_dims(dy / math.prod(shape[1:-1]), tuple(range(1, len(shape) - 1)))
    return dx
