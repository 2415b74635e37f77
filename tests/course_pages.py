"""The course as pages: built once for all tests, by the command that everyone runs."""

import http.server
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMES = sorted({path.stem for path in (ROOT / "notebooks").glob("*.ipynb")} - {"projector"})
FOR_TEACHERS = ["teaching", "projector", "topics"]
COMMAND = [sys.executable, ROOT / "site" / "pages.py"]


def build():
    """Run the command; return what it said."""
    done = subprocess.run(COMMAND, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@cache
def built():
    """Return the folder of the pages, which are up to date."""
    build()
    return ROOT / "build" / "site"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def served(folder):
    """Serve a folder on this machine; give the address."""
    handler = partial(_Quiet, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
