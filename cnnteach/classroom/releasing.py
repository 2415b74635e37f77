"""Make what students get, and what they get back, with nbgrader's own converters."""

import os
import subprocess
import tempfile
from pathlib import Path

import nbformat

from cnnteach.classroom.course import Course, not_graded
from cnnteach.classroom.master import CANARY, grade_id
from cnnteach.classroom.renewing import renewed
from cnnteach.classroom.worker import api_of, need


def release(course: Course, assignment: str) -> Path:
    """Check that the master's solutions earn all points, then make the students' notebook.

    Raises
    ------
    FileNotFoundError
        If there is no such assignment.
    RuntimeError
        If a solution does not pass, or nbgrader gives up; the message says where. A release from
        before stays.
    """
    course.refuse_unknown(assignment)
    _check_solutions(course, assignment)
    folder = course.root / "release" / assignment
    stays = ", and the release from before stays" if folder.exists() else ""
    with renewed(folder):
        done = api_of(course).generate_assignment(assignment, force=True, create=True)
        need(done, f"nbgrader could not release {assignment}{stays}")
    return course.released(assignment)


def _check_solutions(course, assignment):
    """Run the master, and complain of each check that fails but the canary, which must."""
    from nbclient import NotebookClient

    path = course.root / "source" / assignment / f"{assignment}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", allow_errors=True)
    with tempfile.TemporaryDirectory() as own:  # the teacher's progress is not theirs to change
        environment = {**os.environ, "CNNTEACH_PROGRESS": f"{own}/progress.json"}
        client.execute(stderr=subprocess.DEVNULL, env=environment)  # a kernel's log is no news
    failed = [
        f"{grade_id(cell)}: {output.ename}: {output.evalue}"
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error" and grade_id(cell) != CANARY
    ]
    if failed:
        raise RuntimeError(f"{path.name} is not released: {'; '.join(failed)}")


def feedback(course: Course, assignment: str) -> list[Path]:
    """Make a page of feedback for each graded submission that is still there.

    Raises
    ------
    FileNotFoundError
        If the assignment was not released, or nobody was graded yet.
    RuntimeError
        If nbgrader gives up; the message says why.
    """
    course.released(assignment)
    if not any((course.root / "autograded").glob(f"*/{assignment}")):
        raise not_graded(assignment)
    done = api_of(course).generate_feedback(assignment, force=True)
    need(done, f"no feedback for {assignment}")
    pages = (course.root / "feedback" / s / assignment for s in course.submitted(assignment))
    return sorted(page for folder in pages for page in folder.glob("*.html"))
