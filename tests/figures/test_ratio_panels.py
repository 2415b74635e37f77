"""Bars of ratios: from 1 to the number, on one scale, and the number beside."""

import numpy as np
import pytest

from cnnteach.figures.ratios import ratio_panels

RATIOS = [[0.5, 20, np.nan], [1.0, 300, 0.004]]


@pytest.fixture
def panels():
    return ratio_panels(["one", "two"], ["a", "b", "c"], RATIOS).axes


def ends(axes):
    return [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]


def test_a_bar_reaches_from_one_to_its_ratio(panels):
    assert ends(panels[0])[:2] == [(1, 0.5), (1, 20)]
    assert ends(panels[1]) == [(1, 1), (1, 300), (1, pytest.approx(0.004))]


def test_numbers_stand_beside_the_bars_and_nothing_where_none_is(panels):
    assert [text.get_text() for text in panels[0].texts] == ["0.5", "20"]
    assert [text.get_text() for text in panels[1].texts] == ["1", "300", "0.004"]
    assert [text.get_ha() for text in panels[0].texts] == ["right", "left"]


def test_all_panels_share_a_scale_that_holds_every_bar_and_its_number(panels):
    (low, high), other = panels[0].get_xlim(), panels[1].get_xlim()
    assert (low, high) == other
    assert low < 0.004 / 3
    assert high > 300 * 3


def test_every_bar_has_its_name_and_the_first_is_on_top(panels):
    assert [label.get_text() for label in panels[0].get_yticklabels()] == ["a", "b", "c"]
    bottom, top = panels[0].get_ylim()
    assert bottom > top


def test_numbers_stay_inside_their_panels():
    figure = ratio_panels(["one", "two"], ["a", "b", "c"], RATIOS)
    figure.draw_without_rendering()
    for axes in figure.axes:
        frame = axes.get_window_extent()
        for text in axes.texts:
            box = text.get_window_extent()
            assert frame.x0 <= box.x0
            assert box.x1 <= frame.x1


def test_unused_places_of_the_grid_are_blank():
    figure = ratio_panels(list("abcd"), ["x"], [[2], [3], [4], [5]], columns=3)
    assert [axes.axison for axes in figure.axes] == [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    ("ratios", "words"),
    [([[1, 2]], "1 titles and 3 names"), ([[1, 2, 0]], "positive, but one is 0")],
)
def test_wrong_ratios_are_refused(ratios, words):
    with pytest.raises(ValueError, match=words):
        ratio_panels(["one"], ["a", "b", "c"], ratios)
