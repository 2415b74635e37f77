"""A real JupyterHub for the tests: its own ports and folder and, where root may, accounts."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from cnnteach.classroom.hub import Hub

ROOT = Path(__file__).parents[2]
PATIENCE = 240  # seconds
# Tests may run in several processes, each with a hub, accounts and ports of its own.
PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
TEACHER, ADA, BOB = (f"hubtest{PROCESS}-{name}" for name in ("teacher", "ada", "bob"))
# Should the tests be killed, the hub gets a Ctrl-C.
STOPPED_WITH_US = ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []


def can_make_accounts() -> bool:
    """Say whether this is root, on a system where root may be anybody."""
    needed = all(map(shutil.which, ("useradd", "userdel", "bwrap")))
    return hasattr(os, "geteuid") and os.geteuid() == 0 and needed


class RunningHub:
    """JupyterHub with one teacher and two learners; `stop` ends it, its servers and its accounts.

    Parameters
    ----------
    folder : Path
        Where it keeps everything. With accounts, others must be able to walk there.
    accounts : bool
        Whether each user has a system account.
    """

    def __init__(self, folder, *, accounts):
        self.hub = Hub(folder, free_ports(), TEACHER, (ADA, BOB), accounts)
        self.log = folder / "jupyterhub.log"
        folder.mkdir(exist_ok=True)
        if accounts:
            remove_accounts()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [*self._walls, *STOPPED_WITH_US, *self.hub.command()],
                env=kept | self.hub.environment() | {"PYTHONPATH": str(ROOT)},
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait_for(lambda: "JupyterHub is now running" in self.said)

    @property
    def _walls(self):
        return opened_doors() if self.hub.accounts else []

    @property
    def process(self) -> psutil.Process:
        return psutil.Process(self._process.pid)

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for(self, holds):
        """Wait until `holds()` is true, and return what it gave."""
        found = wait_for(lambda: self._has_ended or holds(), log=self.log)
        assert not self._has_ended, f"JupyterHub has ended:\n{self.said[-4000:]}"
        return found

    @property
    def _has_ended(self):
        return self._process.poll() is not None

    def home(self, name) -> Path:
        return self.hub.folder / "home" / name

    def as_user(self, name, command, **options):
        """Run a command with the rights of a user of this machine."""
        user = ["setpriv", "--reuid", name, "--regid", name, "--init-groups"]
        return subprocess.run(
            [*self._walls, *(user if self.hub.accounts else []), *map(str, command)],
            env={
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "HOME": str(self.home(name)),
            },
            capture_output=True,
            text=True,
            **options,
        )

    def stop(self):
        """End it as Ctrl-C does, and take the accounts away."""
        family = [self.process, *self.process.children(recursive=True)]
        hub = next(each for each in family if "--config" in each.cmdline()[1:5])
        hub.send_signal(signal.SIGINT)
        _, alive = psutil.wait_procs(family, timeout=PATIENCE)
        for each in alive:
            each.kill()
        self._process.wait()
        if self.hub.accounts:
            remove_accounts()
        assert not alive, f"JupyterHub left {alive}"


def wait_for(holds, *, log=Path(os.devnull)):
    """Ask until `holds()` is true, of what sends no word when it is; return what it gave."""
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < end, f"JupyterHub did not do it:\n{log.read_text()[-4000:]}"
        time.sleep(0.2)
    return found


def remove_accounts():
    """Take away the accounts of these tests, and those that a killed run left."""
    for name in (TEACHER, ADA, BOB):
        subprocess.run(["userdel", "--force", name], capture_output=True)


def free_ports() -> int:
    """Return the first of three free ports in a row."""
    first = 18000 + 1000 * PROCESS
    ports = range(first, first + 1000, 3)
    return next(port for port in ports if not Hub(Path(), port).taken_ports())


def opened_doors() -> list[str]:
    """Return the words before a command that let every user run this Python.

    A Python under /root is closed to all but root. In the command's own view of the file system
    that folder is another one, that holds nothing but what the course needs of it.
    """
    needed = {Path(sys.base_prefix), Path(sys.prefix).resolve(), ROOT}
    doors = {path: door for path in sorted(needed) if (door := _closed_door(path))}
    words = ["bwrap", "--dev-bind", "/", "/"]
    for door in sorted(set(doors.values())):
        words += ["--tmpfs", str(door)]
    for path, door in doors.items():
        between = [folder for folder in reversed(path.parents) if door in folder.parents]
        words += [word for folder in between for word in ("--perms", "0755", "--dir", str(folder))]
        words += ["--bind", str(path), str(path)]
    return [*words, "--"] if doors else []


def _closed_door(path):
    """Return the first folder on the way to `path` that is closed to others."""
    way = [*reversed(path.parents), path]
    return next((folder for folder in way if not folder.stat().st_mode & 0o001), None)
