"""A part of a network is made once, learns with it, and is let go with it."""

import gc
import weakref

import keras
import numpy as np

from cnnteach import models
from cnnteach.models.parts import part_of
from cnnteach.tasks import features

IMAGES = np.ones((2, 28, 28, 1), np.float32)


class Counted(keras.layers.Layer):
    """Hands on what it gets, and counts how often it is put into a network or compiled."""

    calls = 0

    def call(self, x):
        self.calls += 1
        return x


def output(model, layer):
    return model.get_layer(layer).output


def test_a_part_is_made_once_for_each_place_of_each_network():
    lenet, other = (models.build("lenet5", seed=seed) for seed in (0, 1))
    part = part_of(lenet, output(lenet, "c1"))
    assert part_of(lenet, output(lenet, "c1")) is part
    assert part_of(lenet, output(lenet, "c3")) is not part
    assert part_of(other, output(other, "c1")) is not part


def test_features_of_one_network_are_compiled_once_however_often_they_are_asked_for():
    counted = Counted()
    layers = [keras.Input((28, 28, 1)), counted, keras.layers.Flatten(), keras.layers.Dense(2)]
    network = keras.Sequential(layers)
    features(network, IMAGES)
    once = counted.calls
    for _ in range(5):
        features(network, IMAGES)
    assert counted.calls == once > 0


def test_a_part_has_the_weights_that_its_network_has_now():
    lenet = models.build("lenet5", seed=0)
    part, first = part_of(lenet, output(lenet, "c1")), lenet.get_layer("c1")
    before = part.predict_on_batch(IMAGES)
    first.set_weights([2 * each for each in first.get_weights()])
    assert not np.allclose(part.predict_on_batch(IMAGES), before)


def test_a_network_that_was_given_another_end_has_features_of_its_new_last_layer():
    network = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten()])
    network.add(keras.layers.Dense(3))
    assert features(network, IMAGES).shape == (2, 784)
    network.add(keras.layers.Dense(2))
    assert features(network, IMAGES).shape == (2, 3)


def test_a_network_that_nobody_uses_any_more_is_let_go():
    lenet = models.build("lenet5", seed=0)
    features(lenet, IMAGES)
    held = weakref.ref(lenet)
    del lenet
    gc.collect()
    assert held() is None
