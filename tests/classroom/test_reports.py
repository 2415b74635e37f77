"""What a teacher reads after grading: the table of points, and the commonest mistakes."""

import csv
import re
import shutil
import zipfile

import nbformat
import pytest
from students import ASSIGNMENT, FULL, cell_of, classroom

from cnnteach.classroom.autograder import results
from cnnteach.classroom.grading import grade
from cnnteach.classroom.ledger import Ledger
from cnnteach.classroom.releasing import release
from cnnteach.classroom.report import item_counts, write_grades, write_items
from cnnteach.classroom.worker import api_of


@pytest.fixture
def write_down(course, student):
    """Write an entry into the ledger, of somebody who has submitted."""

    def act(name, status="graded", **told):
        student(name).submit()
        Ledger(course, ASSIGNMENT).add({"student": name, "status": status, **told})

    return act


def read(table):
    """Return the table of points, a row by student."""
    with table.open(encoding="utf-8-sig") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_there_are_no_items_before_anybody_was_graded(course, write_down):
    write_down("ada", "refused", why="empty")
    with pytest.raises(ValueError, match="no answers were counted"):
        write_items(course, ASSIGNMENT)


def test_a_spreadsheet_shows_names_and_points_as_they_are(course, write_down):
    """No zero is lost, no accent, and nothing is a formula."""
    names = ["0123", "=1+2", "Zoë"]
    for name in names:
        write_down(name, points={"check_output_size": 1.5})
    sheet, table = write_grades(course, ASSIGNMENT)
    with zipfile.ZipFile(sheet) as opened:
        texts = re.findall(r"<t>(.*?)</t>", opened.read("xl/sharedStrings.xml").decode())
        cells = opened.read("xl/worksheets/sheet1.xml").decode()
    assert set(names) < set(texts)
    assert "<f>" not in cells
    assert cells.count("<v>1.5</v>") == 2 * len(names), "the question's points, and all"
    assert table.read_bytes().startswith("\ufeffstudent,output_size,total".encode())


def test_a_check_of_the_teachers_own_and_other_points_are_counted(course, student):
    path = course.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cell_of(notebook, "check_output_size").metadata["nbgrader"]["points"] += 3
    own = nbformat.from_dict(cell_of(notebook, "check_output_size"))
    own.source = "assert output_size(7, 3, 2, 0) == 3"
    own.metadata = {"nbgrader": {**own.metadata["nbgrader"], "grade_id": "my_own", "points": 1}}
    own["id"] = "my_own"
    notebook.cells.insert(-1, own)
    nbformat.write(notebook, path)
    release(course, ASSIGNMENT)
    points = dict.fromkeys(course.points(ASSIGNMENT), 1.0)
    assert {"my_own", "check_output_size"} < points.keys()
    entry = {"student": "ada", "status": "graded", "points": points}
    entry |= {"labels": {**dict.fromkeys(points, "right"), "my_own": "AssertionError"}, "said": {}}
    student("ada").submit()
    Ledger(course, ASSIGNMENT).add(entry)
    _, table = write_grades(course, ASSIGNMENT)
    row = read(table)["ada"]
    assert (row["my_own"], row["of"]) == ("1", str(FULL + 3 + 1))
    items, _ = write_items(course, ASSIGNMENT)
    assert "my_own,AssertionError,1," in items.read_text("utf-8-sig")
    shown = results(entry, "visible", course.points(ASSIGNMENT))["tests"]
    assert sum(each["max_score"] for each in shown) == FULL + 3 + 1
    assert shown[-1]["name"] == "my_own"


def test_forged_answers_are_not_counted_as_right(course, write_down):
    for name, status in {"ada": "graded", "mallory": "tampered"}.items():
        write_down(name, status, labels={"check_output_size": "right"})
    assert item_counts(course, ASSIGNMENT) == {"output_size": {"right": 1}}


def test_the_table_of_points_is_named_though_there_is_no_mistake_to_count(course, write_down):
    write_down("ada", "refused", why="empty")
    done = classroom("report", ASSIGNMENT, "--course", course.root)
    assert f"{ASSIGNMENT}-grades.xlsx" in done.stdout
    assert "no answers were counted" in done.stderr


def test_whose_submission_was_taken_away_is_in_no_table(course, write_down):
    for name in ("ada", "twin"):
        write_down(name, points={"check_output_size": 2}, labels={"check_output_size": "right"})
    shutil.rmtree(course.submitted(ASSIGNMENT)["twin"])
    assert read(write_grades(course, ASSIGNMENT)[1]).keys() == {"ada"}
    assert item_counts(course, ASSIGNMENT) == {"output_size": {"right": 1}}


def test_a_table_that_cannot_be_written_is_told(course, write_down):
    write_down("ada", points={"check_output_size": 2})
    (course.reports / f"{ASSIGNMENT}-grades.xlsx").mkdir()
    done = classroom("report", ASSIGNMENT, "--course", course.root)
    assert done.returncode == 1
    assert re.search(r"-grades.xlsx cannot be written \(.*\); close it in the sp", done.stderr)
    assert "Traceback" not in done.stderr


def test_a_line_that_is_no_entry_is_passed_over(course, write_down):
    write_down("ada", "refused", why="empty")
    with Ledger(course, ASSIGNMENT).path.open("a") as file:
        file.write('3\n["ada"]\n{"student": "alan"}\nhalf a li')
    assert Ledger(course, ASSIGNMENT).read().keys() == {"ada"}


def points_by_hand(course, student, **points):
    """Change points as Formgrader does."""
    with api_of(course).gradebook as book:
        for name, score in points.items():
            grade = book.find_grade(name, ASSIGNMENT, ASSIGNMENT, student)
            grade.manual_score, grade.needs_manual_grade = score, False
        book.db.commit()


@pytest.mark.slow
def test_points_that_were_given_by_hand_are_in_the_table(course, student):
    path = course.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    essay = nbformat.v4.new_markdown_cell("Why?", id="essay")
    about = {"grade": True, "solution": True, "locked": False, "task": False, "points": 5}
    essay.metadata["nbgrader"] = {**about, "grade_id": "essay", "schema_version": 3}
    notebook.cells.insert(-1, essay)
    nbformat.write(notebook, path)
    release(course, ASSIGNMENT)
    mine = student("ada").solve(number_of_stops="number_of_stops = 3")
    mine.cell("essay").source = "Because."
    mine.submit()
    entry = grade(course, ASSIGNMENT, sandbox="none", jobs=1)["ada"]
    assert entry["labels"]["essay"] == "graded by hand"
    assert "essay" not in item_counts(course, ASSIGNMENT)
    before = read(write_grades(course, ASSIGNMENT)[1])["ada"]
    assert (before["essay"], before["number_of_stops"]) == ("0", "0")
    assert before["remark"] == "essay is to be graded by hand"
    points_by_hand(course, "ada", essay=4.5, check_number_of_stops=1)
    after = read(write_grades(course, ASSIGNMENT)[1])["ada"]
    assert (after["essay"], after["number_of_stops"], after["remark"]) == ("4.5", "1", "")
    assert float(after["total"]) == float(before["total"]) + 5.5
    assert after["of"] == str(FULL + 5)
