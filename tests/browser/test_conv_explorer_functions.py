"""What the view of ConvExplorer computes is what cnnteach.shapes and cnnteach.ops compute."""

import numpy as np
import pytest
from conv_cases import (
    FITTING,
    GEOMETRIES,
    arrays_of,
    axes_of,
    each_of,
    outputs_of,
    random_explorer,
    sides_of,
    state_of,
    words_of,
)
from harness.view import blank

from cnnteach import ops, shapes

pytestmark = pytest.mark.browser


@pytest.fixture
def each(tabs):
    """``each(function, cases)`` calls a function of the script with each case, all at once."""
    return each_of(blank(tabs()))


def test_there_are_enough_geometries_and_some_do_not_fit():
    assert len(FITTING) >= 200
    assert len(GEOMETRIES) - len(FITTING) >= 20


def test_sizes_and_padding_are_those_of_shapes(each):
    found = each("geometry", [(state,) for state in GEOMETRIES])
    for state, g in zip(GEOMETRIES, found, strict=True):
        words = axes_of(state)
        assert [tuple(sides) for sides in g["pads"]] == [sides_of(axis) for axis in words], state
        assert g["out"] == [outputs_of(axis) for axis in words], state
        assert g["fits"] == (state in FITTING)
        assert g["divides"]


def test_groups_that_do_not_divide_are_seen(each):
    cases = {(2, 2, 2): True, (3, 2, 2): False, (2, 3, 2): False, (1, 1, 2): False, (3, 6, 3): True}
    names = ("channels", "filters", "groups")
    states = [{**FITTING[0], **dict(zip(names, case, strict=True))} for case in cases]
    found = each("geometry", [(state,) for state in states])
    assert [g["divides"] for g in found] == list(cases.values())


@pytest.mark.parametrize(("whole", "tolerance"), [(True, 0), (False, 1e-12)])
def test_convolution_is_that_of_ops(each, whole, tolerance):
    cases = [(state, *arrays_of(state, n, whole=whole)) for n, state in enumerate(FITTING)]
    function = "(s, x, w, b) => { const g = geometry(s); return conv2d(g, pad(g, x), w, b); }"
    for (state, x, w, b), y in zip(cases, each(function, cases), strict=True):
        expected = ops.conv2d(x, w, b, **words_of(state)).ravel()
        np.testing.assert_allclose(y, expected, rtol=0, atol=tolerance, err_msg=state)


def test_a_flipped_kernel_is_turned_by_half_a_turn(each):
    cases = [(state, arrays_of(state, seed)[1]) for seed, state in enumerate(FITTING[:50])]
    for (_, w), turned in zip(cases, each("(s, w) => flip(geometry(s), w)", cases), strict=True):
        np.testing.assert_array_equal(turned, w[::-1, ::-1].ravel())


def test_the_products_of_an_output_add_up_to_it_and_say_where_they_are_from(each):
    rng, cases, expected = np.random.default_rng(1), [], []
    for seed, state in enumerate(FITTING):
        x, w, b = arrays_of(state, seed)
        y = ops.conv2d(x, w, b, **words_of(state))[0]
        place = tuple(int(rng.integers(0, n)) for n in y.shape)
        padded = np.pad(x[0], (*map(sides_of, axes_of(state)), (0, 0)))
        first = place[2] // (w.shape[3] // state["groups"]) * w.shape[2]
        cases.append((state, x, w, *place))
        expected.append((y[place] - b[place[2]], padded, w[..., place[2]], first))
    answers = each(
        "(s, x, w, row, column, filter) => "
        "{ const g = geometry(s); return products(g, pad(g, x), w, row, column, filter); }",
        cases,
    )
    for state, terms, (total, padded, w, first) in zip(FITTING, answers, expected, strict=True):
        assert sum(term["product"] for term in terms) == total, state
        assert {(t["i"], t["j"], t["channel"] - first) for t in terms} == set(np.ndindex(w.shape))
        for t in terms:
            assert t["x"] == padded[t["row"], t["column"], t["channel"]]
            assert t["w"] == w[t["i"], t["j"], t["channel"] - first]


def fed_by_gradient(state):
    """Say for each pixel which outputs it feeds, and by which weight, as the backward pass knows.

    Returns
    -------
    ndarray, shape (OH, OW, H, W)
        0 where the output does not see the pixel; else 1 + the place of the weight in the kernel.
    """
    (rows, columns), outputs = state["kernel"], [outputs_of(axis) for axis in axes_of(state)]
    w = 1.0 + np.arange(rows * columns).reshape(rows, columns, 1, 1)
    dy = np.eye(outputs[0] * outputs[1]).reshape(-1, *outputs, 1)  # one output at a time
    x = np.zeros((len(dy), *state["size"], 1))
    words = {name: state[name] for name in ("stride", "padding", "dilation")}
    return ops.conv2d_backward(dy, x, w, **words)[0].reshape(*outputs, *state["size"])


def test_a_pixel_feeds_the_outputs_whose_gradient_reaches_it(each):
    function = """(s) => {
        const g = geometry({ ...s, channels: 1, filters: 1, groups: 1 }), [H, W] = g.sizes;
        const fed = new Float64Array(g.out[0] * g.out[1] * H * W);
        for (let row = 0; row < H; row++) for (let column = 0; column < W; column++)
            for (const o of fedBy(g, row + g.pads[0][0], column + g.pads[1][0]))
                fed[((o.row * g.out[1] + o.column) * H + row) * W + column]
                    += 1 + o.i * g.kernels[1] + o.j;
        return fed;
    }"""
    for state, fed in zip(FITTING, each(function, [(s,) for s in FITTING]), strict=True):
        np.testing.assert_array_equal(fed, fed_by_gradient(state).ravel(), err_msg=state)


def test_the_pixels_that_no_window_reaches_are_those_outside_window_starts(each):
    function = "(s) => [0, 1].map((axis) => reached(geometry(s), axis))"
    left_over = 0
    for state, masks in zip(FITTING, each(function, [(s,) for s in FITTING]), strict=True):
        for words, mask in zip(axes_of(state), masks, strict=True):
            before, after = sides_of(words)
            expected = np.zeros(before + words["size"] + after)
            for start in shapes.window_starts(**words):
                expected[start + before + np.arange(words["kernel"]) * words["dilation"]] = 1
            np.testing.assert_array_equal(mask, expected, err_msg=words)
            left_over += np.count_nonzero(expected == 0)
    assert left_over > 100


def test_input_kernels_and_output_are_those_of_the_python_traits(each):
    explorers = [random_explorer(seed) for seed in range(60)]
    assert 10 < sum("custom" in explorer.presets for explorer in explorers) < 50
    function = """(state) => {
        const now = explorer({ get: (name) => state[name] }).compute();
        return [now.x, now.w, now.y];
    }"""
    answers = each(function, [(state_of(explorer),) for explorer in explorers])
    for explorer, (x, w, y) in zip(explorers, answers, strict=True):
        np.testing.assert_array_equal(x, explorer.x.ravel())
        np.testing.assert_array_equal(w, explorer.w.ravel())
        np.testing.assert_allclose(y, explorer.output.ravel(), rtol=1e-12, atol=1e-10)


def test_the_formula_holds_the_numbers_and_gives_the_result(each):
    function = "(s) => [0, 1].map((axis) => formulaText(geometry(s), axis))"
    for state, texts in zip(FITTING, each(function, [(s,) for s in FITTING]), strict=True):
        for words, text in zip(axes_of(state), texts, strict=True):
            quotient, result = text.split("⌋")[0].removeprefix("⌊"), text.rpartition(" = ")[2]
            assert int(result) == outputs_of(words), (words, text)
            value = eval(quotient.replace("\N{MINUS SIGN}", "-").replace("·", "*"))
            assert np.floor(value) + 1 == outputs_of(words), (words, text)
            assert f"({words['size']} + " in text
            assert quotient.endswith(f"/ {words['stride']}")
            assert ("⌋" in text.split("⌋", 1)[1]) == (value % 1 > 0), text  # the floor is shown
