"""A recording in a file: the same when it comes back, refused when damaged, never half there."""

import json

import numpy as np
import pytest

from cnnteach import models
from cnnteach.training import Checkpoint, fit, load_recording
from cnnteach.training.recording_file import read, replace

OPTIONS = {"epochs": 2, "batch_size": 50, "validation": 0.25, "record": ("c1", "relu"), "every": 3}


@pytest.fixture(scope="module")
def recording(stripes, small_net):
    return fit(small_net(), stripes, **OPTIONS)


@pytest.fixture
def file(recording, tmp_path):
    recording.save(tmp_path / "run.npz")
    return tmp_path / "run.npz"


def test_it_comes_back_as_it_was(recording, file):
    again = load_recording(file)
    for name in ("model", "parameters", "settings", "stopped", "layers", "epochs", "steps"):
        assert getattr(again, name) == getattr(recording, name), name
    for name in ("loss", "accuracy", "learning_rate", "snapshot_steps", "predictions", "examples"):
        np.testing.assert_array_equal(getattr(again, name), getattr(recording, name), name)
    for part in ("filters", "gradients", "activations"):
        np.testing.assert_array_equal(getattr(again, part)("c1"), getattr(recording, part)("c1"))
    np.testing.assert_array_equal(again.activations("relu"), recording.activations("relu"))
    assert again.state.keys() == recording.state.keys()
    for name, array in recording.state.items():
        np.testing.assert_array_equal(again.state[name], array)
        assert again.state[name].dtype == array.dtype
    assert len(again.mistakes) == 2
    for one, other in zip(again.mistakes, recording.mistakes, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
    assert repr(again) == repr(recording)


def test_it_holds_plain_arrays_and_is_small(file):
    with np.load(file, allow_pickle=False) as arrays:
        assert {arrays[name].dtype.kind for name in arrays.files} <= set("ifuU")
        about = json.loads(arrays["about"].item())
    assert (about["format"], about["version"]) == ("cnnteach recording", 1)
    assert file.stat().st_size < 100_000


def test_without_its_state_it_can_be_looked_at_but_not_gone_on_with(
    recording, stripes, small_net, tmp_path
):
    recording.save(tmp_path / "small.npz", state=False)
    again = load_recording(tmp_path / "small.npz")
    np.testing.assert_array_equal(again.filters("c1"), recording.filters("c1"))
    with pytest.raises(ValueError, match=r"saved without the weights \(state=False\)"):
        fit(small_net(), stripes, resume=again, epochs=3)


def test_it_can_be_kept_without_any_image(recording, tmp_path):
    recording.save(tmp_path / "bare.npz", state=False, parts=("filters",), images=False)
    with np.load(tmp_path / "bare.npz") as file:
        assert [
            name for name in file.files if file[name].dtype == np.uint8 and file[name].size
        ] == []
    again = load_recording(tmp_path / "bare.npz")
    np.testing.assert_array_equal(again.filters("c1"), recording.filters("c1"))
    with pytest.raises(ValueError, match="or its activations were not kept"):
        again.activations("c1")
    again.figure().canvas.draw()


def test_the_training_of_the_cifar_net_is_shipped_without_cifars_images():
    recording = load_recording("zfnet_cifar10")
    assert recording.filters("conv1").shape[1:] == (7, 7, 3, 48)
    assert (recording.mistakes, len(recording.examples)) == ([], 0)
    kernels = models.load("zfnet_cifar10").get_layer("conv1").get_weights()[0]
    np.testing.assert_allclose(recording.filters("conv1")[-1], kernels, rtol=1e-3, atol=1e-6)
    assert recording.epochs[-1].validation_accuracy > 0.85


def test_numpys_numbers_can_be_kept(stripes, small_net, tmp_path):
    options = {
        "epochs": np.int64(1),
        "learning_rate": np.float32(0.25),
        "weight_decay": {"c1": np.float64(0.5)},
        "validation": np.float32(0.25),
        "every": np.arange(2),
        "seed": np.uint8(3),
    }
    fit(small_net(), stripes, **options).save(tmp_path / "run.npz")
    settings = load_recording(tmp_path / "run.npz").settings
    for name, value in {"epochs": 1, "learning_rate": 0.25, "seed": 3, "every": [0, 1]}.items():
        assert settings[name] == value
    assert settings["weight_decay"] == {"c1": 0.5}
    assert settings["validation"] == 0.25


def test_a_training_that_has_not_begun_can_be_kept(stripes, small_net, tmp_path):
    recording = fit(small_net(), stripes, epochs=0, every=[])
    recording.save(tmp_path / "empty.npz")
    again = load_recording(tmp_path / "empty.npz")
    assert (again.steps, again.epochs, again.layers) == (0, [], ())
    with pytest.raises(ValueError, match="no snapshots were taken"):
        again.at()


def test_words_for_what_was_not_recorded(recording):
    with pytest.raises(ValueError, match=r"'c9' was not recorded, only c1, relu.*record=\('c9',\)"):
        recording.filters("c9")
    with pytest.raises(ValueError, match="'relu' has no kernel, or its gradients"):
        recording.gradients("relu")


def test_at_gives_the_last_snapshot_before(recording):
    assert recording.snapshot_steps.tolist() == [0, 3, 6, 9, 12]
    assert [recording.at(step).step for step in (0, 2, 3, 8, 99)] == [0, 0, 3, 6, 12]
    assert recording.at().step == 12


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.99])
def test_a_file_that_was_cut_off_is_refused(file, kept):
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(ValueError, match=r"run\.npz is damaged, or not a recording"):
        load_recording(file)


def test_a_file_with_a_wrong_byte_is_refused(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 255
    file.write_bytes(content)
    with pytest.raises(ValueError, match="damaged"):
        load_recording(file)


def changed(file, **arrays):
    replace(file, {name: a for name, a in (read(file, "") | arrays).items() if a is not None})


def about(file, **fields):
    return np.array(json.dumps(json.loads(read(file, "")["about"].item()) | fields))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: {"about": np.array("{}")}, "is no recording"),
        (lambda f: {"about": np.array("not json")}, "is no recording"),
        (lambda f: {"about": None}, "is no recording"),
        (lambda f: {"about": about(f, format="another")}, "is no recording"),
        (lambda f: {"about": about(f, version=2)}, "of version 2, but this cnnteach reads version"),
        (lambda f: {"epochs": None}, "damaged recording: KeyError"),
        (lambda f: {"predictions": np.zeros((1, 2, 2))}, "damaged recording"),
    ],
)
def test_a_file_that_says_something_else_is_refused(file, change, words):
    changed(file, **change(file))
    with pytest.raises(ValueError, match=words):
        load_recording(file)


def test_pickles_are_not_opened(file, tmp_path):
    class Bomb:
        def __reduce__(self):
            return (open, (str(tmp_path / "opened"), "w"))

    replace(file, read(file, "") | {"steps": np.array([Bomb()], dtype=object)})
    with pytest.raises(ValueError, match="damaged, or not a recording"):
        load_recording(file)
    assert not (tmp_path / "opened").exists()


def test_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no recording at"):
        load_recording(tmp_path / "none.npz")


def test_a_saving_that_fails_leaves_the_old_file_whole(recording, file, monkeypatch):
    before = file.read_bytes()

    def full_disk(target, **arrays):
        target.write(b"PK half a file")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", full_disk)
    with pytest.raises(OSError, match="No space left"):
        recording.save(file)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["run.npz"]


def test_a_checkpoint_is_whole_after_each_epoch(stripes, small_net, tmp_path):
    path, seen = tmp_path / "kept" / "run.npz", []

    def look(moment):
        if path.exists():
            kept = load_recording(path)
            seen.append((moment.kind, moment.recording.steps, kept.steps, bool(kept.state)))

    fit(small_net(), stripes, **OPTIONS, callbacks=[Checkpoint(path, seconds=0), look])
    assert ("epoch", 6, 6, True) in seen
    assert ("step", 7, 6, True) in seen
    assert seen[-1] == ("end", 12, 12, True)


def test_a_training_goes_on_from_a_checkpoint_after_a_power_cut(stripes, small_net, tmp_path):
    path = tmp_path / "run.npz"

    class PowerCut(BaseException):
        pass

    def cut(moment):
        if moment.recording.steps == 8:
            raise PowerCut

    with pytest.raises(PowerCut):
        fit(small_net(), stripes, **OPTIONS, callbacks=[Checkpoint(path, seconds=0), cut])
    kept = load_recording(path)
    assert kept.steps == 6
    model, straight = small_net(), small_net()
    fit(model, stripes, resume=kept)
    fit(straight, stripes, **OPTIONS)
    for one, other in zip(model.get_weights(), straight.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
