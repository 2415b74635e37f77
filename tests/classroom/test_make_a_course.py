"""A course out of the notebooks: masters, releases, and what is refused with a sentence."""

import csv
import os
import re
import subprocess
import sys
import zipfile

import nbformat
import numpy as np
import pytest
from students import ASSIGNMENT, FULL, MINE, Student, classroom

from cnnteach.classroom.autograder import results
from cnnteach.classroom.course import Course, config, lessons, new
from cnnteach.classroom.extras import how_to_install
from cnnteach.classroom.graded import ROUNDS, NotRight, canary, graded
from cnnteach.classroom.grading import grade
from cnnteach.classroom.ledger import Ledger, digest
from cnnteach.classroom.lint import complaints
from cnnteach.classroom.master import grade_id, master
from cnnteach.classroom.releasing import feedback, release
from cnnteach.classroom.report import item_counts, write_grades, write_items
from cnnteach.classroom.worker import api_of
from cnnteach.exercises import catalogue
from cnnteach.exercises.result import Result
from cnnteach.exercises.source import run_cell


def lesson(stem=ASSIGNMENT):
    return next(path for path in lessons() if path.stem == stem)


def cells_of(notebook):
    return {grade_id(cell): cell for cell in notebook.cells if grade_id(cell)}


def test_there_is_an_assignment_for_each_notebook_that_sets_exercises(released):
    assert released.assignments == sorted({e.notebook for e in catalogue().values()})


def test_the_points_are_those_of_the_catalogue(released):
    cells = cells_of(nbformat.read(released.released(ASSIGNMENT), as_version=4))
    points = {name: cell.metadata["nbgrader"].get("points") for name, cell in cells.items()}
    assert points == {
        **dict.fromkeys(MINE),
        **{f"check_{name}": exercise.points for name, exercise in MINE.items()},
        "canary": 0,
    }


@pytest.mark.parametrize("name", MINE)
def test_a_student_gets_the_stub_and_no_hidden_test(released, name):
    cells = cells_of(nbformat.read(released.released(ASSIGNMENT), as_version=4))
    assert cells[name].source == MINE[name].stub_source
    assert cells[f"check_{name}"].source.endswith(f'check("{name}", {name})')
    assert "graded" not in cells[f"check_{name}"].source


@pytest.mark.parametrize("name", MINE)
def test_the_master_holds_the_solution_between_marks(name):
    code = cells_of(master(lesson()))[name].source
    assert "### BEGIN SOLUTION" in code
    assert graded(name, run_cell(code, name)) is None


def test_the_lesson_stays_where_it_is_asked_for():
    whole, alone = master(lesson(), with_lesson=True), master(lesson())
    assert any("ConvExplorer" in cell.source for cell in whole.cells)
    assert not any("ConvExplorer" in cell.source for cell in alone.cells)
    assert cells_of(whole).keys() == cells_of(alone).keys()


def test_a_notebook_without_exercises_is_no_assignment():
    with pytest.raises(ValueError, match=r"00_start_here.* sets no exercise"):
        master(lesson("00_start_here"))


def test_a_damaged_lesson_is_named_rather_than_left_out(tmp_path, monkeypatch):
    damaged = tmp_path / f"{ASSIGNMENT}.ipynb"
    damaged.write_text("<<<<<<< HEAD\n" + lesson().read_text())
    monkeypatch.setattr("cnnteach.classroom.course.lessons", lambda: [damaged])
    with pytest.raises(ValueError, match=f"{ASSIGNMENT}.ipynb cannot be read; take it from"):
        new(tmp_path / "course")
    assert not (tmp_path / "course").exists()


@pytest.mark.parametrize("name", ['my "first" course', "a\\new", "Zoë's {1} 😀"])
@pytest.mark.skipif(os.name == "nt", reason="these are no names there")
def test_a_course_may_have_any_name(tmp_path, name):
    settings = config(name, tmp_path / name)
    (tmp_path / "nbgrader_config.py").write_text(settings, encoding="utf-8")
    found = api_of(Course.open(tmp_path)).config
    assert (found.CourseDirectory.course_id, found.Exchange.root) == (name, str(tmp_path / name))


def test_who_is_stopped_while_making_a_course_can_begin_again(tmp_path):
    root = tmp_path / "course"
    command = [sys.executable, "-m", "cnnteach", "classroom", "new", str(root)]
    with subprocess.Popen(command) as making:
        while not any(tmp_path.rglob("source/*")):
            assert making.poll() is None
        making.kill()
    assert classroom("new", root).returncode == 0
    assert Course.open(root).assignments


def test_a_copy_that_somebody_made_beside_a_lesson_is_handed_to_nobody(tmp_path, monkeypatch):
    (tmp_path / "src").mkdir()
    for name in ("src/02_convolution.py", "02_convolution.ipynb", "02_convolution-Copy1.ipynb"):
        (tmp_path / name).touch()
    monkeypatch.setattr("cnnteach.classroom.course.NOTEBOOKS", tmp_path)
    assert lessons() == [tmp_path / "02_convolution.ipynb"]


def test_nothing_is_overwritten(released):
    with pytest.raises(FileExistsError, match="is not empty"):
        new(released.root)


def test_a_solution_that_fails_is_not_released(course):
    path = course.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    text = path.read_text()
    assert text.count("(size - kernel) // stride + 1") == 1
    path.write_text(text.replace("(size - kernel) // stride + 1", "(size - kernel) // stride"))
    with pytest.raises(RuntimeError, match=r"check_number_of_stops: NotRight: .*forgets the \+ 1"):
        release(course, ASSIGNMENT)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda course: release(course, "04_none"), "no assignment 04_none; it has 01_an_image"),
        (lambda course: grade(course, "04_none"), "04_none is not released; there are 01_an"),
        (lambda course: grade(course, ASSIGNMENT), f"nobody has submitted {ASSIGNMENT}"),
        (lambda course: feedback(course, "04_none"), "04_none is not released"),
        (lambda course: Course.open(course.root / "source"), "is no course: it has no nbgrader"),
        (lambda course: write_grades(course, "04_none"), "04_none is not released; there are"),
        (lambda course: write_grades(course, ASSIGNMENT), "nobody was graded .* classroom grade"),
        (lambda course: write_items(course, ASSIGNMENT), "nobody was graded .* classroom grade"),
        (lambda course: feedback(course, ASSIGNMENT), "nobody was graded .* classroom grade"),
    ],
)
def test_what_is_not_there_is_said(course, act, said):
    with pytest.raises(FileNotFoundError, match=said):
        act(course)


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
    cells_of(notebook)["check_output_size"].metadata["nbgrader"]["points"] += 3
    own = nbformat.from_dict(cells_of(notebook)["check_output_size"])
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


@pytest.mark.parametrize("amount", [{"jobs": 0}, {"jobs": -1}, {"seconds": 0}, {"seconds": -1}])
def test_nobody_waits_for_a_grading_that_could_not_end(course, amount):
    """By none at once it would never begin, and for nbgrader no seconds are no limit."""
    Student(course, "ada").solve().submit()
    ((name, number),) = amount.items()
    with pytest.raises(ValueError, match=f"{name} is at least 1, not {number}"):
        grade(course, ASSIGNMENT, sandbox="none", **amount)
    done = classroom("grade", ASSIGNMENT, "--course", course.root, f"--{name}", str(number))
    assert done.returncode == 2
    assert f"Invalid value for '--{name}'" in done.stderr


def test_without_a_sandbox_nothing_is_graded(course, monkeypatch):
    Student(course, "ada").solve().submit()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(
        RuntimeError, match=r"needs a sandbox, and none works here.*apt install bubblewrap"
    ):
        grade(course, ASSIGNMENT)


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


def test_a_fault_in_the_settings_is_told_in_a_sentence(course):
    with course.config.open("a") as file:
        file.write("c.CourseDirectory.db_url = (\n")
    done = classroom("release", ASSIGNMENT, "--course", course.root)
    assert done.returncode == 1
    assert "nbgrader_config.py has a fault: SyntaxError: '(' was never closed" in done.stderr
    assert "Traceback" not in done.stderr


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


def test_the_canary_dies_where_grading_is_sound():
    with pytest.raises(NotRight, match="output_size: value"):
        canary()


def test_the_canary_lives_where_the_judge_was_bribed(monkeypatch):
    right = Result(True, "", "", "output_size", "right")
    monkeypatch.setattr("cnnteach.classroom.graded.judge", lambda *_: right)
    assert canary() is None


def test_what_an_answer_writes_to_stderr_takes_no_points_away(capfd):
    def number_of_stops(size, kernel, stride):
        print("looking", file=sys.stderr)
        os.write(2, b"a library has something to say")
        return (size - kernel) // stride + 1

    graded("number_of_stops", number_of_stops)
    assert capfd.readouterr().err == ""
    print("as before", file=sys.stderr)
    os.write(2, b", and here too")
    assert capfd.readouterr().err == "as before\n, and here too"


def test_the_seed_draws_the_hidden_numbers(monkeypatch):
    drawn = {}
    for seed in (1, 2, 1):
        seen = []

        def spy(size, kernel, stride, seen=seen):
            seen.append((size, kernel, stride))
            return (size - kernel) // stride + 1

        monkeypatch.setenv("CNNTEACH_GRADING_SEED", str(seed))
        graded("number_of_stops", spy)
        assert drawn.setdefault(seed, seen) == seen
    assert drawn[1] != drawn[2]


def test_the_examples_are_asked_once_and_fresh_numbers_in_each_round():
    seen = []

    def spy(size, kernel, stride):
        seen.append((size, kernel, stride))
        return (size - kernel) // stride + 1

    exercise = MINE["number_of_stops"]
    graded("number_of_stops", spy, seed=0)
    assert [seen.count(args) for args, _ in exercise.examples] == [1] * len(exercise.examples)
    variants = len(exercise.variants(np.random.default_rng(0)))
    assert len(seen) == len(exercise.examples) + ROUNDS * variants


def test_without_nbgrader_the_command_says_what_to_install(monkeypatch):
    from typer.testing import CliRunner

    from cnnteach.cli import app

    monkeypatch.setitem(sys.modules, "nbgrader", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = CliRunner().invoke(app, ["classroom", "new", "course"])
    assert done.exit_code == 1
    assert how_to_install("classroom") in done.output


@pytest.mark.skipif(os.name == "nt", reason="asks a shell")
@pytest.mark.parametrize("name", ["My Courses", "Zoë's"])
def test_the_line_that_installs_can_be_pasted_whatever_the_clone_is_called(tmp_path, name):
    (tmp_path / name).mkdir()
    (tmp_path / name / "requirements.lock").touch()
    there = how_to_install("hub", folder=tmp_path / name).partition(" && ")[0]
    done = subprocess.run(["sh", "-c", f"{there} && pwd"], capture_output=True, text=True)
    assert done.stdout == f"{tmp_path / name}\n", done.stderr


def test_an_extra_is_installed_from_the_clone_where_there_is_one(tmp_path):
    (tmp_path / "requirements.lock").touch()
    command = how_to_install("hub", folder=tmp_path)
    assert command.startswith(f"cd {tmp_path} && {sys.executable} -m pip install ")
    assert command.endswith('--constraint requirements.lock --editable ".[hub]"')
