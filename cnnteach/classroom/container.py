"""A kernel in a container of Docker's or Podman's: the limits of the other sandbox, and one more.

The container has no network, a read-only system with /tmp in memory, none of the machine's files
but the submission's own, and one limit for all its processes together.

References
----------
.. [1] Docker's documentation, "docker run" and "Resource constraints".
"""

import os
import shutil
import subprocess
from pathlib import Path

from cnnteach.classroom.bubblewrap import MEMORY_FILES, environment, kernel

IMAGE = "cnnteach"
MEMORY, PROCESSES, SECONDS = "3g", 256, 900  # threads count as processes; seconds it may last


def refusal(engine: str, image: str = IMAGE) -> str:
    """Say why `engine` ("docker" or "podman") cannot be used here; nothing where it can.

    Examples
    --------
    >>> refusal("dockre")
    'dockre is not installed'
    """
    if not shutil.which(engine):
        return f"{engine} is not installed"
    asked = subprocess.run([engine, "info"], capture_output=True, text=True)
    if asked.returncode:
        lines = asked.stderr.strip().splitlines() or ["it gives no reason"]
        return f"{engine} is installed and does not work: {lines[0].removeprefix('ERROR: ')}"
    if subprocess.run([engine, "image", "inspect", image], capture_output=True).returncode:
        return f"{engine} has no image {image}; classroom/README.md says how to build it"
    return ""


def command(engine: str, connection_file: Path, folder: Path, image: str = IMAGE) -> list[str]:
    """Return the command that runs a kernel for a notebook in `folder`.

    Parameters
    ----------
    engine : str
        "docker" or "podman".
    connection_file : Path
        In a folder that no other kernel meets its client in, since the container shows all of it.
    folder : Path
    image : str
        One that has this package and Jupyter's Python kernel.

    Examples
    --------
    >>> words = command("docker", Path("/tmp/grade-1/kernel.json"), Path("/course/ada"))
    >>> words[:6]
    ['docker', 'run', '--rm', '--init', '--name', 'grade-1']
    """
    meeting = connection_file.parent
    parts = [engine, "run", "--rm", "--init", "--name", meeting.name]
    parts += ["--network", "none", "--read-only", "--cap-drop", "ALL"]
    parts += ["--security-opt", "no-new-privileges", "--pids-limit", str(PROCESSES)]
    parts += ["--memory", MEMORY, "--memory-swap", MEMORY, "--cpus", "1"]
    parts += ["--user", f"{os.getuid()}:{os.getgid()}"]
    if engine == "podman":  # without it, this user is another one inside
        parts += ["--userns", "keep-id"]
    parts += ["--tmpfs", f"/tmp:rw,size={MEMORY_FILES}"]
    parts += ["--volume", f"{meeting}:{meeting}", "--volume", f"{folder}:{folder}:ro"]
    parts += ["--workdir", str(folder)]
    inside = ("PATH", "PYTHONPATH")  # the image has its own
    for name, value in environment("/tmp").items():
        parts += [] if name in inside else ["--env", f"{name}={value}"]
    last = ["timeout", "--signal", "KILL", str(SECONDS)]
    return [*parts, "--entrypoint", "", image, *last, *kernel(connection_file, "python")]


def end(engine: str, meeting: Path) -> None:
    """End the container of a kernel whose client has gone, if it is still there."""
    subprocess.run([engine, "kill", meeting.name], capture_output=True)
