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
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat
import psutil
from nbgrader.apps import NbGraderAPI
from traitlets.config.loader import PyFileConfigLoader

from cnnteach.classroom import sandbox
from cnnteach.classroom.course import Course
from cnnteach.classroom.graded import SEED
from cnnteach.classroom.master import CANARY, grade_id

BY_HAND = "graded by hand"  # what came of an answer that no check sees
LEFT_BEHIND = 20_000_000  # bytes that a kernel may write where it meets its client
_WORDS = {  # for what may happen, as nbclient and nbgrader call it
    "No assignment with ID": "the gradebook does not know the assignment: release it again",
    "DeadKernelError": "its kernel died: an answer ended Python or took all its memory",
    "CellTimeoutError": "its kernel died or stopped answering, in the middle of an answer",
}
_ENDLESS = ("KeyboardInterrupt", "CellTimeoutError")


def api_of(course: Course, **settings):
    """Return nbgrader's own interface to a course, with the course's settings.

    Raises
    ------
    ValueError
        If the settings cannot be read; they are a program, in which a teacher may mistype.
    """
    scripts = sysconfig.get_path("scripts")
    if scripts not in os.environ["PATH"].split(os.pathsep):  # nbgrader calls alembic by name
        os.environ["PATH"] = scripts + os.pathsep + os.environ["PATH"]
    try:
        config = PyFileConfigLoader(course.config.name, path=str(course.root)).load_config()
    except Exception as error:  # whatever a program can raise
        raise ValueError(f"{course.config} has a fault: {type(error).__name__}: {error}") from error
    config.CourseDirectory.root = str(course.root)
    for name, value in settings.items():
        section, _, trait = name.partition("__")
        setattr(config[section], trait, value)
    return NbGraderAPI(config=config)


def grade(course: Course, assignment: str, student: str, options: dict) -> dict:
    """Let nbgrader grade one submission; return what came of it."""
    tempfile.tempdir = None  # not that of the student before
    os.environ.pop("TMPDIR", None)
    with tempfile.TemporaryDirectory(prefix=sandbox.PRIVATE) as meeting, _watched(meeting) as full:
        tempfile.tempdir = os.environ["TMPDIR"] = os.environ["JUPYTER_RUNTIME_DIR"] = meeting
        os.environ["JUPYTER_PATH"] = f"{meeting}/jupyter"
        os.environ["CNNTEACH_PROGRESS"] = f"{meeting}/progress.json"  # not the teacher's own
        os.environ[SEED] = str(_seed(course, student) if options["seed_by_student"] else 0)
        sandbox.write_kernelspec(Path(meeting) / "jupyter", options["sandbox"], options["image"])
        api = api_of(
            course,
            Execute__timeout=options["seconds"],
            Execute__startup_timeout=120,
            Execute__iopub_timeout=20,  # between the interrupt and the end of what it interrupts
            Execute__kernel_name=sandbox.KERNEL,
            KernelManager__transport="ipc",
            KernelManager__ip=f"{meeting}/k",
        )
        try:
            done = api.autograde(assignment, student, force=True, create=True)
        finally:
            sandbox.end(options["sandbox"], Path(meeting))
        if full.is_set():
            why = f"its answers wrote more than {LEFT_BEHIND // 1_000_000} MB to the disk"
            return {"student": student, "status": "stopped", "why": why}
        if not done["success"]:
            return {"student": student, "status": "stopped", "why": _reason(done)}
        return {"student": student, **_outcome(course, assignment, student, api.gradebook)}


@contextmanager
def _watched(meeting: str) -> Iterator[threading.Event]:
    """End the kernel that fills the one folder of the disk that it can write to."""
    over, full = threading.Event(), threading.Event()

    def watch():
        while not over.wait(0.2):
            if _size(meeting) > LEFT_BEHIND:
                full.set()
                for child in psutil.Process().children(recursive=True):
                    child.kill()

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield full
    finally:
        over.set()


def _size(folder):
    """Add up the bytes of all files, some of which may be going away."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_size
    return total


def _seed(course, student):
    """Return a number that is this student's in this course."""
    digest = hashlib.sha256(f"{course.root.name}/{student}".encode()).digest()
    return int.from_bytes(digest[:4], "big")


def need(done: dict, what: str) -> None:
    """Raise a RuntimeError that says what failed, and why, unless nbgrader says that it did it."""
    if not done["success"]:
        raise RuntimeError(f"{what}: {_reason(done)}")


def _reason(done):
    """Take the line out of nbgrader's log that says what went wrong."""
    lines = [line.strip() for line in (done.get("log") or "").splitlines() if line.strip()]
    telling = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)]
    said = (telling or lines or ["nbgrader gave no reason"])[-1][:200]
    return next((words for name, words in _WORDS.items() if name in said), said)


def _outcome(course, assignment, student, gradebook):
    with gradebook as book:
        held = book.find_submission_notebook(assignment, assignment, student)
        points = {grade.name: float(grade.score) for grade in held.grades}
        book.db.commit()
    notebook = nbformat.read(course.autograded(assignment, student), as_version=4)
    answers = {
        grade_id(cell): _verdict(cell) for cell in notebook.cells if grade_id(cell) in points
    }
    trusted = answers.pop(CANARY, ("right", ""))[0] not in ("right", "NameError")
    points.pop(CANARY, None)
    return {
        "status": "graded" if trusted else "tampered",
        "points": points,
        "labels": {question: label for question, (label, _) in answers.items()},
        "said": {question: said for question, (_, said) in answers.items() if said},
    }


def _verdict(cell) -> tuple[str, str]:
    """Return what became of a check in a few words, the mistake's label, and as a student reads it.

    That is free of the hidden test that a traceback would quote.
    """
    if cell.metadata["nbgrader"]["solution"]:
        return BY_HAND, "It is graded by hand."
    for output in cell.get("outputs", []):
        if output.output_type != "error":
            continue
        if output.ename == "NotRight":
            return output.evalue.partition(": ")[2], "\n".join(output.traceback).lstrip("✗ ")
        if output.ename in _ENDLESS:
            return "did not end", "It was stopped: it did not end in the time that a cell may take."
        return output.ename, f"{output.ename}: {output.evalue}"
    return "right", ""


def main(root, assignment, words):
    """Answer each name that comes in, until there is none."""
    course, options = Course.open(root), json.loads(words)
    logging.getLogger().setLevel(logging.CRITICAL)
    threading.Thread(target=_outlive, args=(os.getppid(),), daemon=True).start()
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what nbgrader and the programs that it calls print goes to the log
    for line in sys.stdin:
        student = json.loads(line)
        try:
            answer = grade(course, assignment, student, options)
            if answer["status"] == "stopped":  # once more: the machine may have been too busy
                answer = grade(course, assignment, student, options)
        except Exception as error:
            why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            answer = {"student": student, "status": "stopped", "why": why}
        answers.write(json.dumps(answer) + "\n")


def _outlive(parent):
    """End with the grading that this process belongs to, so that no second one meets it."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
