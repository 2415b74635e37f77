"""The answers that ConvExplorer's quiz takes for right are those of cnnteach.shapes and ops."""

import re

import numpy as np
import pytest
from conv_cases import each_of, random_explorer, state_of
from harness.view import blank

from cnnteach import ops
from cnnteach.widgets import ConvExplorer

pytestmark = pytest.mark.browser
ASKED = """(state, number) => {
    const ex = explorer({ get: (name) => state[name] });
    const now = { ...ex.compute(), filter: ex.filter() };
    return questionOf(CONV_QUIZ.questions, state.seed, number, now);
}"""


@pytest.fixture(scope="module")
def asked(browser):
    """Return ``[(explorer, question), ...]``, forwards and backwards."""
    from harness.tabs import Tab

    cases = []
    for seed in range(500, 530):
        explorer = random_explorer(seed)
        explorer.backward, explorer.seed = bool(seed % 2), seed
        explorer.upstream = ("ones", "random", "one")[seed % 3]
        explorer.filter = explorer.filters - 1
        cases += [(explorer, number) for number in range(7)]
    for backward in (False, True):
        explorer = ConvExplorer(backward=backward, upstream="random", stride=2, padding=1, b=3)
        cases += [(explorer, number) for number in range(14)]
    tab = Tab(browser)
    states = [(state_of(explorer) | {"seed": explorer.seed}, n) for explorer, n in cases]
    questions = each_of(blank(tab))(ASKED, states)
    tab.page.close()
    return [(e, q) for (e, _), q in zip(cases, questions, strict=True) if q]


def of_kind(asked, hides):
    found = [(explorer, question) for explorer, question in asked if question["hides"] == hides]
    assert len(found) >= 8, hides
    return found


def test_every_state_is_asked_about_and_every_mistake_is_a_mistake(asked):
    assert len(asked) > 200
    for _, question in asked:
        assert question["because"].endswith(".")
        for mistake in question["mistakes"]:
            assert mistake["hint"].endswith((".", "?"))
            assert abs(mistake["value"] - question["answer"]) > 1e-8


def test_sizes(asked):
    for explorer, question in of_kind(asked, "size"):
        axis = 0 if "how many rows" in question["text"] else 1
        assert question["answer"] == explorer.output.shape[axis]
        hints = {m["hint"][:20]: m["value"] for m in question["mistakes"]}
        if "those are the jumps;" in hints:
            assert hints["those are the jumps;"] == question["answer"] - 1


def test_numbers_of_the_output_and_their_mistakes(asked):
    for explorer, question in of_kind(asked, "output"):
        filter, row, column = question["which"]
        assert question["answer"] == pytest.approx(explorer.output[row, column, filter], abs=1e-6)
        turned = turned_output(explorer)[row, column, filter]
        for mistake in question["mistakes"]:
            if "half a turn" in mistake["hint"]:
                assert mistake["value"] == pytest.approx(turned, abs=1e-6)


def turned_output(explorer):
    x, w, b, words = explorer._used()
    return ops.conv2d(x[None], w[::-1, ::-1], b, **words)[0]


def test_windows_of_a_pixel_and_products_of_a_weight(asked):
    for explorer, question in of_kind(asked, "fed"):
        row, column = map(int, re.search(r"row (\d+), column (\d+)", question["text"]).groups())
        x, w, _, words = explorer._used()
        dy = np.ones((1, *explorer.output.shape))
        fed = ops.conv2d_backward(dy, x[None], np.ones_like(w), **words)[0][0, row, column, 0]
        assert question["answer"] == round(fed / (explorer.filters // explorer.groups))
    for explorer, question in of_kind(asked, "shared"):
        assert question["answer"] == np.prod(explorer.output.shape[:2])


def test_gradients(asked):
    parts = set()
    for explorer, question in of_kind(asked, "gradient"):
        part, *at = question["which"]
        parts.add(part)
        array = {"x": explorer.dx, "w": explorer.dw, "b": explorer.db}[part]
        place = tuple(at[:-1]) if part == "x" else tuple(at)
        expected = array[place]
        assert question["answer"] == pytest.approx(expected, abs=1e-6)
    assert parts == {"x", "w", "b"}


def test_the_mistake_of_an_unturned_kernel_is_that_of_the_turned_one(asked):
    seen = 0
    for explorer, question in of_kind(asked, "gradient"):
        for mistake in question["mistakes"]:
            if "other way round" not in mistake["hint"]:
                continue
            x, w, _, words = explorer._used()
            upstream = explorer.upstream[None]
            dx = ops.conv2d_backward(upstream, x[None], w[::-1, ::-1], **words)[0][0]
            assert mistake["value"] == pytest.approx(dx[tuple(question["which"][1:-1])], abs=1e-6)
            seen += 1
    assert seen >= 5


def test_the_next_question_is_about_a_state_that_has_an_output(tabs):
    each = each_of(blank(tabs()))
    states = [ConvExplorer(size=3, kernel=3), ConvExplorer(size=9, dilation=4, kernel=3)]
    states += [ConvExplorer(size=7, stride=3, backward=True)]
    vary = """(state, number) => {
        const ex = explorer({ get: (name) => state[name] });
        return CONV_QUIZ.vary(seeded(0, number), ex.compute());
    }"""
    cases = [(explorer, number) for explorer in states for number in range(30)]
    answers = each(vary, [(state_of(explorer), number) for explorer, number in cases])
    strides = set()
    for (explorer, _), found in zip(cases, answers, strict=True):
        for name, value in found.items():
            setattr(explorer, name, value)
        assert explorer.output.size > 0
        strides.add(explorer.stride)
    assert strides == {1, 2, 3}
