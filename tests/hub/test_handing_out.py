"""The course comes into a learner's folder, and no update takes the learner's work away."""

import re

import pytest

from cnnteach.classroom.handout import LEDGER, hand_out
from cnnteach.classroom.seat import prepare


@pytest.fixture
def lesson(tmp_path):
    path = tmp_path / "course" / "02_convolution.ipynb"
    path.parent.mkdir()
    path.write_text("version 1")
    return path


@pytest.fixture
def mine(tmp_path, lesson):
    hand_out([lesson], tmp_path / "mine")
    return tmp_path / "mine"


def contents(folder):
    return {path.name: path.read_text() for path in folder.glob("*.ipynb")}


def test_an_untouched_notebook_is_brought_up_to_date(lesson, mine):
    lesson.write_text("version 2")
    hand_out([lesson], mine)
    assert contents(mine) == {"02_convolution.ipynb": "version 2"}


def test_work_is_never_overwritten_and_each_new_version_comes_beside_it(lesson, mine):
    (mine / "02_convolution.ipynb").write_text("my answers")
    for version in ("version 2", "version 3"):
        lesson.write_text(version)
        hand_out([lesson], mine)
    assert contents(mine) == {
        "02_convolution.ipynb": "my answers",
        "02_convolution_new.ipynb": "version 3",
    }
    (mine / "02_convolution_new.ipynb").write_text("more answers")
    lesson.write_text("version 4")
    hand_out([lesson], mine)
    assert contents(mine) == {
        "02_convolution.ipynb": "my answers",
        "02_convolution_new.ipynb": "more answers",
        "02_convolution_new_2.ipynb": "version 4",
    }


def test_the_same_version_is_not_handed_out_twice(lesson, mine):
    (mine / "02_convolution.ipynb").write_text("my answers")
    assert hand_out([lesson], mine) == []
    assert contents(mine) == {"02_convolution.ipynb": "my answers"}


def test_a_deleted_notebook_comes_back_as_it_was(lesson, mine):
    (mine / "02_convolution.ipynb").unlink()
    hand_out([lesson], mine)
    assert contents(mine) == {"02_convolution.ipynb": "version 1"}


DAMAGES = [lambda path: path.unlink(), *(lambda p, text=t: p.write_text(text) for t in ("{", "[]"))]


@pytest.mark.parametrize("damage", DAMAGES)
def test_without_its_ledger_what_is_up_to_date_gets_no_copy_and_stays_so(lesson, mine, damage):
    damage(mine / LEDGER)
    hand_out([lesson], mine)
    assert contents(mine) == {"02_convolution.ipynb": "version 1"}
    lesson.write_text("version 2")
    hand_out([lesson], mine)
    assert contents(mine) == {"02_convolution.ipynb": "version 2"}


def test_a_folder_in_the_place_of_a_notebook_is_left_alone(lesson, mine):
    (mine / "02_convolution.ipynb").unlink()
    (mine / "02_convolution.ipynb").mkdir()
    lesson.write_text("version 2")
    assert [path.name for path in hand_out([lesson], mine)] == ["02_convolution_new.ipynb"]
    assert (mine / "02_convolution.ipynb").is_dir()


@pytest.mark.parametrize("damage", DAMAGES)
def test_without_its_ledger_everything_there_is_taken_for_work(lesson, mine, damage):
    damage(mine / LEDGER)
    lesson.write_text("version 2")
    hand_out([lesson], mine)
    assert contents(mine) == {
        "02_convolution.ipynb": "version 1",
        "02_convolution_new.ipynb": "version 2",
    }


def test_what_the_notebooks_lead_to_is_there(tmp_path, capfd):
    prepare(tmp_path, {"CNNTEACH_ROLE": "learner"})
    assert capfd.readouterr().err == ""
    given = contents(tmp_path / "cnnteach")
    links = {link for text in given.values() for link in re.findall(r"\]\((\w+\.ipynb)", text)}
    assert {"00_start_here.ipynb", "glossary.ipynb"} < links
    assert links <= given.keys()
    assert "projector.ipynb" in given


def test_a_disk_that_takes_nothing_keeps_nobody_out(tmp_path, capfd):
    home = tmp_path / "home"
    home.write_text("a file, so that no folder can be made in it")
    environment = prepare(home, {"CNNTEACH_ROLE": "learner"})
    assert "could not be copied" in capfd.readouterr().err
    assert "learner" in environment["JUPYTER_CONFIG_PATH"]
