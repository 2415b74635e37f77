"""A filter over words, drawn: its numbers, its words, and the window that is outlined."""

import numpy as np
import pytest

from cnnteach.figures.sentences import filter_over_words

WORDS = ["cats", "chase", "mice"]
VECTORS = np.array([[1.0, 0], [0, 1], [1, 1]])
KERNEL = np.array([[1.0, -1], [0, 2]])


def written(answers, **options):
    (axes,) = filter_over_words(WORDS, VECTORS, KERNEL, np.array(answers), **options).axes
    return [text.get_text() for text in axes.texts], axes


def test_words_numbers_and_answers_are_told():
    said, _ = written([3.0, 1])
    assert said[-3:] == WORDS
    for title in ("3 words", "filter", "answers", "∗", "="):
        assert title in said
    assert said[:12] == ["1", "0", "0", "1", "1", "1", "1", "−1", "0", "2", "3", "1"]


def test_words_have_room_to_the_left():
    _, axes = written([3.0, 1])
    assert axes.get_xlim()[0] < -1


@pytest.mark.parametrize("place", [0, 1, 9])
def test_the_window_stands_where_it_was_put(place):
    _, axes = written([3.0, 1], place=place)
    tops = {patch.get_y() for patch in axes.patches if patch.get_height() == 2}
    assert min(place, 1) in {round(top) for top in tops}


def test_wide_has_zeros_at_both_ends():
    said, _ = written([1.0, 2, 3, 4], wide=True)
    assert said[-5:] == ["0", *WORDS, "0"]


def test_a_filter_of_another_width_is_refused():
    with pytest.raises(ValueError, match="as wide as a word vector"):
        filter_over_words(WORDS, VECTORS, np.ones((2, 3)), np.zeros(2))
