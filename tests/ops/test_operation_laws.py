"""What every operation keeps to: dtypes, shapes without images, untouched inputs, little memory."""

import tracemalloc

import numpy as np
import pytest

from cnnteach import ops


def calls(make, n=2):
    """Name calls of all operations on arrays that `make(*shape)` gives, for `n` images."""
    x, text, plane, rows = make(n, 6, 5, 4), make(n, 7, 4), make(6, 5), make(n, 4)
    mask, labels = np.arange(rows.size).reshape(rows.shape) % 2 == 0, np.arange(n) % 4
    w, c = make(3, 2, 4, 4), make(4)
    return {
        "conv1d": lambda: ops.conv1d(text, make(3, 4, 2), make(2)),
        "conv1d_backward": lambda: ops.conv1d_backward(make(n, 5, 2), text, make(3, 4, 2)),
        "conv2d_transpose": lambda: ops.conv2d_transpose(x, w, c, stride=2),
        "conv2d_transpose_backward": lambda: ops.conv2d_transpose_backward(make(n, 8, 6, 4), x, w),
        "locally_connected2d": lambda: ops.locally_connected2d(
            x, make(4, 4, 3, 2, 4, 2), make(4, 4, 2)
        ),
        "locally_connected2d_backward": lambda: ops.locally_connected2d_backward(
            make(n, 4, 4, 2), x, make(4, 4, 3, 2, 4, 2)
        ),
        "depthwise_conv2d": lambda: ops.depthwise_conv2d(x, make(3, 2, 4, 2), make(8)),
        "depthwise_conv2d_backward": lambda: ops.depthwise_conv2d_backward(
            make(n, 4, 4, 8), x, make(3, 2, 4, 2)
        ),
        "separable_conv2d": lambda: ops.separable_conv2d(
            x, make(3, 2, 4, 1), make(1, 1, 4, 3), make(3)
        ),
        "separable_conv2d_backward": lambda: ops.separable_conv2d_backward(
            make(n, 4, 4, 3), x, make(3, 2, 4, 1), make(1, 1, 4, 3)
        ),
        "convolve2d": lambda: ops.convolve2d(plane, make(2, 3)),
        "convolve2d_backward": lambda: ops.convolve2d_backward(make(7, 7), plane, make(2, 3)),
        "toeplitz": lambda: ops.toeplitz(make(2, 3), (4, 5)),
        "im2col": lambda: ops.im2col(x, 2),
        "col2im": lambda: ops.col2im(make(n * 5 * 4, 16), x.shape, 2),
        "k_max_pool": lambda: ops.k_max_pool(text, 3)[0],
        "k_max_pool_backward": lambda: ops.k_max_pool_backward(
            make(n, 3, 4), np.ones((n, 3, 4), int) * [[0], [1], [2]], text.shape
        ),
        "global_max_pool": lambda: ops.global_max_pool(x)[0],
        "global_max_pool_backward": lambda: ops.global_max_pool_backward(
            rows, np.ones(rows.shape, int), x.shape
        ),
        "global_avg_pool": lambda: ops.global_avg_pool(x),
        "global_avg_pool_backward": lambda: ops.global_avg_pool_backward(rows, x.shape),
        "adaptive_max_pool2d": lambda: ops.adaptive_max_pool2d(x, 2)[0],
        "adaptive_max_pool2d_backward": lambda: ops.adaptive_max_pool2d_backward(
            make(n, 2, 2, 4), np.ones((n, 2, 2, 4), int), x.shape
        ),
        "adaptive_avg_pool2d": lambda: ops.adaptive_avg_pool2d(x, 2),
        "adaptive_avg_pool2d_backward": lambda: ops.adaptive_avg_pool2d_backward(
            make(n, 2, 2, 4), x.shape
        ),
        "dense": lambda: ops.dense(rows, make(4, 3), make(3)),
        "dense_backward": lambda: ops.dense_backward(make(n, 3), rows, make(4, 3)),
        "relu": lambda: ops.relu(x),
        "relu_backward": lambda: ops.relu_backward(x, x),
        "leaky_relu": lambda: ops.leaky_relu(x),
        "leaky_relu_backward": lambda: ops.leaky_relu_backward(x, x),
        "prelu": lambda: ops.prelu(x, c),
        "prelu_backward": lambda: ops.prelu_backward(x, x, c),
        "sigmoid": lambda: ops.sigmoid(x),
        "sigmoid_backward": lambda: ops.sigmoid_backward(x, x),
        "tanh": lambda: ops.tanh(x),
        "tanh_backward": lambda: ops.tanh_backward(x, x),
        "softmax": lambda: ops.softmax(x),
        "softmax_backward": lambda: ops.softmax_backward(x, x),
        "softmax_cross_entropy": lambda: ops.softmax_cross_entropy(rows, labels)[1],
        "squared_error": lambda: ops.squared_error(rows, rows)[1],
        "hinge": lambda: ops.hinge(rows, labels)[1],
        "rbf": lambda: ops.rbf(rows, make(3, 4)),
        "rbf_backward": lambda: ops.rbf_backward(make(n, 3), rows, make(3, 4)),
        "local_response_normalization": lambda: ops.local_response_normalization(x),
        "local_response_normalization_backward": lambda: ops.local_response_normalization_backward(
            x, x
        ),
        "batch_norm": lambda: ops.batch_norm(x, c, c),
        "batch_norm_backward": lambda: ops.batch_norm_backward(x, x, c),
        "batch_norm_inference": lambda: ops.batch_norm_inference(x, c, c, c, c * c),
        "batch_norm_inference_backward": lambda: ops.batch_norm_inference_backward(
            x, x, c, c, c * c
        ),
        "moving_average": lambda: ops.moving_average(c, c),
        "dropout": lambda: ops.dropout(x, 0.3, rng=np.random.default_rng(0))[0],
        "dropout_backward": lambda: ops.dropout_backward(rows, mask, 0.3),
        "residual_add": lambda: ops.residual_add(x, x),
        "residual_add_backward": lambda: ops.residual_add_backward(x),
        "concatenate": lambda: ops.concatenate([x, x]),
        "concatenate_backward": lambda: ops.concatenate_backward(x, [1, 3]),
        "sgd": lambda: ops.sgd(w, w, w, learning_rate=0.1, momentum=0.9, weight_decay=0.1),
        "conv2d": lambda: ops.conv2d(x, w, c),
        "conv2d_backward": lambda: ops.conv2d_backward(make(n, 4, 4, 4), x, w),
        "conv2d_loops": lambda: ops.conv2d_loops(x, w, c),
        "max_pool2d": lambda: ops.max_pool2d(x, 2)[0],
        "max_pool2d_backward": lambda: ops.max_pool2d_backward(
            make(n, 3, 2, 4), np.ones((n, 3, 2, 4), int), x.shape
        ),
        "avg_pool2d": lambda: ops.avg_pool2d(x, 2),
        "avg_pool2d_backward": lambda: ops.avg_pool2d_backward(make(n, 3, 2, 4), x.shape, 2),
    }


def floats(dtype):
    rng = np.random.default_rng(0)
    return lambda *shape: rng.uniform(-1, 1, shape).astype(dtype)


def whole(*shape):
    return np.random.default_rng(0).integers(-3, 4, shape)


NAMES = list(calls(floats(float)))
EXACT = {
    *("conv1d", "conv2d_transpose", "locally_connected2d", "depthwise_conv2d", "separable_conv2d"),
    *("convolve2d", "toeplitz", "im2col", "col2im", "k_max_pool", "global_max_pool", "dense"),
    *("adaptive_max_pool2d", "relu", "residual_add", "concatenate", "conv2d", "conv2d_loops"),
    "max_pool2d",
}
ALWAYS_FLOATS = {"sgd"}  # its weights must be


def every(result):
    return result if isinstance(result, tuple) else (result,)


def test_every_operation_is_called_here():
    others = {"GradcheckResult", "gradcheck", "fans"}
    others |= {"glorot_normal", "glorot_uniform", "he_normal", "he_uniform"}
    assert set(ops.__all__) - others == set(NAMES)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("name", NAMES)
def test_floats_stay_as_wide_as_they_are(name, dtype):
    for result in every(calls(floats(dtype))[name]()):
        assert result.dtype == dtype


@pytest.mark.parametrize("name", sorted(set(NAMES) - ALWAYS_FLOATS))
def test_whole_numbers_stay_exact_or_become_float64(name):
    exact = name in EXACT or name.removesuffix("_backward") in EXACT
    for result in every(calls(whole)[name]()):
        assert result.dtype == (np.int64 if exact else np.float64)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_passed_in_changes(name):
    made = []

    def frozen(*shape):
        array = floats(float)(*shape)
        array.setflags(write=False)
        made.append(array)
        return array

    for result in every(calls(frozen)[name]()):
        assert result.flags.writeable
        assert not any(np.shares_memory(result, array) for array in made)


WITHOUT_IMAGES = {"softmax_cross_entropy", "squared_error", "hinge", "batch_norm"}


@pytest.mark.parametrize("name", sorted(set(NAMES) - WITHOUT_IMAGES - {"batch_norm_backward"}))
def test_no_images_give_no_results(name):
    some, none = every(calls(floats(float), 2)[name]()), every(calls(floats(float), 0)[name]())
    for result, empty in zip(some, none, strict=True):
        batched = [
            i for i, (a, b) in enumerate(zip(result.shape, empty.shape, strict=True)) if a != b
        ]
        assert batched in ([0], [])
        assert empty.size == 0 or batched == []


LARGE = (2, 96, 80, 16)
MEASURED = {
    "conv1d": lambda x: (ops.conv1d, (x.reshape(4, -1, 16), x[0, :5, :16])),
    "conv2d_transpose": lambda x: (ops.conv2d_transpose, (x, x[0, :3, :48].reshape(3, 3, 16, 16))),
    "locally_connected2d": lambda x: (
        ops.locally_connected2d,
        (x, np.ones((94, 78, 3, 3, 16, 1), np.float32)),
    ),
    "depthwise_conv2d": lambda x: (ops.depthwise_conv2d, (x, x[0, :3, :3, :, None])),
    "separable_conv2d": lambda x: (
        ops.separable_conv2d,
        (x, x[0, :3, :3, :, None], x[:1, :1, :16]),
    ),
    "convolve2d": lambda x: (ops.convolve2d, (x.reshape(480, -1), x[0, :5, :5, 0])),
    "im2col": lambda x: (ops.im2col, (x, 3)),
    "toeplitz": lambda x: (ops.toeplitz, (x[0, :3, :3, 0], (40, 40))),
    "k_max_pool": lambda x: (ops.k_max_pool, (x.reshape(4, -1, 16), 4)),
    "global_max_pool": lambda x: (ops.global_max_pool, (x,)),
    "adaptive_max_pool2d": lambda x: (ops.adaptive_max_pool2d, (x, 7)),
    "adaptive_avg_pool2d": lambda x: (ops.adaptive_avg_pool2d, (x, 7)),
    "relu_backward": lambda x: (ops.relu_backward, (x, x.copy())),
    "prelu_backward": lambda x: (ops.prelu_backward, (x, x.copy(), x[0, 0, 0])),
    "sigmoid": lambda x: (ops.sigmoid, (x,)),
    "softmax": lambda x: (ops.softmax, (x,)),
    "softmax_cross_entropy": lambda x: (
        ops.softmax_cross_entropy,
        (x.reshape(-1, 96), np.zeros(x.size // 96, int)),
    ),
    "hinge": lambda x: (ops.hinge, (x.reshape(-1, 96), np.zeros(x.size // 96, int))),
    "local_response_normalization_backward": lambda x: (
        ops.local_response_normalization_backward,
        (x, x.copy()),
    ),
    "batch_norm": lambda x: (ops.batch_norm, (x, x[0, 0, 0], x[0, 0, 0])),
    "batch_norm_backward": lambda x: (ops.batch_norm_backward, (x, x.copy(), x[0, 0, 0])),
}


def size(arrays):
    return sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))


@pytest.mark.parametrize("name", MEASURED)
def test_memory_is_at_most_three_times_what_comes_and_goes(name):
    x = floats(np.float32)(*LARGE)
    function, arguments = MEASURED[name](x)
    tracemalloc.start()
    try:
        result = function(*arguments)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    results = size(every(result))
    assert peak >= results
    assert peak - results <= 3 * (size(arguments) + results)


def test_sums_of_millions_keep_their_digits():
    """Added one after the other in float32, these would lose four of their seven digits."""
    x = np.random.default_rng(0).uniform(1, 2, (1, 1024, 1024, 2)).astype(np.float32)
    exact, ones = x.astype(float), np.ones(2, np.float32)
    products, sums = (exact**2).sum(axis=(0, 1, 2)), exact.sum(axis=(0, 1, 2))
    count = x.size / 2
    found = {
        "mean": (ops.global_avg_pool(x)[0], sums / count),
        "adaptive mean": (ops.adaptive_avg_pool2d(x, 1)[0, 0, 0], sums / count),
        "batch mean": (ops.batch_norm(x, ones, ones)[1], sums / count),
        "batch variance": (ops.batch_norm(x, ones, ones)[2], exact.var(axis=(0, 1, 2))),
        "dbeta": (ops.batch_norm_backward(x, x, ones)[2], sums),
        "dalpha": (ops.prelu_backward(x, -x, ones)[1], -products),
        "depthwise dw": (
            ops.depthwise_conv2d_backward(x, x, np.ones((1, 1, 2, 1), np.float32))[1].ravel(),
            products,
        ),
        "db": (
            ops.conv2d_transpose_backward(x, x, np.ones((1, 1, 2, 2), np.float32))[2],
            sums,
        ),
    }
    for name, (mine, wanted) in found.items():
        np.testing.assert_allclose(mine, wanted, rtol=2e-6, err_msg=name)
