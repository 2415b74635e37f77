"""Pooling is what its definition says, in any block size, dtype and memory layout."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnteach import ops, shapes
from cnnteach.ops import _pool_windows, max_pooling

many = settings(deadline=None, max_examples=150)
FLOATS = [np.float16, np.float32, np.float64]
INTEGERS = [np.uint8, np.int8, np.int64, np.uint64]


def windows(x, size, options):
    """Go through the definition: each result's place, and its window's rows and columns."""
    padding = shapes.two("padding", options["padding"])
    axes = []
    for a in (0, 1):
        starts = shapes.window_starts(x.shape[a + 1], size[a], options["stride"][a], padding[a])
        axes.append(
            [(i, range(max(s, 0), min(s + size[a], x.shape[a + 1]))) for i, s in enumerate(starts)]
        )
    for (i, rows), (j, columns) in ((row, column) for row in axes[0] for column in axes[1]):
        for n, c in np.ndindex(len(x), x.shape[3]):
            yield (n, i, j, c), [(n, row, column, c) for row in rows for column in columns]


@pytest.mark.parametrize("numbers", [1, 20, 1 << 17])
def test_definition(numbers, pool_cases):
    @many
    @given(pool_cases, st.sampled_from(["whole", "nan", "infinite"]))
    def check(case, kind):
        x, size, options = case
        if kind != "whole":
            x = np.where(x < 0, np.nan if kind == "nan" else -np.inf, x)
        y, argmax = ops.max_pool2d(x, size, **options)
        means = None if kind == "infinite" else ops.avg_pool2d(x, size, **options)
        for place, pixels in windows(x, size, options):
            values = [x[pixel] for pixel in pixels]
            first = int(np.argmax(values))  # of equals the first; NaN counts as the largest
            np.testing.assert_equal(y[place], values[first])
            assert argmax[place] == pixels[first][1] * x.shape[2] + pixels[first][2]
            if means is not None:
                np.testing.assert_allclose(means[place], np.mean(values))

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(_pool_windows, "BLOCK_NUMBERS", numbers)
        check()


@pytest.mark.parametrize("numbers", [1, 20, 1 << 17])
def test_backward_is_the_definition_too(numbers, pool_cases):
    @many
    @given(pool_cases, st.integers(0, 1000))
    def check(case, seed):
        x, size, options = case
        y, argmax = ops.max_pool2d(x, size, **options)
        dy = np.random.default_rng(seed).integers(-9, 10, y.shape)
        to_winner, to_all = np.zeros(x.shape, int), np.zeros(x.shape)
        for place, pixels in windows(x, size, options):
            to_winner[pixels[int(np.argmax([x[pixel] for pixel in pixels]))]] += dy[place]
            for pixel in pixels:
                to_all[pixel] += dy[place] / len(pixels)
        dx = ops.max_pool2d_backward(dy, argmax, x.shape)
        assert dx.dtype == dy.dtype
        np.testing.assert_array_equal(dx, to_winner)
        dx = ops.avg_pool2d_backward(dy.astype(float), x.shape, size, **options)
        np.testing.assert_allclose(dx, to_all, atol=1e-12)
        np.testing.assert_allclose(dx.sum(), dy.sum(), atol=1e-9)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(_pool_windows, "BLOCK_NUMBERS", numbers)
        monkeypatch.setattr(max_pooling, "BLOCK_NUMBERS", numbers)
        check()


def test_windows_of_many_pixels():
    x = np.random.default_rng(0).permutation(40 * 30).reshape(1, 40, 30, 1)
    y, argmax = ops.max_pool2d(x, (20, 30), stride=(10, 1))
    np.testing.assert_array_equal(y.ravel(), [x[0, i : i + 20].max() for i in (0, 10, 20)])
    np.testing.assert_array_equal(x.ravel()[argmax.ravel()], y.ravel())


@pytest.mark.parametrize("dtype", FLOATS + INTEGERS)
def test_dtypes(dtype):
    x = np.arange(24).reshape(1, 4, 6, 1).astype(dtype)
    y, argmax = ops.max_pool2d(x, 2)
    assert (y.dtype, y.max()) == (dtype, 23)
    assert argmax.dtype.kind == "i"
    mean = ops.avg_pool2d(x, 2)
    assert mean.dtype == (dtype if dtype in FLOATS else np.float64)
    assert mean[0, 0, 0, 0] == 3.5
    assert ops.max_pool2d_backward(y, argmax, x.shape).dtype == dtype
    assert ops.avg_pool2d_backward(mean, x.shape, 2).dtype == mean.dtype


def test_unsigned_integers_do_not_wrap_in_a_mean():
    assert ops.avg_pool2d(np.full((1, 2, 2, 1), 255, np.uint8), 2).item() == 255.0


def test_float16_is_added_up_in_more_digits():
    x = np.array([2048, 1, 1, 2], np.float16).reshape(1, 1, 4, 1)  # in float16, 2048 + 1 is 2048
    assert ops.avg_pool2d(x, (1, 4)).item() == 513
    dy = np.array([6144, 3, 3], np.float16).reshape(1, 1, 3, 1)
    dx = ops.avg_pool2d_backward(dy, (1, 1, 5, 1), (1, 3), stride=1)
    assert dx.ravel().tolist() == [2048, 2048, 2050, 2, 1]


def test_any_memory_layout_and_nothing_is_changed():
    x = np.random.default_rng(0).integers(-9, 10, (2, 5, 6, 3))
    frozen = x.copy()
    frozen.flags.writeable = False
    expected, places = ops.max_pool2d(x, 2)
    others = (frozen, np.asfortranarray(x), x[::-1, ::-1].copy()[::-1, ::-1], x.tolist())
    for other in others:
        y, argmax = ops.max_pool2d(other, 2)
        np.testing.assert_array_equal(y, expected)
        np.testing.assert_array_equal(argmax, places)
        np.testing.assert_array_equal(ops.avg_pool2d(other, 2), ops.avg_pool2d(x, 2))
        np.testing.assert_array_equal(other, x)


def test_no_images_give_no_results():
    x = np.zeros((0, 4, 6, 2))
    y, argmax = ops.max_pool2d(x, 2)
    assert y.shape == argmax.shape == ops.avg_pool2d(x, 2).shape == (0, 2, 3, 2)
    assert ops.max_pool2d_backward(y, argmax, x.shape).shape == x.shape
    assert ops.avg_pool2d_backward(y, x.shape, 2).shape == x.shape
