"""The arrays that explorers take: each checked, and given all its axes."""

import numpy as np

MOST = 1_000_000  # the largest number that can still be read in a cell


def float32_bytes(array):
    """Return the bytes of an array as a browser reads them."""
    return np.asarray(array, np.float32).tobytes()


def finite(name, value):
    """Return `value` as finite floats of readable size, or say what is wrong with it.

    Raises
    ------
    TypeError
        If it holds text, objects or complex numbers.
    ValueError
        If it is ragged or empty, or holds NaN, infinity or a number beyond 1,000,000.

    Examples
    --------
    >>> finite("x", [[True, False]])
    array([[1., 0.]])
    """
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths; make them equally long") from None
    if array.dtype.kind not in "buif":
        raise TypeError(f"{name} holds {array.dtype} values; numbers are expected")
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}); at least one number is expected")
    wrong = ~(np.abs(array.astype(float)) <= MOST)
    if wrong.any():
        where = tuple(np.argwhere(wrong)[0].tolist())
        mend = "divide it first" if np.isfinite(array[where]) else "replace it by a number first"
        raise ValueError(
            f"{name}[{', '.join(map(str, where))}] is {array[where]}; a cell shows numbers "
            f"from -{MOST:,} to {MOST:,}: {mend}"
        )
    return array.astype(float)


def image(value, *, side, channels):
    """Return an input with its three axes, (H, W, C).

    Parameters
    ----------
    value : array_like, shape (H, W), (H, W, C) or (1, H, W, C)
    side, channels : int
        The most rows or columns, and the most channels.
    """
    x = finite("x", value)
    if x.ndim == 4 and len(x) == 1:
        x = x[0]
    x = x[:, :, None] if x.ndim == 2 else x
    if x.ndim != 3 or x.shape[2] > channels or max(x.shape[:2]) > side:
        raise ValueError(
            f"x has shape {np.shape(value)}; shown are (H, W) or (H, W, C) with H and W "
            f"up to {side} and C up to {channels}: cut a patch out, as in x[:{side}, :{side}]"
        )
    return x


def kernels(value, *, side, depth, filters):
    """Return kernels with their four axes, (KH, KW, C // groups, F).

    Parameters
    ----------
    value : array_like, shape (KH, KW) or (KH, KW, C // groups, F)
    side, depth, filters : int
        The most rows or columns, channels that one kernel reads, and kernels.
    """
    w = finite("w", value)
    w = w[:, :, None, None] if w.ndim == 2 else w
    if w.ndim != 4 or max(w.shape[:2]) > side or w.shape[2] > depth or w.shape[3] > filters:
        raise ValueError(
            f"w has shape {np.shape(value)}; shown are (KH, KW) or "
            f"(KH, KW, C // groups, F) with KH and KW up to {side}, C // groups up to {depth} and "
            f"F up to {filters}"
        )
    return w


def biases(value, *, filters):
    """Return one bias a filter, shape (filters,); a single number counts for each."""
    b = np.atleast_1d(finite("b", value))
    if b.shape not in ((1,), (filters,)):
        raise ValueError(
            f"b has shape {b.shape}; one number, or one for each filter, shape ({filters},), is "
            "expected"
        )
    return np.broadcast_to(b, (filters,))
