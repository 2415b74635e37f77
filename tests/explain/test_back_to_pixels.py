"""Gradient, DeconvNet and guided backpropagation beside NumPy and finite differences."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach import explain, models, ops
from cnnteach.explain.rectifiers import RULES, let_through

IMAGE = (9, 10, 3)


def small_net(relu="fused", seed=0):
    """A convolution, a ReLU spelled in one of four ways, pooling with overlap, two dense layers."""
    keras.utils.set_random_seed(seed)
    image = keras.Input(IMAGE)
    fused = {"activation": "relu"} if relu == "fused" else {}
    x = layers.Conv2D(4, 3, bias_initializer="random_normal", name="conv", **fused)(image)
    spellings = {
        "layer": lambda x: layers.ReLU(name="relu")(x),
        "activation": lambda x: layers.Activation("relu", name="relu")(x),
        "operation": keras.ops.relu,
    }
    x = spellings.get(relu, lambda x: x)(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool")(x)
    x = layers.Flatten(name="flat")(x)
    x = layers.Dense(5, activation="relu", name="hidden")(x)
    x = layers.Dense(3, name="scores")(x)
    return keras.Model(image, layers.Softmax(name="probabilities")(x), name="small")


def smooth_net():
    """A network with a residual add, a concatenation and batch normalisation, and no kink."""
    keras.utils.set_random_seed(1)
    image = keras.Input(IMAGE)
    x = layers.Conv2D(4, 3, padding="same", activation="tanh", name="stem")(image)
    y = layers.Conv2D(4, 3, padding="same", name="branch")(x)
    y = layers.BatchNormalization(beta_initializer="random_normal", name="norm")(y)
    x = layers.Activation("tanh")(x + y)
    x = layers.Concatenate(name="both")([x, layers.DepthwiseConv2D(3, padding="same")(x)])
    x = layers.GlobalAveragePooling2D()(layers.AveragePooling2D(2)(x))
    return keras.Model(image, layers.Dense(3, activation="softmax", name="scores")(x))


def images(count=2, shape=IMAGE, seed=0):
    return np.random.default_rng(seed).normal(size=(count, *shape)).astype("float32")


def by_numpy(model, image, unit, rule):
    """Walk `small_net` forward and back with cnnteach.ops, in float64."""
    (w, b), (v, c), (u, d) = (
        model.get_layer(n).get_weights() for n in ("conv", "hidden", "scores")
    )
    x = image[None].astype(float)
    z = ops.conv2d(x, w, b)
    y, argmax = ops.max_pool2d(np.maximum(z, 0), 3, stride=2)
    h = y.reshape(1, -1) @ v + c
    logits = np.maximum(h, 0) @ u + d
    dh = _passed(h, u[:, unit][None], rule) @ v.T
    dz = ops.max_pool2d_backward(dh.reshape(y.shape), argmax, z.shape)
    return logits[0], ops.conv2d_backward(_passed(z, dz, rule), x, w)[0][0]


def _passed(z, upstream, rule):
    if rule == "gradient":
        return np.where(z > 0, upstream, 0)
    positive = np.maximum(upstream, 0)
    return positive if rule == "deconvnet" else np.where(z > 0, positive, 0)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("relu", ["fused", "layer", "activation", "operation"])
def test_each_rule_is_what_numpy_gives_however_the_relu_is_spelled(rule, relu):
    model, (image, _) = small_net(relu), images()
    _, wanted = by_numpy(model, image, 1, rule)
    found = explain.to_pixels(model, image, rule=rule, unit=1)
    assert found.shape == image.shape
    np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_numpys_gradient_is_that_of_finite_differences():
    model, (image, _) = small_net(), images()

    def logit_and_gradient(x):
        logits, slope = by_numpy(model, x, 2, "gradient")
        return logits[2], slope

    assert ops.gradcheck(logit_and_gradient, image.astype(float), tolerance=1e-4)


def test_through_branches_the_gradient_is_that_of_finite_differences():
    model, batch = smooth_net(), images(3)
    rng = np.random.default_rng(3)
    for of in ("logit", "probability"):
        found = explain.gradient(model, batch, unit=2, of=of)
        for _ in range(3):
            way = rng.normal(size=batch.shape).astype("float32")
            ends = [explain.score_of(model, batch + h * way, unit=2, of=of) for h in (0.02, -0.02)]
            slope = (ends[0] - ends[1]) / 0.04
            along = (found * way).reshape(3, -1).sum(axis=1)
            np.testing.assert_allclose(along, slope, rtol=0.02, atol=2e-3)


def test_without_relu_and_pooling_all_three_are_the_gradient():
    model, batch = smooth_net(), images()
    wanted = explain.gradient(model, batch, unit=0)
    for rule in ("deconvnet", "guided"):
        np.testing.assert_array_equal(explain.to_pixels(model, batch, rule=rule, unit=0), wanted)


def test_switches_of_max_pooling_are_its_derivative():
    image = keras.Input((6, 6, 1))
    pooled = layers.MaxPooling2D(2, name="pool")(image)
    model = keras.Model(image, pooled)
    x = np.random.default_rng(0).permutation(36).reshape(6, 6).astype("float32")
    found = explain.deconvnet(model, x, layer="pool", unit=(1, 2, 0))[..., 0]
    window = x[2:4, 4:6]
    row, column = np.unravel_index(window.argmax(), (2, 2))
    wanted = np.zeros((6, 6))
    wanted[2 + row, 4 + column] = 1
    np.testing.assert_array_equal(found, wanted)


def residual(x, w):
    """By hand: relu(x w) + x, then relu, then the sum of all; 1 x 1 kernels."""
    z = x @ w
    total = np.maximum(z, 0) + x
    return z, total


@pytest.mark.parametrize("rule", RULES)
def test_a_residual_add_hands_the_same_to_both_its_branches(rule):
    image = keras.Input((2, 3, 4))
    conv = layers.Conv2D(4, 1, activation="relu", use_bias=False, name="conv")
    x = layers.ReLU()(layers.Add()([conv(image), image]))
    scores = layers.Conv2D(2, 1, use_bias=False, name="mix")
    model = keras.Model(image, layers.GlobalAveragePooling2D()(scores(x)))
    x = images(1, (2, 3, 4))[0]
    w, v = (layer.get_weights()[0][0, 0] for layer in (conv, scores))
    z, total = residual(x, w)
    upstream = _passed(total, np.broadcast_to(v[:, 1] / 6, total.shape), rule)
    wanted = upstream + _passed(z, upstream, rule) @ w.T
    np.testing.assert_allclose(explain.to_pixels(model, x, rule=rule, unit=1), wanted, atol=1e-6)


def test_relu6_is_closed_above_6_too():
    image = keras.Input((1, 3, 1))
    model = keras.Model(image, layers.ReLU(6, name="six")(image))
    x = np.array([[[-1.0], [3.0], [7.0]]], "float32")
    for column, wanted in enumerate([0, 1, 0]):
        found = explain.guided_backprop(model, x, layer="six", unit=(0, column, 0))
        assert found.sum() == wanted
    assert explain.deconvnet(model, x, layer="six", unit=(0, 2, 0)).sum() == 1


def test_the_rules_in_numbers():
    z = np.array([1.0, -1, 2, -2])
    upstream = np.array([5.0, 6, -7, -8])
    assert let_through(z, upstream).tolist() == [5, 0, -7, 0]
    assert let_through(z, upstream, "deconvnet").tolist() == [5, 6, 0, 0]
    assert let_through(z, upstream, "guided").tolist() == [5, 0, 0, 0]
    assert let_through([7.0], [1.0], cap=6.0).tolist() == [0]
    with pytest.raises(ValueError, match="no rule 'deconv' for a ReLU; there are gradient, deconv"):
        let_through(z, upstream, "deconv")


@pytest.mark.parametrize("layer", ["conv", "hidden"])
def test_one_relu_of_a_network_in_numbers(layer):
    model, (image, _) = small_net(), images()
    found = explain.relu_numbers(model, image, layer, unit=1)
    w, b = model.get_layer("conv").get_weights()
    z = ops.conv2d(image[None].astype(float), w, b)
    if layer == "conv":
        np.testing.assert_allclose(found.inputs, z[0], atol=1e-5)
        dx = ops.conv2d_backward(found.passed["gradient"][None], image[None], w)[0][0]
        np.testing.assert_allclose(dx, explain.gradient(model, image, unit=1), atol=1e-5)
    else:
        slopes = model.get_layer("scores").get_weights()[0][:, 1]
        np.testing.assert_allclose(found.upstream, slopes, atol=1e-6)
    for rule in RULES:
        wanted = _passed(found.inputs, found.upstream, rule)
        np.testing.assert_array_equal(found.passed[rule], wanted)


def test_relus_are_found_and_others_are_refused():
    assert explain.relus(small_net("layer")) == ("relu", "hidden")
    assert explain.relus(smooth_net()) == ()
    with pytest.raises(ValueError, match="pool is no ReLU of small; those are conv, hidden"):
        explain.relu_numbers(small_net(), images()[0], "pool")


def test_the_probabilitys_gradient_is_that_of_the_softmax():
    model, (image, _) = small_net(), images()
    logits, _ = by_numpy(model, image, 0, "gradient")
    p = np.exp(logits) / np.exp(logits).sum()
    slopes = np.stack([by_numpy(model, image, k, "gradient")[1] for k in range(3)])
    wanted = p[1] * (slopes[1] - np.tensordot(p, slopes, 1))
    found = explain.gradient(model, image, unit=1, of="probability")
    np.testing.assert_allclose(found, wanted, atol=1e-6)


@pytest.mark.parametrize("ending", ["layer", "fused", "logits"])
def test_logit_and_probability_are_found_however_a_model_ends(ending):
    keras.utils.set_random_seed(0)
    image = keras.Input(IMAGE)
    x = layers.Flatten()(image)
    dense = layers.Dense(3, activation="softmax" if ending == "fused" else None, name="scores")
    x = dense(x)
    model = keras.Model(image, layers.Softmax()(x) if ending == "layer" else x)
    (picture,) = images(1)
    logits = picture.ravel() @ dense.get_weights()[0]
    p = np.exp(logits - logits.max())
    assert explain.score_of(model, picture, unit=2) == pytest.approx(logits[2], rel=1e-4)
    found = explain.score_of(model, picture, unit=2, of="probability")
    assert found == pytest.approx(p[2] / p.sum(), rel=1e-3)


def test_a_unit_of_a_layer_a_channels_strongest_place_and_the_networks_own_choice():
    model, (image, other) = small_net(), images()
    w, b = model.get_layer("conv").get_weights()
    maps = np.maximum(ops.conv2d(image[None].astype(float), w, b)[0], 0)
    place = np.unravel_index(maps[..., 2].argmax(), maps.shape[:2])
    options = {"layer": "conv", "rule": "gradient"}
    exact = explain.to_pixels(model, image, unit=(*place, 2), **options)
    np.testing.assert_array_equal(explain.to_pixels(model, image, unit=2, **options), exact)
    wanted = np.zeros(IMAGE)
    wanted[place[0] : place[0] + 3, place[1] : place[1] + 3] = w[..., 2]
    np.testing.assert_allclose(exact, wanted, atol=1e-6)
    best = [int(by_numpy(model, each, 0, "gradient")[0].argmax()) for each in (image, other)]
    each = [explain.gradient(model, x, unit=k) for x, k in zip((image, other), best, strict=True)]
    np.testing.assert_allclose(explain.gradient(model, np.stack([image, other])), each, atol=1e-6)


def test_more_images_than_go_through_together_are_all_answered():
    model, batch = small_net(), images(19)
    found = explain.gradient(model, batch, unit=0)
    np.testing.assert_allclose(found[-1], explain.gradient(model, batch[-1], unit=0), atol=1e-6)


def test_a_model_in_a_model_is_walked_through():
    inner, image = small_net(), keras.Input(IMAGE)
    outer = keras.Model(image, inner(image))
    (x,) = images(1)
    for rule in RULES:
        found = explain.to_pixels(outer, x, rule=rule, unit=0)
        np.testing.assert_allclose(found, by_numpy(inner, x, 0, rule)[1], atol=1e-5)


def test_the_model_is_as_it_was():
    model, batch = small_net(), images()
    before = keras.ops.convert_to_numpy(model(batch))
    explain.guided_backprop(model, batch)
    assert model.get_layer("conv").activation is keras.activations.relu
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(model(batch)), before)


def test_all_networks_at_teaching_size_are_walked_through():
    for name in ("googlenet", "resnet50", "lenet5_1998", "squeezenet"):
        model = models.build(name, size="teaching", seed=0)
        x = np.random.default_rng(0).random((1, *model.input_shape[1:])).astype("float32")
        wanted = keras.ops.convert_to_numpy(_first(model(x, training=False)))
        found = [explain.score_of(model, x, unit=k, of="probability")[0] for k in (0, 1)]
        if name != "lenet5_1998":  # which ends in distances
            np.testing.assert_allclose(found, wanted[0, :2], rtol=1e-3)
        assert np.isfinite(explain.guided_backprop(model, x, unit=1)).all()


def _first(outputs):
    return outputs[0] if isinstance(outputs, list) else outputs


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        (
            {"layer": "conv7"},
            ValueError,
            r"no layer 'conv7'; did you mean 'conv'\?; it has .*conv, pool, flat",
        ),
        ({"unit": 3}, ValueError, "no unit 3 in probabilities; they are numbered from 0 to 2"),
        ({"unit": (0, 0, 9), "layer": "conv"}, ValueError, "from 0 to 6 and 7 and 3"),
        ({"unit": (1, 2), "layer": "conv"}, TypeError, "one number for each of"),
        ({"unit": 1.5}, TypeError, "unit is 1.5"),
        ({"of": "softmax"}, ValueError, "of is 'softmax'; a gradient is that of the logit or the"),
        ({"rule": "guide"}, ValueError, "there is no rule 'guide'"),
    ],
)
def test_what_is_not_there_is_named(given, kind, said):
    with pytest.raises(kind, match=said):
        explain.to_pixels(small_net(), images()[0], **given)


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        (
            np.zeros((9, 10, 1)),
            ValueError,
            r"the images have shape \(1, 9, 10, 1\), but the model takes 9 x 10 x 3",
        ),
        (np.zeros((28, 28, 3)), ValueError, r"the images have shape \(1, 28, 28, 3\)"),
        (np.full(IMAGE, np.nan), ValueError, "the images hold NaN"),
        (np.array(["a"]), TypeError, "must hold numbers"),
    ],
)
def test_images_that_do_not_fit_are_refused_with_a_sentence(given, kind, said):
    with pytest.raises(kind, match=said):
        explain.gradient(small_net(), given)


def test_bytes_are_divided_by_255():
    model = small_net()
    picture = np.random.default_rng(0).integers(0, 256, IMAGE, dtype=np.uint8)
    found = explain.gradient(model, picture, unit=0)
    np.testing.assert_allclose(found, explain.gradient(model, picture / 255, unit=0), atol=1e-6)


def test_activations_that_are_nan_name_the_layer_where_it_begins():
    model = small_net()
    weights = model.get_layer("hidden").get_weights()
    model.get_layer("hidden").set_weights([weights[0] * np.nan, weights[1]])
    with pytest.raises(ValueError, match="activations of hidden in small hold NaN"):
        explain.gradient(model, images()[0])


def test_models_without_images_are_refused():
    vector = keras.Sequential([keras.Input((4,)), layers.Dense(2)], name="vector")
    with pytest.raises(
        ValueError, match=r"vector takes \[\(None, 4\)\]; this needs a model of one input"
    ):
        explain.gradient(vector, np.zeros((1, 4)))
    with pytest.raises(TypeError, match="has a graph to look into, and this is ndarray"):
        explain.gradient(np.zeros(3), np.zeros((1, 4)))
