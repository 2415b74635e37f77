"""Gradient ascent: the image of a linear unit is known, and others answer to what was climbed."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach import explain, models, ops

SHAPE = (6, 5, 2)


@pytest.fixture(scope="module")
def linear():
    keras.utils.set_random_seed(0)
    image = keras.Input(SHAPE)
    dense = layers.Dense(3)
    model = keras.Model(image, layers.Softmax()(dense(layers.Flatten()(image))))
    return model, dense.get_weights()[0].reshape(*SHAPE, 3)


@pytest.fixture(scope="module")
def lenet():
    return models.load("lenet5_digits")


def test_the_class_model_of_a_linear_network_is_its_weights(linear):
    model, weights = linear
    found = explain.class_model(model, 1, decay=0.1, steps=100, limits=(-100, 100), rate=0.001)
    image, wanted = found.image.ravel(), weights[..., 1].ravel()
    assert np.corrcoef(image, wanted)[0, 1] > 0.999
    length = np.abs(image).mean()  # where a step of 0.2 is what the pull of a tenth takes
    assert length == pytest.approx(0.2 * 0.9 / 0.1, rel=0.05)


def test_limits_hold_and_the_far_corner_is_reached(linear):
    model, weights = linear
    found = explain.maximise(
        model, unit=2, decay=0, blur=0, jitter=0, limits=(-2, 3), rate=0.2, steps=200
    )
    clear = np.abs(weights[..., 2]) > 0.02  # smaller slopes take longer
    wanted = np.where(weights[..., 2] > 0, 3, -2)
    np.testing.assert_array_equal(found.image[clear], wanted[clear])


@pytest.mark.parametrize(
    "choice", [{"unit": 4}, {"layer": "c3", "unit": 5}, {"layer": "c1", "unit": (9, 9, 2)}]
)
def test_what_is_climbed_rises_and_the_seed_repeats_it(lenet, choice):
    first, again = (explain.maximise(lenet, steps=30, seed=3, **choice) for _ in range(2))
    assert first.scores.shape == (30,)
    assert first.scores[-1] > first.scores[0] + 0.3
    np.testing.assert_array_equal(first.image, again.image)
    assert first.image.min() >= 0
    assert first.image.max() <= 1
    other = explain.maximise(lenet, steps=30, seed=4, **choice)
    assert not np.array_equal(first.image, other.image)


def test_a_channel_is_the_mean_of_its_map(lenet):
    start = np.random.default_rng(0).random((28, 28, 1)).astype("float32")
    found = explain.maximise(lenet, layer="c1", unit=3, start=start, steps=1, jitter=0)
    w, b = lenet.get_layer("c1").get_weights()
    sums = ops.conv2d(start[None], w, b, padding=lenet.get_layer("c1").padding)[0, ..., 3]
    assert found.scores[0] == pytest.approx(sums.mean(), rel=1e-4)


def test_a_unit_whose_relu_is_shut_can_be_climbed(lenet):
    start = np.zeros((28, 28, 1), "float32")
    _, b = lenet.get_layer("c1").get_weights()
    shut = int(b.argmin())
    assert b[shut] < 0
    found = explain.maximise(lenet, layer="c1", unit=(9, 9, shut), start=start, steps=20)
    assert found.scores[0] < 0 < found.scores[-1]


def test_the_maximised_class_is_what_the_network_then_sees(lenet):
    found = explain.maximise(lenet, unit=7, steps=60)
    assert explain.score_of(lenet, found.image, unit=7, of="probability") > 0.99


def test_deep_dream_raises_what_the_layer_answers(lenet):
    image = np.random.default_rng(1).random((28, 28, 1)).astype("float32")

    def energy(x):
        outputs = keras.Model(lenet.inputs, lenet.get_layer("c3").output)([x[None]])
        return float((keras.ops.convert_to_numpy(outputs) ** 2).mean())

    dreamt = explain.deep_dream(lenet, image, layer="c3", octaves=2, steps=8, rate=0.03)
    assert energy(dreamt) > 2 * energy(image)
    again = explain.deep_dream(lenet, image, layer="c3", octaves=2, steps=8, rate=0.03)
    np.testing.assert_array_equal(dreamt, again)
    assert 0 <= dreamt.min() <= dreamt.max() <= 1


def test_what_cannot_be_climbed_is_said(linear, lenet):
    with pytest.raises(ValueError, match=r"limits are \(1, 0\)"):
        explain.maximise(linear[0], limits=(1, 0))
    image = keras.Input((None, None, 1))
    open_sides = keras.Model(image, layers.Conv2D(2, 3, name="c")(image), name="any")
    with pytest.raises(ValueError, match="any takes images of any size; give size="):
        explain.maximise(open_sides, layer="c")
    assert explain.maximise(open_sides, layer="c", size=(7, 8), steps=2).image.shape == (7, 8, 1)
    with pytest.raises(ValueError, match="no unit 10 in probabilities"):
        explain.maximise(lenet, unit=10)


def test_a_unit_that_no_pixel_moves_is_said_to_be_silent():
    image = keras.Input((4, 4, 1))
    shut = keras.initializers.Constant(-9.0)
    conv = layers.Conv2D(2, 3, activation="relu", bias_initializer=shut)
    model = keras.Model(image, layers.Concatenate(name="both")([conv(image), conv(image)]))
    with pytest.raises(ValueError, match="unit 1 of both is silent at the start"):
        explain.maximise(model, layer="both", unit=1)
