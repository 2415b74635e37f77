"""The fast convolution is the one of the definition, whichever way it is computed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnteach import ops
from cnnteach.ops import _adjoint, _blocks, _columns, _fft, _products, _strategy

many = settings(deadline=None, max_examples=150)
WAYS = ("columns", "products", "spectra")


def force(monkeypatch, way, tiny_blocks):
    """Make the strategy choose one way wherever that way is right at all."""

    def pays(x, w, g, groups, dtype):
        return way == "spectra" and dtype.kind == "f"

    monkeypatch.setattr(_strategy, "spectra_pay", pays)
    monkeypatch.setattr(_strategy, "products_pay", lambda *_: way == "products")
    if tiny_blocks:
        for module in (_blocks, _columns, _products):
            monkeypatch.setattr(module, "SCRATCH_BYTES", 300)
        monkeypatch.setattr(_adjoint, "FAMILY_BYTES", 100)
        monkeypatch.setattr(_fft, "TILE_BYTES", 300)


@pytest.mark.parametrize("tiny_blocks", [False, True], ids=["whole", "tiny-blocks"])
@pytest.mark.parametrize("way", WAYS)
def test_forward(way, tiny_blocks, conv_cases):
    @many
    @given(conv_cases)
    def check(case):
        x, w, b, options = case
        expected = ops.conv2d_loops(x, w, b, **options)
        y = ops.conv2d(x, w, b, **options)
        assert y.dtype == x.dtype
        np.testing.assert_array_equal(y, expected)
        y = ops.conv2d(x.astype(np.float32), w.astype(np.float32), b, **options)
        assert y.dtype == np.float32
        np.testing.assert_allclose(y, expected, atol=2e-3)

    with pytest.MonkeyPatch.context() as monkeypatch:
        force(monkeypatch, way, tiny_blocks)
        check()


@pytest.mark.parametrize("tiny_blocks", [False, True], ids=["whole", "tiny-blocks"])
@pytest.mark.parametrize("way", WAYS)
def test_backward_is_the_adjoint_of_the_loops(way, tiny_blocks, conv_cases):
    """conv2d is linear in x, w and b, so <dy, y> is <dx, x>, <dw, w> and <db, b>: in integers."""

    @many
    @given(conv_cases, st.integers(0, 1000))
    def check(case, seed):
        x, w, b, options = case
        y = ops.conv2d_loops(x, w, **options)
        dy = np.random.default_rng(seed).integers(-9, 10, y.shape)
        exact = ops.conv2d_backward(dy, x, w, **options)
        dx, dw, db = exact
        assert [a.shape for a in exact] == [x.shape, w.shape, b.shape]
        assert {a.dtype for a in exact} == {np.dtype(np.int64)}
        assert (dx * x).sum() == (dw * w).sum() == (dy * y).sum()
        other = np.random.default_rng(seed + 1).integers(-9, 10, x.shape)
        assert (dx * other).sum() == (dy * ops.conv2d_loops(other, w, **options)).sum()
        other = np.random.default_rng(seed + 2).integers(-9, 10, w.shape)
        assert (dw * other).sum() == (dy * ops.conv2d_loops(x, other, **options)).sum()
        np.testing.assert_array_equal(db, dy.sum(axis=(0, 1, 2)))
        floats = (array.astype(np.float32) for array in (dy, x, w))
        for one, other in zip(ops.conv2d_backward(*floats, **options), exact, strict=True):
            assert one.dtype == np.float32
            np.testing.assert_allclose(one, other, atol=2e-2)

    with pytest.MonkeyPatch.context() as monkeypatch:
        force(monkeypatch, way, tiny_blocks)
        check()


def test_each_way_is_chosen_somewhere(monkeypatch):
    """Large kernels go through spectra, few filters through products, the rest through columns."""
    used = []
    for name, module in (("columns", _columns), ("products", _products), ("spectra", _fft)):
        convolve = module.convolve

        def spy(*args, name=name, convolve=convolve, **options):
            used.append(name)
            convolve(*args, **options)

        monkeypatch.setattr(module, "convolve", spy)
    x = np.ones((1, 40, 40, 8), np.float32)
    ops.conv2d(x, np.ones((3, 3, 8, 8), np.float32))
    ops.conv2d(x, np.ones((3, 3, 8, 2), np.float32))
    ops.conv2d(x, np.ones((31, 31, 8, 2), np.float32))
    ops.conv2d(x.astype(int), np.ones((31, 31, 8, 8), int))
    assert used == ["columns", "products", "spectra", "columns"]


@pytest.mark.parametrize("shape", [(1, 70, 60, 1), (3, 40, 50, 2)])
@pytest.mark.parametrize("options", [{}, {"padding": "same"}, {"stride": 2, "dilation": (1, 2)}])
def test_large_kernels_go_through_spectra_and_stay_right(shape, options):
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=shape), rng.normal(size=(17, 15, shape[3], 2))
    y = ops.conv2d(x, w, **options)
    np.testing.assert_allclose(y, ops.conv2d_loops(x, w, **options), atol=1e-10)
    dy = rng.normal(size=y.shape)
    dx, dw, _ = ops.conv2d_backward(dy, x, w, **options)
    np.testing.assert_allclose([(dx * x).sum(), (dw * w).sum()], (dy * y).sum())


@pytest.mark.parametrize("kernel", [3, 15])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_reaches_only_the_windows_it_is_in(kernel, bad):
    x, w = np.ones((1, 30, 31, 1)), np.full((kernel, kernel, 1, 1), 0.5)
    x[0, 20, 21, 0] = bad
    y = ops.conv2d(x, w)[0, :, :, 0]
    touched = ~np.isfinite(y)
    expected = np.zeros(y.shape, bool)
    expected[max(0, 21 - kernel) : 21, max(0, 22 - kernel) : 22] = True
    np.testing.assert_array_equal(touched, expected)
    np.testing.assert_allclose(y[~touched], 0.5 * kernel**2)


def test_what_is_not_finite_in_dy_reaches_only_the_pixels_of_its_window():
    dy = np.ones((1, 16, 17, 1))
    dy[0, 0, 0, 0] = np.nan
    x, w = np.ones((1, 30, 31, 1)), np.ones((15, 15, 1, 1))
    dx, dw, db = ops.conv2d_backward(dy, x, w)
    assert np.isnan(dx[0, :15, :15]).all()
    assert not np.isnan(dx[0, 15:]).any()
    assert not np.isnan(dx[0, :, 15:]).any()
    assert np.isnan(dw).all()
    assert np.isnan(db).all()


def test_an_infinite_gradient_stays_infinite():
    x, w, dy = np.ones((1, 30, 31, 1)), np.ones((15, 15, 1, 1)), np.ones((1, 16, 17, 1))
    dy[0, 3, 4, 0] = np.inf
    _, dw, db = ops.conv2d_backward(dy, x, w)
    assert (dw == np.inf).all()
    assert db.item() == np.inf
