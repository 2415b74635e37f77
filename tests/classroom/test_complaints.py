"""What is seen in a submission before it is graded, and what is no fault."""

import os
import sys

import pytest
from students import ASSIGNMENT, Student

from cnnteach.classroom.course import Course, lessons, new
from cnnteach.classroom.ledger import digest
from cnnteach.classroom.lint import complaints
from cnnteach.classroom.master import master


def test_names_that_nbgrader_takes_for_a_pattern_are_refused_before_it_finds_nothing(
    course, tmp_path
):
    said = r"nbgrader takes \[, \* and \? in .*kurs \[2026\] for a pattern; name .* has none"
    with pytest.raises(ValueError, match=said):
        new(tmp_path / "kurs [2026]")
    course.root.rename(tmp_path / "kurs [2026]")
    with pytest.raises(ValueError, match=said):
        Course.open(tmp_path / "kurs [2026]")
    moved = Course(tmp_path / "kurs [2026]")
    mine = Student(moved, "Ada [late]").solve().submit()
    (fault,) = complaints(mine.name, mine.folder, moved.released(ASSIGNMENT))
    assert "nbgrader takes [, * and ? in the folder's name for a pattern" in fault.text


def test_a_submission_as_it_was_released_is_nothing_to_complain_of(course):
    mine = Student(course, "ada").submit()
    assert complaints("ada", mine.folder, course.released(ASSIGNMENT)) == []


def test_a_deleted_check_and_a_file_of_another_name_are_seen(course):
    mine = Student(course, "ada")
    mine.notebook.cells.remove(mine.cell("check_output_size"))
    mine.submit()
    (said,) = complaints("ada", mine.folder, course.released(ASSIGNMENT))
    assert str(said) == "ada: the cell check_output_size is missing; it was deleted"
    mine.path.rename(mine.folder / "homework.ipynb")
    (said,) = complaints("ada", mine.folder, course.released(ASSIGNMENT))
    assert str(said) == f"ada: {ASSIGNMENT}.ipynb is missing; there is homework.ipynb"


def test_another_assignments_notebook_is_called_that(course):
    lesson = next(path for path in lessons() if path.stem == "02_convolution")
    mine = Student(course, "ada")
    mine.notebook = master(lesson)
    mine.submit()
    (said,) = complaints("ada", mine.folder, course.released(ASSIGNMENT))
    assert said.is_fatal
    assert "none of this assignment's cells is in it: it is another notebook" in said.text


def test_a_check_above_its_answer_and_the_canary_above_others_are_seen(course):
    for name in ("check_output_size", "canary"):
        mine = Student(course, name).solve()
        cell = mine.cell(name)
        mine.notebook.cells.remove(cell)
        mine.notebook.cells.insert(0, cell)
        mine.submit()
    said = {
        name: [each.text for each in complaints(name, folder, course.released(ASSIGNMENT))]
        for name, folder in course.submitted(ASSIGNMENT).items()
    }
    assert said == {
        "check_output_size": [
            "the cell check_output_size stands above output_size, and belongs below it"
        ],
        "canary": ["the cell canary stands above check_receptive_field, and belongs below it"],
    }


def test_exercises_in_another_order_are_no_fault(course):
    mine = Student(course, "ada").solve()
    for name in ("receptive_field", "check_receptive_field"):
        cell = mine.cell(name)
        mine.notebook.cells.remove(cell)
        mine.notebook.cells.insert(2 if name == "receptive_field" else 3, cell)
    mine.submit()
    assert complaints("ada", mine.folder, course.released(ASSIGNMENT)) == []


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names are letters there")
def test_a_file_whose_name_is_no_letters_keeps_nobody_from_being_graded(course):
    mine = Student(course, "ada").submit()
    before = digest(mine.folder)
    (mine.folder / os.fsdecode(b"M\xfcller.txt")).touch()
    assert digest(mine.folder) != before
