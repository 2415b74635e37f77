"""Learning faces from mistakes: small runs of the real thing."""

import keras
import numpy as np
import pytest

from cnnteach.recipes import face_detector as recipe_file
from cnnteach.tasks import face_training
from cnnteach.tasks.face_windows import faceless_photographs, labelled_windows
from cnnteach.tasks.sliding_window import pyramid


@pytest.fixture
def little(monkeypatch):
    """A tenth of the windows, and two photographs: seconds in the place of minutes."""
    small = {"FACES": 800, "FRESH": 200, "CUTS": 800, "SPOILED": 400, "OTHERS": 100, "MOST": 20}
    for name, value in small.items():
        monkeypatch.setattr(face_training, name, value)
    monkeypatch.setattr(face_training, "TURNS", (0, 2))
    monkeypatch.setattr(recipe_file, "ROUNDS", 3)
    monkeypatch.setattr(recipe_file, "EPOCHS", 1)
    monkeypatch.setattr(recipe_file, "_notes", lambda model: "")
    photographs = faceless_photographs()
    return {name: photographs[name][:150, :200] for name in ("chelsea", "coffee")}


def rounds(photographs, count, seed=0):
    state = face_training.first_round(photographs, seed=seed)
    for _ in range(count):
        state = face_training.next_round(state, photographs, rounds=4, epochs=2, seed=seed)
    return state


def test_it_learns_and_its_mistakes_join_what_it_learns_from(little, monkeypatch):
    monkeypatch.setattr(face_training, "NEAR", -4.0)  # so that there are some after one round
    known = labelled_windows()
    first = face_training.first_round(little, seed=0)
    second = face_training.next_round(first, little, rounds=4, epochs=6, seed=0)
    before, after = (
        face_training.share_right(
            face_training.detector_of(state), known.test_faces, known.test_others
        )
        for state in (first, second)
    )
    assert before < 0.7 < 0.8 < after
    joined = second.others[len(first.others) :]
    assert len(joined) > 0
    assert len(joined) % 2 == 0, "each mistake, and its mirror image"
    np.testing.assert_array_equal(second.others[: len(first.others)], first.others)
    np.testing.assert_array_equal(second.faces[:-200], first.faces[200:])


def test_the_same_seed_gives_the_same_detector_and_another_another(little):
    first, again, other = rounds(little, 2), rounds(little, 2), rounds(little, 2, seed=1)
    for a, b in zip(first.weights, again.weights, strict=True):
        np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(first.others, again.others)
    assert any((a != b).any() for a, b in zip(first.weights, other.weights, strict=True))


def test_mistakes_are_windows_of_the_photograph_that_score_high(little, monkeypatch):
    monkeypatch.setattr(face_training, "NEAR", -1e9)  # all are, but 20 are enough
    model = face_training.detector_of(face_training.first_round(little, seed=0))
    photograph = {"chelsea": little["chelsea"]}
    found = face_training.mistakes(model, photograph)
    assert found.shape == (20, 25, 25)
    scores = keras.ops.convert_to_numpy(model(found[..., None]))[:, 0]
    assert (np.diff(scores) <= 1e-5).all(), "the worst mistake first"
    whole = pyramid(little["chelsea"], window=25)[0].image
    cut = np.lib.stride_tricks.sliding_window_view(whole, (25, 25))[::4, ::4].reshape(-1, 25, 25)
    best = keras.ops.convert_to_numpy(model(np.ascontiguousarray(cut)[..., None]))[:, 0].max()
    assert scores[0] >= best - 1e-4, "and none of the finest scale is worse"


def test_turned_photographs_are_searched_too(little, monkeypatch):
    monkeypatch.setattr(face_training, "NEAR", -1e9)
    model = face_training.detector_of(face_training.first_round(little, seed=0))
    image = {"ramp": np.linspace(0, 1, 625, dtype=np.float32).reshape(25, 25)}
    upright, turned, mirrored = (
        face_training.mistakes(model, image, turns=(turn,))[0] for turn in (0, 2, 4)
    )
    np.testing.assert_array_equal(turned, image["ramp"][::-1, ::-1])
    np.testing.assert_array_equal(upright, image["ramp"])
    np.testing.assert_array_equal(mirrored, image["ramp"][:, ::-1])


def test_no_mistakes_are_an_empty_array(little):
    model = face_training.detector_of(face_training.first_round(little, seed=0))
    black = {"night": np.zeros((40, 40), np.float32)}
    model.get_layer("score").bias.assign([-99.0])
    assert face_training.mistakes(model, black).shape == (0, 25, 25)


def stop_in(round_number):
    """A callback that stops the training in a round, in the middle."""
    ended = []

    def callback(moment):
        if moment.kind == "end":
            ended.append(moment)
        elif len(ended) == round_number and moment.recording.steps == 3:
            return "stop"
        return None

    return callback


def test_an_interrupted_training_goes_on_as_if_it_had_not_been(little, tmp_path):
    recipe = recipe_file.RECIPE
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    card = recipe_file.training(recipe, whole, seed=5, dataset=little)
    stopped = recipe_file.training(recipe, parts, seed=5, dataset=little, callbacks=(stop_in(1),))
    assert stopped is None
    assert [path.name for path in parts.iterdir()] == ["face_detector.round.npz"]
    went_on = recipe_file.training(recipe, parts, seed=5, dataset=little)
    assert went_on.sha256 == card.sha256
    assert not (parts / "face_detector.round.npz").exists()
    assert (card.seed, card.parameters, card.classes) == (5, 24993, ["no face", "face"])
    assert 0.5 < card.accuracy <= 1


def test_another_seed_does_not_go_on_with_it(little, tmp_path):
    recipe_file.training(
        recipe_file.RECIPE, tmp_path, seed=5, dataset=little, callbacks=(stop_in(1),)
    )
    assert recipe_file._kept(tmp_path / "face_detector.round.npz", 5)[0].number == 1
    assert recipe_file._kept(tmp_path / "face_detector.round.npz", 6) is None
