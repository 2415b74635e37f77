"""Each wrong argument of a convolution has an error of its own, which says how to mend it."""

import numpy as np
import pytest

from cnnteach import ops

FORWARD = pytest.mark.parametrize("function", [ops.conv2d, ops.conv2d_loops])
X, W = np.ones((2, 6, 7, 3)), np.ones((3, 2, 3, 4))

ARRAYS = [
    pytest.param(
        {"x": X[0]}, ValueError, r"x has 3 axes \(shape \(6, 7, 3\)\).*np.newaxis", id="3d"
    ),
    pytest.param({"w": W[0]}, ValueError, r"w has 3 axes .*kernel height", id="kernel-3d"),
    pytest.param(
        {"x": np.ones((8, 32, 32, 3)), "w": np.ones((5, 5, 1, 6))},
        ValueError,
        r"x has 3 channels but w expects 1 \(x.shape=\(8, 32, 32, 3\), w.shape=\(5, 5, 1, 6\)\); "
        "channels come last in x",
        id="channels",
    ),
    pytest.param(
        {"x": np.ones((2, 3, 6, 7))}, ValueError, "x has 7 channels but w expects 3", id="first"
    ),
    pytest.param({"x": X[:, :0]}, ValueError, "x is empty: it has no height", id="no-height"),
    pytest.param({"x": X[:, :, :0]}, ValueError, "x is empty: it has no width", id="no-width"),
    pytest.param({"x": X[..., :0]}, ValueError, "x is empty: it has no channels", id="no-channels"),
    pytest.param({"w": W[:0]}, ValueError, "w is empty: it has no kernel height", id="no-kernel"),
    pytest.param({"w": W[..., :0]}, ValueError, "w is empty: it has no filters", id="no-filters"),
    pytest.param({"x": X > 0}, TypeError, r"x holds bool.*x.astype\(np.uint8\)", id="bool"),
    pytest.param({"x": X + 1j}, TypeError, r"x holds complex128.*x.real", id="complex"),
    pytest.param({"w": W.astype(str)}, TypeError, "w holds <U", id="text"),
    pytest.param({"x": X.astype(object)}, TypeError, "x holds object", id="object"),
    pytest.param({"x": "photo.png"}, TypeError, "x holds <U9", id="a-file-name"),
    pytest.param({"x": None}, TypeError, "x holds object", id="none"),
    pytest.param({"b": np.ones(3)}, ValueError, r"b has shape \(3,\).*4 filters", id="bias-length"),
    pytest.param({"b": np.ones((4, 1))}, ValueError, r"b has 2 axes", id="bias-column"),
    pytest.param({"b": 1.0}, ValueError, r"b has 0 axes", id="bias-number"),
    pytest.param(
        {"x": X.astype(int), "w": W.astype(int), "b": np.full(4, 0.5)},
        TypeError,
        "b holds float64, but x and w hold integers",
        id="bias-fractions",
    ),
]

OPTIONS = [
    pytest.param({"stride": 0}, ValueError, "stride is 0, but must be at least 1", id="stride-0"),
    pytest.param({"stride": -1}, ValueError, "stride is -1", id="stride-negative"),
    pytest.param({"stride": "2"}, TypeError, "stride is '2', which is text", id="stride-text"),
    pytest.param({"stride": 2.0}, TypeError, r"stride is 2.0 \(float\)", id="stride-float"),
    pytest.param({"stride": True}, TypeError, r"stride is True \(bool\)", id="stride-bool"),
    pytest.param({"stride": (1, 2, 1)}, ValueError, r"stride is \(1, 2, 1\)", id="stride-three"),
    pytest.param({"dilation": 0}, ValueError, "dilation is 0", id="dilation-0"),
    pytest.param({"dilation": 1.5}, TypeError, "dilation is 1.5", id="dilation-float"),
    pytest.param({"padding": -1}, ValueError, "padding is -1", id="padding-negative"),
    pytest.param({"padding": "full"}, ValueError, "padding is 'full'", id="padding-word"),
    pytest.param({"padding": (1, 2, 3, 4)}, ValueError, "padding", id="padding-four-in-a-row"),
    pytest.param({"padding": ((1, 2), (3, -4))}, ValueError, "padding is -4", id="padding-side"),
    pytest.param(
        {"dilation": 3}, ValueError, "kernel of 3 with dilation 3 spans 7", id="too-large"
    ),
    pytest.param({"groups": 2}, ValueError, "groups is 2, but must divide the 3 ch", id="groups"),
    pytest.param(
        {"groups": 3}, ValueError, "groups is 3, but must divide the 3 .* and the 4", id="filters"
    ),
    pytest.param({"groups": 0}, ValueError, "groups is 0", id="groups-0"),
    pytest.param({"groups": "3"}, TypeError, "groups is '3'", id="groups-text"),
]


@FORWARD
@pytest.mark.parametrize(("change", "error", "message"), ARRAYS)
def test_arrays(function, change, error, message):
    arguments = {"x": X, "w": W, "b": None, **change}
    with pytest.raises(error, match=message):
        function(arguments["x"], arguments["w"], arguments["b"])


@FORWARD
@pytest.mark.parametrize(("options", "error", "message"), OPTIONS)
def test_options(function, options, error, message):
    with pytest.raises(error, match=message):
        function(X, W, **options)


@pytest.mark.parametrize(("options", "error", "message"), OPTIONS)
def test_options_of_the_backward(options, error, message):
    with pytest.raises(error, match=message):
        ops.conv2d_backward(np.ones((2, 4, 6, 4)), X, W, **options)


def test_groups_and_channels_that_disagree():
    with pytest.raises(ValueError, match=r"x has 4 channels but w expects 2 groups of 4"):
        ops.conv2d(np.ones((1, 5, 5, 4)), np.ones((3, 3, 4, 2)), groups=2)


@pytest.mark.parametrize(
    ("dy", "error", "message"),
    [
        pytest.param(
            np.ones((2, 6, 7, 4)), ValueError, r"\(2, 6, 7, 4\).*\(2, 4, 6, 4\)", id="size"
        ),
        pytest.param(np.ones((2, 4, 6)), ValueError, "dy has 3 axes", id="axes"),
        pytest.param(np.ones((2, 4, 6, 4), bool), TypeError, "dy holds bool", id="bool"),
    ],
)
def test_gradient_from_above(dy, error, message):
    with pytest.raises(error, match=message):
        ops.conv2d_backward(dy, X, W)


def test_options_are_given_by_name():
    with pytest.raises(TypeError):
        ops.conv2d(X, W, None, 2)
