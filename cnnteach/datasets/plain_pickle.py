"""Read a pickle that holds nothing but numbers and names, and refuse any other.

A pickle is a small program: ``pickle.load`` calls whatever it names. This reader knows three names,
those by which NumPy rebuilds an array, and stops at the first other one, before it is called.
"""

import io
import pickle


class NotPlain(ValueError):
    """A pickle asks for something else than arrays, numbers, text, lists and dicts."""


def load_plain(data):
    """Return what the pickle `data` holds.

    Parameters
    ----------
    data : bytes
        Written by Python 2 or 3; text of Python 2 comes back as bytes.

    Returns
    -------
    object
        Made of dicts, lists, tuples, bytes, str, numbers, True, False, None and ndarrays.

    Raises
    ------
    NotPlain
        If it asks for anything else, or is damaged.

    References
    ----------
    .. [1] The Python library reference, pickle, "Restricting globals".

    Examples
    --------
    >>> load_plain(pickle.dumps({"labels": [3, 1]}))
    {'labels': [3, 1]}
    >>> load_plain(pickle.dumps(print))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    cnnteach.datasets.plain_pickle.NotPlain: the pickle asks for builtins.print, ...
    """
    try:
        return _PlainUnpickler(io.BytesIO(data), encoding="bytes").load()
    except NotPlain:
        raise
    except Exception as error:  # a damaged pickle fails in any way
        raise NotPlain(f"the pickle is damaged ({error})") from error


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module, name):
        import numpy as np

        allowed = {
            ("numpy", "ndarray"): np.ndarray,
            ("numpy", "dtype"): _dtype,
        }
        if module in ("numpy.core.multiarray", "numpy._core.multiarray") and name == "_reconstruct":
            return np._core.multiarray._reconstruct
        if (module, name) in allowed:
            return allowed[module, name]
        raise NotPlain(
            f"the pickle asks for {module}.{name}, which a file of numbers does not need; "
            "it is not opened"
        )


def _dtype(*arguments):
    """Make a NumPy number type from a pickle's arguments, but none of Python objects."""
    import numpy as np

    dtype = np.dtype(*arguments)
    if dtype.hasobject:
        raise NotPlain("the pickle holds an array of Python objects, not of numbers")
    return dtype
