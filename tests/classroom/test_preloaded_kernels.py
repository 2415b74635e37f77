"""A kernel that copies a process with all imports: as confined as one that bubblewrap starts."""

import json
import os
import re
import subprocess
import sys

import pytest
from students import ASSIGNMENT, NEEDS_SANDBOX

from cnnteach.classroom import preloaded
from cnnteach.classroom.grading import grade

pytestmark = [NEEDS_SANDBOX, pytest.mark.slow]

SPY = """\
import glob, json, os, resource, sys
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
rights = ("Uid", "Gid", "Groups", "CapPrm", "CapEff", "CapAmb", "NoNewPrivs", "Seccomp")
spaces = {name: os.readlink(f"/proc/self/ns/{name}") for name in os.listdir("/proc/self/ns")}
said = {
    "rights": [status[name].split() for name in rights],
    "outside": sorted(name for name, space in OUTSIDE.items() if spaces.get(name) == space),
    "limits": [resource.getrlimit(n) for n in range(16) if n != resource.RLIMIT_NPROC],
    "variables": sorted(pair for pair in os.environ.items() if pair[0] != "PWD"),
    "place": os.getcwd(),
    "files": sorted(path for top in ("", "tmp", "home") for path in glob.glob(f"/{top}/*")),
    "open": [os.readlink(f"/proc/self/fd/{n}").partition(":")[0] for n in (1, 2)],
    "parent": os.getppid(),
    "leads its session": os.getsid(0) == os.getpid(),
}
command = open("/proc/self/cmdline").read()
processes = len([name for name in os.listdir("/proc") if name.isdigit()])
def number_of_stops(size, kernel, stride):
    raise ValueError("<<" + json.dumps([command, processes, said]) + ">>")
"""


def found(course, name):
    """Return what the spy of a student has found out."""
    cells = json.loads(course.autograded(ASSIGNMENT, name).read_text())["cells"]
    errors = [o for c in cells for o in c.get("outputs", []) if o["output_type"] == "error"]
    return json.loads(re.search(r"<<(\[.+\])>>", "\n".join(errors[0]["traceback"]))[1])


def spaces():
    return {name: os.readlink(f"/proc/self/ns/{name}") for name in os.listdir("/proc/self/ns")}


def submit_spies(student, *names):
    for name in names:
        student(name).solve(number_of_stops=SPY.replace("OUTSIDE", repr(spaces()))).submit()


def test_a_copy_is_as_confined_as_a_kernel_of_its_own(course, student):
    submit_spies(student, "alone")
    grade(course, ASSIGNMENT, jobs=1)
    submit_spies(student, "one", "two")
    grade(course, ASSIGNMENT, jobs=1)
    alone, one, two = (found(course, name) for name in ("alone", "one", "two"))
    assert "cnnteach.classroom.kernel" in alone[0]
    assert "cnnteach.classroom.preloaded" in one[0]
    assert max(one[1], two[1]) == 3, "bubblewrap, what holds the sandbox open, the kernel"
    for copy, name in ((one, "one"), (two, "two")):
        assert copy[2].pop("place") == str(course.autograded(ASSIGNMENT, name).parent)
        copy[2]["files"] = [re.sub("grade-.*", "meeting", path) for path in copy[2]["files"]]
    alone[2].pop("place")
    alone[2]["files"] = [re.sub("grade-.*", "meeting", path) for path in alone[2]["files"]]
    assert one[2] == alone[2]


def test_where_copies_cannot_be_had_each_kernel_imports_for_itself(course, student, monkeypatch):
    monkeypatch.setattr(preloaded, "PLACE", "NOBODY_LISTENS_TO_THIS")
    submit_spies(student, "one", "two")
    grade(course, ASSIGNMENT, jobs=1)
    assert "cnnteach.classroom.kernel" in found(course, "two")[0]


def test_a_process_with_a_thread_is_not_copied(tmp_path):
    (tmp_path / "starts_one.py").write_text(
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
    )
    command = [sys.executable, "-m", "cnnteach.classroom.preloaded", tmp_path / "s", "starts_one"]
    env = {**os.environ, "PYTHONPATH": f"{os.environ.get('PYTHONPATH', '')}:{tmp_path}"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    assert "has begun a thread" in done.stderr
