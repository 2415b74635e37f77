"""Paths through a graph, and derivatives that go forward: both give what backpropagation gives."""

import pytest
from graph_cases import READABLE, random_expressions

from cnnteach.graph import Expression, Scalar, count_paths, forward_steps, in_order, paths

GRAPHS = []
for number, text in enumerate(READABLE + random_expressions(60, seed=5)):
    expression = Expression(text)
    try:
        values = {name: 1.5 + 0.25 * number + k for k, name in enumerate(expression.inputs)}
        GRAPHS.append(expression.at(**values))
    except (ValueError, OverflowError):  # divided by 0
        continue


def inputs_of(output):
    return [node for node in in_order(output) if node.operation is None]


def test_there_are_graphs_with_many_paths():
    assert len(GRAPHS) > 60
    assert sum(count_paths(g, x) > 2 for g in GRAPHS for x in inputs_of(g)) > 5


@pytest.mark.parametrize("output", GRAPHS, ids=repr)
def test_the_products_along_all_paths_sum_to_the_gradient(output):
    output.backward()
    for source in inputs_of(output):
        found = list(paths(output, source))
        assert len(found) == count_paths(output, source) >= 1
        assert sum(path.product for path in found) == pytest.approx(source.gradient, rel=1e-12)
        for path in found:
            assert (path.nodes[0], path.nodes[-1]) == (source, output)
            for k, slope in enumerate(path.slopes):
                operands = path.nodes[k + 1].operands
                assert (path.nodes[k], slope) in zip(
                    operands, path.nodes[k + 1].slopes, strict=True
                )


@pytest.mark.parametrize("output", GRAPHS[:20], ids=repr)
def test_forward_mode_gives_every_derivative_by_its_source(output):
    for source in inputs_of(output):
        for step in forward_steps(output, source):
            source.gradient = None
            step.node.backward()  # of this node, by all that it is made of
            assert step.derivative == pytest.approx(source.gradient or 0.0, rel=1e-12)
        assert step.node is output


def test_two_edges_between_the_same_nodes_are_two_paths():
    output = Expression("y = x * x").at(x=3)
    (x,) = inputs_of(output)
    assert [(path.slopes, path.product) for path in paths(output, x)] == [((3,), 3), ((3,), 3)]


def test_forward_steps_are_sentences():
    output = Expression("c = a + b; e = c * b").at(a=2, b=1)
    _, b = inputs_of(output)
    assert [str(step) for step in forward_steps(output, b)] == [
        "The derivative of b by itself is 1, that of every other input by b is 0.",
        "∂c/∂b = 1 · 0 + 1 · 1 = 1: each operand's slope times its own derivative by b.",
        "∂e/∂b = 1 · 1 + 3 · 1 = 4: each operand's slope times its own derivative by b.",
    ]


def test_steps_forward_may_begin_at_a_node_in_the_middle():
    a = Scalar(2, "a")
    c = (a * 3).named("c")
    output = (c * 5).named("e")
    *_, last = forward_steps(output, c)
    assert last.derivative == sum(path.product for path in paths(output, c)) == 5
