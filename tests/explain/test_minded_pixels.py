"""The effective receptive field: known for a stack of ones, and inside of what can be seen."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach import explain, models


def of_ones(depth):
    """A stack of 3 x 3 convolutions whose weights are all 1."""
    image = x = keras.Input((21, 21, 1))
    for number in range(depth):
        x = layers.Conv2D(1, 3, padding="same", kernel_initializer="ones", name=f"c{number}")(x)
    return keras.Model(image, x)


def test_ones_upon_ones_count_the_ways_from_pixel_to_unit():
    ways = np.array([1.0])
    for _ in range(4):
        ways = np.convolve(ways, np.ones(3))
    found = explain.effective_field(of_ones(4), "c3", np.zeros((1, 21, 21, 1)))
    assert found.box == ((6, 15), (6, 15))
    np.testing.assert_allclose(found.strength[6:15, 6:15], np.outer(ways, ways))
    assert found.strength.sum() == pytest.approx(3**8)
    assert found.size == np.sqrt((np.outer(ways, ways) >= 0.0455 * 19 * 19).sum())
    assert found.size < 9


def test_it_grows_slower_than_what_could_be_seen():
    sizes = [
        explain.effective_field(of_ones(n), f"c{n - 1}", np.zeros((1, 21, 21, 1))).size
        for n in (1, 4, 9)
    ]
    assert sizes[0] == 3
    assert sizes[2] / sizes[0] < 0.8 * 19 / 3


def test_outside_of_the_box_nothing_is_minded_and_one_unit_can_be_asked():
    model = models.load("lenet5_digits")
    images = np.random.default_rng(0).random((5, 28, 28, 1))
    found = explain.effective_field(model, "c3", images, unit=(2, 7, 3))
    (top, bottom), (left, right) = found.box
    inside = found.strength[max(top, 0) : bottom, left:right]
    assert inside.sum() == pytest.approx(found.strength.sum())
    first = explain.effective_field(model, "c1", images[:1], unit=4)
    kernel = model.get_layer("c1").get_weights()[0][..., 0, 4]
    (top, bottom), (left, right) = first.box
    np.testing.assert_allclose(first.strength[top:bottom, left:right], np.abs(kernel), atol=1e-6)
