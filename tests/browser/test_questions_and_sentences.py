"""A question's printed numbers give its answer, and a sentence is true in states that are rare."""

import re

import pytest
from conv_cases import each_of
from harness.view import blank

from cnnteach import widgets

pytestmark = pytest.mark.browser
MINUS = "\N{MINUS SIGN}"
NUMBER = re.compile(rf"{MINUS}?\d+(?:\.\d+)?")
FIRST = "{ pick: ([one]) => one, whole: (low) => low }"


@pytest.fixture
def ask(tabs):
    """``ask(name, source, *values)`` calls a function of an explorer's script."""
    page = blank(tabs())

    def called(name, source, *values):
        return each_of(page, getattr(widgets, name))(source, [values])[0]

    return called


def numbers(text):
    return [float(number.replace(MINUS, "-")) for number in NUMBER.findall(text)]


@pytest.mark.parametrize(("bias", "total"), [(0.0044, 1.2451), (-0.126, 0.4999), (0.005, -2.0)])
def test_the_sum_that_a_relu_is_asked_about_is_that_of_the_printed_numbers(ask, bias, total):
    sums = {"kind": "weighted", "activation": "relu", "bias": bias, "total": total}
    sums["value"] = max(0.0, total)
    source = "(sums) => valueQuestion(null, { sums, decimals: 2 })"
    question = ask("NetworkExplorer", source, sums)
    products, printed_bias, _ = numbers(question["text"])
    assert max(0, round(products + printed_bias, 2)) == pytest.approx(
        question["answer"], abs=0.0051
    )


def test_a_relu_of_0_is_not_said_to_be_below_0(ask):
    sums = {"kind": "weighted", "activation": "relu", "bias": 0, "total": 0, "value": 0}
    question = ask("NetworkExplorer", "(sums) => valueQuestion(null, { sums, decimals: 1 })", sums)
    assert question["because"] == "The sum is 0, and so is what comes out."
    assert "(1 decimal)" in question["text"]


def test_a_face_is_as_high_as_the_printed_numbers_make_it(ask):
    now = {"maps": [{"down": 1}, {"down": 2.9769}], "window": [25, 25]}
    question = ask("DetectorExplorer", f"(now) => faceSizeQuestion({FIRST}, now)", now)
    _, down, high, _ = numbers(question["text"])
    assert round(high * down) == round(question["answer"]) == 74


def test_a_rate_of_many_digits_is_asked_about_as_it_is_printed(ask):
    at = {"U": 1, "rate": 12.345, "gradient": [0.5] * 4, "w": [0.1] * 4, "kept": [0.0] * 4}
    now = {"s": {"momentum": 0}, "at": at, "step": 3}
    question = ask("TrainingTimeline", f"(now) => stepQuestion({FIRST}, now)", now)
    weight, gradient, rate = numbers(question["text"])[-4:-1]
    assert rate == 12.3
    assert round(weight - rate * gradient, 3) == pytest.approx(question["answer"])


@pytest.mark.parametrize(("momentum", "word"), [(0, "they stay dead"), (0.9, "earlier moves")])
def test_momentum_may_wake_a_dead_unit(ask, momentum, word):
    at = {"U": 1, "gradient": [0] * 4, "dead": [True], "right": 0}
    now = {"s": {"momentum": momentum, "batch_size": 4}, "at": at}
    assert word in ask("TrainingTimeline", "(now) => deadQuestion(null, now)", now)["because"]


def test_a_layer_of_1x1_is_not_asked_how_far_neighbours_are_apart(ask):
    row = {"kind": "conv", "kernel": [1, 1], "name": "b"}
    rows = [{"path": [k], "shape": [8, 8, 1], "sees": [3, 3]} for k in range(2)]
    now = {"stack": [row, row], "counts": {"rows": rows}}
    assert ask("NetworkDesigner", f"(now) => fieldQuestion({FIRST}, now)", now) is None
    rows[1]["sees"] = [4, 4]
    now["stack"] = [row, row | {"kernel": [2, 2]}]
    question = ask("NetworkDesigner", f"(now) => fieldQuestion({FIRST}, now)", now)
    assert "neighbours are 1 row apart" in question["text"]


def test_a_template_that_fits_elsewhere_as_well_is_found_where_it_was_cut_out(ask):
    now = {
        "at": {"row": 0, "column": 2},
        "peaks": [[0, 0]],
        "responses": [[1, 0, 1 - 1e-12]],
        "OW": 3,
        "s": {"mode": "template", "matching": "normalised"},
    }
    said = "is where the template was cut out, and elsewhere, too."
    assert said in ask("KernelLab", "(now) => matchText(now)", now)[1]
    assert ask("KernelLab", "(now) => peakQuestion(null, now)", now)["answer"] == "yes"
    now["responses"] = [[1, 0, 0.5]]
    assert "and not where" in ask("KernelLab", "(now) => matchText(now)", now)[1]


def test_what_has_left_the_picture_is_not_compared(ask):
    now = {"s": {"shift": [0, 1], "sharing": "shared"}, "y": [1], "agree": 0, "known": 0}
    assert "nothing is left to compare" in ask("SharingDial", "(now) => shiftVerdict(now)", now)
    assert ask("SharingDial", "(now) => equivarianceQuestion(null, now)", now) is None


def test_an_answer_may_be_larger_than_any_number_of_a_grid(ask):
    source = "(text, ...most) => parseNumber(text, ...most)"
    assert ask("SharingDial", source, "10,000,000") is None
    assert ask("SharingDial", "(text) => parseNumber(text, Infinity)", "10,000,000") == 1e7


@pytest.mark.parametrize(
    ("kind", "mean", "total"),
    [
        ("max", "the largest of its numbers is kept", "of a window the largest number is kept"),
        ("average", None, "divide it by the number of pixels, 4"),
        ("learned", "each pixel has a weight of its own", "each has its weight"),
    ],
)
def test_a_hint_of_pooling_speaks_of_the_pooling_that_is_shown(ask, kind, mean, total):
    window = {"first": 0, "end": 2, "start": 0}
    g = {"kernels": [2, 2], "strides": [2, 2], "pads": [[0, 0], [0, 0]], "sliding": True}
    g |= {"out": [1, 1], "sizes": [2, 2], "ranges": [[window], [window]]}
    answer = {"max": 5, "average": 2.75, "learned": 3.4}[kind]
    now = {"s": {"kind": kind}, "g": g, "x": [1, 2, 3, 5], "y": [answer], "winners": [3]}
    now |= {"w": [0.1, 0.2, 0.3, 0.4], "decimals": {"y": 2}}
    question = ask("PoolingExplorer", f"(now) => poolOutputQuestion({FIRST}, now)", now)
    hints = {each["value"]: each["hint"] for each in question["mistakes"]}
    assert mean is None or mean in hints[2.75]
    assert total in hints[11]
