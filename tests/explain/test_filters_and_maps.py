"""Filters, their spectra and tuning, filters of photographs, and what layers answer."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach import models, ops
from cnnteach.datasets import photo
from cnnteach.explain import (
    activations,
    filters,
    photograph_filters,
    preferred_stripes,
    spectrum,
    tuning,
)
from cnnteach.explain.gratings import quadrature
from cnnteach.stimuli import gabor, grating

# ---- filters ----


def test_filters_are_the_layers_own_weights(branched):
    np.testing.assert_array_equal(filters(branched), branched.get_layer("first").get_weights()[0])
    assert filters(branched, "last").shape == (2, 2, 8, 6)


def test_filters_of_other_convolutions_have_a_filter_for_each_map():
    image = keras.Input((9, 9, 3))
    x = layers.DepthwiseConv2D(3, depth_multiplier=2, name="depthwise")(image)
    net = keras.Model(image, layers.Conv2DTranspose(5, 2, name="up")(x))
    assert filters(net).shape == (3, 3, 1, 6)
    assert filters(net, "up").shape == (2, 2, 6, 5)


def test_a_layer_that_is_no_convolution_is_refused(branched):
    with pytest.raises(ValueError, match="no convolution 'pool'; it has first, wide, narrow"):
        filters(branched, "pool")


@pytest.mark.parametrize("direction", [0, 30, 75, 90, 140])
@pytest.mark.parametrize("spacing", [4, 8])
def test_stripes_are_recognised_by_their_spectrum(direction, spacing):
    stripes = grating(32, orientation=direction, wavelength=spacing)[:, :, None, None]
    found, distance = preferred_stripes(stripes, side=64)
    assert abs((found[0] - direction + 90) % 180 - 90) < 4
    assert distance[0] == pytest.approx(spacing, rel=0.05)


def test_the_spectrum_is_what_a_convolution_does_to_gratings(rng):
    """The strongest answer along a line of phases is the amplitude at that frequency."""
    kernel = rng.normal(size=(5, 5, 1, 1))
    amplitude = spectrum(kernel, side=16)[:, :, 0]
    for down, across in [(0, 3), (2, -1), (-4, 4)]:
        rows, columns = np.mgrid[:40, :40]
        wave = np.cos(2 * np.pi * (down * rows + across * columns) / 16)
        answers = ops.conv2d(wave[None, :, :, None], kernel)[0, :, :, 0]
        size = np.sqrt(2 * (answers[:32, :32] ** 2).mean())
        assert size == pytest.approx(amplitude[8 + down, 8 + across], rel=1e-6)


# ---- simple and complex cells ----


def cell(phase, angle=120.0):
    return gabor(15, orientation=angle, wavelength=6, phase=phase, aspect=1)


@pytest.mark.parametrize("angle", [0, 45, 120])
def test_a_simple_cell_prefers_its_own_stripes_and_minds_the_phase(angle):
    found = tuning(cell(0, angle), spacing=6, phases=12)
    assert found.best == angle
    assert found.answers[found.orientations == (angle + 90) % 180].max() < 0.1 * found.answers.max()
    assert found.modulation > 1.4
    assert (found.answers >= 0).all()


def test_a_pooled_pair_no_longer_minds_the_phase():
    pair = tuning(cell(0), spacing=6, pair=cell(90))
    best = pair.answers[pair.answers.max(axis=1).argmax()]
    assert pair.best == 120
    assert pair.modulation < 0.1
    assert best.min() > 0.9 * best.max()


def test_the_filter_a_quarter_of_a_cycle_apart_can_be_computed():
    np.testing.assert_allclose(quadrature(cell(0)), cell(90), atol=0.1)


def test_plain_brightness_has_no_part_in_that():
    np.testing.assert_allclose(quadrature(cell(0) + 5.0), quadrature(cell(0)), atol=1e-9)


def test_a_filter_in_colour_answers_to_grey_by_its_sum(rng):
    kernel = rng.normal(size=(5, 5, 3))
    np.testing.assert_allclose(tuning(kernel, 4).answers, tuning(kernel.sum(axis=2), 4).answers)


# ---- filters of photographs ----


@pytest.mark.parametrize("method", ["k-means", "ica"])
def test_photographs_alone_give_oriented_edges_of_all_directions(method):
    shown = [photo(name)[:, :, :1].astype(float) for name in ("chelsea", "coffee")]
    found = photograph_filters(shown, method=method, count=12, size=9, patches=3000, seed=1)
    assert found.shape == (9, 9, 1, 12)
    np.testing.assert_allclose(np.linalg.norm(found.reshape(81, -1), axis=0), 1, rtol=1e-5)
    again = photograph_filters(shown, method=method, count=12, size=9, patches=3000, seed=1)
    np.testing.assert_allclose(found, again, atol=1e-4)
    directions, spacings = preferred_stripes(found)
    assert np.ptp(directions) > 80
    assert np.isfinite(spacings).all(), "no filter answers to plain brightness"


@pytest.mark.parametrize(
    ("images", "options", "said"),
    [
        ([np.zeros((9, 9, 1))], {"method": "pca"}, "method is 'pca', but must be one of k-means"),
        ([np.zeros((5, 9, 1))], {}, "smaller than a filter of 7 x 7"),
        ([np.zeros((9, 9, 1)), np.zeros((9, 9, 3))], {}, "all with the same channels"),
        ([np.eye(9)[..., None]], {"method": "ica", "size": 2, "count": 4}, "ICA finds 3 at most"),
    ],
)
def test_photographs_that_will_not_do(images, options, said):
    with pytest.raises(ValueError, match=said):
        photograph_filters(images, patches=50, **options)


# ---- activations ----


def test_activations_are_what_the_layers_give(lenet, rng):
    images = rng.integers(0, 256, (3, 28, 28), dtype=np.uint8)
    found = activations(lenet, images)
    assert list(found)[:4] == ["c1", "s2", "c3", "s4"]
    weights = lenet.get_layer("c1").get_weights()
    expected = np.maximum(ops.conv2d(images[..., None] / 255, *weights, padding="same"), 0)
    np.testing.assert_allclose(found["c1"].maps, expected, atol=1e-5)
    scores = keras.ops.convert_to_numpy(lenet(images[..., None] / np.float32(255)))
    np.testing.assert_allclose(found[lenet.layers[-1].name].maps[:, 0, 0], scores, atol=1e-6)


def test_one_image_and_one_layer_will_do():
    found = activations(models.build("lenet5", seed=0), np.zeros((28, 28, 1)), "f6")
    assert found["f6"].maps.shape == (1, 1, 1, 84)
    assert found["f6"].kind == "Dense"


def test_sparseness_goes_from_all_alike_to_a_single_one():
    from cnnteach.explain.layer_maps import LayerMaps

    maps = np.zeros((1, 2, 5, 4))
    maps[..., 0] = 3.0
    maps[0, 1, 2, 1] = 9.0
    maps[0, 0, :, 2] = 1.0
    layer = LayerMaps("a", "ReLU", maps)
    np.testing.assert_allclose(layer.silent, [0, 0.9, 0.5, 1])
    np.testing.assert_allclose(layer.sparseness, [0, 1, 5 / 9, 0], atol=1e-12)


def test_filters_have_their_axes_whatever_the_layer_keeps():
    image = keras.Input((8, 8, 3))
    net = keras.Model(image, keras.layers.Conv2DTranspose(3, (2, 3), name="up")(image))
    kept = net.get_layer("up").get_weights()[0]
    assert np.array_equal(filters(net, "up"), kept.swapaxes(2, 3))
    assert filters(models.build("lenet5_1998"), "c3").shape == (5, 5, 6, 16)
    with pytest.raises(ValueError, match="no convolution 'l4'"):
        filters(models.build("locally_connected", size="teaching"), "l4")
