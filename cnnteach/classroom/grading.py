"""Grade a class: several processes side by side, and a ledger, so that nothing is done twice.

What is done is written down at once. Killed in the middle and started again, the grading goes on
with those who are left; who submits anew is graded anew, and all are after another release.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

from filelock import FileLock, Timeout

from cnnteach.classroom.container import IMAGE
from cnnteach.classroom.course import Course
from cnnteach.classroom.ledger import Ledger, digest
from cnnteach.classroom.lint import Complaint, complaints
from cnnteach.classroom.sandbox import choose
from cnnteach.classroom.workers import answers

SECONDS = 30  # that a cell may take


def grade(
    course: Course,
    assignment: str,
    *,
    jobs: int | None = None,
    seconds: int = SECONDS,
    sandbox: str = "auto",
    image: str = IMAGE,
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
    sandbox, image : str
        Where each runs: see `cnnteach.classroom.sandbox.KINDS`; "auto" is the first of the isolated
        ones that works here. A container is made of `image`.
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
        died); ``points``, ``labels`` and, where points were lost, what is ``said`` to the student,
        by question; ``why`` and ``notes`` in words.

    Raises
    ------
    FileNotFoundError
        If the assignment was not released, or nobody has submitted it.
    RuntimeError
        If there is no such sandbox, or this assignment is being graded already.
    ValueError
        If `jobs` or `seconds` is less than 1.
    """
    for name, number in {"jobs": jobs, "seconds": seconds}.items():
        if number is not None and number < 1:
            raise ValueError(f"{name} is at least 1, not {number}")
    released = course.released(assignment)
    submissions = _submissions(course, assignment)
    options = {"seconds": seconds, "sandbox": choose(sandbox, image), "image": image}
    options |= {"seed_by_student": seed_by_student}
    ledger = Ledger(course, assignment)
    with _alone(ledger.path):
        known = {} if again else _done(ledger)
        digests = {s: digest(folder, released.parent) for s, folder in submissions.items()}
        new = [s for s, sum_ in digests.items() if known.get(s, {}).get("digest") != sum_]
        found = {student: complaints(student, submissions[student], released) for student in new}
        refused = [_refusal(s, faults) for s, faults in found.items() if _fatal(faults)]
        fit = [student for student in new if not _fatal(found[student])]
        come = answers(course, assignment, fit, jobs or os.cpu_count() or 1, options)
        for entry in chain(refused, come):
            student = entry["student"]
            notes = [fault.text for fault in found[student] if not fault.is_fatal]
            entry |= {"notes": notes, "digest": digests[student]}
            if "points" not in entry:
                _forget(course, assignment, student)
            ledger.add(entry)
            tell(entry)
    return {s: entry for s, entry in ledger.read().items() if s in submissions}


def _done(ledger):
    """Return what need not be done again; what was stopped is tried anew."""
    return {s: entry for s, entry in ledger.read().items() if entry["status"] != "stopped"}


def _submissions(course, assignment):
    submissions = course.submitted(assignment)
    if not submissions:
        raise FileNotFoundError(
            f"nobody has submitted {assignment}: there is no folder "
            f"{course.root / 'submitted'}/STUDENT/{assignment}"
        )
    return submissions


def _forget(course, assignment, student):
    """Remove what came of an earlier submission, so that nobody gets it back for a later one."""
    for folder in ("autograded", "feedback"):
        with suppress(FileNotFoundError):
            shutil.rmtree(course.root / folder / student / assignment)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep a second grading of the same assignment out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path.with_suffix(".lock"), timeout=0):
            yield
    except Timeout as error:
        raise RuntimeError(f"{path.stem} is being graded already; wait until it is done") from error


def _fatal(faults: list[Complaint]) -> list[str]:
    return [fault.text for fault in faults if fault.is_fatal]


def _refusal(student, faults):
    return {"student": student, "status": "refused", "why": "; ".join(_fatal(faults))}
