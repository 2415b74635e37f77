"""What a teacher's machine needs beyond the course, and the line that installs it."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2]


def how_to_install(extra: str, *, folder: Path = FOLDER) -> str:
    """Return the command that adds an extra, such as "classroom", to the Python that runs.

    In a clone it takes the versions that the course is tested with.

    Examples
    --------
    >>> how_to_install("hub", folder=Path("nowhere")).split(" ", 1)[1]
    '-m pip install "cnnteach[hub]"'
    """
    pip = f"{_word(sys.executable)} -m pip install"
    if (folder / "requirements.lock").exists():
        return f'cd {_word(folder)} && {pip} --constraint requirements.lock --editable ".[{extra}]"'
    return f'{pip} "cnnteach[{extra}]"'


def _word(path):
    """Write a path as a shell takes it, with a space in it too."""
    return (subprocess.list2cmdline if os.name == "nt" else shlex.join)([str(path)])
