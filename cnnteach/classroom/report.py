"""What a teacher takes away: a table of points, and which mistake was the commonest."""

import csv
from collections import Counter
from pathlib import Path

from cnnteach.classroom.course import Course, not_graded
from cnnteach.classroom.ledger import Ledger
from cnnteach.classroom.master import CANARY
from cnnteach.classroom.worker import BY_HAND, api_of
from cnnteach.exercises.registry import catalogue

_WORDS = {  # what is no mistake with a name of its own
    "value": "some other value",
    "shape": "some other shape",
    "type": "some other type",
    "dtype": "some other dtype",
    "exception": "stopped with an error",
    "NameError": "not defined",
}


def write_grades(course: Course, assignment: str) -> tuple[Path, Path]:
    """Write ``reports/ASSIGNMENT-grades.xlsx`` and ``.csv``: a line a student, a column a question.

    Who could not be graded has no points, and the reason in the last column, rather than a zero
    that nobody asks about. The points are the gradebook's, in which a teacher may have changed some
    by hand. The first is for people: whatever the country's separators, a spreadsheet shows names
    and points as they are, and takes nothing for a formula.

    Raises
    ------
    FileNotFoundError
        If the assignment was not released, or nobody was graded yet.
    OSError
        If one of them cannot be written, such as one that a spreadsheet holds open.
    """
    of = _number(sum(course.points(assignment).values()))
    entries = _as_in_the_gradebook(course, assignment, _entries(course, assignment))
    questions = list(
        dict.fromkeys(q for entry in entries.values() for q in entry.get("points", {}))
    )
    named = [_exercise(question) for question in questions]
    rows = [["student", *named, "total", "of", "status", "remark"]]
    rows += [[student, *_line(entry, questions, of)] for student, entry in sorted(entries.items())]
    path = course.reports / f"{assignment}-grades.csv"
    _write_csv(path, rows)
    return _write_sheet(path.with_suffix(".xlsx"), rows), path


def _write_csv(path, rows):
    """Write a table in UTF-8, and say so at its beginning, as Excel asks for."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows(rows)


def _write_sheet(path, rows):
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    try:
        with Workbook(path) as book:
            sheet = book.add_worksheet("grades")
            sheet.set_column(0, 0, 30)
            sheet.freeze_panes(1, 1)
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    write = sheet.write_string if isinstance(value, str) else sheet.write_number
                    write(i, j, value)
    except XlsxWriterException as error:
        raise OSError(
            f"{path} cannot be written ({error}); close it in the spreadsheet, then report again"
        ) from error
    return path


def _line(entry, questions, of):
    points = entry.get("points")
    remark = "; ".join([part for part in [entry.get("why", ""), *entry.get("notes", [])] if part])
    cells = [""] * (len(questions) + 1)
    if points is not None:
        cells = [_number(points.get(question, 0)) for question in questions]
        cells.append(_number(sum(points.values())))
    return [*cells, of, entry["status"], remark]


def _entries(course, assignment):
    """Return what became of each whose submission is there: it may have been taken away again."""
    submitted = course.submitted(assignment)
    entries = {s: e for s, e in Ledger(course, assignment).read().items() if s in submitted}
    if not entries:
        raise not_graded(assignment)
    return entries


def _as_in_the_gradebook(course, assignment, entries):
    """Give each entry that has points those of the gradebook, and a note on what has none yet."""
    entries = dict(entries)
    with api_of(course).gradebook as book:
        for held in book.notebook_submissions(assignment, assignment):
            entry = entries.get(held.student.id, {})
            if "points" in entry:
                grades = [grade for grade in held.grades if grade.name != CANARY]
                points = {grade.name: float(grade.score) for grade in grades}
                due = [f"{g.name} is to be graded by hand" for g in grades if g.needs_manual_grade]
                notes = [*entry.get("notes", []), *due]
                entries[held.student.id] = entry | {"points": points, "notes": notes}
    return entries


def _number(points):
    """Return whole points as whole."""
    return int(points) if points == int(points) else points


def _exercise(question):
    return question.removeprefix("check_")


def item_counts(course: Course, assignment: str) -> dict[str, Counter]:
    """Count, for each question, how many answers were right or made which mistake.

    Forged ones do not count: who tampered with the grading has all right. Nor does what is graded
    by hand, whose mistakes have no names.
    """
    counts: dict[str, Counter] = {}
    for entry in _entries(course, assignment).values():
        if entry["status"] == "tampered":
            continue
        for question, label in entry.get("labels", {}).items():
            if label != BY_HAND:
                counts.setdefault(_exercise(question), Counter())[_WORDS.get(label, label)] += 1
    return counts


def write_items(course: Course, assignment: str) -> tuple[Path, Path]:
    """Write the counts as ``reports/ASSIGNMENT-items.csv``, and draw them as ``-items.png``.

    Raises
    ------
    FileNotFoundError
        If nobody was graded yet.
    ValueError
        If no answer was counted, since nobody could be graded.
    """
    from cnnteach.figures.items import items

    counts = item_counts(course, assignment)
    path = course.reports / f"{assignment}-items.csv"
    rows = [["question", "answer", "students", "hint"]]
    for question, labels in counts.items():
        exercise = catalogue().get(question)  # none for a check of the teacher's own
        hints = {m.label: m.hint for m in exercise.mistakes} if exercise else {}
        rows += [[question, label, n, hints.get(label, "")] for label, n in labels.most_common()]
    _write_csv(path, rows)
    picture = path.with_suffix(".png")
    items(counts, f"{assignment}: what was answered").savefig(picture, dpi=120, bbox_inches="tight")
    return path, picture
