"""Keep out of notebooks what TensorFlow writes while it is imported.

Its compiled part says what it finds of the machine, in red and in no reader's words, and has no
setting against that. `cnnteach doctor` says the same in plain ones. Who sets TF_CPP_MIN_LOG_LEVEL
gets what was asked for.
"""

import os
import sys
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.util import find_spec

LEVEL, QUIET = "TF_CPP_MIN_LOG_LEVEL", "3"


def hush() -> None:
    """Let the first import of TensorFlow, whoever asks for it, write nothing."""
    if os.environ.setdefault(LEVEL, QUIET) == QUIET:  # for what comes after the import
        sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder):
    """Finds TensorFlow where it would be found anyway, and has it loaded in silence."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname != "tensorflow":
            return None
        sys.meta_path.remove(self)
        spec = find_spec(fullname)
        if spec and spec.loader:
            spec.loader = _Silently(spec.loader)
        return spec


class _Silently(Loader):
    def __init__(self, loader):
        self._loader = loader

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        with _without_stderr():
            self._loader.exec_module(module)


@contextmanager
def _without_stderr():
    """Send what compiled code writes to the second file nowhere, for a while."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
