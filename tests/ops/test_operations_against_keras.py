"""The same numbers and gradients as Keras, which learners use after the course."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cnnteach import ops

many = settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = st.sampled_from(["valid", "same"])
SIZES = st.tuples(st.integers(4, 8), st.integers(4, 8))
KERNELS = st.tuples(st.integers(1, 4), st.integers(1, 4))


@pytest.fixture(scope="module")
def tf():
    return pytest.importorskip("tensorflow")


@pytest.fixture(scope="module")
def keras(tf):
    keras = pytest.importorskip("keras")
    if keras.backend.backend() != "tensorflow":
        pytest.skip("gradients are compared with TensorFlow's")
    return keras


def real(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def agree(tf, forward, backward, keras_forward, *arrays, tolerance=1e-9):
    """Compare results, and the gradients by all arrays for a random gradient of the result."""
    variables = [tf.Variable(array) for array in arrays]
    with tf.GradientTape() as tape:
        wanted = keras_forward(*variables)
    y = forward(*arrays)
    y = y[0] if isinstance(y, tuple) else y
    assert y.shape == tuple(wanted.shape)
    np.testing.assert_allclose(y, wanted, rtol=tolerance, atol=tolerance)
    dy = real(*y.shape, seed=99).astype(y.dtype)
    gradients = tape.gradient(wanted, variables, output_gradients=tf.constant(dy))
    found = backward(dy, *arrays)
    for mine, theirs in zip(
        found if isinstance(found, tuple) else (found,), gradients, strict=True
    ):
        np.testing.assert_allclose(mine, theirs, rtol=tolerance, atol=tolerance)


@many
@given(st.integers(6, 9), st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), WORDS, st.data())
def test_conv1d(tf, keras, length, kernel, stride, dilation, padding, data):
    assume(stride == 1 or dilation == 1)  # else TensorFlow refuses
    assume((kernel - 1) * dilation < length)
    c, f = data.draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    agree(
        tf,
        lambda x, w, b: ops.conv1d(x, w, b, **options),
        lambda dy, x, w, b: ops.conv1d_backward(dy, x, w, **options),
        lambda x, w, b: (
            keras.ops.conv(x, w, strides=stride, padding=padding, dilation_rate=dilation) + b
        ),
        real(2, length, c),
        real(kernel, c, f),
        real(f),
    )


@many
@given(SIZES, KERNELS, st.tuples(st.integers(1, 3), st.integers(1, 3)), WORDS, st.data())
def test_conv2d_transpose(tf, keras, size, kernel, stride, padding, data):
    c, f = data.draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    options = {"stride": stride, "padding": padding}
    agree(
        tf,
        lambda x, w, b: ops.conv2d_transpose(x, w, b, **options),
        lambda dy, x, w, b: ops.conv2d_transpose_backward(dy, x, w, **options),
        lambda x, w, b: keras.ops.conv_transpose(x, w, strides=stride, padding=padding) + b,
        real(2, *size, c),
        real(*kernel, f, c),
        real(f),
    )


def test_the_layouts_are_those_of_the_keras_layers(keras):
    """A learner copies `layer.get_weights()` into ours, and back."""
    x = real(2, 6, 7, 3).astype(np.float32)
    layers = {
        ops.conv2d_transpose: (keras.layers.Conv2DTranspose(4, (3, 2), strides=2), {"stride": 2}),
        ops.depthwise_conv2d: (keras.layers.DepthwiseConv2D((3, 2), depth_multiplier=2), {}),
        ops.separable_conv2d: (keras.layers.SeparableConv2D(4, (3, 2), depth_multiplier=2), {}),
        ops.prelu: (keras.layers.PReLU(shared_axes=[1, 2]), {}),
    }
    for operation, (layer, options) in layers.items():
        layer.build(x.shape)
        weights = [real(*w.shape, seed=i) for i, w in enumerate(layer.get_weights())]
        layer.set_weights(weights)
        weights = [w.reshape(-1) if operation is ops.prelu else w for w in weights]
        np.testing.assert_allclose(operation(x, *weights, **options), layer(x), atol=1e-5)
    text, layer = x[:, 0], keras.layers.Conv1D(4, 3)
    layer.build(text.shape)
    np.testing.assert_allclose(ops.conv1d(text, *layer.get_weights()), layer(text), atol=1e-5)
    dense = keras.layers.Dense(5)
    dense.build((None, 3))
    np.testing.assert_allclose(ops.dense(x[0, 0], *dense.get_weights()), dense(x[0, 0]), atol=1e-5)


@many
@given(SIZES, KERNELS, st.integers(1, 2), st.integers(1, 2), WORDS, st.integers(1, 3))
def test_depthwise_conv2d(tf, keras, size, kernel, stride, dilation, padding, multiplier):
    assume(stride == 1 or dilation == 1)
    assume(
        padding == "same" or all((k - 1) * dilation < s for k, s in zip(kernel, size, strict=True))
    )
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    agree(
        tf,
        lambda x, w: ops.depthwise_conv2d(x, w, **options),
        lambda dy, x, w: ops.depthwise_conv2d_backward(dy, x, w, **options)[:2],
        lambda x, w: keras.ops.depthwise_conv(
            x, w, strides=stride, padding=padding, dilation_rate=dilation
        ),
        real(2, *size, 2),
        real(*kernel, 2, multiplier),
    )


@many
@given(SIZES, KERNELS, st.integers(1, 2), WORDS)
def test_separable_conv2d(tf, keras, size, kernel, stride, padding):
    options = {"stride": stride, "padding": padding}
    agree(
        tf,
        lambda x, d, p: ops.separable_conv2d(x, d, p, **options),
        lambda dy, x, d, p: ops.separable_conv2d_backward(dy, x, d, p, **options)[:3],
        lambda x, d, p: keras.ops.separable_conv(x, d, p, strides=stride, padding=padding),
        real(2, *size, 2),
        real(*kernel, 2, 2),
        real(1, 1, 4, 3),
    )


@many
@given(SIZES, KERNELS, st.integers(1, 2), st.integers(1, 2))
def test_im2col(tf, size, kernel, stride, dilation):
    assume(all((k - 1) * dilation < s for k, s in zip(kernel, size, strict=True)))
    x = real(2, *size, 3)
    wanted = tf.image.extract_patches(
        x, [1, *kernel, 1], [1, stride, stride, 1], [1, dilation, dilation, 1], "VALID"
    )
    rows = ops.im2col(x, kernel, stride=stride, dilation=dilation)
    np.testing.assert_array_equal(rows, np.reshape(wanted, rows.shape))


@many
@given(SIZES, st.tuples(st.integers(1, 6), st.integers(1, 6)))
def test_adaptive_pooling(tf, keras, size, output):
    x = real(2, *size, 2)
    agree(
        tf,
        lambda x: ops.adaptive_avg_pool2d(x, output),
        lambda dy, x: ops.adaptive_avg_pool2d_backward(dy, x.shape),
        lambda x: keras.ops.adaptive_average_pool(x, output, data_format="channels_last"),
        x,
    )
    y, argmax = ops.adaptive_max_pool2d(x, output)
    np.testing.assert_array_equal(
        y, keras.ops.adaptive_max_pool(tf.constant(x), output, data_format="channels_last")
    )
    # TensorFlow's gradient of that reads memory that nothing was written to, so it is not asked.
    agree(
        tf,
        lambda x: ops.adaptive_max_pool2d(x, output),
        lambda dy, x: ops.adaptive_max_pool2d_backward(dy, argmax, x.shape),
        lambda x: tf.stack([tf.stack(row, 1) for row in largest_of_windows(tf, x, *output)], 1),
        x,
    )


def largest_of_windows(tf, x, rows, columns):
    """Take each window's maximum by itself."""

    def edges(size, count):
        return [(i * size // count, math.ceil((i + 1) * size / count)) for i in range(count)]

    return [
        [tf.reduce_max(x[:, a:b, c:d], axis=(1, 2)) for c, d in edges(x.shape[2], columns)]
        for a, b in edges(x.shape[1], rows)
    ]


@pytest.mark.parametrize("shape", [(2, 5, 6, 3), (2, 7, 3)])
def test_global_pooling(tf, keras, shape):
    dimensions = "2D" if len(shape) == 4 else "1D"
    largest = getattr(keras.layers, f"GlobalMaxPooling{dimensions}")(dtype="float64")
    mean = getattr(keras.layers, f"GlobalAveragePooling{dimensions}")(dtype="float64")
    agree(
        tf,
        ops.global_max_pool,
        lambda dy, x: ops.global_max_pool_backward(dy, ops.global_max_pool(x)[1], x.shape),
        largest,
        real(*shape),
    )
    agree(
        tf,
        ops.global_avg_pool,
        lambda dy, x: ops.global_avg_pool_backward(dy, x.shape),
        mean,
        real(*shape),
    )


def test_activations(tf, keras):
    x = np.concatenate([real(5, 4), [[0.0, -60.0, 60.0, 1e-9]]])
    slopes = real(4, seed=1)
    agree(tf, ops.relu, ops.relu_backward, keras.ops.relu, x)
    agree(
        tf,
        lambda x: ops.leaky_relu(x, negative_slope=0.25),
        lambda dy, x: ops.leaky_relu_backward(dy, x, negative_slope=0.25),
        keras.layers.LeakyReLU(0.25, dtype="float64"),
        x,
    )
    agree(
        tf,
        ops.prelu,
        ops.prelu_backward,
        lambda x, a: tf.nn.relu(x) - a * tf.nn.relu(-x),
        x[:5],  # without the 0, where that is taken to be flat
        slopes,
    )


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softmax"])
def test_squashing(tf, keras, name):
    forward, backward = getattr(ops, name), getattr(ops, f"{name}_backward")
    x = np.concatenate([real(5, 4), [[0.0, -60.0, 60.0, 1e-9]]])
    agree(tf, forward, lambda dy, x: backward(dy, forward(x)), getattr(keras.ops, name), x)


def test_softmax_cross_entropy(tf, keras):
    logits, labels = real(5, 4) * 10, np.array([0, 3, 1, 1, 2])
    shares = np.array(ops.softmax(real(5, 4, seed=1)))
    for target, name in ((labels, "sparse_categorical"), (shares, "categorical")):
        variable = tf.Variable(logits)
        with tf.GradientTape() as tape:
            wanted = tf.reduce_mean(
                getattr(keras.losses, f"{name}_crossentropy")(target, variable, from_logits=True)
            )
        loss, gradient = ops.softmax_cross_entropy(logits, target)
        assert loss == pytest.approx(float(wanted))
        np.testing.assert_allclose(gradient, tape.gradient(wanted, variable), atol=1e-12)


def test_squared_error_is_keras_mean_times_the_number_of_outputs(keras):
    y, target = real(5, 4), real(5, 4, seed=1)
    wanted = float(np.mean(keras.losses.mean_squared_error(target, y)))
    assert ops.squared_error(y, target)[0] == pytest.approx(wanted * 4)


def test_hinge_of_two_classes_is_keras_binary_hinge(keras):
    s, labels = real(6), np.array([0, 1, 1, 0, 1, 0])
    wanted = float(keras.losses.Hinge()(labels[:, None], s[:, None]))
    scores = np.stack([np.zeros(6), s], axis=1)
    assert ops.hinge(scores, labels)[0] == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize(("size", "channels"), [(5, 7), (3, 2), (9, 4), (1, 3)])
def test_local_response_normalization(tf, size, channels):
    options = {"size": size, "bias": 1.5, "alpha": 0.3, "beta": 0.7}
    agree(
        tf,
        lambda x: ops.local_response_normalization(x, **options),
        lambda dy, x: ops.local_response_normalization_backward(dy, x, **options),
        lambda x: tf.nn.local_response_normalization(x, size // 2, 1.5, 0.3, 0.7),
        real(2, 3, 4, channels).astype(np.float32),
        tolerance=2e-5,
    )


def test_batch_norm_in_training_and_in_use(tf, keras):
    x, gamma, beta = real(4, 3, 5, 2), real(2, seed=1), real(2, seed=2)
    layer = keras.layers.BatchNormalization(momentum=0.9, dtype="float64")
    layer.build(x.shape)
    layer.gamma.assign(gamma)
    layer.beta.assign(beta)
    variable = tf.Variable(x)
    with tf.GradientTape() as tape:
        wanted = layer(variable, training=True)
    y, mean, variance = ops.batch_norm(x, gamma, beta)
    np.testing.assert_allclose(y, wanted, atol=1e-9)
    dy = real(*x.shape, seed=3)
    sources = [variable, layer.gamma.value, layer.beta.value]
    gradients = tape.gradient(wanted, sources, output_gradients=tf.constant(dy))
    for mine, theirs in zip(ops.batch_norm_backward(dy, x, gamma), gradients, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-9)
    mean = ops.moving_average(np.zeros(2), mean, momentum=0.9)
    variance = ops.moving_average(np.ones(2), variance, momentum=0.9)
    np.testing.assert_allclose(mean, layer.moving_mean, rtol=1e-6)
    np.testing.assert_allclose(variance, layer.moving_variance, rtol=1e-6)
    used = ops.batch_norm_inference(x, gamma, beta, mean, variance)
    np.testing.assert_allclose(used, layer(x, training=False), atol=1e-6)


def test_sgd_with_momentum(keras):
    w, velocity = real(3), None
    variable = keras.Variable(w.astype(np.float32))
    optimizer = keras.optimizers.SGD(0.1, momentum=0.9)
    for step in range(4):
        gradient = real(3, seed=step + 1)
        optimizer.apply([keras.ops.convert_to_tensor(gradient, "float32")], [variable])
        w, velocity = ops.sgd(w, gradient, velocity, learning_rate=0.1, momentum=0.9)
    np.testing.assert_allclose(w, variable, rtol=1e-5)


@pytest.mark.parametrize("name", ["glorot_uniform", "glorot_normal", "he_uniform", "he_normal"])
def test_initial_weights_spread_as_keras_draws_them(keras, name):
    shape = (3, 3, 32, 48)
    initializer = getattr(keras.initializers, "".join(p.title() for p in name.split("_")))(0)
    theirs = np.array(initializer(shape))
    mine = getattr(ops, name)(shape, rng=np.random.default_rng(0))
    assert mine.std() == pytest.approx(theirs.std(), rel=0.02)
    assert mine.dtype == theirs.dtype
