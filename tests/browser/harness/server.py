"""A JupyterLab server of its own: own port, token, settings and home, nothing of the user's."""

import json
import os
import secrets
import site
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import quote

import nbformat

FLAGS = (
    "--no-browser",
    "--allow-root",
    "--ServerApp.ip=127.0.0.1",
    "--LabApp.expose_app_in_browser=True",  # window.jupyterapp, to run commands by name
    # Nothing is asked of the outside.
    "--LabApp.extension_manager=readonly",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    # Should the tests be killed, the server that they leave ends by itself.
    "--ServerApp.shutdown_no_activity_timeout=3600",
    "--MappingKernelManager.cull_idle_timeout=300",
)
SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "@jupyterlab/apputils-extension/themes": {"adaptive-theme": True},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},  # a test saves when it means to
}
EXTENSIONS = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
OF_THE_BROWSER_EDITION = "@jupyterlite"  # in the same environment, and of no use to JupyterLab
START_LIMIT = 90  # seconds
SETUPS = ("JUPYTER", "IPYTHON", "XDG_", "CNNTEACH", "KERAS_HOME")  # variables that lead to a setup


class LabServer:
    """A running JupyterLab that serves one folder; `stop` ends it and its kernels.

    Parameters
    ----------
    root : Path
        Folder whose notebooks are served; kernels start in it.
    home : Path
        An empty folder that stands for the user's home: configuration, settings, caches and a
        learner's progress are looked for, and written, here alone.
    matplotlib_cache : Path
        Where matplotlib keeps its list of fonts, which takes seconds to make.
    """

    def __init__(self, root, home, *, matplotlib_cache):
        self.root, self.home = root, home
        self.token = secrets.token_hex(16)
        self._write_settings()
        places = (
            f"--ServerApp.root_dir={root}",
            f"--LabApp.labextensions_path={self._choose_extensions()}",
        )
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", *FLAGS, *places],
                env=self._environment(matplotlib_cache),
                cwd=root,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.url = self._wait_for_address()

    @property
    def _log(self):
        return self.home / "jupyterlab.log"

    def _write_settings(self):
        for name, values in SETTINGS.items():
            path = self.home / "settings" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values))

    def _choose_extensions(self):
        """Return a folder of JupyterLab's extensions, without the browser edition's kernel."""
        chosen = self.home / "labextensions"
        chosen.mkdir()
        for extension in EXTENSIONS.iterdir():
            if extension.name != OF_THE_BROWSER_EDITION:
                (chosen / extension.name).symlink_to(extension)
        return chosen

    def _environment(self, matplotlib_cache):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(SETUPS)}
        folders = {
            "HOME": "",
            "IPYTHONDIR": "ipython",
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        }
        return {
            **kept,
            **{name: str(self.home / folder) for name, folder in folders.items()},
            "MPLCONFIGDIR": str(matplotlib_cache),
            "PYTHONUSERBASE": site.getuserbase(),  # else it would follow HOME
            "JUPYTER_TOKEN": self.token,
        }

    def _wait_for_address(self, pause=0.05):
        for _ in range(round(START_LIMIT / pause)):
            try:
                self._process.wait(pause)
            except subprocess.TimeoutExpired:
                if address := self._address():
                    return address
            else:
                raise RuntimeError(f"JupyterLab ended at its start; it said:\n{self.log()}")
        self.stop()
        raise TimeoutError(f"JupyterLab did not start in {START_LIMIT} s; it said:\n{self.log()}")

    def _address(self):
        # Written once the port is open, so that a browser may be sent there.
        for path in (self.home / "runtime").glob("jpserver-*.json"):
            try:
                return json.loads(path.read_text())["url"].rstrip("/")
            except ValueError:  # half written
                continue
        return None

    def log(self):
        """Return the end of what the server printed."""
        return self._log.read_text(errors="replace")[-6000:]

    def address_of(self, name):
        """Return the address of a notebook in JupyterLab, with no layout kept from before."""
        return f"{self.url}/lab/tree/{quote(str(name))}?reset&token={self.token}"

    def write(self, name, *sources):
        """Write a notebook of these code cells into the served folder; return its name."""
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        nbformat.write(notebook, self.root / name)
        return name

    def end_kernels(self):
        """End every running kernel, a busy one too."""
        for kernel in self._ask("GET", "api/kernels"):
            self._ask("DELETE", f"api/kernels/{kernel['id']}")

    def _ask(self, method, path):
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(f"{self.url}/{path}", method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or "null")

    def stop(self):
        """End the server; kernels end with it."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
