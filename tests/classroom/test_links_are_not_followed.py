"""A link that a student puts in the place of a file would be followed with the teacher's rights."""

import pytest
from students import ASSIGNMENT, classroom
from twenty import fetch_and_submit

from cnnteach.classroom import lint


@pytest.fixture
def planted(course):
    """The submission of Ada, in the exchange; her notebook is a link to the master."""
    fetch_and_submit(course, "ada")
    root = course.config.read_text().partition('Exchange.root = "')[2].partition('"')[0]
    (notebook,) = sorted((course.root / root).glob("*/inbound/ada+*/*.ipynb"))[-1:]
    notebook.unlink()
    notebook.symlink_to(course.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")


def says(course):
    folder = course.submitted(ASSIGNMENT)["ada"]
    return [str(each) for each in lint.complaints("ada", folder, course.released(ASSIGNMENT))]


REFUSED = f"{ASSIGNMENT}.ipynb is a link to another file, no file of their own"


def test_a_link_in_the_exchange_brings_nothing_of_the_teachers(course, planted):
    done = classroom("collect", ASSIGNMENT, "--course", course.root)
    assert done.returncode == 0, done.stderr
    assert says(course) == [f"ada: {REFUSED}"]


def test_a_link_in_an_uploaded_folder_brings_nothing_of_the_teachers(course, tmp_path):
    (tmp_path / "uploads" / "ada").mkdir(parents=True)
    link = tmp_path / "uploads" / "ada" / "homework.ipynb"
    link.symlink_to(course.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    done = classroom("collect", ASSIGNMENT, tmp_path / "uploads", "--course", course.root)
    assert done.returncode == 0, done.stderr
    assert says(course) == [f"ada: {REFUSED}"]


def test_a_link_is_not_graded(course):
    folder = course.root / "submitted" / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / f"{ASSIGNMENT}.ipynb").symlink_to(course.released(ASSIGNMENT))
    done = classroom("grade", ASSIGNMENT, "--course", course.root)
    assert f"ada: refused, {REFUSED}" in done.stdout
