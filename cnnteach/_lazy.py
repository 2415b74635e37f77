"""Names of a package whose modules are imported when they are first asked for."""

import importlib


def names_of(package, homes):
    """Return ``__getattr__``, ``__dir__`` and ``__all__`` for a package that imports late.

    Parameters
    ----------
    package : str
        The package's ``__name__``.
    homes : dict of str to str
        Public name -> the module of the package that defines it.

    Returns
    -------
    tuple of (function, function, list of str)
        The function that finds a name raises an `AttributeError` that lists what there is.

    Examples
    --------
    >>> find, _, names = names_of("cnnteach", {"grating": "stimuli"})
    >>> names, find("grating").__module__
    (['grating'], 'cnnteach.stimuli')
    """
    names = sorted(homes)

    def find(name):
        if name not in homes:
            raise AttributeError(f"{package} has no {name!r}; it has {', '.join(names)}")
        return getattr(importlib.import_module(f"{package}.{homes[name]}"), name)

    return find, lambda: names, names
