"""What a teacher takes away: a table of points, and which mistake was the commonest."""

import csv
from collections import Counter
from pathlib import Path

from cnnteach.classroom.course import Course
from cnnteach.classroom.ledger import Ledger
from cnnteach.exercises.registry import catalogue

_WORDS = {  # what is no mistake with a name of its own
    "value": "some other value",
    "shape": "some other shape",
    "type": "some other type",
    "dtype": "some other dtype",
    "exception": "stopped with an error",
    "NameError": "not defined",
}


def write_grades(course: Course, assignment: str) -> Path:
    """Write ``reports/ASSIGNMENT-grades.csv``: a line a student, a column a question.

    Who could not be graded has no points, and the reason in the last column, rather than a zero
    that nobody asks about.
    """
    entries = Ledger(course, assignment).read()
    questions = list(
        dict.fromkeys(q for entry in entries.values() for q in entry.get("points", {}))
    )
    path = course.reports / f"{assignment}-grades.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        named = [_exercise(question) for question in questions]
        table.writerow(["student", *named, "total", "of", "status", "remark"])
        for student, entry in sorted(entries.items()):
            table.writerow([student, *_line(entry, questions)])
    return path


def _line(entry, questions):
    points = entry.get("points")
    remark = "; ".join([part for part in [entry.get("why", ""), *entry.get("notes", [])] if part])
    cells = [""] * (len(questions) + 1)
    if points is not None:
        cells = [*(f"{points.get(question, 0):g}" for question in questions)]
        cells.append(f"{sum(points.values()):g}")
    most = sum(catalogue()[_exercise(question)].points for question in questions)
    return [*cells, f"{most:g}", entry["status"], remark]


def _exercise(question):
    return question.removeprefix("check_")


def item_counts(course: Course, assignment: str) -> dict[str, Counter]:
    """Count, for each question, how many answers were right or made which mistake."""
    counts: dict[str, Counter] = {}
    for entry in Ledger(course, assignment).read().values():
        for question, label in entry.get("labels", {}).items():
            counts.setdefault(_exercise(question), Counter())[_WORDS.get(label, label)] += 1
    return counts


def write_items(course: Course, assignment: str) -> tuple[Path, Path]:
    """Write the counts as ``reports/ASSIGNMENT-items.csv``, and draw them as ``-items.png``."""
    from cnnteach.figures.items import items

    counts = item_counts(course, assignment)
    path = course.reports / f"{assignment}-items.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["question", "answer", "students", "hint"])
        for question, labels in counts.items():
            hints = {m.label: m.hint for m in catalogue()[question].mistakes}
            for label, count in labels.most_common():
                table.writerow([question, label, count, hints.get(label, "")])
    picture = path.with_suffix(".png")
    items(counts, f"{assignment}: what was answered").savefig(picture, dpi=120, bbox_inches="tight")
    return path, picture
