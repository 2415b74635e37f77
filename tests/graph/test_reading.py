"""Expressions typed by a learner: what is read, what it computes, and what is refused and why."""

import ast

import numpy as np
import pytest
from graph_cases import READABLE, UNREADABLE, random_expressions

from cnnteach.graph import Expression, in_order
from cnnteach.graph.reading import SIGNS

PYTHONS = {"exp": np.exp, "log": np.log, "tanh": np.tanh, "max": max, "relu": lambda x: max(x, 0.0)}


def by_python(text, values):
    """Run the statements as Python does, and return the last one's value."""
    known = {**PYTHONS, **values}
    for part in filter(None, (part.strip() for part in text.translate(SIGNS).split(";"))):
        (statement,) = ast.parse(part).body
        code = compile(ast.Expression(statement.value), part, "eval")
        result = eval(code, {"__builtins__": {}}, known)
        if isinstance(statement, ast.Assign):
            known[statement.targets[0].id] = result
    return result


def test_an_input_may_be_called_self():
    assert Expression("self * self").at(self=3).value == 9


@pytest.mark.parametrize("text", READABLE + random_expressions(40))
def test_the_value_is_that_of_python(text):
    expression = Expression(text)
    rng = np.random.default_rng(3)
    values = {name: float(rng.integers(1, 6)) / 2 for name in expression.inputs}
    try:
        expected = by_python(text, values)
    except ZeroDivisionError:
        with pytest.raises(ValueError, match="divided by 0"):
            expression.at(**values)
    else:
        assert expression.at(**values).value == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_expression_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        Expression(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(a + b)(b + 1)", r"between factors write \*"),
        ("2 ** a", "exponent 'a' must be a number"),
        ("max(a)", "max takes 2 numbers, not 1"),
        ("relu(a, b)", "relu takes 1 number, not 2"),
        ("c = a; d = 2 * c", "c would be a second name for a"),
        ("c = a + b; d = a * 2", "c leads nowhere"),
        ("c = d + 1; d = 2 * c", "d has a meaning already"),
        ("abcdefg + 1", "no name of up to six letters"),
        ("c + a; a * 2", "no statement such as c = a"),
        ("2 * 3", "has no input"),
        ("log(-1) * a", "only positive numbers have a logarithm"),
        ("+".join("a" * 26), "26 nodes; at most 24"),
        ("a + " + "1" * 200, "204 letters; at most 160"),
    ],
)
def test_a_refusal_says_what_is_wrong(text, said):
    with pytest.raises(ValueError, match=said):
        Expression(text)


def test_only_text_is_read_and_every_input_needs_a_value():
    with pytest.raises(TypeError, match="write it as text"):
        Expression(3)
    with pytest.raises(TypeError, match="needs values of a, b; a, c came"):
        Expression("a * b").at(a=1, c=2)
    with pytest.raises(TypeError, match="none came"):
        Expression("a * b").at()


def test_names_are_kept_and_inputs_come_in_the_order_in_which_they_are_read():
    expression = Expression("z = w * x + b; L = (z - t) ^ 2")
    assert expression.inputs == ("w", "x", "b", "t")
    output = expression.at(w=1, x=2, b=3, t=4)
    assert output.name == "L"
    assert [node.name for node in in_order(output) if node.name] == ["w", "x", "b", "z", "t", "L"]


def test_numbers_alone_become_a_number_that_no_gradient_goes_to():
    output = Expression("k = 2 * 3; y = (k + 1) * x").at(x=2)
    assert output.formula == "7 · x"
    assert len(in_order(output)) == 2


def test_the_larger_of_two_gets_the_gradient_and_the_first_of_two_equal():
    for a, b, slopes in [(3, 1, (1, 0)), (1, 3, (0, 1)), (2, 2, (1, 0))]:
        output = Expression("max(a, b)").at(a=a, b=b)
        assert (output.value, output.slopes) == (max(a, b), slopes)
        assert output.reason(0) == f"max passes only the larger of a = {a} and b = {b}"
