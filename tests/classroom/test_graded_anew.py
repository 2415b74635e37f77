"""Who is graded anew, and what is then left of before. Nothing runs: grading is made up."""

import nbformat
import pytest
from students import ASSIGNMENT, cell_of

from cnnteach.classroom import grading
from cnnteach.classroom.course import Course


@pytest.fixture
def grade(course, monkeypatch):
    """Grade with a made-up result, a page of feedback for each; return who was dealt with."""

    def answers(course, assignment, students, jobs, options):
        for student in students:
            for folder in ("autograded", "feedback"):
                (course.root / folder / student / assignment).mkdir(parents=True, exist_ok=True)
            yield {"student": student, "status": "graded", "points": {"check_output_size": 2}}

    def act(**options):
        told = []
        grading.grade(course, ASSIGNMENT, sandbox="none", tell=told.append, **options)
        return {entry["student"]: entry["status"] for entry in told}

    monkeypatch.setattr("cnnteach.classroom.grading.answers", answers)
    return act


def kept(course: Course, student):
    """Return which of a student's folders are there."""
    folders = ("autograded", "feedback")
    return [each for each in folders if (course.root / each / student / ASSIGNMENT).exists()]


def test_after_a_release_with_other_points_all_are_graded_anew(course, grade, student):
    student("ada").solve().submit()
    student("alan").solve().submit()
    assert grade() == {"ada": "graded", "alan": "graded"}
    assert grade() == {}
    path = course.released(ASSIGNMENT)
    notebook = nbformat.read(path, as_version=4)
    cell_of(notebook, "check_output_size").metadata["nbgrader"]["points"] += 3
    nbformat.write(notebook, path)
    assert grade() == {"ada": "graded", "alan": "graded"}


def test_who_is_refused_does_not_keep_the_feedback_on_an_earlier_submission(course, grade, student):
    student("ada").solve().submit()
    student("alan").solve().submit()
    grade()
    student("ada").submit(text="{ this is no notebook")
    assert grade() == {"ada": "refused"}
    assert (kept(course, "ada"), kept(course, "alan")) == ([], ["autograded", "feedback"])
