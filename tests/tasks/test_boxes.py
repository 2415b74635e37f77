"""Boxes: overlaps and choices that can be worked out by hand, and laws that hold for all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnteach.tasks.boxes import intersection_over_union, non_maximum_suppression

OVERLAPS = [  # top, left, bottom, right: height and width differ, so they cannot be swapped
    pytest.param((0, 0, 2, 4), (0, 0, 2, 4), 1, id="the-same"),
    pytest.param((0, 0, 2, 4), (1, 0, 3, 4), 4 / 12, id="one-row-down"),
    pytest.param((0, 0, 2, 4), (0, 1, 2, 5), 6 / 10, id="one-column-right"),
    pytest.param((0, 0, 2, 4), (1, 3, 3, 7), 1 / 15, id="one-pixel-in-common"),
    pytest.param((0, 0, 4, 4), (1, 1, 3, 3), 4 / 16, id="one-inside-the-other"),
    pytest.param((0, 0, 2, 4), (2, 0, 4, 4), 0, id="edges-touch"),
    pytest.param((0, 0, 2, 4), (5, 9, 7, 10), 0, id="far-apart"),
    pytest.param((0.5, 0, 1.5, 1), (0, 0, 1, 1), 1 / 3, id="half-pixels"),
]


@pytest.mark.parametrize(("first", "second", "expected"), OVERLAPS)
def test_overlap_by_hand(first, second, expected):
    assert intersection_over_union([first], [second])[0, 0] == pytest.approx(expected)
    assert intersection_over_union([second], [first])[0, 0] == pytest.approx(expected)


def test_overlaps_come_as_a_table():
    table = intersection_over_union(
        [(0, 0, 2, 4), (0, 0, 4, 4)], [(0, 0, 2, 4), (0, 0, 4, 4), (9, 9, 10, 10)]
    )
    np.testing.assert_allclose(table, [[1, 0.5, 0], [0.5, 1, 0]])


HEAP = [(0, 0, 10, 10), (0, 1, 10, 11), (0, 5, 10, 15), (20, 0, 30, 10)]
# Of the first, the second overlaps 9/11, the third 5/15 = 1/3; the third of the second 6/14.


@pytest.mark.parametrize(
    ("scores", "overlap", "kept"),
    [
        pytest.param([4, 3, 2, 1], 0.3, [0, 3], id="the-best-drops-two"),
        pytest.param([4, 3, 2, 1], 0.34, [0, 2, 3], id="a-third-is-allowed"),
        pytest.param([1, 4, 3, 2], 0.42, [1, 3], id="another-is-best"),
        pytest.param([1, 4, 3, 2], 0.43, [1, 2, 3], id="a-little-more-is-allowed"),
        pytest.param([3, 1, 2, 9], 0.9, [3, 0, 2, 1], id="best-first"),
        pytest.param([1, 1, 1, 1], 0.3, [0, 3], id="of-equals-the-first"),
        pytest.param([-4, -3, -9, -1], 0.0, [3, 1], id="scores-below-zero"),
    ],
)
def test_choice_by_hand(scores, overlap, kept):
    assert non_maximum_suppression(HEAP, scores, overlap=overlap).tolist() == kept


def test_what_is_dropped_drops_nothing():
    """A chain: the middle one goes because of the first, so the last may stay."""
    chain = [(0, 0, 10, 10), (0, 4, 10, 14), (0, 8, 10, 18)]  # 6/14, 6/14; first and last 2/18
    assert non_maximum_suppression(chain, [3, 2, 1], overlap=0.3).tolist() == [0, 2]


def test_overlap_equal_to_the_limit_is_allowed():
    pair = [(0, 0, 2, 4), (0, 0, 4, 4)]  # exactly a half
    assert len(non_maximum_suppression(pair, [1, 2], overlap=0.5)) == 2
    assert len(non_maximum_suppression(pair, [1, 2], overlap=0.499)) == 1


def test_no_boxes_give_none():
    assert non_maximum_suppression([], []).shape == (0,)
    assert intersection_over_union([], [(0, 0, 1, 1)]).shape == (0, 1)


sides = st.integers(1, 12)
corners = st.integers(0, 12)
boxes = st.builds(lambda t, l, h, w: (t, l, t + h, l + w), corners, corners, sides, sides)  # noqa: E741


@given(st.lists(st.tuples(boxes, st.integers(0, 5)), min_size=1, max_size=12), st.floats(0, 0.9))
def test_kept_boxes_are_apart_and_each_dropped_one_has_a_better(found, overlap):
    places, scores = zip(*found, strict=True)
    kept = non_maximum_suppression(places, scores, overlap=overlap)
    table = intersection_over_union(places, places)
    among = table[np.ix_(kept, kept)] - np.eye(len(kept))
    assert (among <= overlap).all()
    for dropped in set(range(len(places))) - set(kept.tolist()):
        better = [k for k in kept if scores[k] >= scores[dropped]]
        assert table[dropped, better].max() > overlap


@pytest.mark.parametrize(
    ("places", "scores", "message"),
    [
        ([(0, 0, 2)], [1], r"shape \(1, 3\), but must be \(N, 4\)"),
        ((0, 0, 2, 2), [1], r"a single box becomes a list"),
        ([(0, 0, 2, 2), (3, 3, 1, 5)], [1, 2], r"box 1 is \(3, 3, 1, 5\), which has no area"),
        ([(0, 0, 2, np.nan)], [1], "no area"),
        ([(0, 0, 2, 2)], [1, 2], r"scores have shape \(2,\), but there are 1 boxes"),
        ([(0, 0, 2, 2)], [np.nan], "score 0 is NaN"),
    ],
)
def test_boxes_that_cannot_be_say_so(places, scores, message):
    with pytest.raises(ValueError, match=message):
        non_maximum_suppression(places, scores)


def test_an_overlap_is_a_share():
    with pytest.raises(ValueError, match="overlap is 30"):
        non_maximum_suppression([(0, 0, 1, 1)], [1], overlap=30)
