"""SmoothGrad, integrated gradients, Grad-CAM, occlusion and saliency, where the answer is known."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach import explain, models, ops
from cnnteach.datasets import digits

SHAPE = (6, 5, 2)


@pytest.fixture(scope="module")
def linear():
    """A network that is one dot product a class, and its weights (H, W, C, classes)."""
    keras.utils.set_random_seed(0)
    image = keras.Input(SHAPE)
    dense = layers.Dense(3, bias_initializer="random_normal")
    model = keras.Model(image, layers.Softmax()(dense(layers.Flatten()(image))), name="linear")
    return model, dense.get_weights()[0].reshape(*SHAPE, 3)


@pytest.fixture(scope="module")
def curved():
    keras.utils.set_random_seed(1)
    image = keras.Input(SHAPE)
    x = layers.Conv2D(4, 3, activation="tanh", name="conv")(image)
    return keras.Model(image, layers.Dense(3)(layers.Flatten()(x)), name="curved")


@pytest.fixture(scope="module")
def picture():
    return np.random.default_rng(0).normal(size=SHAPE).astype("float32")


def test_the_saliency_map_is_the_largest_absolute_slope_of_the_channels(linear, picture):
    model, weights = linear
    found = explain.saliency_map(model, picture, unit=2)
    np.testing.assert_allclose(found, np.abs(weights[..., 2]).max(axis=-1), atol=1e-6)


def test_smooth_grad_is_the_mean_over_noise(curved, picture):
    rng = np.random.default_rng(4)
    noise = rng.normal(0, 1, (3, *SHAPE)).astype("float32") * 0.5 * np.ptp(picture)
    wanted = explain.gradient(curved, picture + noise, unit=1).mean(axis=0)
    found = explain.smooth_grad(curved, picture, copies=3, noise=0.5, seed=4, unit=1)
    np.testing.assert_allclose(found, wanted, atol=1e-6)
    calm = explain.smooth_grad(curved, picture, copies=2, noise=0, unit=1)
    np.testing.assert_allclose(calm, explain.gradient(curved, picture, unit=1), atol=1e-6)
    with pytest.raises(ValueError, match="noise is -1, but must be a share"):
        explain.smooth_grad(curved, picture, noise=-1)


def test_smooth_grad_keeps_the_class_that_the_clean_image_has(linear, picture):
    model, weights = linear
    scores = [explain.score_of(model, picture, unit=k) for k in range(3)]
    best = int(np.argmax(scores))
    found = explain.smooth_grad(model, picture, copies=20, noise=3.0)
    np.testing.assert_allclose(found, weights[..., best], atol=1e-5)


def test_integrated_gradients_of_a_linear_network_are_weight_times_change(linear, picture):
    model, weights = linear
    found = explain.integrated_gradients(model, picture, points=3, unit=1, baseline=0.5)
    np.testing.assert_allclose(found, (picture - 0.5) * weights[..., 1], atol=1e-5)


@pytest.mark.parametrize("of", ["logit", "probability"])
def test_integrated_gradients_add_up_to_the_change_of_the_score(curved, picture, of):
    start = np.random.default_rng(1).normal(size=SHAPE).astype("float32")
    options = {"unit": 2, "of": of}
    ends = [explain.score_of(curved, x, **options) for x in (picture, start)]
    found = explain.integrated_gradients(curved, picture, baseline=start, points=200, **options)
    assert found.sum() == pytest.approx(ends[0] - ends[1], rel=2e-3)
    coarse = explain.integrated_gradients(curved, picture, baseline=start, points=1, **options)
    assert abs(coarse.sum() - (ends[0] - ends[1])) > abs(found.sum() - (ends[0] - ends[1]))


def test_one_point_of_integrated_gradients_is_the_middle_of_the_way(curved, picture):
    wanted = (picture - 1) * explain.gradient(curved, (picture + 1) / 2, unit=1)
    found = explain.integrated_gradients(curved, picture, baseline=1, points=1, unit=1)
    np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_grad_cam_weighs_a_map_by_the_mean_of_its_slopes(picture):
    keras.utils.set_random_seed(3)
    image = keras.Input(SHAPE)
    conv, dense = layers.Conv2D(4, 2, activation="relu"), layers.Dense(3)
    model = keras.Model(image, dense(layers.Flatten()(conv(image))))
    maps = np.maximum(ops.conv2d(picture[None], *conv.get_weights())[0], 0)
    slopes = dense.get_weights()[0][:, 2].reshape(maps.shape)
    found = explain.grad_cam(model, picture, unit=2, maps=conv.name)
    wanted = np.maximum(maps @ slopes.mean(axis=(0, 1)), 0)
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_grad_cam_under_a_mean_of_maps_is_the_dense_layers_weights(picture):
    keras.utils.set_random_seed(2)
    image = keras.Input(SHAPE)
    conv, dense = layers.Conv2D(4, 2, activation="relu", name="conv"), layers.Dense(3)
    model = keras.Model(image, dense(layers.GlobalAveragePooling2D()(conv(image))))
    w, b = conv.get_weights()
    maps = np.maximum(ops.conv2d(picture[None], w, b)[0], 0)
    weights = dense.get_weights()[0][:, 1] / maps[..., 0].size
    wanted = np.maximum(maps @ weights, 0)
    np.testing.assert_allclose(explain.grad_cam(model, picture, unit=1), wanted, atol=1e-6)
    both = explain.grad_cam(model, np.stack([picture, picture]), unit=1, maps="conv")
    np.testing.assert_allclose(both[1], wanted, atol=1e-6)


def test_grad_cam_says_which_layers_have_maps(linear, curved, picture):
    with pytest.raises(ValueError, match="linear has no maps before the score, so no convolution"):
        explain.grad_cam(linear[0], picture)
    with pytest.raises(ValueError, match=r"dense.* has no maps before the score.*conv"):
        explain.grad_cam(curved, picture, maps=curved.layers[-1].name)
    with pytest.raises(ValueError, match="no layer 'conv9'"):
        explain.grad_cam(curved, picture, maps="conv9")


def test_occlusion_of_a_linear_network_is_what_the_patch_took_away(linear, picture):
    model, weights = linear
    found = explain.occlusion(
        model, picture, size=(2, 3), stride=(2, 1), fill=0, of="logit", unit=0
    )
    assert found.drop.shape == (3, 3)
    assert (found.size, found.stride) == ((2, 3), (2, 1))
    terms = (picture * weights[..., 0]).sum(axis=-1)
    for i, j in np.ndindex(3, 3):
        taken = terms[2 * i : 2 * i + 2, j : j + 3].sum()
        assert found.drop[i, j] == pytest.approx(taken, abs=1e-5)
    assert found.score == pytest.approx(explain.score_of(model, picture, unit=0), abs=1e-5)


def test_occlusion_fills_with_the_mean_colour_and_asks_for_the_probability(linear, picture):
    model, _ = linear
    found = explain.occlusion(model, picture, size=(6, 5), stride=1, unit=1)
    flat = np.broadcast_to(picture.mean(axis=(0, 1)), SHAPE)
    ends = [explain.score_of(model, x, unit=1, of="probability") for x in (picture, flat)]
    assert found.drop.item() == pytest.approx(ends[0] - ends[1], abs=1e-5)
    with pytest.raises(ValueError, match="kernel"):
        explain.occlusion(model, picture, size=9)
    with pytest.raises(ValueError, match="takes one image; 2 came"):
        explain.occlusion(model, np.stack([picture, picture]))


def test_covering_ink_costs_more_than_covering_paper():
    """A three, by the shipped LeNet-5."""
    images, labels = digits()
    three = images[labels == 3][0]
    found = explain.occlusion(models.load("lenet5_digits"), three, size=7, stride=7, fill=0)
    ink = three.reshape(4, 7, 4, 7).mean(axis=(1, 3))
    assert found.score > 0.9
    assert found.drop[ink > 40].mean() > 10 * np.abs(found.drop[ink < 5]).mean()
