"""KernelLab on a page of its own: pointed at, typed into, its notes, its template, its code."""

import contextlib
import io
from functools import partial
from itertools import product

import numpy as np
import pytest
from lab_page import shown, twin

from cnnteach import kernels
from cnnteach.widgets import KernelLab
from cnnteach.widgets.kernel_lab import filtering
from cnnteach.widgets.kernel_lab.photographs import photograph

pytestmark = pytest.mark.browser
MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def show(open_view):
    """``show(**words)`` shows a KernelLab: its `View`, and what a learner sees of it."""
    return partial(shown, open_view)


# Pointing


def test_hovering_looks_and_a_click_stays(show):
    view, seen = show(image="shapes")
    seen.hover("picture", 30, 50)
    assert seen.sentence.startswith("Row 30, column 50, red: 9 products")
    assert view.get("selected") == [60, 100]
    view.page.mouse.move(1, 1)
    assert seen.sentence.startswith("Row 60, column 100, red")
    seen.click("picture", 30, 50)
    view.page.mouse.move(1, 1)
    assert view.get("selected") == [30, 50]
    assert seen.sentence.startswith("Row 30, column 50, red")
    seen.click("result", 5, 6)
    assert view.get("selected") == [5, 6]


def test_keys_move_the_pixel_and_stay_inside(show):
    view, seen = show(image="shapes", selected=(2, 2))
    seen.grid("picture").focus()
    for key, place in [
        ("ArrowRight", [2, 3]), ("ArrowUp", [1, 3]), ("Shift+ArrowDown", [11, 3]),
        ("Shift+ArrowLeft", [11, 0]), ("End", [11, 159]), ("ArrowRight", [11, 159]),
    ]:  # fmt: skip
        view.page.keyboard.press(key)
        assert view.get("selected") == place
    seen.grid("output").focus()
    for key, place in [("ArrowLeft", [11, 158]), ("ArrowDown", [12, 158])]:
        view.page.keyboard.press(key)
        assert view.get("selected") == place
        assert seen.lit("output") == {(4, 4)}
    seen.press("corner", "Enter")
    assert view.get("selected") == [0, 0]


def test_a_neighbour_in_the_magnified_output_is_explained_where_it_is(show):
    view, seen = show(image="shapes", selected=(30, 50))
    seen.hover("output", 2, 7)
    assert seen.sentence.startswith("Row 28, column 53, red")
    assert seen.lit("output") == {(2, 7)}
    view.page.mouse.move(1, 1)
    assert seen.sentence.startswith("Row 30, column 50, red")


def test_a_magnified_pixel_lights_its_weight_and_its_product(show):
    _, seen = show(image="shapes", colour=False, kernel="sobel_x", selected=(30, 50))
    seen.hover("input", 3, 5)
    value = int(KernelLab(image="shapes", colour=False).picture[29, 51, 0])
    assert seen.sentence == f"Row 29, column 51 is {value}: times the weight 1, it gives {value}."
    assert seen.lit("kernel") == {(0, 2)}
    assert seen.root.locator(".cn-lit b").text_content() == f"{value}·1"
    seen.hover("input", 0, 0)
    assert seen.sentence.endswith("outside the window of the middle output.")
    assert seen.lit("kernel") == set()


def test_products_add_up_exactly_to_pythons_output(show):
    view, seen = show(image="shapes", size=(3, 5), channel=2)
    for border, kernel in product(filtering.BORDERS, ("sobel_x", "gaussian", "box")):
        view.set("border", border)
        view.set("preset", kernel)
        lab, first = twin(view), [1, 2] if border == "valid" else [0, 0]
        for place in ([40, 70], [0, 0], [95, 159], [0, 80]):
            view.set("selected", place)
            ((terms, total),) = seen.sums
            assert len(terms) == 15
            assert sum(terms) == total
            row, column = np.subtract(place, first).clip(0, np.subtract(lab.output.shape[:2], 1))
            assert float(total) == pytest.approx(lab.output[row, column, 2], abs=0.00501)


def test_steepness_shows_both_sums(show):
    view, seen = show(image="camera", mode="steepness", colour=False, selected=(100, 90))
    (across, gx), (down, gy) = seen.sums
    assert (sum(across), sum(down)) == (gx, gy)
    assert float(np.hypot(float(gx), float(gy))) == pytest.approx(twin(view).output[100, 90])
    assert (
        f"= {twin(view).output[100, 90]:.2f}" in seen.root.locator(".cn-sum").nth(1).text_content()
    )
    assert seen.count("kernel") == 2


# Changing


def test_a_typed_weight_makes_the_kernel_the_learners_own(show):
    view, seen = show(image="shapes", kernel="identity")
    seen.type("kernel", 0, 2, "-1/2")
    assert view.get("preset") == "custom"
    w = kernels.kernel("identity")
    w[0, 2] = -0.5
    np.testing.assert_array_equal(twin(view).kernel, w)
    seen.press("size-rows", "ArrowRight", "ArrowRight")
    np.testing.assert_array_equal(twin(view).kernel, np.pad(w, ((1, 1), (0, 0))))
    assert seen.shape("kernel") == (5, 3)
    seen.choose("preset", "box")
    np.testing.assert_allclose(twin(view).kernel, 1 / 15, rtol=1e-6)


def test_a_typed_pixel_changes_the_channel_that_is_magnified(show):
    view, seen = show(image="coffee", selected=(20, 20))
    seen.choose("channel", "1")
    seen.type("input", 4, 4, "300")  # a pixel ends at 255
    picture = photograph("coffee").copy()
    picture[20, 20, 1] = 255
    np.testing.assert_array_equal(twin(view).picture, picture)
    assert view.get("image") == "edited"
    seen.control("colour").press(" ")
    seen.type("input", 3, 4, "7")
    picture[19, 20] = 7
    np.testing.assert_array_equal(twin(view).picture, picture)


def test_changes_from_python_are_shown(show):
    view, seen = show()
    for name, value in [
        ("preset", "laplacian"), ("size", [5, 3]), ("border", "zero"), ("colour", False),
        ("look", "size"), ("selected", [0, 0]), ("mode", "steepness"), ("mode", "template"),
        ("template_size", 9), ("template_place", [40, 50]), ("matching", "normalised"),
    ]:  # fmt: skip
        view.set(name, value)
    assert "is where the template was cut out" in seen.notes["Where it peaks"]
    view.set("_picture", np.zeros(8 * 9 * 3, np.uint8).tobytes())  # its shape is still to come
    view.set("_picture_shape", [8, 9, 3])
    view.set("mode", "kernel")
    assert seen.shape("picture") == (8, 9)
    assert view.saved == []
    assert view.tab.errors == []


# What the notes say


def test_the_misprint_is_found_by_its_sum(show):
    view, seen = show(kernel="misprint")
    note = seen.notes[f"Sum {MINUS}8"]
    assert f"A flat patch of 100 gives {MINUS}800" in note
    assert "lecture 002" in note
    seen.type("kernel", 2, 0, "1")
    seen.type("kernel", 2, 1, "2")
    assert "lecture 002" not in seen.notes[f"Sum {MINUS}2"]
    seen.type("kernel", 2, 2, "1")
    assert "only change is left" in seen.notes["Sum 0"]
    np.testing.assert_array_equal(twin(view).kernel, kernels.kernel("sobel_y"))


def test_two_passes_cost_what_the_textbooks_say(show):
    view, seen = show(np.zeros((256, 256)), "gaussian", size=5, colour=False)
    note = seen.notes["Rank 1: separable"]
    assert "5 × 5 = 25 multiplications at once, 5 + 5 = 10 in two passes" in note
    assert "1,638,400 or 655,360" in note
    seen.control("passes").press(" ")
    assert view.get("two_passes") is True
    assert seen.grid("between").is_visible()
    seen.choose("preset", "laplacian")
    assert "2, 2" not in seen.notes["Rank 2: not separable"]
    assert seen.control("passes").is_disabled()
    assert not seen.grid("between").is_visible()


def test_a_valid_border_costs_less(show):
    _, seen = show(np.zeros((20, 30)), "box", size=(3, 5), border="valid", colour=False)
    note = seen.notes["Rank 1: separable"]
    assert f"{15 * 18 * 26:,} or {3 * 18 * 30 + 5 * 18 * 26:,}" in note
    assert "20×30 pixels give 18×26 numbers" in seen.notes["Border: valid"]


def test_the_border_counts_what_it_makes_up(show):
    view, seen = show(image="shapes", size=5, border="reflect", selected=(0, 1))
    outside = 96 * 160 - 92 * 156
    assert f"{outside:,} of {96 * 160:,} windows" in seen.notes["Border: reflect"]
    assert "13 of its pixels lie beyond the border" in seen.sentence
    seen.hover("input", 3, 4)
    assert seen.sentence.startswith(f"Row {MINUS}1, column 1, beyond the border, is ")
    view.page.mouse.move(1, 1)
    seen.choose("border", "valid")
    assert "beyond" not in seen.sentence
    assert view.get("border") == "valid"


def test_numbers_beyond_black_and_white_are_counted(show):
    picture = np.full((10, 10), 100)
    picture[5, 5] = 200
    _, seen = show(picture, "sharpen", colour=False)
    assert "Black is 0, white 255. 1 % of the numbers lie beyond" in seen.notes["Numbers as pixels"]
    seen.choose("look", "signed")
    assert "middle grey 0" in seen.notes["Numbers as pixels"]


# Templates


def test_a_template_is_cut_where_one_clicks_and_normalised_it_finds_itself(show):
    view, seen = show(image="coins", mode="template")
    seen.click("picture", 100, 120)
    assert view.get("template_place") == [93, 113]
    seen.grid("picture").focus()
    view.page.keyboard.press("Shift+ArrowRight")
    assert view.get("template_place") == [93, 123]
    row, column = twin(view).peaks[0]
    assert f"is at row {row}, column {column}, and not where" in seen.notes["Where it peaks"]
    seen.choose("matching", "normalised")
    assert "The highest answer, 1, is where" in seen.notes["Where it peaks"]
    seen.hover("result", 10, 20)
    value = twin(view).output[10, 20]
    assert seen.sentence.startswith("Row 17, column 27: template and window are alike by")
    assert f"{abs(value):.3g}" in seen.sentence
    assert not seen.grid("output").is_visible()


# Code


STATES = {
    "colour": {"kernel": "emboss", "border": "reflect", "size": (3, 4)},
    "grey": {"colour": False, "kernel": "gaussian", "size": 5, "border": "valid", "image": "text"},
    "steepness": {"mode": "steepness", "border": "zero"},
    "template": {"mode": "template", "matching": "normalised", "image": "text"},
}


@pytest.mark.parametrize("name", STATES)
def test_the_code_computes_what_is_shown_with_numpy_and_with_keras(show, name):
    view, seen = show(**STATES[name])
    seen.press("code", "Enter")
    names, lab = {}, twin(view)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(seen.text(".cn-code pre"), names)
    np.testing.assert_allclose(names["output"], lab.output, rtol=1e-4, atol=1e-2)
    if name == "template":
        assert printed.getvalue() == f"{tuple(lab.peaks[0])}\n"
    else:
        np.testing.assert_allclose(names["same"], lab.output, rtol=1e-4, atol=1e-2)


def test_the_code_of_a_picture_of_ones_own_names_the_lab(show):
    lab = KernelLab(np.eye(9), "box")
    _, seen = show(np.eye(9), "box")
    seen.press("code", "Enter")
    names = {"lab": lab}
    exec(seen.text(".cn-code pre").split("import keras")[0], names)
    np.testing.assert_allclose(names["output"], lab.output, atol=1e-3)
