"""Where students' code runs: in bubblewrap, in a container, or as a user who owns nothing.

``python -m cnnteach.classroom.sandbox KIND IMAGE CONNECTION_FILE`` becomes a kernel in such a
place. Which kinds there are on a machine is found by trying them.
"""

import json
import os
import sys
from pathlib import Path
from typing import NoReturn

from cnnteach.classroom import bubblewrap, container, preloaded
from cnnteach.classroom.namespaces import NOBODY

KINDS = ("bubblewrap", "docker", "podman", "nobody", "none")
KERNEL = "cnnteach-sandbox"
PRIVATE = "grade-"  # how the folders are called in which one kernel and its client meet


def refusal(kind: str, image: str = container.IMAGE) -> str:
    """Say why a kind of sandbox cannot be used here; nothing where it can.

    Raises
    ------
    ValueError
        If there is no such kind.

    Examples
    --------
    >>> refusal("bottle")
    Traceback (most recent call last):
    ValueError: there is no sandbox 'bottle'; there are bubblewrap, docker, podman, nobody, none
    """
    if kind not in KINDS:
        raise ValueError(f"there is no sandbox {kind!r}; there are {', '.join(KINDS)}")
    if kind == "bubblewrap":
        return bubblewrap.refusal()
    if kind in ("docker", "podman"):
        return container.refusal(kind, image)
    return _nobodys_refusal() if kind == "nobody" else ""


def choose(kind: str = "auto", image: str = container.IMAGE) -> str:
    """Return the kind that is asked for, or the first of the isolated ones that works here.

    Raises
    ------
    RuntimeError
        If it cannot be used, or none can; the message says why, and what to do.
    """
    asked = KINDS[:3] if kind == "auto" else (kind,)
    refusals = []
    for each in asked:
        why = refusal(each, image)
        if not why:
            return each
        refusals.append(why)
    raise RuntimeError(
        f"students' code needs a sandbox, and none works here. {'. '.join(refusals)}. "
        "`--sandbox none` grades what you trust, with all your rights"
    )


def write_kernelspec(folder: Path, kind: str, image: str = container.IMAGE) -> None:
    """Put a kernel called `KERNEL` under `folder`, to be named in ``JUPYTER_PATH``."""
    place = folder / "kernels" / KERNEL
    place.mkdir(parents=True, exist_ok=True)
    begin = [sys.executable, "-m", "cnnteach.classroom.sandbox", kind, image]
    spec = {
        "argv": [*begin, "{connection_file}"],
        "display_name": "Python in a sandbox",
        "language": "python",
        "interrupt_mode": "message",
    }
    (place / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def become(kind: str, image: str, connection_file: Path) -> None:
    """Replace this process by the kernel in its sandbox.

    Raises
    ------
    ValueError
        If the connection file lies where other kernels' files may lie too: the sandbox would show
        them.

    Examples
    --------
    >>> become("bubblewrap", "", Path("/tmp/kernel.json"))
    Traceback (most recent call last):
    ValueError: /tmp is not private to one kernel; its name must begin with grade-
    """
    meeting, folder = connection_file.parent, Path.cwd()
    if not meeting.name.startswith(PRIVATE):
        raise ValueError(
            f"{meeting} is not private to one kernel; its name must begin with {PRIVATE}"
        )
    if kind == "nobody":
        _become_nobody(connection_file)
    elif kind == "bubblewrap":
        if place := os.environ.get(preloaded.PLACE):
            preloaded.become(place, connection_file, folder)
        parts = bubblewrap.command(connection_file, folder)
    elif kind in ("docker", "podman"):
        parts = container.command(kind, connection_file, folder, image)
    else:
        parts = bubblewrap.kernel(connection_file)
    os.execvp(parts[0], parts)


def end(kind: str, meeting: Path) -> None:
    """See to it that nothing of a kernel is left."""
    if kind in ("docker", "podman"):
        container.end(kind, meeting)


def _nobodys_refusal():
    if os.getuid():
        return "only root can run code as nobody"
    parts = [Path(sys.executable).resolve(), *Path(sys.executable).resolve().parents]
    closed = [str(part) for part in parts if not part.stat().st_mode & 0o001]
    return f"nobody may not run this Python: {closed[0]} is closed" if closed else ""


def _become_nobody(connection_file) -> NoReturn:
    """Give all rights away: what is closed to others, as a folder of mode 700 is, stays unseen."""
    meeting = connection_file.parent
    for path in (meeting, *meeting.glob("*.json")):
        os.chown(path, NOBODY, NOBODY)
    os.chdir(meeting)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    parts = bubblewrap.kernel(connection_file)
    os.execve(parts[0], parts, bubblewrap.environment(str(meeting)))


if __name__ == "__main__":
    become(sys.argv[1], sys.argv[2], Path(sys.argv[3]).resolve())
