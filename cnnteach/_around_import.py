"""Import a module inside of a context, whoever asks for it first.

Nothing is imported here that Python has not loaded at its start.
"""

import sys


class AroundImport:
    """Finds a module where it would be found anyway, and has it loaded inside of a context, once.

    Parameters
    ----------
    name : str
        The module; it is not imported yet.
    context : callable
        Returns the context manager.
    """

    def __init__(self, name, context):
        self._name, self._context = name, context

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self._name:
            return None
        from importlib.util import find_spec

        sys.meta_path.remove(self)
        spec = find_spec(fullname)
        if spec and spec.loader:
            spec.loader = _Inside(spec.loader, self._context)
        return spec


def afterwards(name, function):
    """Call a function once a module is imported, which may be so already.

    Parameters
    ----------
    name : str
        The module.
    function : callable
        Takes nothing. It is not called where the import fails.
    """
    if name in sys.modules:
        function()
    else:
        sys.meta_path.insert(0, AroundImport(name, lambda: _Afterwards(function)))


class _Afterwards:
    """A context that calls a function once it is left in peace."""

    def __init__(self, function):
        self._function = function

    def __enter__(self):
        pass

    def __exit__(self, failed, *_):
        if not failed:
            self._function()


class _Inside:
    """A loader that runs a module inside of a context."""

    def __init__(self, loader, context):
        self._loader, self._context = loader, context

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def exec_module(self, module):
        with self._context():
            self._loader.exec_module(module)
