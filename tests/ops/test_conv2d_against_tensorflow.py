"""The same results and gradients as TensorFlow, which learners use after the course.

On a CPU, TensorFlow has no gradients with dilation and none with groups: its kernels are therefore
spread by zeros, and its groups convolved one by one.
"""

import numpy as np
import pytest
from hypothesis import given, settings

from cnnteach import ops, shapes

many = settings(deadline=None, max_examples=60)


def spread(tf, w, dilation):
    """Write zeros between a kernel's weights, so that their gradients can be followed."""
    selections = []
    for length, step in zip(w.shape[:2], dilation, strict=True):
        rows = np.zeros(((length - 1) * step + 1, length))
        rows[::step] = np.eye(length)
        selections.append(tf.constant(rows, w.dtype))
    return tf.einsum("pu,qv,uvcf->pqcf", *selections, w)


def tf_conv2d(tf, x, w, b, *, stride, padding, dilation, groups):
    sides = shapes.padding_sides_2d(x.shape[1:3], tuple(w.shape[:2]), stride, padding, dilation)
    padded = tf.pad(x, ((0, 0), *sides, (0, 0)))
    kernels = tf.split(spread(tf, w, dilation), groups, axis=3)
    parts = [
        tf.nn.conv2d(channels, kernel, stride, "VALID")
        for channels, kernel in zip(tf.split(padded, groups, axis=3), kernels, strict=True)
    ]
    return tf.concat(parts, axis=3) + b


def test_forward_and_gradients(tf, conv_cases):
    @many
    @given(conv_cases)
    def check(case):
        *arrays, options = case
        x, w, b = (array.astype(np.float64) for array in arrays)
        tensors = [tf.constant(array) for array in (x, w, b)]
        with tf.GradientTape() as tape:
            tape.watch(tensors)
            theirs = tf_conv2d(tf, *tensors, **options)
        ours = ops.conv2d(x, w, b, **options)
        np.testing.assert_allclose(ours, theirs, atol=1e-9)
        dy = np.random.default_rng(0).normal(size=ours.shape)
        gradients = tape.gradient(theirs, tensors, tf.constant(dy))
        backward = ops.conv2d_backward(dy, x, w, **options)
        for one, other in zip(backward, gradients, strict=True):
            np.testing.assert_allclose(one, other, atol=1e-9)

    check()


@pytest.mark.parametrize("padding", ["same", "valid"])
@pytest.mark.parametrize("size", [(7, 8), (8, 11)])
@pytest.mark.parametrize("kernel", [(1, 2), (3, 4), (5, 2)])
@pytest.mark.parametrize(
    ("stride", "dilation"), [((1, 1), (1, 1)), ((2, 3), (1, 1)), ((1, 1), (1, 2)), ((3, 2), (1, 1))]
)
def test_words_mean_what_they_mean_in_keras(tf, padding, size, kernel, stride, dilation):
    from keras import layers

    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, *size, 3)).astype(np.float32)
    layer = layers.Conv2D(4, kernel, strides=stride, padding=padding, dilation_rate=dilation)
    theirs = layer(x)
    w, b = layer.get_weights()
    ours = ops.conv2d(x, w, b, stride=stride, padding=padding, dilation=dilation)
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


@pytest.mark.parametrize("kernel", [(3, 3), (16, 17)])
@pytest.mark.parametrize(("channels", "filters"), [(1, 6), (3, 2), (16, 4)])
def test_float32(tf, kernel, channels, filters):
    rng = np.random.default_rng(0)
    x, w, b = (
        rng.standard_normal(shape, dtype=np.float32)
        for shape in ((2, 40, 37, channels), (*kernel, channels, filters), (filters,))
    )
    ours = ops.conv2d(x, w, b, stride=(1, 2), padding="same")
    theirs = tf.nn.conv2d(x, w, (1, 2), "SAME") + b
    assert ours.dtype == np.float32
    np.testing.assert_allclose(ours, theirs, atol=2e-6 * np.abs(w).sum(axis=(0, 1, 2)).max())
