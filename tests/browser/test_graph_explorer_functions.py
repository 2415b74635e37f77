"""What the view of GraphExplorer reads and computes is what cnnteach.graph reads and computes."""

import itertools

import numpy as np
import pytest
from graph_cases import READABLE, UNREADABLE, random_expressions
from harness.view import blank, call

from cnnteach.graph import Expression, count_paths, forward_steps, in_order, paths, writing
from cnnteach.graph.drawing import drawing
from cnnteach.widgets import GraphExplorer

pytestmark = pytest.mark.browser
TEXTS = READABLE + random_expressions(200)
DESCRIBED = """const each = (cases) => cases.map(([text, values]) => {
    const expression = readExpression(text);
    try {
        const output = computed(expression, values), nodes = inOrder(output);
        const edges = edgesOf(nodes);
        const pairs = edges.map(({ from, to }) => [from, to]);
        const of = (steps, key) => steps.map((step) => [step.text, step[key]]);
        const inputs = nodes.filter((node) => !node.operation);
        return {
            labels: nodes.map(nodeLabel), values: nodes.map((node) => node.value), edges: pairs,
            slopes: edges.map(({ to, operand }) => nodes[to].slopes[operand]),
            ...layout(nodes.length, pairs), backward: of(backwardSteps(output, nodes), "gradient"),
            forward: inputs.map((input) => of(forwardSteps(nodes, input), "derivative")),
            paths: inputs.map((input) => pathsTo(output, input, 999).map((path) => path.product)),
            counts: inputs.map((input) => countPaths(nodes, input)),
        };
    } catch (error) { return error.message; }
});"""


def values_of(text, number):
    names = Expression(text).inputs
    numbers = itertools.cycle([2.0, 0.5, -1.0, 3.0] if number % 2 else [1.5, 2.0, 0.25, 4.0])
    return dict(zip(names, numbers, strict=False))


def in_python(text, values):
    """Describe a graph as `DESCRIBED` does, with cnnteach.graph; or say why there is none."""
    try:
        output = Expression(text).at(**values)
    except (ValueError, OverflowError) as error:
        return str(error)
    picture, nodes = drawing(output), in_order(output)
    inputs = [node for node in nodes if node.operation is None]
    backward = [[str(step), step.gradient] for step in output.backward_steps()]
    return {
        **{key: picture[key] for key in ("labels", "values", "slopes")},
        **{key: _lists(picture[key]) for key in ("positions", "edges", "bends")},
        "backward": backward,
        "forward": [[[str(s), s.derivative] for s in forward_steps(output, x)] for x in inputs],
        "paths": [[path.product for path in paths(output, x)] for x in inputs],
        "counts": [count_paths(output, x) for x in inputs],
    }


def _lists(value):
    return [_lists(each) for each in value] if isinstance(value, list | tuple) else value


def test_the_same_texts_are_read_with_the_same_inputs(tabs):
    script = """const each = (texts) => texts.map((text) => {
        try { return readExpression(text).inputs; } catch (error) { return error.message; }
    });"""
    texts = TEXTS + UNREADABLE
    found = call(blank(tabs()), GraphExplorer._esm + script, "each", texts)
    for text, inputs in zip(texts, found, strict=True):
        if text in UNREADABLE:
            assert isinstance(inputs, str), text
        else:
            assert tuple(inputs) == Expression(text).inputs


def test_graphs_steps_paths_and_places_are_those_of_cnnteach_graph(tabs):
    cases = [(text, values_of(text, number)) for number, text in enumerate(TEXTS)]
    found = call(blank(tabs()), GraphExplorer._esm + DESCRIBED, "each", [list(c) for c in cases])
    computed = 0
    for (text, values), graph in zip(cases, found, strict=True):
        expected = in_python(text, values)
        if isinstance(expected, str):
            assert graph == expected, text
            continue
        computed += 1
        for key in ("labels", "edges", "positions", "bends", "counts"):
            assert graph[key] == expected[key], (text, key)
        for key in ("values", "slopes"):
            np.testing.assert_allclose(graph[key], expected[key], rtol=1e-12, err_msg=text)
        for ours, theirs in zip(graph["paths"], expected["paths"], strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-12, err_msg=text)
        for ours, theirs in zip(
            [graph["backward"], *graph["forward"]],
            [expected["backward"], *expected["forward"]],
            strict=True,
        ):
            assert [words for words, _ in ours] == [words for words, _ in theirs], text
            numbers = [[number for _, number in steps] for steps in (ours, theirs)]
            np.testing.assert_allclose(*numbers, rtol=1e-12, atol=1e-14, err_msg=text)
    assert computed > 150


ASKED = """const each = (texts, values) => texts.map((text) => {
    const traits = { expression: text, values, by: "x", direction: "backward", step: 0 };
    const now = graphOf((name) => traits[name]);
    const picked = [];
    const local = localQuestion({ pick: (edges) => (picked.push(...edges), edges[0]) }, now);
    return { because: gradientQuestion(null, now).because, asks: local && picked.length };
});"""


def test_a_question_counts_all_paths_and_asks_for_no_edge_that_has_a_twin_of_another_slope(tabs):
    doubled = "; ".join(f"{made} = {x} + {x}" for x, made in zip("xabcd", "abcde", strict=True))
    texts = [doubled, "x / x", "max(x, x)", "x * x", "x / (x + 1)", "x / x * x"]
    found = call(blank(tabs()), GraphExplorer._esm + ASKED, "each", texts, {"x": 2})
    assert found[0]["because"] == "The products along 32 paths from x to e add up to it."
    assert [each["asks"] for each in found[1:]] == [None, None, 2, 2, 2]


def test_numbers_are_written_as_python_writes_them(tabs):
    rng = np.random.default_rng(0)
    numbers = [0, 1, -1, 0.1, 1e6, 999999.6, 123456.7, 1e-4, 9.9e-5, 1e21, -2.5e-7, 1 / 3]
    numbers += (rng.standard_normal(200) * 10.0 ** rng.integers(-9, 9, 200)).tolist()
    script = GraphExplorer._esm + "const each = (numbers) => numbers.map(g);"
    found = call(blank(tabs()), script, "each", numbers)
    assert found == [f"{number:g}" for number in numbers]


def test_numbers_in_sentences_are_written_as_cnnteach_graph_writes_them(tabs):
    rng = np.random.default_rng(1)
    numbers = [0, -0.0, 1, -1, 0.15625, -1234.5, 123456.7, 1e-4, 9.99999e-5, 1e21, -2.5e-7, 1 / 3]
    numbers += (rng.standard_normal(200) * 10.0 ** rng.integers(-9, 9, 200)).tolist()
    pairs = [[a, b] for a, b in itertools.pairwise(numbers) if max(abs(a), abs(b)) < 1e6]
    script = """const each = (numbers, pairs) => [
        numbers.map((v) => numberText(v)), pairs.map(([a, b]) => additionText(a, b, a + b)),
        pairs.map((pair) => productText(...pair))];"""
    found = call(blank(tabs()), GraphExplorer._esm + script, "each", numbers, pairs)
    assert found[0] == [writing.number(value) for value in numbers]
    assert found[1] == [writing.addition(a, b, a + b) for a, b in pairs]
    assert found[2] == [writing.product(a, b) for a, b in pairs]
