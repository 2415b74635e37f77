"""What a teacher reads after grading: the table of points, and the commonest mistakes."""

import csv
import re
import zipfile

import nbformat
import pytest
from students import ASSIGNMENT, FULL, cell_of, classroom

from cnnteach.classroom.autograder import results
from cnnteach.classroom.ledger import Ledger
from cnnteach.classroom.releasing import release
from cnnteach.classroom.report import item_counts, write_grades, write_items


def test_there_are_no_items_before_anybody_was_graded(course):
    Ledger(course, ASSIGNMENT).add({"student": "ada", "status": "refused", "why": "empty"})
    with pytest.raises(ValueError, match="no answers were counted"):
        write_items(course, ASSIGNMENT)


def test_a_spreadsheet_shows_names_and_points_as_they_are(course):
    """No zero is lost, no accent, and nothing is a formula."""
    names = ["0123", "=1+2", "Zoë"]
    for name in names:
        entry = {"student": name, "status": "graded", "points": {"check_output_size": 1.5}}
        Ledger(course, ASSIGNMENT).add(entry)
    sheet, table = write_grades(course, ASSIGNMENT)
    with zipfile.ZipFile(sheet) as opened:
        texts = re.findall(r"<t>(.*?)</t>", opened.read("xl/sharedStrings.xml").decode())
        cells = opened.read("xl/worksheets/sheet1.xml").decode()
    assert set(names) < set(texts)
    assert "<f>" not in cells
    assert cells.count("<v>1.5</v>") == 2 * len(names), "the question's points, and all"
    assert table.read_bytes().startswith("\ufeffstudent,output_size,total".encode())


def test_a_check_of_the_teachers_own_and_other_points_are_counted(course):
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
    Ledger(course, ASSIGNMENT).add(entry)
    _, table = write_grades(course, ASSIGNMENT)
    with table.open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert (row["my_own"], row["of"]) == ("1", str(FULL + 3 + 1))
    items, _ = write_items(course, ASSIGNMENT)
    assert "my_own,AssertionError,1," in items.read_text("utf-8-sig")
    shown = results(entry, "visible", course.points(ASSIGNMENT))["tests"]
    assert sum(each["max_score"] for each in shown) == FULL + 3 + 1
    assert shown[-1]["name"] == "my_own"


def test_forged_answers_are_not_counted_as_right(course):
    labels = {"check_output_size": "right"}
    for student, status in {"ada": "graded", "mallory": "tampered"}.items():
        Ledger(course, ASSIGNMENT).add({"student": student, "status": status, "labels": labels})
    assert item_counts(course, ASSIGNMENT) == {"output_size": {"right": 1}}


def test_the_table_of_points_is_named_though_there_is_no_mistake_to_count(course):
    Ledger(course, ASSIGNMENT).add({"student": "ada", "status": "refused", "why": "empty"})
    done = classroom("report", ASSIGNMENT, "--course", course.root)
    assert f"{ASSIGNMENT}-grades.xlsx" in done.stdout
    assert "no answers were counted" in done.stderr
