"""Laws of convolution: linear, equivariant, of the right dtype and shape, changing nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnteach import ops, shapes

quick = settings(deadline=None, max_examples=60)
FLOATS = [np.float16, np.float32, np.float64, np.longdouble]
INTEGERS = [np.uint8, np.int8, np.int32, np.int64, np.uint64]


def test_linear(conv_cases):
    @quick
    @given(conv_cases, st.integers(-5, 5))
    def check(case, factor):
        x, w, _, options = case
        other = x[:, ::-1, ::-1]
        y = ops.conv2d(x * factor + other, w, **options)
        expected = factor * ops.conv2d(x, w, **options) + ops.conv2d(other, w, **options)
        np.testing.assert_array_equal(y, expected)

    check()


def test_shape(conv_cases):
    @quick
    @given(conv_cases)
    def check(case):
        x, w, b, options = case
        y = ops.conv2d(x, w, b, **options)
        padding = shapes.two("padding", options["padding"])
        axes = [
            shapes.output_size(
                x.shape[a + 1],
                w.shape[a],
                options["stride"][a],
                padding[a],
                options["dilation"][a],
            )
            for a in (0, 1)
        ]
        assert y.shape == (len(x), *axes, w.shape[3])

    check()


@quick
@given(st.integers(0, 1000), st.integers(0, 4), st.integers(0, 4))
def test_shifted_image_gives_shifted_result(seed, down, right):
    rng = np.random.default_rng(seed)
    x, w = rng.integers(-9, 10, (2, 9, 8, 2)), rng.integers(-9, 10, (3, 2, 2, 3))
    field = np.zeros((2, 20, 20, 2), int)
    field[:, 3:12, 4:12] = x
    moved = np.roll(field, (down, right), axis=(1, 2))
    expected = np.roll(ops.conv2d(field, w), (down, right), axis=(1, 2))
    np.testing.assert_array_equal(ops.conv2d(moved, w), expected)


@quick
@given(st.integers(0, 1000))
def test_two_convolutions_are_one_with_a_larger_kernel(seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(-9, 10, (1, 9, 10, 1))
    first, second = rng.integers(-9, 10, (2, 3, 1, 1)), rng.integers(-9, 10, (3, 2, 1, 1))
    both = ops.conv2d(first.reshape(1, 2, 3, 1), second[::-1, ::-1], padding=(2, 1))
    np.testing.assert_array_equal(
        ops.conv2d(ops.conv2d(x, first), second), ops.conv2d(x, both.reshape(4, 4, 1, 1))
    )


def test_gradients_are_centred_differences():
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(2, 5, 6, 4)), rng.normal(size=(3, 2, 2, 4)), rng.normal(size=4)
    options = {"stride": (2, 1), "padding": ((1, 0), (0, 2)), "dilation": (1, 2), "groups": 2}
    dy = rng.normal(size=ops.conv2d(x, w, b, **options).shape)
    gradients = ops.conv2d_backward(dy, x, w, **options)
    for which, gradient in enumerate(gradients):
        for index in np.ndindex(gradient.shape):
            losses = []
            for step in (1e-5, -1e-5):
                arrays = [x.copy(), w.copy(), b.copy()]
                arrays[which][index] += step
                losses.append((dy * ops.conv2d(*arrays, **options)).sum())
            np.testing.assert_allclose(gradient[index], (losses[0] - losses[1]) / 2e-5, atol=1e-8)


@pytest.mark.parametrize("function", [ops.conv2d, ops.conv2d_loops])
@pytest.mark.parametrize("x_dtype", FLOATS + INTEGERS)
@pytest.mark.parametrize("w_dtype", FLOATS + INTEGERS)
def test_dtype_is_that_of_x_times_w(function, x_dtype, w_dtype):
    x = np.arange(20).reshape(1, 4, 5, 1).astype(x_dtype)
    w, b = np.ones((2, 2, 1, 1), w_dtype), np.ones(1)
    expected = np.result_type(x, w)
    y = function(x, w, b if expected.kind == "f" else b.astype(int))
    assert y.dtype == expected
    assert y[0, 0, 0, 0] == 0 + 1 + 5 + 6 + 1


@pytest.mark.parametrize("dtype", FLOATS + INTEGERS)
def test_backward_keeps_the_dtype(dtype):
    x, w = np.ones((1, 3, 4, 1), dtype), np.ones((2, 2, 1, 1), dtype)
    dy = np.ones((1, 2, 3, 1), dtype)
    dx, dw, db = ops.conv2d_backward(dy, x, w)
    assert [a.dtype for a in (dx, dw, db)] == [dtype] * 3
    assert (dx[0, 1, 1, 0], dw[0, 0, 0, 0], db[0]) == (4, 6, 6)


def test_bias_does_not_promote():
    x, w = np.ones((1, 2, 2, 1), np.float32), np.ones((1, 1, 1, 1), np.float32)
    assert ops.conv2d(x, w, np.ones(1, np.float64)).dtype == np.float32


@pytest.mark.parametrize("function", [ops.conv2d, ops.conv2d_loops])
def test_integers_are_exact_where_floats_are_not(function):
    x = np.array([2**53, 1, -(2**53), 1]).reshape(1, 1, 4, 1)
    y = function(x, np.ones((1, 4, 1, 1), int))
    assert y.item() == 2
    x = np.full((1, 1, 2, 1), 2**63, np.uint64)
    w = np.array([1, 0], np.uint64).reshape(1, 2, 1, 1)
    assert function(x, w).item() == 2**63
    assert function(x, w, np.array([1])).item() == 2**63 + 1


def test_backward_of_integers_is_exact_where_floats_are_not():
    x, dy = np.zeros((1, 1, 4, 1), int), np.array([2**53, 1]).reshape(1, 1, 2, 1)
    w = np.array([1, 1, 0]).reshape(1, 3, 1, 1)
    dx, _, db = ops.conv2d_backward(dy, x, w)
    assert dx.ravel().tolist() == [2**53, 2**53 + 1, 1, 0]
    assert db.tolist() == [2**53 + 1]


@pytest.mark.parametrize("function", [ops.conv2d, ops.conv2d_loops])
def test_integers_that_do_not_fit_are_an_error_and_never_wrap(function):
    x, w = np.full((1, 2, 2, 1), 100, np.uint8), np.ones((2, 2, 1, 1), np.uint8)
    with pytest.raises(OverflowError, match=r"400.*uint8.*0 to 255.*x.astype\(int\)"):
        function(x, w)
    assert function(x, w.astype(int)).item() == 400
    with pytest.raises(OverflowError, match="-100"):
        function(x[:, :1, :1], np.full((1, 1, 1, 1), 1, np.uint8), np.array([-200]))


def layouts(array):
    """Give the same numbers in other memory: strided, reversed, transposed, read-only, lists."""
    wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
    wide[..., ::2] = array
    frozen = array.copy()
    frozen.flags.writeable = False
    yield from (wide[..., ::2], array[::-1, ::-1].copy()[::-1, ::-1], frozen, array.tolist())
    yield np.asfortranarray(array)
    yield np.broadcast_to(array[:1], array.shape) if (array == array[:1]).all() else array


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("channels", [1, 6])
@pytest.mark.parametrize("filters", [1, 5])
def test_any_memory_layout_and_nothing_is_changed(channels, filters, stride):
    rng = np.random.default_rng(0)
    x = np.repeat(rng.integers(-9, 10, (1, 6, 7, channels)), 2, axis=0)
    w = rng.integers(-9, 10, (3, 2, channels, filters))
    y = ops.conv2d_loops(x, w, stride=stride, padding=1)
    dy = rng.integers(-9, 10, y.shape)
    expected = ops.conv2d_backward(dy, x, w, stride=stride, padding=1)
    for other_x, other_w, other_dy in zip(layouts(x), layouts(w), layouts(dy), strict=True):
        copies = [np.array(array) for array in (other_x, other_w, other_dy)]
        np.testing.assert_array_equal(ops.conv2d(other_x, other_w, stride=stride, padding=1), y)
        found = ops.conv2d_backward(other_dy, other_x, other_w, stride=stride, padding=1)
        for one, other in zip(found, expected, strict=True):
            np.testing.assert_array_equal(one, other)
        for array, copy in zip((other_x, other_w, other_dy), copies, strict=True):
            np.testing.assert_array_equal(array, copy)


def test_results_of_two_calls_do_not_share_memory():
    x, w = np.arange(20.0).reshape(1, 4, 5, 1), np.ones((2, 2, 1, 1))
    first = ops.conv2d(x, w)
    kept = first.copy()
    ops.conv2d(-x, w)
    np.testing.assert_array_equal(first, kept)


def test_threads_do_not_disturb_each_other():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (4, 16, 64, 65, 2)), rng.integers(-9, 10, (3, 3, 2, 4))
    expected = [ops.conv2d(batch, w) for batch in x]
    start = threading.Barrier(len(x))

    def convolve(batch):
        start.wait()
        return [ops.conv2d(batch, w) for _ in range(3)]

    with ThreadPoolExecutor(len(x)) as pool:
        for found, right in zip(pool.map(convolve, x), expected, strict=True):
            for y in found:
                np.testing.assert_array_equal(y, right)


def test_float16_is_added_up_in_more_digits():
    x = np.zeros((1, 1, 3, 3), np.float16)
    x[0, 0, :, 0] = 2048, 1, 1  # in float16, 2048 + 1 is 2048
    w = np.ones((1, 3, 3, 1), np.float16)
    assert ops.conv2d(x, w).item() == ops.conv2d_loops(x, w).item() == 2050


def test_no_images_give_no_results():
    x, w = np.zeros((0, 5, 6, 2)), np.ones((3, 3, 2, 4))
    assert ops.conv2d(x, w).shape == (0, 3, 4, 4)
    dx, dw, db = ops.conv2d_backward(np.zeros((0, 3, 4, 4)), x, w)
    assert dx.shape == x.shape
    assert not dw.any()
    assert not db.any()
