"""ConvExplorer backwards: JavaScript's gradients are NumPy's, and what it says of them adds up."""

import contextlib
import io

import numpy as np
import pytest
from conv_cases import FITTING, arrays_of, axes_of, each_of, random_explorer, sides_of, words_of
from conv_cases import state_of as traits_of
from conv_page import ConvPage, number, shown
from harness.view import blank
from playwright.sync_api import expect

from cnnteach import ops
from cnnteach.widgets import ConvExplorer
from cnnteach.widgets.conv_explorer.gradients import scattered

pytestmark = pytest.mark.browser
SOME = FITTING[::2]


@pytest.fixture
def each(tabs):
    """``each(function, cases)`` calls a function of the script with each case, all at once."""
    return each_of(blank(tabs()))


def upstream_of(state, seed):
    x, w, b = arrays_of(state, seed)
    y = ops.conv2d(x, w, b, **words_of(state))
    return x, w, b, np.random.default_rng(seed).integers(-9, 10, y.shape) * 1.0


def test_gradients_are_those_of_ops(each):
    cases = [(state, *upstream_of(state, seed)) for seed, state in enumerate(FITTING)]
    function = """(s, x, w, b, dy) => {
        const g = geometry(s), found = gradients(g, pad(g, x), w, dy);
        return [found.dx, found.dw, found.db];
    }"""
    for (state, x, w, _, dy), found in zip(cases, each(function, cases), strict=True):
        (top, _), (left, _) = map(sides_of, axes_of(state))
        rows, columns = state["size"]
        dx, dw, db = ops.conv2d_backward(dy, x, w, **words_of(state))
        wide = columns + sum(sides_of(axes_of(state)[1]))
        inner = found[0].reshape(-1, wide, state["channels"])
        np.testing.assert_array_equal(inner[top : top + rows, left : left + columns], dx[0])
        np.testing.assert_array_equal(found[1], dw.ravel())
        np.testing.assert_array_equal(found[2], db)


EACH_CELL = """(s, x, w, b, dy, h) => {
    const g = geometry(s), padded = pad(g, x), back = { dy, ...gradients(g, padded, w, dy) };
    const now = { s: { flip: false }, g, x, padded, used: w, b, back }, found = [];
    const note = (part, at, filter) => {
        const traced = tracedOf((name) => ({ traced: [part, ...at] })[name], now, filter);
        const sum = backTerms(now, traced).reduce((all, t) => all + t.value, 0);
        const slope = (lossAt(now, traced, h) - lossAt(now, traced, -h)) / (2 * h);
        found.push([sum, slope, traced.value]);
    };
    for (let c = 0; c < g.channels; c++) note("x", [1 % g.sizes[0], g.sizes[1] - 1, c], 0);
    for (let f = 0; f < g.filters; f++) {
        note("w", [g.kernels[0] - 1, 0, g.depth - 1], f);
        note("b", [0, 0, 0], f);
    }
    return found;
}"""


def test_terms_and_nudges_give_the_gradient_of_each_part(each):
    cases = [(state, *upstream_of(state, seed), 0.5) for seed, state in enumerate(SOME)]
    for (state, x, w, _, dy, _), found in zip(cases, each(EACH_CELL, cases), strict=True):
        dx, dw, db = ops.conv2d_backward(dy, x, w, **words_of(state))
        expected = [*dx[0, 1 % dx.shape[1], -1]]
        for f in range(w.shape[3]):
            expected += [dw[-1, 0, -1, f], db[f]]
        for sum_, slope, traced in found:
            assert sum_ == slope == traced
        assert [traced for *_, traced in found] == expected, state


def test_the_random_upstream_gradient_is_pythons(each):
    places = [
        (r, q, f, seed) for r in (0, 5, 40) for q in (0, 31) for f in (0, 5) for seed in (0, 9)
    ]
    expected = [scattered((41, 32, 6), seed)[r, q, f] for r, q, f, seed in places]
    assert each("scattered", places) == expected
    assert set(expected) <= set(range(-3, 4))
    spread = np.bincount(scattered((60, 60, 6), 3).astype(int).ravel() + 3)
    assert spread.min() > 0.9 * spread.mean()


def test_upstream_and_gradients_are_those_of_the_python_traits(each):
    explorers = [random_explorer(seed) for seed in range(300, 324)]
    rng = np.random.default_rng(1)
    for explorer, kind in zip(explorers, ["ones", "one", "random", "yours"] * 6, strict=True):
        explorer.backward, explorer.seed = True, int(rng.integers(9))
        explorer.selected, explorer.filter = (2, 1), explorer.filters - 1
        if kind == "yours":
            explorer.upstream = rng.integers(-3, 4, explorer.output.shape)
            explorer.stride = 2  # the corner of it stays
        else:
            explorer.upstream = kind
    function = """(state) => {
        const { g, s, back } = explorer({ get: (name) => state[name] }).compute();
        return [back.dy, back.dx, s.flip ? flip(g, back.dw) : back.dw, back.db, g];
    }"""
    cases = [(traits_of(explorer) | {"seed": explorer.seed},) for explorer in explorers]
    for explorer, (dy, dx, dw, db, g) in zip(explorers, each(function, cases), strict=True):
        np.testing.assert_array_equal(dy, explorer.upstream.ravel())
        (top, _), (left, _) = g["pads"]
        rows, columns = g["sizes"]
        dx = dx.reshape(*g["padded"], -1)[top : top + rows, left : left + columns]
        close = {"rtol": 1e-9, "atol": 1e-9}
        np.testing.assert_allclose(dx, explorer.dx, **close)
        np.testing.assert_allclose(dw, explorer.dw.ravel(), **close)
        np.testing.assert_allclose(db, explorer.db, **close)


# The view


def show(open_view, **words):
    view, seen = shown(open_view, backward=True, **words)
    return view, seen


def test_the_switch_turns_the_window_around_and_back(open_view):
    view, seen = shown(open_view, padding=1)
    forward = seen.sentence
    seen.press("backward", " ")
    assert view.get("backward") is True
    captions = [
        seen.text(f".cn-{part} .cn-caption") for part in ("input", "kernel", "bias", "output")
    ]
    assert captions == ["dX 7×7, and what falls on the padding", "dW 3×3", "db", "dY 7×7"]
    assert seen.formula == "dX[h, v] = Σ dY[r, q] · W[h + 1 − r, v + 1 − q]".replace("-", "−")
    assert "dX row 3, column 3 is 0: 9 outputs used this pixel" in seen.sentence
    seen.press("backward", " ")
    assert seen.sentence == forward
    assert seen.count("bias") == 0


@pytest.mark.parametrize("grid", ["input", "kernel", "bias"])
def test_any_gradient_is_explained_term_by_term(open_view, grid):
    words = {
        "stride": 2,
        "padding": 1,
        "dilation": (1, 2),
        "channels": 2,
        "filters": 2,
        "groups": 2,
    }
    view, seen = show(open_view, size=9, upstream="random", b=1, flip=True, **words)
    explorer = ConvExplorer(size=9, upstream="random", flip=True, **words)
    seen.grid("output", 1).focus()  # filter 1
    if grid == "input":
        seen.hover("input", 5, 4, which=1)
        expected, slope = explorer.dx[4, 3, 1], "dX[4, 3]"
    elif grid == "kernel":
        seen.hover("kernel", 2, 0)
        expected, slope = explorer.dw[0, 2, 0, 1], "dW[0, 2]"  # as it was before it was turned
    else:
        seen.grid("bias").focus()
        expected, slope = explorer.db[1], "db"
    assert float(seen.result) == expected
    assert sum(seen.terms) == seen.result
    assert f"is {seen.result}".replace("-", "−") in seen.sentence
    text = f"{abs(expected):.2f}"
    sign = "−" if expected < 0 else ""
    assert seen.text(".cn-difference").endswith(f"= {sign}{text};  {slope} = {sign}{text}")
    seen.page.mouse.move(1, 1)
    assert float(seen.result) == expected
    assert view.tab.errors == []


def test_of_very_many_products_the_last_are_one_chip(open_view):
    _, seen = show(open_view, size=20, image="cat's eye", traced=("w", 0, 0, 0))
    assert len(seen.terms) == 36
    assert seen.factors[-1] == f"{18 * 18 - 35} more"
    assert sum(seen.terms) == seen.result


def test_an_upstream_number_is_typed_and_everything_follows(open_view):
    view, seen = show(open_view, x=np.arange(25).reshape(5, 5), kernel="box")
    seen.type("output", 1, 2, "4")
    assert view.get("upstream_preset") == "yours"
    seen.grid("bias").focus()
    assert seen.result == number("12")
    assert seen.control("upstream").input_value() == "yours"
    seen.control("upstream").select_option("one")
    assert seen.result == 1
    seen.grid("output").press("Home")
    assert "it adds itself times the weight to 9 pixels of dX" in seen.sentence
    assert seen.lit("input") == {(r, q) for r in (1, 2, 3) for q in range(3)}
    assert np.argwhere(upstream_seen(view)).tolist() == [[1, 0, 0]]


def upstream_seen(view):
    explorer = ConvExplorer()
    names = traits_of(explorer)
    explorer.set_state({name: view.get(name) for name in names})
    return explorer.upstream


def test_input_and_kernel_are_not_written_backwards(open_view):
    view, seen = show(open_view)
    for grid in ("input", "kernel", "bias"):
        seen.grid(grid).focus()
        seen.grid(grid).press("Enter")
        assert seen.root.locator(".cn-field").count() == 0
    assert not seen.control("paint").is_visible()
    assert all(set(saved) <= {"traced"} for saved in view.saved)


def test_the_badge_says_how_far_keras_is(open_view):
    view, seen = show(open_view, padding=1, upstream="random")
    explorer = ConvExplorer(padding=1, upstream="random")
    badge = seen.root.locator(".cn-badge")
    seen.press("keras", "Enter")
    assert view.sent == [{"ask": "keras"}]
    expect(badge).to_have_text("waiting for Keras")
    right = [array.ravel().tolist() for array in (explorer.dx, explorer.dw, explorer.db)]
    view.receive({"asked": "keras", "answer": right})
    expect(badge).to_have_text("✓ as Keras's: off by at most 0, where the largest is 119")
    right[1][2] += 0.5
    seen.press("keras", "Enter")
    view.receive({"asked": "keras", "answer": right})
    expect(badge).to_contain_text("✗ not as Keras's: off by at most 5.0e-1")
    seen.press("keras", "Enter")
    seen.press("stride", "ArrowRight")  # what is answered now is of another state
    view.receive({"asked": "keras", "answer": right})
    view.page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    expect(badge).to_have_text("")
    seen.press("keras", "Enter")
    view.receive({"asked": "keras", "error": "ModuleNotFoundError: No module named 'keras'"})
    expect(badge).to_have_text("Keras is not installed here")


def test_without_a_kernel_the_badge_says_so(tabs, tmp_path):
    page = tabs().page
    page.goto(ConvExplorer(backward=True).export_html(tmp_path / "page.html").as_uri())
    seen = ConvPage(page.locator("#root"))
    assert not seen.control("keras").is_visible()
    assert seen.text(".cn-badge") == "no kernel here to ask Keras"


def test_the_code_gives_the_gradients(open_view):
    words = {
        "size": (6, 7),
        "stride": 2,
        "padding": 1,
        "flip": True,
        "w": np.arange(9.0).reshape(3, 3),
    }
    view, seen = show(open_view, upstream="random", **words)
    seen.press("code", "Enter")
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(seen.text(".cn-code pre"), names)
    explorer = ConvExplorer(upstream="random", **words)
    np.testing.assert_allclose(names["dx"][0], explorer.dx)
    np.testing.assert_allclose(names["dw"], explorer.dw)
    np.testing.assert_allclose(names["db"], explorer.db)
    assert view.tab.errors == []


NOTES = """() => {
    const own = CanvasRenderingContext2D.prototype, write = own.fillText;
    window.notes = [];
    own.fillText = function (text, ...at) {
        window.notes.push(text);
        write.call(this, text, ...at);
    };
}"""


@pytest.mark.parametrize(
    ("traced", "letter"), [(("x", 2, 3, 0), "W"), (("w", 1, 2, 0), "X")], ids=["dX", "dW"]
)
def test_a_gradient_that_is_lit_says_what_was_multiplied(open_view, traced, letter):
    view, seen = shown(open_view, backward=True, size=6, traced=("b", 0, 0, 0))
    view.page.evaluate(NOTES)
    view.set("traced", list(traced))
    notes = view.page.evaluate("() => new Promise((done) => setTimeout(() => done(notes), 100))")
    values = [each.split()[1] for each in notes if each.startswith(f"{letter} ")]
    assert sorted(set(values)) == sorted(
        {words.split("·")[1].strip("()") for words in seen.factors}
    )


def test_each_channel_says_what_falls_on_the_padding_and_groups_what_they_read(open_view):
    view, _ = shown(open_view, backward=True, size=6, padding=1, channels=2)
    captions = view.root.locator(".cn-input .cn-caption").all_text_contents()
    assert len(captions) == 2
    assert all(each.endswith(", and what falls on the padding") for each in captions)
    view, seen = shown(open_view, channels=2, filters=4, groups=2, size=6)
    view.set("filter", 2)
    assert "of filter 2, which reads channel 1 alone: " in seen.sentence
    for name in ("channels", "filters"):
        label = seen.control(name).locator("..")
        assert "2 groups share channels and filters out" in label.get_attribute("title")
