"""ConvExplorer for everyone: keys alone, names for a screen reader, themes, narrow pages."""

from functools import partial

import numpy as np
import pytest
from conv_page import shown

pytestmark = pytest.mark.browser
STOPS = [
    "image", "square", "size-rows", "size-columns", "channels",
    "preset", "flip", "kernel-rows", "kernel-columns", "filters",
    "same", "bias", "stride", "padding", "dilation", "backward",
    "input", "kernel", "output",
    "first", "back", "play", "step", "window", "speed", "paint", "ink", "code", "quiz", "link",
]  # fmt: skip
FOCUSED = """() => {
    const { name, grid } = document.activeElement.dataset;
    return name ?? grid ?? document.activeElement.tagName;
}"""


@pytest.fixture
def show(open_view):
    """``show(**words)`` shows a ConvExplorer: its `View`, and what a learner sees of it."""
    return partial(shown, open_view)


# Keys


def test_tab_stops_at_every_control_and_grid_in_the_order_of_the_page(show):
    view, _ = show()
    stops = []
    for _ in range(len(STOPS) + 1):
        view.page.keyboard.press("Tab")
        stops.append(view.page.evaluate(FOCUSED))
    assert stops == [*STOPS, "BODY"]
    view.page.keyboard.press("Shift+Tab")
    assert view.page.evaluate(FOCUSED) == "link"


def test_arrows_home_and_end_move_in_the_grids(show):
    view, seen = show(np.arange(49).reshape(7, 7))
    keys = view.page.keyboard
    seen.grid("output").focus()
    for key, selected in [
        ("ArrowDown", [1, 0]), ("ArrowRight", [1, 1]), ("End", [1, 4]), ("ArrowRight", [1, 4]),
        ("ArrowUp", [0, 4]), ("ArrowUp", [0, 4]), ("Home", [0, 0]), ("ArrowLeft", [0, 0]),
    ]:  # fmt: skip
        keys.press(key)
        assert view.get("selected") == selected
        assert seen.lit("output") == {tuple(selected)}
    seen.grid("input").focus()
    assert seen.sentence.startswith("Pixel row 0, column 0 is 0: it feeds 1 output of 25")
    keys.press("ArrowDown")
    keys.press("End")
    assert seen.lit("input") == {(1, 6)}
    assert "Pixel row 1, column 6 is 13: it feeds 2 outputs" in seen.sentence
    seen.grid("kernel").focus()
    keys.press("ArrowRight")
    assert seen.sentence.startswith("The weight 0 in row 0, column 1 multiplies 25")


def test_enter_edits_a_number_begins_one_and_the_place_is_kept(show):
    view, seen = show(np.zeros((5, 5)))
    keys = view.page.keyboard
    seen.grid("input").focus()
    for key in ("ArrowRight", "-", "3", "Enter", "ArrowDown", "Enter", "6", "Enter", "ArrowRight"):
        keys.press(key)
    x = np.frombuffer(view.get("_source"), "f4").reshape(5, 5)
    assert (x[0, 1], x[1, 1], np.count_nonzero(x)) == (-3, 6, 2)
    assert seen.lit("input") == {(1, 2)}
    assert view.page.evaluate(FOCUSED) == "input"


def test_shortcuts_of_the_browser_are_no_numbers(show):
    view, seen = show()
    seen.grid("input").focus()
    for key in ("Control+1", "Alt+2", "Control+End"):
        view.page.keyboard.press(key)
    assert seen.root.locator(".cn-field").count() == 0
    assert seen.lit("input") == {(0, 0)}


def test_keys_do_not_reach_the_page_but_escape_shift_enter_and_shortcuts_do(show):
    view, seen = show()
    view.page.evaluate("""() => {
        window.heard = [];
        document.addEventListener("keydown", (event) => window.heard.push(event.key));
    }""")
    for control in (seen.grid("output"), seen.control("stride"), seen.control("flip")):
        control.focus()
        for key in ("d", "d", "x", "a", "ArrowDown", "Enter", "1", "Home"):
            view.page.keyboard.press(key)
    seen.grid("input").focus()
    for key in ("1", "d", "Escape"):  # in the field, which takes Escape for itself
        view.page.keyboard.press(key)
    assert view.page.evaluate("() => window.heard") == []
    for key in ("Escape", "Shift+Enter", "Control+s", "Alt+q"):
        view.page.keyboard.press(key)
    names = ["Escape", "Shift", "Enter", "Control", "s", "Alt", "q"]
    heard = view.page.evaluate("() => window.heard")
    assert [key for key in heard if key not in ("Shift", "Control", "Alt")] == [
        "Escape",
        "Enter",
        "s",
        "q",
    ]
    assert set(heard) <= set(names)
    seen.grid("input").press("1")
    seen.root.locator(".cn-field").press("Control+s")  # the notebook is saved from there, too
    assert view.page.evaluate("() => window.heard").count("s") == 2


# Names


def test_everything_that_is_reached_has_a_role_and_a_name_of_its_own(show):
    view, seen = show(channels=2, filters=2)
    seen.grid("input").press("Enter")
    session = view.page.context.new_cdp_session(view.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    roles = {"slider", "checkbox", "combobox", "textbox", "button", "application"}
    found = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes
             if not n["ignored"] and n["role"]["value"] in roles]  # fmt: skip
    assert len(found) == len(STOPS) + 4  # two of each grid, and the field
    assert all(name.strip() for _, name in found), found
    assert len(set(found)) == len(found), "two things of one name"
    assert ("slider", "stride") in found
    assert ("slider", "input rows") in found
    assert ("application", "input, channel 1, 7 by 7. Arrow keys move.") in found
    assert ("textbox", "input, channel 0, row 0, column 0: new value") in found


def test_what_changes_is_said_in_a_live_line(show):
    view, seen = show()
    live = seen.root.locator(".cnnteach-live")
    assert live.get_attribute("aria-live") == "polite"
    before = seen.sentence
    view.set("selected", [2, 2])
    assert (
        seen.sentence
        == "Output row 2, column 2: 9 products and the bias add up to -22.".replace(
            "-", "\N{MINUS SIGN}"
        )
        != before
    )
    assert seen.root.locator(".cn-problem").get_attribute("role") == "alert"


# Themes


CONTRASTS = """(root) => {
    const parse = (text) => text.match(/[\\d.]+/g).map(Number);
    const curve = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const linear = (v) => curve(v / 255);
    const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const colour = parse(getComputedStyle(at).backgroundColor);
            if (colour.length < 4 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
    };
    const hasText = (element) =>
        [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const texts = [...root.querySelectorAll("*")].filter((e) => e.checkVisibility() && hasText(e));
    return texts.map((element) => {
        const pair = [parse(getComputedStyle(element).color), behind(element)].map(luminance);
        const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
        return [contrast, `${element.className || element.tagName}: ${element.textContent}`];
    });
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_in_both_themes(show, theme):
    view, seen = show(filters=2, padding=1, stride=3)
    view.set_theme(theme)
    seen.control("bias").fill("x")
    seen.press("bias", "Enter")  # its hint
    seen.press("code", "Enter")
    found = seen.root.locator(".cnnteach-widget").evaluate(CONTRASTS)
    assert len(found) > 40
    assert [text for contrast, text in found if contrast < 4.5] == []


def test_canvases_are_repainted_when_the_theme_changes(show):
    view, seen = show(padding=1)
    cells = [("input", 0, 0), ("kernel", 0, 0), ("output", 2, 2)]
    look = lambda: [seen.pixels(*cell) for cell in cells]  # noqa: E731
    light = look()
    view.set_theme("dark")
    dark = look()
    assert all(a != b for a, b in zip(light, dark, strict=True))
    assert seen.root.locator(".cnnteach-widget.cn-dark").count() == 1
    view.set_theme("light")
    assert look() == light
    assert seen.root.locator(".cnnteach-widget.cn-dark").count() == 0


# Sizes


CASES = {
    "plain": {},
    "wide": {"size": (5, 20), "padding": (1, 3)},
    "high": {"size": (20, 4), "kernel": (7, 2)},
    "large": {"size": 32, "padding": 3, "image": "flower"},
    "colour": {"size": 8, "channels": 3, "filters": 2, "image": "flower"},
    "full": {"size": 16, "channels": 3, "filters": 6, "kernel": 7, "image": "astronaut"},
    "decimals": {"size": 8, "kernel": "gaussian", "image": "astronaut", "filters": 4, "b": 1 / 3},
}  # fmt: skip
TWO_FRAMES = """() => new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(done));
})"""
OVERFLOWS = """(root, scrolls) => {
    const wide = (element) => element.scrollWidth > element.clientWidth;
    const scene = scrolls ? [] : [root.querySelector(".cn-scene")];
    const found = [document.documentElement, root, ...scene].filter(wide);
    const box = root.getBoundingClientRect();
    const parts = ".cn-term, .cn-sum, .cn-hint, input, select, button, fieldset, output";
    for (const element of root.querySelectorAll(scrolls ? parts : `${parts}, .cn-grid`)) {
        const { left, right } = element.getBoundingClientRect();
        const out = right > box.right || left < box.left;
        if (element.checkVisibility() && out) found.push(element);
    }
    return found.map((e) => e.className || e.dataset.name || e.tagName);
}"""


@pytest.mark.parametrize("case", CASES)
def test_nothing_runs_out_of_the_page(show, case):
    view, seen = show(**CASES[case])
    widget = seen.root.locator(".cnnteach-widget")
    for name in ("bias", "ink"):
        seen.control(name).fill("x")
        seen.press(name, "Enter")  # explains itself beside the field
    for text in ("100%", "200%"):  # twice as large, grids may scroll
        view.page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", text)
        for width in (1280, 700, 600, 400):
            view.page.set_viewport_size({"width": width, "height": 900})
            view.page.evaluate(TWO_FRAMES)
            assert widget.evaluate(OVERFLOWS, text == "200%") == [], (text, width)


def test_numbers_in_cells_are_large_enough_to_read_or_left_out(show):
    _, seen = show(size=7)
    assert seen.grid("input").bounding_box()["width"] / 7 >= 30
    assert seen.grid("output").bounding_box()["width"] / 5 >= 30
