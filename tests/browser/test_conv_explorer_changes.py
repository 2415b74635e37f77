"""ConvExplorer changed from Python, shown twice, on a page of its own, and taken away."""

from functools import partial

import numpy as np
import pytest
from conv_page import ConvPage, output_of, shown
from harness.tabs import is_outside
from harness.view import ADDRESS

from cnnteach.widgets import ConvExplorer

pytestmark = pytest.mark.browser


@pytest.fixture
def show(open_view):
    """``show(**words)`` shows a ConvExplorer: its `View`, and what a learner sees of it."""
    return partial(shown, open_view)


def test_a_change_from_python_is_shown(show):
    view, seen = show()
    for name, value in [
        ("stride", 2), ("padding", [[0, 1], [2, 3]]), ("kernel", [2, 3]), ("flip", True),
        ("filters", 3), ("filter", 2), ("channels", 3), ("size", [9, 8]), ("presets", ["box"] * 6),
        ("dilation", [2, 1]), ("selected", [1, 1]), ("_b", np.arange(6, dtype="f4").tobytes()),
    ]:  # fmt: skip
        view.set(name, value)
        y = output_of(view)
        f, (row, column) = view.get("filter"), view.get("selected")
        assert float(seen.result) == pytest.approx(y[row, column, f], abs=0.0051), name
        assert seen.shape("output") == y.shape[:2]
    assert view.saved == []


def test_grids_are_named_anew_when_there_are_more_or_fewer(show):
    view, seen = show()
    for name, count, kinds in [
        ("channels", 3, {"input": "channel", "kernel": "channel"}),
        ("filters", 2, {"output": "filter"}),
    ]:
        for number in (1, count, 1):
            view.set(name, number)
            for kind, part in kinds.items():
                labels = [seen.grid(kind, n).get_attribute("aria-label") for n in range(number)]
                parts = [
                    f"{kind}, {part} {n}, " if number > 1 else f"{kind}, " for n in range(number)
                ]
                assert [label.split(f"{seen.shape(kind)[0]} by")[0] for label in labels] == parts


def test_an_array_that_arrives_before_its_shape_does_no_harm(show):
    view, seen = show()
    view.set("_source", np.ones(9, "f4").tobytes())
    view.set("image", "yours")
    view.set("_source_shape", [3, 3, 1])
    view.set("size", 3)
    assert seen.shape("output") == (1, 1)
    assert seen.result == 0
    assert view.tab.errors == []


def test_a_place_and_a_filter_that_are_no_more_become_the_last_there_are(show):
    view, seen = show(filters=3, b=[1, 2, 3])
    seen.hover("output", 4, 4, which=2)
    view.page.mouse.move(1, 1)
    view.set("filters", 2)
    assert "of filter 1" in seen.sentence
    assert (seen.control("bias").input_value(), seen.control("preset").input_value()) == (
        "2",
        "sobel_y",
    )
    view.set("filters", 1)
    view.set("size", [6, 4])
    assert seen.sentence.startswith("Output row 3, column 1:")
    assert seen.control("window").get_attribute("aria-valuetext") == "8 of 8"
    assert seen.lit("output") == {(3, 1)}
    assert seen.result == output_of(view)[3, 1, 0]
    assert view.tab.errors == []


def test_what_is_pointed_at_may_go_away(show):
    view, seen = show(size=9, channels=3)
    seen.hover("input", 8, 8, which=0)
    assert "Pixel row 8" in seen.sentence
    view.set("size", 5)
    assert seen.sentence.startswith("Output row 0, column 0:")
    seen.hover("kernel", 2, 2, which=2)
    view.set("kernel", 2)
    view.set("channels", 1)
    assert seen.sentence.startswith("Output row 0, column 0:")
    assert view.tab.errors == []


def test_a_view_that_is_ended_hears_no_more(show):
    view, _ = show()
    view.page.evaluate("() => { window.kept = document.querySelector('.cnnteach-widget'); }")
    before = view.page.evaluate("() => window.kept.outerHTML")
    view.end()
    view.set("stride", 2)
    view.set_theme("dark")
    assert view.page.evaluate("() => window.kept.outerHTML") == before
    assert view.tab.errors == []


@pytest.fixture
def open_page(tabs):
    """``open_page(html)`` opens a page as a file is opened; return the `Tab`."""

    def open_page(html):
        tab = tabs()
        tab.page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
        tab.page.goto(ADDRESS)
        return tab

    return open_page


def test_two_views_of_one_model_stay_in_step(open_page):
    once = 'render({ model, el: document.getElementById("root") });'
    twice = """for (const name of ["one", "two"])
        render({ model, el: Object.assign(document.body.appendChild(document.createElement("div")),
            { id: name }) });"""
    page = ConvExplorer(np.zeros((6, 6)), "identity", padding=1).page()
    assert once in page
    tab = open_page(page.replace(once, twice))
    one, two = (ConvPage(tab.page.locator(f"#{name}")) for name in ("one", "two"))
    one.press("stride", "ArrowRight")
    assert two.control("stride").input_value() == "2"
    assert two.formula == one.formula
    two.type("input", 1, 1, "8")
    one.hover("output", 0, 0)
    assert one.result == two.result == 8
    assert one.lit("output") == two.lit("output") == {(0, 0)}
    assert one.pixels("input", 1, 1) == two.pixels("input", 1, 1) != one.pixels("input", 2, 2)
    assert tab.errors == []


def test_an_exported_page_is_alive_and_asks_for_nothing(tabs, tmp_path):
    explorer = ConvExplorer(size=9, filters=2, image="cat's eye", padding="same", b=[0.5, 2])
    tab, asked = tabs(), []
    tab.page.on("request", lambda request: asked.append(request.url))
    tab.page.goto(explorer.export_html(tmp_path / "page.html").as_uri())
    seen = ConvPage(tab.page.locator("#root"))
    seen.hover("output", 3, 4, which=1)
    assert float(seen.result) == explorer.output[3, 4, 1]
    seen.press("stride", "ArrowRight")
    explorer.stride = 2
    assert seen.shape("output") == explorer.output.shape[:2]
    seen.type("input", 0, 0, "1")
    seen.press("code", "Enter")
    assert "stride=2" in seen.text(".cn-code pre")
    assert [url for url in asked if is_outside(url)] == []
    assert len(asked) == 1
    assert tab.errors == []


def test_in_a_frame_a_page_is_as_high_as_what_it_shows(open_page):
    bundle, _ = ConvExplorer()._repr_mimebundle_()
    tab = open_page(bundle["text/html"])
    frame = tab.page.frame_locator("iframe")
    seen = ConvPage(frame.locator("#root"))
    seen.press("stride", "ArrowRight")
    assert "= 3" in seen.formula
    height = tab.page.locator("iframe").bounding_box()["height"]
    assert 300 < height < 900
    inside = frame.locator("html").evaluate("(page) => page.scrollHeight <= page.clientHeight")
    assert inside
    assert tab.page.locator("img").count() == 0  # the picture is for where no frame is


def test_pythons_answer_to_an_older_change_does_not_undo_a_newer_one(show):
    view, seen = show()
    seen.control("padding").evaluate("""(slider) => {
        slider.value = 3;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        window.standalone.set({ padding: 1 });  // before the frame is painted, and Python told
    }""")
    assert view.saved[-1]["padding"] == 3
    assert (view.get("padding"), seen.control("padding").input_value()) == (3, "3")
    view.set("padding", 1)
    assert (view.get("padding"), seen.control("padding").input_value()) == (1, "1")
