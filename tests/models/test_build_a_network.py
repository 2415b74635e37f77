"""Building any network: its options, its weights, its images, its file."""

import inspect
import random

import keras
import numpy as np
import pytest

from cnnteach import models
from cnnteach.models import options
from cnnteach.models.catalogue import builder
from cnnteach.models.layers import LocalResponseNormalization


def inputs_for(model, batch=2, seed=0):
    """Return images (or words) that fit `model`; sides that are open get 45 x 40 or 9 words."""
    shape = model.input_shape[1:]
    sizes = [given or open_side for given, open_side in zip(shape, (45, 40, 3), strict=False)]
    if model.inputs[0].dtype == "int32":
        return np.random.default_rng(seed).integers(0, 50, (batch, shape[0] or 9))
    return np.random.default_rng(seed).uniform(0, 1, (batch, *sizes)).astype("float32")


def answers(model, x):
    return keras.ops.convert_to_numpy(model(x, training=False))


# ResNet-101 and 152 are ResNet-50 with more of the same, and take as long as all others together.
SAVED = [name for name in models.names() if name not in ("resnet101", "resnet152")]


@pytest.mark.parametrize("name", SAVED)
def test_teaching_size_answers_repeats_by_seed_and_goes_through_a_file(name, teaching, tmp_path):
    model, again = teaching(name), models.build(name, size="teaching", seed=3)
    assert model.name == name
    assert [layer.name for layer in model.layers] == [layer.name for layer in again.layers]
    x = inputs_for(model)
    y = answers(model, x)
    assert np.isfinite(y).all()
    assert y.shape[0] == 2
    if model.layers[-1].name == "probabilities":
        np.testing.assert_allclose(y.sum(axis=-1), 1, rtol=1e-5)
    for mine, its in zip(model.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, its)
    model.save(tmp_path / "model.keras")
    loaded = models.load(tmp_path / "model.keras")
    np.testing.assert_array_equal(answers(loaded, x), y)
    assert str(models.summary(loaded)) == str(models.summary(model))


@pytest.mark.parametrize(
    "name",
    ["lenet5_1998", "alexnet", "googlenet", "locally_connected", "prelu_net", "text_cnn", "fcn"],
)
def test_half_precision_gives_nearly_the_same_probabilities(name, teaching):
    """What a graphics card computes with: every layer of ours casts as Keras's do."""
    reference = teaching(name)
    x = inputs_for(reference)
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        model = models.build(name, size="teaching", seed=3)
    finally:
        keras.config.set_dtype_policy(before)
    y = model(x, training=False)
    if name != "lenet5_1998":
        assert keras.backend.standardize_dtype(y.dtype) == "float32"
    y = keras.ops.convert_to_numpy(keras.ops.cast(y, "float32"))
    np.testing.assert_allclose(y, answers(reference, x), rtol=0.05, atol=0.02)


def test_normalisation_of_bright_pixels_does_not_overflow_in_halves():
    layer = LocalResponseNormalization(dtype="float16")
    y = keras.ops.convert_to_numpy(layer(np.full((1, 1, 1, 5), 1000.0, "float16")))
    assert np.isfinite(y).all()
    assert y.min() > 0


def test_152_layers_answer(teaching):
    model = teaching("resnet152")
    y = answers(model, inputs_for(model, batch=1))
    assert np.isfinite(y).all()
    assert y.sum() == pytest.approx(1, rel=1e-5)


def test_no_two_layers_start_with_the_same_weights():
    """Each layer draws its own seed: layers of one shape are not copies of each other."""
    model = models.build("vgg16", size="teaching", seed=0)
    kernels = [model.get_layer(name).get_weights()[0] for name in ("conv5_1", "conv5_2", "conv5_3")]
    assert not np.array_equal(kernels[0], kernels[1])
    assert not np.array_equal(kernels[1], kernels[2])


@pytest.mark.parametrize("seeds", [(1, 2), (None, None)], ids=["two-seeds", "no-seed"])
def test_other_seeds_give_other_weights(seeds):
    kernels = [
        models.build("cs231n", seed=seed).get_layer("conv1").get_weights()[0] for seed in seeds
    ]
    assert not np.array_equal(*kernels)


def test_building_leaves_the_global_random_numbers_alone():
    random.seed(0)
    expected = random.random()
    random.seed(0)
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    models.build("lenet5", seed=5)
    assert random.random() == expected
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


@pytest.mark.parametrize(
    ("name", "layer", "deviation"),
    [
        pytest.param("alexnet", "fc7", 0.01, id="alexnet-section-5"),
        pytest.param("locally_connected", "l4", 0.01, id="deepface-section-3.3"),
        pytest.param("prelu_net", "conv3_2", (2 / (9 * 32)) ** 0.5, id="he-et-al"),
        pytest.param("convnetjs_cifar", "conv2", (1 / 400) ** 0.5, id="convnetjs"),
        pytest.param("lenet5_1998", "c5", 2.4 / 400 / 3**0.5, id="lenet-appendix-a"),
    ],
)
def test_weights_start_as_the_paper_says(name, layer, deviation):
    kernel = models.build(name, size="teaching", seed=0).get_layer(layer).get_weights()[0]
    assert kernel.std() == pytest.approx(deviation, rel=0.05)
    assert abs(kernel.mean()) < 0.1 * deviation


def test_biases_that_keep_rectifiers_alive():
    model = models.build("alexnet", size="teaching")
    means = {layer.name: layer.get_weights()[1].mean() for layer in model.layers if layer.weights}
    ones = [name for name, mean in means.items() if mean == 1]
    assert ones == ["conv2", "conv4", "conv5", "fc6", "fc7"]
    assert models.build("convnetjs_mnist").get_layer("conv1").get_weights()[1] == pytest.approx(0.1)


@pytest.mark.parametrize("spelled", ["VGG-16", "vgg 16", "Vgg_16"])
def test_names_are_known_however_they_are_spelled(spelled):
    assert models.build(spelled, size="teaching").name == "vgg16"


def test_other_names_are_known():
    assert models.build("Clarifai", size="teaching").name == "zfnet"
    assert models.build("NiN", size="teaching").name == "network_in_network"


# ---- what is refused ----


def test_an_unknown_name_is_answered_with_the_nearest_and_all():
    with pytest.raises(
        ValueError, match=r"no network 'resnet43'; did you mean 'resnet\d+'\?.*vgg19"
    ):
        models.build("resnet43")
    with pytest.raises(TypeError, match="name is 16; write a text"):
        models.build(16)


@pytest.mark.parametrize("name", models.names())
def test_an_unknown_option_is_answered_with_those_that_there_are(name):
    with pytest.raises(TypeError, match=rf"{name} has no option 'sead'; did you mean 'seed'\?"):
        models.build(name, sead=1)


def test_a_name_settles_its_depth():
    with pytest.raises(TypeError, match="vgg16 has no option 'depth'"):
        models.build("vgg16", depth=19)


def takes(name, option):
    return option in inspect.signature(builder(name)[0]).parameters


@pytest.mark.parametrize("name", [n for n in models.names() if takes(n, "classes")])
@pytest.mark.parametrize(
    ("classes", "error", "words"),
    [
        (0, ValueError, "classes is 0, but a softmax"),
        (-3, ValueError, "classes is -3"),
        (1, ValueError, "give at least 2"),
        (2.5, TypeError, "whole number"),
        ("10", TypeError, "without quotes"),
    ],
)
def test_classes_that_cannot_be(name, classes, error, words):
    with pytest.raises(error, match=words):
        models.build(name, size="teaching", classes=classes)


@pytest.mark.parametrize("name", [n for n in models.names() if takes(n, "input_shape")])
@pytest.mark.parametrize(
    ("shape", "error", "words"),
    [
        ((32, 32), ValueError, r"must have three numbers, \(height, width, channels\)"),
        (32, ValueError, "must have three numbers"),
        ((None, 64, 64, 3), ValueError, "the number of images is not part of it"),
        ((299, 299, 0), ValueError, "number of channels is 0"),
        ((299.0, 299, 3), TypeError, "whole number"),
        ((-5, 299, 3), ValueError, "at least 1"),
    ],
)
def test_shapes_that_cannot_be(name, shape, error, words):
    with pytest.raises(error, match=words):
        models.build(name, size="teaching", input_shape=shape)


SMALLEST = [
    *(("lenet5", 12), ("lenet5_1998", 32), ("convnetjs_mnist", 6), ("convnetjs_cifar", 8)),
    *(("cs231n", 8), ("alexnet", 67), ("zfnet", 63), ("vgg11", 32), ("vgg19", 32)),
    *(("inception_v3", 75), ("prelu_net", 111), ("locally_connected", 71), ("neocognitron", 14)),
]
NO_SMALLEST = ["mlp", "network_in_network", "googlenet", "resnet18", "resnet50", "fcn"]


@pytest.mark.parametrize(("name", "side"), SMALLEST)
def test_images_that_are_too_small_are_answered_with_the_smallest_that_works(
    name, side, monkeypatch
):
    """One pixel less, and with the check out of the way, Keras finds a layer without room."""
    with pytest.raises(ValueError, match=rf"height and width must be at least {side}$"):
        models.build(name, size="teaching", input_shape=(160, side - 1, 3))
    model = models.build(name, size="teaching", input_shape=(side, side + 1, 3))
    assert np.isfinite(answers(model, inputs_for(model, batch=1))).all()
    monkeypatch.setattr(options, "_side", lambda side, *_: side)
    with pytest.raises(ValueError, match=r"(?i)negative|spans|cut|cannot|must be|would"):
        models.build(name, size="teaching", input_shape=(side - 1, 160, 3))


@pytest.mark.parametrize("name", NO_SMALLEST)
def test_layers_that_pad_take_an_image_of_one_pixel(name):
    model = models.build(name, size="teaching", input_shape=(1, 1, 3))
    assert np.isfinite(answers(model, inputs_for(model, batch=1))).all()


DENSE = [
    "lenet5",
    "lenet5_1998",
    "convnetjs_mnist",
    "convnetjs_cifar",
    "cs231n",
    "alexnet",
    "zfnet",
]
DENSE += ["vgg11", "prelu_net", "locally_connected", "neocognitron", "mlp"]


@pytest.mark.parametrize("name", DENSE)
def test_dense_layers_need_both_sides(name):
    with pytest.raises(ValueError, match=r"ends in dense layers.*give both"):
        models.build(name, size="teaching", input_shape=(160, None, 3))


@pytest.mark.parametrize(
    "name", ["network_in_network", "googlenet", "inception_v3", "resnet18", "resnet50", "fcn"]
)
def test_networks_without_a_flatten_take_images_of_any_size(name):
    model = models.build(name, size="teaching", input_shape=(None, None, 3), seed=0)
    for height, width in [(96, 80), (75, 111)]:
        assert np.isfinite(answers(model, np.ones((1, height, width, 3), "float32"))).all()


@pytest.mark.parametrize(
    ("name", "option", "words"),
    [
        ("alexnet", {"groups": 3}, "groups is 3; write one of 1, 2"),
        ("lenet5", {"pooling": "sum"}, "write one of 'max', 'average'"),
        ("lenet5", {"padding": 2}, "write one of 'same', 'valid'"),
        ("network_in_network", {"pooling": "max"}, "'paper', 'filter', 'network'"),
        ("resnet18", {"shortcut": None}, "'projection', 'padding'"),
        ("prelu_net", {"model": "D"}, "'A', 'B', 'C'"),
        ("prelu_net", {"rectifier": "elu"}, "'prelu', 'relu'"),
        ("fcn", {"stride": 1}, "32, 16, 8, 4, 2"),
        ("mlp", {"hidden": (0,)}, "units of a hidden layer is 0"),
        ("text_cnn", {"length": 4}, "filters over 5 words need at least 5"),
        ("text_cnn", {"length": 6, "k": 3}, "need at least 7 to give 3 answers"),
        ("text_cnn", {"widths": ()}, "widths is empty"),
        ("text_cnn", {"vectors": np.zeros((5, 3))}, "pass vocabulary=5"),
        ("lenet5", {"size": "small"}, 'write "full"'),
        ("lenet5", {"seed": -1}, "seed is -1"),
        ("neocognitron", {"planes": -4}, "planes is -4"),
    ],
)
def test_options_that_cannot_be(name, option, words):
    with pytest.raises(ValueError, match=words):
        models.build(name, **{"size": "teaching", **option})


# ---- what some have beside ----


def test_variants_build_and_answer():
    variants = [
        ("alexnet", {"groups": 1}),
        ("lenet5", {"input_shape": (32, 32, 1), "padding": "valid", "pooling": "average"}),
        ("lenet5_1998", {"classes": 3}),
        ("network_in_network", {"pooling": "filter"}),
        ("network_in_network", {"pooling": "network"}),
        ("resnet18", {"shortcut": "padding"}),
        ("resnet18", {"residual": False}),
        ("prelu_net", {"model": "B", "rectifier": "relu"}),
        ("prelu_net", {"model": "C"}),
        ("fcn", {"stride": 32}),
        ("fcn", {"stride": 2, "input_shape": (50, 70, 1)}),
        ("text_cnn", {"k": 2, "length": 12, "widths": (2,)}),
        ("mlp", {"hidden": ()}),
        ("inception_v3", {"input_shape": (75, 80, 1)}),
    ]
    for name, option in variants:
        model = models.build(name, **{"size": "teaching", "seed": 0, **option})
        y = answers(model, inputs_for(model, batch=1))
        assert np.isfinite(y).all(), (name, option)
        assert models.summary(model).totals.parameters, (name, option)


def test_googlenets_auxiliary_classifiers_answer_too():
    model = models.build("googlenet", size="teaching", auxiliary=True, seed=0)
    y = model(inputs_for(model))
    assert [tuple(part.shape) for part in y] == [(2, 10)] * 3
    assert model.output_names[0] == "probabilities"
    with pytest.raises(ValueError, match="give both"):
        models.build("googlenet", auxiliary=True, input_shape=(None, None, 3))


def test_learned_pooling_starts_as_an_average():
    image = np.ones((1, 32, 32, 3), "float32")
    model = models.build("network_in_network", size="teaching", pooling="filter", seed=0)
    before, after = (model.get_layer(name).output for name in ("mlp1b", "pool1"))
    seen = keras.Model(model.input, [before, after])(image)
    inside = [keras.ops.convert_to_numpy(part)[0, 5, 5] for part in seen]
    np.testing.assert_allclose(inside[0], inside[1], rtol=1e-5)


def test_segmentation_is_as_large_as_the_image_whatever_its_size():
    model = models.build("fcn", size="teaching", classes=3, seed=0)
    for height, width in [(33, 47), (64, 64), (5, 90)]:
        image = np.ones((1, height, width, 3), "float32")
        assert answers(model, image).shape == (1, height, width, 3)


def test_word_vectors_can_be_given_and_kept():
    vectors = np.random.default_rng(0).normal(size=(7, 4)).astype("float32")
    model = models.build(
        "text_cnn", size="teaching", vocabulary=7, vectors=vectors, train_vectors=False
    )
    np.testing.assert_array_equal(model.get_layer("vectors").get_weights()[0], vectors)
    assert not model.get_layer("vectors").trainable_weights


def test_sentences_of_any_length():
    model = models.build("text_cnn", size="teaching", seed=0)
    words = np.array([[4, 8, 15, 16, 23]])
    padded = np.array([[0, 0, 4, 8, 15, 16, 23, 0, 0]])
    assert answers(model, words).shape == answers(model, padded).shape == (1, 2)


def test_the_scores_are_there_before_the_softmax():
    for name in ("alexnet", "resnet18", "network_in_network", "googlenet", "text_cnn"):
        model = models.build(name, size="teaching", seed=0)
        scores = keras.Model(model.input, model.get_layer("scores").output)
        x = inputs_for(model)
        z = answers(scores, x)
        expected = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
        np.testing.assert_allclose(answers(model, x), expected, rtol=1e-4)
