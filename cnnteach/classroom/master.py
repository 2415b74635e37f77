"""A notebook of the course as nbgrader's master: solutions between marks, checks that are graded.

nbgrader reads ``### BEGIN SOLUTION`` and ``### BEGIN HIDDEN TESTS``, and what a cell is from its
metadata. What a student gets of it looks as the course's own notebook does.

References
----------
.. [1] nbgrader's documentation, "Creating and grading assignments".
"""

import ast
import textwrap
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cnnteach.exercises.exercise import Exercise
from cnnteach.exercises.registry import catalogue

_IMPORTS = "import numpy as np\n\nfrom cnnteach.exercises import check, hint, solution"
CANARY = "canary"  # the cell whose check must fail
_CANARY_CODE = """\
### BEGIN HIDDEN TESTS
from cnnteach.classroom.graded import canary

canary()
### END HIDDEN TESTS"""


def master(lesson: Path, *, with_lesson: bool = False) -> nbformat.NotebookNode:
    """Make the master of a notebook of the course.

    Parameters
    ----------
    lesson : Path
        Such as ``notebooks/03_stride_padding_output_size.ipynb``.
    with_lesson : bool
        Whether the text, pictures and widgets stay; else the exercises alone do, which are
        graded in a fraction of the time.

    Returns
    -------
    NotebookNode

    Raises
    ------
    ValueError
        If it cannot be read, or sets no exercise, so that there is nothing to grade.
    """
    try:
        notebook = nbformat.read(lesson, as_version=4)
    except ValueError as error:
        raise ValueError(f"{lesson} cannot be read; take it from the course anew") from error
    cells = [new for cell in notebook.cells for new in _converted(cell, with_lesson)]
    if not any("nbgrader" in cell.metadata for cell in cells):
        raise ValueError(f"{lesson.name} sets no exercise: there is nothing to grade in it")
    title = notebook.cells[0].source.splitlines()[0]
    head = [] if with_lesson else [new_markdown_cell(_preface(title)), new_code_cell(_IMPORTS)]
    last = new_code_cell(_CANARY_CODE, metadata=_about(CANARY, grade=True, points=0))
    made = new_notebook(cells=[*head, *cells, last], metadata=notebook.metadata)
    for number, cell in enumerate(made.cells):
        cell["id"] = grade_id(cell) or f"text-{number}"
    return made


def grade_id(cell) -> str:
    """Return nbgrader's name of a cell, or nothing."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def _preface(title):
    return (
        f"{title}: exercises\n\nWrite your answers where the cells say so, and run the check below "
        "each as often as you like. Change nothing else: not the checks, and not which cells there "
        "are. Save, and submit this file."
    )


def _converted(cell, with_lesson):
    """Return the master's cells for one cell of a lesson."""
    ours = cell.metadata.get("cnnteach", {})
    if "exercise" in ours:
        exercise = catalogue()[ours["exercise"]]
        heading = [] if with_lesson else [new_markdown_cell(_heading(exercise))]
        return [*heading, _answer(exercise)]
    if "check" in ours:
        return [_check(catalogue()[ours["check"]], cell.source)]
    return [cell] if with_lesson else []


def _heading(exercise):
    points, minutes = _count(exercise.points, "point"), _count(exercise.minutes, "minute")
    return f"### {exercise.title}\n*{points} · about {minutes}*"


def _count(number, thing):
    return f"{number} {thing}{'s' * (number != 1)}"


def _about(grade_id, *, grade=False, points=None):
    """Return nbgrader's metadata of a cell that is graded, or else answered."""
    about = {"grade": grade, "grade_id": grade_id, "locked": grade, "schema_version": 3}
    about |= {"solution": not grade, "task": False} | ({"points": points} if grade else {})
    return {"nbgrader": about}


def _answer(exercise: Exercise):
    code = exercise.solution_source
    marked = _marked_function(code) if exercise.is_function else _marked_value(exercise, code)
    return new_code_cell(marked, metadata=_about(exercise.name))


def _marked_function(code):
    """Put marks around what comes after the docstring."""
    docstring = ast.parse(code).body[0].body[0]
    lines = code.splitlines()
    kept, body = lines[: docstring.end_lineno], lines[docstring.end_lineno :]
    marks = ("    ### BEGIN SOLUTION", "    ### END SOLUTION")
    return "\n".join([*kept, marks[0], *body, marks[1]])


def _marked_value(exercise, code):
    """Leave ``name = ...`` outside of the marks, which a student completes."""
    task, _, line = code.rpartition("\n")
    marked = f"### BEGIN SOLUTION\n{line}\n### END SOLUTION"
    return f"{task}\n{exercise.name} = ...\n{marked}"


def _check(exercise, shown):
    """Grade before the check shows its card, which is what a student sees of this cell."""
    imports, _, call = shown.rpartition("\n\n")
    hidden = f"""\
        ### BEGIN HIDDEN TESTS
        from cnnteach.classroom.graded import graded

        graded("{exercise.name}", {exercise.answer_name})
        ### END HIDDEN TESTS"""
    parts = [imports, f"{textwrap.dedent(hidden)}\n{call}"]
    about = _about(f"check_{exercise.name}", grade=True, points=exercise.points)
    return new_code_cell("\n\n".join(part for part in parts if part), metadata=about)
