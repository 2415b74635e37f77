"""GraphExplorer in Python: every word is read and set, and the numbers are those of the graph."""

import math

import numpy as np
import pytest
from graph_cases import random_expressions

from cnnteach.graph import Expression
from cnnteach.widgets import GraphExplorer
from cnnteach.widgets.graph_explorer.widget import EXAMPLES


def test_it_starts_with_the_lectures_expression():
    explorer = GraphExplorer()
    assert (explorer.output, explorer.gradients) == (6, {"a": 2, "b": 5})
    assert explorer.paths == [("b -> c -> e", 2), ("b -> d -> e", 3)]
    assert (explorer.by, explorer.direction, explorer.nudge) == ("b", "backward", 0.1)
    assert explorer.slope == pytest.approx(5.1)  # (3.1 * 2.1 - 6) / 0.1


def test_each_word_is_taken_at_the_start_and_later():
    words = {"by": "x", "direction": "forward", "step": 3, "nudge": -0.01}
    values = {"w": 2, "x": 3, "b": np.float32(1)}
    first = GraphExplorer("y = w * x + b", values, **words)
    later = GraphExplorer()
    later.expression, later.values = "y = w * x + b", values
    for name, value in words.items():
        setattr(later, name, value)
    for explorer in (first, later):
        assert (explorer.output, explorer.gradients) == (7, {"w": 3, "x": 2, "b": 1})
        assert {name: getattr(explorer, name) for name in words} == words
        assert explorer.slope == pytest.approx(2)


def smooth(text):
    """Tell whether central differences mean something: no kink at 0, no division by 0."""
    return not any(word in text for word in ("relu", "max", "/"))


@pytest.mark.parametrize("text", list(filter(smooth, random_expressions(60, seed=7))))
def test_gradients_are_the_slopes_of_the_output(text):
    inputs = Expression(text).inputs
    at = {name: 0.7 + 0.4 * k for k, name in enumerate(inputs)}
    explorer = GraphExplorer(text, at)
    for name, gradient in explorer.gradients.items():
        around = [GraphExplorer(text, {**at, name: at[name] + h}).output for h in (1e-6, -1e-6)]
        assert gradient == pytest.approx((around[0] - around[1]) / 2e-6, rel=1e-5, abs=1e-6)
        explorer.by = name
        assert sum(product for _, product in explorer.paths) == pytest.approx(gradient, abs=1e-12)


def test_an_input_without_a_value_is_1_and_one_that_is_gone_is_passed_over():
    explorer = GraphExplorer("a * b + c", {"a": 5})
    assert explorer.output == 6
    explorer.expression = "z * a"
    assert explorer.by == "c"
    assert explorer.paths == [("z -> output", 5)]


@pytest.mark.parametrize(("name", "expression", "values"), EXAMPLES, ids=lambda v: str(v)[:12])
def test_every_example_can_be_computed_and_says_itself(name, expression, values):
    explorer = GraphExplorer(expression, values)
    assert list(explorer.gradients) == list(Expression(expression).inputs)
    assert set(values) == set(explorer.gradients)
    said = explorer.describe()
    assert said.startswith(f"GraphExplorer: {expression} with ")
    assert f"{len(explorer.paths)} path" in said
    figure = explorer.figure()
    written = " ".join(text.get_text() for text in figure.axes[0].texts)
    for each, gradient in explorer.gradients.items():
        assert f"/∂{each} = {gradient:.4g}".replace("-", "−") in written


def test_the_figure_of_forward_mode_shows_every_derivative_by_one_input():
    explorer = GraphExplorer(direction="forward", by="a")
    written = [text.get_text() for text in explorer.figure().axes[0].texts]
    assert {"∂a/∂a = 1", "∂b/∂a = 0", "∂c/∂a = 1", "∂d/∂a = 0", "∂e/∂a = 2"} <= set(written)


def test_values_that_cannot_be_computed_are_kept_and_said():
    explorer = GraphExplorer("log(x)", {"x": 1})
    explorer.values = {"x": -1}
    assert "no value" in explorer.describe()
    assert "only positive numbers" in explorer.describe()
    assert explorer.figure().texts[0].get_text() == explorer.describe()
    assert explorer._repr_mimebundle_()[0]["text/plain"] == explorer.describe()
    with pytest.raises(ValueError, match="only positive numbers"):
        _ = explorer.output


def test_the_nudge_moves_the_input_whose_paths_are_shown():
    explorer = GraphExplorer(nudge=1e-3)
    explorer.expression, explorer.values = "y = x * x", {"x": 3}
    assert explorer.by == "b"
    assert sum(product for _, product in explorer.paths) == 6
    assert explorer.slope == pytest.approx(6.001)


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        ({"expression": "a +"}, ValueError, "cannot be read"),
        ({"expression": 3}, Exception, "3"),
        ({"values": {"q": 1}}, ValueError, "'q' is no input"),
        ({"values": {"a": "1"}}, TypeError, "the value of a is '1', but must be a number"),
        ({"values": {"a": math.nan}}, ValueError, "nan"),
        ({"values": {"a": 2e6}}, ValueError, "from -1000000 to 1000000"),
        ({"by": "c"}, ValueError, "'c' is no input"),
        ({"nudge": 0}, ValueError, "compares nothing"),
        ({"direction": "sideways"}, ValueError, "one of 'backward', 'forward'"),
        ({"step": -1}, ValueError, "at least 0"),
        ({"speed": 3}, TypeError, "no option 'speed'"),
    ],
)
def test_nonsense_is_refused_and_says_why(words, error, said):
    with pytest.raises(error, match=said):
        GraphExplorer(**words)
