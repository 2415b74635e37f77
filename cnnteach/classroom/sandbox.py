"""A kernel in bubblewrap: no network, a read-only system, no files but the submission's own.

``python -m cnnteach.classroom.sandbox CONNECTION_FILE`` becomes such a kernel. It sees the system's
programs, the Python that runs it, this package, and the folder it is started in, to read; /tmp and
its home are in memory and gone with it. What it may use up is limited for each of its processes.

References
----------
.. [1] bubblewrap's manual page, bwrap(1).
"""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import cnnteach

KERNEL = "cnnteach-sandbox"
PRIVATE = "grade-"  # how the folders are called in which one kernel and its client meet
CPU_SECONDS, DATA_BYTES, FILE_BYTES, MEMORY_FILES = 120, 3_000_000_000, 100_000_000, 100_000_000
_PASSED_ON = ("CNNTEACH_GRADING_SEED", "KERAS_BACKEND")
_SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/passwd", "/etc/alternatives")


def is_available() -> bool:
    """Say whether bubblewrap is installed and may make namespaces here."""
    program = shutil.which("bwrap")
    if not program:
        return False
    tried = [program, "--unshare-all", "--ro-bind", "/", "/", "true"]
    return subprocess.run(tried, capture_output=True).returncode == 0


def write_kernelspec(folder: Path) -> None:
    """Put a kernel called `KERNEL` under `folder`, to be named in ``JUPYTER_PATH``."""
    place = folder / "kernels" / KERNEL
    place.mkdir(parents=True, exist_ok=True)
    spec = {
        "argv": [sys.executable, "-m", "cnnteach.classroom.sandbox", "{connection_file}"],
        "display_name": "Python in a sandbox",
        "language": "python",
        "interrupt_mode": "message",
    }
    (place / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def command(connection_file: Path, folder: Path) -> list[str]:
    """Return the command that runs a kernel for a notebook in `folder` inside of bubblewrap.

    Raises
    ------
    ValueError
        If `connection_file` lies where other kernels' files may lie too: the sandbox would show
        them.

    Examples
    --------
    >>> command(Path("/tmp/kernel.json"), Path("."))
    Traceback (most recent call last):
    ValueError: /tmp is not private to one kernel; its name must begin with grade-
    """
    meeting = connection_file.parent
    if not meeting.name.startswith(PRIVATE):
        raise ValueError(
            f"{meeting} is not private to one kernel; its name must begin with {PRIVATE}"
        )
    package = Path(cnnteach.__file__).parent
    parts = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    parts += ["--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"]
    for path in (*_SYSTEM, *_interpreter(), package, package.parent / "data"):
        parts += ["--ro-bind-try", str(path), str(path)]
    parts += ["--proc", "/proc", "--dev", "/dev"]
    for place in ("/tmp", "/home/student"):
        parts += ["--size", str(MEMORY_FILES), "--tmpfs", place]
    parts += ["--bind", str(meeting), str(meeting), "--ro-bind", str(folder), str(folder)]
    parts += ["--chdir", str(folder)]
    for name, value in _environment(package.parent).items():
        parts += ["--setenv", name, value]
    return [*parts, "--", sys.executable, "-m", "ipykernel_launcher", "-f", str(connection_file)]


def _interpreter():
    """Return where the Python that runs this is: its environment, and the one behind it."""
    return dict.fromkeys((sys.prefix, sys.base_prefix))


def _environment(source):
    return {
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "HOME": "/home/student",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(source),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "MPLBACKEND": "agg",
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
    }


def become(connection_file: str) -> None:
    """Replace this process by the kernel in its sandbox."""
    for limit, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_DATA, DATA_BYTES),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    parts = command(Path(connection_file).resolve(), Path.cwd())
    os.execvp(parts[0], parts)


if __name__ == "__main__":
    become(sys.argv[1])
