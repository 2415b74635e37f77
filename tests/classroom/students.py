"""Who is in a class, and what a teacher types."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from cnnteach.classroom import bubblewrap
from cnnteach.exercises import catalogue

ASSIGNMENT = "03_stride_padding_output_size"
NEEDS_SANDBOX = pytest.mark.skipif(
    bool(bubblewrap.refusal()), reason=bubblewrap.refusal() or "bubblewrap works here"
)
MINE = {name: each for name, each in catalogue().items() if each.notebook == ASSIGNMENT}
FULL = sum(each.points for each in MINE.values())


def classroom(*words, **options):
    """Run `cnnteach classroom ...` as a teacher does."""
    command = [sys.executable, "-m", "cnnteach", "classroom", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=1800, **options)


def cell_of(notebook, grade_id):
    """Return the cell that nbgrader calls `grade_id`."""
    cells = notebook.cells
    return next(c for c in cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def solve(notebook, **answers):
    """Write the solutions into a notebook, but for `answers`, by exercise."""
    for name, exercise in MINE.items():
        cell_of(notebook, name).source = answers.get(name, exercise.solution_source)


class Student:
    """Somebody who fills in the released notebook, or does something else to it."""

    def __init__(self, course, name):
        self.notebook = nbformat.read(course.released(ASSIGNMENT), as_version=4)
        self.folder = course.root / "submitted" / name / ASSIGNMENT
        self.name = name

    @property
    def path(self) -> Path:
        return self.folder / f"{ASSIGNMENT}.ipynb"

    def cell(self, grade_id):
        return cell_of(self.notebook, grade_id)

    def solve(self, **answers):
        """Write the solutions, but for `answers`, by exercise."""
        solve(self.notebook, **answers)
        return self

    def submit(self, text=None):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path.write_text(nbformat.writes(self.notebook) if text is None else text)
        return self
