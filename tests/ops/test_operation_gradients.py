"""Every backward against centred differences of its forward."""

import numpy as np
import pytest

from cnnteach import ops

RNG = np.random.default_rng(0)


def real(*shape):
    return RNG.normal(size=shape)


def apart(*shape):
    """Draw numbers that differ by at least 0.1 and keep away from 0, where kinks are."""
    count = int(np.prod(shape))
    return (RNG.permutation(count).reshape(shape) - count / 2 + 0.25) * 0.1


CASES = {
    "conv1d": (
        lambda x, w, b: ops.conv1d(x, w, b, stride=2, padding=(1, 2)),
        lambda dy, x, w, b: ops.conv1d_backward(dy, x, w, stride=2, padding=(1, 2)),
        (real(2, 7, 3), real(3, 3, 2), real(2)),
    ),
    "conv2d_transpose": (
        lambda x, w, b: ops.conv2d_transpose(
            x, w, b, stride=(2, 1), padding=1, output_padding=(1, 0)
        ),
        lambda dy, x, w, b: ops.conv2d_transpose_backward(
            dy, x, w, stride=(2, 1), padding=1, output_padding=(1, 0)
        ),
        (real(2, 3, 4, 2), real(3, 2, 3, 2), real(3)),
    ),
    "conv2d_transpose with dilation": (
        lambda x, w, b: ops.conv2d_transpose(x, w, b, dilation=(1, 2), padding="same"),
        lambda dy, x, w, b: ops.conv2d_transpose_backward(
            dy, x, w, dilation=(1, 2), padding="same"
        ),
        (real(1, 3, 4, 2), real(2, 3, 1, 2), real(1)),
    ),
    "locally_connected2d": (
        lambda x, w, b: ops.locally_connected2d(x, w, b, stride=2, padding="same"),
        lambda dy, x, w, b: ops.locally_connected2d_backward(dy, x, w, stride=2, padding="same"),
        (real(2, 4, 5, 2), real(2, 3, 3, 2, 2, 2), real(2, 3, 2)),
    ),
    "depthwise_conv2d": (
        lambda x, w, b: ops.depthwise_conv2d(x, w, b, padding=((1, 0), (0, 2)), dilation=2),
        lambda dy, x, w, b: ops.depthwise_conv2d_backward(
            dy, x, w, padding=((1, 0), (0, 2)), dilation=2
        ),
        (real(2, 4, 5, 2), real(2, 3, 2, 2), real(4)),
    ),
    "separable_conv2d": (
        lambda x, d, p, b: ops.separable_conv2d(x, d, p, b, stride=2),
        lambda dy, x, d, p, b: ops.separable_conv2d_backward(dy, x, d, p, stride=2),
        (real(2, 4, 5, 2), real(2, 3, 2, 2), real(1, 1, 4, 3), real(3)),
    ),
    "convolve2d": (
        lambda x, w: ops.convolve2d(x, w, "same"),
        lambda dy, x, w: ops.convolve2d_backward(dy, x, w, "same"),
        (real(4, 5), real(2, 3)),
    ),
    "im2col": (
        lambda x: ops.im2col(x, (2, 3), stride=2, padding=1),
        lambda dy, x: ops.col2im(dy, x.shape, (2, 3), stride=2, padding=1),
        real(2, 4, 5, 2),
    ),
    "k_max_pool": (
        lambda x: ops.k_max_pool(x, 3),
        lambda dy, x: ops.k_max_pool_backward(dy, ops.k_max_pool(x, 3)[1], x.shape),
        apart(2, 6, 3),
    ),
    "global_max_pool": (
        ops.global_max_pool,
        lambda dy, x: ops.global_max_pool_backward(dy, ops.global_max_pool(x)[1], x.shape),
        apart(2, 3, 4, 2),
    ),
    "global_avg_pool": (
        ops.global_avg_pool,
        lambda dy, x: ops.global_avg_pool_backward(dy, x.shape),
        real(2, 3, 4, 2),
    ),
    "adaptive_max_pool2d": (
        lambda x: ops.adaptive_max_pool2d(x, (2, 3)),
        lambda dy, x: ops.adaptive_max_pool2d_backward(
            dy, ops.adaptive_max_pool2d(x, (2, 3))[1], x.shape
        ),
        apart(2, 3, 4, 2),
    ),
    "adaptive_avg_pool2d": (
        lambda x: ops.adaptive_avg_pool2d(x, (2, 3)),
        lambda dy, x: ops.adaptive_avg_pool2d_backward(dy, x.shape),
        real(2, 3, 4, 2),
    ),
    "dense": (
        ops.dense,
        lambda dy, x, w, b: ops.dense_backward(dy, x, w),
        (real(3, 4), real(4, 2), real(2)),
    ),
    "relu": (ops.relu, ops.relu_backward, apart(3, 4)),
    "leaky_relu": (
        lambda x: ops.leaky_relu(x, negative_slope=0.2),
        lambda dy, x: ops.leaky_relu_backward(dy, x, negative_slope=0.2),
        apart(3, 4),
    ),
    "prelu": (ops.prelu, ops.prelu_backward, (apart(2, 3, 4), real(4))),
    "sigmoid": (
        ops.sigmoid,
        lambda dy, x: ops.sigmoid_backward(dy, ops.sigmoid(x)),
        real(3, 4),
    ),
    "tanh": (ops.tanh, lambda dy, x: ops.tanh_backward(dy, ops.tanh(x)), real(3, 4)),
    "softmax": (
        ops.softmax,
        lambda dy, x: ops.softmax_backward(dy, ops.softmax(x)),
        real(2, 3, 4),
    ),
    "softmax_cross_entropy": (
        lambda logits: ops.softmax_cross_entropy(logits, [2, 0, 1]),
        None,
        real(3, 4),
    ),
    "softmax_cross_entropy of probabilities": (
        lambda logits: ops.softmax_cross_entropy(logits, [[0.2, 0.8, 0.0], [0.0, 0.0, 1.0]]),
        None,
        real(2, 3),
    ),
    "squared_error": (lambda y: ops.squared_error(y, np.ones((2, 3))), None, real(2, 3)),
    "rbf": (ops.rbf, ops.rbf_backward, (real(3, 4), real(2, 4))),
    "hinge": (lambda scores: ops.hinge(scores, [1, 3, 0], margin=0.33), None, apart(3, 4)),
    "local_response_normalization": (
        lambda x: ops.local_response_normalization(x, size=3, alpha=0.5, beta=0.6),
        lambda dy, x: ops.local_response_normalization_backward(dy, x, size=3, alpha=0.5, beta=0.6),
        real(2, 3, 5),
    ),
    "local_response_normalization wider than the channels": (
        lambda x: ops.local_response_normalization(x, size=9, alpha=0.5),
        lambda dy, x: ops.local_response_normalization_backward(dy, x, size=9, alpha=0.5),
        real(2, 3),
    ),
    "batch_norm": (
        ops.batch_norm,
        lambda dy, x, gamma, beta: ops.batch_norm_backward(dy, x, gamma),
        (real(3, 2, 2, 3), real(3), real(3)),
    ),
    "batch_norm_inference": (
        lambda x, gamma, beta: ops.batch_norm_inference(x, gamma, beta, [1, 2, 3], [0.5, 1, 2]),
        lambda dy, x, gamma, beta: ops.batch_norm_inference_backward(
            dy, x, gamma, [1, 2, 3], [0.5, 1, 2]
        ),
        (real(3, 2, 3), real(3), real(3)),
    ),
    "dropout": (
        lambda x: ops.dropout(x, 0.4, rng=np.random.default_rng(1)),
        lambda dy, x: ops.dropout_backward(
            dy, ops.dropout(x, 0.4, rng=np.random.default_rng(1))[1], 0.4
        ),
        real(4, 5),
    ),
    "residual_add": (
        ops.residual_add,
        lambda dy, x, shortcut: ops.residual_add_backward(dy),
        (real(2, 3), real(2, 3)),
    ),
    "concatenate": (
        lambda x, y: ops.concatenate([x, y]),
        lambda dy, x, y: ops.concatenate_backward(dy, [2, 3]),
        (real(2, 2), real(2, 3)),
    ),
    "conv2d": (
        lambda x, w, b: ops.conv2d(x, w, b, stride=2, padding=1, groups=2),
        lambda dy, x, w, b: ops.conv2d_backward(dy, x, w, stride=2, padding=1, groups=2),
        (real(2, 4, 5, 4), real(3, 2, 2, 6), real(6)),
    ),
    "max_pool2d": (
        lambda x: ops.max_pool2d(x, 3, stride=2, padding=1),
        lambda dy, x: ops.max_pool2d_backward(
            dy, ops.max_pool2d(x, 3, stride=2, padding=1)[1], x.shape
        ),
        apart(2, 4, 5, 2),
    ),
    "avg_pool2d": (
        lambda x: ops.avg_pool2d(x, 3, stride=2, padding=1),
        lambda dy, x: ops.avg_pool2d_backward(dy, x.shape, 3, stride=2, padding=1),
        real(2, 4, 5, 2),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_gradients(name):
    function, backward, inputs = CASES[name]
    result = ops.gradcheck(function, inputs, backward=backward)
    assert result, repr(result)
    assert any(abs(worst.numeric) > 1e-6 for worst in result.worst)


def test_every_backward_is_checked_here():
    backwards = {name for name in ops.__all__ if name.endswith("_backward")}
    names = {name.split()[0] for name in CASES}
    covered = {f"{name}_backward" for name in names}
    assert backwards - covered == set()
