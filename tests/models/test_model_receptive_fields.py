"""Receptive fields: the decks' and the papers' numbers, and the truth by changing pixels."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import layers

from cnnteach import models, shapes
from cnnteach.models.layers import CropLike


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("lenet5_1998", {"c1": 5, "s2": 6, "c3": 14, "s4": 16, "c5": 32}, id="lenet5"),
        pytest.param(
            "alexnet",
            {
                **{"conv1": 11, "pool1": 19, "conv2": 51, "pool2": 67},
                **{"conv3": 99, "conv4": 131, "conv5": 163, "pool5": 195},
            },
            id="alexnet",
        ),
        pytest.param("vgg16", {"conv5_3": 196, "pool5": 212}, id="vgg16"),
        pytest.param("fcn", {"conv5_3": 196, "fc7": 404}, id="fcn-table-1"),
        # Araujo, Norris & Sim, 2019, Distill: the table "receptive fields of popular networks".
        pytest.param("resnet50", {"conv5_3": 483}, id="resnet50-distill"),
        pytest.param("resnet101", {"conv5_3": 1027}, id="resnet101-distill"),
        pytest.param("resnet152", {"conv5_3": 1507}, id="resnet152-distill"),
        pytest.param("inception_v3", {"mixed10": 1311}, id="inception_v3-distill"),
    ],
)
def test_known_receptive_fields(teaching, name, expected):
    """The teaching size has the windows of the full size, and so its receptive fields."""
    table = models.summary(teaching(name))
    assert {layer: table[layer].receptive_field for layer in expected} == {
        layer: (size, size) for layer, size in expected.items()
    }


@pytest.mark.parametrize("name", ["alexnet", "zfnet", "vgg16", "googlenet", "resnet34"])
def test_teaching_size_sees_what_full_size_sees(full_size, teaching, name):
    def sliding(table):
        rows = [row for row in table if row.field and row.jump]
        return [(row.layer, row.receptive_field, row.jump) for row in rows]

    assert sliding(models.summary(teaching(name))) == sliding(full_size(name).table)


def test_chains_agree_with_the_arithmetic_of_shapes():
    chain = [(5, 1, 0), (2, 2, 0), (3, 1, 1), (3, 2, 0), (3, 1, 0, 2)]
    stack = [
        layers.Conv2D(2, 5),
        layers.MaxPooling2D(2),
        layers.Conv2D(2, 3, padding="same"),
        layers.AveragePooling2D(3, strides=2),
        layers.Conv2D(2, 3, dilation_rate=2),
    ]
    table = models.summary(keras.Sequential([keras.Input((40, 34, 1)), *stack]))
    ours = [(*row.receptive_field, *row.jump, *row.field.start) for row in table][1:]
    expected = shapes.receptive_field(chain)
    assert ours == [(size, size, jump, jump, start, start) for size, jump, start in expected]


def test_after_a_dense_layer_a_unit_sees_the_whole_image():
    table = models.summary(models.build("lenet5"))
    assert table["f6"].receptive_field == (28, 28)
    assert table["f6"].jump is None
    assert table["f6"].field.box() == ((0, 28), (0, 28))


def test_pixels_that_a_stride_leaves_over_are_not_seen():
    model = keras.Sequential([keras.Input((10, 11, 1)), layers.Conv2D(1, 3, 3), layers.Flatten()])
    assert models.summary(model)[2].field.box() == ((0, 9), (0, 9))


def test_branches_with_other_jumps_have_no_field():
    image = keras.Input((8, 8, 1))
    fast = layers.Conv2D(1, 3, strides=2, padding="same")(image)
    slow = layers.Cropping2D(2)(image)
    table = models.summary(keras.Model(image, layers.Add(name="sum")([fast, slow])))
    assert table["sum"].field is None


def test_fields_of_different_inputs_are_not_joined():
    left, right = keras.Input((8, 8, 1)), keras.Input((8, 8, 1))
    table = models.summary(keras.Model([left, right], layers.Add(name="sum")([left, right])))
    assert table["sum"].field is None


def test_gating_by_the_whole_image_sees_the_whole_image():
    """Squeeze and excitation: a number for each map, from all pixels, multiplies every pixel."""
    image = keras.Input((9, 7, 2))
    x = layers.Conv2D(2, 3, padding="same")(image)
    gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
    table = models.summary(keras.Model(image, layers.Multiply(name="gated")([x, gate])))
    assert table["gated"].field.box(4, 3) == ((0, 9), (0, 7))


def test_a_cut_map_has_no_boxes_beyond_the_cut():
    image = keras.Input((9, 7, 1))
    up = layers.UpSampling2D(2)(layers.MaxPooling2D(2, padding="same")(image))
    table = models.summary(keras.Model(image, CropLike(name="cut")([up, image])))
    assert table["cut"].field.box(8, 6) == ((8, 10), (6, 8))
    with pytest.raises(ValueError, match="places go from 0 to 8"):
        table["cut"].field.box(9, 0)


@pytest.mark.parametrize("name", ["MobileNetV2", "EfficientNetB0", "DenseNet121", "Xception"])
def test_networks_of_keras_are_followed_to_the_end(undrawn, name):
    """Depthwise, dense blocks, gates by the whole image, paddings: each layer is known."""
    model = getattr(keras.applications, name)(weights=None, input_shape=(96, 96, 3))
    table = models.summary(model)
    assert [row.layer for row in table if row.field is None or row.connections is None] == []
    assert table.totals.parameters + table.totals.fixed == model.count_params()


def test_what_changes_images_in_training_only_does_not_hide_the_rest():
    augment = keras.Sequential([layers.RandomFlip(), layers.RandomRotation(0.1)])
    image = keras.Input((32, 32, 3))
    model = keras.Model(image, layers.Conv2D(2, 5, name="conv")(augment(image)))
    assert models.summary(model)["conv"].receptive_field == (5, 5)


def test_boxes_are_asked_for_by_place():
    field = models.summary(models.build("alexnet", size="teaching"))["conv2"].field
    assert field.box(0, 3) == ((-16, 35), (8, 59))
    with pytest.raises(ValueError, match="no unit at 11; places go from 0 to 10"):
        field.box(11, 0)
    with pytest.raises(ValueError, match=r"has 1 numbers; give one for each axis: 2"):
        field.box(3)
    with pytest.raises(TypeError, match="whole number"):
        field.box(0.5, 0)


# ---- the truth: which pixels change a unit? ----

WINDOWS = ("conv", "max", "average", "dilated", "depthwise", "pad", "crop")
BRANCHES = ("residual", "inception")
UP = ("transposed", "nearest", "bilinear")


def positive():
    """Weights without cancellation: what can reach a unit does reach it."""
    return {"kernel_initializer": keras.initializers.RandomUniform(0.5, 1.0, seed=1)}


def add_layer(x, kind, draw):
    """Put one random layer on `x`; all weights are positive."""
    kernel = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    stride = draw(st.integers(1, 3))
    fits = all(k <= side for k, side in zip(kernel, x.shape[1:3], strict=True))
    padding = draw(st.sampled_from(["valid", "same"] if fits else ["same"]))
    if kind in UP:
        return enlarge(x, kind, kernel, stride, padding)
    if kind in BRANCHES:
        return branch(x, kind, kernel, stride)
    if kind == "dilated":
        return layers.Conv2D(2, kernel, padding="same", dilation_rate=2, **positive())(x)
    if kind == "depthwise":
        weights = {"depthwise_initializer": positive()["kernel_initializer"]}
        return layers.DepthwiseConv2D(kernel, padding=padding, **weights)(x)
    if kind == "pad":
        return layers.ZeroPadding2D(((1, 0), (0, 2)))(x)
    if kind == "crop":
        return layers.Cropping2D(((0, 1), (1, 0)))(x) if min(x.shape[1:3]) > 2 else x
    windows = {
        "conv": lambda: layers.Conv2D(2, kernel, stride, padding, **positive()),
        "max": lambda: layers.MaxPooling2D(kernel, stride, padding),
        "average": lambda: layers.AveragePooling2D(kernel, stride, padding),
    }
    return windows[kind]()(x)


def enlarge(x, kind, kernel, stride, padding):
    """Put a transposed convolution or an upsampling on `x`."""
    if kind == "transposed":
        kernel = tuple(max(k, stride) for k in kernel)  # a smaller one leaves gaps
        return layers.Conv2DTranspose(2, kernel, stride, padding, **positive())(x)
    return layers.UpSampling2D((stride, 2), interpolation=kind)(x)


def branch(x, kind, kernel, stride):
    """Put two branches on `x` that meet again."""
    if kind == "residual":
        y = layers.Conv2D(x.shape[-1], kernel, padding="same", **positive())(x)
        return layers.Add()([x, y])
    wide = layers.Conv2D(1, kernel, stride, "same", **positive())(x)
    high = layers.MaxPooling2D((3, 2), stride, "same")(x)
    return layers.Concatenate()([wide, high])


@st.composite
def networks(draw):
    """A few random layers on an image that is not square."""
    x = image = keras.Input((13, 11, 1))
    for kind in draw(st.lists(st.sampled_from(WINDOWS + BRANCHES + UP), min_size=1, max_size=5)):
        if max(x.shape[1:3]) <= 40:
            x = add_layer(x, kind, draw)
    return keras.Model(image, x)


def pixels_that_matter(model):
    """Return bools, (rows, columns, units down, units across): who changes when a pixel does."""
    rows, columns = model.input_shape[1:3]
    quiet = np.random.default_rng(0).uniform(1, 2, (1, rows, columns, 1)).astype("float32")
    changed = np.repeat(quiet, rows * columns, axis=0)
    changed.reshape(rows * columns, -1)[np.diag_indices(rows * columns)] += 1e4
    answers = keras.ops.convert_to_numpy(model(np.concatenate([quiet, changed])))
    differ = np.abs(answers[1:] - answers[:1]).max(axis=-1) > 1e-6 * np.abs(answers[:1]).max()
    return differ.reshape(rows, columns, *answers.shape[1:3])


def extent(flags):
    """Return the first true place and the one after the last."""
    places = np.flatnonzero(flags)
    return (int(places[0]), int(places[-1]) + 1) if len(places) else None


@given(networks())
@settings(max_examples=40, deadline=None)
def test_changing_pixels_outside_of_the_box_changes_nothing_and_its_edges_matter(model):
    table = models.summary(model)
    field = table[-1].field
    assert field is not None
    truth = pixels_that_matter(model)
    reached = [0, 0]
    # Near a border a box may hold pixels that a crop or a remainder took away before a padding.
    borders = [sum(row.field.jump[axis] for row in table) for axis in (0, 1)]
    for i in range(truth.shape[2]):
        for j in range(truth.shape[3]):
            seen = truth[:, :, i, j]
            for axis, (low, high) in enumerate(field.box(i, j)):
                true = extent(seen.any(axis=1 - axis))
                if true is None:
                    continue
                assert low <= true[0]
                assert true[1] <= high
                is_inside = borders[axis] <= low and high <= seen.shape[axis] - borders[axis]
                if is_inside and not is_stretched(model):
                    assert true == (low, high)
                reached[axis] = max(reached[axis], true[1] - true[0])
    for size, seen, pixels in zip(field.size, reached, truth.shape[:2], strict=True):
        assert seen <= min(size, pixels)


def is_stretched(model):
    """Tell whether a bilinear enlargement is in it, whose outermost weights may be 0."""
    return any(getattr(layer, "interpolation", None) == "bilinear" for layer in model.layers)


@pytest.mark.parametrize(("stride", "kernel"), [(2, 4), (2, 3), (3, 3), (3, 6), (2, 2)])
def test_phases_of_a_transposed_convolution_are_told_apart(stride, kernel):
    """With stride 2 and kernel 3, even units see two pixels and odd units one."""
    image = keras.Input((6, 5, 1))
    up = layers.Conv2DTranspose(1, kernel, stride, "same", use_bias=False, **positive())
    model = keras.Model(image, up(image))
    field, truth = models.summary(model)[-1].field, pixels_that_matter(model)
    assert field.jump[0] == pytest.approx(1 / stride)
    for unit in range(stride, 5 * stride):
        low, high = extent(truth[:, :, unit, stride].any(axis=1))
        assert field.box(unit, stride)[0] == (low, high)
