"""What NetworkExplorer is told of a model: each number taken apart, and put together again."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach import models
from cnnteach.datasets import digits
from cnnteach.explain import deconvnet, explore

ACTIVATIONS = {"linear": lambda v: v, "relu": lambda v: max(v, 0.0), "tanh": np.tanh}


def put_together(found):
    """Compute the number from its parts."""
    window, kind = found["window"], found["kind"]
    if kind == "weighted":
        total = (window * found["weights"]).sum() + found["bias"]
        assert total == pytest.approx(found["total"], rel=1e-6, abs=1e-5)
        return ACTIVATIONS[found["activation"]](total)
    return found["total"]


def walk(source, rng, tries=12):
    """Take units of each layer apart at random places; return the kinds that were met."""
    kinds = {}
    pixels = source.samples[0]
    maps = source.maps(pixels)
    for number, layer in enumerate(source.layers):
        assert list(maps[number].shape) == layer["shape"]
        for _ in range(tries):
            row, column, unit = (int(rng.integers(side)) for side in layer["shape"])
            found = source.arithmetic(number, unit, [row, column], pixels, maps)
            kinds[layer["name"]] = found["kind"]
            if found["kind"] in ("copy", "other"):
                continue
            assert put_together(found) == pytest.approx(found["value"], rel=1e-3, abs=1e-4)
            below = found["parent"]
            if below >= 0 and maps[below].shape[:2] != (1, 1):
                check_window(found, maps[below])
    return kinds


def check_window(found, map_below):
    """The window's cells are those of the map below that its origin, step and channel name."""
    rows, columns, channels = found["window"].shape
    for i in range(rows):
        for j in range(columns):
            r, q = (
                found["origin"][0] + i * found["step"][0],
                found["origin"][1] + j * found["step"][1],
            )
            inside = 0 <= r < map_below.shape[0] and 0 <= q < map_below.shape[1]
            first = found["first"]
            expected = map_below[r, q, first : first + channels] if inside else 0
            if found["kind"] != "sum":
                np.testing.assert_allclose(found["window"][i, j], expected, rtol=1e-5, atol=1e-6)


@pytest.fixture(scope="module")
def many_kinds():
    """Depthwise, groups, dilation, strides, padding, batch norm, poolings, tanh: not square."""
    image = keras.Input((14, 11, 4), name="image")
    x = layers.Conv2D(6, (3, 2), groups=2, padding="same", activation="tanh", name="groups")(image)
    x = layers.BatchNormalization(name="norm")(x)
    x = layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same", name="depthwise")(x)
    x = layers.AveragePooling2D((3, 2), strides=2, padding="same", name="average")(x)
    x = layers.MaxPooling2D(2, strides=1, padding="same", name="most")(x)
    x = layers.Conv2D(5, 3, strides=2, dilation_rate=1, activation="relu", name="strided")(x)
    model = keras.Model(image, layers.GlobalAveragePooling2D(name="mean")(x))
    rng = np.random.default_rng(3)
    for layer in model.layers:
        layer.set_weights([w + rng.uniform(0.1, 0.5, w.shape) for w in layer.get_weights()])
    return model


def test_each_number_is_its_parts_put_together(branched, many_kinds, lenet, rng):
    assert walk(explore(branched, rng.random((2, 21, 17, 2), np.float32)), rng) == {
        **{"first": "weighted", "pool": "maximum", "wide": "weighted", "narrow": "weighted"},
        **{"both": "copy", "residual": "weighted", "sum": "sum", "last": "weighted"},
        "scores": "weighted",
    }
    met = walk(explore(many_kinds, rng.random((2, 14, 11, 4), np.float32)), rng)
    assert met["average"] == met["mean"] == "mean"
    assert set(met.values()) == {"weighted", "maximum", "mean"}
    assert walk(explore(lenet, digits()[0][::1000]), rng)["c3"] == "weighted"


def test_a_model_in_a_model_and_one_of_keras_applications(rng):
    small = {"input_shape": (32, 32, 3), "weights": None, "include_top": False, "alpha": 0.35}
    base = keras.applications.MobileNetV2(**small)
    whole = keras.Sequential(
        [keras.Input((32, 32, 3)), layers.Rescaling(2.0, -1.0), base, layers.GlobalMaxPooling2D()]
    )
    images = rng.random((3, 32, 32, 3), np.float32)
    inner = f"{base.name}/block_2_add"
    source = explore(whole, images, layers=["rescaling", f"{base.name}/Conv1", inner])
    walk(source, rng)
    everything = explore(whole, images[:1], top=source.top)
    assert len(everything.layers) > 100
    walk(everything, rng, tries=1)


def test_evidence_is_that_of_the_search(lenet):
    images = digits()[0][::50]
    source = explore(lenet, images, layers=["c1", "c3"], k=4)
    found = source.evidence(1, 7)
    np.testing.assert_allclose(found["values"], source.top["c3"].values[7], rtol=1e-6)
    assert found["pictures"].shape == (4, 14, 14, 4)
    assert source.maps(images[0][..., None] / 255)[0].shape == (28, 28, 6)
    assert source.names[:2] == ["0", "1"]


def test_patches_are_traced_back_to_their_pixels_and_a_unit_has_a_picture(lenet):
    images = digits()[0][::50]
    source = explore(lenet, images, layers=["c3", "f6"], k=4)
    pictures, traced = source.evidence(0, 7)["pictures"], source.traced(0, 7)
    np.testing.assert_array_equal(traced[..., 3], pictures[..., 3], err_msg="the same frames")
    assert (np.abs(traced[..., 0].astype(int) - 128) > 40).any(axis=(1, 2)).all()
    patch = source.top["c3"][7][1]
    whole = deconvnet(lenet, images[patch.image], layer="c3", unit=(*patch.place, 7))[..., 0]
    inside = traced[1][traced[1][..., 3] > 0][:, 0].astype(float)
    top, left, bottom, right = np.clip(patch.box, 0, 28)
    painted = whole[top:bottom, left:right].ravel()
    assert np.corrcoef(inside, painted)[0, 1] > 0.999
    assert not np.delete(whole, np.s_[top:bottom], axis=0).any(), "nothing outside of the box"
    excited = source.maximised(0, 7)
    assert excited.shape == (14, 14, 4)
    image = np.full((28, 28, 1), 0.5, np.float32)
    image[8:22, 8:22] = excited[..., :1] / np.float32(255)
    assert source.maps(image)[0][5, 5, 7] > 0.8 * source.top["c3"][7][0].value


def test_what_a_layer_is_said_to_be_agrees_with_the_summary(lenet):
    source = explore(lenet, digits()[0][::2500])
    layers_of = {layer["name"]: layer for layer in source.layers}
    c3 = layers_of["c3"]
    assert (c3["kernel"], c3["stride"], c3["padding"]) == ([5, 5], [1, 1], [[0, 0], [0, 0]])
    assert c3["field"] == {"size": [14, 14], "jump": [2, 2], "start": [-2, -2]}
    assert c3["below_field"]["size"] == [6, 6]
    assert layers_of["f6"]["field"] == {"size": [28, 28], "jump": None, "start": [0, 0]}
    assert models.summary(lenet)["c3"].field.start == (-2, -2)


def test_dead_units_and_unknown_fields_say_so(rng):
    relu = layers.Conv2D(2, 1, activation="relu", name="relu")
    net = keras.Sequential([keras.Input((4, 4, 1)), relu])
    relu.set_weights([np.ones((1, 1, 1, 2)), np.array([0.0, -9.0])])
    source = explore(net, rng.random((3, 4, 4, 1), np.float32))
    assert "dead" in source.evidence(0, 1)["said"]
    image = keras.Input((8, 8, 1))
    fast = layers.Conv2D(1, 3, strides=2, padding="same")(image)
    slow = layers.Cropping2D(2)(image)
    odd = keras.Model(image, layers.Add(name="odd")([fast, slow]))
    source = explore(odd, rng.random((1, 8, 8, 1), np.float32))
    number = [layer["name"] for layer in source.layers].index("odd")
    assert source.layers[number]["field"] is None
    assert "not known" in source.evidence(number, 0)["said"]


@pytest.mark.parametrize(
    ("images", "options", "said"),
    [
        (np.full((1, 28, 28), 2.0), {}, "give bytes, or floats of 0 to 1"),
        (np.zeros((1, 9, 9)), {}, "the model takes 28 x 28 x 1"),
        (np.zeros((1, 28, 28)), {"layers": ["c9"]}, "no layer 'c9'"),
    ],
)
def test_what_cannot_be_explored(lenet, images, options, said):
    with pytest.raises(ValueError, match=said):
        explore(lenet, images, **options)
