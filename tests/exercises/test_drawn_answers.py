"""An answer beside the right one: drawn in a notebook, and in plain text for a terminal."""

import re

import numpy as np
import pytest
from heard import Balanced

from cnnteach.classroom.graded import NotRight, graded
from cnnteach.exercises import catalogue, check
from cnnteach.exercises.drawn import beside
from cnnteach.exercises.drawn_shapes import shapes_beside
from cnnteach.exercises.judging import judge

RIGHT = np.arange(12.0).reshape(3, 4)
FEW_KB = 12_000
FRAMED = r"<td style=[^>]*outline[^>]*>([^< ]+)"


def drawn(right, changes, **options):
    given = right.copy()
    for place, value in changes.items():
        given[place] = value
    return beside(given, right, given != right, **options)


def test_what_differs_has_a_sign_and_the_first_is_framed():
    picture = drawn(RIGHT, {(1, 2): 60, (2, 0): -8})
    assert picture.text.splitlines() == [
        "yours                     right",
        "     0    1    2    3          0   1   2   3",
        " 0   0    1    2    3      0   0   1   2   3",
        " 1   4    5  [60▲]  7      1   4   5 [ 6]  7",
        " 2  -8▼   9   10   11      2   8   9  10  11",
        "▲ too large, ▼ too small; the first is framed",
    ]
    assert re.findall(FRAMED, picture.html) == ["60", "6"]
    assert picture.html.count("▲") == picture.html.count("▼") == 2  # the cell, and the legend


def test_whoever_listens_hears_each_difference_and_where_the_first_is():
    read = Balanced(drawn(RIGHT, {(1, 2): 60, (2, 0): -8}).html)
    assert read.open == []
    assert read.said.count("too large") == read.said.count("too small") == 1
    assert "▲ too large, ▼ too small; the first is framed" in read.said


def test_no_colour_stands_without_a_sign_and_every_colour_is_the_themes():
    html = drawn(RIGHT, {(0, 0): 7, (1, 1): -1, (2, 2): np.nan}).html
    grounds = re.findall(r"<td style=\"background:var\((--\w+)\)[^>]*>\S+ <span role=\"img\"", html)
    assert sorted(grounds) == ["--above", "--apart", "--below"]
    assert html.count("background:") == 3
    colours = re.findall(r"(?:color|--above|--below|--apart):([^;\"]+)", html)
    assert all("var(--jp-" in colour or colour == "inherit" for colour in colours)


def test_of_channels_and_images_the_plane_of_the_first_difference_is_drawn():
    maps = np.zeros((3, 4, 5))
    assert drawn(maps, {(1, 2, 3): 1}).text.startswith("yours[:, :, 3] ")
    batch = np.zeros((2, 3, 4, 5))
    picture = drawn(batch, {(1, 0, 2, 4): 1})
    assert picture.text.startswith("yours[1, :, :, 4] ")
    assert "right[1, :, :, 4]" in picture.html


def test_of_a_large_map_the_part_around_the_first_difference_is_drawn():
    picture = drawn(np.zeros((40, 30)), {(20, 29): 5})
    assert picture.text.startswith("yours[16:24, 22:30] ")
    assert " 20 " in picture.text
    assert "[ 5▲]" in picture.text
    assert len(picture.text.splitlines()) < 15


def test_a_vector_is_one_row():
    picture = drawn(np.array([5, 9, 6]), {0: 9, 2: 5})
    assert picture.text.splitlines()[1].split() == ["0", "1", "2"] * 2
    assert picture.text.splitlines()[2].split() == ["[9▲]", "9", "5▼", "[5]", "9", "6"]


def test_a_difference_that_is_small_is_written_out():
    assert "1.000001▲" in drawn(np.ones(2), {1: 1.000001}).text


def test_whether_a_map_is_dead_is_neither_large_nor_small():
    picture = drawn(np.array([True, False]), {1: True})
    assert "[True≠]" in re.sub(r"\s", "", picture.text)
    assert "≠ different; the first" in picture.text


@pytest.mark.parametrize("shape", [(), (1, 2, 2, 2, 2)])
def test_what_has_no_plane_is_not_drawn(shape):
    zeros = np.zeros(shape)
    assert beside(zeros + 1, zeros, zeros == 0) is None
    assert shapes_beside(shape, (2, 2)) is None


def test_shapes_are_boxes_to_one_scale_with_their_sizes():
    picture = shapes_beside((2, 4), (4, 2, 3))
    assert picture.text.splitlines() == [
        "yours: 2 rows, 4 columns   right: 4 rows, 2 columns, 3 channels",
        "· · · ·                    · ·",
        "· · · ·                    · ·",
        "                           · ·",
        "                           · ·",
    ]
    sizes = re.findall(r'width="(\d+)" height="(\d+)"', picture.html)
    assert sizes == [("102", "52"), ("66", "116")]
    said = Balanced(picture.html).said
    assert "yours: a box of 2 rows, 4 columns" in said
    assert "right: a box of 4 rows, 2 columns, 3 channels" in said


def test_a_check_draws_what_differs_in_place_of_its_text():
    exercise = catalogue()["corr2d_valid"]
    result = check("corr2d_valid", exercise.wrong_answers["flips the kernel"])
    assert "    ▼ too small; the first is framed" in repr(result)
    page = result._repr_html_()
    assert Balanced(page).open == []
    assert page.count("<table") == 2
    assert page.index("</table>") < page.index("More help")
    assert page.count("too small; the first") == 1


def test_a_check_draws_both_shapes():
    result = check("corr2d_valid", lambda image, kernel: np.zeros((1, 2)))
    assert "yours: 1 row, 2 columns   right: 2 rows, 2 columns" in repr(result)
    assert result._repr_html_().count("<svg") == 2


def test_kernels_are_not_called_images():
    result = check("dense_to_kernels", lambda weights, height, width: np.zeros((2, 1, 3, 2)))
    assert "yours: 2 rows, 1 column, 3 channels, 2 kernels" in repr(result)
    assert "right: 1 row, 3 columns, 2 channels, 2 kernels" in repr(result)


def _right_in_the_examples(image, kernel):
    answer = catalogue()["corr2d_valid"].solution(image, kernel)
    return answer if answer.shape == (2, 2) else answer * 0 + 12345


def test_of_a_case_that_is_not_public_what_is_right_stays_hidden():
    result = check("corr2d_valid", _right_in_the_examples)
    assert "yours" in repr(result)
    assert "right  " not in repr(result)
    assert result._repr_html_().count("<table") == 1


def test_a_students_feedback_holds_the_same_in_text():
    answer = eval("lambda image, kernel: np.full((2, 2), 19)", {"np": np})
    with pytest.raises(NotRight) as caught:
        graded("corr2d_valid", answer)
    (said,) = caught.value._render_traceback_()
    assert "[19]" not in said
    assert re.search(r"0  19  \[19▼\] +0  19 \[25\]", said)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_every_picture_of_a_mistake_is_small():
    sizes = {
        f"{exercise.name}: {mistake.label}": len(result.picture.html)
        for exercise in catalogue().values()
        if not exercise.needs  # networks take their time
        for mistake in exercise.mistakes
        if (result := judge(exercise, mistake.answer, seed=0)).picture
    }
    assert len(sizes) > 80
    assert {name: size for name, size in sizes.items() if size > FEW_KB} == {}
