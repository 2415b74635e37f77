"""NetworkDesigner in Python: every word is read and set, and the numbers follow."""

import numpy as np
import pytest
from stack_cases import NAMED

from cnnteach.figures.stacks import stack_of_layers
from cnnteach.widgets import NetworkDesigner
from cnnteach.widgets.network_designer.deep_gradients import gradient_norms
from cnnteach.widgets.network_designer.stack_rows import conv, dense, flatten
from cnnteach.widgets.network_designer.widget import ERRORS, TITLES


def test_it_starts_with_alexnet():
    designer = NetworkDesigner()
    assert designer.stack == NAMED["alexnet"][0]
    assert (designer.image, designer.selected) == ([227, 227, 3], [0])
    assert (designer.gain, designer.normalise, designer.depth) == (1.0, False, 8)
    assert designer.totals["parameters"] == 60_965_224
    assert designer.problem is None


def test_each_word_is_taken_at_the_start_and_later():
    words = {"image": [64, 48, 3], "selected": [2, 0, 1], "gain": 0.7, "normalise": False}
    later = NetworkDesigner("resnet18")
    for name, value in words.items():
        setattr(later, name, value)
    for designer in (NetworkDesigner("resnet18", **words), later):
        assert {name: getattr(designer, name) for name in words} == words
        assert designer.rows[0]["shape"] == (32, 24, 64)


def test_a_stack_of_ones_own_is_completed_and_counted():
    rows = [{"kind": "conv", "name": "c", "filters": 2, "kernel": 3}, flatten(), dense("s", 5)]
    designer = NetworkDesigner(rows, image=np.array([4, 6, 1]).tolist())
    assert designer.stack[0] == conv("c", 2, 3)
    assert designer.totals["parameters"] == 2 * 10 + (4 * 6 * 2 + 1) * 5
    assert [row["shape"] for row in designer.rows] == [(4, 6, 2), (48,), (5,)]


def test_a_layer_that_does_not_fit_is_named_wherever_it_is():
    designer = NetworkDesigner("resnet50")
    designer.stack[3]["branches"][0][1]["padding"] = "valid"
    assert designer.problem.startswith("row 3, conv2_2: conv2_2 joins 54x54x256 and 56x56x256")
    designer = NetworkDesigner("googlenet", image=(8, 8, 3))
    designer.stack[5]["branches"][2][1]["padding"] = "valid"
    assert designer.problem.startswith("row 5.2.1, 3a_5x5: a kernel of 5")
    assert designer.describe().endswith(designer.problem)


def test_gradients_are_those_of_its_depth_and_settings():
    designer = NetworkDesigner("resnet50", gain=0.8, normalise=False, seed=2)
    expected = gradient_norms(50, block=3, skips=True, gain=0.8, seed=2)
    np.testing.assert_array_equal(designer.gradient_norms(skips=True), expected)
    assert NetworkDesigner("vgg16").gradient_norms(skips=False).shape == (16,)


def test_the_view_has_a_title_and_an_error_for_what_python_has():
    assert list(TITLES) == list(NAMED) == list(NetworkDesigner.networks())
    networks = {network for *_, network in ERRORS if network}
    assert networks <= set(NAMED)
    winners = [error for year, error, name, _ in ERRORS if name not in ("VGG", "a person")]
    assert winners == sorted(winners, reverse=True)


def test_the_figure_has_a_bar_for_every_row():
    for name in NAMED:
        designer = NetworkDesigner(name)
        figure = designer.figure()
        for axes, counted in zip(figure.axes, ("parameters", "connections"), strict=True):
            widths = [bar.get_width() for bar in axes.patches]
            top = [row[counted] for row in designer.rows if len(row["path"]) == 1]
            assert widths == top
            assert axes.get_title() == f"{designer.totals[counted]:,} {counted}"
    with pytest.raises(ValueError, match="shapes has 0 entries, but must have 1"):
        stack_of_layers(["a"], [], [1], [1])


def test_a_stack_with_a_problem_has_a_figure_too():
    designer = NetworkDesigner("lenet5", image=(10, 10, 1))
    assert designer.problem
    assert len(designer.figure().axes[0].patches) == 3


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        ({"network": "vgg"}, ValueError, "no network 'vgg' here"),
        ({"network": [3]}, ValueError, "row 0 of the stack is 3"),
        (
            {"network": [{"kind": "block", "name": "b", "branches": []}]},
            ValueError,
            "branches of 'b', .* is \\[\\]; write at least one list",
        ),
        (
            {"network": [{"kind": "block", "name": "b", "branches": None}]},
            ValueError,
            "branches of 'b', .* is None; write at least one list",
        ),
        (
            {"network": [{"kind": "block", "name": "b", "branches": [3]}]},
            TypeError,
            "branches of 'b', .* is 3; write a list of layers",
        ),
        ({"image": (9, 9)}, TypeError, "rows, columns and channels"),
        ({"image": (9, 0, 3)}, ValueError, "image is 0"),
        ({"image": (9999, 9, 3)}, ValueError, "at most 1024"),
        ({"selected": 3}, TypeError, r"write \[place\]"),
        ({"selected": [1, 2]}, TypeError, r"write \[place\]"),
        ({"gain": 0}, ValueError, "gain is 0, but must be a number from 0.01 to 4"),
        ({"gain": "1"}, TypeError, "must be a number"),
        ({"normalise": 1}, TypeError, "True or False"),
        ({"layers": 3}, TypeError, "no option 'layers'"),
    ],
)
def test_nonsense_is_refused_and_says_why(words, error, said):
    with pytest.raises(error, match=said):
        NetworkDesigner(**words)
