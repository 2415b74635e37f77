"""The integers of a convolution, by hand, by counting, and where they refuse."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnteach import shapes

SIDES = st.tuples(st.integers(0, 5), st.integers(0, 5))
AXIS = {
    "size": st.integers(1, 40),
    "kernel": st.integers(1, 8),
    "stride": st.integers(1, 6),
    "dilation": st.integers(1, 4),
}


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding", "expected"),
    [
        pytest.param(7, 3, 1, 0, 5, id="deck-stride-1"),
        pytest.param(7, 3, 2, 0, 3, id="deck-stride-2"),
        pytest.param(7, 3, 3, 0, 2, id="deck-stride-3-leaves-a-pixel"),
        pytest.param(32, 5, 1, 0, 28, id="32-by-5"),
        pytest.param(10, 3, 2, 0, 4, id="floor-not-ceiling"),
        pytest.param(227, 11, 4, 0, 55, id="alexnet"),
        pytest.param(224, 11, 4, 2, 55, id="alexnet-padded"),
        pytest.param(224, 7, 2, 3, 112, id="resnet"),
        pytest.param(5, 4, 1, (1, 2), 5, id="sides-differ"),
        pytest.param(5, 4, 2, "same", 3, id="same-rounds-up"),
        pytest.param(5, 5, 1, "valid", 1, id="kernel-fills-the-image"),
    ],
)
def test_output_size(size, kernel, stride, padding, expected):
    assert shapes.output_size(size, kernel, stride, padding) == expected


def test_dilated_kernel_spans_more():
    assert shapes.kernel_extent(3, dilation=4) == 9
    assert shapes.output_size(9, 3, dilation=4) == 1
    assert shapes.output_size(10, 3, dilation=4) == 2


@given(**AXIS, padding=SIDES)
def test_output_size_counts_the_windows_that_fit(size, kernel, stride, padding, dilation):
    extent = (kernel - 1) * dilation + 1
    fitting = [
        start
        for start in range(-padding[0], size + padding[1], stride)
        if start + extent <= size + padding[1]
    ]
    if not fitting:
        with pytest.raises(ValueError, match=f"spans {extent} pixels"):
            shapes.output_size(size, kernel, stride, padding, dilation)
    else:
        assert shapes.output_size(size, kernel, stride, padding, dilation) == len(fitting)
        assert shapes.window_starts(size, kernel, stride, padding, dilation) == fitting


@given(**AXIS)
def test_same_padding_is_the_least_that_gives_ceil_of_size_by_stride(
    size, kernel, stride, dilation
):
    before, after = shapes.same_padding(size, kernel, stride, dilation)
    outputs = -(-size // stride)
    assert shapes.output_size(size, kernel, stride, (before, after), dilation) == outputs
    assert shapes.output_size(size, kernel, stride, "same", dilation) == outputs
    assert after - before in (0, 1)
    if after:
        less = (before, after - 1)
        room, extent = size + sum(less), shapes.kernel_extent(kernel, dilation)
        assert room < extent or shapes.output_size(size, kernel, stride, less, dilation) < outputs


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((5, 3), (1, 1)),
        ((5, 4), (1, 2)),
        ((6, 3, 2), (0, 1)),
        ((7, 3, 2), (1, 1)),
        ((7, 2, 5), (0, 0)),
        ((7, 3, 1, 3), (3, 3)),
    ],
)
def test_same_padding(arguments, expected):
    assert shapes.same_padding(*arguments) == expected


@pytest.mark.parametrize(
    ("padding", "expected"),
    [
        pytest.param(2, ((2, 2), (2, 2)), id="number"),
        pytest.param((1, 2), ((1, 1), (2, 2)), id="rows-and-columns"),
        pytest.param(((1, 2), (3, 4)), ((1, 2), (3, 4)), id="four-sides"),
        pytest.param([[1, 2], [3, 4]], ((1, 2), (3, 4)), id="lists"),
        pytest.param("valid", ((0, 0), (0, 0)), id="valid"),
        pytest.param("same", ((1, 2), (0, 1)), id="same"),
    ],
)
def test_padding_of_images(padding, expected):
    assert shapes.padding_sides_2d((7, 8), (4, 3), (1, 2), padding) == expected


@given(**AXIS, padding=SIDES)
def test_transposed_size_undoes_output_size(size, kernel, stride, padding, dilation):
    image = (size - 1) * stride + shapes.kernel_extent(kernel, dilation) - sum(padding)
    if image < 1:
        with pytest.raises(ValueError, match="cut away"):
            shapes.transposed_size(size, kernel, stride, padding, dilation)
    else:
        assert shapes.transposed_size(size, kernel, stride, padding, dilation) == image
        assert shapes.output_size(image, kernel, stride, padding, dilation) == size
        if image > 1:  # the smallest: one pixel less makes one output less, or none
            room = image - 1 + sum(padding)
            fits = room >= shapes.kernel_extent(kernel, dilation)
            args = (image - 1, kernel, stride, padding, dilation)
            assert not fits or shapes.output_size(*args) == size - 1
    same = shapes.transposed_size(size, kernel, stride, "same", dilation)
    assert shapes.output_size(same, kernel, stride, "same", dilation) == size


@pytest.mark.parametrize(
    ("layers", "sizes"),
    [
        pytest.param([(3, 1, 0)] * 3, [3, 5, 7], id="three-of-3-see-as-much-as-one-of-7"),
        pytest.param(
            [(5, 1, 0), (2, 2, 0), (5, 1, 0), (2, 2, 0), (5, 1, 0)], [5, 6, 14, 16, 32], id="lenet"
        ),
        pytest.param(
            [
                (11, 4, 0),
                (3, 2, 0),
                (5, 1, 2),
                (3, 2, 0),
                (3, 1, 1),
                (3, 1, 1),
                (3, 1, 1),
                (3, 2, 0),
            ],
            [11, 19, 51, 67, 99, 131, 163, 195],
            id="alexnet",
        ),
        pytest.param(
            ([(3, 1, 1)] * 2 + [(2, 2, 0)]) * 2 + ([(3, 1, 1)] * 3 + [(2, 2, 0)]) * 3,
            [3, 5, 6, 10, 14, 16, 24, 32, 40, 44, 60, 76, 92, 100, 132, 164, 196, 212],
            id="vgg16",
        ),
    ],
)
def test_receptive_field_sizes(layers, sizes):
    assert [field[0] for field in shapes.receptive_field(layers)] == sizes


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(1, 3), SIDES, st.integers(1, 2)),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 3),
)
def test_receptive_field_is_what_the_windows_reach(layers, unit):
    size, jump, start = shapes.receptive_field(layers)[-1]
    reached = {unit}
    for kernel, stride, (before, _), dilation in reversed(layers):
        reached = {i * stride - before + u * dilation for i in reached for u in range(kernel)}
    assert (min(reached), max(reached)) == (start + unit * jump, start + unit * jump + size - 1)


def test_receptive_field_starts_in_the_padding():
    assert shapes.receptive_field([(3, 2, 1), (3, 2, (0, 1)), (3, 1, 1, 2)]) == [
        (3, 2, -1),
        (7, 4, -1),
        (23, 4, -5),
    ]


def test_receptive_field_with_same_padding():
    assert shapes.receptive_field([(3, 1, "same"), (4, 1, "same")]) == [(3, 1, -1), (6, 1, -2)]
    assert shapes.receptive_field([(3, 2, "same")], size=6) == [(3, 2, 0)]
    assert shapes.receptive_field([(3, 2, "same")], size=7) == [(3, 2, -1)]
    with pytest.raises(ValueError, match="size="):
        shapes.receptive_field([(3, 2, "same")])
    with pytest.raises(ValueError, match="spans 5 pixels"):
        shapes.receptive_field([(3, 2, 0), (5, 1, 0)], size=8)


@pytest.mark.parametrize("layer", [(3,), (3, 1), (3, 1, 0, 1, 1), 3, "abc"])
def test_receptive_field_says_how_to_write_a_layer(layer):
    with pytest.raises(ValueError, match=r"write \(kernel, stride, padding\)"):
        shapes.receptive_field([layer])


@pytest.mark.parametrize(
    ("arguments", "options", "expected"),
    [
        pytest.param((5, 3, 10), {}, 760, id="5x5x3-10"),
        pytest.param((5, 3, 10), {"bias": False}, 750, id="no-bias"),
        pytest.param((3, 64, 128), {}, 73_856, id="vgg"),
        pytest.param((11, 3, 96), {}, 34_944, id="alexnet-conv1"),
        pytest.param(((5, 3), 4, 6), {"groups": 2}, 186, id="groups"),
        pytest.param((3, 64, 64), {"groups": 64, "bias": False}, 576, id="depthwise"),
    ],
)
def test_conv_parameters(arguments, options, expected):
    assert shapes.conv_parameters(*arguments, **options) == expected


def test_lenet_counts():
    assert shapes.conv_connections(28, 5, channels=1, filters=6) == 122_304
    assert shapes.conv_connections((14, 14), 2, channels=6, filters=6, groups=6) == 5_880
    assert shapes.dense_parameters(400, 120) == 48_120
    assert shapes.dense_parameters(400, 120, bias=False) == 48_000


def test_alexnet_without_sharing():
    assert shapes.conv_connections((55, 55), 11, channels=3, filters=96) == 105_705_600


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        pytest.param(
            "3", TypeError, "is '3', which is text; write a number without quotes", id="text"
        ),
        pytest.param(3.0, TypeError, r"is 3.0 \(float\), but must be a whole number", id="3.0"),
        pytest.param(2.5, TypeError, r"is 2.5 \(float\)", id="2.5"),
        pytest.param(float("nan"), TypeError, r"is nan \(float\)", id="nan"),
        pytest.param(True, TypeError, r"is True \(bool\)", id="bool"),
        pytest.param(None, TypeError, r"is None \(NoneType\)", id="none"),
        pytest.param([3], TypeError, r"is \[3\] \(list\)", id="list"),
        pytest.param(0, ValueError, "is 0, but must be at least 1", id="zero"),
        pytest.param(-2, ValueError, "is -2, but must be at least 1", id="negative"),
    ],
)
@pytest.mark.parametrize("name", ["size", "kernel", "stride", "dilation"])
def test_each_number_is_checked(name, value, error, message):
    arguments = {"size": 9, "kernel": 3, "stride": 1, "dilation": 1, name: value}
    for function in (shapes.output_size, shapes.window_starts, shapes.same_padding):
        with pytest.raises(error, match=f"^{name} {message}"):
            function(**arguments)


@pytest.mark.parametrize(
    ("padding", "error", "message"),
    [
        pytest.param(-1, ValueError, "padding is -1, but must be at least 0", id="negative"),
        pytest.param((0, -1), ValueError, "padding is -1", id="negative-side"),
        pytest.param(1.0, TypeError, "padding is 1.0", id="float"),
        pytest.param("1", ValueError, 'padding is \'1\'; write "valid", "same"', id="text"),
        pytest.param("SAME", ValueError, "padding is 'SAME'", id="capitals"),
        pytest.param((1, 2, 3), ValueError, "two sides", id="three-sides"),
        pytest.param(((1, 2), (3, 4)), TypeError, r"padding is \(1, 2\)", id="four-on-one-axis"),
    ],
)
def test_padding_is_checked(padding, error, message):
    with pytest.raises(error, match=message):
        shapes.output_size(9, 3, padding=padding)


@pytest.mark.parametrize(
    ("padding", "message"),
    [((1, 2, 3), r"\(rows, columns\)"), (((1, 2, 3), 1), "two sides"), (((1, -2), 1), "is -2")],
)
def test_padding_of_images_is_checked(padding, message):
    with pytest.raises(ValueError, match=message):
        shapes.padding_sides_2d((9, 9), 3, padding=padding)


def test_kernel_that_does_not_fit_is_named_with_all_its_numbers():
    with pytest.raises(ValueError, match=r"kernel of 3 with dilation 4 spans 9.*7 \(1 \+ 5 \+ 1"):
        shapes.output_size(5, 3, padding=1, dilation=4)


def test_counts_are_checked():
    with pytest.raises(ValueError, match=r"groups is 3.*channels \(4\) and filters \(6\)"):
        shapes.conv_parameters(3, 4, 6, groups=3)
    with pytest.raises(TypeError, match=r"units is 2\.0"):
        shapes.dense_parameters(3, 2.0)
    with pytest.raises(ValueError, match="channels is 0"):
        shapes.conv_parameters(3, 0, 6)


def test_numpy_integers_are_whole_numbers():
    np = pytest.importorskip("numpy")
    size = shapes.output_size(np.int64(7), np.uint8(3), np.array(2))
    assert size == 3
    assert type(size) is int
    for value in (np.bool_(True), np.float32(3), np.array([3, 4])):
        with pytest.raises(TypeError, match="kernel"):
            shapes.output_size(9, value)


def test_shapes_loads_nothing_but_itself():
    code = (
        "import sys; before = set(sys.modules); import cnnteach.shapes; "
        "print(*sorted(set(sys.modules) - before))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name for name in result.stdout.split() if not name.startswith("cnnteach.shapes")}
    before_tensorflow = ("_around_import", "_full_precision", "_jumping_kernels", "_tensorflow_log")
    assert loaded == {"cnnteach", *(f"cnnteach.{module}" for module in before_tensorflow)}
