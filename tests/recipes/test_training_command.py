"""`cnnteach train`: what it lists, writes, resumes, and says when something is wrong."""

import numpy as np
import pytest
from typer.testing import CliRunner

import cnnteach.recipes
from cnnteach import datasets, models
from cnnteach.cli import app
from cnnteach.models import weights
from cnnteach.recipes import lenet5_digits
from cnnteach.recipes.recipe import Recipe, accuracy_of, train
from cnnteach.training import load_recording


@pytest.fixture
def short():
    """The digits' recipe, cut down to two epochs of 500 digits."""
    data = datasets.mnist(embedded=True)
    few = data._replace(train=tuple(part[:500] for part in data.train))
    settings = {"epochs": 2, "batch_size": 50, "learning_rate": 0.02, "every": [0]}
    given = {**vars(lenet5_digits.RECIPE), "data": lambda: few, "settings": lambda: settings}
    return Recipe(**(given | {"name": "short"}))


@pytest.fixture
def run(short, monkeypatch, tmp_path):
    """Run `cnnteach train` where "short" is all that there is to train."""

    def known(name):
        if name != "short":
            raise ValueError(f"there is no recipe {name!r}; there are short")
        return short

    monkeypatch.setattr(cnnteach.recipes, "recipe_of", known)
    monkeypatch.setattr("cnnteach.recipes.command.NAMES", ("short",))
    return lambda *words: CliRunner().invoke(app, ["train", *words])


def test_without_a_name_it_lists_what_there_is():
    said = CliRunner().invoke(app, ["train"]).stdout
    for name in cnnteach.recipes.NAMES:
        assert f"{name}: {cnnteach.recipes.recipe_of(name).title}" in said
    assert "minutes on two cores" in said


def test_it_writes_weights_that_load_and_are_as_good_as_the_card_says(run, short, tmp_path):
    done = run("short", "--to", str(tmp_path))
    assert done.exit_code == 0, done.output
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["short.json", "short.npz", "short.recording.npz"]
    card = weights.card("short", tmp_path)
    model = models.load("short", tmp_path)
    assert accuracy_of(model, short.data().test) == card.accuracy > 0.5
    assert card.recipe["learning_rate"] == 0.02
    recording = load_recording(tmp_path / "short.recording.npz")
    assert recording.steps == 20
    assert recording.state == {}
    assert f"{card.accuracy:.2%}" in done.stdout
    assert f"models.load('short', where='{tmp_path}')" in done.stdout


def test_the_command_ends_with_the_call_that_opens_what_it_made():
    from cnnteach.recipes.command import _loading

    digits, faces = weights.card("lenet5_digits"), weights.card("face_detector")
    assert _loading(digits, "here") == "models.load('lenet5_digits', where='here')"
    assert _loading(faces, "here") == "cnnteach.tasks.face_detector('here')"


def test_the_same_command_makes_the_same_file_again(run, tmp_path):
    for folder in ("one", "other"):
        run("short", "--to", str(tmp_path / folder))
    one, other = (weights.card("short", tmp_path / folder) for folder in ("one", "other"))
    assert one.sha256 == other.sha256
    run("short", "--to", str(tmp_path / "seeded"), "--seed", "5")
    assert weights.card("short", tmp_path / "seeded").sha256 != one.sha256
    assert weights.card("short", tmp_path / "seeded").seed == 5


def test_a_stopped_training_goes_on_where_it_was(short, run, tmp_path):
    stop = lambda moment: "stop" if moment.recording.steps == 13 else None  # noqa: E731
    assert train(short, tmp_path / "stopped", callbacks=(stop,)) is None
    assert not (tmp_path / "stopped" / "short.npz").exists()
    assert load_recording(tmp_path / "stopped" / "short.recording.npz").steps == 13
    seen = []
    card = train(short, tmp_path / "stopped", callbacks=(lambda m: seen.append(m.recording.steps),))
    assert seen[0] == 14
    whole = train(short, tmp_path / "whole")
    assert card.sha256 == whole.sha256


def test_an_interrupted_command_says_that_nothing_is_lost(run, monkeypatch, tmp_path):
    monkeypatch.setattr("cnnteach.recipes.command._trained", lambda *given: None)
    done = run("short", "--to", str(tmp_path))
    assert done.exit_code == 130
    assert "nothing is lost. The same command goes on" in done.output


def test_what_is_wrong_is_said_in_a_sentence(run, tmp_path):
    done = run("long")
    assert done.exit_code == 1
    assert "there is no recipe 'long'" in done.output
    assert "Traceback" not in done.output
    (tmp_path / "file").write_text("")
    done = run("short", "--to", str(tmp_path / "file"))
    assert done.exit_code == 1
    assert "file" in done.output


def test_a_damaged_recording_is_not_gone_on_with_in_silence(run, tmp_path):
    (tmp_path / "short.recording.npz").write_bytes(b"PK half")
    done = run("short", "--to", str(tmp_path))
    assert done.exit_code == 1
    assert "is damaged" in done.output


@pytest.mark.slow
def test_in_a_quarter_of_its_epochs_lenet5_reads_over_96_of_100_held_out_digits(tmp_path):
    settings = lenet5_digits.RECIPE.settings() | {"epochs": 8}
    quick = Recipe(**vars(lenet5_digits.RECIPE) | {"settings": lambda: settings})
    card = train(quick, tmp_path)
    assert card.accuracy > 0.96
    shipped = weights.arrays_of("lenet5_digits")
    made = weights.arrays_of("lenet5_digits", tmp_path)
    assert list(made) == list(shipped)
    assert all(np.isfinite(array).all() for array in made.values())
