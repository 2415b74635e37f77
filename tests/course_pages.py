"""The course as pages: built once for all tests, by the command that everyone runs."""

import subprocess
import sys
from functools import cache
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).parents[1]
NAMES = sorted({path.stem for path in (ROOT / "notebooks").glob("*.ipynb")} - {"projector"})


def build():
    """Run the command; return what it said."""
    (ROOT / "build").mkdir(exist_ok=True)
    with FileLock(ROOT / "build" / "pages.lock"):  # another worker may build, too
        command = [sys.executable, ROOT / "site" / "pages.py"]
        done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@cache
def built():
    """Return the folder of the pages, which are up to date."""
    build()
    return ROOT / "build" / "site"
