"""SqueezeNet on photographs: what it says, and what is said where its weights are not to be had."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach import tasks
from cnnteach.datasets import photo
from cnnteach.datasets.unavailable import DatasetUnavailable
from cnnteach.tasks import recognition
from cnnteach.tasks.multi_crop import compare_crops
from cnnteach.tasks.photographs import shorter_side


@pytest.fixture
def forgotten():
    """Leave no network of another test's cache behind, and find none."""
    recognition.recogniser.cache_clear()
    yield
    recognition.recogniser.cache_clear()


def colour_namer():
    """A "network" of 227 x 227 pixels whose three classes are the colours."""
    image = keras.Input((227, 227, 3))
    mean = layers.GlobalAveragePooling2D()(image)
    return keras.Model(image, layers.Softmax()(layers.Rescaling(0.05)(mean)))


def test_names_come_with_probabilities_the_greatest_first():
    image = np.zeros((300, 500, 3), np.uint8)
    image[..., 1], image[..., 2] = 60, 40
    guesses = tasks.recognise(image, 2, model=colour_namer(), names=("red", "green", "blue"))
    assert [guess.name for guess in guesses] == ["green", "blue"]
    exact = np.exp([0, 3, 2]) / np.exp([0, 3, 2]).sum()
    assert guesses[0].probability == pytest.approx(exact[1], rel=1e-4)
    assert str(guesses[0]) == "green (71%)"


def test_the_middle_is_seen():
    image = np.zeros((256, 1000, 3), np.uint8)
    image[:, :300, 0] = image[:, 700:, 0] = 255
    image[:, 500, 2] = 255
    names = ("red", "green", "blue")
    assert tasks.recognise(image, 1, model=colour_namer(), names=names)[0].name == "blue"


def test_names_must_be_as_many_as_classes():
    with pytest.raises(ValueError, match="knows 3 classes, but names has 2"):
        tasks.recognise(np.zeros((9, 9, 3), np.uint8), model=colour_namer(), names=("a", "b"))


@pytest.mark.parametrize(("k", "error"), [(0, ValueError), (2.5, TypeError), ("3", TypeError)])
def test_k_is_a_whole_number(k, error):
    with pytest.raises(error, match="k is"):
        tasks.recognise(np.zeros((9, 9, 3), np.uint8), k, model=colour_namer(), names="rgb")


@pytest.mark.usefixtures("offline", "forgotten")
def test_without_weights_and_network_a_sentence_says_so():
    with pytest.raises(DatasetUnavailable) as caught:
        tasks.recognise(photo("chelsea"))
    sentence = str(caught.value)
    assert "SqueezeNet" in sentence
    assert "not on this machine" in sentence
    assert "there is no connection to" in sentence
    assert "\n" not in sentence


@pytest.mark.fixtures
@pytest.mark.usefixtures("cached", "forgotten")
class TestWithWeights:
    """With the weights as they can be downloaded."""

    @pytest.mark.parametrize(
        ("name", "expected"), [("chelsea", "Egyptian cat"), ("coffee", "espresso")]
    )
    def test_photographs_of_the_course(self, name, expected):
        guesses = tasks.recognise(photo(name))
        assert len(guesses) == 5
        assert guesses[0].name == expected
        assert guesses[0].probability > 0.5
        assert sum(guess.probability for guess in guesses) <= 1 + 1e-6

    def test_a_grey_photograph_has_a_name_too(self):
        assert 0 < tasks.recognise(photo("coins"), k=1)[0].probability <= 1

    def test_ten_crops_are_compared_with_one(self, fixtures, record_property):
        """Fifty photographs, one of every twentieth class: whatever the difference, it is told."""
        from PIL import Image

        files = sorted((fixtures / "photos").rglob("*.jp*g"), key=lambda file: file.name)[::20]
        images = (np.asarray(Image.open(file).convert("RGB")) for file in files)
        found = compare_crops(
            recognition.recogniser(),
            images,
            np.arange(0, 1000, 20),
            prepare=lambda image: shorter_side(image, 256).astype(np.float32),
        )
        record_property("ten crops", str(found))
        assert found.count == 50
        assert 0.45 < found.one < 0.85
        assert found.ten - found.one == pytest.approx((found.mended - found.broken) / 50)
