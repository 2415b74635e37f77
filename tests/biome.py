"""Biome, which formats and checks the explorers' scripts and styles; the Makefile installs it."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAMS = Path(sys.prefix) / "bin"


def biome(*words, cwd):
    """Run it in a folder; return the completed process, whose output is text."""
    places = os.pathsep.join([str(PROGRAMS), os.environ["PATH"]])  # it asks for `node` by name
    command = [PROGRAMS / "biome", *words]
    environment = os.environ | {"PATH": places}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
