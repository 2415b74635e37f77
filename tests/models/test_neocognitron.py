"""The Neocognitron learns without labels, and answers wherever the pattern is."""

import keras
import numpy as np
import pytest

from cnnteach import models
from cnnteach.models import neocognitron
from cnnteach.models.digit_pictures import digit_pictures


def digits(*shown, top=2, left=4):
    """Put digits of 12 x 7 pixels into images of 16 x 16."""
    pictures = digit_pictures().reshape(10, 12, 7) > 0
    images = np.zeros((len(shown), 16, 16, 1), "float32")
    images[:, top : top + 12, left : left + 7, 0] = pictures[list(shown)]
    return images


def winners(model, images):
    return keras.ops.convert_to_numpy(model(images)).argmax(axis=1).tolist()


@pytest.fixture(scope="module")
def taught():
    model = models.build("neocognitron", seed=1, selectivity=(4.0, 2.5, 4.0))
    neocognitron.learn(model, digits(0, 1, 2, 3, 4))
    return model


def test_each_digit_gets_a_cell_of_its_own(taught):
    assert len(set(winners(taught, digits(0, 1, 2, 3, 4)))) == 5


def test_with_the_papers_selectivity_some_share_a_cell():
    model = models.build("neocognitron", seed=1)
    neocognitron.learn(model, digits(0, 1, 2, 3, 4))
    cells = winners(model, digits(0, 1, 2, 3, 4))
    assert 3 <= len(set(cells)) <= 5
    for top, left in [(1, 3), (2, 2), (2, 6), (4, 4)]:
        shifted = winners(model, digits(0, 1, 2, 3, 4, top=top, left=left))
        assert sum(np.equal(cells, shifted)) >= 4


def test_a_shifted_digit_is_answered_by_the_same_cell(taught):
    cells = winners(taught, digits(0, 1, 2, 3, 4))
    same = [
        np.equal(cells, winners(taught, digits(0, 1, 2, 3, 4, top=top, left=left))).mean()
        for top, left in [(1, 3), (2, 3), (2, 5), (3, 4), (3, 5)]
    ]
    assert np.mean(same) >= 0.8


def test_before_learning_nothing_answers():
    model = models.build("neocognitron", seed=1)
    assert keras.ops.convert_to_numpy(model(digits(0, 1, 2))).max() < 0.01


def test_backprop_has_nothing_to_change():
    model = models.build("neocognitron", seed=1)
    assert model.trainable_weights == []


def test_an_s_cell_answers_as_the_formula_says():
    layer = models.build("neocognitron", seed=0).get_layer("s1")
    rng = np.random.default_rng(0)
    excitation, inhibition = rng.random((5, 5, 1, 24)), 3 * rng.random(24)
    layer.set_weights([excitation, inhibition])
    x = rng.random((1, 16, 16, 1)).astype("float32")
    u = keras.ops.convert_to_numpy(layer(x))[0, 7, 9]
    patch, r = x[0, 5:10, 7:12], 4.0
    e = (excitation * patch[..., None]).sum(axis=(0, 1, 2))
    v = np.sqrt((layer.spread * patch**2).sum())
    expected = r * np.maximum((1 + e) / (1 + 2 * r / (1 + r) * inhibition * v) - 1, 0)
    np.testing.assert_allclose(u, expected, rtol=1e-4)


def test_a_taught_s_cell_fires_above_its_threshold_of_likeness():
    """After much learning of one patch the answer crosses zero at the likeness r / (1 + r)."""
    model = models.build("neocognitron", seed=0, planes=1)
    layer, r = model.get_layer("s1"), 4.0
    seen = np.random.default_rng(0).random((16, 16, 1)).astype("float32")
    layer.set_weights([0 * w for w in layer.get_weights()])
    neocognitron.reinforce(layer, 1000.0, seen, {0: (8, 8)})
    noise = np.random.default_rng(1).random((16, 16, 1)).astype("float32")
    for mix in np.linspace(0, 1, 11):
        x = (1 - mix) * seen + mix * noise
        c, a, b = layer.spread, seen[6:11, 6:11], x[6:11, 6:11]
        likeness = (c * a * b).sum() / np.sqrt((c * a * a).sum() * (c * b * b).sum())
        fires = keras.ops.convert_to_numpy(layer(x[None]))[0, 8, 8, 0] > 1e-3
        assert fires == (likeness > r / (1 + r))


def test_representatives_are_the_strongest_of_their_plane_and_neighbourhood():
    answers = np.zeros((9, 9, 3))
    answers[4, 4, 0] = 5.0
    answers[0, 0, 1] = 4.0  # its only neighbourhood has the first in it
    answers[8, 8, 0] = 3.0
    answers[5, 0, 0] = 2.0  # strongest of its neighbourhood, but not of its plane
    answers[8, 4, 2] = 1.0
    assert neocognitron.representatives(answers, column=5) == {0: (4, 4)}
    assert neocognitron.representatives(answers, column=4) == {0: (4, 4), 1: (0, 0), 2: (8, 4)}
    assert neocognitron.representatives(0 * answers) == {}


def test_only_the_planes_of_representatives_learn():
    model = models.build("neocognitron", seed=0)
    layer = model.get_layer("s1")
    before = [w.copy() for w in layer.get_weights()]
    seen = np.zeros((16, 16, 1), "float32")
    seen[0, 0] = 1.0
    neocognitron.reinforce(layer, 2.0, seen, {3: (1, 2)})
    excitation, inhibition = (a - b for a, b in zip(layer.get_weights(), before, strict=True))
    assert np.flatnonzero(inhibition).tolist() == [3]
    assert np.argwhere(excitation).tolist() == [[1, 0, 0, 3]]
    assert excitation[1, 0, 0, 3] == pytest.approx(2 * layer.spread[1, 0, 0], rel=1e-4)
    assert inhibition[3] == pytest.approx(np.sqrt(layer.spread[1, 0, 0]), rel=1e-4)


def test_other_models_have_no_s_cells():
    with pytest.raises(ValueError, match="lenet5 has no S-cells"):
        neocognitron.learn(models.build("lenet5"), np.zeros((1, 28, 28, 1)))
