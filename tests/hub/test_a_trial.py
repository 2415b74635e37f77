"""`cnnteach classroom hub FOLDER`: the teacher's trial, from the first line to Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress

import psutil
import pytest
import requests
from running import PATIENCE, free_ports, wait_for
from visitor import Visitor

from cnnteach.classroom.hub import Hub

COMMAND = [sys.executable, "-m", "cnnteach", "classroom", "hub"]


@pytest.fixture
def trial(tmp_path):
    """The hub, its process, and what the command printed first."""
    hub = Hub(tmp_path / "trial", free_ports())
    process = subprocess.Popen(
        [*COMMAND, str(hub.folder), f"--port={hub.port}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield hub, psutil.Process(process.pid), [process.stdout.readline() for _ in range(3)]
    if process.poll() is None:
        for each in [*psutil.Process(process.pid).children(recursive=True), process]:
            each.kill()
    process.wait()


def children(process, words):
    """Return the processes that it started whose commands hold `words`, by their commands."""
    found = []
    for each in process.children():
        with suppress(psutil.Error):  # it has ended meanwhile
            found.append((each, each.cmdline()))
    return [(each, command) for each, command in found if words in " ".join(command)]


def is_up(hub):
    try:
        return requests.get(f"{hub.url}/hub/health", timeout=5).ok
    except requests.RequestException:
        return False


@pytest.mark.slow
def test_a_trial_says_where_and_who_ends_what_is_idle_and_leaves_nothing_running(trial):
    hub, process, said = trial
    passwords = dict(line.strip().rsplit(": ", 1) for line in said[1:])
    assert said[0].startswith(hub.url)
    assert set(passwords) == {"teacher", "ada, bob"}
    wait_for(lambda: is_up(hub))
    ada = Visitor(hub, "ada", passwords["ada, bob"])
    ada.start_server()
    assert (hub.folder / "home" / "ada" / "cnnteach" / "00_start_here.ipynb").exists()

    teacher = Visitor(hub, "teacher", passwords["teacher"])
    ((_, culler),) = children(process, "idle_culler")
    ((server, _),) = children(process, "singleuser")
    assert "--timeout=3600" in culler
    soon = ["--timeout=1", "--cull-every=1", f"--url=http://127.0.0.1:{hub.port + 1}/hub/api"]
    environment = {**os.environ, "JUPYTERHUB_API_TOKEN": teacher.new_token()}
    with subprocess.Popen(
        [*culler[:3], *soon], env=environment, stderr=subprocess.DEVNULL
    ) as again:
        server.wait(PATIENCE)
        again.kill()

    family = process.children(recursive=True)
    assert len(family) >= 2  # the proxy and the culler
    process.send_signal(signal.SIGINT)
    assert not psutil.wait_procs([process, *family], PATIENCE)[1]


def test_a_taken_port_is_named_before_anything_is_started(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [*COMMAND, str(tmp_path / "trial"), f"--port={port}"], capture_output=True, text=True
        )
    assert done.returncode == 1
    assert f"port {port} is another program's" in done.stderr
    assert done.stdout == "", "no address, and no password, of what does not run"


@pytest.mark.parametrize("port", [80, 65535])
def test_a_port_that_cannot_be_had_is_not_called_another_programs(tmp_path, port):
    command = [*COMMAND, str(tmp_path / "trial"), f"--port={port}"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert "Invalid value for '--port'" in done.stderr


def test_a_password_that_was_not_written_to_its_end_is_drawn_again(tmp_path):
    hub = Hub(tmp_path / "trial")
    hub.prepare()
    (hub.private / "learner_password").touch(mode=0o600)
    assert len(hub.password("learner")) >= 8


def test_passwords_stay_the_same_and_only_their_owner_can_read_them(tmp_path):
    hub = Hub(tmp_path / "trial")
    assert hub.password("learner") == hub.password("learner") != hub.password("teacher")
    for file in hub.private.iterdir():
        assert file.stat().st_mode & 0o077 == 0
    assert hub.private.stat().st_mode & 0o077 == 0


def test_the_configuration_knows_the_hub_by_its_environment(tmp_path, monkeypatch):
    for hub in (Hub(tmp_path, 9000, "zoe", ("eve",), True), Hub(tmp_path, learners=())):
        for name, value in hub.environment().items():
            monkeypatch.setenv(name, value)
        assert Hub.from_environment() == hub
