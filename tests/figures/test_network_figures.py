"""Figures of filters, maps, patches and tuning: what is drawn where, and honestly."""

import numpy as np
import pytest

from cnnteach.figures.feature_maps import show_maps, show_tuning
from cnnteach.figures.filters import filter_pictures, show_filters, show_kernels, show_spectra
from cnnteach.figures.patches import show_patches


def test_zero_is_middle_grey_and_the_signs_go_as_far_to_either_side():
    kernels = np.array([[-4.0, 0.0, 2.0], [-1.0, 0.0, 0.5]]).T.reshape(1, 3, 1, 2)
    own, far = filter_pictures(kernels)
    np.testing.assert_array_equal(far, [4, 1])
    np.testing.assert_array_equal(own[:, 0, :, 0], [[1, 128, 192], [1, 128, 192]])
    shared, far = filter_pictures(kernels, same_scale=True)
    np.testing.assert_array_equal(far, [4, 4])
    np.testing.assert_array_equal(shared[1, 0, :, 0], [96, 128, 144])


def test_a_filter_of_zeros_is_grey():
    assert (filter_pictures(np.zeros((2, 2, 3, 1)))[0] == 128).all()


def test_filters_in_colour_keep_their_channels():
    kernels = np.zeros((2, 2, 3, 1))
    kernels[:, :, 0] = 1.0
    np.testing.assert_array_equal(filter_pictures(kernels)[0][0, 0, 0], [255, 128, 128])
    assert [axes.get_xlabel() for axes in show_filters(kernels).axes] == ["±1"]


@pytest.mark.parametrize("shape", [(3, 3, 5, 2), (3, 3, 2), (0, 3, 1, 2)])
def test_kernels_that_make_no_picture_are_refused(shape):
    with pytest.raises(ValueError, match=r"channels|must be"):
        show_filters(np.zeros(shape))


def test_deeper_kernels_stand_in_rows_by_filter_and_columns_by_channel():
    kernels = np.arange(2 * 2 * 3 * 4.0).reshape(2, 2, 3, 4)
    figure = show_kernels(kernels, units=[3, 1], channels=[0, 2])
    drawn = [np.asarray(axes.images[0].get_array()) for axes in figure.axes[:4]]
    for plane, (unit, channel) in zip(drawn, [(3, 0), (3, 2), (1, 0), (1, 2)], strict=True):
        np.testing.assert_array_equal(plane, kernels[:, :, channel, unit])
    assert {axes.images[0].get_clim() for axes in figure.axes[:4]} == {(-47 + 0.0, 47.0)}


def test_a_spectrums_middle_is_frequency_zero():
    axes = show_spectra(np.ones((8, 8, 1))).axes[0]
    assert axes.images[0].get_extent() == [-0.5, 0.5, 0.5, -0.5]
    assert len(axes.lines) == 1


def test_maps_share_a_scale_or_say_their_own():
    maps = np.stack([np.eye(3), 5 * np.eye(3), np.zeros((3, 3))], axis=-1)
    shared, own = show_maps(maps), show_maps(maps, same_scale=False)
    assert [axes.images[0].get_clim() for axes in shared.axes] == [(0, 5)] * 3
    assert [axes.images[0].get_clim() for axes in own.axes] == [(0, 1), (0, 5), (0, 1)]
    assert [axes.get_xlabel() for axes in own.axes] == ["1", "5", "silent"]
    with pytest.raises(ValueError, match="those of one image"):
        show_maps(np.zeros((1, 3, 3, 2)))


def test_patches_beyond_the_border_lie_on_hatches_and_dead_units_say_so():
    patches = np.full((2, 3, 3, 4), 255, np.uint8)
    patches[1, 0, :, 3] = 0
    figure = show_patches([patches, patches[:0]])
    alive, dead = figure.axes
    assert [len(alive.images), len(alive.patches)] == [2, 1]
    assert alive.patches[0].get_hatch()
    assert alive.images[0].get_zorder() > alive.patches[0].get_zorder()
    assert dead.texts[0].get_text() == "dead"


def test_patches_stand_beside_their_filters():
    patches = [np.zeros((9, 2, 2, 3), np.uint8)] * 3
    figure = show_patches(patches, filters=np.zeros((3, 7, 7, 3), np.uint8), columns=2)
    assert sum(len(axes.images) == 1 for axes in figure.axes) == 3
    with pytest.raises(ValueError, match="3 units and 1 filters"):
        show_patches(patches, filters=[0])
    with pytest.raises(ValueError, match="hold float64, but must be"):
        show_patches([np.zeros((9, 2, 2, 3))])


def test_tuning_is_drawn_by_orientation_and_by_drift():
    answers = np.array([[0.0, 1, 0, 0], [2, 4, 2, 0], [0, 0, 0, 0]])
    figure = show_tuning([(np.arange(3) * 60, np.arange(4) * 90, answers)], names=["simple"])
    by_orientation, by_phase = figure.axes
    np.testing.assert_allclose(by_orientation.lines[0].get_ydata(), [0.25, 1, 0])
    np.testing.assert_allclose(by_phase.lines[0].get_ydata(), [0.5, 1, 0.5, 0])
