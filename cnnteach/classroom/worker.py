"""Grade the submissions whose names come in, one a line: the process that runs nbgrader.

``python -m cnnteach.classroom.worker COURSE ASSIGNMENT`` answers each name with one line of JSON.
Each submission gets a kernel of its own, and a folder of its own in which it meets that kernel.
"""

import hashlib
import json
import logging
import os
import re
import sys
import sysconfig
import tempfile
from pathlib import Path

import nbformat
from nbgrader.apps import NbGraderAPI
from traitlets.config.loader import PyFileConfigLoader

from cnnteach.classroom.course import Course
from cnnteach.classroom.graded import SEED
from cnnteach.classroom.master import CANARY, grade_id
from cnnteach.classroom.sandbox import KERNEL, PRIVATE, write_kernelspec

_STOPPED = {
    "KeyboardInterrupt": "did not end",
    "CellTimeoutError": "did not end",
}


def api_of(course: Course, **settings):
    """Return nbgrader's own interface to a course, with the course's settings."""
    scripts = sysconfig.get_path("scripts")
    if scripts not in os.environ["PATH"].split(os.pathsep):  # nbgrader calls alembic by name
        os.environ["PATH"] = scripts + os.pathsep + os.environ["PATH"]
    config = PyFileConfigLoader(course.config.name, path=str(course.root)).load_config()
    config.CourseDirectory.root = str(course.root)
    for name, value in settings.items():
        section, _, trait = name.partition("__")
        setattr(config[section], trait, value)
    return NbGraderAPI(config=config)


def grade(course: Course, assignment: str, student: str, options: dict) -> dict:
    """Let nbgrader grade one submission; return what came of it."""
    tempfile.tempdir = None  # not that of the student before
    os.environ.pop("TMPDIR", None)
    with tempfile.TemporaryDirectory(prefix=PRIVATE) as meeting:
        tempfile.tempdir = os.environ["TMPDIR"] = os.environ["JUPYTER_RUNTIME_DIR"] = meeting
        os.environ[SEED] = str(_seed(course, student) if options["seed_by_student"] else 0)
        settings = {
            "Execute__timeout": options["seconds"],
            "Execute__startup_timeout": 120,
            "KernelManager__transport": "ipc",
            "KernelManager__ip": f"{meeting}/k",
        }
        if options["sandboxed"]:
            write_kernelspec(Path(meeting) / "jupyter")
            os.environ["JUPYTER_PATH"] = f"{meeting}/jupyter"
            settings["Execute__kernel_name"] = KERNEL
        api = api_of(course, **settings)
        done = api.autograde(assignment, student, force=True, create=True)
        if not done["success"]:
            return {"student": student, "status": "stopped", "why": reason(done)}
        return {"student": student, **_outcome(course, assignment, student, api.gradebook)}


def _seed(course, student):
    """Return a number that is this student's in this course."""
    digest = hashlib.sha256(f"{course.root.name}/{student}".encode()).digest()
    return int.from_bytes(digest[:4], "big")


def reason(done) -> str:
    """Take the line out of nbgrader's log that says what went wrong."""
    lines = [line.strip() for line in (done.get("log") or "").splitlines() if line.strip()]
    telling = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)]
    return (telling or lines or ["nbgrader gave no reason"])[-1][:200]


def _outcome(course, assignment, student, gradebook):
    with gradebook as book:
        held = book.find_submission_notebook(assignment, assignment, student)
        points = {grade.name: float(grade.score) for grade in held.grades}
        book.db.commit()
    notebook = nbformat.read(course.autograded(assignment, student), as_version=4)
    labels = {grade_id(cell): _label(cell) for cell in notebook.cells if grade_id(cell) in points}
    trusted = labels.pop(CANARY, "right") not in ("right", "NameError")
    points.pop(CANARY, None)
    status = "graded" if trusted else "tampered"
    return {"status": status, "points": points, "labels": labels}


def _label(cell):
    """Say in a few words what became of a check: "right", or the mistake's label."""
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            known = {"NotRight": output.evalue.partition(": ")[2], **_STOPPED}
            return known.get(output.ename, output.ename)
    return "right"


def main(root, assignment, words):
    """Answer each name that comes in, until there is none."""
    course, options = Course.open(root), json.loads(words)
    logging.getLogger().setLevel(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what nbgrader and the programs that it calls print goes to the log
    for line in sys.stdin:
        student = line.strip()
        try:
            answer = grade(course, assignment, student, options)
        except Exception as error:
            why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            answer = {"student": student, "status": "stopped", "why": why}
        answers.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
