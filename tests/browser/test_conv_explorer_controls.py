"""ConvExplorer's sliders, lists and boxes: what they change, and what is then seen."""

from functools import partial

import numpy as np
import pytest
from conv_page import MINUS, output_of, shown

pytestmark = pytest.mark.browser


@pytest.fixture
def show(open_view):
    """``show(**words)`` shows a ConvExplorer: its `View`, and what a learner sees of it."""
    return partial(shown, open_view)


@pytest.mark.parametrize(
    ("name", "keys", "trait", "value", "formula"),
    [
        ("stride", ["ArrowRight"], "stride", 2, f"(7 + 0 + 0 {MINUS} 3) / 2⌋ + 1 = 3"),
        ("stride", ["ArrowRight"] * 2, "stride", 3, "/ 3⌋ + 1 = ⌊1.33⌋ + 1 = 2"),
        ("padding", ["ArrowRight"], "padding", 1, f"(7 + 1 + 1 {MINUS} 3) / 1⌋ + 1 = 7"),
        ("dilation", ["ArrowUp"], "dilation", 2, f"{MINUS} ((3 {MINUS} 1)·2 + 1)) / 1⌋ + 1 = 3"),
        ("size-rows", ["ArrowRight"], "size", 8, f"(8 + 0 + 0 {MINUS} 3) / 1⌋ + 1 = 6"),
        ("size-columns", ["End"], "size", 32, f"(32 + 0 + 0 {MINUS} 3) / 1⌋ + 1 = 30"),
        ("kernel-columns", ["ArrowLeft"], "kernel", 2, f"(7 + 0 + 0 {MINUS} 2) / 1⌋ + 1 = 6"),
        ("kernel-rows", ["Home"], "kernel", 1, f"(7 + 0 + 0 {MINUS} 1) / 1⌋ + 1 = 7"),
        ("channels", ["End"], "channels", 3, "= 5"),
        ("filters", ["ArrowRight"] * 3, "filters", 4, "= 5"),
    ],
)
def test_a_slider_is_moved_by_keys(show, name, keys, trait, value, formula):
    view, seen = show()
    seen.press(name, *keys)
    assert view.get(trait) == value
    assert view.saved[-1][trait] == value
    assert seen.formula.startswith("rows and columns: ")
    assert formula in seen.formula
    assert seen.shape("output") == output_of(view).shape[:2]
    assert (seen.count("input"), seen.count("output")) == (
        view.get("channels"),
        view.get("filters"),
    )
    assert seen.control(name).get_attribute("aria-valuetext") == str(value)


def test_the_formula_has_a_word_for_each_of_its_numbers(show):
    view, seen = show(padding=1)
    rule, end = "output = ⌊(input + padding before + after ", " / stride⌋ + 1"
    assert seen.text(".cn-rule") == f"{rule}{MINUS} kernel){end}"
    assert f"⌊(7 + 1 + 1 {MINUS} 3) / 1⌋" in seen.formula
    view.set("dilation", 2)
    span = f", span = (kernel {MINUS} 1)·dilation + 1"
    assert seen.text(".cn-rule") == f"{rule}{MINUS} span){end}{span}"
    assert f"⌊(7 + 1 + 1 {MINUS} ((3 {MINUS} 1)·2 + 1)) / 1⌋" in seen.formula


def test_rows_and_columns_move_alone_when_they_need_not_be_square(show):
    view, seen = show()
    seen.press("square", " ")
    seen.press("size-rows", "ArrowLeft")
    seen.press("kernel-columns", "ArrowLeft")
    assert (view.get("size"), view.get("kernel")) == ([6, 7], [3, 2])
    assert seen.formula == (
        f"rows: ⌊(6 + 0 + 0 {MINUS} 3) / 1⌋ + 1 = 4   columns: ⌊(7 + 0 + 0 {MINUS} 2) / 1⌋ + 1 = 6"
    )
    assert seen.shape("output") == (4, 6)


def test_a_slider_reaches_as_far_as_python_went(show):
    view, seen = show(stride=9, padding=12)
    assert seen.control("stride").input_value() == "9"
    seen.press("padding", "ArrowLeft")
    assert view.get("padding") == 11
    assert seen.control("padding").get_attribute("max") == "12"


def test_the_input_grows_no_further_than_the_array(show):
    view, seen = show(np.ones((5, 9)))
    seen.press("size-rows", "End")
    seen.press("size-columns", "End")
    assert view.get("size") == [5, 9]
    assert seen.control("channels").get_attribute("max") == "1"


def test_same_padding_holds_the_padding_and_gives_it_back_as_a_number(show):
    view, seen = show(size=6, kernel=4)
    seen.press("same", " ")
    assert view.get("padding") == "same"
    assert seen.control("padding").is_disabled()
    assert seen.control("padding").get_attribute("aria-valuetext") == "1+2, 1+2"
    assert seen.shape("output") == (6, 6)
    assert seen.text(".cn-input .cn-caption") == "input 6×6, padded to 9×9"
    seen.press("same", " ")
    assert view.get("padding") == 2
    assert seen.control("padding").is_enabled()


def test_flip_turns_the_kernel_and_the_output(show):
    view, seen = show(np.arange(25).reshape(5, 5), np.arange(9).reshape(3, 3))
    before = output_of(view)
    seen.press("flip", " ")
    assert view.get("flip") is True
    assert seen.text(".cn-kernel .cn-caption") == "flipped kernel 3×3"
    assert (output_of(view) != before).any()
    seen.hover("output", 2, 2)
    assert seen.result == output_of(view)[2, 2, 0]
    assert seen.factors[0] == "12·8"  # the last weight meets the first pixel


@pytest.mark.parametrize("name", ["identity", "box", "gaussian", "emboss", "random"])
def test_a_preset_is_chosen(show, name):
    view, seen = show(image="cat's eye")
    seen.control("preset").select_option(name)
    assert view.get("presets")[0] == name
    seen.hover("output", 1, 1)
    assert float(seen.result) == pytest.approx(output_of(view)[1, 1, 0], abs=0.0051)


def test_a_picture_is_chosen(show):
    view, seen = show(np.ones((5, 5)))
    assert seen.control("image").input_value() == "yours"
    seen.control("image").select_option("edge")
    assert view.get("image") == "edge"
    seen.hover("output", 0, 2)
    assert seen.result == output_of(view)[0, 2, 0] == 36
    assert "yours" not in seen.control("image").locator("option").all_text_contents()


def test_the_bias_is_that_of_the_shown_filter(show):
    view, seen = show(filters=2, b=[1, 2])
    assert seen.control("bias").input_value() == "1"
    seen.hover("output", 0, 0, which=1)
    assert seen.control("bias").input_value() == "2"
    seen.control("bias").fill("1/2")
    seen.press("bias", "Enter")
    np.testing.assert_array_equal(np.frombuffer(view.get("_b"), "f4")[:2], [1, 0.5])
    assert seen.terms[-1] == seen.result - sum(seen.terms[:-1]) == 1 / 2


def test_what_is_no_bias_stays_and_is_explained(show):
    view, seen = show(b=4)
    bias = seen.control("bias")
    bias.fill("four")
    bias.press("Enter")
    assert (bias.input_value(), bias.get_attribute("aria-invalid")) == ("four", "true")
    hint = seen.root.locator("[data-name='bias'] + .cn-hint")
    assert hint.is_visible()
    assert hint.text_content() == "Write a number, such as 3, -1.5 or 1/9."
    assert np.frombuffer(view.get("_b"), "f4")[0] == 4
    bias.fill("5")
    bias.press("Enter")
    assert bias.get_attribute("aria-invalid") is None
    assert hint.is_hidden()
    assert np.frombuffer(view.get("_b"), "f4")[0] == 5


def test_what_no_window_reaches_is_said_and_hatched(show):
    view, seen = show(np.zeros((7, 7)))
    assert seen.leftover == "Every pixel is reached."
    plain = seen.pixels("input", 6, 6)
    view.set("stride", 3)
    assert seen.leftover == "No window reaches 1 row and 1 column (hatched)."
    assert seen.pixels("input", 6, 6) != plain
    assert seen.pixels("input", 0, 6) == seen.pixels("input", 6, 0) == seen.pixels("input", 6, 6)
    assert seen.pixels("input", 5, 5) == plain
    view.set("stride", [1, 4])
    assert seen.leftover == "No window reaches 1 column (hatched)."
    assert [q for q in range(7) if seen.pixels("input", 0, q) != plain] == [3]


def test_a_setting_that_cannot_be_explains_itself_where_the_output_would_be(show):
    view, seen = show(size=5)
    seen.press("kernel-rows", "End")
    assert view.get("kernel") == 7
    assert seen.problem == (
        "No output: the kernel is 7 high and the padded input only 5. "
        "Make the kernel or the dilation smaller, or the input or the padding larger."
    )
    where, output = seen.root.locator(".cn-problem"), seen.root.locator(".cn-output")
    assert where.is_visible()
    assert output.is_hidden()
    for gone in (".cnnteach-live", ".cn-terms", ".cn-transport", "[data-name='code']"):
        assert seen.root.locator(gone).is_hidden()
    assert f"= {MINUS}1" in seen.formula
    seen.hover("input", 1, 1)
    seen.hover("kernel", 1, 1)
    seen.press("padding", "ArrowRight")
    assert where.is_hidden()
    assert seen.shape("output") == (1, 1)
    assert seen.root.locator(".cn-terms").is_visible()
    assert view.tab.errors == []


def test_groups_that_do_not_divide_explain_themselves(show):
    view, seen = show(channels=2, filters=2, groups=2)
    assert seen.control("channels").is_disabled()
    view.set("filters", 3)
    assert seen.problem == "2 groups do not divide 2 channels and 3 filters evenly."
    view.set("filters", 4)
    assert seen.problem == ""
    assert seen.count("output") == 4
    assert view.tab.errors == []
