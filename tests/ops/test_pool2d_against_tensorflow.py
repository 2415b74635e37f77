"""The same poolings and gradients as TensorFlow's."""

import numpy as np
import pytest
from hypothesis import given, settings

from cnnteach import ops, shapes

many = settings(deadline=None, max_examples=60)


def distinct(x):
    """Give numbers of the same shape without equals, for TensorFlow may let another of them win."""
    return np.random.default_rng(x.size).permutation(x.size).reshape(x.shape).astype(np.float64)


def test_max_pool_forward_and_gradient(tf, pool_cases):
    @many
    @given(pool_cases)
    def check(case):
        x, size, options = case
        x = distinct(x)
        sides = shapes.padding_sides_2d(x.shape[1:3], size, **options)
        tensor = tf.constant(x)
        with tf.GradientTape() as tape:
            tape.watch(tensor)
            padded = tf.pad(tensor, ((0, 0), *sides, (0, 0)), constant_values=-np.inf)
            theirs = tf.nn.max_pool2d(padded, size, options["stride"], "VALID")
        y, argmax = ops.max_pool2d(x, size, **options)
        np.testing.assert_array_equal(y, theirs)
        dy = np.random.default_rng(0).normal(size=y.shape)
        dx = ops.max_pool2d_backward(dy, argmax, x.shape)
        np.testing.assert_allclose(dx, tape.gradient(theirs, tensor, tf.constant(dy)), atol=1e-12)

    check()


def test_average_pool_forward_and_gradient(tf, pool_cases):
    @many
    @given(pool_cases)
    def check(case):
        x, size, options = case
        sides = ((0, 0), *shapes.padding_sides_2d(x.shape[1:3], size, **options), (0, 0))
        tensor = tf.constant(x.astype(np.float64))
        with tf.GradientTape() as tape:
            tape.watch(tensor)
            means, parts = (
                tf.nn.avg_pool2d(tf.pad(t, sides), size, options["stride"], "VALID")
                for t in (tensor, tf.ones_like(tensor))
            )
            theirs = means / parts
        y = ops.avg_pool2d(x, size, **options)
        np.testing.assert_allclose(y, theirs, atol=1e-12)
        dy = np.random.default_rng(0).normal(size=y.shape)
        dx = ops.avg_pool2d_backward(dy, x.shape, size, **options)
        np.testing.assert_allclose(dx, tape.gradient(theirs, tensor, tf.constant(dy)), atol=1e-12)

    check()


@pytest.mark.parametrize("padding", ["same", "valid"])
@pytest.mark.parametrize("size", [(7, 8), (8, 11)])
@pytest.mark.parametrize(("window", "stride"), [((2, 2), None), ((3, 2), (2, 1)), ((2, 4), (3, 5))])
def test_words_mean_what_they_mean_in_keras(tf, padding, size, window, stride):
    from keras import layers

    x = np.random.default_rng(0).normal(size=(2, *size, 3)).astype(np.float32)
    options = {"pool_size": window, "strides": stride, "padding": padding}
    y, argmax = ops.max_pool2d(x, window, stride=stride, padding=padding)
    np.testing.assert_array_equal(y, layers.MaxPooling2D(**options)(x))
    mean = ops.avg_pool2d(x, window, stride=stride, padding=padding)
    np.testing.assert_allclose(mean, layers.AveragePooling2D(**options)(x), atol=1e-6)
    _, places = tf.nn.max_pool_with_argmax(x, window, stride or window, padding.upper())
    np.testing.assert_array_equal(argmax, places // 3)
