"""Each bad input has an error of its own, with the values that came and the way to mend them."""

import numpy as np
import pytest

from cnnteach import ops


def ones(*shape):
    return np.ones(shape)


def small(value, *shape):
    return np.full(shape, value, np.int8)


X, TEXT = ones(2, 5, 6, 3), ones(2, 5, 3)
RNG = np.random.default_rng(0)


def case(words, error, function, *arguments, **options):
    return pytest.param(words, error, function, arguments, options, id=words.replace("\\", ""))


CASES = [
    # axes and channels
    case(r"x has 2 axes \(shape \(5, 3\)\)", ValueError, ops.conv1d, ones(5, 3), TEXT),
    case("x has 3 numbers a word but w expects 4", ValueError, ops.conv1d, TEXT, ones(2, 4, 1)),
    case("spans 7 pixels", ValueError, ops.conv1d, TEXT, ones(7, 3, 1)),
    case("b has shape", ValueError, ops.conv1d, TEXT, ones(2, 3, 4), ones(3)),
    case(
        r"x has 3 channels but w expects 4.*swapaxes",
        ValueError,
        ops.conv2d_transpose,
        X,
        ones(2, 2, 3, 4),
    ),
    case(
        "output_padding is 2, but must be smaller than the stride",
        ValueError,
        ops.conv2d_transpose,
        X,
        ones(3, 3, 1, 3),
        stride=2,
        output_padding=2,
    ),
    case(
        "output_padding .1. has no place",
        ValueError,
        ops.conv2d_transpose,
        X,
        ones(3, 3, 1, 3),
        stride=2,
        padding="same",
        output_padding=1,
    ),
    case(
        "would cut away all",
        ValueError,
        ops.conv2d_transpose,
        X[:, :1],
        ones(1, 1, 1, 3),
        padding=1,
    ),
    case(
        "dy has shape",
        ValueError,
        ops.conv2d_transpose_backward,
        X,
        X,
        ones(2, 2, 1, 3),
    ),
    case(
        "w has kernels for 4 x 4 places, but windows of 2 x 2 have 4 x 5",
        ValueError,
        ops.locally_connected2d,
        X,
        ones(4, 4, 2, 2, 3, 1),
    ),
    case(
        "x has 3 channels but w expects 2",
        ValueError,
        ops.locally_connected2d,
        X,
        ones(4, 5, 2, 2, 2, 1),
    ),
    case(
        "b has shape .1,., but the result",
        ValueError,
        ops.locally_connected2d,
        X,
        ones(4, 5, 2, 2, 3, 1),
        ones(1),
    ),
    case("w has 6 axes|w has 4 axes", ValueError, ops.locally_connected2d, X, ones(2, 2, 3, 1)),
    case(
        "x has 3 channels but w expects 2",
        ValueError,
        ops.depthwise_conv2d,
        X,
        ones(2, 2, 2, 1),
    ),
    case(
        r"pointwise has shape \(1, 1, 3, 4\), but must have shape \(1, 1, 6, filters\)",
        ValueError,
        ops.separable_conv2d,
        X,
        ones(2, 2, 3, 2),
        ones(1, 1, 3, 4),
    ),
    case(
        'mode is .wide.; write "full"',
        ValueError,
        ops.convolve2d,
        X[0, :, :, 0],
        X[0, :, :, 0],
        "wide",
    ),
    case("x has 4 axes", ValueError, ops.convolve2d, X, X[0, :, :, 0]),
    # matrices and columns
    case("shape is .5, 6., but must be", ValueError, ops.toeplitz, ones(2, 2, 3, 1), (5, 6)),
    case(r"has 2 channels, but w expects 3", ValueError, ops.toeplitz, ones(2, 2, 3, 1), (5, 6, 2)),
    case("at most 16777216", ValueError, ops.toeplitz, ones(3, 3), (100, 100)),
    case("an entry of shape is 5.5", TypeError, ops.toeplitz, ones(3, 3), (5.5, 5)),
    case("columns has shape", ValueError, ops.col2im, ones(4, 4), (1, 4, 4, 1), 2),
    case("shape is .4, 4.", ValueError, ops.col2im, ones(4, 4), (4, 4), 2),
    case("x holds complex128", TypeError, ops.im2col, X * 1j, 2),
    # pooling
    case("k is 6, but x has only 5 places", ValueError, ops.k_max_pool, TEXT, 6),
    case("k is 0", ValueError, ops.k_max_pool, TEXT, 0),
    case("k is 2.0", TypeError, ops.k_max_pool, TEXT, 2.0),
    case("x is empty: it has no places", ValueError, ops.k_max_pool, TEXT[:, :0], 1),
    case(
        "argmax reaches from 0 to 5.*places 0 to 4",
        ValueError,
        ops.k_max_pool_backward,
        ones(1, 2, 1),
        np.array([0, 5]).reshape(1, 2, 1),
        (1, 5, 1),
    ),
    case(
        "argmax holds float64",
        TypeError,
        ops.k_max_pool_backward,
        ones(1, 2, 1),
        ones(1, 2, 1),
        (1, 5, 1),
    ),
    case(
        "with the N and C of dy",
        ValueError,
        ops.k_max_pool_backward,
        ones(1, 2, 1),
        np.ones((1, 2, 1), int),
        (1, 5, 2),
    ),
    case("x has 2 axes", ValueError, ops.global_max_pool, ones(2, 3)),
    case("no height", ValueError, ops.global_avg_pool, X[:, :0]),
    case(
        "but dy has 2 images and 3 channels",
        ValueError,
        ops.global_avg_pool_backward,
        X[:, 0, 0],
        (2, 5, 6, 4),
    ),
    case(
        "argmax has shape",
        ValueError,
        ops.global_max_pool_backward,
        ones(2, 3),
        np.ones((3, 2), int),
        (2, 4, 4, 3),
    ),
    case("output is 0", ValueError, ops.adaptive_max_pool2d, X, 0),
    case("output is .7.", TypeError, ops.adaptive_avg_pool2d, X, "7"),
    case("x has 3 axes", ValueError, ops.adaptive_avg_pool2d, TEXT, 2),
    case("N and C of dy|N and", ValueError, ops.adaptive_avg_pool2d_backward, X, (2, 9, 9, 4)),
    # dense layers and activations
    case("flatten images", ValueError, ops.dense, ones(2, 5), ones(4, 3)),
    case("x has 4 axes", ValueError, ops.dense, X, ones(4, 3)),
    case(
        r"dy has shape \(2, 4\)",
        ValueError,
        ops.dense_backward,
        ones(2, 4),
        ones(2, 5),
        ones(5, 3),
    ),
    case(
        "would lose b's fractions",
        TypeError,
        ops.dense,
        np.ones((1, 2), int),
        np.ones((2, 1), int),
        [0.5],
    ),
    case("x holds <U4", TypeError, ops.relu, "text"),
    case("x holds bool", TypeError, ops.sigmoid, np.array([True])),
    case("dy has shape", ValueError, ops.relu_backward, ones(2), ones(3)),
    case("dy has shape", ValueError, ops.tanh_backward, ones(2), ones(3)),
    case("dy has shape", ValueError, ops.softmax_backward, ones(2), ones(3)),
    case("negative_slope is -1", ValueError, ops.leaky_relu, X, negative_slope=-1),
    case("negative_slope is nan", ValueError, ops.leaky_relu, X, negative_slope=np.nan),
    case("negative_slope is 'a'", TypeError, ops.leaky_relu, X, negative_slope="a"),
    case(r"alpha must have shape \(3,\)", ValueError, ops.prelu, X, ones(2)),
    case("on its last axis", ValueError, ops.softmax, ones(2, 0)),
    case("on its last axis", ValueError, ops.softmax, 1.0),
    # losses
    case(
        "labels reach from 0 to 3, but 3 classes are numbered 0 to 2",
        ValueError,
        ops.softmax_cross_entropy,
        ones(2, 3),
        [0, 3],
    ),
    case("labels reach from -1 to 2", ValueError, ops.hinge, ones(2, 3), [-1, 2]),
    case(
        "labels hold float64.*astype", TypeError, ops.softmax_cross_entropy, ones(2, 3), [0.0, 1.0]
    ),
    case("labels hold bool", TypeError, ops.hinge, ones(2, 3), [True, False]),
    case(r"labels must have shape \(2,\)", ValueError, ops.hinge, ones(2, 3), [0]),
    case(
        "reach from -0.5 to 1.5", ValueError, ops.softmax_cross_entropy, ones(1, 2), [[-0.5, 1.5]]
    ),
    case("reach from nan", ValueError, ops.softmax_cross_entropy, ones(1, 2), [[np.nan, 1.0]]),
    case(
        "image 1 sum to 0.9, but must sum to 1",
        ValueError,
        ops.softmax_cross_entropy,
        ones(2, 2),
        [[0.5, 0.5], [0.5, 0.4]],
    ),
    case(
        "logits has no images", ValueError, ops.softmax_cross_entropy, ones(0, 2), np.ones(0, int)
    ),
    case("scores has 1 axes", ValueError, ops.hinge, ones(3), [0]),
    case("margin is -1", ValueError, ops.hinge, ones(1, 2), [0], margin=-1),
    case("target has shape", ValueError, ops.squared_error, ones(2, 3), ones(3)),
    case("y is empty", ValueError, ops.squared_error, ones(0, 3), ones(0, 3)),
    case("x has 3 inputs but centres have 2", ValueError, ops.rbf, ones(1, 3), ones(4, 2)),
    # normalisation and dropout
    case("size is 4, but must be odd", ValueError, ops.local_response_normalization, X, size=4),
    case("alpha is -1", ValueError, ops.local_response_normalization, X, alpha=-1),
    case("bias is 0", ValueError, ops.local_response_normalization, X, bias=0),
    case(r"gamma must have shape \(3,\)", ValueError, ops.batch_norm, X, ones(2), ones(3)),
    case(r"beta must have shape \(3,\)", ValueError, ops.batch_norm, X, ones(3), ones(4)),
    case("x has no numbers", ValueError, ops.batch_norm, X[:0], ones(3), ones(3)),
    case("epsilon is -1", ValueError, ops.batch_norm, X, ones(3), ones(3), epsilon=-1),
    case(
        "must be positive in each channel",
        ValueError,
        ops.batch_norm,
        X,
        ones(3),
        ones(3),
        epsilon=0,
    ),
    case(
        "must be positive in each channel",
        ValueError,
        ops.batch_norm_inference,
        X,
        ones(3),
        ones(3),
        ones(3),
        -ones(3),
    ),
    case(
        r"mean must have shape \(3,\)",
        ValueError,
        ops.batch_norm_inference,
        X,
        ones(3),
        ones(3),
        ones(2),
        ones(3),
    ),
    case("momentum is 1.5", ValueError, ops.moving_average, [1.0], [1.0], momentum=1.5),
    case("new has shape", ValueError, ops.moving_average, [1.0], [1.0, 2.0]),
    case("rate is 1, but must be less than 1", ValueError, ops.dropout, X, 1, rng=RNG),
    case("rate is -0.1", ValueError, ops.dropout, X, -0.1, rng=RNG),
    case("rate is None", TypeError, ops.dropout, X, None, rng=RNG),
    case(
        "rng is 0 .int., but must be a NumPy random generator",
        TypeError,
        ops.dropout,
        X,
        0.5,
        rng=0,
    ),
    case("mask holds int64", TypeError, ops.dropout_backward, ones(2), np.ones(2, int), 0.5),
    case("dy has shape", ValueError, ops.dropout_backward, ones(3), np.ones(2, bool), 0.5),
    # branches, first weights, steps
    case("1 x 1 convolution", ValueError, ops.residual_add, X, X[:, ::2]),
    case("part 1 has shape", ValueError, ops.concatenate, [X, X[:, :-1]]),
    case("parts is empty", ValueError, ops.concatenate, []),
    case(r"channels \[1, 1\] add up to 2", ValueError, ops.concatenate_backward, X, [1, 1]),
    case("shape is .5,., but must be that of a kernel", ValueError, ops.he_normal, (5,), rng=RNG),
    case("an entry of shape is 0", ValueError, ops.fans, (3, 0)),
    case("rng is None", TypeError, ops.glorot_uniform, (2, 2), rng=None),
    case("dtype is int64", TypeError, ops.he_uniform, (2, 2), rng=RNG, dtype=np.int64),
    case("w holds int64", TypeError, ops.sgd, np.ones(2, int), ones(2), learning_rate=0.1),
    case("dw has shape", ValueError, ops.sgd, ones(2), ones(3), learning_rate=0.1),
    case("velocity has shape", ValueError, ops.sgd, ones(2), ones(2), ones(1), learning_rate=0.1),
    case("learning_rate is -1", ValueError, ops.sgd, ones(2), ones(2), learning_rate=-1),
    case("learning_rate is inf", ValueError, ops.sgd, ones(2), ones(2), learning_rate=np.inf),
    case(
        "momentum is 1, but must be less",
        ValueError,
        ops.sgd,
        ones(2),
        ones(2),
        learning_rate=1,
        momentum=1,
    ),
    case(
        "weight_decay is -1",
        ValueError,
        ops.sgd,
        ones(2),
        ones(2),
        learning_rate=1,
        weight_decay=-1,
    ),
]


@pytest.mark.parametrize(("words", "error", "function", "arguments", "options"), CASES)
def test_errors(words, error, function, arguments, options):
    with pytest.raises(error, match=words):
        function(*arguments, **options)


@pytest.mark.parametrize(
    "function",
    [
        lambda: ops.conv2d_transpose(small(100, 1, 1, 1, 1), small(2, 1, 1, 1, 1)),
        lambda: ops.residual_add(np.array([200], np.uint8), np.array([100], np.uint8)),
        lambda: ops.dense(np.array([[200]], np.uint8), np.array([[2]], np.uint8)),
        lambda: ops.col2im(small(100, 4, 4), (1, 3, 3, 1), 2),
        lambda: ops.locally_connected2d(small(100, 1, 1, 1, 1), small(2, 1, 1, 1, 1, 1, 1)),
        lambda: ops.depthwise_conv2d(small(100, 1, 1, 1, 1), small(2, 1, 1, 1, 1)),
    ],
)
def test_whole_numbers_never_wrap_around(function):
    with pytest.raises(OverflowError, match="the results reach"):
        function()


def test_rows_of_different_lengths_are_told_in_our_words():
    for function in (lambda x: ops.conv2d(x, ones(1, 1, 1, 1)), ops.relu):
        with pytest.raises(ValueError, match="x is a list of rows that differ in length"):
            function([[1, 2], [3]])


def test_what_is_not_finite_has_no_variance():
    with pytest.raises(ValueError, match="x holds NaN or infinity"):
        ops.batch_norm([[np.nan], [1.0]], [1.0], [0.0])
