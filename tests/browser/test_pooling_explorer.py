"""Point at, drag, shift and compare in PoolingExplorer: what is lit, said and kept."""

import contextlib
import io
from functools import partial

import numpy as np
import pytest
from conv_page import MINUS, number
from pool_cases import explorer_of, shown

from cnnteach.widgets import PoolingExplorer

pytestmark = pytest.mark.browser
X = np.array([[1, 3, 2, 1], [4, 2, 1, 5], [0, 1, 9, 2], [2, 8, 3, 4]])
SAID = "() => document.querySelector('.cn-foot [role=status]').textContent"


@pytest.fixture
def show(open_view):
    """``show(**words)`` shows a PoolingExplorer: its `View`, and what a learner sees of it."""
    return partial(shown, open_view)


# Pointing


def test_an_output_lights_its_window_and_its_winner_takes_the_gradient(show):
    view, seen = show(X)
    seen.hover("output", 1, 0)
    assert view.get("selected") == [1, 0]
    assert seen.sentence == (
        "Output row 1, column 0 is 8: the largest of 4 pixels. "
        "The gradient 3 goes to row 3, column 1 alone."
    )
    assert seen.chips == [("less", "0"), ("less", "1"), ("less", "2"), ("wins", "8")]
    assert seen.result == 8
    assert seen.lit("input") >= {(2, 0), (2, 1), (3, 1)}
    assert seen.lit("dy") == {(1, 0)}


@pytest.mark.parametrize("words", [{"kind": "average"}, {"kind": "learned", "padding": 1}])
def test_terms_add_up_exactly_to_every_output_and_every_gradient(show, words):
    rng = np.random.default_rng(3)
    view, seen = show(rng.uniform(-9, 9, (5, 4)), window=3, stride=1, **words)
    explorer = explorer_of(view)
    for kind, name in (("output", "output"), ("dx", "dx"), ("dw", "dw")):
        values = getattr(explorer, name)
        if values is None:
            continue
        pad = 1 if kind == "dx" and "padding" in words else 0
        for row, column in list(np.ndindex(values.shape))[::3]:
            seen.hover(kind, row + pad, column + pad)
            assert sum(map(number, (below for _, below in seen.chips))) == seen.result
            assert float(seen.result) == pytest.approx(values[row, column], abs=0.0051)


def test_a_pixel_says_how_many_windows_it_wins_and_its_gradient_adds_up(show):
    view, seen = show(X, window=2, stride=1)
    seen.hover("dx", 2, 2)
    assert seen.sentence == (
        "Pixel row 2, column 2 is 9: it stands in 4 windows and wins all of them, "
        "so its gradient is 28."
    )
    assert seen.chips == [("5·1", "5"), ("6·1", "6"), ("8·1", "8"), ("9·1", "9")]
    seen.hover("input", 0, 1)
    assert "stands in 2 windows and wins 1, so its gradient is 2" in seen.sentence
    assert seen.lit("dx") == {(0, 1)}
    assert explorer_of(view).dx[2, 2] == 28


def test_a_weight_lights_every_pixel_that_it_counts(show):
    _, seen = show(X, kind="learned")
    seen.hover("dw", 0, 1)
    assert seen.lit("input") == {(0, 1), (0, 3), (2, 1), (2, 3)}
    assert seen.chips == [("3·1", "3"), ("1·2", "2"), ("1·3", "3"), ("2·4", "8")]
    assert "is used in each of 4 windows" in seen.sentence


def test_ties_are_a_matter_of_the_maximum_alone(show):
    view, _ = show()
    ties = view.root.locator(".cn-ties")
    assert ties.is_visible()
    for kind in ("average", "learned"):
        view.set("kind", kind)
        assert not ties.is_visible()


def test_no_chip_contradicts_its_product(show):
    _, seen = show(np.full((4, 4), 6.0), windows="global", kind="average")
    assert seen.chips == [("6·1/16", "0.375")] * 16
    assert seen.result == 6


def test_the_formula_has_a_word_for_each_of_its_numbers(show):
    view, _ = show(padding=1, window=3, stride=1, size=6)
    said = view.root.locator(".cn-formula .cn-rule").text_content()
    assert said == f"output = ⌊(input + padding before + after {MINUS} window) / stride⌋ + 1"
    assert "6 + 1 + 1" in view.root.locator(".cn-formula code").text_content()


def test_many_terms_are_few_chips_that_still_add_up(show):
    _, seen = show(windows="global", kind="average", size=12)
    assert len(seen.chips) == 36
    assert seen.chips[-1][0] == "109 more"
    assert sum(number(below) for _, below in seen.chips) == seen.result


# Changing


def test_dragging_a_number_up_hands_the_window_to_it_and_the_gradient_jumps(show):
    view, seen = show(X)
    x, y = seen.middle("input", 0, 1)
    mouse = seen.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y - 20)  # some steps: 3 becomes 5 or 6
    assert seen.sentence == (
        "Output row 0, column 0 has another winner: "
        "its gradient 1 jumped from row 1, column 0 to row 0, column 1."
    )
    mouse.up()
    assert seen.root.locator(".cn-field").count() == 0
    explorer = explorer_of(view)
    assert explorer.x[0, 1] in (5, 6)
    assert (explorer.dx[0, 1], explorer.dx[1, 0]) == (1, 0)
    assert explorer.image == "edited"
    assert seen.lit("dx") >= {(0, 1), (1, 0)}


def test_a_click_lets_type_and_keys_do_what_a_drag_does(show):
    view, seen = show(X)
    seen.type("input", 0, 0, "7")
    assert explorer_of(view).output[0, 0] == 7
    assert "jumped from row 1, column 0 to row 0, column 0" in seen.sentence
    seen.grid("input").focus()
    for _ in range(4):
        seen.page.keyboard.press("Shift+ArrowDown")
    assert explorer_of(view).x[0, 0] == 3
    assert "jumped from row 0, column 0 to row 1, column 0" in seen.sentence
    seen.page.keyboard.press("Shift+ArrowUp")
    assert explorer_of(view).x[0, 0] == 4
    seen.hover("output", 0, 0)
    assert "2 of them tie at 4; the first, row 0, column 0, gets the whole" in seen.sentence
    assert "1 window with a tie: the first pixel wins." in seen.leftover


def test_tenths_are_dragged_by_tenths(show):
    view, seen = show(image="edges of the cup", size=8)
    seen.grid("input").focus()
    before = explorer_of(view).x[0, 0]
    for _ in range(3):
        seen.page.keyboard.press("Shift+ArrowUp")
    assert explorer_of(view).x[0, 0] == pytest.approx(before + 0.3, abs=1e-6)


def test_weights_and_upstream_gradients_are_typed_and_presets_chosen(show):
    view, seen = show(X, kind="learned")
    seen.type("weights", 0, 1, "1/2")
    seen.type("dy", 1, 1, "-3")
    explorer = explorer_of(view)
    assert explorer.w.tolist() == [[0.25, 0.5], [0.25, 0.25]]
    assert explorer.dy.tolist() == [[1, 2], [3, -3]]
    seen.control("weights").select_option("corner")
    assert explorer_of(view).output.tolist() == [[1, 2], [0, 9]]
    seen.control("kind").select_option("max")
    assert seen.control("weights").is_hidden()


def test_each_control_sets_its_trait(show):
    view, seen = show(size=8)
    seen.press("window", "ArrowRight")
    assert (view.get("window"), view.get("stride")) == (3, None)
    seen.press("apart", "Space")
    seen.press("stride", "ArrowLeft")
    assert view.get("stride") == 2
    seen.press("padding", "ArrowRight")
    assert view.get("padding") == 1
    seen.press("same", "Space")
    assert view.get("padding") == "same"
    seen.press("size-rows", "ArrowLeft")
    assert view.get("size") == [7, 8]
    seen.control("windows").select_option("adaptive")
    seen.press("output-columns", "ArrowRight")
    assert view.get("output_size") == [3, 4]
    assert seen.shape("output") == (3, 4)
    assert seen.formula == "rows: 0–2, 2–4, 4–6   columns: 0–1, 2–3, 4–5, 6–7"
    seen.control("windows").select_option("global")
    assert seen.shape("output") == (1, 1)
    seen.control("image").select_option("a thin line")
    assert explorer_of(view).x[3, 3] == 9


def test_a_shift_says_what_stays_and_zeros_that_moved_in_are_not_edited(show):
    view, seen = show(image="edges of the cup", size=12, window=3)
    seen.press("shift-right", "Enter")
    explorer = explorer_of(view)
    assert explorer.shift == [0, 1]
    inputs = np.isclose(explorer.x, explorer.still).sum()
    outputs = explorer.survives.sum()
    expected = f"Shifted: {inputs} of 144 input numbers and {outputs} of 16 outputs stay as they"
    assert expected in seen.leftover
    seen.type("input", 0, 1, "2.5")
    assert explorer_of(view).still[0, 0] == 2.5
    seen.click("input", 0, 0)
    assert seen.root.locator(".cn-field").count() == 0
    seen.press("shift-none", "Enter")
    assert view.get("shift") == 0


def test_maximum_and_average_stand_beside_each_other(show):
    view, seen = show(image="edges of the cup", size=12)
    assert seen.grid("most").is_hidden()
    seen.press("compare", "Space")
    assert view.get("compare") is True
    assert seen.grid("mean").is_visible()
    peak = explorer_of(view).x.max()
    assert f"The strongest answer of the map is {peak:.1f}: the maximum keeps" in seen.text(
        ".cn-beside p"
    )


# What cannot be


@pytest.mark.parametrize(
    ("traits", "words"),
    [
        ({"kind": "learned", "windows": "global"}, "learned weights need a window of one size"),
        ({"window": 7}, "the window is 7×7 and the padded input only 6×6"),
        ({"padding": 2}, "would hold nothing but padding"),
    ],
)
def test_settings_without_output_explain_themselves_and_are_left_again(show, traits, words):
    view, seen = show()
    before = {name: view.get(name) for name in traits}
    view.update(traits)
    assert words in seen.problem
    assert seen.grid("output").is_hidden()
    view.update(before)
    assert seen.problem == ""
    assert seen.grid("output").is_visible()
    assert view.tab.errors == []


# Asking


def test_while_it_asks_nothing_tells_the_winner(show):
    view, seen = show(X, quiz=True)
    view.set("question", 1)
    assert seen.text(".cn-question").startswith("Which pixel of the input gets the gradient")
    seen.hover("output", 0, 0)
    assert seen.sentence == "Output row 0, column 0 is 4."
    assert {above for above, _ in seen.chips} == {"?"}
    seen.hover("dx", 1, 0)
    assert seen.sentence == "Pixel row 1, column 0 is 4."
    assert seen.result_text == "= ?"
    seen.click("input", 3, 1)
    fields = [seen.control(f"quiz-{name}").input_value() for name in ("row", "column")]
    assert fields == ["3", "1"]


def test_each_kind_of_question_is_answered_by_python_and_names_mistakes(show):
    view, seen = show(X, window=2, stride=1, quiz=True, seed=1)
    kinds = set()
    for number_ in range(4):
        view.set("question", number_)
        question = seen.root.locator(".cn-quiz").evaluate("(e) => e.question")
        kinds.add(question["hides"] + question["kind"])
        assert len(question["mistakes"]) >= 2
        seen.press("reveal", "Enter")
        assert seen.text(".cn-quiz .cn-verdict").startswith("It is ")
    assert kinds == {"outputnumber", "dxcell", "dxnumber", "sizenumber"}


# Code


STATES = {
    "maximum": {},
    "overlap": {"window": 3, "stride": (1, 2)},
    "same": {"window": 3, "stride": 2, "padding": "same"},
    "padded": {"window": 3, "padding": ((0, 1), (1, 0))},
    "average": {"kind": "average"},
    "padded average": {"kind": "average", "window": 3, "stride": 2, "padding": 1},
    "learned": {"kind": "learned", "window": (2, 3), "stride": 1, "padding": 1},
    "adaptive": {"kind": "average", "windows": "adaptive", "size": (7, 5)},
    "global": {"windows": "global"},
    "global average": {"kind": "average", "windows": "global"},
}  # fmt: skip


def run(code):
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, names)
    return names


@pytest.mark.parametrize("state", STATES)
def test_its_code_gives_output_and_gradient_in_numpy_and_the_output_in_keras(show, state):
    view, seen = show(**STATES[state])
    seen.press("code", "Enter")
    view.page.wait_for_function(SAID)
    numpy_part, keras_part = seen.text(".cn-code pre").split("import keras")
    explorer = explorer_of(view)
    names = run(numpy_part)
    shape = explorer.output.shape
    np.testing.assert_allclose(names["y"].reshape(shape), explorer.output, rtol=1e-6)
    np.testing.assert_allclose(names["dx"][0, :, :, 0], explorer.dx, rtol=1e-6, atol=1e-6)
    with_keras = run(f"{numpy_part}\nimport keras{keras_part}")["y"].reshape(shape)
    np.testing.assert_allclose(with_keras, explorer.output, rtol=1e-5)


def test_negative_numbers_and_their_signs_are_said(show):
    _, seen = show(-X, kind="average")
    assert seen.sentence.startswith(f"Output row 0, column 0 is {MINUS}2.50: the mean of 4 pixels.")
    assert isinstance(PoolingExplorer(-X).output[0, 0], float)
