"""A kernel in bubblewrap: no network, a read-only system, no files but the submission's own.

It sees the system's programs, the Python that runs it, this package, and the submission's folder,
to read; /tmp and its home are in memory and gone with it.

References
----------
.. [1] bubblewrap's manual page, bwrap(1).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import cnnteach

HOME = "/home/student"
MEMORY_FILES = 100_000_000  # bytes of each folder in memory
PASSED_ON = ("CNNTEACH_GRADING_SEED", "KERAS_BACKEND")
_SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/passwd", "/etc/alternatives")


def refusal() -> str:
    """Say why bubblewrap cannot be used here; nothing where it can."""
    program = shutil.which("bwrap")
    if not program:
        return "bubblewrap is not installed: `sudo apt install bubblewrap`"
    tried = [program, "--unshare-all", "--ro-bind", "/", "/", "true"]
    done = subprocess.run(tried, capture_output=True, text=True)
    said = done.stderr.strip() or f"exit status {done.returncode}"
    return f"bubblewrap is not allowed to work here ({said})" if done.returncode else ""


def command(connection_file: Path, folder: Path) -> list[str]:
    """Return the command that runs a kernel for a notebook in `folder`: see `walls`."""
    return [*walls(connection_file, folder), *kernel(connection_file)]


def walls(connection_file: Path, folder: Path, *options: str) -> list[str]:
    """Return the command that runs what is put after it in a sandbox.

    Parameters
    ----------
    connection_file : Path
        In a folder that no other kernel meets its client in, since the sandbox shows all of it.
    folder : Path
        The submission's own.
    *options : str
        More of bubblewrap's.

    Examples
    --------
    >>> walls(Path("/meet/kernel.json"), Path("/course/ada"))[:3]
    ['bwrap', '--unshare-all', '--die-with-parent']
    """
    meeting = connection_file.parent
    package = Path(cnnteach.__file__).parent
    parts = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    parts += ["--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"]
    parts += ["--proc", "/proc", "--dev", "/dev"]
    for place in ("/tmp", HOME):  # before what lies in them
        parts += ["--size", str(MEMORY_FILES), "--tmpfs", place]
    for path in (*_SYSTEM, *_interpreter(), package, package.parent / "data"):
        parts += ["--ro-bind-try", str(path), str(path)]
    parts += ["--bind", str(meeting), str(meeting), "--ro-bind", str(folder), str(folder)]
    parts += ["--chdir", str(folder)]
    for name, value in environment(HOME).items():
        parts += ["--setenv", name, value]
    return [*parts, *options, "--"]


def kernel(connection_file: Path, python: str = sys.executable) -> list[str]:
    """Return the command of a kernel that limits itself."""
    return [python, "-m", "cnnteach.classroom.kernel", "-f", str(connection_file)]


def environment(home: str) -> dict[str, str]:
    """Return all that a kernel is told of the machine."""
    return {
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "HOME": home,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(cnnteach.__file__).parents[1]),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "MPLBACKEND": "agg",
        **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
    }


def _interpreter():
    """Return where the Python that runs this is: its environment, and the one behind it."""
    return dict.fromkeys((sys.prefix, sys.base_prefix))
