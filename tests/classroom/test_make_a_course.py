"""A course out of the notebooks: masters, releases, and what is refused with a sentence."""

import os
import shlex
import shutil
import subprocess
import sys

import nbformat
import numpy as np
import pytest
from students import ASSIGNMENT, MINE, Student, classroom
from typer.testing import CliRunner

from cnnteach.classroom.course import Course, config, lessons, new
from cnnteach.classroom.extras import how_to_install
from cnnteach.classroom.graded import ROUNDS, NotRight, canary, graded
from cnnteach.classroom.grading import grade
from cnnteach.classroom.master import grade_id, master
from cnnteach.classroom.releasing import feedback, release
from cnnteach.classroom.report import write_grades, write_items
from cnnteach.classroom.worker import api_of
from cnnteach.cli import app
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


def test_one_point_is_no_points():
    lesson_ = lesson("01_an_image_is_a_tensor")
    headings = "".join(c.source for c in master(lesson_).cells if c.source.startswith("### "))
    assert "*1 point · about " in headings
    assert "*1 points" not in headings


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


@pytest.mark.skipif(os.name == "nt", reason="asks a shell")
def test_a_course_can_be_made_in_the_folder_in_which_one_stands(tmp_path):
    (tmp_path / "my course").mkdir()
    new = f"{shlex.quote(sys.executable)} -m cnnteach classroom new . && ls"
    words = ["sh", "-c", new]
    done = subprocess.run(words, cwd=tmp_path / "my course", capture_output=True, text=True)
    said, *names = done.stdout.splitlines()[1:]
    assert said.endswith(" --course ."), done.stderr
    assert {"nbgrader_config.py", "source"} <= set(names)


def test_the_next_command_is_one_that_a_shell_takes(tmp_path, monkeypatch):
    course = Course(tmp_path / "my course")
    monkeypatch.setattr("cnnteach.classroom.course.new", lambda folder, **_: course)
    (course.root / "source" / "01_first").mkdir(parents=True)
    said = CliRunner().invoke(app, ["classroom", "new", str(course.root)]).output
    next_ = said.partition("Next: ")[2]
    words = ["cnnteach", "classroom", "release", "01_first", "--course", str(course.root)]
    assert shlex.split(next_) == words


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


def test_a_release_that_fails_leaves_the_one_from_before(course, monkeypatch):
    before = course.released(ASSIGNMENT).read_bytes()

    def fail(self, assignment, **options):
        shutil.rmtree(course.root / "release" / assignment, ignore_errors=True)
        return {"success": False, "log": "RuntimeError: there are submissions associated with it"}

    monkeypatch.setattr("nbgrader.apps.NbGraderAPI.generate_assignment", fail)
    with pytest.raises(RuntimeError, match=f"release {ASSIGNMENT}, and the release from before st"):
        release(course, ASSIGNMENT)
    assert course.released(ASSIGNMENT).read_bytes() == before
    assert [path.name for path in (course.root / "release").iterdir()] == [ASSIGNMENT]


def test_to_release_solves_nothing_in_the_teachers_own_progress(course, tmp_path, monkeypatch):
    monkeypatch.setenv("CNNTEACH_PROGRESS", str(tmp_path / "progress.json"))
    release(course, ASSIGNMENT)
    assert not (tmp_path / "progress.json").exists()


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda course: release(course, "04_none"), "no assignment 04_none; it has 01_an_image"),
        (lambda course: grade(course, "04_none"), "no assignment 04_none; it has 01_an_image"),
        (
            lambda course: grade(course, "01_an_image_is_a_tensor"),
            "01.* is not released; `cnnteach",
        ),
        (lambda course: grade(course, ASSIGNMENT), f"nobody has submitted {ASSIGNMENT}"),
        (lambda course: feedback(course, "04_none"), "no assignment 04_none; it has 01_an_image"),
        (
            lambda course: Course.open(course.root / "source"),
            r"no course: it has no nbgr.*--course",
        ),
        (lambda course: write_grades(course, "04_none"), "no assignment 04_none"),
        (lambda course: write_grades(course, ASSIGNMENT), "nobody was graded .* classroom grade"),
        (lambda course: write_items(course, ASSIGNMENT), "nobody was graded .* classroom grade"),
        (lambda course: feedback(course, ASSIGNMENT), "nobody was graded .* classroom grade"),
    ],
)
def test_what_is_not_there_is_said(course, act, said):
    with pytest.raises(FileNotFoundError, match=said):
        act(course)


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


def test_a_fault_in_the_settings_is_told_in_a_sentence(course):
    with course.config.open("a") as file:
        file.write("c.CourseDirectory.db_url = (\n")
    done = classroom("release", ASSIGNMENT, "--course", course.root)
    assert done.returncode == 1
    assert "nbgrader_config.py has a fault: SyntaxError: '(' was never closed" in done.stderr
    assert "Traceback" not in done.stderr


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
