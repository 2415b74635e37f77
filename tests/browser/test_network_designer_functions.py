"""What the view of NetworkDesigner counts and computes is what Python does; its code is Keras's."""

import numpy as np
import pytest
from conv_cases import each_of
from harness.view import blank
from stack_cases import NAMED, RANDOM

from cnnteach import shapes
from cnnteach.widgets import NetworkDesigner
from cnnteach.widgets.network_designer.deep_gradients import gradient_norms
from cnnteach.widgets.network_designer.stack_counts import COUNTED, count
from cnnteach.widgets.network_designer.stack_rows import checked, conv, flatten

pytestmark = pytest.mark.browser
CASES = [*NAMED.values(), *RANDOM]
FITTING = [case for case in RANDOM if count(*case).problem is None]


@pytest.fixture
def each(tabs):
    """``each(function, cases)`` calls a function of the script with each case, in one go."""
    return each_of(blank(tabs()), NetworkDesigner)


def test_counts_fields_and_problems_are_those_of_python(each):
    for case, found in zip(CASES, each("countStack", CASES), strict=True):
        expected = count(*case)
        for name in COUNTED:
            assert found["totals"][name] == expected.totals[name]
        assert len(found["rows"]) == len(expected.rows)
        for ours, theirs in zip(found["rows"], expected.rows, strict=True):
            assert (ours["path"], ours["name"]) == (list(theirs.path), theirs.name)
            assert {name: ours[name] for name in COUNTED} == {
                name: getattr(theirs, name) for name in COUNTED
            }
            assert ours["shape"] == list(theirs.shape)
            sees = theirs.receptive_field
            assert ours["sees"] == (None if sees is None else list(sees))
        problem = found["problem"] and tuple(found["problem"]["path"])
        assert problem == (expected.problem and expected.problem[0])


def test_depth_is_that_of_python_and_of_the_networks_names(each):
    designers = [NetworkDesigner(stack, image=image) for stack, image in CASES]
    found = each("depthOf", [(designer.stack,) for designer in designers])
    assert found == [designer.depth for designer in designers]
    depths = dict(zip(NAMED, found, strict=False))
    assert [depths[name] for name in ("lenet5", "alexnet", "vgg16", "googlenet")] == [5, 8, 16, 22]
    assert [depths[f"resnet{n}"] for n in (18, 34, 50, 152)] == [18, 34, 50, 152]


def test_gradients_are_those_of_python(each):
    words = [
        {"depth": d, "block": b, "skips": s, "gain": g, "normalise": n, "seed": d}
        for d, b, s, g, n in [
            (1, 2, True, 1, False), (7, 3, True, 1.2, True), (16, 2, False, 0.8, False),
            (34, 2, True, 1, True), (30, 2, False, 1, True), (152, 3, False, 0.7, False),
            (152, 3, True, 1, False),
        ]
    ]  # fmt: skip
    for given, norms in zip(words, each("gradientNorms", [(w,) for w in words]), strict=True):
        expected = gradient_norms(given.pop("depth"), **given)
        np.testing.assert_allclose(norms, expected, rtol=1e-6, err_msg=given)


# Swaps


KERNELS = [
    conv("c", 8, kernel, padding=padding, groups=groups)
    for kernel in (1, 2, 3, 5, 7, (3, 5))
    for padding in ("same", "valid", 2, 3, [[1, 2], [0, 1]])
    for groups in (1, 2)
]


def offers(each, rows, channels=8):
    """Return {name: rows in its place} for each row."""
    found = each("transformations", [(row, channels) for row in rows])
    return [{name: after for name, _, after in each_row} for each_row in found]


def test_swapped_kernels_see_as_much_and_give_the_same_shape(each):
    seen = {"threes": 0, "strips": 0, "bottleneck": 0}
    for row, found in zip(KERNELS, offers(each, KERNELS), strict=True):
        before = count([row], (20, 23, 8)).rows[-1]
        for name in seen.keys() & found:
            seen[name] += 1
            after = count(checked(found[name]), (20, 23, 8))
            assert after.problem is None
            assert after.rows[-1].shape == before.shape, (row, name)
            assert after.rows[-1].receptive_field == before.receptive_field
    assert min(seen.values()) >= 10, seen


def test_swaps_save_what_the_papers_say(each):
    rows = [
        conv("c", 64, 5, bias=False),
        conv("c", 64, 3, bias=False),
        conv("c", 64, 7, bias=False),
    ]
    five, three, seven = offers(each, rows, 64)

    def weights(stack):
        return count(stack, (9, 9, 64)).totals["parameters"] / 64**2

    assert [weights([row]) for row in rows] == [25, 9, 49]
    assert (weights(five["threes"]), weights(seven["threes"])) == (18, 27)
    assert weights(three["strips"]) == 6
    assert weights(five["bottleneck"]) == 1 / 4 + 25 / 4


def test_padding_is_taken_away_and_put_back(each):
    rows = [
        conv("c", 2, 3),
        conv("c", 2, 3, padding="valid"),
        conv("c", 2, 3, padding=0),
        flatten(),
    ]
    found = [each_row.get("padding") for each_row in offers(each, rows)]
    assert [after and after[0]["padding"] for after in found] == ["valid", "same", "same", None]


def test_rows_are_replaced_and_moved_wherever_they_are(each):
    stack = NAMED["resnet50"][0]
    replaced = each("replaced", [(stack, [2, 0, 1], [flatten("x"), flatten("y")])])[0]
    assert [row["name"] for row in replaced[2]["branches"][0]] == ["conv2_1a", "x", "y", "conv2_1c"]
    moved = each("moved", [(stack, [0], 1), (stack, [0], -1), (stack, [2, 0, 2], -1)])
    assert [row["name"] for row in moved[0][:2]] == ["pool1", "conv1"]
    assert moved[1] == stack
    assert moved[2][2]["branches"][0][1]["name"] == "conv2_1c"
    assert each("rowAt", [(stack, [2, 1, 0])])[0]["name"] == "conv2_1_shortcut"


def test_every_new_layer_is_allowed_and_has_a_name_of_its_own(each):
    stack = NAMED["resnet18"][0]
    made = each(
        "(stack) => NEW_ROWS.map(([, , make]) => withFreshNames(make(4), stack))", [(stack,)]
    )
    (rows,) = made
    assert checked(rows) == rows
    names = {row["name"] for row in stack}
    assert not names & {row["name"] for row in rows}


# The code


def built(code):
    names = {}
    exec(code.replace("model.summary()", ""), names)
    return names["model"]


def smaller(stack, image):
    """Shrink dense layers and the image, so that large networks are built fast."""
    sizes = {1000: 10, 4096: 16}
    small = [{**row, "units": sizes.get(row["units"], row["units"])} if "units" in row else row
             for row in stack]  # fmt: skip
    return small, [min(side, 99) for side in image[:2]] + image[2:]


def test_the_code_builds_what_is_counted(each):
    cases = [smaller(*NAMED[n]) for n in ("lenet5", "alexnet", "zfnet", "googlenet", "resnet18")]
    cases += [NAMED["lenet5"], *FITTING[:12]]
    for (stack, image), code in zip(cases, each("stackCode", cases), strict=True):
        model, totals = built(code), count(stack, image).totals
        assert model.count_params() == totals["parameters"] + totals["fixed"], code
        learned = sum(np.prod(w.shape) for w in model.trainable_weights)
        assert learned == totals["parameters"]
        assert model.output_shape[1:] == count(stack, image).rows[-1].shape


def test_the_code_of_resnet_152_is_short_and_repeats_in_loops(each):
    (code,) = each("stackCode", [NAMED["resnet152"]])
    assert len(code.splitlines()) < 130
    assert "for _ in range(35):  # conv4_2" in code


def test_sizes_of_rows_are_the_formulas_of_shapes(each):
    (found,) = each("countStack", [NAMED["alexnet"]])
    assert found["rows"][0]["shape"][0] == shapes.output_size(227, 11, stride=4)
