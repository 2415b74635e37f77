"""How large the first weights are, so that signals neither fade nor explode from layer to layer."""

import math

import numpy as np
from numpy.typing import DTypeLike

from cnnteach import shapes
from cnnteach.ops import _values
from cnnteach.ops._arguments import Array

Shape = tuple[int, ...]


def fans(shape: Shape) -> tuple[int, int]:
    """Count what feeds each unit and what each input feeds: ``(fan_in, fan_out)``.

    Parameters
    ----------
    shape : (I, U), (K, C, F) or (KH, KW, C, F)
        Of a kernel, inputs or channels last but one, units or filters last.

    Returns
    -------
    fan_in, fan_out : int
        ``KH * KW * C`` and ``KH * KW * F``.

    Raises
    ------
    ValueError
        If `shape` has fewer than two axes, or one of length less than 1.
    TypeError
        If an entry is no whole number.

    Examples
    --------
    >>> fans((5, 5, 3, 16)), fans((400, 120))
    ((75, 400), (400, 120))
    """
    if not isinstance(shape, tuple | list) or len(shape) < 2:
        raise ValueError(
            f"shape is {shape!r}, but must be that of a kernel, such as (KH, KW, C, F) or (I, U); "
            "biases start at zero"
        )
    sizes = [shapes.whole_number("an entry of shape", length) for length in shape]
    window = math.prod(sizes[:-2])
    return window * sizes[-2], window * sizes[-1]


def glorot_uniform(
    shape: Shape, *, rng: np.random.Generator, dtype: DTypeLike = np.float32
) -> Array:
    """Draw weights evenly from within ``sqrt(6 / (fan_in + fan_out))`` of 0: Xavier's way [1]_.

    It is what Keras does if it is not told otherwise, and suits tanh and softmax: the variance,
    ``2 / (fan_in + fan_out)``, is a compromise between keeping signals and gradients at their size.

    Parameters
    ----------
    shape : tuple of int
        Of the kernel, as in `fans`.
    rng : numpy.random.Generator
        ``np.random.default_rng(seed)`` draws the same for the same seed.
    dtype : dtype
        Of the result; float32 if not given, as in Keras.

    Returns
    -------
    ndarray of this shape

    Raises
    ------
    ValueError, TypeError
        If `shape` is not that of a kernel, `rng` no generator, or `dtype` not of floats.

    References
    ----------
    .. [1] Glorot & Bengio, 2010, "Understanding the difficulty of training deep feedforward neural
           networks", equation 16.

    Examples
    --------
    >>> w = glorot_uniform((5, 5, 3, 16), rng=np.random.default_rng(0))
    >>> w.shape, w.dtype, bool(abs(w).max() < (6 / 475) ** 0.5)
    ((5, 5, 3, 16), dtype('float32'), True)
    """
    fan_in, fan_out = fans(shape)
    return _uniform(shape, math.sqrt(6 / (fan_in + fan_out)), rng, dtype)


def glorot_normal(
    shape: Shape, *, rng: np.random.Generator, dtype: DTypeLike = np.float32
) -> Array:
    """Draw weights from a bell curve of standard deviation ``sqrt(2 / (fan_in + fan_out))``.

    Parameters, errors and source are those of `glorot_uniform`. (Keras cuts the curve's tails at
    two standard deviations; here they are left.)

    Returns
    -------
    ndarray of this shape

    Examples
    --------
    >>> w = glorot_normal((5, 5, 3, 16), rng=np.random.default_rng(0), dtype=np.float64)
    >>> bool(abs(w.std() - (2 / 475) ** 0.5) < 0.003)
    True
    """
    fan_in, fan_out = fans(shape)
    return _normal(shape, math.sqrt(2 / (fan_in + fan_out)), rng, dtype)


def he_uniform(shape: Shape, *, rng: np.random.Generator, dtype: DTypeLike = np.float32) -> Array:
    """Draw weights evenly from within ``sqrt(6 / fan_in)`` of 0, for layers with ReLU [1]_.

    A ReLU cuts half of a signal's variance away; these weights have twice the variance,
    ``2 / fan_in``, to make up for it. Parameters and errors are those of `glorot_uniform`.

    Returns
    -------
    ndarray of this shape

    References
    ----------
    .. [1] He, Zhang, Ren & Sun, 2015, "Delving deep into rectifiers", arXiv:1502.01852,
           section 2.2, equation 10.

    Examples
    --------
    >>> w = he_uniform((5, 5, 3, 16), rng=np.random.default_rng(0))
    >>> bool(0.28 < abs(w).max() < (6 / 75) ** 0.5)
    True
    """
    return _uniform(shape, math.sqrt(6 / fans(shape)[0]), rng, dtype)


def he_normal(shape: Shape, *, rng: np.random.Generator, dtype: DTypeLike = np.float32) -> Array:
    """Draw weights from a bell curve of standard deviation ``sqrt(2 / fan_in)``, for ReLU.

    Parameters, errors and source are those of `he_uniform`.

    Returns
    -------
    ndarray of this shape

    Examples
    --------
    >>> w = he_normal((5, 5, 3, 16), rng=np.random.default_rng(0), dtype=np.float64)
    >>> bool(abs(w.std() - (2 / 75) ** 0.5) < 0.01)
    True
    """
    return _normal(shape, math.sqrt(2 / fans(shape)[0]), rng, dtype)


def _uniform(shape: Shape, bound: float, rng: np.random.Generator, dtype: DTypeLike) -> Array:
    kind = _floats(dtype)
    return np.asarray(_values.generator(rng).uniform(-bound, bound, shape)).astype(kind)


def _normal(shape: Shape, deviation: float, rng: np.random.Generator, dtype: DTypeLike) -> Array:
    kind = _floats(dtype)
    return np.asarray(_values.generator(rng).normal(0, deviation, shape)).astype(kind)


def _floats(dtype: DTypeLike) -> np.dtype[np.generic]:
    kind = np.dtype(dtype)
    if kind.kind != "f":
        raise TypeError(
            f"dtype is {kind}, but weights are fractions; take np.float32 or np.float64"
        )
    return kind
