"""Filtering photographs does what SciPy, Pillow, scikit-image and Keras do."""

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage, signal

from cnnteach import kernels
from cnnteach.widgets.kernel_lab import filtering
from cnnteach.widgets.kernel_lab.photographs import photograph

RNG = np.random.default_rng(3)
SCIPYS = {"zero": "constant", "edge": "nearest", "reflect": "mirror"}


@pytest.mark.parametrize("border", SCIPYS)
@pytest.mark.parametrize("size", [(1, 1), (3, 3), (5, 3), (2, 4), (7, 7)])
def test_each_border_is_scipys(border, size):
    planes, w = RNG.integers(0, 256, (3, 9, 11)), RNG.standard_normal(size)
    found = filtering.filtered(planes.astype(float), w, border)
    assert found.shape == planes.shape
    origin = [-1 if n % 2 == 0 else 0 for n in size]  # SciPy's window of even size lies further up
    for plane, result in zip(planes.astype(float), found, strict=True):
        expected = ndimage.correlate(plane, w, mode=SCIPYS[border], origin=origin)
        np.testing.assert_allclose(result, expected, atol=1e-9)


def test_valid_keeps_to_the_inside():
    plane, w = RNG.integers(0, 256, (9, 11)).astype(float), RNG.standard_normal((4, 3))
    expected = signal.correlate2d(plane, w, mode="valid")
    np.testing.assert_allclose(filtering.filtered(plane[None], w, "valid")[0], expected, atol=1e-9)


def test_same_with_zeros_is_keras():
    import keras

    planes = RNG.integers(0, 256, (3, 8, 9)).astype("float32")
    for size in ((3, 3), (4, 5), (2, 7)):
        w = RNG.integers(-4, 5, size).astype("float32")
        y = keras.ops.conv(planes[..., None], w[..., None, None], padding="same")
        expected = keras.ops.convert_to_numpy(y)[..., 0]
        np.testing.assert_allclose(filtering.filtered(planes, w, "zero"), expected, atol=1e-3)


def test_grey_is_pillows():
    for name in ("chelsea", "coffee"):
        picture = photograph(name)
        expected = np.array(Image.fromarray(picture).convert("L"))
        np.testing.assert_array_equal(filtering.grey(picture), expected)
    picture = RNG.integers(0, 256, (50, 50, 3), dtype=np.uint8)
    expected = np.array(Image.fromarray(picture).convert("L"))
    np.testing.assert_array_equal(filtering.grey(picture), expected)


@pytest.mark.parametrize("border", filtering.BORDERS)
@pytest.mark.parametrize("name", ["gaussian", "box", "sobel_x", "sobel_y", "misprint"])
def test_two_passes_are_one(border, name):
    planes, w = RNG.integers(0, 256, (2, 12, 10)).astype(float), kernels.kernel(name, (5, 3))
    first, second = filtering.in_two_passes(planes, *kernels.separate(w), border)
    np.testing.assert_allclose(second, filtering.filtered(planes, w, border), atol=1e-10)
    rows = 8 if border == "valid" else 12
    assert first.shape == (2, rows, 10)


def test_steepness_is_the_length_of_the_gradient():
    plane = filtering.grey(photograph("camera")).astype(float)
    expected = np.hypot(
        ndimage.sobel(plane, 0, mode="mirror"), ndimage.sobel(plane, 1, mode="mirror")
    )
    np.testing.assert_allclose(filtering.magnitude(plane[None], "reflect")[0], expected, atol=1e-9)


def test_normalised_matching_is_that_of_scikit_image():
    from skimage.feature import match_template

    plane = filtering.grey(photograph("coins"))
    template = plane[20:41, 120:141]
    found = filtering.match(plane, template, "normalised")
    np.testing.assert_allclose(found, match_template(plane.astype(float), template), atol=1e-4)
    assert np.unravel_index(found.argmax(), found.shape) == (20, 120)
    assert found.max() == pytest.approx(1)


def test_other_matchings_are_sums_of_products():
    plane, template = RNG.integers(0, 256, (14, 12)), RNG.integers(0, 256, (5, 5))
    raw = signal.correlate2d(plane, template, mode="valid")
    np.testing.assert_allclose(filtering.match(plane, template, "raw"), raw, rtol=1e-12)
    centred = signal.correlate2d(plane, template - template.mean(), mode="valid")
    np.testing.assert_allclose(filtering.match(plane, template, "without mean"), centred, atol=1e-7)


def test_an_even_window_or_template_matches_nothing():
    plane = np.full((30, 30), 7)
    plane[20:, 20:] = RNG.integers(0, 256, (10, 10))
    found = filtering.match(plane, plane[18:29, 18:29], "normalised")
    assert np.isfinite(found).all()
    assert found[0, 0] == 0
    assert not filtering.match(plane, plane[:9, :9], "normalised").any()


def test_raw_matching_prefers_what_is_bright():
    plane = np.zeros((20, 20), int)
    plane[3:6, 3:6], plane[12:15, 12:15] = [[9, 0, 9], [0, 9, 0], [9, 0, 9]], 50
    found = {how: filtering.match(plane, plane[3:6, 3:6], how) for how in filtering.MATCHINGS}
    best = {how: tuple(map(int, np.argwhere(f == f.max())[0])) for how, f in found.items()}
    assert best["raw"] == (12, 12)
    assert best["normalised"] == (3, 3)


def test_peaks_are_apart_and_descend():
    response = RNG.standard_normal((40, 50))
    found = filtering.peaks(response, (9, 7))
    values = [response[tuple(at)] for at in found]
    assert values == sorted(values, reverse=True)
    assert values[0] == response.max()
    for k, (row, column) in enumerate(found):
        for r, q in found[:k]:
            assert abs(row - r) > 4 or abs(column - q) > 3


def test_limits_follow_the_look_and_the_sum():
    response = np.linspace(-50, 200, 1000)
    box, edge = kernels.kernel("box"), kernels.kernel("laplacian")
    limits = lambda look, w=box, mode="kernel", how="raw": filtering.limits(  # noqa: E731
        response, look, mode, how, w
    )
    assert limits("auto") == limits("clipped", edge) == (0, 255, False)
    assert limits("auto", edge) == limits("signed")
    low, high, unsigned = limits("signed")
    assert (low, unsigned) == (-high, False)
    assert np.mean(np.abs(response) > high) <= 0.005
    assert high > 195
    assert limits("auto", mode="steepness") == limits("size") == (0, high, True)
    assert limits("size", mode="template") == (-50, 200, False)
    assert limits("auto", mode="template", how="without mean") == (-200, 200, False)
    assert limits("auto", mode="template", how="normalised") == (-1, 1, False)
    assert filtering.reach(np.zeros(5)) == 1
