"""ConvExplorer's pixels and weights are typed over and painted."""

from functools import partial

import numpy as np
import pytest
from conv_page import output_of, shown

pytestmark = pytest.mark.browser


@pytest.fixture
def show(open_view):
    """``show(**words)`` shows a ConvExplorer: its `View`, and what a learner sees of it."""
    return partial(shown, open_view)


def test_a_pixel_is_typed_over(show):
    view, seen = show(np.zeros((5, 5)), "identity", padding=1)
    seen.type("input", 2, 3, "-2.5")
    assert view.get("image") == "edited"
    x = np.frombuffer(view.get("_source"), "f4").reshape(5, 5)
    assert np.argwhere(x).tolist() == [[1, 2]]
    assert x[1, 2] == -2.5
    assert seen.control("image").input_value() == "edited"
    seen.hover("output", 1, 2)
    assert seen.result == output_of(view)[1, 2, 0] == -2.5


def test_a_weight_is_typed_over_and_the_terms_follow_at_once(show):
    view, seen = show(np.ones((5, 5)))
    seen.type("kernel", 1, 1, "1/9")
    w = np.frombuffer(view.get("_w"), "f4").reshape(3, 3)
    np.testing.assert_allclose(w, [[-1, 0, 1], [-2, 1 / 9, 2], [-1, 0, 1]], rtol=1e-6)
    assert view.get("presets")[0] == "custom"
    assert seen.control("preset").input_value() == "custom"
    assert seen.factors[4] == "1·1/9"
    assert seen.result == sum(seen.terms)
    assert float(seen.result) == pytest.approx(1 / 9, abs=0.005)
    seen.control("preset").select_option("box")
    assert "custom" not in seen.control("preset").locator("option").all_text_contents()


@pytest.mark.parametrize("flip", [False, True])
def test_the_weight_that_is_typed_over_is_the_one_that_is_shown(show, flip):
    view, seen = show(channels=2, filters=2, flip=flip)
    seen.hover("output", 0, 0, which=1)
    seen.type("kernel", 0, 2, "7", which=1)
    w = np.frombuffer(view.get("_w"), "f4").reshape(3, 3, 2, 2)
    assert np.argwhere(w == 7).tolist() == [[2, 0, 1, 1] if flip else [0, 2, 1, 1]]
    assert view.get("presets")[:2] == ["sobel_x", "custom"]
    seen.hover("output", 1, 1, which=1)
    assert seen.result == output_of(view)[1, 1, 1]


def test_colours_of_a_photograph_are_typed_over_one_by_one(show):
    view, seen = show(image="astronaut", channels=3)
    before = np.frombuffer(view.get("_source"), "f4").reshape(32, 32, 4)
    seen.type("input", 0, 1, "9", which=2)
    after = np.frombuffer(view.get("_source"), "f4").reshape(32, 32, 4)
    assert np.argwhere(after != before).tolist() == [[0, 1, 3]]


def test_escape_gives_up_and_what_is_unchanged_is_no_edit(show):
    view, seen = show()
    seen.click("input", 1, 1)
    seen.page.keyboard.type("55")
    seen.page.keyboard.press("Escape")
    seen.click("kernel", 0, 0)
    seen.page.keyboard.press("Enter")
    seen.click("kernel", 1, 1)
    seen.control("flip").focus()
    assert seen.root.locator(".cn-field").count() == 0
    assert (view.get("image"), view.get("presets")[0], view.saved) == ("pattern", "sobel_x", [])


def test_what_is_no_number_stays_and_is_explained(show):
    view, seen = show()
    seen.type("input", 1, 1, "1..2")
    field, hint = seen.root.locator(".cn-field"), seen.root.locator(".cn-input .cn-hint")
    assert (field.input_value(), field.get_attribute("aria-invalid")) == ("1..2", "true")
    assert hint.text_content() == "Write a number, such as 3, -1.5 or 1/9."
    assert hint.is_visible()
    field.fill("12")
    field.press("Enter")
    assert seen.root.locator(".cn-field, .cn-grid .cn-hint").count() == 0
    assert np.frombuffer(view.get("_source"), "f4").reshape(32, 32, 4)[1, 1, 0] == 12


def test_leaving_a_field_keeps_the_number_and_drops_what_is_none(show):
    view, seen = show(np.zeros((5, 5)))
    for text in ("8", "eight"):
        seen.click("input", 0, 0)
        seen.page.keyboard.type(text)
        seen.control("flip").focus()
        assert np.frombuffer(view.get("_source"), "f4")[0] == 8
        assert seen.root.locator(".cn-field").count() == 0


def test_the_padding_cannot_be_typed_over(show):
    view, seen = show(padding=1)
    seen.click("input", 0, 0)
    assert seen.root.locator(".cn-field").count() == 0
    assert view.get("image") == "pattern"


def test_the_input_is_painted_by_dragging(show):
    view, seen = show(np.zeros((5, 6)), "identity", padding=1)
    seen.press("paint", " ")
    seen.control("ink").fill("7")
    seen.press("ink", "Enter")
    seen.hover("input", 1, 2)
    seen.page.mouse.down()
    seen.page.mouse.move(*seen.middle("input", 1, 5), steps=12)
    seen.page.mouse.move(*seen.middle("input", 0, 5), steps=5)  # the padding takes no paint
    seen.page.mouse.up()
    seen.hover("input", 3, 3)
    x = np.frombuffer(view.get("_source"), "f4").reshape(5, 6)
    assert np.argwhere(x == 7).tolist() == [[0, q] for q in range(1, 5)]
    assert np.count_nonzero(x) == 4
    assert seen.root.locator(".cn-field").count() == 0


def test_a_cell_is_painted_by_the_space_bar(show):
    view, seen = show(np.zeros((5, 5)), "identity")
    seen.press("paint", " ")
    seen.grid("input").focus()
    for key in ("ArrowDown", " ", "ArrowRight", " "):
        seen.page.keyboard.press(key)
    x = np.frombuffer(view.get("_source"), "f4").reshape(5, 5)
    assert np.argwhere(x == 9).tolist() == [[1, 0], [1, 1]]
