"""`explain`: any unit's terms add up to Keras's own number, and its box holds all it can see."""

import json

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach import explain, models, ops

LIKE_OTHERS = {"resnet34", "resnet101", "resnet152", "vgg11", "vgg13", "vgg19"}
NAMES = sorted(set(models.names()) - LIKE_OTHERS - {"text_cnn"})  # which reads words


def activated(name, total, others):
    """Return what an activation makes of a unit's sum, by NumPy."""
    known = {
        "linear": lambda x: x,
        "relu": lambda x: max(x, 0),
        "tanh": np.tanh,
        "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
        "scaled_tanh": lambda x: 1.7159 * np.tanh(2 / 3 * x),
    }
    if name == "softmax":
        return np.exp(total - others.max()) / np.exp(others - others.max()).sum()
    return known[name](total) if name in known else None


def check(explanation, rng, each=3):
    """Compare some units of every layer with Keras's numbers; return the kinds that were met."""
    kinds = set()
    for layer in explanation.layers:
        shape = explanation.maps(layer).shape
        for _ in range(each):
            place = tuple(int(rng.integers(side)) for side in shape)
            unit = explanation.unit(layer, *place)
            scale = 1 + sum(np.abs(r.products).sum() for r in unit.readings)
            assert unit.sum == pytest.approx(explanation.sums(layer)[place], abs=2e-5 * scale), (
                layer,
                place,
            )
            assert unit.value == explanation.maps(layer)[place]
            others = explanation.sums(layer)[place[:-1]].astype(float)
            wanted = activated(unit.activation, unit.sum, others)
            if wanted is not None:
                assert unit.value == pytest.approx(wanted, abs=1e-4 * scale), (layer, place)
            kinds.add((unit.kind, unit.is_slope))
    return kinds


@pytest.mark.parametrize("name", NAMES)
def test_terms_add_up_to_keras_own_number_in_each_network(name):
    model = models.build(name, size="teaching", seed=3)
    rng = np.random.default_rng(0)
    shape = [side or 48 for side in model.input_shape[1:]]
    check(explain.explain(model, rng.random(shape).astype("float32")), rng, each=1)


def everything():
    """A model with all the kinds of layers that have a rule, and some that have none."""
    keras.utils.set_random_seed(4)
    image = keras.Input((13, 12, 4))
    x = layers.Rescaling(2.0, offset=[0.1, 0.2, 0.3, -0.4], name="scaled")(image)
    x = layers.ZeroPadding2D(((1, 0), (2, 1)), name="padded")(x)
    x = layers.Conv2D(
        6, (2, 3), strides=2, padding="same", groups=2, bias_initializer="uniform", name="grouped"
    )(x)
    x = layers.BatchNormalization(
        beta_initializer="uniform",
        gamma_initializer="uniform",
        moving_mean_initializer="uniform",
        name="norm",
    )(x)
    y = layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, name="depth")(x)
    y = layers.Conv2D(6, 1, use_bias=False, activation="elu", name="mixed")(y)
    y = layers.Conv2D(6, 3, dilation_rate=2, padding="same", activation="tanh", name="far")(y)
    both = [layers.Subtract(name="less")([x, y]), layers.Average(name="mean")([x, y]), x + y]
    x = layers.Concatenate(name="joined")(both)
    x = layers.Multiply(name="gated")([x, layers.Activation("sigmoid", name="gate")(x)])
    a = layers.MaxPooling2D(3, strides=2, padding="same", name="largest")(x)
    b = layers.AveragePooling2D(3, strides=2, padding="same", name="shared")(x)
    x = layers.Cropping2D(((0, 1), (1, 0)), name="cropped")(layers.Add(name="sum")([a, b]))
    x = layers.SeparableConv2D(4, 2, name="separable")(layers.UpSampling2D(name="larger")(x))
    x = layers.LeakyReLU(name="leaky")(x + 0.5)
    heads = [layers.GlobalMaxPooling2D(name="peak")(x), layers.Flatten(name="flat")(x)]
    heads.append(layers.Flatten(name="again")(layers.Reshape((-1, 2), name="shaped")(x)))
    x = layers.Dropout(0.5, name="drop")(layers.Concatenate(name="heads")(heads))
    return keras.Model(image, layers.Dense(3, activation="softmax", name="classes")(x))


def test_each_kind_of_layer_adds_up():
    rng = np.random.default_rng(1)
    explanation = explain.explain(everything(), rng.normal(size=(13, 12, 4)).astype("float32"))
    kinds = check(explanation, rng, each=12)
    slopes = {kind for kind, is_slope in kinds if is_slope}
    assert slopes == {"Add", "Multiply", "SeparableConv2D", "UpSampling2D"}
    assert ("Add", False) in kinds
    assert len(kinds) > 20


def small():
    keras.utils.set_random_seed(0)
    image = keras.Input((6, 7, 2))
    x = layers.Conv2D(
        3, 3, padding="same", activation="relu", bias_initializer="uniform", name="c"
    )(image)
    x = layers.MaxPooling2D(2, name="p")(x)
    return keras.Model(image, layers.Dense(4, name="d")(layers.Flatten(name="f")(x)), name="small")


@pytest.fixture
def explanation():
    return explain.explain(small(), np.random.default_rng(0).normal(size=(6, 7, 2)))


def test_a_convolutions_window_weights_and_products_are_the_layers_own(explanation):
    unit = explanation.unit("c", 0, 3, 1)
    kernel, bias = small().get_layer("c").get_weights()
    (reading,) = unit.readings
    assert reading.layer == explanation.layers[0]
    assert [axis.tolist() for axis in reading.places] == [[-1, 0, 1], [2, 3, 4], [0, 1]]
    np.testing.assert_array_equal(reading.weights, kernel[..., 1])
    np.testing.assert_array_equal(reading.values[1:], explanation.image[0:2, 2:5])
    np.testing.assert_array_equal(reading.values[0], 0)
    assert not reading.inside[0].any()
    assert reading.inside[1:].all()
    assert unit.bias == bias[1]
    wanted = ops.conv2d(explanation.image[None], kernel, bias, padding="same")[0, 0, 3, 1]
    assert unit.sum == pytest.approx(wanted, abs=1e-5)
    assert unit.box == ((-1, 2), (2, 5))
    np.testing.assert_array_equal(unit.pixels, explanation.image[0:2, 2:5])


def test_a_maximum_reads_its_winner_and_parents_lead_down_to_the_pixels(explanation):
    pooled = explanation.unit("p", 1, 2, 0)
    window = explanation.maps("c")[2:4, 4:6, 0]
    (reading,) = pooled.readings
    assert reading.weights.sum() == 1
    winner = pooled.parents(1)[0]
    place = np.unravel_index(window.argmax(), (2, 2))
    assert (winner.layer, winner.place) == ("c", (2 + place[0], 4 + place[1], 0))
    assert winner.value == pooled.value == window.max()
    below = explanation.unit(winner.layer, *winner.place)
    assert below.value == winner.value
    pixel = below.parents(1)[0]
    assert explanation.image[pixel.place] == pytest.approx(pixel.value)
    assert explanation.unit(pixel.layer, *pixel.place).parents() == []


def test_parents_come_in_the_order_of_their_products(explanation):
    unit = explanation.unit("d", 2)
    found = unit.parents()
    sizes = [abs(parent.product) for parent in found]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(p.product for p in found) + unit.bias == pytest.approx(unit.sum)
    assert unit.parents(3) == found[:3]
    assert unit.box == ((0, 6), (0, 7))


def test_pixels_outside_of_the_box_do_not_matter_and_inside_they_do():
    model = models.load("lenet5_digits")
    rng = np.random.default_rng(3)
    image = rng.random((28, 28, 1)).astype("float32")
    unit = explain.explain(model, image).unit("c3", 4, 6, 5)
    (top, bottom), (left, right) = unit.box
    other = rng.random((28, 28, 1)).astype("float32")
    other[max(top, 0) : bottom, max(left, 0) : right] = unit.pixels
    assert explain.explain(model, other).unit("c3", 4, 6, 5).sum == pytest.approx(
        unit.sum, abs=1e-5
    )
    image[max(top, 0) : bottom, max(left, 0) : right] += 0.2
    assert explain.explain(model, image).unit("c3", 4, 6, 5).sum != pytest.approx(unit.sum)


def test_it_says_itself_in_a_sentence_and_as_plain_lists(explanation):
    unit = explanation.unit("d", 2)
    text = str(unit)
    assert text.startswith("d (2): 27 numbers of f times weights, and the bias 0, make ")
    again = json.loads(json.dumps(unit.as_dict()))
    assert again["readings"][0]["products"] == unit.readings[0].products.tolist()
    assert again["box"] == [[0, 6], [0, 7]]


@pytest.mark.parametrize(
    ("place", "kind", "said"),
    [
        (("x", 0), ValueError, "small has no layer 'x'"),
        (("c", 0, 0), ValueError, r"c has the shape \(6, 7, 3\); name a unit by row, column and"),
        (("c", 6, 0, 0), ValueError, r"c has the shape \(6, 7, 3\); there is no unit at \(6, 0, 0"),
        (("c", 0, -1, 0), ValueError, "there is no unit at"),
        (("c", 0, 1.0, 0), TypeError, r"whole numbers, from 0; got 1\.0"),
    ],
)
def test_units_that_are_not_there_are_named(explanation, place, kind, said):
    with pytest.raises(kind, match=said):
        explanation.unit(*place)


def test_one_image_at_a_time():
    with pytest.raises(ValueError, match="one image is explained at a time; 2 came"):
        explain.explain(small(), np.zeros((2, 6, 7, 2)))
