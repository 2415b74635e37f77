"""NetworkExplorer's view: clicks and keys choose, numbers add up, paint reaches Python."""

import numpy as np
import pytest
from harness.view import blank, call
from playwright.sync_api import expect

from cnnteach.models import build, summary
from cnnteach.widgets import NetworkExplorer

pytestmark = pytest.mark.browser
ESM = NetworkExplorer._esm


@pytest.fixture
def shown(open_view):
    """An explorer at a unit of the last layer, and its view."""
    explorer = NetworkExplorer(layer=2, unit=0, place=(4, 5), image=4)
    return explorer, open_view(explorer)


def saved(view):
    """Return the traits that the view has saved, the last of each."""
    return {name: value for each in view.saved for name, value in each.items()}


def terms(view):
    """Return the printed terms and their printed sum."""
    texts = view.root.locator(".cn-term i").all_text_contents()
    total = view.root.locator(".cn-sum").text_content()
    return [number(text) for text in texts], number(total.split(",")[0].removeprefix("= "))


def number(text):
    return float(text.replace("\u2212", "-"))


def grid(view, kind):
    return view.root.locator(f"[data-grid='{kind}']")


def press(locator, row, column, rows, columns):
    """Click the middle of a cell."""
    box = locator.bounding_box()
    at = {"x": (column + 0.5) * box["width"] / columns, "y": (row + 0.5) * box["height"] / rows}
    locator.click(position=at)


def test_printed_terms_add_up_to_the_printed_sum(shown):
    explorer, view = shown
    for unit in (0, 1, 3):
        explorer.select(2, unit)
        names = ("unit", "place", "map_of", "sums", "_map", "_window", "_weights", "score")
        view.update({name: getattr(explorer, name) for name in names})
        view.page.wait_for_function("() => true")
        found, total = terms(view)
        assert len(found) > 5
        assert sum(found) == pytest.approx(total, abs=1e-9)
        assert total == pytest.approx(explorer.sums["total"], abs=0.006)


def test_a_click_on_a_small_map_chooses_it_and_asks_for_its_strongest_place(shown):
    _, view = shown
    tiles = view.root.locator(".cn-layer canvas").nth(1)
    press(tiles, 1, 0, 2, 2)
    assert saved(view) | {"place": None} == {"layer": 1, "unit": 2, "place": None, "seek": 1}


def test_a_cell_of_the_map_is_chosen_by_click_and_by_arrows(shown):
    _, view = shown
    press(grid(view, "map"), 7, 3, 13, 13)
    assert view.get("place") == [7, 3]
    grid(view, "map").press("ArrowRight")
    grid(view, "map").press("ArrowUp")
    assert view.get("place") == [6, 4]
    said = view.root.locator(".cnnteach-live").text_content()
    assert said.startswith("textures, unit 0, row 6, column 4: ")
    assert "rows 12 to 19 and columns 8 to 15 of the image" in said


def test_while_python_is_silent_no_sum_of_another_unit_stays(shown):
    _, view = shown
    grid(view, "map").press("ArrowRight")
    expect(view.root.locator(".cn-terms")).not_to_be_visible()
    expect(view.root.locator(".cn-sums")).to_contain_text("Python is asked")


def test_a_click_into_the_window_goes_down_to_the_unit_below(shown):
    explorer, view = shown
    channel = int(view.root.locator("[data-name='channel']").input_value())
    press(grid(view, "window"), 2, 1, 3, 3)
    assert (view.get("layer"), view.get("unit")) == (1, channel)
    assert view.get("place") == [explorer.place[0] + 2, explorer.place[1] + 1]


def test_paint_changes_the_image_at_once_and_is_sent_one_at_a_time(shown):
    explorer, view = shown
    view.root.locator("[data-name='clear']").click()
    view.root.locator("[data-name='paint']").check()
    view.root.locator("[data-name='brush']").select_option("1")
    press(grid(view, "image"), 3, 9, 32, 32)
    press(grid(view, "image"), 30, 2, 32, 32)
    sent = [each["_pixels"] for each in view.saved if "_pixels" in each]
    assert len(sent) == 1, "the second waits until Python has answered the first"
    explorer.pixels = np.frombuffer(sent[0], np.float32).reshape(32, 32, 1)
    view.set("score", explorer.score)
    sent = [each["_pixels"] for each in view.saved if "_pixels" in each]
    painted = np.frombuffer(sent[-1], np.float32).reshape(32, 32)
    assert list(zip(*np.nonzero(painted), strict=True)) == [(3, 9), (30, 2)]


def test_a_picture_file_becomes_the_image(shown, tmp_path):
    from PIL import Image

    _, view = shown
    Image.new("RGB", (90, 60), (255, 255, 255)).save(tmp_path / "white.png")
    (tmp_path / "none.png").write_text("no picture")

    def give(name):
        with view.page.expect_file_chooser() as chosen:
            view.root.locator("button[data-name='file']").press("Enter")
        chosen.value.set_files(tmp_path / name)

    give("none.png")
    view.root.get_by_text("cannot be read as a picture").wait_for()
    give("white.png")
    view.page.wait_for_function(
        "async () => (await window.standalone.saved()).some((each) => each._pixels)"
    )
    pixels = np.frombuffer(saved(view)["_pixels"], np.float32)
    np.testing.assert_allclose(pixels, 1, atol=0.01)


def test_it_says_when_the_dataset_is_beaten(shown):
    explorer, view = shown
    beat = view.root.locator(".cn-beat")
    assert "Paint until yours is stronger" in beat.text_content()
    view.set("score", explorer.score | {"best": 99.0})
    assert beat.text_content().startswith("You beat the dataset: 99.000 is more than its rank 1")


def test_the_box_on_the_image_is_that_of_the_receptive_field(tabs):
    page = blank(tabs())
    for name, layer in (("lenet5", "s4"), ("zfnet_cifar", "pool2"), ("lenet5", "f6")):
        model = build(name, size="teaching")
        field = summary(model)[layer].field
        shape = model.input_shape[1:3]
        jump = field.jump and list(map(float, field.jump))
        plain = {"size": list(field.size), "jump": jump, "start": list(field.start)}
        for place in ((0, 0), (1, 3), (2, 2)):
            (top, bottom), (left, right) = field.box(*(place if jump else ()))
            found = call(page, ESM, "boxOf", {"field": plain}, list(place), list(shape))
            assert [found[side] for side in ("top", "left", "bottom", "right")] == [
                *(top, left, bottom, right)
            ]
            inside = found["inside"]
            assert inside["row"] == max(top, 0)
            assert inside["row"] + inside["rows"] == min(bottom, shape[0])


def test_products_beyond_the_largest_are_one_term(tabs):
    page = blank(tabs())
    window, weights = np.random.default_rng(0).normal(size=(2, 5, 5, 3))
    found = call(page, ESM, "productTerms", window.ravel(), weights.ravel(), [5, 5, 3])
    assert len(found) == 25
    assert found[-1]["words"] == "51 more"
    assert sum(term["value"] for term in found) == pytest.approx((window * weights).sum())
    sizes = [abs(term["value"]) for term in found[:-1]]
    assert sizes == sorted(sizes, reverse=True)
    best = np.unravel_index(np.abs(window * weights).argmax(), window.shape)
    assert [found[0][name] for name in ("row", "column", "channel")] == list(best)


LAID_OUT = """(root) => { // the gap between the two sliders, and what is cut off the pictures
    const box = (element) => element.getBoundingClientRect();
    const [value, name] = ["unit", "image"].map((each) =>
        root.querySelector(`.cn-slider:has([data-name="${each}"])`));
    const gap = box(name.firstElementChild).left - box(value.querySelector("output")).right;
    const beside = box(value).top === box(name).top;
    const rims = [...root.querySelectorAll(".cn-part .cn-both")].filter((e) => e.checkVisibility())
        .map((e) => box(e).left - box(e.closest(".cn-part")).left);
    return [beside, gap, Math.min(...rims)];
}"""


def test_controls_stand_apart_and_outlines_are_whole(shown):
    _, view = shown
    for width in (1280, 700):
        view.page.set_viewport_size({"width": width, "height": 1000})
        beside, gap, rim = view.root.evaluate(LAID_OUT)
        assert gap >= 20 or not beside
        assert rim >= 1  # an outline of one pixel, where the part cuts off what is outside


def test_a_layer_without_terms_says_what_its_number_is(tabs):
    page = blank(tabs())
    found = {"kind": "copy", "total": -3.324, "value": 0.0, "below": "bn1"}
    said = call(page, ESM, "sumSentence", found, 2, False)
    assert said == "\u22123.32 in bn1 becomes 0.00"
    assert call(page, ESM, "sumSentence", found, 2, True) == "\u22123.32 in bn1 becomes ?"


def test_one_other_is_not_said_of_several(tabs):
    page = blank(tabs())
    source = (
        ESM
        + """
    const because = (kernel) => fieldQuestion({ pick: ([one]) => one }, { layers: [{
        name: "pool", field: { size: [kernel + 2], jump: [2] }, kernel: [kernel], stride: [1],
        shape: [9, 9, 1], below_field: { size: [3], jump: [1] } }] }).because;"""
    )
    assert "and the other adds 1: 3 + 1 · 1" in call(page, source, "because", 2)
    assert "and each of the 2 others adds 1: 3 + 2 · 1" in call(page, source, "because", 3)
