"""DigitPad as a learner has it: drawn on with mouse and keys, its units taken apart."""

import numpy as np
import pytest
from every_page import TWO_FRAMES, EveryPage
from harness.view import View

from cnnteach.widgets import DigitPad

pytestmark = pytest.mark.browser
MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def show(tabs):
    """``show(**words)`` shows a DigitPad: its `View` and its `EveryPage`."""

    def shown(*arguments, **words):
        return EveryPage.alone(tabs(), DigitPad(*arguments, **words))

    return shown


def sentence(seen):
    seen.page.evaluate(TWO_FRAMES)
    return seen.root.locator(".cnnteach-live").text_content()


def drawn(view: View):
    """Return the DigitPad that Python would have."""
    pad = DigitPad(sample=view.get("sample"), fit=view.get("fit"))
    if view.get("sample") < 0:
        pad.ink = np.frombuffer(view.get("_ink"), np.uint8).reshape(56, 56)
    return pad


def draw(seen, *places):
    """Draw a line over the pad with the mouse; places are shares of its rows and columns."""
    box = seen.root.locator("[data-grid='pad']").bounding_box()
    for number, (row, column) in enumerate(places):
        x, y = box["x"] + column * box["width"], box["y"] + row * box["height"]
        seen.page.mouse.move(x, y, steps=6)
        if number == 0:
            seen.page.mouse.down()
    seen.page.mouse.up()


def bars(seen):
    return [float(text) for text in seen.root.locator(".cn-bar output").all_text_contents()]


def test_digits_drawn_with_the_mouse_are_read(show):
    view, seen = show()
    lines = {
        1: [(0.15, 0.5), (0.85, 0.5)],
        7: [(0.2, 0.3), (0.2, 0.72), (0.88, 0.42)],
        0: [(0.2, 0.5), (0.35, 0.3), (0.65, 0.3), (0.82, 0.5), (0.65, 0.7), (0.35, 0.7),
            (0.2, 0.5)],
    }  # fmt: skip
    for digit, places in lines.items():
        seen.control("clear").press("Enter")
        assert sentence(seen) == "The sheet is empty: draw a digit."
        draw(seen, *places)
        assert sentence(seen).startswith(f"It reads {digit} with probability ")
        pad = drawn(view)
        assert pad.probabilities.argmax() == digit
        np.testing.assert_allclose(bars(seen), pad.probabilities, atol=2e-3)
        assert sum(round(1000 * value) for value in bars(seen)) == 1000
    assert view.tab.errors == []


def test_a_digit_can_be_drawn_with_keys_alone(show):
    view, seen = show()
    seen.control("clear").press("Enter")
    pad = seen.root.locator("[data-grid='pad']")
    pad.focus()
    for key in ["ArrowUp"] * 6 + ["Shift+ArrowLeft", " "] + ["ArrowDown"] * 12:
        pad.press(key)
    said = seen.root.locator(".cn-status").text_content()
    assert said == "Pen down at row 46, column 27 of 56."
    assert view.get("sample") == 8 or view.get("sample") == -1
    pad.press(" ")
    assert seen.root.locator(".cn-status").text_content().startswith("Pen up at row 46")
    assert sentence(seen).startswith("It reads 1 ")
    ink = np.frombuffer(view.get("_ink"), np.uint8).reshape(56, 56)
    assert ink[10:46, 27].min() == 255
    assert not ink[:, :20].any()
    for key in ("ArrowDown", "ArrowUp"):
        pad.press(key)  # the pen is up
    assert np.array_equal(np.frombuffer(view.get("_ink"), np.uint8).reshape(56, 56), ink)


def test_ink_is_rubbed_out_and_python_has_what_is_left(show):
    view, seen = show()
    before = np.frombuffer(view.get("_ink"), np.uint8).astype(int)
    seen.control("rub").press(" ")
    seen.control("pen").press("End")
    draw(seen, (0.5, 0.1), (0.5, 0.9))
    after = np.frombuffer(view.get("_ink"), np.uint8).astype(int)
    assert (after <= before).all()
    assert after.reshape(56, 56)[28].sum() == 0
    assert view.get("sample") == -1
    assert view.saved[-1]["sample"] == -1


def test_a_sample_is_taken_and_changed_by_python(show):
    view, seen = show()
    for sample in (0, 13, 19):
        seen.control("sample").select_option(str(sample))
        assert sentence(seen).startswith(f"It reads {sample // 2} ")
        np.testing.assert_allclose(bars(seen), DigitPad(sample=sample).probabilities, atol=2e-3)
    pad = DigitPad(sample=6)
    view.set("sample", 6)
    view.set("_ink", pad._ink)
    assert sentence(seen).startswith("It reads 3 ")


def test_what_the_net_sees_depends_on_centring(show):
    view, seen = show()
    seen.control("clear").press("Enter")
    draw(seen, (0.05, 0.06), (0.4, 0.06))  # a short line in a corner
    assert sentence(seen).startswith("It reads 1 ")
    fitted = bars(seen)
    seen.control("fit").press(" ")
    assert view.get("fit") is False
    np.testing.assert_allclose(bars(seen), drawn(view).probabilities, atol=2e-3)
    assert bars(seen) != fitted


@pytest.mark.parametrize(
    ("layer", "keys", "unit"),
    [
        ("c1", ["ArrowRight"] * 30 + ["ArrowDown"] * 9, [0, 1, 9, 2]),
        ("s2", ["ArrowDown", "ArrowRight"], [1, 0, 1, 1]),
        ("c3", ["ArrowDown"] * 12, [2, 8, 2, 0]),
        ("f5", ["ArrowDown", "ArrowRight"], [4, 21, 0, 0]),
        ("f6", ["ArrowDown", "ArrowRight"], [5, 8, 0, 0]),
    ],
)
def test_a_unit_is_reached_by_keys_and_adds_up(show, layer, keys, unit):
    view, seen = show()
    tiles = seen.root.locator(f"[data-grid='{layer}']")
    before = view.get("unit")
    tiles.focus()
    assert view.get("unit") == before
    tiles.press("Enter")
    assert view.get("unit") == [unit[0], 0, 0, 0]
    for key in keys:
        tiles.press(key)
    assert view.get("unit") == unit
    _, tile, row, column = unit
    values = DigitPad().layers[layer]
    value = values[row, column, tile] if values.ndim == 3 else values[tile]
    said = seen.root.locator(".cn-unit").text_content()
    assert f" is {value:.3f}: ".replace("-", MINUS) in said
    if layer == "s2":
        assert not seen.root.locator(".cn-terms").is_visible()
        assert seen.root.locator("[data-grid='window']").is_visible()
        return
    texts = seen.root.locator(".cn-term i").all_text_contents()
    total = seen.root.locator(".cn-sum").text_content().removeprefix("= ")
    exact = [round(1000 * float(text.replace(MINUS, "-"))) for text in [*texts, total]]
    assert sum(exact[:-1]) == exact[-1]
    assert max(0, exact[-1]) == pytest.approx(1000 * value, abs=1)


def test_clicking_a_unit_takes_it_apart_and_a_map_is_chosen(show):
    view, seen = show()
    box = seen.root.locator("[data-grid='c3']").bounding_box()
    seen.page.mouse.click(box["x"] + 5 * 4 + 2, box["y"] + 5 * 3 + 2)
    assert view.get("unit") == [2, 0, 3, 4]
    assert seen.root.locator(".cn-chosen").count() == 1
    seen.control("map").press("Home")
    seen.control("map").press("ArrowRight")
    chosen = seen.root.locator(".cn-chosen b").text_content()
    assert chosen == "map 1"
    caption = seen.root.locator(".cn-panel:has([data-grid='kernel']) .cn-caption")
    assert caption.text_content() == "its weights of map 1"
    seen.control("score-4").press("Enter")
    assert view.get("unit") == [6, 4, 0, 0]
    assert "the score of digit 4; softmax makes" in seen.root.locator(".cn-unit").text_content()
    assert not seen.root.locator("[data-grid='window']").is_visible()


def test_weights_of_ones_own_are_shown(show):
    rng = np.random.default_rng(1)
    from cnnteach import numpy_lenet

    own = [rng.standard_normal(w.shape) / 20 for w in numpy_lenet.init(0).values()]
    _, seen = show(own)
    np.testing.assert_allclose(bars(seen), DigitPad(own).probabilities, atol=2e-3)


def test_biases_are_counted_as_parameters_and_a_struck_map_is_explained(show):
    from cnnteach import numpy_lenet

    own = list(numpy_lenet.init(0).values())
    _, seen = show(own)
    caption = seen.root.locator(".cn-panel:has([data-grid='c1']) .cn-caption")
    assert caption.text_content() == "c1: convolution 5×5, padding 2, ReLU, 156 parameters"
    own[1] = np.where(np.arange(6) == 2, -1e3, own[1])  # the bias of one filter: it stays silent
    _, seen = show(own)
    caption = seen.root.locator(".cn-panel:has([data-grid='c1']) .cn-caption")
    assert caption.text_content().endswith("156 parameters; struck out: all 0")
