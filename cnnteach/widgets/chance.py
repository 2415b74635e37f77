"""Chance that Python and JavaScript draw alike: each number follows from its place alone.

A training that goes on from its middle therefore meets the same batches and the same dropout masks
as one that never stopped.
"""

import numpy as np

_GOLDEN = 0x9E3779B1
_WORD = 0xFFFFFFFF


def uniform(seed, stream, index):
    """Return numbers between 0 and 1, one for each index.

    Parameters
    ----------
    seed, stream : int
        Another seed or another stream gives other numbers.
    index : array_like of int
        At least 0.

    Returns
    -------
    ndarray of float64, of the shape of `index`

    References
    ----------
    .. [1] Salmon, Moraes, Dror & Shaw, 2011, "Parallel random numbers: as easy as 1, 2, 3",
           section 2: numbers made from a counter.

    Examples
    --------
    >>> uniform(0, 1, [0, 1, 2]).round(3)
    array([0.212, 0.252, 0.713])
    """
    key = _mixed(np.uint64((seed * _GOLDEN + stream + 1) & _WORD))
    counter = (np.asarray(index).astype(np.uint64) * np.uint64(_GOLDEN)) & np.uint64(_WORD)
    return (_mixed((counter + key) & np.uint64(_WORD)) + 0.5) / 2**32


def normal(seed, stream, index):
    """Return normally distributed numbers, mean 0 and deviation 1, one for each index [1]_.

    References
    ----------
    .. [1] Box & Muller, 1958, "A note on the generation of random normal deviates".

    Examples
    --------
    >>> drawn = normal(0, 1, np.arange(10_000))
    >>> bool(abs(drawn.mean()) < 0.03), bool(abs(drawn.std() - 1) < 0.03)
    (True, True)
    """
    twice = 2 * np.asarray(index)
    radius = np.sqrt(-2 * np.log(uniform(seed, stream, twice)))
    return radius * np.cos(2 * np.pi * uniform(seed, stream, twice + 1))


def _mixed(word):
    """Let each bit of 32 change every other with even odds."""
    shifts, factors = (16, 15, 16), (0x7FEB352D, 0x846CA68B, 1)
    for shift, factor in zip(shifts, factors, strict=True):
        word = word ^ (word >> np.uint64(shift))
        word = (word * np.uint64(factor)) & np.uint64(_WORD)
    return word
