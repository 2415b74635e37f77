"""Learning rates by step: constant, divided on a plateau, along a cosine."""

import numpy as np
import pytest

from cnnteach.training import Constant, Cosine, Plateau
from cnnteach.training.schedules import described, schedule_of


def test_alexnets_plateau_divides_by_ten_each_time_and_counts_again():
    scores = [0.3, 0.5, 0.5, 0.49, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6]
    schedule = Plateau(patience=3)
    found = [schedule(0, 0, scores[:epoch]) for epoch in range(len(scores) + 1)]
    #         0  .3 .5 .5 .49 .5   .6   .6   .6   .6    .6    .6
    wanted = [1, 1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01]
    np.testing.assert_allclose(found, wanted)


def test_an_improvement_smaller_than_the_margin_does_not_count():
    scores = [0.5, 0.5005, 0.501, 0.5015]
    assert Plateau(patience=3, margin=0.01)(0, 0, scores) == pytest.approx(0.1)
    assert Plateau(patience=3, margin=0.0)(0, 0, scores) == 1


def test_the_cosine_rises_in_a_line_and_ends_near_zero():
    rates = [Cosine(warm_up=4)(step, 104, []) for step in range(104)]
    assert rates[:5] == [0.25, 0.5, 0.75, 1.0, 1.0]
    assert rates[54] == pytest.approx(0.5)
    assert rates[29] == pytest.approx(0.5 * (1 + np.cos(np.pi / 4)))
    assert 0 < rates[-1] < 0.001
    assert Constant()(7, 9, [0.1]) == 1


@pytest.mark.parametrize("schedule", [Constant(), Plateau(0.5, 2, 0.0), Cosine(warm_up=7)])
def test_a_schedule_survives_being_written_down(schedule):
    assert schedule_of(described(schedule)) == schedule


def test_errors_name_what_there_is():
    with pytest.raises(ValueError, match="'linear'; write one of 'constant', 'plateau', 'cosine'"):
        schedule_of("linear")
    with pytest.raises(ValueError, match="patience must be at least 1"):
        Plateau(patience=0)
