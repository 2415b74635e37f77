"""Arrays, folders, pipelines and generators give one answer; what does not fit says so."""

import keras
import numpy as np
import pytest
from keras import layers
from PIL import Image

from cnnteach import models
from cnnteach.explain import convolutions, top_patches


@pytest.fixture(scope="module")
def colours():
    """A network on squares of 12 pixels in colour."""
    image = keras.Input((12, 12, 3))
    start = keras.initializers.RandomNormal(seed=0)
    x = layers.Conv2D(4, 3, kernel_initializer=start, activation="relu", name="conv")(image)
    return keras.Model(image, layers.GlobalAveragePooling2D()(x), name="colours")


@pytest.fixture(scope="module")
def pictures():
    return np.random.default_rng(0).integers(0, 256, (11, 12, 12, 3), dtype=np.uint8)


@pytest.fixture(scope="module")
def expected(colours, pictures):
    return top_patches(colours, "conv", pictures, k=3)["conv"]


def batches(pictures):
    import tensorflow as tf

    return tf.data.Dataset.from_tensor_slices((pictures, np.arange(11))).batch(4)


SOURCES = {
    "generator of images": lambda pictures: (picture for picture in pictures),
    "list of images": list,
    "batches of a pipeline, with labels": batches,
    "pairs": lambda pictures: [(pictures[:3], [0, 1, 2]), (pictures[3:], range(8))],
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_every_source_gives_the_same(colours, pictures, expected, source):
    found = top_patches(colours, "conv", source(pictures), k=3, batch_size=5)["conv"]
    np.testing.assert_array_equal(found.images, expected.images)
    np.testing.assert_array_equal(found.places, expected.places)


def test_a_folder_is_read_picture_by_picture_and_its_files_are_named(
    colours, pictures, expected, tmp_path
):
    for index, picture in enumerate(pictures):
        file = tmp_path / ("ab"[index > 5]) / f"{index:02}.png"
        file.parent.mkdir(exist_ok=True)
        Image.fromarray(picture).save(file)
    (tmp_path / "notes.txt").write_text("no picture")
    top = top_patches(colours, "conv", tmp_path, k=3)
    np.testing.assert_array_equal(top["conv"].images, expected.images)
    best = top["conv"][0][0]
    assert top.names[best.image].endswith(f"{best.image:02}.png")


def test_a_folders_pictures_become_squares_of_the_models_size_and_channels(tmp_path):
    Image.new("RGB", (90, 60), (0, 128, 255)).save(tmp_path / "wide.jpg")
    net = keras.Sequential([keras.Input((12, 12, 1)), layers.Conv2D(1, 1, name="conv")])
    net.layers[0].set_weights([np.ones((1, 1, 1, 1)), np.zeros(1)])
    top = top_patches(net, "conv", tmp_path, k=1, prepare=np.float32)["conv"]
    assert top.image_size == (12, 12)
    assert top[0][0].value == pytest.approx((0 + 128 + 255) / 3, abs=1.5)


def test_prepare_makes_what_the_model_takes(colours, pictures, expected):
    top = top_patches(colours, "conv", pictures, k=3, prepare=lambda x: x / np.float32(255))
    np.testing.assert_array_equal(top["conv"].images, expected.images)
    louder = top_patches(colours, "conv", pictures, k=3, prepare=np.float32)["conv"]
    np.testing.assert_allclose(louder.values, 255 * expected.values, rtol=1e-4)


def test_an_images_side_may_be_open():
    image = keras.Input((None, None, 1))
    net = keras.Model(image, layers.Conv2D(2, 3, name="conv")(image))
    found = top_patches(net, "conv", np.ones((2, 9, 7, 1)))["conv"]
    assert found.image_size == (9, 7)


# ---- what does not fit ----


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        ("con", r"colours has no layer 'con'; did you mean 'conv'\?; it has conv, "),
        (["conv", "conv"], "a layer is named twice: conv, conv"),
        ([], "no layer is named"),
    ],
)
def test_layers_that_are_not_there(colours, pictures, layer, said):
    with pytest.raises(ValueError, match=said):
        top_patches(colours, layer, pictures)


@pytest.mark.parametrize(
    ("images", "said"),
    [
        (np.zeros((2, 9, 9, 3)), r"shape \(2, 9, 9, 3\), but the model takes 12 x 12 x 3"),
        (np.zeros((2, 12, 12, 1)), r"shape \(2, 12, 12, 1\), but the model takes 12 x 12 x 3"),
        (np.zeros((2, 3, 12, 12)), "channels last; resize them"),
        (np.zeros((0, 12, 12, 3)), "there are no images to look at"),
        ([], "there are no images to look at"),
        ([np.zeros((12, 12))], r"shape \(12, 12\), but the model takes"),
    ],
)
def test_images_that_do_not_fit(colours, images, said):
    with pytest.raises(ValueError, match=said):
        top_patches(colours, "conv", images)


def test_things_that_are_no_images(colours):
    with pytest.raises(TypeError, match="images are a int; give an array"):
        top_patches(colours, "conv", 3)
    with pytest.raises(TypeError, match="the images hold <U"):
        top_patches(colours, "conv", np.array(["cat"]))


def test_folders_that_hold_none(colours, tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        top_patches(colours, "conv", tmp_path / "missing")
    with pytest.raises(ValueError, match="holds no pictures"):
        top_patches(colours, "conv", tmp_path)


def test_nan_in_an_image_or_a_weight_is_found_and_placed(colours, pictures):
    images = pictures / np.float32(255)
    images[7, 3, 3, 0] = np.nan
    with pytest.raises(ValueError, match="the source gives NaN or infinity for image 7"):
        top_patches(colours, "conv", images, batch_size=3)
    net = keras.models.clone_model(colours)
    kernel, bias = net.get_layer("conv").get_weights()
    net.get_layer("conv").set_weights([kernel, bias + np.inf])
    with pytest.raises(ValueError, match="conv gives NaN or infinity for image 0; look for NaN"):
        top_patches(net, "conv", pictures)


def test_prepare_that_loses_images(colours, pictures):
    with pytest.raises(ValueError, match="prepare made 11 images into 1"):
        top_patches(colours, "conv", pictures, prepare=lambda x: x[:1])


def test_models_that_are_none_or_have_no_images(pictures):
    with pytest.raises(TypeError, match="and this is int"):
        top_patches(3, "conv", pictures)
    with pytest.raises(ValueError, match="needs a model of one input of images"):
        top_patches(models.build("text_cnn"), models.build("text_cnn").layers[-1].name, pictures)


def test_layers_whose_pixels_are_not_known():
    image = keras.Input((8, 8, 1))
    fast = layers.Conv2D(1, 3, strides=2, padding="same")(image)
    slow = layers.Cropping2D(2)(image)
    net = keras.Model(image, layers.Add(name="sum")([fast, slow]))
    with pytest.raises(ValueError, match="not known which pixels the units of sum see"):
        top_patches(net, "sum", np.zeros((1, 8, 8, 1)))


def test_a_model_without_convolutions_says_what_it_has():
    net = keras.Sequential([keras.Input((4,)), layers.Dense(2, name="dense")], name="plain")
    with pytest.raises(ValueError, match=r"plain has no convolution .* dense \(Dense\)"):
        convolutions(net)


def test_bytes_in_another_integer_are_not_taken_for_shares():
    net = models.build("lenet5")
    with pytest.raises(TypeError, match="the images hold int64; give bytes"):
        top_patches(net, ["c1"], np.zeros((2, *net.input_shape[1:]), np.int64))
