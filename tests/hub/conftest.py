"""One JupyterHub for all, and who visits it."""

import shutil
import tempfile
from pathlib import Path

import pytest
from running import ADA, BOB, TEACHER, RunningHub, can_make_accounts
from visitor import Visitor


@pytest.fixture(scope="session")
def folder():
    """A folder to which every user can walk, as a test's own is not."""
    made = Path(tempfile.mkdtemp(prefix="cnnteach-hub-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def hub(folder):
    """A running hub, with system accounts where they can be made."""
    running = RunningHub(folder / "class", accounts=can_make_accounts())
    yield running
    running.stop()


def seated(hub, name):
    role = "teacher" if name == TEACHER else "learner"
    visitor = Visitor(hub.hub, name, hub.hub.password(role))
    assert visitor.is_in
    visitor.start_server()
    return visitor


@pytest.fixture(scope="session")
def ada(hub):
    """A learner whose server runs."""
    return seated(hub, ADA)


@pytest.fixture(scope="session")
def bob(hub):
    """Another learner whose server runs."""
    return seated(hub, BOB)


@pytest.fixture(scope="session")
def teacher(hub):
    """The teacher, whose server runs."""
    return seated(hub, TEACHER)
