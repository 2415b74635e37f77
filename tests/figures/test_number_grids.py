import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from cnnteach.figures.numbers import numbers
from cnnteach.figures.tones import MARK, limits_of, text_colour, tones


def words(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def cells(figure):
    """Return the rectangles of one cell, in drawing order."""
    return [p for p in figure.axes[0].patches if isinstance(p, Rectangle) and p.get_width() == 1]


def test_every_cell_holds_its_own_number_in_its_own_place():
    figure = numbers([[1, 2, 3], [4, 5, 6]])
    places = {t.get_text(): t.get_position() for t in figure.axes[0].texts}
    assert places["1"] == (0.5, 0.5)
    assert places["3"] == (2.5, 0.5)
    assert places["4"] == (0.5, 1.5)
    assert figure.axes[0].get_ylim()[0] > figure.axes[0].get_ylim()[1], "rows count downwards"


def test_cells_of_all_grids_are_squares_of_one_size():
    figure = numbers(np.zeros((2, 5)), np.zeros((4, 1)))
    figure.canvas.draw()
    boxes = [cell.get_window_extent() for cell in cells(figure)]
    assert len(boxes) == 14
    np.testing.assert_allclose([box.width for box in boxes], boxes[0].width)
    np.testing.assert_allclose([box.height for box in boxes], boxes[0].width)


def test_numbers_are_written_short_with_a_true_minus():
    assert words(numbers([[-3, 0.25, 1234.5678, 2.0]])) == ["−3", "0.25", "1.23e+03", "2"]
    assert words(numbers(np.array([True, False]))) == ["1", "0"]


def test_titles_signs_and_places_are_drawn():
    figure = numbers([[7]], [[8]], titles=("left", "right"), between=("∗",), places=True)
    assert words(figure) == ["7", "0", "0", "8", "0", "0", "left", "right", "∗"]


def test_a_box_surrounds_its_window_and_only_it():
    figure = numbers(np.zeros((5, 5)), np.zeros((3, 3)), boxes=[(1, 1, 2, 1, 1)])
    outlined = [p for p in figure.axes[0].patches if to_hex(p.get_edgecolor()) == MARK]
    assert len(outlined) == 1
    second = figure.axes[0].texts[25 + 1 * 3 + 2]
    x, y = outlined[0].xy
    assert (x + 0.5, y + 0.5) == pytest.approx(second.get_position())


def test_hatched_cells_stay_readable():
    figure = numbers(np.uint8([[10, 20], [30, 250]]), unused=[(0, 1, 0, 1, 2)])
    inks = {text.get_text(): text.get_color() for text in figure.axes[0].texts}
    assert inks == {"10": "white", "20": "white", "30": "black", "250": "black"}
    assert any(patch.get_hatch() for patch in figure.axes[0].patches)


@pytest.mark.parametrize(
    ("array", "limits"),
    [
        (np.uint8([[3, 4]]), (0, 255)),
        (np.array([[True]]), (0, 1)),
        (np.array([[0.0, 0.5]]), (0, 0.5)),
        (np.array([[-1, 4]]), (-4, 4)),
        (np.array([[-5, 4]]), (-5, 5)),
        (np.zeros((2, 2)), (0, 1)),
    ],
)
def test_what_is_drawn_black_and_white(array, limits):
    assert limits_of(array) == limits


def test_tones_are_grey_without_negatives_and_white_at_zero_with_them():
    grey = tones(np.array([[0, 5, 10]]))
    np.testing.assert_allclose(grey[0, :, 0], [0, 0.5, 1], atol=0.01)
    np.testing.assert_array_equal(grey[..., 0], grey[..., 2])
    blue, white, orange = tones(np.array([[-1.0, 0.0, 1.0]]))[0]
    assert blue[2] > blue[0]
    assert white.min() > 0.95
    assert orange[0] > orange[2]


@pytest.mark.parametrize("level", np.linspace(0, 1, 21))
def test_ink_on_any_grey_has_the_contrast_that_wcag_asks_for(level):
    linear = level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4
    ink = 1.0 if text_colour((level, level, level)) == "white" else 0.0
    contrast = (max(ink, linear) + 0.05) / (min(ink, linear) + 0.05)
    assert contrast >= 4.5


@pytest.mark.parametrize(
    ("grids", "options", "said"),
    [
        ((), {}, "got no grid"),
        ((np.zeros((2, 2, 3)),), {}, r"shape \(2, 2, 3\).*one channel at a time"),
        ((np.zeros((0, 3)),), {}, r"shape \(0, 3\)"),
        (([[1]],), {"titles": ("a", "b")}, r"titles is \('a', 'b'\).*at most 1"),
        (([[1]],), {"titles": "a"}, "titles is 'a'"),
        (([[1]], [[2]]), {"between": ("*", "=")}, "between is .*at most 1"),
    ],
)
def test_what_cannot_be_drawn_is_refused(grids, options, said):
    with pytest.raises(ValueError, match=said):
        numbers(*grids, **options)


def test_a_zero_has_no_sign_and_what_is_not_finite_no_tone():
    assert "0" in words(numbers([-0.0, 1.0]))
    assert "−0" not in words(numbers([-0.0, 1.0]))
    with pytest.raises(ValueError, match="a grid holds NaN or infinity"):
        numbers([np.nan, 1.0])
