"""Dropout: in training, units are left out by chance, so that none can rely on another."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _values
from cnnteach.ops._arguments import Array


def dropout(x: ArrayLike, rate: float, *, rng: np.random.Generator) -> tuple[Array, Array]:
    """Make each number zero with probability `rate`, and enlarge the rest ("inverted" dropout).

    ``y = mask * x / (1 - rate)``: so the mean stays what it was, and a network in use simply
    leaves dropout out.

    Parameters
    ----------
    x : array_like, any shape
    rate : float
        The share that is dropped (not kept), at least 0 and less than 1, as in Keras.
    rng : numpy.random.Generator
        Draws the mask; ``np.random.default_rng(seed)`` draws the same for the same seed.

    Returns
    -------
    y : ndarray
        Of the shape of `x`, and its dtype; of float64 where `x` holds integers.
    mask : ndarray of bool
        True where a number was kept.

    Raises
    ------
    ValueError
        If `rate` is negative, or 1 or more.
    TypeError
        If `x` holds neither integers nor floats, `rate` is no number, or `rng` no generator.

    References
    ----------
    .. [1] Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov, 2014, "Dropout: a simple way
           to prevent neural networks from overfitting", section 4 and, for the inverted form,
           section 10.

    Examples
    --------
    >>> y, mask = dropout(np.array([1.0, 2.0, 3.0, 4.0]), 0.5, rng=np.random.default_rng(5))
    >>> mask, y
    (array([ True,  True, False,  True]), array([2., 4., 0., 8.]))
    """
    x = _values.real("x", x)
    share = _values.rate("rate", rate)
    mask = np.asarray(_values.generator(rng).random(x.shape, np.float32) >= share)
    return np.asarray(x * mask / x.dtype.type(1 - share)), mask


def dropout_backward(dy: ArrayLike, mask: ArrayLike, rate: float) -> Array:
    """Let the gradient pass where the number was kept, enlarged as the forward was.

    Parameters
    ----------
    dy : array_like
        The gradient of the loss by each result of the forward.
    mask : array_like of bool
        As `dropout` returned it.
    rate : float
        As it was in the forward.

    Returns
    -------
    ndarray
        Of the shape of `dy`, and its dtype; of float64 where `dy` holds integers.

    Raises
    ------
    ValueError
        If `dy` has not the shape of `mask`, or `rate` is negative, or 1 or more.
    TypeError
        If `mask` does not hold True and False.

    Examples
    --------
    >>> dropout_backward([1.0, 1.0, 1.0, 1.0], [True, False, True, False], 0.5)
    array([2., 0., 2., 0.])
    """
    kept = np.asarray(mask)
    if kept.dtype != np.bool_:
        raise TypeError(
            f"mask holds {kept.dtype}, but must hold True and False; is it dropout's second result?"
        )
    dy = _values.same_shape("dy", _values.real("dy", dy), kept.shape, "mask")
    return np.asarray(dy * kept / dy.dtype.type(1 - _values.rate("rate", rate)))
