"""A widget's view on a blank page, and the functions of its script, stand for the real thing."""

import numpy as np
import pytest
from every_page import EveryPage
from harness.axe import serious
from harness.doubler import SCRIPT, Doubler
from harness.tabs import NO_CHROMIUM, Tabs, chromium
from harness.view import View, blank, call

pytestmark = pytest.mark.browser


PAINT_20_TIMES = """(slider) => new Promise((resolve) => {
    let frames = 0;
    const frame = () => {
        slider.value = frames++ % 2;
        slider.dispatchEvent(new Event("input"));
        if (frames < 20) requestAnimationFrame(frame);
        else resolve(true);
    };
    frame();
    setTimeout(() => resolve(false), 10_000);
})"""


def test_a_page_that_is_used_again_is_in_front(browser):
    """Chromium draws one behind another once a second, and hands it the mouse as seldom."""
    spare = []
    before = Tabs(browser, spare)
    for _ in range(2):
        View(before(), Doubler())
    before.close()
    behind = spare[0]
    after = Tabs(browser, [behind])
    view = View(after(), Doubler())
    assert view.tab is behind
    assert view.root.locator("input").evaluate(PAINT_20_TIMES)
    for tab in spare:
        tab.page.close()


def test_the_view_shows_pythons_state_and_saves_its_own(open_view):
    view = open_view(Doubler(value=7))
    assert view.root.locator("text").text_content() == "14"
    view.root.locator("input").press("ArrowRight")
    assert view.root.locator("text").text_content() == "16"
    assert (view.get("value"), view.saved) == (8, [{"value": 8}])
    assert view.tab.errors == []


def test_a_change_from_python_reaches_the_view(open_view):
    view = open_view(Doubler())
    view.set("value", 20)
    assert view.root.locator("text").text_content() == "40"
    assert view.root.locator("input").input_value() == "20"
    assert view.saved == []


def test_custom_messages_go_both_ways(open_view):
    view = open_view(Doubler())
    view.receive("hello")
    assert view.root.locator("output").text_content() == "hello"
    assert view.sent == [{"heard": "hello"}]


def test_bytes_arrive_as_a_dataview_and_come_back(open_view):
    view = open_view(Doubler())
    assert view.get("data") == b"\x01\x02\xff"
    view.set("data", b"\x00\x80")
    assert view.get("data") == b"\x00\x80"


def test_a_view_that_is_ended_is_gone_and_hears_nothing(open_view):
    view = open_view(Doubler())
    view.end()
    assert view.root.count() == 0
    view.set("value", 9)
    view.receive("hello")
    assert view.sent == []


def test_the_theme_is_said_as_jupyterlab_says_it(open_view):
    view = open_view(Doubler())
    said = "() => document.body.dataset.jpThemeLight"
    preferred = "() => matchMedia('(prefers-color-scheme: dark)').matches"
    assert (view.page.evaluate(said), view.page.evaluate(preferred)) == ("true", False)
    view.set_theme("dark")
    assert (view.page.evaluate(said), view.page.evaluate(preferred)) == ("false", True)


def test_functions_of_a_script_are_called_with_numbers_arrays_and_bytes(tabs):
    page = blank(tabs())
    assert call(page, SCRIPT, "double", 21) == 42
    for dtype in (np.float64, np.float32, np.int32, np.uint8):
        numbers = np.arange(6, dtype=dtype).reshape(2, 3)
        tripled = call(page, SCRIPT, "scaled", numbers, {"by": 3})
        assert tripled.dtype == dtype
        np.testing.assert_array_equal(tripled, [0, 3, 6, 9, 12, 15])
    assert call(page, SCRIPT, "bytesOf", b"\x01\xff") == {"sum": 256, "view": b"\x01\xff"}


def test_an_exception_in_a_view_is_in_its_log(open_view):
    view = open_view(Doubler())
    view.page.evaluate(
        "() => new Promise((done) => setTimeout(() => { setTimeout(done); null.f(); }))"
    )
    assert "null" in view.tab.errors[-1]


def test_requests_to_the_outside_are_counted_and_fail(tabs):
    tab = tabs()
    page = blank(tab)
    ask = "(url) => fetch(url).then(() => 'answered', () => 'failed')"
    assert page.evaluate(ask, "https://cdn.example/x.js") == "failed"
    assert page.evaluate(ask, "http://192.0.2.1/") == "failed"
    assert page.evaluate(ask, "data:text/plain,hello") == "answered"
    page.evaluate(
        "() => new Promise((done) => { new WebSocket('wss://live.example/').onerror = done; })"
    )
    assert tab.outside == ["https://cdn.example/x.js", "http://192.0.2.1/", "wss://live.example/"]
    tab.outside.clear()  # meant, so not the course's


def test_pages_leave_a_picture_and_what_they_said(tabs, tmp_path):
    page = blank(tabs())
    page.evaluate("() => console.error('out of pixels')")
    picture, said = tabs.keep_evidence(tmp_path / "new", "test_x[a/b]")
    assert picture.name == "test_x-a-b-0.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "error: out of pixels" in said.read_text()


def test_without_a_chromium_the_tests_fail_and_say_how_to_get_one():
    with pytest.raises(RuntimeError, match=r"make test.*CHROMIUM=") as failure, chromium(None):
        pass
    assert str(failure.value) == NO_CHROMIUM


FAULTY = """() => { document.body.innerHTML = `<div class="cnnteach-widget" style="width: 200px">
    <button></button> <img src=""> <input> <p style="color: #aaa; background: #fff">pale</p>
    <div style="overflow: hidden; white-space: nowrap; width: 90px">a text that is cut off</div>
    <div style="overflow: auto"><b style="display: block; width: 900px">may be scrolled</b></div>
    <u style="display: block; width: 300px">sticks out</u><button tabindex="-1">skipped</button>
    </div>`; }"""


def test_faults_are_found_by_axe_by_the_ruler_of_widths_and_by_the_tab_key(tabs):
    page = blank(tabs())
    page.evaluate(FAULTY)
    seen = EveryPage(page.locator("body"))
    kinds = {fault.split(":")[0] for fault in serious(seen.root)}
    assert {"button-name", "image-alt", "label", "color-contrast"} <= kinds
    assert [text.split()[0] for text in seen.sticking_out()] == ["DIV", "DIV", "U"]
    names = [name for name, _ in seen.controls()]
    assert names == ["", "", "skipped"]
    assert seen.stops(5) == {0, 1}
