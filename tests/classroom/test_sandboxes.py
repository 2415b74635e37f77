"""Where students' code runs: what a kernel gives up for good, and what a container is told."""

import itertools
import platform
import subprocess
import sys
from pathlib import Path

import pytest
from students import ASSIGNMENT, FULL
from twenty import STOPS, attack

from cnnteach.classroom import container, sandbox
from cnnteach.classroom.grading import grade
from cnnteach.classroom.kernel import program

TRY = """\
import os, socket, subprocess, threading
from cnnteach.classroom.kernel import confine
{confine}
def tried(name, act):
    try:
        act()
        print(name, "works")
    except Exception as error:
        print(name, type(error).__name__)
def fork():
    os.fork() or os._exit(0)
tried("fork", fork)
tried("program", lambda: subprocess.run(["true"]))
tried("network", lambda: socket.socket(socket.AF_INET))
tried("file socket", lambda: socket.socket(socket.AF_UNIX))
thread = threading.Thread(target=int)
tried("thread", thread.start)
tried("memory", lambda: bytearray(4 * 10**9))
"""


def outcomes(confine):
    command = [sys.executable, "-c", TRY.format(confine=confine)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())


@pytest.mark.skipif(not program(platform.machine()), reason="a filter for Linux on two processors")
def test_a_kernel_gives_up_processes_network_and_memory_for_good():
    assert outcomes(confine="confine()") == {
        "fork": "PermissionError",
        "program": "PermissionError",
        "network": "OSError",
        "file socket": "works",
        "thread": "works",
        "memory": "MemoryError",
    }
    assert set(outcomes(confine="").values()) == {"works"}, "so that the test above could fail"


@pytest.mark.parametrize("engine", ["docker", "podman"])
def test_a_container_gets_the_submission_to_read_and_no_network(engine):
    meeting, folder = Path("/tmp/grade-1"), Path("/course/autograded/ada")
    words = container.command(engine, meeting / "kernel.json", folder, "cnnteach")
    options, inside = words[: words.index("cnnteach")], words[words.index("cnnteach") + 1 :]
    pairs = set(itertools.pairwise(options))
    assert pairs >= {
        ("--network", "none"),
        ("--cap-drop", "ALL"),
        ("--memory", "3g"),
        ("--memory-swap", "3g"),
        ("--pids-limit", "256"),
        ("--security-opt", "no-new-privileges"),
        ("--name", "grade-1"),
    }
    assert {"--read-only", "--rm"} < set(options)
    shown = [after for before, after in pairs if before == "--volume"]
    assert sorted(shown) == [f"{folder}:{folder}:ro", f"{meeting}:{meeting}"]
    assert ("--userns", "keep-id") in pairs or engine == "docker"
    assert inside[:3] == ["timeout", "--signal", "KILL"]
    assert inside[-3:] == ["cnnteach.classroom.kernel", "-f", f"{meeting}/kernel.json"]


def test_the_seed_reaches_a_container_and_the_rest_of_the_machine_does_not(monkeypatch):
    monkeypatch.setenv("CNNTEACH_GRADING_SEED", "7")
    monkeypatch.setenv("SECRET", "x")
    words = container.command("docker", Path("/tmp/grade-1/kernel.json"), Path("/course"))
    assert "CNNTEACH_GRADING_SEED=7" in words
    assert not any("SECRET" in word for word in words)


@pytest.mark.parametrize("kind", ["docker", "podman"])
def test_a_container_that_cannot_be_had_is_refused_with_its_reason(kind, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RuntimeError, match=rf"none works here\. {kind} is not installed"):
        sandbox.choose(kind)


def test_an_engine_that_does_not_answer_is_refused_with_what_it_says():
    if "is not installed" in sandbox.refusal("docker") or not sandbox.refusal("docker"):
        pytest.skip("needs Docker without its daemon")
    with pytest.raises(RuntimeError, match=r"docker is installed and does not work: .*daemon"):
        sandbox.choose("docker")


@pytest.mark.slow
@pytest.mark.parametrize("kind", sandbox.KINDS[:-1])
def test_every_sandbox_keeps_the_master_the_gradebook_and_the_network_out(course, student, kind):
    if why := sandbox.refusal(kind):
        pytest.skip(why)
    course.root.chmod(0o700)
    master = course.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    climb = "../" * 3 + f"source/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
    for name, code in {
        "cheat": f"open({str(master)!r}).read()",
        "climber": f"open({climb!r}).read()",
        "gradebook": f"open({str(course.root / 'gradebook.db')!r}, 'rb').read()",
        "network": "import socket; socket.create_connection(('127.0.0.1', 1), 1)",
        "forker": "import os; os.fork()",
    }.items():
        student(name).solve(number_of_stops=attack(code)).submit()
    student("wrong").solve(number_of_stops=f"{STOPS}return 0").submit()
    entries = grade(course, ASSIGNMENT, sandbox=kind)
    total = {name: sum(entry.get("points", {}).values()) for name, entry in entries.items()}
    assert total.pop("wrong") < FULL
    assert set(total.values()) == {FULL}, entries
