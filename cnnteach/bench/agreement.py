"""Whether two results are the same layer's: what is wrong is not worth timing."""

import numpy as np

TOLERANCE = 1e-4  # of the largest number: float32 summed in another order differs by less


def disagreement(results, reference):
    """Say in words how results differ from the reference, or None where they agree.

    Parameters
    ----------
    results, reference : dict of ndarray
        Floats may differ by `TOLERANCE` of the reference's largest; integers not at all.

    Examples
    --------
    >>> disagreement({"y": np.array([1.0, 2.5])}, {"y": np.array([1.0, 2.0])})
    'y is 2.5 where cnnteach has 2.0, at (1,)'
    """
    if set(results) != set(reference):
        return f"gives {', '.join(results)} where cnnteach gives {', '.join(reference)}"
    for name, expected in reference.items():
        found = np.asarray(results[name])
        if (found.shape, found.dtype.kind) != (expected.shape, expected.dtype.kind):
            return f"{name} is {_kind(found)} where cnnteach has {_kind(expected)}"
        if expected.dtype.kind == "f" and found.dtype != expected.dtype:
            return f"{name} is {_kind(found)} where cnnteach has {_kind(expected)}"
        far = _distance(found, expected)
        if expected.size and far.max() > 0:
            worst = np.unravel_index(far.argmax(), far.shape)
            place = tuple(int(index) for index in worst)
            return f"{name} is {found[worst]} where cnnteach has {expected[worst]}, at {place}"
    return None


def _kind(array):
    return f"{array.dtype} {array.shape}"


def _distance(found, expected):
    """Return how far each number is off, 0 within the tolerance; NaN is infinitely far."""
    if expected.dtype.kind != "f":
        return found != expected
    far = np.abs(found - expected)
    far[np.isnan(far)] = np.inf
    reach = np.abs(expected).max(initial=0)
    return np.where(far <= TOLERANCE * reach, 0, far)
