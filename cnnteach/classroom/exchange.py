"""A shared machine: assignments go out, come back and are returned in a folder open to all.

It is nbgrader's own exchange, so that students fetch and submit in JupyterLab's menu (Nbgrader,
Assignment List), or with ``nbgrader fetch_assignment`` and ``nbgrader submit``.
"""

import shutil
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect

from cnnteach.classroom.course import Course
from cnnteach.classroom.worker import api_of, need


class CollectNoLinks(ExchangeCollect):
    """Takes a link as a link: what it points to may be the teacher's own, such as the master."""

    def do_copy(self, src, dest, log=None):
        if any(path.is_symlink() for path in Path(src).rglob("*")):
            shutil.copytree(src, dest, symlinks=True)
        else:
            super().do_copy(src, dest, log)


def folder_of(course: Course) -> Path | None:
    """Return the exchange of a course; None where it has none."""
    root = api_of(course).config.Exchange.get("root")
    return Path(root) if isinstance(root, str) else None


def open_exchange(folder: Path) -> None:
    """Make the folder, if it is not there, and open it to all who have an account here."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o777)


def hand_out(course: Course, assignment: str) -> None:
    """Put a released assignment where students fetch it; an older one there is replaced.

    Raises
    ------
    RuntimeError
        If nbgrader gives up; the message says why.
    """
    course.released(assignment)
    api = api_of(course, ExchangeReleaseAssignment__force=True)
    need(api.release_assignment(assignment), f"{assignment} could not be handed out")


def collect(course: Course, assignment: str) -> list[str]:
    """Take what students submitted, the newest of each, and return their names.

    Raises
    ------
    RuntimeError
        If nbgrader gives up; the message says why.
    """
    course.released(assignment)
    api = api_of(course, ExchangeFactory__collect=CollectNoLinks)
    need(api.collect(assignment), f"{assignment} could not be collected")
    return [name for name, folder in course.submitted(assignment).items() if _came_here(folder)]


def give_back(course: Course, assignment: str) -> list[str]:
    """Return pages of feedback to those who submitted through the exchange; give their names.

    Raises
    ------
    RuntimeError
        If nbgrader gives up; the message says why.
    """
    pages = (course.root / "feedback").glob(f"*/{assignment}")
    come = [page.parent.name for page in sorted(pages) if _came_here(page)]
    api = api_of(course)
    for student in come:
        done = api.release_feedback(assignment, student)
        need(done, f"the feedback of {student} could not be returned")
    return come


def _came_here(folder):
    """Say whether a submission, or its feedback, has the secret that the exchange gave it."""
    return (folder / "submission_secret.txt").exists()
