"""Poolings that can be done on paper."""

import numpy as np
import pytest

from cnnteach import ops

X = np.array([[1, 3, 2, 1], [4, 2, 1, 5], [0, 1, 9, 2], [2, 8, 3, 4]])[None, :, :, None]


def plane(rows):
    return np.array(rows)[None, :, :, None]


def test_maximum_and_where_it_was():
    y, argmax = ops.max_pool2d(X, 2)
    np.testing.assert_array_equal(y, plane([[4, 5], [8, 9]]))
    np.testing.assert_array_equal(argmax, plane([[4, 7], [13, 10]]))


def test_gradient_goes_to_the_winner():
    _, argmax = ops.max_pool2d(X, 2)
    dx = ops.max_pool2d_backward(plane([[1, 2], [3, 4]]), argmax, X.shape)
    np.testing.assert_array_equal(
        dx, plane([[0, 0, 0, 0], [1, 0, 0, 2], [0, 0, 4, 0], [0, 3, 0, 0]])
    )


def test_windows_that_overlap_add_their_gradients():
    x = np.zeros((1, 4, 4, 1), int)
    x[0, 1, 1, 0] = 5
    y, argmax = ops.max_pool2d(x, 3, stride=1)
    assert (y == 5).all()
    assert (argmax == 5).all()
    dx = ops.max_pool2d_backward(plane([[1, 2], [3, 4]]), argmax, x.shape)
    assert dx[0, 1, 1, 0] == dx.sum() == 10


def test_of_equals_the_first_wins_alone():
    y, argmax = ops.max_pool2d(np.full((1, 2, 2, 1), 7), 2)
    assert (y.item(), argmax.item()) == (7, 0)
    dx = ops.max_pool2d_backward(np.full((1, 1, 1, 1), 4), argmax, (1, 2, 2, 1))
    np.testing.assert_array_equal(dx, plane([[4, 0], [0, 0]]))


@pytest.mark.parametrize("lowest", [-1, np.iinfo(np.int64).min, -1.0, -np.inf])
def test_padding_never_wins(lowest):
    y, argmax = ops.max_pool2d(np.full((1, 2, 3, 1), lowest), 2, stride=1, padding=1)
    assert (y == lowest).all()
    np.testing.assert_array_equal(argmax, plane([[0, 0, 1, 2], [0, 0, 1, 2], [3, 3, 4, 5]]))


def test_rows_and_columns_have_their_own_window_and_stride():
    x = np.arange(24).reshape(1, 4, 6, 1)
    y, argmax = ops.max_pool2d(x, (3, 2), stride=(1, 3))
    np.testing.assert_array_equal(y, plane([[13, 16], [19, 22]]))
    np.testing.assert_array_equal(argmax, y)


def test_four_sides():
    x = np.arange(4).reshape(1, 2, 2, 1)
    y, argmax = ops.max_pool2d(x, 2, stride=1, padding=((1, 0), (0, 1)))
    np.testing.assert_array_equal(y, plane([[1, 1], [3, 3]]))
    np.testing.assert_array_equal(argmax, y)


def test_mean():
    np.testing.assert_array_equal(ops.avg_pool2d(X, 2), plane([[2.5, 2.25], [2.75, 4.5]]))


def test_mean_of_a_window_in_the_corner_counts_its_pixels_only():
    y = ops.avg_pool2d(np.ones((1, 2, 2, 1)), 2, padding=1)
    np.testing.assert_array_equal(y, plane([[1, 1], [1, 1]]))
    y = ops.avg_pool2d(np.arange(4.0).reshape(1, 2, 2, 1), 3, stride=1, padding=1)
    np.testing.assert_array_equal(y, plane([[1.5, 1.5], [1.5, 1.5]]))


def test_gradient_of_the_mean_is_shared():
    dx = ops.avg_pool2d_backward(plane([[4.0, 8.0]]), (1, 2, 4, 1), 2)
    np.testing.assert_array_equal(dx, plane([[1, 1, 2, 2], [1, 1, 2, 2]]))
    dx = ops.avg_pool2d_backward(plane([[2.0, 6.0]]), (1, 1, 3, 1), (1, 2), stride=1)
    np.testing.assert_array_equal(dx, plane([[1, 4, 3]]))
    dx = ops.avg_pool2d_backward(plane([[4.0, 6.0]]), (1, 1, 3, 1), (1, 2), padding="same")
    np.testing.assert_array_equal(dx, plane([[2, 2, 6]]))


def test_nan_is_not_lost():
    x = X.astype(float)
    x[0, 1, 1], x[0, 0, 3], x[0, 1, 2], x[0, 3, 3] = np.nan, np.nan, np.nan, np.inf
    y, argmax = ops.max_pool2d(x, 2)
    np.testing.assert_array_equal(y, plane([[np.nan, np.nan], [8, np.inf]]))
    np.testing.assert_array_equal(argmax, plane([[5, 3], [13, 15]]))
    np.testing.assert_array_equal(ops.avg_pool2d(x, 2), plane([[np.nan, np.nan], [2.75, np.inf]]))


def test_gradients_of_small_numbers_add_up_or_say_that_they_do_not_fit():
    dy, first = np.full((1, 1, 2, 1), 200, np.uint8), np.zeros((1, 1, 2, 1), int)
    with pytest.raises(OverflowError, match="uint8"):
        ops.max_pool2d_backward(dy, first, (1, 1, 2, 1))
    many = np.ones((1, 1, 4000, 1), np.float16)
    dx = ops.max_pool2d_backward(many, np.zeros(many.shape, int), many.shape)
    assert (dx.dtype, dx[0, 0, 0, 0]) == (np.float16, 4000)
