"""OrientationTuning in Python: cells answer to what is shown; filters of one's own; errors."""

import numpy as np
import pytest

from cnnteach import shipped, stimuli
from cnnteach.widgets import OrientationTuning


def test_it_starts_with_a_bar_that_the_cell_prefers():
    cells = OrientationTuning()
    simple, complex_ = cells.by_orientation
    assert simple.argmax() == complex_.argmax() == 9  # 45 degrees
    assert (cells.simple, cells.complex) == (simple[9], complex_[9])
    simple, complex_ = cells.by_drift
    assert simple.argmax() == 12  # in the middle
    np.testing.assert_allclose(complex_[8:17], complex_[12], rtol=0.02)


@pytest.mark.parametrize("stimulus", ["bar", "grating", "spot", "light"])
def test_the_answers_are_those_to_the_picture(stimulus):
    cells = OrientationTuning(stimulus=stimulus, orientation=50, drift=1, reach=2, prefers=70)
    inner = cells.picture()[8:25, 8:25]
    total = (inner * stimuli.gabor(17, orientation=70)).sum()
    assert cells.simple == pytest.approx(max(0, total), abs=1e-9)
    around = [
        (cells.picture()[8 + i : 25 + i, 8 + j : 25 + j] * cells.kernel).sum()
        for i in range(-2, 3)
        for j in range(-2, 3)
    ]
    assert cells.complex == pytest.approx(max(0, *around), abs=1e-9)
    assert np.allclose(cells.by_orientation, 0, atol=1e-9) == (stimulus == "light")


def test_the_energy_of_a_pair_hardly_changes_with_the_drift():
    cells = OrientationTuning(stimulus="grating", pooling="energy")
    simple, complex_ = cells.by_drift
    assert np.ptp(complex_) < 0.05 * complex_.mean()
    assert simple.min() == 0
    assert simple.max() == pytest.approx(complex_.max(), rel=0.05)


def test_a_trained_layer_takes_the_place_of_gabor_filters():
    arrays = shipped.arrays_of("zfnet_cifar10")
    kernels = next(array for name, array in arrays.items() if "conv1/kernel" in name)
    cells = OrientationTuning(kernels, filter=7, stimulus="grating", pooling="energy")
    grey = kernels[..., 7].astype(float).sum(axis=2)
    np.testing.assert_allclose(cells.kernel[5:12, 5:12], grey / np.linalg.norm(grey), atol=1e-6)
    assert np.count_nonzero(cells.kernel) <= 49
    inner = cells.picture()[8:25, 8:25]
    assert cells.simple == pytest.approx(max(0, (inner * cells.kernel).sum()))
    assert cells.complex >= cells.simple  # pooled by the maximum: there is no pair
    np.testing.assert_allclose(OrientationTuning(np.ones((3, 3))).kernel[7:10, 7:10], 1 / 3)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"stimulus": "face"}, "stimulus is 'face'"),
        ({"orientation": 180}, "orientation is 180, but must be a number from 0 to 179"),
        ({"reach": 9}, "reach is 9, and OrientationTuning shows at most 8"),
        ({"filters": np.ones((18, 3))}, r"filters have shape \(18, 3\)"),
        ({"filters": np.ones((3, 3, 2)), "filter": 2}, "filter is 2, but there are filters 0 to 1"),
        ({"filters": "gabor"}, "filters holds"),
        ({"spin": 3}, "OrientationTuning has no option 'spin'"),
    ],
)
def test_what_has_no_meaning_is_refused(words, message):
    with pytest.raises((TypeError, ValueError), match=message):
        OrientationTuning(**words)


def test_its_figure_draws_both_curves_where_they_are():
    cells = OrientationTuning(orientation=60, drift=3, prefers=30)
    *_, turned, drifted = cells.figure().axes
    for axes, expected in ((turned, cells.by_orientation), (drifted, cells.by_drift)):
        np.testing.assert_allclose([line.get_ydata() for line in axes.lines[:2]], expected)
    assert turned.lines[2].get_xdata() == [60, 60]
    assert cells.describe().startswith("OrientationTuning: bar at 60 degrees, the simple cell")
