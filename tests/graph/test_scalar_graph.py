"""The computational graph: values, gradients, sentences, and where its nodes are drawn."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnteach.graph import Scalar
from cnnteach.graph.drawing import layout
from cnnteach.ops import gradcheck


def lecture():
    """Build e = (a + b)(b + 1) at a = 2, b = 1."""
    a, b = Scalar(2, "a"), Scalar(1, "b")
    c, d = (a + b).named("c"), (b + 1).named("d")
    return a, b, c, d, (c * d).named("e")


def test_the_lectures_expression():
    a, b, c, d, e = lecture()
    assert (c.value, d.value, e.value) == (3, 2, 6)
    e.backward()
    assert (e.gradient, c.gradient, d.gradient) == (1, 2, 3)
    assert (a.gradient, b.gradient) == (2, 5)


def test_one_edge_at_a_time_with_running_gradients():
    *_, e = lecture()
    taken = [
        (s.child and s.child.name, s.parent.name, s.local, s.upstream, s.share, s.gradient)
        for s in e.backward_steps()
    ]
    assert taken == [
        (None, "e", 1, 1, 1, 1),
        ("e", "c", 2, 1, 2, 2),
        ("e", "d", 3, 1, 3, 3),
        ("d", "b", 1, 3, 3, 3),
        ("c", "a", 1, 2, 2, 2),
        ("c", "b", 1, 2, 2, 5),
    ]


def test_each_step_is_a_sentence():
    *_, e = lecture()
    sentences = [str(step) for step in e.backward_steps()]
    assert sentences[1] == (
        "e → c: c is multiplied by d = 2, so ∂e/∂c = 2. c gets 1 · 2 = 2; its gradient is 2."
    )
    assert sentences[5] == (
        "c → b: c grows as fast as b, so ∂c/∂b = 1. b gets 2 · 1 = 2; its gradient is 3 + 2 = 5."
    )


def test_gradients_grow_while_the_steps_are_taken():
    a, b, *_, e = lecture()
    steps = e.backward_steps()
    assert (a.gradient, b.gradient) == (None, None)
    for _ in range(4):
        next(steps)
    assert (a.gradient, b.gradient) == (None, 3)


def test_a_second_pass_forgets_the_first():
    a, b, *_, e = lecture()
    e.backward()
    e.backward()
    assert (a.gradient, b.gradient) == (2, 5)


def test_a_number_used_twice_gets_both_shares():
    x = Scalar(3, "x")
    (x * x).backward()
    assert x.gradient == 6
    (x + x).backward()
    assert x.gradient == 2
    (x / x).backward()
    assert x.gradient == pytest.approx(0)


def test_a_node_hands_back_only_when_all_above_have_given():
    x = Scalar(2, "x")
    y = (x * 3).named("y")
    z = (y + y * x).named("z")  # z = 3x + 3x², dz/dx = 3 + 6x
    from_y = [s.upstream for s in z.backward_steps() if s.child is y]
    assert from_y == [3.0]
    assert x.gradient == 15


def test_constants_get_no_gradient_and_plain_numbers_work_on_either_side():
    x = Scalar(4, "x")
    cases = {
        2 + x: (6, 1),
        x - 1: (3, 1),
        1 - x: (-3, -1),
        2 * x: (8, 2),
        x / 2: (2, 0.5),
        8 / x: (2, -0.5),
        -x: (-4, -1),
        x**3: (64, 48),
        x**-1: (0.25, -1 / 16),
        x**0.5: (2, 0.25),
        x**0: (1, 0),
        np.float64(2) * x: (8, 2),
        np.float32(1) / x: (0.25, -1 / 16),
    }
    for result, (value, gradient) in cases.items():
        result.backward()
        assert (result.value, x.gradient) == (value, gradient)
        assert [step.parent for step in result.backward_steps()] == [result, x]


def test_functions_and_their_slopes():
    for value in (-1.5, 0.0, 0.7):
        x = Scalar(value, "x")
        for result, wanted, slope in (
            (x.relu(), max(value, 0), float(value > 0)),
            (x.exp(), math.exp(value), math.exp(value)),
            (x.tanh(), math.tanh(value), 1 - math.tanh(value) ** 2),
        ):
            result.backward()
            assert (result.value, x.gradient) == pytest.approx((wanted, slope))
    x = Scalar(4, "x")
    y = x.log()
    y.backward()
    assert (y.value, x.gradient) == pytest.approx((math.log(4), 0.25))


def test_formulas_keep_their_parentheses():
    a, b = Scalar(2, "a"), Scalar(3, "b")
    assert ((a + b) * (b - 1)).formula == "(a + b) · (b − 1)"
    assert (a - (b - a)).formula == "a − (b − a)"
    assert ((a + b) ** 2).exp().formula == "exp((a + b) ** 2)"
    assert repr((a * b).relu().named("y")) == "y = relu(a · b) = 6"
    assert repr(a) == "a = 2"
    assert repr(Scalar(5)) == "5"


def test_formulas_that_would_grow_without_end_are_cut():
    x = Scalar(1.0, "x")
    for _ in range(60):
        x = x + x  # spelled out, this would have 2 ** 60 letters
    assert "…" in x.formula
    assert len(x.formula) < 200
    assert len(max(map(str, x.backward_steps()), key=len)) < 1000


def test_deep_graphs_do_not_exhaust_the_stack():
    x = Scalar(1.0, "x")
    y = x
    for _ in range(5000):
        y = y * 1.0
    y.named("y").backward()
    assert x.gradient == 1


INPUTS = 3
BINARY = ("+", "-", "*", "/")
UNARY = ("relu", "exp", "tanh", "log", "square", "neg")
PROGRAMS = st.lists(
    st.tuples(st.sampled_from(BINARY + UNARY), st.integers(0, 99), st.integers(0, 99)),
    min_size=1,
    max_size=8,
)


def run(program, numbers, functions):
    """Apply a program's operations to numbers of any kind; each may use all results before it."""
    made = list(numbers)
    for name, i, j in program:
        x, y = made[i % len(made)], made[j % len(made)]
        if name == "+":
            made.append(x + y)
        elif name == "-":
            made.append(x - y)
        elif name == "*":
            made.append(x * y)
        elif name == "/":
            made.append(x / (y * y + 1))
        elif name == "square":
            made.append(x**2)
        elif name == "neg":
            made.append(-x)
        elif name == "log":
            made.append(functions["log"](x * x + 1))
        else:
            made.append(functions[name](functions["tanh"](x) * 2))
    return made[-1] + sum(number * 0.5 for number in numbers)


SCALAR = {name: getattr(Scalar, name) for name in ("relu", "exp", "tanh", "log")}


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(PROGRAMS, st.integers(0, 999))
def test_random_expressions_have_tensorflows_gradients(program, seed):
    tf = pytest.importorskip("tensorflow")
    values = np.random.default_rng(seed).uniform(-1, 1, INPUTS)
    numbers = [Scalar(value) for value in values]
    output = run(program, numbers, SCALAR)
    output.backward()
    variables = [tf.Variable(value) for value in values]
    functions = {"relu": tf.nn.relu, "exp": tf.exp, "tanh": tf.tanh, "log": tf.math.log}
    with tf.GradientTape() as tape:
        wanted = run(program, variables, functions)
    assert output.value == pytest.approx(float(wanted), rel=1e-9)
    gradients = tape.gradient(wanted, variables)
    np.testing.assert_allclose([n.gradient for n in numbers], gradients, rtol=1e-9, atol=1e-12)


@settings(deadline=None, max_examples=30)
@given(PROGRAMS, st.integers(0, 999))
def test_random_expressions_pass_the_gradient_check(program, seed):
    values = np.random.default_rng(seed).uniform(0.2, 1, INPUTS)  # off the kink of relu
    program = [(name if name != "relu" else "tanh", i, j) for name, i, j in program]

    def graph(values):
        numbers = [Scalar(value) for value in values]
        return numbers, run(program, numbers, SCALAR)

    def backward(dy, values):
        numbers, output = graph(values)
        output.backward()
        return dy * np.array([number.gradient for number in numbers])

    result = gradcheck(lambda values: graph(values)[1].value, values, backward=backward)
    assert result, repr(result)


class TestErrors:
    @pytest.mark.parametrize(
        ("make", "error", "words"),
        [
            (lambda: Scalar("3"), TypeError, "value is '3' .str., but must be a single number"),
            (lambda: Scalar(np.ones(3)), TypeError, r"of shape \(3,\)"),
            (lambda: Scalar(True), TypeError, "bool"),
            (lambda: Scalar(math.nan), ValueError, "value is nan, but must be finite"),
            (lambda: Scalar(1) + "1", TypeError, "must be a single number"),
            (lambda: Scalar(1) + np.ones(2), TypeError, "must be a single number"),
            (
                lambda: Scalar(1, "x") / 0,
                ValueError,
                "x / 0, where x = 1, cannot be .* divided by 0",
            ),
            (
                lambda: Scalar(-1, "x").log(),
                ValueError,
                r"log\(x\), where x = −1, cannot be .* only positive",
            ),
            (lambda: Scalar(-1, "x") ** 0.5, ValueError, "only whole powers"),
            (lambda: Scalar(0, "x") ** -1, ValueError, "no value or no slope"),
            (lambda: Scalar(2) ** Scalar(3), TypeError, "the exponent is 3"),
            (
                lambda: Scalar(1000, "x").exp(),
                OverflowError,
                r"exp\(x\), where x = 1000, is too large",
            ),
            (lambda: Scalar(1e200, "x") * 1e200, OverflowError, "x = 1e.200, is too large"),
        ],
    )
    def test_each_says_what_came(self, make, error, words):
        with pytest.raises(error, match=words):
            make()

    def test_an_input_has_no_reason(self):
        with pytest.raises(ValueError, match="a is an input"):
            Scalar(2, "a").reason(0)


class TestDrawing:
    def test_the_lectures_graph(self):
        *_, e = lecture()
        steps = list(e.backward_steps())
        picture = e.drawing(steps[3])
        assert picture["labels"] == ["a", "b", "c = a + b", "d = b + 1", "e = c · d"]
        assert picture["values"] == [2, 1, 3, 2, 6]
        assert picture["gradients"] == [2, 5, 2, 3, 1]
        assert picture["edges"] == [(0, 2), (1, 2), (1, 3), (2, 4), (3, 4)]
        assert picture["slopes"] == [1, 1, 1, 2, 3]
        assert picture["marked"] == 2  # from d back to b
        assert picture["output"] == "e"

    def test_operands_without_names_are_shown_by_their_edges(self):
        x = Scalar(2, "x")
        picture = ((x * 3).relu() + x).drawing()
        assert picture["labels"] == ["x", "x · 3", "relu(…)", "… + x"]

    def test_no_node_stands_on_another_and_edges_go_right(self):
        program = [("+", 0, 1), ("*", 3, 2), ("tanh", 0, 0), ("*", 4, 5), ("-", 6, 0), ("+", 7, 3)]
        numbers = [Scalar(v, n) for v, n in zip((0.1, 0.2, 0.3), "abc", strict=True)]
        picture = run(program, numbers, SCALAR).drawing()
        bends = [tuple(point) for way in picture["bends"] for point in way]
        taken = [*picture["positions"], *bends]
        assert len(set(taken)) == len(taken)
        for (start, end), way in zip(picture["edges"], picture["bends"], strict=True):
            stops = [picture["positions"][start], *way, picture["positions"][end]]
            assert {b[0] - a[0] for a, b in pairwise(stops)} == {1}

    def test_inputs_stand_just_before_their_first_use(self):
        positions, _ = layout(5, [(0, 1), (1, 2), (2, 4), (3, 4)])
        assert [column for column, _ in positions] == [0, 1, 2, 2, 3]

    def test_a_single_input(self):
        assert Scalar(1, "a").drawing()["positions"] == [(0.0, 0.0)]
