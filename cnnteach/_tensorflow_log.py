"""Keep out of notebooks what TensorFlow writes while it is imported.

Its compiled part says what it finds of the machine, in red and in no reader's words, and has no
setting against that. `cnnteach doctor` says the same in plain ones. Who sets TF_CPP_MIN_LOG_LEVEL
gets what was asked for. Nothing is imported here that Python has not loaded at its start.
"""

import os
import sys

from cnnteach._around_import import AroundImport

LEVEL, QUIET = "TF_CPP_MIN_LOG_LEVEL", "3"


def hush() -> None:
    """Let the first import of TensorFlow, whoever asks for it, write nothing."""
    if os.environ.setdefault(LEVEL, QUIET) == QUIET:  # for what comes after the import
        sys.meta_path.insert(0, AroundImport("tensorflow", _Silence))


class _Silence:
    """A context that sends nowhere what compiled code writes to the second file meanwhile."""

    def __enter__(self):
        self._kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)

    def __exit__(self, *error):
        os.dup2(self._kept, 2)
        os.close(self._kept)
