"""A class of twenty, graded by the real nbgrader in a real sandbox: each gets its due."""

import csv
import json
import shutil
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import pytest
from students import ASSIGNMENT, FULL, MINE, NEEDS_SANDBOX, Student, classroom
from twenty import (
    CLASS,
    FETCHED,
    STOPS,
    UPLOADED,
    attack,
    fetch_and_submit,
    nbgrader,
    submit_attackers,
    submit_unreadable,
    uploaded,
)

from cnnteach.classroom.course import Course
from cnnteach.classroom.grading import grade
from cnnteach.classroom.ledger import Ledger

pytestmark = [NEEDS_SANDBOX, pytest.mark.slow]

WITHOUT_STOPS = FULL - MINE["number_of_stops"].points
LABELS = {
    "forgets": "forgets the + 1",
    "rounds": "rounds up",
    "forgets_too": "forgets the + 1",
    "untyped": "divides to a float",
    "undefined": "NameError",
    "loop": "did not end",
    "bomb": "exception",
    "forker": "exception",
    "babbler": "did not end",
    "hog": "NameError",
    "copied": "the course's own solution",
}


@pytest.fixture(scope="module")
def classes(released, tmp_path_factory):
    """The course of the class, graded once."""
    root = tmp_path_factory.mktemp("twenty") / "course"
    shutil.copytree(released.root, root)
    course = Course.open(root)
    for name, answers in CLASS.items():
        if name not in FETCHED + UPLOADED:
            Student(course, name).solve(**answers).submit()
    for name in FETCHED:
        fetch_and_submit(course, name)
    _collect(course, uploaded(course), expected=UPLOADED)
    _collect(course, expected=FETCHED)
    Student(course, "eve").submit()  # as released: nothing tried
    submit_attackers(course)
    submit_unreadable(course)
    done = classroom("grade", ASSIGNMENT, "--course", course.root)
    assert done.returncode == 0, done.stderr
    return course


@pytest.fixture(scope="module")
def graded(classes):
    """The entries of the ledger by student."""
    return Ledger(classes, ASSIGNMENT).read()


def _collect(course, *source, expected):
    done = classroom("collect", ASSIGNMENT, *source, "--course", course.root)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{len(expected)} submissions: {', '.join(expected)}\n"
    assert ("tells no student: index.ipynb" in done.stderr) == bool(source)


def test_the_class_has_more_than_twenty(graded):
    assert len(graded) >= 20


@pytest.mark.parametrize("name", ["ada", "alan", "emmy", "grace"])
def test_right_answers_earn_all_points(graded, name):
    assert graded[name]["status"] == "graded"
    assert sum(graded[name]["points"].values()) == FULL


@pytest.mark.parametrize("name", LABELS)
def test_a_wrong_answer_costs_its_own_points_and_is_called_by_its_mistake(graded, name):
    assert graded[name]["status"] == "graded"
    assert graded[name]["labels"]["check_number_of_stops"] == LABELS[name]
    assert sum(graded[name]["points"].values()) == WITHOUT_STOPS


def test_who_did_nothing_has_tried_nothing(graded):
    assert set(graded["eve"]["labels"].values()) == {"not tried"}
    assert sum(graded["eve"]["points"].values()) == 0


@pytest.mark.parametrize("name", ["network", "gradebook", "neighbour", "cheat", "killer", "dumper"])
def test_the_sandbox_keeps_out_who_reaches_further(graded, name):
    assert sum(graded[name]["points"].values()) == FULL, graded[name]["labels"]


def test_without_the_sandbox_the_same_attack_succeeds(course, student, tmp_path, monkeypatch):
    """So that the test above could fail. The teacher's own progress is not touched, though."""
    monkeypatch.setenv("CNNTEACH_PROGRESS", str(tmp_path / "progress.json"))
    book = course.root / "gradebook.db"
    spy = attack(f"open({str(book)!r}, 'rb').read()")
    student("spy").solve(number_of_stops=spy).submit()
    entries = grade(course, ASSIGNMENT, sandbox="none", jobs=1)
    assert sum(entries["spy"]["points"].values()) == WITHOUT_STOPS
    assert not (tmp_path / "progress.json").exists()


def test_forged_grading_is_seen(graded):
    assert graded["forger"]["status"] == "tampered"


def test_a_changed_check_is_replaced_and_noted(graded):
    assert graded["changed"]["status"] == "graded"
    assert sum(graded["changed"]["points"].values()) == WITHOUT_STOPS
    assert "check_number_of_stops was changed" in graded["changed"]["notes"][0]


@pytest.mark.parametrize(
    ("name", "status", "why"),
    [
        ("stripped", "refused", "has lost its metadata"),
        ("twice", "refused", "the cell output_size stands 2 times"),
        ("deleted", "refused", "the cell check_output_size is missing; it was deleted"),
        ("broken", "refused", "cannot be read as a notebook"),
        ("flooder", "stopped", "wrote more than 20 mb to the disk"),
        ("quitter", "stopped", "died"),
    ],
)
def test_what_cannot_be_graded_gets_a_complaint_that_names_the_fault(graded, name, status, why):
    assert graded[name]["status"] == status
    assert why in graded[name]["why"].lower()
    assert "points" not in graded[name]


def test_the_table_has_a_line_for_each_and_no_zero_for_who_was_not_graded(classes, graded):
    done = classroom("report", ASSIGNMENT, "--course", classes.root)
    assert done.returncode == 0, done.stderr
    with (classes.reports / f"{ASSIGNMENT}-grades.csv").open(encoding="utf-8-sig") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(graded)
    assert rows["ada"]["total"] == rows["ada"]["of"] == str(FULL)
    assert rows["stripped"]["total"] == ""
    assert "metadata" in rows["stripped"]["remark"]
    with (classes.reports / f"{ASSIGNMENT}-items.csv").open(encoding="utf-8-sig") as file:
        counts = {(r["question"], r["answer"]): r for r in csv.DictReader(file)}
    assert counts["number_of_stops", "forgets the + 1"]["students"] == "2"
    assert "+ 1" in counts["number_of_stops", "forgets the + 1"]["hint"]
    assert (classes.reports / f"{ASSIGNMENT}-items.png").stat().st_size > 10_000


def test_feedback_says_what_was_wrong_and_no_hidden_test(classes, graded):
    done = classroom("feedback", ASSIGNMENT, "--course", classes.root)
    assert done.returncode == 0, done.stderr
    pages = classes.root / "feedback"
    page = (pages / "forgets" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
    assert "there is one more stop than jumps" in " ".join(page.split())
    for hidden in ("cnnteach.classroom", "BEGIN HIDDEN", "canary"):
        assert hidden not in page
    undefined = pages / "undefined" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert "number_of_stops" in undefined.read_text()
    assert "graded(" not in undefined.read_text()
    fetched = nbgrader(classes, "forgets", "fetch_feedback") / "feedback"
    assert [each.read_text() for each in fetched.rglob("*.html")] == [page], "through the exchange"


def _kill_in_the_middle(course):
    """Kill a grading without warning, one submission done and the next one's sandbox open.

    Returns the processes that were its own.
    """
    command = [sys.executable, "-m", "cnnteach", "classroom", "grade", ASSIGNMENT, "--jobs", "1"]
    grading = psutil.Popen([*command, "--course", str(course.root)], stdout=subprocess.DEVNULL)
    while True:
        own = grading.children(recursive=True)
        if Ledger(course, ASSIGNMENT).read() and "bwrap" in map(_name, own):
            grading.kill()
            grading.wait()
            return own
        assert grading.poll() is None, "it was over before it could be killed"
        time.sleep(0.01)


def _name(process):
    with suppress(psutil.NoSuchProcess):
        return process.name()


def test_a_killed_grading_goes_on_where_it_stopped(course, student):
    for name in ("first", "second", "third"):
        student(name).solve().submit()
    killed = _kill_in_the_middle(course)
    ledger = Ledger(course, ASSIGNMENT)
    before = ledger.path.read_text()
    assert len(ledger.read()) == 1
    with ledger.path.open("a") as file:
        file.write('{"student": "half a li')
    done = classroom("grade", ASSIGNMENT, "--course", course.root)
    assert done.stdout.endswith("3 of 3 graded; `cnnteach classroom report` makes the table.\n")
    assert all(sum(entry["points"].values()) == FULL for entry in ledger.read().values())
    lines = ledger.path.read_text().splitlines()
    assert ledger.path.read_text().startswith(before), "what was done stays"
    assert sorted(json.loads(line)["student"] for line in lines if line.endswith("}")) == [
        "first",
        "second",
        "third",
    ], "and is not done twice"
    assert not psutil.wait_procs(killed, timeout=10)[1], "nothing is left of what was killed"


def test_who_submits_anew_or_was_stopped_is_graded_anew_and_nobody_else(course, student):
    for name in ("first", "second", "third"):
        student(name).solve().submit()
    entries = grade(course, ASSIGNMENT, jobs=2)
    student("second").solve(number_of_stops=f"{STOPS}return 0").submit()
    Ledger(course, ASSIGNMENT).add({**entries["third"], "status": "stopped"})
    told = []
    grade(course, ASSIGNMENT, jobs=1, tell=lambda entry: told.append(entry["student"]))
    assert told == ["second", "third"]


def test_seeds_differ_by_student_where_the_teacher_wants_it(course, student):
    """Answers learned by heart for one student's hidden numbers do not serve another."""
    spy = f"import os, pathlib\n{STOPS}raise ValueError(os.environ['CNNTEACH_GRADING_SEED'])"
    seeds = {}
    for name in ("one", "two"):
        student(name).solve(number_of_stops=spy).submit()
    grade(course, ASSIGNMENT, jobs=1, seed_by_student=True)
    for name in ("one", "two"):
        text = course.autograded(ASSIGNMENT, name).read_text()
        outputs = [c["outputs"] for c in json.loads(text)["cells"] if c["cell_type"] == "code"]
        said = json.dumps(outputs)
        seeds[name] = said.partition("ValueError: ")[2].partition("\\n")[0]
    assert seeds["one"] != seeds["two"]
    assert all(seed.strip().isdigit() for seed in seeds.values()), seeds
