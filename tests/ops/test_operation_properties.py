"""What must hold for every geometry: in whole numbers, so that equal means equal."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnteach import ops, shapes

settings.register_profile("operations", deadline=None, max_examples=60)
quick = settings(settings.get_profile("operations"))

SIDES = st.tuples(st.integers(0, 2), st.integers(0, 2))


@st.composite
def convolutions(draw, groups=False):
    """Give whole-number images and kernels, and options under which the kernel fits."""
    kernel = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    dilation = draw(st.tuples(st.integers(1, 2), st.integers(1, 2)))
    stride = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    padding = draw(st.one_of(st.tuples(SIDES, SIDES), st.sampled_from(["valid", "same"])))
    least = [shapes.kernel_extent(k, d) for k, d in zip(kernel, dilation, strict=True)]
    height, width = (draw(st.integers(n, n + 5)) for n in least)
    n, c, f, seed = (draw(st.integers(1, 3)) for _ in range(4))
    rng = np.random.default_rng(seed)
    x = rng.integers(-9, 10, (n, height, width, c))
    w = rng.integers(-9, 10, (*kernel, c, f))
    return x, w, {"stride": stride, "padding": padding, "dilation": dilation}


def whole(shape, seed=0):
    return np.random.default_rng(seed).integers(-9, 10, shape)


def inner(a, b):
    return int((a * b).sum())


@quick
@given(convolutions())
def test_convolution_is_the_product_with_its_matrix(case):
    x, w, options = case
    y = ops.conv2d_loops(x, w, **options)
    matrix = ops.toeplitz(w, x.shape[1:], **options)
    assert matrix.shape == (y[0].size, x[0].size)
    np.testing.assert_array_equal(x.reshape(len(x), -1) @ matrix.T, y.reshape(len(x), -1))


@quick
@given(convolutions())
def test_convolution_is_the_product_with_the_columns(case):
    x, w, options = case
    y = ops.conv2d_loops(x, w, **options)
    rows = ops.im2col(x, w.shape[:2], **options)
    np.testing.assert_array_equal((rows @ w.reshape(-1, w.shape[3])).reshape(y.shape), y)


@quick
@given(convolutions())
def test_col2im_is_the_adjoint_of_im2col(case):
    x, w, options = case
    rows = ops.im2col(x, w.shape[:2], **options)
    other = whole(rows.shape, 1)
    back = ops.col2im(other, x.shape, w.shape[:2], **options)
    assert inner(rows, other) == inner(x, back)


@quick
@given(convolutions())
def test_transposed_convolution_is_the_adjoint_of_convolution(case):
    x, w, options = case
    size, kernel, stride, dilation = (
        x.shape[1:3],
        w.shape[:2],
        options["stride"],
        options["dilation"],
    )
    sides = shapes.padding_sides_2d(size, kernel, stride, options["padding"], dilation)
    y = ops.conv2d_loops(x, w, **options)
    unused = tuple(
        (sum(sides[a]) + size[a] - shapes.kernel_extent(kernel[a], dilation[a])) % stride[a]
        for a in (0, 1)
    )
    options = {"stride": stride, "padding": sides, "dilation": dilation}
    dy = whole(y.shape, 2)
    assume(all(size[a] > unused[a] for a in (0, 1)))  # else no image is left without the unused
    back = ops.conv2d_transpose(dy, w, output_padding=unused, **options)
    assert back.shape == x.shape
    assert inner(y, dy) == inner(x, back)
    matrix = ops.toeplitz(w, x.shape[1:], **options)
    np.testing.assert_array_equal(dy.reshape(len(x), -1) @ matrix, back.reshape(len(x), -1))


@quick
@given(convolutions())
def test_locally_connected_with_one_kernel_everywhere_is_convolution(case):
    x, w, options = case
    del options["dilation"]
    y = ops.conv2d_loops(x, w, **options)
    everywhere = np.broadcast_to(w, (*y.shape[1:3], *w.shape))
    np.testing.assert_array_equal(ops.locally_connected2d(x, everywhere, **options), y)
    dy = whole(y.shape, 3)
    dx, dw, db = ops.locally_connected2d_backward(dy, x, everywhere, **options)
    shared = ops.conv2d_backward(dy, x, w, **options)
    np.testing.assert_array_equal(dx, shared[0])
    np.testing.assert_array_equal(dw.sum(axis=(0, 1)), shared[1])
    np.testing.assert_array_equal(db.sum(axis=(0, 1)), shared[2])


@quick
@given(convolutions())
def test_each_place_of_a_locally_connected_layer_has_its_own_kernel(case):
    x, w, options = case
    del options["dilation"]
    shape = ops.conv2d_loops(x, w, **options).shape
    own = whole((*shape[1:3], *w.shape), 4)
    y = ops.locally_connected2d(x, own, **options)
    for i, j in np.ndindex(shape[1:3]):
        shared = ops.conv2d_loops(x, own[i, j], **options)
        np.testing.assert_array_equal(y[:, i, j], shared[:, i, j])


@quick
@given(convolutions(), st.integers(1, 3))
def test_depthwise_convolution_has_as_many_groups_as_channels(case, multiplier):
    x, w, options = case
    c = x.shape[3]
    w = whole((*w.shape[:2], c, multiplier), 5)
    b = whole(c * multiplier, 6)
    grouped = w.reshape(*w.shape[:2], 1, -1)
    y = ops.depthwise_conv2d(x, w, b, **options)
    np.testing.assert_array_equal(y, ops.conv2d_loops(x, grouped, b, groups=c, **options))
    dy = whole(y.shape, 7)
    dx, dw, db = ops.depthwise_conv2d_backward(dy, x, w, **options)
    wanted = ops.conv2d_backward(dy, x, grouped, groups=c, **options)
    np.testing.assert_array_equal(dx, wanted[0])
    np.testing.assert_array_equal(dw.reshape(grouped.shape), wanted[1])
    np.testing.assert_array_equal(db, wanted[2])


@quick
@given(convolutions())
def test_separable_convolution_is_a_full_one_whose_kernel_is_a_product(case):
    x, w, options = case
    c = x.shape[3]
    depthwise, pointwise = whole((*w.shape[:2], c, 2), 8), whole((1, 1, 2 * c, 3), 9)
    full = np.einsum("uvcm,cmf->uvcf", depthwise, pointwise[0, 0].reshape(c, 2, 3))
    y = ops.separable_conv2d(x, depthwise, pointwise, **options)
    np.testing.assert_array_equal(y, ops.conv2d_loops(x, full, **options))
    dy = whole(y.shape, 10)
    dx, ddepthwise, dpointwise, db = ops.separable_conv2d_backward(
        dy, x, depthwise, pointwise, **options
    )
    wanted_dx, dfull, wanted_db = ops.conv2d_backward(dy, x, full, **options)
    np.testing.assert_array_equal(dx, wanted_dx)
    np.testing.assert_array_equal(db, wanted_db)
    mix = pointwise[0, 0].reshape(c, 2, 3)
    np.testing.assert_array_equal(ddepthwise, np.einsum("uvcf,cmf->uvcm", dfull, mix))
    summed = np.einsum("uvcf,uvcm->cmf", dfull, depthwise).reshape(pointwise.shape)
    np.testing.assert_array_equal(dpointwise, summed)


@quick
@given(
    st.tuples(*[st.integers(1, 6)] * 2),
    st.tuples(*[st.integers(1, 5)] * 2),
    st.sampled_from(["full", "same", "valid"]),
)
def test_flipped_convolution_is_scipys(size, kernel, mode):
    from scipy.signal import convolve2d

    x, w = whole(size, 11), whole(kernel, 12)
    if mode == "valid" and (kernel[0] > size[0] or kernel[1] > size[1]):
        with pytest.raises(ValueError, match="spans"):
            ops.convolve2d(x, w, mode)
        return
    y = ops.convolve2d(x, w, mode)
    np.testing.assert_array_equal(y, convolve2d(x, w, mode))
    if mode == "full":
        np.testing.assert_array_equal(y, ops.convolve2d(w, x))
    dy = whole(y.shape, 13)
    dx, dw = ops.convolve2d_backward(dy, x, w, mode)
    assert inner(x, dx) == inner(w, dw) == inner(y, dy)


@quick
@given(st.integers(1, 3), st.integers(1, 4), st.integers(1, 2), st.integers(0, 2))
def test_text_convolution_is_that_of_images_one_pixel_wide(stride, kernel, dilation, padding):
    x, w, b = whole((2, 9, 3)), whole((kernel, 3, 4), 1), whole(4, 2)
    options = {"stride": stride, "dilation": dilation}
    y = ops.conv1d(x, w, b, padding=(padding, 1), **options)
    along = ops.conv2d_loops(
        x[:, None],
        w[None],
        b,
        stride=(1, stride),
        padding=(0, (padding, 1)),
        dilation=(1, dilation),
    )
    np.testing.assert_array_equal(y, along[:, 0])
    dy = whole(y.shape, 3)
    dx, dw, db = ops.conv1d_backward(dy, x, w, padding=(padding, 1), **options)
    assert inner(x, dx) == inner(w, dw) == inner(y - b, dy)
    np.testing.assert_array_equal(db, dy.sum(axis=(0, 1)))


LINEAR = {
    "conv1d": lambda x: ops.conv1d(x[:, :, 0], whole((3, 2, 4)), padding="same"),
    "conv2d_transpose": lambda x: ops.conv2d_transpose(x, whole((3, 2, 4, 2)), stride=2),
    "locally_connected2d": lambda x: ops.locally_connected2d(x, whole((5, 4, 2, 3, 2, 4))),
    "depthwise_conv2d": lambda x: ops.depthwise_conv2d(x, whole((2, 3, 2, 2)), stride=2),
    "separable_conv2d": lambda x: ops.separable_conv2d(x, whole((2, 3, 2, 2)), whole((1, 1, 4, 3))),
    "convolve2d": lambda x: ops.convolve2d(x[0, :, :, 0], whole((2, 3))),
    "im2col": lambda x: ops.im2col(x, (2, 3), padding=1),
    "dense": lambda x: ops.dense(x.reshape(len(x), -1), whole((72, 3))),
    "residual_add": lambda x: ops.residual_add(x, 3 * x),
    "concatenate": lambda x: ops.concatenate([x, -x]),
}


@pytest.mark.parametrize("name", LINEAR)
def test_linearity(name):
    x, other, apply = whole((2, 6, 6, 2)), whole((2, 6, 6, 2), 1), LINEAR[name]
    np.testing.assert_array_equal(apply(3 * x - 2 * other), 3 * apply(x) - 2 * apply(other))
    assert apply(x).any()


@quick
@given(st.integers(0, 3), st.integers(0, 3), st.integers(1, 2))
def test_what_moves_in_the_image_moves_in_the_result(down, right, stride):
    """Equivariance, on an image whose rim of zeros is wide enough for the object to move in."""
    x = np.zeros((1, 16, 16, 2), int)
    x[:, 4:7, 4:7] = whole((1, 3, 3, 2))
    moved = np.roll(x, (down * stride, right * stride), axis=(1, 2))
    operations = {
        "depthwise": lambda x: ops.depthwise_conv2d(x, whole((3, 2, 2, 2)), stride=stride),
        "separable": lambda x: ops.separable_conv2d(
            x, whole((3, 2, 2, 1)), whole((1, 1, 2, 3)), stride=stride
        ),
    }
    for apply in operations.values():
        y = apply(x)
        np.testing.assert_array_equal(apply(moved), np.roll(y, (down, right), axis=(1, 2)))
        assert y.any()
    enlarged = ops.conv2d_transpose(x, whole((3, 2, 3, 2)), stride=stride)
    np.testing.assert_array_equal(
        ops.conv2d_transpose(moved, whole((3, 2, 3, 2)), stride=stride),
        np.roll(enlarged, (down * stride * stride, right * stride * stride), axis=(1, 2)),
    )


def test_a_locally_connected_layer_does_not_follow_what_moves():
    x = np.zeros((1, 6, 6, 1), int)
    x[:, 2, 2] = 1
    w = whole((5, 5, 2, 2, 1, 1))
    moved = ops.locally_connected2d(np.roll(x, 1, axis=1), w)
    assert (moved != np.roll(ops.locally_connected2d(x, w), 1, axis=1)).any()


@quick
@given(st.tuples(*[st.integers(1, 7)] * 2), st.tuples(*[st.integers(1, 7)] * 2), st.integers(0, 99))
def test_pooling_hands_back_all_that_comes_in(size, output, seed):
    x = np.random.default_rng(seed).integers(0, 5, (2, *size, 3)).astype(float)
    y, argmax = ops.adaptive_max_pool2d(x, output)
    dy = whole(y.shape, seed).astype(float)
    places = x.reshape(2, -1, 3)
    winners = np.take_along_axis(places, argmax.reshape(2, -1, 3), axis=1)
    np.testing.assert_array_equal(winners, y.reshape(2, -1, 3))
    for dx in (
        ops.adaptive_max_pool2d_backward(dy, argmax, x.shape),
        ops.adaptive_avg_pool2d_backward(dy, x.shape),
    ):
        np.testing.assert_allclose(dx.sum(axis=(1, 2)), dy.sum(axis=(1, 2)), atol=1e-9)
    best, argmax = ops.global_max_pool(x)
    dy = whole(best.shape, seed)
    for dx in (
        ops.global_max_pool_backward(dy, argmax, x.shape),
        ops.global_avg_pool_backward(dy, x.shape),
    ):
        np.testing.assert_allclose(dx.sum(axis=(1, 2)), dy, atol=1e-9)


@quick
@given(st.integers(1, 9), st.data())
def test_k_max_pooling_keeps_the_largest_and_hands_back_what_comes_in(length, data):
    k = data.draw(st.integers(1, length))
    x = np.array(data.draw(st.lists(st.integers(-3, 3), min_size=length, max_size=length)))
    x = np.stack([x, x[::-1]], axis=1)[None]
    y, argmax = ops.k_max_pool(x, k)
    np.testing.assert_array_equal(np.sort(y, axis=1), np.sort(x, axis=1)[:, length - k :])
    assert (np.diff(argmax, axis=1) > 0).all()
    np.testing.assert_array_equal(np.take_along_axis(x, argmax, axis=1), y)
    dx = ops.k_max_pool_backward(y, argmax, x.shape)
    np.testing.assert_array_equal(dx.sum(axis=1), y.sum(axis=1))
    np.testing.assert_array_equal(dx[dx != 0], x[dx != 0])


@quick
@given(st.integers(0, 99))
def test_softmax_is_a_distribution_that_minds_only_differences(seed):
    x = np.random.default_rng(seed).normal(0, 30, (4, 6))
    y = ops.softmax(x)
    np.testing.assert_allclose(y.sum(axis=-1), 1)
    np.testing.assert_allclose(ops.softmax(x + 1000), y, rtol=1e-9)
    assert (y.argmax(axis=-1) == x.argmax(axis=-1)).all()


@quick
@given(st.integers(0, 99))
def test_batch_norm_forgets_scale_and_shift_of_each_channel(seed):
    x = np.random.default_rng(seed).normal(3, 2, (5, 4, 3, 2))
    y, _, _ = ops.batch_norm(x, np.ones(2), np.zeros(2), epsilon=1e-12)
    np.testing.assert_allclose(y.mean(axis=(0, 1, 2)), 0, atol=1e-9)
    np.testing.assert_allclose(y.var(axis=(0, 1, 2)), 1)
    moved, _, _ = ops.batch_norm(x * [10, 0.5] + [7, -7], np.ones(2), np.zeros(2), epsilon=1e-12)
    np.testing.assert_allclose(moved, y, atol=1e-9)


@quick
@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_concatenation_is_undone_by_its_backward(channels):
    parts = [whole((2, 3, c), seed) for seed, c in enumerate(channels)]
    for part, again in zip(
        parts, ops.concatenate_backward(ops.concatenate(parts), channels), strict=True
    ):
        np.testing.assert_array_equal(again, part)
