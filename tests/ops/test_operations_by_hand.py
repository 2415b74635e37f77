"""Values that a person can compute, for each operation that has no doctest of the same numbers."""

import numpy as np
import pytest

from cnnteach import ops


def test_transposed_convolution_paints_kernels_where_pixels_are():
    x = np.array([[1, 0], [0, 2]]).reshape(1, 2, 2, 1)
    w = np.array([[1, 2, 3], [4, 5, 6]]).reshape(2, 3, 1, 1)
    y = ops.conv2d_transpose(x, w, np.array([100]), stride=(2, 3))
    assert y[0, :, :, 0].tolist() == [
        [101, 102, 103, 100, 100, 100],
        [104, 105, 106, 100, 100, 100],
        [100, 100, 100, 102, 104, 106],
        [100, 100, 100, 108, 110, 112],
    ]


def test_transposed_convolution_sums_over_channels_and_separates_filters():
    x = np.array([2, 3]).reshape(1, 1, 1, 2)
    w = np.array([[10, 1], [5, 7], [0, -1]]).reshape(1, 1, 3, 2)
    assert ops.conv2d_transpose(x, w).ravel().tolist() == [23, 31, -3]


@pytest.mark.parametrize(
    ("size", "kernel", "options", "expected"),
    [
        (4, 3, {"stride": 2}, 9),
        (4, 3, {"stride": 2, "padding": "same"}, 8),
        (4, 3, {"stride": 2, "padding": 1}, 7),
        (4, 3, {"stride": 2, "padding": 1, "output_padding": 1}, 8),
        (4, 1, {"stride": 3, "padding": "valid"}, 12),
        (4, 1, {"stride": 3}, 10),
        (4, 3, {"dilation": 2}, 8),
    ],
)
def test_sizes_of_transposed_convolution(size, kernel, options, expected):
    x, w = np.zeros((1, size, size + 1, 1)), np.zeros((kernel, kernel, 1, 1))
    grown = options.get("stride", 1)
    assert ops.conv2d_transpose(x, w, **options).shape == (1, expected, expected + grown, 1)


def test_locally_connected_has_a_kernel_and_a_bias_at_each_place():
    x = np.arange(12).reshape(1, 3, 4, 1)
    w = np.zeros((2, 2, 2, 3, 1, 1), int)
    w[0, 0, 0, 0], w[0, 1, 1, 2], w[1, 0, 1, 1], w[1, 1] = 1, 10, 100, 1
    b = np.array([[0, 1], [2, 3]])[..., None]
    y = ops.locally_connected2d(x, w, b)[0, :, :, 0]
    # x[0, 0]; 10 * x[1, 3] + 1; 100 * x[2, 1] + 2; the sum of the last window + 3
    assert y.tolist() == [[0, 71], [902, 5 + 6 + 7 + 9 + 10 + 11 + 3]]


def test_depthwise_results_lie_channel_by_channel():
    x = np.array([2, 3]).reshape(1, 1, 1, 2)
    w = np.array([[1, 10], [100, 1000]]).reshape(1, 1, 2, 2)
    assert ops.depthwise_conv2d(x, w).ravel().tolist() == [2, 20, 300, 3000]


def test_an_impulse_under_convolution_is_the_kernel_and_under_correlation_the_flipped_one():
    impulse, kernel = np.zeros((5, 5), int), np.arange(1, 10).reshape(3, 3)
    impulse[2, 2] = 1
    assert ops.convolve2d(impulse, kernel, "same")[1:4, 1:4].tolist() == kernel.tolist()
    correlated = ops.conv2d(impulse[None, :, :, None], kernel[:, :, None, None], padding=1)
    assert correlated[0, 1:4, 1:4, 0].tolist() == kernel[::-1, ::-1].tolist()


def test_the_convolution_matrix_of_an_image_is_doubly_block_toeplitz():
    matrix = ops.toeplitz(np.array([[1, 2], [3, 4]]), (3, 3))
    assert matrix.tolist() == [
        [1, 2, 0, 3, 4, 0, 0, 0, 0],
        [0, 1, 2, 0, 3, 4, 0, 0, 0],
        [0, 0, 0, 1, 2, 0, 3, 4, 0],
        [0, 0, 0, 0, 1, 2, 0, 3, 4],
    ]


def test_im2col_writes_rows_of_windows_with_channels_last_and_zeros_for_padding():
    x = np.arange(1, 9).reshape(1, 2, 2, 2)
    rows = ops.im2col(x, (1, 2), padding=((0, 0), (1, 0)))
    assert rows.tolist() == [[0, 0, 1, 2], [1, 2, 3, 4], [0, 0, 5, 6], [5, 6, 7, 8]]


def test_im2col_of_alexnets_first_layer_is_the_matrix_of_cs231n():
    rows = ops.im2col(np.zeros((1, 227, 227, 3), np.uint8), 11, stride=4)
    assert rows.T.shape == (363, 3025)


@pytest.mark.parametrize(
    ("x", "k", "kept", "places"),
    [
        ([3, 1, 4, 1, 5, 9, 2, 6], 3, [5, 9, 6], [4, 5, 7]),
        ([2, 2, 2], 2, [2, 2], [0, 1]),
        ([-1, -5, -3], 1, [-1], [0]),
        ([np.nan, 1.0, 2.0], 2, [np.nan, 2.0], [0, 2]),
        ([7, 8], 2, [7, 8], [0, 1]),
    ],
)
def test_k_max_pooling_keeps_order_and_the_first_of_equals(x, k, kept, places):
    y, argmax = ops.k_max_pool(np.array(x)[None, :, None], k)
    np.testing.assert_array_equal(y[0, :, 0], kept)
    assert argmax[0, :, 0].tolist() == places


def test_k_max_pooling_of_unsigned_bytes():
    y, _ = ops.k_max_pool(np.array([0, 255, 128], np.uint8)[None, :, None], 2)
    assert y.ravel().tolist() == [255, 128]
    assert y.dtype == np.uint8


def test_k_max_pooling_chooses_in_each_channel_and_text():
    x = np.array([[[1, 9], [5, 0], [3, 7]], [[4, 1], [2, 2], [6, 3]]])
    y, argmax = ops.k_max_pool(x, 2)
    assert y.tolist() == [[[5, 9], [3, 7]], [[4, 2], [6, 3]]]
    assert argmax.tolist() == [[[1, 0], [2, 2]], [[0, 1], [2, 2]]]


def test_global_pooling_of_images_and_of_texts():
    x = np.arange(24).reshape(2, 3, 2, 2)
    y, argmax = ops.global_max_pool(-x)
    assert y.tolist() == [[0, -1], [-12, -13]]
    assert argmax.tolist() == [[0, 0], [0, 0]]
    assert ops.global_avg_pool(x).tolist() == [[5.0, 6.0], [17.0, 18.0]]
    y, argmax = ops.global_max_pool(x.reshape(2, 6, 2))
    assert y.tolist() == [[10, 11], [22, 23]]
    assert argmax.tolist() == [[5, 5], [5, 5]]


def test_adaptive_windows_overlap_where_the_sizes_do_not_divide():
    x = np.arange(5).reshape(1, 1, 5, 1)
    assert ops.adaptive_avg_pool2d(x, (1, 3)).ravel().tolist() == [0.5, 2.0, 3.5]
    y, argmax = ops.adaptive_max_pool2d(x, (1, 3))
    assert y.ravel().tolist() == argmax.ravel().tolist() == [1, 3, 4]
    dx = ops.adaptive_avg_pool2d_backward(np.array([6, 12, 60]).reshape(1, 1, 3, 1), (1, 1, 5, 1))
    assert dx.ravel().tolist() == [3.0, 3.0 + 4, 4.0, 4 + 30.0, 30.0]


def test_adaptive_max_pooling_remembers_places_of_the_whole_image():
    x = np.array([[1, 2, 9, 4], [5, 6, 7, 8], [0, 1, 2, 3], [9, 1, 1, 9]]).reshape(1, 4, 4, 1)
    y, argmax = ops.adaptive_max_pool2d(x, 2)
    assert y.ravel().tolist() == [6, 9, 9, 9]
    assert argmax.ravel().tolist() == [5, 2, 12, 15]


def test_softmax_cross_entropy_of_the_exercises():
    loss, gradient = ops.softmax_cross_entropy([[1.0, 2.0, 3.0], [1.0, 1.0, 1.0]], [2, 0])
    assert loss == pytest.approx(0.7531091266)
    first = [0.09003057, 0.24472847, -0.33475904]
    np.testing.assert_allclose(gradient, [np.array(first) / 2, [-1 / 3, 1 / 6, 1 / 6]], atol=1e-8)
    loss, _ = ops.softmax_cross_entropy([[1000.0, 1000.0, 1000.0]], [1])
    assert loss == pytest.approx(1.0986122887)


def test_softmax_cross_entropy_survives_a_class_that_is_ruled_out():
    loss, gradient = ops.softmax_cross_entropy([[0.0, 0.0, -np.inf]], [0])
    assert loss == pytest.approx(np.log(2))
    np.testing.assert_allclose(gradient, [[-0.5, 0.5, 0.0]])


def test_cross_entropy_takes_probabilities():
    logits = [[0.0, np.log(3)]]  # softmax 1/4, 3/4
    loss, gradient = ops.softmax_cross_entropy(logits, [[0.5, 0.5]])
    assert loss == pytest.approx(-(np.log(1 / 4) + np.log(3 / 4)) / 2)
    np.testing.assert_allclose(gradient, [[-0.25, 0.25]])


def test_squared_error_of_one_image_is_its_distance_from_its_centre():
    f6, centres = np.array([[0.5, -1.0]]), np.array([[1.0, 1.0], [-1.0, -1.0]])
    distances = ops.rbf(f6, centres)
    assert distances.tolist() == [[0.25 + 4, 2.25]]
    loss, gradient = ops.squared_error(f6, centres[[1]])
    assert loss == distances[0, 1]
    np.testing.assert_array_equal(gradient, ops.rbf_backward([[0.0, 1.0]], f6, centres)[0])


def test_hinge_of_the_notes_and_its_mean():
    scores = np.array([[13.0, -7.0, 11.0], [0.0, 5.0, 0.0]])
    loss, gradient = ops.hinge(scores, np.array([0, 1]), margin=10)
    assert loss == (8 + 10) / 2
    np.testing.assert_array_equal(gradient, [[-0.5, 0, 0.5], [0.5, -1, 0.5]])


def test_hinge_of_two_classes_is_the_binary_hinge():
    s = np.array([-2.0, 0.3, 0.3, 4.0])
    labels = np.array([0, 0, 1, 1])
    binary = np.maximum(0, 1 - np.where(labels == 1, 1, -1) * s).mean()
    assert ops.hinge(np.stack([np.zeros(4), s], axis=1), labels)[0] == pytest.approx(binary)


def test_batch_norm_gives_its_statistics_and_inference_uses_kept_ones():
    x = np.array([[1.0, 10.0], [3.0, 30.0]])
    y, mean, variance = ops.batch_norm(x, [1.0, 2.0], [0.0, 5.0], epsilon=0)
    assert (mean.tolist(), variance.tolist()) == ([2.0, 20.0], [1.0, 100.0])
    np.testing.assert_allclose(y, [[-1.0, 3.0], [1.0, 7.0]])
    np.testing.assert_allclose(
        ops.batch_norm_inference(x, [1.0, 2.0], [0.0, 5.0], mean, variance, epsilon=0), y
    )
    one = ops.batch_norm_inference(x[:1], [1.0, 2.0], [0.0, 5.0], [0.0, 0.0], [4.0, 4.0], epsilon=0)
    np.testing.assert_allclose(one, [[0.5, 15.0]])


def test_dropout_of_the_exercise():
    x, mask = np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, False, True, False])
    y, drawn = ops.dropout(x, 0.5, rng=np.random.default_rng(5))
    np.testing.assert_array_equal(y, x * drawn * 2)
    np.testing.assert_array_equal(ops.dropout_backward(np.ones(4), mask, 0.5), [2, 0, 2, 0])


def test_dropout_keeps_the_mean_and_its_rate_is_the_dropped_share():
    y, mask = ops.dropout(np.ones(100_000), 0.2, rng=np.random.default_rng(0))
    assert 1 - mask.mean() == pytest.approx(0.2, abs=3 * np.sqrt(0.2 * 0.8 / 1e5))
    assert y.mean() == pytest.approx(1, abs=3 * np.sqrt(0.2 / 0.8 / 1e5))
    again, _ = ops.dropout(np.ones(100_000), 0.2, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(y, again)


def test_dropout_of_nothing_is_the_identity():
    y, mask = ops.dropout(np.arange(5.0), 0, rng=np.random.default_rng(0))
    assert y.tolist() == [0, 1, 2, 3, 4]
    assert mask.all()


@pytest.mark.parametrize(
    ("draw", "deviation", "bound"),
    [
        (ops.he_normal, 0.16329932, np.inf),
        (ops.he_uniform, 0.16329932, 0.28284271),
        (ops.glorot_uniform, 0.06488857, 0.11239030),
        (ops.glorot_normal, 0.06488857, np.inf),
    ],
)
def test_initial_weights_have_the_spread_of_the_exercise(draw, deviation, bound):
    assert ops.fans((5, 5, 3, 16)) == (75, 400)
    w = np.stack([draw((5, 5, 3, 16), rng=np.random.default_rng(seed)) for seed in range(40)])
    assert w.dtype == np.float32
    assert w.std() == pytest.approx(deviation, rel=0.02)
    assert abs(w.mean()) < 0.01 * deviation * 3
    assert bound == np.inf or 0.99 * bound < abs(w).max() <= bound
    assert bound < np.inf or abs(w).max() > 3 * deviation


def test_sgd_of_the_exercise_rolls_through_the_valley():
    w, velocity, seen = np.array([5.0]), None, []
    for _ in range(4):
        seen.append(round(float(w[0]), 3))
        w, velocity = ops.sgd(w, 2 * w, velocity, learning_rate=0.1, momentum=0.9)
    # 5, then 5 - 1, then 4 - 0.9 * 1 - 0.8, ...
    assert seen == [5.0, 4.0, 2.3, 0.31]
    assert w[0] == pytest.approx(-1.543)


def test_weight_decay_draws_to_zero_where_there_is_no_slope():
    w, velocity = ops.sgd(np.array([2.0]), np.array([0.0]), learning_rate=0.5, weight_decay=0.1)
    assert w[0] == pytest.approx(2 - 0.5 * 0.1 * 2)
    assert velocity[0] == pytest.approx(-0.1)


def test_sgd_changes_nothing_that_it_is_given():
    w, dw, velocity = np.ones(2), np.ones(2), np.ones(2)
    ops.sgd(w, dw, velocity, learning_rate=0.1, momentum=0.5)
    assert (w.tolist(), dw.tolist(), velocity.tolist()) == ([1, 1], [1, 1], [1, 1])


def test_local_response_normalization_at_the_ends_of_the_channels():
    # sums of squares over neighbours: 1 + 4, 1 + 4 + 9, 4 + 9 + 16, 9 + 16
    y = ops.local_response_normalization(
        np.array([1.0, 2.0, 3.0, 4.0]), size=3, bias=1, alpha=2, beta=1
    )
    np.testing.assert_allclose(y, [1 / 11, 2 / 29, 3 / 59, 4 / 51])


def test_a_residual_block_of_zero_weights_passes_its_input():
    x = np.array([[-1.0, 2.0]]).reshape(1, 1, 1, 2)
    zeros = ops.conv2d(x, np.zeros((3, 3, 2, 2)), padding=1)
    assert ops.relu(ops.residual_add(zeros, x)).ravel().tolist() == [0, 2]


def test_gradients_of_a_shortcut_may_be_changed_apart():
    dy = np.array([1.0])
    dx, dshortcut = ops.residual_add_backward(dy)
    dx += 1
    assert (dy.tolist(), dshortcut.tolist()) == ([1], [1])


def test_moving_average_of_keras():
    assert ops.moving_average([1.0], [2.0], momentum=0.75).tolist() == [1.25]


def test_sigmoid_and_tanh_are_one_curve():
    x = np.linspace(-5, 5, 11)
    np.testing.assert_allclose(ops.tanh(x), 2 * ops.sigmoid(2 * x) - 1, atol=1e-15)
    np.testing.assert_allclose(ops.sigmoid(x) + ops.sigmoid(-x), 1)
