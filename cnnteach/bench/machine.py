"""What the numbers were measured on, and whether it was quiet."""

import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

PACKAGES = ("cnnteach", "numpy", "scipy", "keras", "tensorflow", "torch", "jax")
VARIABLES = ("OPENBLAS_", "OMP_", "MKL_", "VECLIB_", "TF_ENABLE_ONEDNN")  # how their names begin
BUSY = 0.25  # of the cores: a load above it is somebody else's work
UNSTEADY = 0.15  # of the median


def facts():
    """Return what can be known of the machine and of what is installed, as a dict for JSON."""
    return {
        "cpu": cpu_name(),
        "cores": usable_cores(),
        "memory_bytes": physical_memory(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: v for name in PACKAGES if (v := _version(name))},
        "variables": {k: v for k, v in sorted(os.environ.items()) if k.startswith(VARIABLES)},
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "load": load(),
    }


def cpu_name():
    """Return the processor's name, or what the system calls its kind."""
    try:
        if sys.platform == "darwin":
            command = ["sysctl", "-n", "machdep.cpu.brand_string"]
            return subprocess.run(
                command, capture_output=True, text=True, check=True
            ).stdout.strip()
        listed = Path("/proc/cpuinfo").read_text(errors="replace")
    except (OSError, subprocess.SubprocessError):
        listed = ""
    named = re.search(r"^model name\s*:\s*(.+)$", listed, re.MULTILINE)
    return named[1].strip() if named else platform.processor() or platform.machine()


def usable_cores():
    """Return the cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def physical_memory():
    """Return the bytes of memory, or None where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def load():
    """Return the processes that wanted to run in the last minute, or None (Windows)."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def noise(load_before, cores, spreads):
    """Say in sentences why the numbers may be off; nothing where the machine was quiet.

    Parameters
    ----------
    load_before : float or None
        The load before the run began.
    cores : int
    spreads : dict of str to float
        By how much the times of the first contender vary, for each row.

    Examples
    --------
    >>> noise(1.8, 2, {"b1": 0.02})
    ['Noisy: the load was 1.8 on 2 cores before the run began; others were computing too.']
    """
    said = []
    if load_before is not None and load_before > BUSY * cores:
        said.append(
            f"Noisy: the load was {load_before:.1f} on {cores} cores before the run began; "
            "others were computing too."
        )
    if shaky := [row for row, part in spreads.items() if part > UNSTEADY]:
        said.append(
            f"Noisy: times vary by more than {UNSTEADY:.0%} in "
            f"{', '.join(shaky)}; run again on a quiet machine."
        )
    return said


def _version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
