"""How much memory a call takes at its worst, beyond what is there before it."""

import ctypes
import re
import sys
import tracemalloc
from pathlib import Path

_CLEAR = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


def traced_peak(call):
    """Return the peak of what Python and NumPy allocate during a call, in bytes.

    Examples
    --------
    >>> import numpy as np
    >>> 8_000 <= traced_peak(lambda: np.zeros(1000)) < 12_000
    True
    """
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        call()
        return max(0, tracemalloc.get_traced_memory()[1] - before)
    finally:
        tracemalloc.stop()


def resident_peak(call):
    """Return by how much a call makes the process's resident set grow at its worst, in bytes.

    A lower bound: memory that a library keeps from before is used again without growing. On
    Linux the peak is that of this call; elsewhere only growth beyond every earlier peak shows, and
    on Windows none (None).
    """
    _trim()
    if _reset_peak():
        before = _status("VmRSS")
        call()
        return max(0, _status("VmHWM") - before)
    before = _highest()
    call()
    return None if before is None else _highest() - before


def _trim():
    """Give back what the C library keeps of freed memory, where it can (glibc)."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return


def _reset_peak():
    """Make the kernel forget the process's peak; False where it does not."""
    try:
        _CLEAR.write_text("5")
        return "VmHWM" in _STATUS.read_text()
    except OSError:
        return False


def _status(field):
    return int(re.search(rf"{field}:\s+(\d+) kB", _STATUS.read_text())[1]) * 1024


def _highest():
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
