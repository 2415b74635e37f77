"""A branch of a recorded training: the same up to its step, another learning rate after it."""

import functools
import json

import keras
import numpy as np
import pytest

from cnnteach.training import Augmentation, Branched, Cosine, branching, fit, load_recording


def net():
    return keras.Sequential(
        [
            keras.Input((6, 6, 1)),
            keras.layers.Conv2D(3, 3, kernel_initializer=keras.initializers.HeNormal(seed=1)),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(3, kernel_initializer=keras.initializers.HeNormal(seed=2)),
            keras.layers.Softmax(),
        ]
    )


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(0)
    return rng.random((40, 6, 6, 1), np.float32), rng.integers(0, 3, 40)


@pytest.fixture(scope="module")
def recording(data):
    words = {"epochs": 3, "batch_size": 8, "schedule": Cosine(warm_up=4), "every": 1}
    return fit(net(), data, augment=Augmentation(shift=1), validation=0.2, **words)


def test_it_shares_everything_up_to_its_step(data, recording):
    branch = branching(net, data, recording)(7, 0.5)
    assert branch.steps == recording.steps == 12
    np.testing.assert_allclose(branch.loss[:8], recording.loss[:8], rtol=1e-5)
    filters = [made.filters(made.layers[0]) for made in (recording, branch)]
    np.testing.assert_allclose(filters[0][:8], filters[1][:8], atol=1e-6)
    assert np.abs(filters[0][8] - filters[1][8]).max() > 1e-3
    np.testing.assert_allclose(branch.learning_rate[:7], recording.learning_rate[:7])
    np.testing.assert_allclose(branch.learning_rate[7:], 0.5, rtol=1e-6)


def test_it_can_be_saved_and_says_how_it_was_made(data, recording, tmp_path):
    branch = branching(net, data, recording, epochs=2)(3, 0.2)
    branch.save(tmp_path / "branch.npz")
    again = load_recording(tmp_path / "branch.npz")
    assert again.steps == 8
    assert again.settings["schedule"] == json.loads(json.dumps(branch.settings["schedule"]))
    assert again.settings["schedule"]["before"] == {"kind": "cosine", "warm_up": 4}


def test_what_a_recording_cannot_keep_is_asked_for(data, recording):
    own = fit(net(), data, epochs=1, batch_size=8, augment=lambda images, rng: images)
    with pytest.raises(ValueError, match=r"augment=\.\.\. of your own"):
        branching(net, data, own)(1, 0.1)
    same = functools.partial(branching, net, data, own, augment=lambda images, rng: images)
    np.testing.assert_allclose(same()(2, 0.1).loss[:3], own.loss[:3], rtol=1e-5)


@pytest.mark.parametrize("step", [-1, 12])
def test_a_step_that_is_none_is_refused(data, recording, step):
    with pytest.raises(ValueError, match=rf"step is {step}, but the recording has steps 0 to 11"):
        branching(net, data, recording)(step, 0.1)


@pytest.mark.parametrize("words", [{"step": -1, "factor": 1.0}, {"step": 1, "factor": 0.0}])
def test_a_schedule_that_cannot_branch_is_refused(words):
    with pytest.raises(ValueError, match="step must be at least 0, and factor more than 0"):
        Branched(**words)
