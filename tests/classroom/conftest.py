"""A real course, released, for the students of `students.py` to submit to."""

import shutil

import pytest
from students import ASSIGNMENT, Student, classroom

from cnnteach.classroom.course import Course


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """A course whose assignment is released, in an exchange too."""
    folder = tmp_path_factory.mktemp("class")
    root, exchange = folder / "course", folder / "exchange"
    for words in (
        ["new", root, "--exchange", exchange],
        ["release", ASSIGNMENT, "--course", root],
    ):
        done = classroom(*words)
        assert done.returncode == 0, done.stderr
    return Course.open(root)


@pytest.fixture
def course(released, tmp_path):
    """A copy of that course, for one test to fill and grade."""
    shutil.copytree(released.root, tmp_path / "course")
    return Course.open(tmp_path / "course")


@pytest.fixture
def student(course):
    return lambda name: Student(course, name)
