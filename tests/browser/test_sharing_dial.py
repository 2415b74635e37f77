"""SharingDial: its matrix and outputs are Python's; what is lit, moved, counted and said."""

import contextlib
import io
from functools import partial

import numpy as np
import pytest
from conv_page import ConvPage, number
from harness.view import blank, call

from cnnteach.widgets import SharingDial
from cnnteach.widgets.explorer import Explorer
from cnnteach.widgets.sharing_dial import sharing

pytestmark = pytest.mark.browser
COMPUTED = """const computed = (states) => states.map((state) => {
    const now = sharer({ get: (name) => state[name] }).compute();
    return [now.x, now.matrix, now.tied, now.y, now.after, now.difference, now.known, now.agree];
});"""
SAID = "() => document.querySelector('.cn-foot [role=status]').textContent"


def state_of(dial):
    """Return the traits that the view reads."""
    names = set(SharingDial.class_trait_names(sync=True)) - set(Explorer.class_trait_names())
    return dial.get_state(names)


def dial_of(view):
    """Return a dial in Python with the traits that a view's model has."""
    dial = SharingDial()
    dial.set_state({name: view.get(name) for name in state_of(dial)})
    return dial


def random_dial(seed):
    rng = np.random.default_rng(seed)
    dial = SharingDial(
        rng.integers(-9, 10, rng.integers(4, 9, 2)) / rng.choice([1, 4]),
        sharing=sharing.STOPS[seed % 3],
        kernel=rng.integers(1, 5, 2).tolist(),
        shift=rng.integers(-2, 3, 2).tolist(),
        seed=seed,
    )
    if rng.integers(2):
        dial.w = rng.standard_normal(dial.w.shape)
    return dial


class SharingPage(ConvPage):
    @property
    def counts(self):
        """The numbers of the table, row by row."""
        rows = self.root.locator(".cn-counts tbody tr").all()
        return [row.locator("td").all_text_contents() for row in rows]

    @property
    def verdict(self):
        return self.text(".cn-beside p")


def shown(open_view, *arrays, **words):
    view = open_view(SharingDial(*arrays, **words))
    return view, SharingPage(view.root)


@pytest.fixture
def show(open_view):
    """``show(**words)`` shows a SharingDial: its `View`, and what a learner sees of it."""
    return partial(shown, open_view)


def test_matrix_outputs_and_differences_are_those_of_the_python_traits(tabs):
    dials = [random_dial(seed) for seed in range(90)]
    states = [state_of(dial) for dial in dials]
    answers = call(blank(tabs()), f"{SharingDial._esm}\n{COMPUTED}", "computed", states)
    for dial, (x, matrix, tied, y, after, difference, known, agree) in zip(
        dials, answers, strict=True
    ):
        exact = {"x": x, "matrix": matrix, "tied": tied}
        for name, found in exact.items():
            np.testing.assert_array_equal(found, getattr(dial, name).ravel(), dial.describe())
        close = {"output": y, "shifted_after": after, "difference": difference}
        for name, found in close.items():
            expected = getattr(dial, name).ravel()
            np.testing.assert_allclose(found, expected, atol=1e-9, err_msg=dial.describe())
        assert f"{agree} of {known} outputs agree" in dial.describe()


def test_the_dial_has_three_stops_of_ever_fewer_weights(show):
    view, seen = show()
    found, captions = [], []
    for key in ("Home", "ArrowRight", "ArrowRight"):
        seen.press("sharing", key)
        found.append((view.get("sharing"), seen.control("sharing").get_attribute("aria-valuetext")))
        captions.append(seen.root.locator(".cn-caption").first.text_content().partition(", ")[2])
        chosen = seen.root.locator(".cn-counts tbody .cn-chosen").all_text_contents()
        assert number(chosen[0]) == dial_of(view).weights
    assert found == [
        ("dense", "dense"), ("local", "locally connected"), ("shared", "shared: a convolution"),
    ]  # fmt: skip
    assert seen.counts[0] == ["576", "144", "9"]
    repeats = ": more than there are colours"
    assert captions == [
        f"576 weights{repeats}", f"144 weights{repeats}", "a colour for each weight",
    ]  # fmt: skip


def test_counts_are_the_lectures_and_ones_own(show):
    view, seen = show()
    assert seen.counts[1] == ["10,000,000 = 10⁷", "100,000 = 10⁵", "100 = 10²"]
    seen.press("lecture-1", "Enter")
    assert seen.counts[1][0] == "1,600,000,000 = 1.6 billion"
    seen.press("lecture-2", "Enter")
    assert seen.counts[1] == ["4,800,000,000 = 4.8 billion", "12,000,000 = 12 million", "300"]
    seen.control("units").fill("7")
    seen.press("units", "Enter")
    assert seen.counts[1][:2] == ["840,000", "2,100"]
    seen.control("image_side").fill("-3")
    seen.press("image_side", "Enter")
    assert view.get("image_side") == 1


def test_a_weight_lights_all_places_where_it_stands_and_the_outputs_that_it_moves(show):
    view, seen = show(sharing="shared")
    seen.hover("matrix", 5, 8)
    tied = dial_of(view).tied
    assert seen.lit("matrix") == set(map(tuple, np.argwhere(tied == tied[5, 8])))
    assert seen.lit("output") == set(np.ndindex(4, 4))
    assert seen.lit("input") == {(1, 2)}
    assert seen.sentence == (
        "The weight 0 from pixel row 1, column 2 to output row 1, column 1 "
        "stands in 16 places, one in each row: it moves them all."
    )
    seen.hover("matrix", 0, 35)
    assert seen.sentence == (
        "No weight here: output row 0, column 0 does not see pixel row 5, column 5."
    )
    view.set("sharing", "local")
    seen.hover("matrix", 5, 7)
    assert seen.lit("output") == {(1, 1)}
    assert seen.sentence.endswith("stands here alone: it moves 1 output.")


@pytest.mark.parametrize(("stop", "moved"), [("dense", 1), ("local", 1), ("shared", 16)])
def test_dragging_a_weight_moves_one_output_or_all(show, stop, moved):
    view, seen = show(np.ones((6, 6)), sharing=stop, shift=0)
    before = dial_of(view)
    x, y = seen.middle("matrix", 5, 7)
    seen.page.mouse.move(x, y)
    seen.page.mouse.down()
    seen.page.mouse.move(x, y - 17)
    assert seen.sentence == (f"One weight changed: {moved} output{'s' * (moved > 1)} of 16 moved.")
    assert len(seen.lit("output")) == moved
    seen.page.mouse.up()
    after = dial_of(view)
    places = before.tied == before.tied[5, 7]
    np.testing.assert_array_equal(after.matrix, before.matrix + 2 * places)


def test_where_there_is_no_weight_none_is_written_and_keys_write(show):
    view, seen = show(sharing="local")
    seen.click("matrix", 0, 35)
    assert seen.root.locator(".cn-field").count() == 0
    seen.type("matrix", 0, 0, "1/4")
    assert dial_of(view).matrix[0, 0] == 0.25
    seen.grid("matrix").focus()
    seen.page.keyboard.press("Shift+ArrowUp")
    assert dial_of(view).matrix[0, 0] == 1.25


def test_outputs_and_pixels_light_rows_and_columns_and_terms_add_up(show):
    rng = np.random.default_rng(1)
    view, seen = show(rng.uniform(-1, 1, (6, 6)), rng.standard_normal((3, 3)), sharing="shared")
    dial = dial_of(view)
    for row, column in np.ndindex(4, 4):
        seen.hover("output", row, column)
        sums = seen.text(".cn-sum").rpartition("= ")[2]
        assert sum(seen.terms) == number(sums)
        assert float(number(sums)) == pytest.approx(dial.output[row, column], abs=0.0051)
    assert seen.lit("input") == {(r, q) for r in (3, 4, 5) for q in (3, 4, 5)}
    seen.hover("input", 0, 1)
    assert seen.lit("output") == {(0, 0), (0, 1)}
    assert "it feeds 2 outputs of 16" in seen.sentence


def test_a_shift_goes_through_where_weights_are_shared(show):
    view, seen = show()
    assert seen.verdict.startswith("f(g(x)) ≠ g(f(x)): the output does not shift along.")
    view.set("sharing", "shared")
    assert seen.verdict == (
        "f(g(x)) = g(f(x)) here: shift first or layer first, it is the same. "
        "12 of 12 outputs agree."
    )
    seen.press("shift-down", "Enter")
    assert view.get("shift") == 1
    assert "9 of 9 outputs agree" in seen.verdict
    seen.press("shift-none", "Enter")
    assert seen.verdict == "Shift the input, and see whether the output shifts along."


def test_a_window_that_does_not_fit_says_so(show):
    view, seen = show(size=4)
    view.set("kernel", 5)
    assert "the window is 5×5 and the input only 4×4" in seen.problem
    assert seen.grid("matrix").is_hidden()
    view.set("kernel", 2)
    assert seen.problem == ""
    assert seen.shape("matrix") == (9, 16)
    assert view.tab.errors == []


def test_each_kind_of_question_hides_its_answer(show):
    view, seen = show(sharing="shared", quiz=True)
    for k, hides in enumerate(("counts", "moves", "difference", "counts")):
        view.set("question", k)
        question = seen.root.locator(".cn-quiz").evaluate("(e) => e.question")
        assert question["hides"] == hides
        if hides == "counts":
            assert seen.counts[0] == ["?"] * 3
        elif hides == "moves":
            seen.hover("matrix", 5, 7)
            assert "place" not in seen.sentence
            assert len(seen.lit("matrix")) == 1
        else:
            assert seen.verdict == ""
        seen.press("reveal", "Enter")
        assert seen.counts[0] == ["576", "144", "9"]


@pytest.mark.parametrize("stop", sharing.STOPS)
def test_its_code_gives_the_output_in_numpy_and_in_keras(show, stop):
    view, seen = show(sharing=stop, kernel=(2, 3), size=(4, 5), image="random")
    seen.press("code", "Enter")
    view.page.wait_for_function(SAID)
    numpy_part, keras_part = seen.text(".cn-code pre").split("import keras")
    names, expected = {}, dial_of(view).output
    for part in (numpy_part, f"import keras{keras_part}"):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(part, names)
        found = np.reshape(names.pop("y"), expected.shape)
        np.testing.assert_allclose(found, expected, atol=1e-4)
