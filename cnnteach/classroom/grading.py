"""Grade a class: several processes side by side, and a ledger, so that nothing is done twice.

What is done is written down at once. Killed in the middle and started again, the grading goes on
with those who are left; who submits anew is graded anew.
"""

import hashlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from cnnteach.classroom import sandbox
from cnnteach.classroom.course import Course
from cnnteach.classroom.lint import complaints

SECONDS = 10  # that a cell may take


class Ledger:
    """What became of each submission: a line of JSON each, the last of a student counts."""

    def __init__(self, course: Course, assignment: str):
        self.path = course.reports / f"{assignment}.jsonl"

    def read(self) -> dict[str, dict]:
        """Return the entries by student; half a line, left by a killed program, is passed over."""
        entries = {}
        if self.path.exists():
            for line in self.path.read_text(encoding="utf-8").splitlines():
                try:
                    entry = json.loads(line)
                except ValueError:
                    continue
                entries[entry["student"]] = entry
        return entries

    def add(self, entry: dict) -> None:
        """Write an entry down, on a line of its own whatever stands before it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            end = file.tell()
            file.seek(max(end - 1, 0))
            broken = file.read(1) not in (b"", b"\n")
            file.write(b"\n" * broken + json.dumps(entry).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def digest(folder: Path) -> str:
    """Return a checksum of all that was submitted."""
    summed = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        summed.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return summed.hexdigest()


def grade(
    course: Course,
    assignment: str,
    *,
    jobs: int | None = None,
    seconds: int = SECONDS,
    sandboxed: bool = True,
    seed_by_student: bool = False,
    again: bool = False,
    tell: Callable[[dict], None] = lambda entry: None,
) -> dict[str, dict]:
    """Grade every submission of an assignment that is not graded yet.

    Parameters
    ----------
    course : Course
    assignment : str
        Released, and submitted by somebody.
    jobs : int, optional
        How many are graded at once; as many as there are cores, if not given.
    seconds : int
        That one cell may take.
    sandboxed : bool
        Whether each runs in bubblewrap. Without it, students' code has all your rights.
    seed_by_student : bool
        Whether hidden tests draw other numbers for each student.
    again : bool
        Whether to grade those too that are done.
    tell : callable
        Told of each entry as it is written.

    Returns
    -------
    dict
        An entry by student: ``status`` is "graded", "tampered" (the grading was interfered with:
        look at it yourself), "refused" (the submission must be mended) or "stopped" (its kernel
        died); ``points`` and ``labels`` by question; ``why`` and ``notes`` in words.

    Raises
    ------
    FileNotFoundError
        If the assignment was not released, or nobody has submitted it.
    RuntimeError
        If there is no bubblewrap.
    """
    released = course.released(assignment)
    submissions = _submissions(course, assignment)
    if sandboxed:
        _need_sandbox()
    ledger = Ledger(course, assignment)
    known = {} if again else ledger.read()
    digests = {student: digest(folder) for student, folder in submissions.items()}
    new = [s for s, sum_ in digests.items() if known.get(s, {}).get("digest") != sum_]
    found = {student: complaints(student, submissions[student], released) for student in new}
    refused = {
        s: _refusal(s, faults) for s, faults in found.items() if any(f.is_fatal for f in faults)
    }
    fit = [student for student in new if student not in refused]
    options = {"seconds": seconds, "sandboxed": sandboxed, "seed_by_student": seed_by_student}
    answers = _answers(course, assignment, fit, jobs or os.cpu_count() or 1, options)
    for entry in chain(refused.values(), answers):
        student = entry["student"]
        notes = [fault.text for fault in found[student] if not fault.is_fatal]
        entry |= {"notes": notes, "digest": digests[student]}
        ledger.add(entry)
        tell(entry)
    return {s: entry for s, entry in ledger.read().items() if s in submissions}


def _submissions(course, assignment):
    submissions = course.submitted(assignment)
    if not submissions:
        raise FileNotFoundError(
            f"nobody has submitted {assignment}: there is no folder "
            f"{course.root / 'submitted'}/STUDENT/{assignment}"
        )
    return submissions


def _need_sandbox():
    if not sandbox.is_available():
        raise RuntimeError(
            "students' code is graded in bubblewrap, which is not installed or not allowed here; "
            "`sudo apt install bubblewrap`, or grade with --no-sandbox what you trust"
        )


def _refusal(student, faults):
    why = "; ".join(fault.text for fault in faults if fault.is_fatal)
    return {"student": student, "status": "refused", "why": why}


def _answers(course, assignment, students, jobs, options) -> Iterator[dict]:
    """Give what workers answer, as it comes."""
    waiting: queue.SimpleQueue = queue.SimpleQueue()
    answers: queue.SimpleQueue = queue.SimpleQueue()
    for student in students:
        waiting.put(student)
    arguments = (course, assignment, options, waiting, answers)
    for _ in range(min(jobs, len(students))):
        threading.Thread(target=_serve, args=arguments, daemon=True).start()
    for _ in students:
        yield answers.get()


def _serve(course, assignment, options, waiting, answers):
    """Hand names to one worker process; begin another where it ends before its time."""
    words = [str(course.root), assignment, json.dumps(options)]
    command = [sys.executable, "-m", "cnnteach.classroom.worker", *words]
    process = None
    while (student := _next(waiting)) is not None:
        if process is None or process.poll() is not None:
            process = _begin(command, course)
        answers.put(_ask(process, student))
    if process:
        process.stdin.close()
        process.wait()


def _next(waiting):
    try:
        return waiting.get_nowait()
    except queue.Empty:
        return None


def _begin(command, course):
    log = course.reports / "grading.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as said:
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True
        )


def _ask(process, student):
    try:
        process.stdin.write(f"{student}\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except OSError:
        line = ""
    if line:
        return json.loads(line)
    return {
        "student": student,
        "status": "stopped",
        "why": "the grading process ended; see the log",
    }
