"""ConvExplorer's player: the window slides by itself, step by step, or where it is dragged."""

from functools import partial

import pytest
from conv_page import shown

pytestmark = pytest.mark.browser
NINE = {"stride": 2}  # windows, three by three
CLOCK = """() => {
    let now = 0, number = 0, due = [];
    window.setTimeout = (act, ms) => {
        due.push({ act, at: now + ms, id: ++number });
        return number;
    };
    window.clearTimeout = (id) => { due = due.filter((each) => each.id !== id); };
    window.pass = async (ms) => {
        const end = now + ms;
        for (;;) {
            const next = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
            if (!next) break;
            clearTimeout(next.id);
            now = next.at;
            next.act();
            await null; // what was changed is painted
        }
        now = end;
    };
}"""
ALL = {(row, column) for row in range(3) for column in range(3)}


@pytest.fixture
def show(open_view):
    """``show(**words)`` shows a ConvExplorer: its `View`, and what a learner sees of it."""
    return partial(shown, open_view)


@pytest.fixture
def playing(show):
    """A player that was just started, in a time that passes only when the test says so."""
    view, seen = show(**NINE)
    view.page.evaluate(CLOCK)
    seen.press("play", "Enter")
    return view, seen


def wait(view, milliseconds):
    view.page.evaluate("(milliseconds) => window.pass(milliseconds)", milliseconds)


def test_step_back_first_and_scrub(show):
    view, seen = show(**NINE)
    window = seen.control("window")
    for name, keys, selected in [
        ("step", ["Enter"] * 4, [1, 1]),
        ("back", [" "], [1, 0]),
        ("window", ["ArrowRight"], [1, 1]),
        ("window", ["End"], [2, 2]),
        ("step", ["Enter"], [2, 2]),
        ("first", ["Enter"], [0, 0]),
        ("back", ["Enter"], [0, 0]),
    ]:
        seen.press(name, *keys)
        assert view.get("selected") == selected
        assert seen.lit("output") == {tuple(selected)}
        place = selected[0] * 3 + selected[1] + 1
        assert window.get_attribute("aria-valuetext") == f"{place} of 9"
        assert seen.sentence.startswith(f"Output row {selected[0]}, column {selected[1]}:")


def test_play_slides_the_window_and_shows_what_is_not_yet_computed_as_blank(playing):
    view, seen = playing
    assert seen.control("play").get_attribute("aria-label") == "pause"
    for place in range(9):
        assert view.get("selected") == [place // 3, place % 3]
        assert seen.lit("output") == {cell for cell in ALL if cell >= divmod(place, 3)}
        wait(view, 500)
    assert seen.control("play").get_attribute("aria-label") == "play: slide the window"
    assert seen.lit("output") == {(2, 2)}
    seen.press("play", "Enter")  # from the start again
    assert view.get("selected") == [0, 0]


def test_pause_stays_and_play_goes_on(playing):
    view, seen = playing
    wait(view, 1000)
    seen.press("play", "Enter")
    wait(view, 5000)
    assert view.get("selected") == [0, 2]
    assert seen.lit("output") == {(0, 2)}
    seen.press("play", "Enter")
    wait(view, 500)
    assert view.get("selected") == [1, 0]


def test_the_speed_is_chosen(show):
    view, seen = show(**NINE)
    view.page.evaluate(CLOCK)
    seen.control("speed").select_option("fast")
    seen.press("play", "Enter")
    wait(view, 3 * 150)
    assert view.get("selected") == [1, 0]


@pytest.mark.parametrize("name", ["first", "back", "step", "window"])
def test_whoever_takes_over_stops_it(playing, name):
    view, seen = playing
    seen.press(name, "ArrowRight" if name == "window" else "Enter")
    selected = view.get("selected")
    assert seen.control("play").get_attribute("aria-label") == "play: slide the window"
    wait(view, 5000)
    assert view.get("selected") == selected


def test_pointing_at_an_output_stops_it(playing):
    view, seen = playing
    seen.hover("output", 2, 0)
    wait(view, 5000)
    assert view.get("selected") == [2, 0]
    assert seen.lit("output") == {(2, 0)}


def test_a_setting_without_output_stops_it(playing):
    view, seen = playing
    view.set("size", 2)
    wait(view, 5000)
    assert view.get("selected") == [0, 0]
    view.set("size", 7)
    assert seen.control("play").get_attribute("aria-label") == "play: slide the window"
    wait(view, 5000)
    assert view.get("selected") == [0, 0]
    assert view.tab.errors == []


def test_a_map_that_shrinks_while_it_plays_is_played_to_its_end(playing):
    view, _ = playing
    wait(view, 2000)
    view.set("stride", 4)
    wait(view, 5000)
    assert view.get("selected") == [1, 1]
    assert view.tab.errors == []


def test_a_screen_reader_is_not_flooded_while_it_plays(playing):
    _, seen = playing
    live = seen.root.locator(".cnnteach-live")
    assert live.get_attribute("aria-live") == "off"
    seen.press("play", "Enter")
    assert live.get_attribute("aria-live") == "polite"


def test_a_view_that_is_ended_plays_no_more(playing):
    view, _ = playing
    wait(view, 500)
    view.end()
    wait(view, 5000)
    assert view.get("selected") == [0, 1]
