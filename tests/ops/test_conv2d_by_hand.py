"""Convolutions that can be computed on paper."""

import numpy as np
import pytest

from cnnteach import ops

BOTH = pytest.mark.parametrize("conv2d", [ops.conv2d, ops.conv2d_loops], ids=["fast", "loops"])
X = np.arange(9).reshape(1, 3, 3, 1)
W = np.arange(4).reshape(2, 2, 1, 1)


def plane(rows):
    return np.array(rows)[None, :, :, None]


@BOTH
def test_two_by_two_over_three_by_three(conv2d):
    np.testing.assert_array_equal(conv2d(X, W), plane([[19, 25], [37, 43]]))


@BOTH
def test_full_padding(conv2d):
    expected = [[0, 3, 8, 4], [9, 19, 25, 10], [21, 37, 43, 16], [6, 7, 8, 0]]
    np.testing.assert_array_equal(conv2d(X, W, padding=1), plane(expected))


@BOTH
def test_same_padding_puts_the_odd_pixel_last(conv2d):
    expected = [[19, 25, 10], [37, 43, 16], [7, 8, 0]]
    np.testing.assert_array_equal(conv2d(X, W, padding="same"), plane(expected))


@BOTH
def test_four_sides(conv2d):
    padded = conv2d(X, W, padding=((1, 0), (0, 2)))
    np.testing.assert_array_equal(padded, plane([[3, 8, 4, 0], [19, 25, 10, 0], [37, 43, 16, 0]]))


@BOTH
def test_ones_count_their_neighbours(conv2d):
    y = conv2d(np.ones((1, 4, 4, 1), int), np.ones((3, 3, 1, 1), int), padding=1)
    np.testing.assert_array_equal(
        y, plane([[4, 6, 6, 4], [6, 9, 9, 6], [6, 9, 9, 6], [4, 6, 6, 4]])
    )


@BOTH
def test_an_impulse_gives_the_kernel_turned_around(conv2d):
    impulse = np.zeros((1, 5, 5, 1), int)
    impulse[0, 2, 2, 0] = 1
    y = conv2d(impulse, np.arange(1, 10).reshape(3, 3, 1, 1))
    np.testing.assert_array_equal(y, plane([[9, 8, 7], [6, 5, 4], [3, 2, 1]]))


@BOTH
def test_stride_leaves_the_last_row_and_column_unused(conv2d):
    x = np.arange(36).reshape(1, 6, 6, 1)
    y = conv2d(x, np.ones((3, 3, 1, 1), int), stride=2)
    np.testing.assert_array_equal(y, plane([[63, 81], [171, 189]]))


@BOTH
def test_rows_and_columns_have_their_own_stride_and_dilation(conv2d):
    x = np.arange(20).reshape(1, 4, 5, 1)
    y = conv2d(x, np.ones((2, 2, 1, 1), int), stride=(1, 2), dilation=(3, 2))
    np.testing.assert_array_equal(y, plane([[0 + 2 + 15 + 17, 2 + 4 + 17 + 19]]))


@BOTH
def test_channels_are_added_up_and_the_bias_once(conv2d):
    x = np.stack([np.arange(9), np.arange(1, 10)], axis=-1).reshape(1, 3, 3, 2)
    w = np.stack([[[0, 1], [2, 3]], [[1, 2], [3, 4]]], axis=-1)[..., None]
    np.testing.assert_array_equal(conv2d(x, w), plane([[56, 72], [104, 120]]))
    y = conv2d(x, np.repeat(w, 3, axis=3), np.array([1, 2, 3]))
    assert y[0, 0, 0].tolist() == [57, 58, 59]


@BOTH
def test_one_by_one_is_a_matrix_product(conv2d):
    x = np.arange(12).reshape(3, 2, 2).transpose(1, 2, 0)[None]
    w = np.array([[1, 0, -1], [1, 1, 1]]).T[None, None]
    y = conv2d(x, w, np.array([0, 10]))
    assert y[0, :, :, 0].tolist() == [[-8, -8], [-8, -8]]
    assert y[0, :, :, 1].tolist() == [[22, 25], [28, 31]]


@BOTH
def test_groups_do_not_see_each_other(conv2d):
    x = np.array([1, 10, 100, 1000]).reshape(1, 1, 1, 4)
    w = np.array([[1, 2, 3, 4], [5, 6, 7, 8]]).reshape(1, 1, 2, 4)
    assert conv2d(x, w, groups=2).ravel().tolist() == [51, 62, 7300, 8400]


def test_backward_by_hand():
    dy = plane([[1, 2], [3, 4]])
    dx, dw, db = ops.conv2d_backward(dy, X, W)
    np.testing.assert_array_equal(dx, plane([[0, 1, 2], [2, 10, 10], [6, 17, 12]]))
    np.testing.assert_array_equal(dw[:, :, 0, 0], [[27, 37], [57, 67]])
    assert db.tolist() == [10]


def test_backward_of_a_stride_reaches_only_what_the_windows_saw():
    x = np.arange(36).reshape(1, 6, 6, 1)
    dy = plane([[1, 2], [3, 4]])
    dx, dw, _ = ops.conv2d_backward(dy, x, np.ones((3, 3, 1, 1), int), stride=2)
    np.testing.assert_array_equal(
        dx[0, :, :, 0],
        [
            [1, 1, 3, 2, 2, 0],
            [1, 1, 3, 2, 2, 0],
            [4, 4, 10, 6, 6, 0],
            [3, 3, 7, 4, 4, 0],
            [3, 3, 7, 4, 4, 0],
            [0, 0, 0, 0, 0, 0],
        ],
    )
    assert dw[0, 0, 0, 0] == 1 * 0 + 2 * 2 + 3 * 12 + 4 * 14
