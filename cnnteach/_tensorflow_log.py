"""Keep out of notebooks what TensorFlow writes while it is imported.

Its compiled part says what it finds of the machine, in red and in no reader's words, and has no
setting against that. `cnnteach doctor` says the same in plain ones. Who sets TF_CPP_MIN_LOG_LEVEL
gets what was asked for. Nothing is imported here that Python has not loaded at its start.
"""

import os
import sys

LEVEL, QUIET = "TF_CPP_MIN_LOG_LEVEL", "3"


def hush() -> None:
    """Let the first import of TensorFlow, whoever asks for it, write nothing."""
    if os.environ.setdefault(LEVEL, QUIET) == QUIET:  # for what comes after the import
        sys.meta_path.insert(0, _Finder())


class _Finder:
    """Finds TensorFlow where it would be found anyway, and has it loaded in silence."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname != "tensorflow":
            return None
        from importlib.util import find_spec

        sys.meta_path.remove(self)
        spec = find_spec(fullname)
        if spec and spec.loader:
            spec.loader = _Silently(spec.loader)
        return spec


class _Silently:
    """A loader that sends nowhere what compiled code writes to the second file meanwhile."""

    def __init__(self, loader):
        self._loader = loader

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def exec_module(self, module):
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        try:
            self._loader.exec_module(module)
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)
