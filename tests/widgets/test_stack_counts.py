"""A stack is counted as the papers and Keras count; where a layer does not fit, it is named."""

import re

import numpy as np
import pytest
from stack_cases import RANDOM

from cnnteach import shapes
from cnnteach.widgets.network_designer.stack_counts import count
from cnnteach.widgets.network_designer.stack_presets import PRESETS, preset
from cnnteach.widgets.network_designer.stack_rows import (
    block,
    checked,
    conv,
    dense,
    flatten,
    global_pool,
    pool,
)


@pytest.mark.parametrize(
    ("name", "parameters", "connections"),
    [
        ("lenet5", 61_706, None),
        ("alexnet", 60_965_224, None),
        ("vgg16", 138_357_544, None),
        ("googlenet", 6_998_552, 1.6e9),
        ("resnet34", 21_797_672, 3.6e9),
        ("resnet50", 25_557_032, 3.8e9),
        ("resnet152", 60_192_808, 11.3e9),
    ],
)
def test_presets_have_the_papers_numbers(name, parameters, connections):
    totals = count(*preset(name)).totals
    assert totals["parameters"] == parameters
    if connections:
        assert totals["connections"] == pytest.approx(connections, rel=0.02)


def test_memory_is_that_of_the_outputs_of_one_image():
    maps = 28 * 28 * 6 + 14 * 14 * 6 + 10 * 10 * 16 + 5 * 5 * 16
    assert count(*preset("lenet5")).totals["memory"] == 4 * (maps + 120 + 84 + 10)


def test_fields_of_a_chain_are_those_of_shapes():
    rng = np.random.default_rng(0)
    for _ in range(50):
        layers = [
            (int(k), int(s), int(p)) for k, s, p in rng.integers([1, 1, 0], [5, 3, 3], (4, 3))
        ]
        rows = [
            conv(f"c{n}", 2, k, stride=s, padding=p)
            if n % 2
            else pool(f"p{n}", k, stride=s, padding=p)
            for n, (k, s, p) in enumerate(layers)
        ]
        found = count(rows, (90, 90, 1)).rows
        fields = [row.receptive_field for row in found]
        assert fields == [(f, f) for f, _, _ in shapes.receptive_field(layers)]


def test_a_repeated_block_counts_each_repetition_and_its_field_grows():
    inner = [conv("a", 4, 3, norm=True), conv("b", 4, 3, bias=False)]
    once = count([block("x", [inner, []])], (8, 8, 4))
    thrice = count([block("x", [inner, []], repeat=3)], (8, 8, 4))
    assert len(thrice.rows) == len(once.rows) == 3
    for name, value in once.totals.items():
        assert thrice.totals[name] == 3 * value
    assert [found.rows[0].receptive_field for found in (once, thrice)] == [(5, 5), (13, 13)]
    assert once.totals["parameters"] == (9 * 4 + 1) * 4 + 2 * 4 + 9 * 4 * 4
    assert once.totals["memory"] == 4 * 8 * 8 * 4 * 3  # two convolutions, and their sum


def test_a_first_repetition_may_differ_from_the_others():
    rows = [block("x", [[conv("a", 8, 1)]], repeat=3)]
    assert count(rows, (5, 5, 3)).totals["parameters"] == (3 + 1) * 8 + 2 * (8 + 1) * 8


def test_a_skip_that_is_off_counts_the_main_path_alone():
    branches = [[conv("a", 4, 3)], [conv("shortcut", 4, 1)]]
    on, off = (count([block("x", branches, skip=skip)], (6, 6, 2)) for skip in (True, False))
    assert [row.name for row in off.rows] == ["x", "a"]
    shortcut = (2 + 1) * 4
    assert on.totals["parameters"] - off.totals["parameters"] == shortcut


def test_branches_are_joined_along_channels_and_see_what_any_of_them_sees():
    branches = [[conv("one", 2, 1)], [conv("three", 3, 3)], [conv("five", 4, (5, 1))]]
    found = count([block("mix", branches, join="concat")], (7, 9, 1))
    assert found.rows[0].shape == (7, 9, 9)
    assert found.rows[0].receptive_field == (5, 3)


@pytest.mark.parametrize(
    ("stack", "path", "said"),
    [
        ([conv("a", 2, 9, padding="valid")], (0,), "spans 9 pixels, but there are only 6"),
        ([conv("a", 2, 3), conv("b", 3, 3, groups=2)], (1,), "groups is 2, but must divide"),
        ([dense("d", 3)], (0,), "d takes a vector, but 6x6x2 comes in"),
        ([flatten(), conv("a", 2, 1)], (1,), "needs rows and columns, but a vector"),
        ([flatten(), global_pool("m")], (1,), "mean of maps, but a vector"),
        (
            [block("x", [[conv("a", 3, 3)], []])],
            (0,),
            "x joins 6x6x3 and 6x6x2; to add they must be equal",
        ),
        (
            [block("x", [[conv("a", 3, 3, padding="valid")], []], join="concat")],
            (0,),
            "to concat they must have equal rows and columns",
        ),
        (
            [block("x", [[conv("a", 2, 3, padding="valid")]], repeat=5)],
            (0, 0, 0),
            r"only 2 .* \(in repetition 2\)",
        ),
    ],
)
def test_the_first_layer_that_does_not_fit_is_named_with_the_reason(stack, path, said):
    found = count([*stack, flatten()], (6, 6, 2))
    assert found.problem[0] == path
    assert re.search(said, found.problem[1])
    assert all(row.path[0] <= path[0] for row in found.rows)


def test_random_stacks_fit_or_say_why():
    found = [count(*case) for case in RANDOM]
    assert 20 < sum(each.problem is None for each in found) < len(RANDOM) - 20


# What is allowed


def test_a_row_is_completed_by_what_is_usual():
    row = {"kind": "conv", "name": "c", "filters": 2, "kernel": (3, 1)}
    assert checked([row]) == [conv("c", 2, (3, 1))]
    assert checked([{"kind": "max_pool", "name": "p", "kernel": 3}]) == [pool("p", 3)]
    assert checked(preset("googlenet")[0]) == preset("googlenet")[0]


@pytest.mark.parametrize(
    ("row", "error", "said"),
    [
        ({"kind": "attention", "name": "a"}, ValueError, "its kind must be one of conv, max_pool"),
        ({"kind": "conv", "name": "a"}, TypeError, "missing"),
        ({"kind": "dense", "name": "a", "units": 3, "size": 2}, TypeError, "size"),
        ({"kind": "dense", "name": "a", "units": 0}, ValueError, "units of 'a', row 0"),
        ({"kind": "dense", "name": "", "units": 1}, TypeError, "must be a text"),
        (conv("a", 2, 3, padding="full"), ValueError, "full"),
        (conv("a", 2, 3, padding=99), ValueError, "at most 16"),
        (conv("a", 99_999, 3), ValueError, "at most 8192"),
        (conv("a", 2, 3, activation="gelu"), ValueError, "one of relu, softmax, none"),
        ({**conv("a", 2, 3), "bias": 1}, TypeError, "must be True or False"),
        (block("b", [[{"kind": "x"}]]), ValueError, "branches of 'b', row 0 of the stack"),
        (block("b", [[]], repeat=1000), ValueError, "at most 200"),
        ("conv", ValueError, "row 0 of the stack is 'conv'"),
    ],
)
def test_a_row_that_is_not_allowed_says_which_word(row, error, said):
    with pytest.raises(error, match=said):
        checked([row])


def test_a_stack_is_a_list_that_can_be_shown():
    with pytest.raises(TypeError, match="write a list of layers"):
        checked("vgg16")
    with pytest.raises(ValueError, match="151 rows; at most 150"):
        checked([flatten()] * 151)
    with pytest.raises(ValueError, match="there is no network 'vgg' here; there are lenet5"):
        preset("vgg")
    assert len(PRESETS) == 9
