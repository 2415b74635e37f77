"""Weights that outlast a change of size: the filters in use are a corner of a larger array."""

import numpy as np

from cnnteach.widgets import tensors

DEEPEST, WIDEST = 8, 7  # channels or filters; rows or columns of a filter
HELD = {
    "_w": (WIDEST, WIDEST, DEEPEST, DEEPEST),
    "_w2": (WIDEST, WIDEST, DEEPEST, DEEPEST),
    "_b": (DEEPEST,),
    "_b2": (DEEPEST,),
}


def drawn(seed):
    """Return weights and biases, whole numbers of -2 to 2, as the bytes of float32 by trait.

    Examples
    --------
    >>> {name: len(held) // 4 for name, held in drawn(0).items()}
    {'_w': 3136, '_w2': 3136, '_b': 8, '_b2': 8}
    """
    rng = np.random.default_rng(seed)
    return {name: tensors.float32_bytes(rng.integers(-2, 3, shape)) for name, shape in HELD.items()}


def corner(held, shape):
    """Return the first numbers along each axis of held weights.

    Parameters
    ----------
    held : bytes
        float32, of one of the shapes of `HELD`.
    shape : tuple of int

    Examples
    --------
    >>> corner(drawn(0)["_b"], (3,)).shape
    (3,)
    """
    whole = np.frombuffer(held, np.float32).reshape(HELD["_w" if len(shape) == 4 else "_b"])
    return whole[tuple(map(slice, shape))].astype(float)


def with_corner(held, values):
    """Return held weights whose first numbers along each axis are `values`.

    Examples
    --------
    >>> corner(with_corner(drawn(0)["_b"], np.array([7.0, 8.0])), (2,))
    array([7., 8.])
    """
    whole = np.frombuffer(held, np.float32).reshape(HELD["_w" if values.ndim == 4 else "_b"]).copy()
    whole[tuple(map(slice, values.shape))] = values
    return whole.tobytes()


def square_filters(value, depth):
    """Return filters with their four axes, square and as deep as what they slide over.

    Parameters
    ----------
    value : array_like, shape (K, K) or (K, K, depth, F)
    depth : int
        Channels of the layer's input.

    Raises
    ------
    TypeError, ValueError
        If they are no such filters.

    Examples
    --------
    >>> square_filters([[1, 2], [3, 4]], 1).shape
    (2, 2, 1, 1)
    """
    w = tensors.kernels(value, side=WIDEST, depth=DEEPEST, filters=DEEPEST)
    if w.shape[2] != depth or w.shape[0] != w.shape[1]:
        raise ValueError(
            f"w has shape {w.shape}, but must be (K, K, {depth}, F): filters are square here, and "
            f"as deep as their input, which has {depth} channel{'s' * (depth > 1)}"
        )
    return w
