"""DigitPad in Python: what is drawn becomes what MNIST's digits are, and is read as Keras reads."""

import re

import numpy as np
import pytest

from cnnteach import datasets, models, numpy_lenet
from cnnteach.datasets.digits import digits_at
from cnnteach.models import weights
from cnnteach.widgets import DigitPad
from cnnteach.widgets.digit_pad.ink import as_drawn, enlarged, normalised
from cnnteach.widgets.digit_pad.widget import INDICES


def test_real_digits_stay_what_they_are():
    images = digits_at(range(0, 5000, 50))
    found = np.stack([normalised(enlarged(image)) for image in images])
    assert (found == images).all(axis=(1, 2)).mean() > 0.98


@pytest.mark.parametrize("seed", range(8))
def test_a_drawing_is_fitted_into_20_pixels_and_centred_by_its_mass(seed):
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(6, 40, 2)
    top, left = rng.integers(0, 56 - rows), rng.integers(0, 56 - columns)
    ink = np.zeros((56, 56), np.uint8)
    ink[top : top + rows, left : left + columns] = rng.integers(1, 256, (rows, columns))
    image = normalised(ink)
    held = [np.flatnonzero(image.any(axis=axis)) for axis in (1, 0)]
    sides = [places[-1] - places[0] + 1 for places in held]
    assert max(sides) == 20
    assert min(sides) == pytest.approx(20 * min(rows, columns) / max(rows, columns), abs=1)
    mass = [np.arange(28) @ image.sum(axis=axis) / image.sum() for axis in (1, 0)]
    np.testing.assert_allclose(mass, 14, atol=0.51)


def test_the_mean_grey_is_kept_where_nothing_is_shrunk_to_parts_of_pixels():
    ink = np.zeros((56, 56), np.uint8)
    ink[3:43, 10:20] = np.random.default_rng(1).integers(0, 256, (40, 10))
    ink[[3, 42], 10] = 1
    image = normalised(ink)
    assert image.sum() == pytest.approx(ink.sum() / 4, rel=0.01)
    assert not normalised(np.zeros((56, 56), np.uint8)).any()


def test_a_drawing_may_be_left_where_it_is():
    pad = DigitPad(fit=False)
    pad.ink = np.arange(56 * 56).reshape(56, 56).astype(np.uint8)
    np.testing.assert_array_equal(pad.x, as_drawn(pad.ink))
    assert pad.x[3, 5] == round(pad.ink[6:8, 10:12].mean() + 1e-9)
    assert pad.sample == -1


@pytest.fixture(scope="module")
def keras_net():
    return weights.load("lenet5_mnist")


def test_every_layer_is_that_of_keras(keras_net):
    import keras

    names = ["c1", "s2", "c3", "s4", "f5", "f6"]
    outputs = [keras_net.get_layer(name).output for name in names] + [keras_net.output]
    taps = keras.Model(keras_net.inputs[0], outputs)
    pad = DigitPad()
    for sample in range(0, 20, 3):
        pad.sample = sample
        expected = taps.predict_on_batch(pad.x[None, ..., None] / np.float32(255))
        for name, values in zip(names, expected, strict=False):
            np.testing.assert_allclose(pad.layers[name], values[0], atol=1e-4, err_msg=name)
        np.testing.assert_allclose(pad.probabilities, expected[-1][0], atol=1e-4)


def test_the_samples_are_two_of_each_digit_and_are_read_rightly():
    images, labels = datasets.digits()
    np.testing.assert_array_equal(digits_at(INDICES), images[INDICES])
    np.testing.assert_array_equal(labels[INDICES], np.arange(20) // 2)
    pad = DigitPad()
    for sample in range(20):
        pad.sample = sample
        assert pad.probabilities.argmax() == sample // 2


def test_weights_of_ones_own_are_taken():
    model = models.build("lenet5", seed=3)
    pad = DigitPad(model.get_weights())
    assert pad.weights == "yours"
    said = model.predict_on_batch(pad.x[None, ..., None] / np.float32(255))[0]
    np.testing.assert_allclose(pad.probabilities, said, atol=1e-5)
    with pytest.raises(ValueError, match="weights of your own do not fit into a link"):
        pad.link()
    DigitPad(list(numpy_lenet.init(0).values()))
    pad.weights = "lenet5_digits"
    assert pad.probabilities[4] > 0.9
    pad.weights = "yours"
    np.testing.assert_allclose(pad.probabilities, said, atol=1e-5)


@pytest.mark.parametrize("name", ["nonsense", "spam_filter", "yours"])
def test_weights_that_are_refused_leave_those_that_were_there(name):
    pad = DigitPad()
    said = pad.describe()
    with pytest.raises(ValueError, match="weights"):
        pad.weights = name
    assert (pad.weights, pad.describe()) == ("lenet5_mnist", said)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"weights": "lenet9"}, "there are no weights 'lenet9'"),
        ({"weights": "yours"}, r"no arrays came; write DigitPad\(model.get_weights\(\)\)"),
        ({"weights": "spam_filter"}, "those of LeNet-5 are ten"),
        ({"weights": [np.zeros(3)]}, "weights are 1 arrays"),
        ({"sample": 20}, "sample is 20, and DigitPad shows at most 19"),
        ({"unit": (7, 0, 0, 0)}, r"unit is \(7, 0, 0, 0\); write layer"),
        ({"unit": (2, 16, 0, 0)}, "layer 2 has 16 maps of 10 x 10"),
        ({"unit": 3}, "unit is 3; write layer"),
        ({"pen": 0}, "pen is 0"),
    ],
)
def test_what_has_no_meaning_is_refused(words, message):
    with pytest.raises((TypeError, ValueError), match=message):
        DigitPad(**words)


@pytest.mark.parametrize("wrong", [np.zeros((28, 28)), np.zeros((30, 30), np.uint8), [1, 2]])
def test_ink_of_another_kind_is_refused(wrong):
    with pytest.raises(ValueError, match="must be uint8 of shape"):
        DigitPad().ink = wrong


def test_a_drawing_travels_in_a_link_and_an_image_can_be_given():
    pad = DigitPad(unit=(2, 3, 4, 5))
    pad.ink = digits_at([1234])[0]
    assert pad.probabilities.argmax() == 2
    again = DigitPad.from_link(re.search('"(.*)"', pad.link())[1])
    np.testing.assert_array_equal(again.x, pad.x)
    assert again.unit == [2, 3, 4, 5]
    assert len(pad.link()) < 1500


def test_it_says_what_it_reads():
    pad = DigitPad(sample=0)
    assert pad.describe() == "DigitPad: lenet5_mnist reads 0 with probability 1.000"
    pad.ink = np.zeros((56, 56), np.uint8)
    assert pad.describe() == "DigitPad: an empty sheet"
    bars = pad.figure().axes[-1]
    np.testing.assert_allclose([bar.get_width() for bar in bars.patches], pad.probabilities)
