"""Workloads: the shapes that the documentation names, and shares that stay small and whole."""

import pytest

from cnnteach.bench import workloads
from cnnteach.bench.contenders import ALL as CONTENDERS

BY_NAME = {workload.name: workload for workload in workloads.ALL}


@pytest.mark.parametrize(
    ("name", "x", "w", "y"),
    [
        ("a", (100, 31, 31, 3), (3, 3, 3, 25), (100, 16, 16, 25)),
        ("b1", (128, 32, 32, 1), (5, 5, 1, 6), (128, 28, 28, 6)),
        ("b2", (128, 14, 14, 6), (5, 5, 6, 16), (128, 10, 10, 16)),
        ("c", (16, 227, 227, 3), (11, 11, 3, 96), (16, 55, 55, 96)),
        ("d", (8, 56, 56, 64), (3, 3, 64, 64), (8, 56, 56, 64)),
        ("grey3", (1, 512, 512, 1), (3, 3, 1, 1), (1, 510, 510, 1)),
        ("grey31", (1, 512, 512, 1), (31, 31, 1, 1), (1, 482, 482, 1)),
    ],
)
def test_a_layer_has_the_shapes_of_its_network(name, x, w, y):
    assert (BY_NAME[name].x_shape, BY_NAME[name].w_shape, BY_NAME[name].y_shape) == (x, w, y)


def test_multiply_adds_are_outputs_times_the_window_and_three_times_with_the_backward():
    # AlexNet conv1: 55 * 55 * 96 results of 11 * 11 * 3 products, 16 images
    assert BY_NAME["c"].multiply_adds("forward") == 16 * 105_415_200
    assert BY_NAME["c"].multiply_adds("forward + backward") == 3 * 16 * 105_415_200
    assert BY_NAME["pool2"].multiply_adds("forward") == 0


def test_pooling_keeps_the_channels():
    assert BY_NAME["pool3"].y_shape == (16, 27, 27, 96)
    assert BY_NAME["pool3"].tasks == ("forward", "backward", "forward + backward")


@pytest.mark.parametrize("contender", [c for c in CONTENDERS if c.share], ids=lambda c: c.name)
@pytest.mark.parametrize("workload", workloads.ALL, ids=lambda w: w.name)
def test_a_share_is_small_enough_or_cannot_be_smaller(workload, contender):
    measure, most, axes = contender.share
    part = workloads.share(workload, measure, most, axes)
    least = {"images": part.images, "filters": part.filters, "rows": part.y_shape[1]}
    assert getattr(part, measure) <= most or all(least[axis] == 1 for axis in axes)
    assert 0 < part.outputs <= workload.outputs
    assert part.kernel == workload.kernel
    assert part.stride == workload.stride
    if part.kind == "pool":
        assert part.channels == part.filters


def test_a_share_cuts_images_first_and_rows_last():
    vgg = BY_NAME["d"]
    cut = ("images", "filters", "rows")
    assert workloads.share(vgg, "outputs", vgg.outputs, cut) == vgg
    assert workloads.share(vgg, "outputs", vgg.outputs // 2, cut).y_shape == (4, 56, 56, 64)
    assert workloads.share(vgg, "outputs", 56 * 56 * 3, cut).y_shape == (1, 56, 56, 3)
    assert workloads.share(vgg, "outputs", 56 * 10, cut).y_shape == (1, 10, 56, 1)


def test_a_quick_run_has_fewer_workloads_and_tiny_ones_come_only_by_name():
    quick, whole = workloads.select(quick=True), workloads.select()
    assert 0 < len(quick) < len(whole)
    assert {w.kind for w in quick} == {"conv", "pool"}
    assert not {"tiny", "tiny-pool"} & {w.name for w in whole}
    assert [w.name for w in workloads.select(["tiny", "b2"], quick=True)] == ["b2", "tiny"]


def test_an_unknown_workload_is_named_with_those_that_exist():
    with pytest.raises(ValueError, match=r"no workload b7; there are conv, pool, a, b1"):
        workloads.select(["b1", "b7"])
