"""Each contender computes the layer: held to the definition in loops and to cnnteach's backward."""

from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest

from cnnteach import ops
from cnnteach.bench import cases, workloads
from cnnteach.bench.agreement import disagreement
from cnnteach.bench.contenders import ALL as CONTENDERS
from cnnteach.bench.contenders import limit, select
from cnnteach.bench.processes import Process

TINY_CONV, TINY_POOL = workloads.TINY
GEOMETRY = [  # H != W, so they cannot be swapped unnoticed
    pytest.param({"height": 6, "width": 7, "stride": 1, "padding": 0}, id="textbook"),
    pytest.param({"height": 8, "width": 10, "stride": 2, "padding": 0}, id="remainder"),
    pytest.param({"height": 8, "width": 7, "stride": 3, "padding": 2}, id="padded"),
    pytest.param({"height": 5, "width": 9, "stride": 4, "padding": 0}, id="gaps"),
    pytest.param({"kernel": 1, "height": 4, "width": 5, "stride": 2, "padding": 0}, id="1x1"),
]
NUMPY = ["einsum", "im2col", "scipy", "scipy-fft", "loops"]


def results(name, workload, task):
    (contender,) = (c for c in CONTENDERS if c.name == name)
    case = cases.bind(cases.load(contender.implementation, workload), workload, task)
    return case.arrays(case.call())


def definition(workload):
    """Forward by the loops, backward by cnnteach.ops; each in float64."""
    given = {name: array.astype(float) for name, array in cases.inputs(workload).items()}
    x, w, b, dy = (given[name] for name in ("x", "w", "b", "dy"))
    options = {"stride": workload.stride, "padding": workload.padding}
    y = ops.conv2d_loops(x, w, b, **options)
    dx, dw, db = ops.conv2d_backward(dy, x, w, **options)
    return {"y": y, "dx": dx, "dw": dw, "db": db}


@pytest.mark.parametrize("change", GEOMETRY)
@pytest.mark.parametrize("name", [*NUMPY, "cnnteach"])
def test_a_convolution_and_its_backward_are_the_definitions(name, change):
    workload = replace(TINY_CONV, **change)
    found = results(name, workload, "forward + backward")
    assert {array.dtype for array in found.values()} == {np.dtype(np.float32)}
    for part, expected in definition(workload).items():
        np.testing.assert_allclose(found[part], expected, atol=2e-5, err_msg=part)
    np.testing.assert_array_equal(results(name, workload, "forward")["y"], found["y"])


POOLING = [*GEOMETRY[:2], GEOMETRY[3]]  # the last has gaps, the first two overlap


@pytest.mark.parametrize("change", POOLING)
@pytest.mark.parametrize("name", ["einsum", "loops"])
def test_max_pooling_and_its_backward_are_cnnteachs(name, change):
    workload = replace(TINY_POOL, **change)
    for task in workload.tasks:
        expected = results("cnnteach", workload, task)
        assert disagreement(results(name, workload, task), expected) is None


def test_max_pooling_finds_the_largest_by_hand():
    x = np.array([[1, 9, 2, 3], [4, 5, 8, 0]], np.float32).reshape(1, 2, 4, 1)
    for name in ("einsum", "loops", "cnnteach"):
        implementation = cases.load(select([name])[-1].implementation, TINY_POOL)
        y, argmax = implementation.max_pool2d(x, 2, stride=2)
        assert (y.ravel().tolist(), argmax.ravel().tolist()) == ([9, 8], [1, 6])


@pytest.mark.parametrize(("name", "module"), [("torch", "torch"), ("tensorflow", "tensorflow")])
def test_a_library_agrees_on_every_tiny_task(name, module, tmp_path):
    if find_spec(module) is None:
        pytest.skip(f"{module} is not installed")
    ours, library = (Process(c) for c in select([name]))
    try:
        for workload in workloads.TINY:
            for task in workload.tasks:
                path = str(tmp_path / f"{workload.name}-{task}.npz")
                ours.ask("reference", workload, task, path)
                assert library.ask("prepare", workload, task, path)["disagreement"] is None
                assert library.ask("turn", 0)
        assert library.ask("first_call", workload, workload, task) is not None
    finally:
        ours.close()
        library.close()


def test_a_contender_without_pooling_says_so():
    with pytest.raises(NotImplementedError, match="has no max_pool2d"):
        results("im2col", TINY_POOL, "backward")


def test_the_limit_multiplies_as_much_as_the_layer():
    case = limit.Limit(TINY_CONV).prepare("forward")
    assert case.call().shape == (np.prod(TINY_CONV.y_shape[:3]), TINY_CONV.filters)
    assert case.call()[0, 0] == 3 * 3 * 3  # ones: each result counts its products
    assert case.arrays is None


def test_inputs_are_the_same_every_time_and_give_results_of_the_order_of_one():
    once, again = cases.inputs(TINY_CONV), cases.inputs(TINY_CONV)
    assert all((once[name] == again[name]).all() for name in once)
    assert 0.5 < definition(TINY_CONV)["y"].std() < 3


def test_an_unknown_contender_is_named_with_those_that_exist():
    with pytest.raises(ValueError, match="no contender tourch; there are cnnteach, limit, torch"):
        select(["tourch"])
