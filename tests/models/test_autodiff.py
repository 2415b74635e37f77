"""Gradients of the backend beside hand-computed values and centred differences."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach import ops
from cnnteach.models import autodiff
from cnnteach.models.autodiff import value_and_gradients, value_and_weight_gradients


def test_by_hand():
    x, y = np.array([1.0, 3.0], "float32"), np.array([2.0, 5.0], "float32")
    value, (dx, dy) = value_and_gradients(lambda a, b: keras.ops.sum(a * a * b), x, y)
    assert value == 47
    np.testing.assert_allclose(dx, [4, 30])
    np.testing.assert_allclose(dy, [1, 9])


def test_what_does_not_count_has_a_gradient_of_zeros():
    x, y = np.ones(3, "float32"), np.ones((2, 2), "float32")
    _, gradients = value_and_gradients(lambda a, b: keras.ops.sum(a), x, y)
    np.testing.assert_array_equal(gradients[1], np.zeros((2, 2)))


def test_a_models_gradient_by_its_image_is_that_of_ops():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 5, 6, 3)).astype("float32")
    layer = layers.Conv2D(4, (2, 3), strides=2)
    layer.build(x.shape)
    dy = rng.normal(size=(2, 2, 2, 4)).astype("float32")
    w, b = layer.get_weights()
    wanted = ops.conv2d_backward(dy, x, w, stride=2)
    value, (dx,) = value_and_gradients(lambda image: keras.ops.sum(layer(image) * dy), x)
    assert value == pytest.approx(float((ops.conv2d(x, w, b, stride=2) * dy).sum()), rel=1e-4)
    np.testing.assert_allclose(dx, wanted[0], atol=1e-5)
    _, (dw, db) = value_and_weight_gradients(
        lambda: keras.ops.sum(layer(x) * dy), layer.trainable_variables
    )
    np.testing.assert_allclose(dw, wanted[1], atol=1e-5)
    np.testing.assert_allclose(db, wanted[2], atol=1e-5)


def test_an_embeddings_gradient_is_an_array_too():
    layer = layers.Embedding(5, 2)
    layer.build((None, 3))
    words = np.array([[1, 1, 4]])
    _, (gradient,) = value_and_weight_gradients(
        lambda: keras.ops.sum(layer(words)), layer.trainable_variables
    )
    np.testing.assert_array_equal(gradient, [[0, 0], [2, 2], [0, 0], [0, 0], [1, 1]])


def test_the_weights_stay_as_they_were():
    layer = layers.Dense(2)
    layer.build((None, 3))
    before = [w.copy() for w in layer.get_weights()]
    value_and_weight_gradients(
        lambda: keras.ops.sum(layer(np.ones((1, 3), "float32")) ** 2), layer.trainable_variables
    )
    assert all(np.array_equal(a, b) for a, b in zip(before, layer.get_weights(), strict=True))


def test_a_backend_without_gradients_is_named(monkeypatch):
    monkeypatch.setattr(keras.backend, "backend", lambda: "numpy")
    with pytest.raises(RuntimeError, match="'numpy', which has no gradients here; set KERAS_BACK"):
        autodiff.value_and_gradients(keras.ops.sum, np.ones(2))


def test_repeated_gives_the_same_as_once_and_follows_its_arguments():
    rng = np.random.default_rng(2)
    layer = layers.Conv2D(3, 2, activation="relu")
    layer.build((None, 4, 5, 2))
    often = autodiff.repeated(lambda x: keras.ops.sum(layer(x) ** 2))
    for _ in range(3):
        x = rng.normal(size=(2, 4, 5, 2)).astype("float32")
        value, (dx,) = value_and_gradients(lambda x: keras.ops.sum(layer(x) ** 2), x)
        value_again, (dx_again,) = often(x)
        assert value_again == pytest.approx(value, rel=1e-5)
        np.testing.assert_allclose(dx_again, dx, atol=1e-5)


def test_a_backward_rule_takes_the_place_of_the_derivative():
    x = np.array([-1.0, 2.0], "float32")
    seen = []

    def backward(inputs, upstream):
        seen.append(keras.ops.convert_to_numpy(inputs))
        return upstream * 10 + inputs

    function = autodiff.with_backward_rule(keras.ops.relu, backward)
    value, (dx,) = value_and_gradients(lambda x: keras.ops.sum(function(2 * x)) * 3, x)
    assert value == 12
    np.testing.assert_allclose(dx, [2 * (30 - 2), 2 * (30 + 4)])
    np.testing.assert_array_equal(seen[0], 2 * x)
