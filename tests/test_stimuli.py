"""Lights as they were shown, and cells that answer as Hubel and Wiesel's did."""

import numpy as np
import pytest

from cnnteach import ops, stimuli

TURNS = range(0, 180, 15)


@pytest.mark.parametrize("turn", TURNS)
def test_a_bar_lies_at_its_orientation_and_moves_across_itself(turn):
    shown = stimuli.bar(41, orientation=turn, width=3)
    away, along = stimuli.across(41, turn)
    far = np.hypot(away, along) < 15
    assert shown[far & (np.abs(away) < 0.9)].min() == 1
    assert shown[far & (np.abs(away) > 2.1)].max() == 0
    y, x = np.argwhere(shown > 0.9).T
    slope = np.rad2deg(np.arctan2(*np.linalg.eigh(np.cov(x, -y))[1][::-1, 1])) % 180
    assert min(abs(slope - turn), 180 - abs(slope - turn)) < 2
    moved = stimuli.bar(41, orientation=turn, width=3, drift=4.0)
    assert moved[np.hypot(away - 4, along) < 0.5].min() == 1


@pytest.mark.parametrize("drift", [0.0, 3.0, 7.5])
def test_a_grating_repeats_after_its_wavelength(drift):
    words = {"orientation": 30, "wavelength": 7.5}
    one, again, half = (
        stimuli.grating(21, drift=drift + more, **words) for more in (0, 7.5, 7.5 / 2)
    )
    np.testing.assert_allclose(one, again, atol=1e-12)
    np.testing.assert_allclose(half, -one, atol=1e-12)


@pytest.mark.parametrize("phase", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", [0, 45, 110])
def test_a_gabor_filter_is_blind_to_plain_light_and_has_length_one(turn, phase):
    kernel = stimuli.gabor(17, orientation=turn, phase=phase)
    assert kernel.sum() == pytest.approx(0, abs=1e-12)
    assert (kernel**2).sum() == pytest.approx(1)
    opposite = stimuli.gabor(17, orientation=turn, phase=phase + 180)
    np.testing.assert_allclose(opposite, -kernel, atol=1e-12)
    turned = stimuli.gabor(17, orientation=turn + 180, phase=-phase)
    np.testing.assert_allclose(turned, kernel, atol=1e-12)


@pytest.mark.parametrize("turn", TURNS)
def test_a_cell_answers_most_to_its_own_orientation(turn):
    kernel = stimuli.gabor(17, orientation=turn)
    answers = [
        stimuli.simple_cells(stimuli.bar(17, orientation=other), kernel)[0, 0] for other in TURNS
    ]
    assert TURNS[int(np.argmax(answers))] == turn
    across_it = answers[(TURNS.index(turn) + 6) % 12]
    assert across_it < 0.1 * max(answers)


def test_plain_light_leaves_cells_cold_and_a_spot_warms_the_simple_one():
    kernel = stimuli.gabor(17, orientation=0)
    assert stimuli.simple_cells(stimuli.light(17), kernel)[0, 0] == pytest.approx(0, abs=1e-9)
    spot = stimuli.simple_cells(stimuli.spot(17, width=3), kernel)[0, 0]
    bar = stimuli.simple_cells(stimuli.bar(17, orientation=0, width=3), kernel)[0, 0]
    assert 0 < spot < 0.5 * bar


def test_simple_cells_are_a_convolution_and_a_relu_the_complex_one_its_maximum():
    rng = np.random.default_rng(2)
    image, kernel = rng.standard_normal((21, 21)), rng.standard_normal((7, 7))
    cells = ops.relu(ops.conv2d(image[None, :, :, None], kernel[:, :, None, None]))
    np.testing.assert_allclose(stimuli.simple_cells(image, kernel), cells[0, :, :, 0])
    pooled, _ = ops.max_pool2d(cells[:, 5:10, 5:10], 5)
    assert stimuli.complex_cell(cells[0, :, :, 0], 2) == pytest.approx(pooled.item())


def test_a_complex_cell_does_not_care_where_the_bar_is():
    kernel = stimuli.gabor(17, orientation=60)
    shown = [stimuli.bar(33, orientation=60, drift=drift) for drift in range(-4, 5)]
    cells = [stimuli.simple_cells(image, kernel) for image in shown]
    simple = np.array([each[8, 8] for each in cells])
    complex_ = np.array([stimuli.complex_cell(each, 4) for each in cells])
    assert simple.min() == 0
    assert complex_.min() > 0.9 * complex_.max()
    assert complex_.max() == pytest.approx(simple.max(), rel=0.05)


def test_the_energy_of_a_pair_has_no_phase():
    even, odd = (stimuli.gabor(17, orientation=20, phase=phase) for phase in (0, 90))
    drifts = np.arange(0, 8, 0.5)
    shown = [stimuli.grating(17, orientation=20, drift=drift) for drift in drifts]
    found = np.array([stimuli.energy(image, even, odd) for image in shown])
    assert np.ptp(found) < 0.05 * found.mean()
    sums = [stimuli.field_sums(image, even)[0, 0] for image in shown]
    assert min(sums) < -0.9 * found.mean() < 0 < 0.9 * found.mean() < max(sums)


def test_a_complex_cell_hears_all_there_are_and_must_have_a_middle():
    assert stimuli.complex_cell(np.array([[9, 0, 0], [0, 1, 0], [0, 0, 2]]), 2) == 9
    with pytest.raises(ValueError, match="4 rows of simple cells and reach is 1; the rows must be"):
        stimuli.complex_cell(np.ones((4, 4)), 1)
    with pytest.raises(ValueError, match="reach is -1"):
        stimuli.complex_cell(np.ones((3, 3)), -1)
