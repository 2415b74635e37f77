"""An autograder for Gradescope, run as Gradescope runs it, in a folder that stands for its own."""

import json
import os
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest
from students import ASSIGNMENT, FULL, MINE, Student
from twenty import STOPS

from cnnteach.classroom import sandbox
from cnnteach.classroom.autograder import FAILED
from cnnteach.classroom.gradescope import requirements, write_autograder

POINTS = MINE["number_of_stops"].points
FORGED = "import cnnteach.classroom.graded as g\ng.graded = g.canary = lambda *a, **k: None"
needs_sandbox = pytest.mark.skipif(
    bool(sandbox.refusal("bubblewrap") and sandbox.refusal("nobody")),
    reason=sandbox.refusal("bubblewrap") or "there is a sandbox",
)


@pytest.fixture(scope="module")
def archive(released):
    """The autograder, to be uploaded."""
    return write_autograder(released, ASSIGNMENT, visibility="after_due_date")


@pytest.fixture(scope="module")
def autograder(archive, tmp_path_factory):
    """What Gradescope makes of it, but for the environment, which is the tests' own."""
    root = tmp_path_factory.mktemp("autograder")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(root / "source")
    shutil.copy(root / "source" / "run_autograder", root)
    (root / "run_autograder").chmod(0o755)
    (root / "results").mkdir()
    (root / "venv").symlink_to(sys.prefix)
    return root


@pytest.fixture
def submit(autograder, released):
    """Return what the student sees after submitting."""

    def act(name="homework (1).ipynb", text=None, link=None, change=lambda mine: None, **answers):
        mine = Student(released, "ada").solve(**answers)
        change(mine)
        shutil.rmtree(autograder / "submission", ignore_errors=True)
        (autograder / "submission").mkdir()
        path = autograder / "submission" / name
        if link:
            path.symlink_to(link)
        else:
            path.write_text(text or nbformat.writes(mine.notebook))
        (autograder / "results" / "results.json").unlink(missing_ok=True)
        (autograder / "submission_metadata.json").write_text('{"users": [{"id": 1815}]}')
        env = {**os.environ, "PYTHONPATH": str(autograder / "source")}
        command = [autograder / "run_autograder"]
        done = subprocess.run(command, env=env, cwd="/", capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads((autograder / "results" / "results.json").read_text())

    return act


def of(results, name):
    return next(each for each in results["tests"] if each["name"] == MINE[name].title)


def test_the_archive_has_at_its_root_what_gradescope_runs(archive):
    with zipfile.ZipFile(archive) as opened:
        names = set(opened.namelist())
        modes = {n: opened.getinfo(n).external_attr >> 16 for n in ("setup.sh", "run_autograder")}
        setup = opened.read("setup.sh")
    assert {"setup.sh", "run_autograder", "requirements.lock", "requirements.txt"} < names
    assert all(mode & 0o111 for mode in modes.values())
    subprocess.run(["bash", "-n"], input=setup, check=True)


def test_keras_is_installed_where_a_notebook_uses_it():
    assert "tensorflow" in requirements("from keras import layers")
    assert "tensorflow" not in requirements("import numpy as np")


@needs_sandbox
@pytest.mark.slow
def test_a_right_notebook_earns_all_points_whatever_its_file_is_called(submit):
    results = submit()
    assert sum(each["score"] for each in results["tests"]) == FULL
    assert sum(each["max_score"] for each in results["tests"]) == FULL
    assert {each["output"] for each in results["tests"]} == {"Right."}
    assert results["visibility"] == "after_due_date"


@needs_sandbox
@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (f"{STOPS}return (size - kernel) // stride", "there is one more stop than jumps"),
        (f"{STOPS}return [0][size]", "IndexError: list index out of range"),
        (f"{STOPS}while True:\n        pass", "It was stopped in line"),
        ("# I had no time", "NameError: name 'number_of_stops' is not defined"),
    ],
    ids=["wrong", "crashing", "looping", "undefined"],
)
def test_a_wrong_answer_costs_its_points_and_shows_its_hint_and_no_hidden_test(
    submit, answer, said
):
    results = submit(number_of_stops=answer)
    assert of(results, "number_of_stops")["score"] == 0
    assert said in of(results, "number_of_stops")["output"]
    assert sum(each["score"] for each in results["tests"]) == FULL - POINTS
    for hidden in ("graded(", "HIDDEN", "canary", "cnnteach.classroom"):
        assert hidden not in json.dumps(results)


def _without_a_check(mine):
    mine.notebook.cells.remove(mine.cell("check_output_size"))


@needs_sandbox
@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"change": _without_a_check}, "the cell check_output_size is missing; it was deleted"),
        ({"text": "{"}, "cannot be read as a notebook"),
        ({"name": "notes.txt"}, f"{ASSIGNMENT}.ipynb is missing; there is notes.txt"),
        ({"number_of_stops": FORGED}, "interfered with its checks"),
        ({"number_of_stops": "import os\nos._exit(0)"}, "its kernel died"),
    ],
    ids=["missing cell", "broken", "no notebook", "forged", "quits"],
)
def test_what_cannot_be_graded_gets_no_points_and_a_sentence(submit, options, said):
    results = submit(**options)
    assert results["score"] == 0
    assert said in results["output"]
    assert "tests" not in results


@needs_sandbox
@pytest.mark.slow
@pytest.mark.parametrize("file", [f"course/source/{ASSIGNMENT}/{ASSIGNMENT}.ipynb", "nowhere"])
def test_a_link_in_the_place_of_the_notebook_brings_nothing_of_the_autograders(
    submit, autograder, file
):
    results = submit(link=autograder / "source" / file)
    assert results["score"] == 0
    assert f"{ASSIGNMENT}.ipynb is a link to another file" in results["output"]


@pytest.mark.slow
def test_an_autograder_that_fails_says_so(submit, autograder):
    options = autograder / "source" / "options.json"
    text = options.read_text()
    options.write_text("{}")
    try:
        assert submit() == {"score": 0, "output": FAILED}
    finally:
        options.write_text(text)
