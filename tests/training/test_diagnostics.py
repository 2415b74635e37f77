"""Each diagnosis beside a network that has what it looks for, and one that has not."""

import _thread

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach.training.diagnostics import (
    Finding,
    answers_one_class,
    check_layer_gradients,
    correlated_maps,
    dead_units,
    learning_rate_sweep,
    loss_before_training,
    overfit_small_subset,
    parameters_against_data,
)


@pytest.fixture
def net(small_net):
    """The small net without dropout, which would keep it from being sure."""
    return small_net(rate=0.0)


def weights_stay(model, call):
    before = [w.copy() for w in model.get_weights()]
    result = call()
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    return result


def test_a_small_subset_is_learned_by_heart(net, stripes):
    finding = weights_stay(net, lambda: overfit_small_subset(net, stripes, samples=16))
    assert finding.fine
    assert finding["accuracy"] == 1
    assert finding["steps"] < 300
    assert str(finding).startswith("16 images of 2 classes are learned by heart after")


def test_what_cannot_be_learned_by_heart_is_found_out(net, stripes):
    images = np.repeat(stripes[0][:1], 32, axis=0)  # the same image with both labels
    finding = overfit_small_subset(net, (images, np.arange(32) % 2), samples=32, steps=20)
    assert not finding.fine
    assert "not learned by heart in 20 steps (50% right" in finding.sentence


def test_a_sweep_sees_a_rate_diverge_another_learn_and_another_stand_still(net, stripes):
    finding = weights_stay(
        net, lambda: learning_rate_sweep(net, stripes, rates=(1e-6, 0.05, 1e4), steps=25)
    )
    assert finding["best"] == 0.05
    assert finding["diverged"].tolist() == [False, False, True]
    assert finding["losses"].shape == (3, 25)
    assert np.ptp(finding["losses"][:, 0]) < 1e-5  # all from the same weights, on the same batch
    for words in ("With a learning rate of 10000 the loss diverges", "with 0.05 it falls", "1e-06"):
        assert words in finding.sentence


def test_a_sweep_in_which_nothing_learns_says_so(net, stripes):
    finding = learning_rate_sweep(net, stripes, rates=(1e5, 1e6), steps=10)
    assert not finding.fine
    assert finding["best"] is None
    assert "try less than 100000" in finding.sentence


def test_an_interruption_ends_the_whole_sweep_and_the_weights_come_back(net, stripes):
    calls = []

    def interrupt(images, rng):
        calls.append(len(images))
        _thread.interrupt_main()
        return images

    def sweep():
        with pytest.raises(KeyboardInterrupt):
            learning_rate_sweep(net, stripes, rates=(0.01, 0.1), augment=interrupt)

    weights_stay(net, sweep)
    assert len(calls) == 1


def test_dead_filters_are_found(net, stripes):
    kernel, bias = net.get_layer("c1").get_weights()
    alive = dead_units(net, "c1", stripes[0][:50])
    assert alive.fine
    assert alive.sentence.startswith("All 4 maps of c1 answer to something among 50 images")
    kernel[..., 2], bias[2] = 0, -1.0
    kernel[..., 0], bias[0] = 0, 3.0
    net.get_layer("c1").set_weights([kernel, bias])
    finding = dead_units(net, "c1", stripes[0][:50])
    assert finding["dead"].tolist() == [0, 2]
    assert finding["active"][[0, 2]].tolist() == [1, 0]
    assert "2 of the 4 maps of c1 say the same whatever they see: 0, 2" in finding.sentence


def test_maps_that_repeat_another_are_found(net, stripes):
    rng = np.random.default_rng(1)
    kernel = rng.normal(size=(3, 3, 1, 4)).astype("float32")
    net.get_layer("c1").set_weights([kernel, np.zeros(4, "float32")])
    assert correlated_maps(net, "c1", stripes[0][:40], limit=0.999).fine
    kernel[..., 3] = -2 * kernel[..., 1]
    net.get_layer("c1").set_weights([kernel, np.ones(4, "float32")])
    finding = correlated_maps(net, "c1", stripes[0][:40], limit=0.999)
    ((one, other, value),) = finding["pairs"]
    assert (one, other) == (1, 3)
    assert value == pytest.approx(-1, abs=1e-5)
    maps = keras.Model(net.input, net.get_layer("c1").output)
    held = maps.predict(stripes[0][:40, ..., None] / 255, verbose=0).reshape(-1, 4)
    np.testing.assert_allclose(finding["correlation"], np.corrcoef(held.T), atol=1e-4)


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        pytest.param(lambda: layers.Conv2D(3, (2, 3), strides=2), (2, 5, 6, 2), id="convolution"),
        pytest.param(lambda: layers.Dense(4, activation="tanh"), (3, 5), id="dense"),
        pytest.param(lambda: layers.MaxPooling2D(2), (2, 4, 6, 3), id="pooling"),
        pytest.param(lambda: layers.BatchNormalization(), (4, 3, 3, 2), id="normalisation"),
        pytest.param(lambda: layers.Dropout(0.5), (4, 3), id="dropout-at-rest"),
    ],
)
def test_the_gradients_of_keras_layers_are_right(layer, shape):
    x = np.random.default_rng(3).normal(size=shape)
    finding = check_layer_gradients(layer(), x)
    assert finding.fine, finding.sentence
    assert "agree with centred differences" in finding.sentence


class WrongBackward(layers.Layer):
    """Doubles what it sees, and says that it trebles it."""

    def call(self, x):
        return 2 * x + (x - keras.ops.stop_gradient(x))


def test_a_wrong_backward_is_found_and_the_layer_is_left_alone():
    x = np.random.default_rng(3).normal(size=(2, 3))
    finding = check_layer_gradients(WrongBackward(name="doubles"), x)
    assert not finding.fine
    assert finding["worst"] == pytest.approx(1 / 3, rel=1e-3)
    assert "do not agree with centred differences; the worst is that by its input" in str(finding)
    layer = layers.Dense(2)
    layer.build((None, 3))
    before = layer.get_weights()
    check_layer_gradients(layer, x)
    assert layer.dtype == "float32"
    assert all(np.array_equal(a, b) for a, b in zip(before, layer.get_weights(), strict=True))


def test_the_loss_before_training_is_that_of_guessing_if_inputs_are_scaled(small_net, stripes):
    net = small_net(classes=10)
    head = net.get_layer("scores")
    head.set_weights([0.1 * w for w in head.get_weights()])
    finding = loss_before_training(net, stripes)
    assert finding.fine
    assert finding["guessing"] == pytest.approx(2.302585)
    assert finding["loss"] == pytest.approx(2.3026, abs=0.3)
    head.set_weights([300 * w for w in head.get_weights()])
    wild = loss_before_training(net, stripes)
    assert not wild.fine
    assert "scale the images to 0 to 1" in wild.sentence


def test_always_naming_the_commonest_class_is_found_out(net, stripes):
    images, labels = stripes
    mostly = np.flatnonzero((labels == 0) | (np.arange(400) % 8 == 0))
    head = net.get_layer("scores")
    head.set_weights([0 * head.get_weights()[0], np.array([5.0, 0.0], "float32")])
    finding = answers_one_class(net, (images[mostly], labels[mostly]))
    share = (labels[mostly] == 0).mean()
    assert not finding.fine
    assert finding["answers"].tolist() == [1, 0]
    assert finding["accuracy"] == finding["commonest"] == pytest.approx(share)
    assert "100% of the answers name class 0" in finding.sentence


def test_a_network_that_has_learned_does_better(net, stripes):
    from cnnteach.training import fit

    fit(net, stripes, epochs=4, batch_size=32, every=[0])
    finding = answers_one_class(net, stripes)
    assert finding.fine
    assert finding["accuracy"] > 0.9


def test_parameters_are_set_against_the_data(net, stripes):
    finding = parameters_against_data(net, stripes)
    assert finding["parameters"] == 40 + 8 + 98
    assert finding["numbers"] == 400 * 80
    assert finding["ratio"] == pytest.approx(146 / 400)
    assert finding["largest"] == ("scores", 98 / 146)
    assert finding.fine
    few = stripes[0][:12], np.arange(12) % 2
    assert "a class has only 6 images" in parameters_against_data(net, few).sentence
    one = parameters_against_data(net, (stripes[0][:1], [0]))
    assert "all images together have only 80 numbers" in one.sentence
    assert not one.fine


def test_a_finding_tells_what_it_has():
    finding = Finding(False, "It is not.", {"a": 1})
    assert not finding
    assert finding._repr_markdown_() == "✗ It is not."
    with pytest.raises(KeyError, match="'b' is not among a"):
        finding["b"]


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda n, x: dead_units(n, "c9", x), ValueError, "no layer 'c9', but image, c1, norm"),
        (lambda n, x: dead_units(n, "c1", x[:0]), ValueError, "no images to look at"),
        (lambda n, x: correlated_maps(n, "c1", x, limit=1.5), ValueError, "limit is 1.5"),
        (lambda n, x: check_layer_gradients(np.sin, x), TypeError, "layer is a ufunc"),
    ],
)
def test_errors_say_what_came(net, stripes, call, kind, words):
    with pytest.raises(kind, match=words):
        call(net, stripes[0])
