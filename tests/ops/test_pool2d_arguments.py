"""Each wrong argument of a pooling has an error of its own, which says how to mend it."""

import numpy as np
import pytest

from cnnteach import ops

FORWARD = pytest.mark.parametrize("function", [ops.max_pool2d, ops.avg_pool2d])
X = np.ones((2, 6, 7, 3))
DY = np.ones((2, 3, 3, 3))


@FORWARD
@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        pytest.param({"x": X[0]}, ValueError, "x has 3 axes", id="3d"),
        pytest.param({"x": X[:, :0]}, ValueError, "x is empty: it has no height", id="empty"),
        pytest.param({"x": X > 0}, TypeError, "x holds bool", id="bool"),
        pytest.param({"x": X * 1j}, TypeError, "x holds complex128", id="complex"),
        pytest.param({"size": 0}, ValueError, "size is 0, but must be at least 1", id="size-0"),
        pytest.param({"size": "2"}, TypeError, "size is '2', which is text", id="size-text"),
        pytest.param({"size": 2.0}, TypeError, r"size is 2.0 \(float\)", id="size-float"),
        pytest.param({"size": (2, 2, 1)}, ValueError, r"size is \(2, 2, 1\)", id="size-three"),
        pytest.param({"size": (2, 8)}, ValueError, "spans 8 pixels.*only 7", id="too-large"),
        pytest.param({"stride": 0}, ValueError, "stride is 0", id="stride-0"),
        pytest.param({"stride": "same"}, TypeError, "stride is 'same'", id="stride-text"),
        pytest.param({"padding": -1}, ValueError, "padding is -1", id="padding-negative"),
        pytest.param({"padding": "full"}, ValueError, "padding is 'full'", id="padding-word"),
        pytest.param(
            {"padding": ((2, 0), (0, 0))},
            ValueError,
            r"padding \(2, 0\) along the rows leaves a window of 2 with nothing but padding",
            id="window-in-the-padding",
        ),
        pytest.param(
            {"padding": ((0, 0), (0, 3))},
            ValueError,
            r"padding \(0, 3\) along the columns",
            id="window-in-the-padding-after",
        ),
    ],
)
def test_forward(function, change, error, message):
    arguments = {"x": X, "size": 2, "stride": None, "padding": 0, **change}
    x, size = arguments.pop("x"), arguments.pop("size")
    with pytest.raises(error, match=message):
        function(x, size, **arguments)


def test_a_stride_beyond_the_image_meets_padding_only():
    with pytest.raises(ValueError, match="nothing but padding"):
        ops.max_pool2d(np.ones((1, 3, 3, 1)), 2, stride=4, padding=((0, 3), (0, 0)))


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        pytest.param({"dy": DY[0]}, ValueError, "dy has 3 axes", id="dy-3d"),
        pytest.param({"dy": DY > 0}, TypeError, "dy holds bool", id="dy-bool"),
        pytest.param({"dy": DY[:, :2]}, ValueError, r"argmax has shape .* and dy", id="dy-shape"),
        pytest.param(
            {"argmax": np.zeros(DY.shape)}, TypeError, "argmax holds float64", id="floats"
        ),
        pytest.param(
            {"argmax": np.full(DY.shape, 42)},
            ValueError,
            "argmax reaches from 42 to 42.*0 to 41",
            id="beyond-the-image",
        ),
        pytest.param({"argmax": np.full(DY.shape, -1)}, ValueError, "from -1 to -1", id="negative"),
        pytest.param({"shape": (2, 6, 7)}, ValueError, r"shape is \(2, 6, 7\)", id="shape-3d"),
        pytest.param({"shape": (3, 6, 7, 3)}, ValueError, "2 images of 3 channels", id="images"),
        pytest.param({"shape": (2, 6, 7, 4)}, ValueError, "2 images of 3 channels", id="channels"),
        pytest.param({"shape": (2, 6.0, 7, 3)}, TypeError, "H of shape is 6.0", id="shape-float"),
    ],
)
def test_max_pool_backward(change, error, message):
    arguments = {"dy": DY, "argmax": np.zeros(DY.shape, int), "shape": X.shape, **change}
    with pytest.raises(error, match=message):
        ops.max_pool2d_backward(**arguments)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        pytest.param(
            {"dy": DY[:, :2]}, ValueError, r"\(2, 2, 3, 3\).*\(2, 3, 3, 3\)", id="dy-shape"
        ),
        pytest.param({"shape": (2, 6, 7)}, ValueError, r"shape is \(2, 6, 7\)", id="shape-3d"),
        pytest.param({"shape": (2, 0, 7, 3)}, ValueError, "H of shape is 0", id="shape-empty"),
        pytest.param({"size": 7}, ValueError, "spans 7 pixels", id="too-large"),
    ],
)
def test_avg_pool_backward(change, error, message):
    arguments = {"dy": DY, "shape": X.shape, "size": 2, **change}
    with pytest.raises(error, match=message):
        ops.avg_pool2d_backward(**arguments)
