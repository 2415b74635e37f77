"""A JupyterHub on one machine: its folder, its passwords, who may come, and its command.

The settings themselves are ``classroom/hub/jupyterhub_config.py``, to be read and changed; this is
what it asks.
"""

import importlib.util
import os
import secrets
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from cnnteach.classroom.extras import how_to_install

CONFIG = Path(__file__).parents[2] / "classroom" / "hub" / "jupyterhub_config.py"
COURSE = "convnets"  # nbgrader's name for the course, and its folder in the teacher's home
_BYTES = {"teacher": 24, "learner": 6}  # 32 letters and 8: as few as JupyterHub takes


@dataclass(frozen=True)
class Hub:
    """A JupyterHub and the folder where all that it keeps lies.

    Attributes
    ----------
    folder : Path
        ``home/`` holds each learner's files, ``data/`` the downloads that all share, ``exchange/``
        the assignments on their way, ``private/`` the passwords and the hub's own state.
    port : int
        Of this machine alone (127.0.0.1); the two after it are the hub's and the proxy's own.
    teacher : str
    learners : tuple of str
        Who may come; anybody who knows the password, if empty.
    accounts : bool
        Whether each has a system account, made at the first login, so that nobody can read
        another's files. It needs root.
    """

    folder: Path
    port: int = 8000
    teacher: str = "teacher"
    learners: tuple[str, ...] = ("ada", "bob")
    accounts: bool = False

    @classmethod
    def from_environment(cls) -> "Hub":
        """Return the hub that `environment` wrote down."""
        names = os.environ.get("CNNTEACH_HUB_LEARNERS", ",".join(cls.learners))
        return cls(
            folder=Path(os.environ.get("CNNTEACH_HUB", "hub")).resolve(),
            port=int(os.environ.get("CNNTEACH_HUB_PORT", cls.port)),
            teacher=os.environ.get("CNNTEACH_HUB_TEACHER", cls.teacher),
            learners=tuple(name for name in names.split(",") if name),
            accounts=os.environ.get("CNNTEACH_HUB_ACCOUNTS") == "yes",
        )

    def environment(self) -> dict[str, str]:
        """Return the variables by which the configuration knows this hub."""
        return {
            "CNNTEACH_HUB": str(self.folder),
            "CNNTEACH_HUB_PORT": str(self.port),
            "CNNTEACH_HUB_TEACHER": self.teacher,
            "CNNTEACH_HUB_LEARNERS": ",".join(self.learners),
            "CNNTEACH_HUB_ACCOUNTS": "yes" if self.accounts else "no",
        }

    @property
    def url(self) -> str:
        """Its address, on this machine alone."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def private(self) -> Path:
        """The folder that nobody else may open."""
        return self.folder / "private"

    def prepare(self) -> None:
        """Make the folders; only ``exchange`` is everybody's to write to, as nbgrader wants it."""
        for name, mode in {".": 0o755, "private": 0o700, "exchange": 0o777}.items():
            (self.folder / name).mkdir(parents=True, exist_ok=True)
            (self.folder / name).chmod(mode)
        for name in ("home", "data"):
            (self.folder / name).mkdir(exist_ok=True)

    def password(self, role: str) -> str:
        """Return the password of the teacher or of all learners, drawn at the first call."""
        self.prepare()
        file = self.private / f"{role}_password"
        file.touch(mode=0o600)
        if not file.read_text():
            file.write_text(secrets.token_urlsafe(_BYTES[role]))
        return file.read_text().strip()

    def taken_ports(self) -> list[int]:
        """Return which of its three ports another program has."""
        return [port for port in range(self.port, self.port + 3) if _is_taken(port)]

    def command(self) -> list[str]:
        """Return the command that runs JupyterHub."""
        return [sys.executable, "-m", "jupyterhub", "--config", str(CONFIG)]


def refuse(hub: Hub) -> None:
    """Raise what keeps `hub` from running here, before anybody is told its address.

    Raises
    ------
    OSError
        If one of its ports is taken.
    RuntimeError
        If JupyterHub cannot be had here, or `hub` wants system accounts without root.
    """
    if os.name == "nt":
        raise RuntimeError("JupyterHub does not run on Windows itself, but in its Linux (WSL)")
    if importlib.util.find_spec("jupyterhub") is None:
        raise RuntimeError(f"JupyterHub is not installed:\n\n    {how_to_install('hub')}")
    if hub.accounts and os.geteuid() != 0:
        raise RuntimeError("--accounts makes system accounts, which only root can: use sudo")
    if taken := hub.taken_ports():
        raise OSError(f"port {taken[0]} is another program's; try --port {hub.port + 100}")


def run(hub: Hub) -> None:
    """Become JupyterHub, where `refuse` has nothing against it.

    Raises
    ------
    RuntimeError
        If its proxy cannot be had here.
    """
    from cnnteach.classroom import proxy

    proxy.install()
    hub.prepare()
    os.execve(sys.executable, hub.command(), {**os.environ, **hub.environment()})


def _is_taken(port):
    """Say whether a program could not listen here."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return True
        return False
