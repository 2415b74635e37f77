"""What the view of PoolingExplorer computes is what cnnteach.ops computes."""

import numpy as np
import pytest
from harness.view import blank
from pool_cases import each_of, random_pooling, state_of

from cnnteach.widgets import PoolingExplorer

pytestmark = pytest.mark.browser
EXPLORERS = [random_pooling(seed) for seed in range(200)]
COMPUTED = """(state) => {
    const now = pooler({ get: (name) => state[name] }).compute();
    const { x, y, w, dy, dx, dw, winners, still } = now;
    return [x, y, w, dy, dx, dw, winners, still];
}"""
TERMS = """(state) => {
    const now = pooler({ get: (name) => state[name] }).compute(), { s, g, x, w, winners, dy } = now;
    const total = (terms) => terms.reduce((sum, t) => sum + t.value, 0);
    return [Array.from(now.y, (_, k) => total(outputTerms(g, s.kind, x, w, winners, k))),
        Array.from(x, (_, pixel) => total(pixelTerms(g, s.kind, x, w, winners, dy, pixel))),
        s.kind === "learned" ? Array.from(w, (_, tap) => total(weightTerms(g, x, dy, tap))) : []];
}"""
WHY = "(state) => pooler({ get: (name) => state[name] }).compute().g.why"


@pytest.fixture
def each(tabs):
    """``each(function, cases)`` calls a function of the script with each case, all at once."""
    return each_of(blank(tabs()))


def test_the_cases_are_of_every_kind_with_ties_overlap_and_padding():
    count = {}
    for explorer in EXPLORERS:
        key = explorer.kind, explorer.windows
        count[key] = count.get(key, 0) + 1
    assert len(count) == 7
    assert min(count.values()) >= 10
    assert sum(np.unique(explorer.x).size < explorer.x.size for explorer in EXPLORERS) > 150
    assert sum(explorer.padding not in (0, "valid") for explorer in EXPLORERS) > 40


def test_outputs_and_gradients_are_those_of_the_python_traits(each):
    answers = each(COMPUTED, [(state_of(explorer),) for explorer in EXPLORERS])
    for explorer, (x, y, w, dy, dx, dw, winners, still) in zip(EXPLORERS, answers, strict=True):
        said = explorer.describe()
        for name, found in {"x": x, "still": still, "w": w, "dy": dy}.items():
            np.testing.assert_array_equal(found, getattr(explorer, name).ravel(), err_msg=said)
        for name, found in {"output": y, "dx": dx}.items():
            expected = getattr(explorer, name).ravel()
            np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12, err_msg=said)
        if explorer.kind == "max":
            np.testing.assert_array_equal(winners, explorer.argmax.ravel(), err_msg=said)
        if explorer.kind == "learned":
            np.testing.assert_allclose(dw, explorer.dw.ravel(), atol=1e-12, err_msg=said)


def test_terms_add_up_to_outputs_and_gradients(each):
    answers = each(TERMS, [(state_of(explorer),) for explorer in EXPLORERS])
    for explorer, (outputs, pixels, weights) in zip(EXPLORERS, answers, strict=True):
        np.testing.assert_allclose(outputs, explorer.output.ravel(), atol=1e-12)
        np.testing.assert_allclose(pixels, explorer.dx.ravel(), atol=1e-12)
        if explorer.kind == "learned":
            np.testing.assert_allclose(weights, explorer.dw.ravel(), atol=1e-12)


def test_what_python_refuses_the_view_does_not_compute(each):
    refused, explorers = 0, []
    for seed in range(120):
        rng, explorer = np.random.default_rng(seed), PoolingExplorer(np.ones((4, 5)))
        explorer.kind = str(rng.choice(["max", "average", "learned"]))
        explorer.window, explorer.stride = rng.integers(1, 7, 2).tolist(), int(rng.integers(1, 4))
        explorer.padding = rng.integers(0, 4, 2).tolist()
        explorer.windows = str(rng.choice(["sliding", "sliding", "adaptive"]))
        explorers.append(explorer)
    for explorer, why in zip(
        explorers, each(WHY, [(state_of(e),) for e in explorers]), strict=True
    ):
        assert bool(why) == bool(explorer._problem()), (why, explorer.describe())
        refused += bool(why)
    assert 20 < refused < 100


def test_the_pictures_and_their_edges_are_large_enough_to_show_what_a_mean_loses(each):
    function = """(state) => {
        const now = pooler({ get: (name) => state[name] }).compute();
        const { most, mean } = comparison(now);
        return [...[now.x, most, mean].map((v) => Math.max(...v)), comparison(now).sentence];
    }"""
    explorer = PoolingExplorer(size=32, image="edges, both signs", window=3)
    [(peak, most, mean, said)] = each(function, [(state_of(explorer),)])
    assert most == peak == explorer.output.max()
    explorer.kind = "average"
    assert mean == pytest.approx(explorer.output.max())
    assert mean < 0.8 * peak
    assert f"({round(100 * mean / peak)} %)" in said
    windows = explorer.x[:30, :30].reshape(10, 3, 10, 3)
    both = ((windows.min((1, 3)) < 0) & (windows.max((1, 3)) > 0)).sum()
    assert f"In {both} windows positive and negative answers meet" in said
