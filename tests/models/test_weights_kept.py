"""Shipped weights: whole, as good as their cards say, and refused when something is wrong."""

import dataclasses
import hashlib
import json
import shutil
import tomllib
from pathlib import Path

import keras
import numpy as np
import pytest

from cnnteach import datasets, models, shipped
from cnnteach.models import weights
from cnnteach.recipes import NAMES, recipe_of
from cnnteach.recipes.recipe import accuracy_of

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"
MOST_BYTES = 1_500_000
BY_FIT = ("lenet5_digits", "lenet5_mnist", "zfnet_cifar10")  # by one call of fit, on images


@pytest.fixture
def own(tmp_path):
    """A folder with a copy of the digits' weights."""
    for suffix in ("json", "npz"):
        shutil.copy(weights.folder() / f"lenet5_digits.{suffix}", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", weights.available())
def test_each_shipped_file_is_that_of_its_card(name):
    card = weights.card(name)
    content = (weights.folder() / card.file).read_bytes()
    assert hashlib.sha256(content).hexdigest() == card.sha256
    assert len(content) == card.bytes < MOST_BYTES
    assert card.name == name
    for words in (card.data, card.data_licence, card.licence, card.tested_on, card.input):
        assert len(words) > 5
    assert card.recipe
    assert 0.5 < card.accuracy < 1


def test_all_that_is_shipped_can_be_made_again():
    assert set(BY_FIT) <= set(weights.available()) <= set(NAMES)


def test_the_readme_lists_each_with_its_accuracy():
    text = (weights.folder() / "README.md").read_text()
    for name in weights.available():
        card = weights.card(name)
        assert f"| `{name}` |" in text
        assert f"{card.accuracy:.2%}" in text


@pytest.mark.parametrize("name", BY_FIT)
def test_each_card_tells_its_recipe(name):
    card, made = weights.card(name), recipe_of(name)
    settings = made.settings()
    assert (card.network, card.seed, card.title) == (made.network, made.seed, made.title)
    for field in ("epochs", "batch_size", "optimizer", "learning_rate", "weight_decay"):
        assert card.recipe[field] == settings[field]
    model = models.load(name)
    assert sum(int(np.prod(v.shape)) for v in model.trainable_weights) == card.parameters
    assert model.output_shape[-1] == len(card.classes)


def test_the_digits_are_read_as_well_as_the_card_says():
    data = datasets.mnist(embedded=True)
    found = accuracy_of(models.load("lenet5_digits"), data.test)
    assert found == pytest.approx(weights.card("lenet5_digits").accuracy, abs=0.001)
    assert found > 0.97


def test_the_network_of_all_mnist_reads_the_embedded_digits():
    images, labels = datasets.digits()
    assert accuracy_of(models.load("lenet5_mnist"), (images[::5], labels[::5])) > 0.985


@pytest.mark.fixtures
def test_mnist_is_read_as_well_as_the_card_says():
    path = FIXTURES / "mnist" / "mnist.npz"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with np.load(path, allow_pickle=False) as file:
        test = file["x_test"], file["y_test"].astype(int)
    found = accuracy_of(models.load("lenet5_mnist"), test)
    assert found == pytest.approx(weights.card("lenet5_mnist").accuracy, abs=0.0005)
    assert found > 0.99


@pytest.mark.fixtures
def test_cifar10_is_told_apart_as_well_as_the_card_says():
    import io
    import zipfile

    from PIL import Image

    path = FIXTURES / "cifar10" / "cifar10_lossless_webp.zip"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with zipfile.ZipFile(path) as archive:
        labels = np.array(json.loads(archive.read("test_batch/meta.json"))["labels"])
        parts = [archive.read(f"test_batch/{number:02d}.webp") for number in range(4)]
    images = [np.asarray(Image.open(io.BytesIO(part)).convert("RGB")) for part in parts]
    images = np.concatenate([image.reshape(500, 32, 32, 3) for image in images])
    found = accuracy_of(models.load("zfnet_cifar10"), (images, labels[: len(images)]))
    card = weights.card("zfnet_cifar10")
    assert card.accuracy > 0.85
    assert found == pytest.approx(card.accuracy, abs=0.025)  # of 2,000 of the 10,000


def test_first_layer_filters_of_cifar10_are_no_noise():
    """Edges and blobs are smooth: neighbouring weights agree far more than noise's do."""
    kernels = models.load("zfnet_cifar10").get_layer("conv1").get_weights()[0]
    strong = np.abs(kernels).max(axis=(0, 1, 2)) > 0.2 * np.abs(kernels).max()
    kernels = kernels[..., strong] - kernels[..., strong].mean(axis=(0, 1), keepdims=True)

    def agreement(one, other):
        products = (one * other).sum(axis=(0, 1, 2))
        return products / np.sqrt((one**2).sum(axis=(0, 1, 2)) * (other**2).sum(axis=(0, 1, 2)))

    across = agreement(kernels[1:], kernels[:-1]), agreement(kernels[:, 1:], kernels[:, :-1])
    best = np.maximum(*across)  # along an edge, weights stay the same
    assert strong.sum() >= 36
    assert np.median(best) > 0.55
    noise = np.random.default_rng(0).normal(size=kernels.shape)
    assert np.median(agreement(noise[1:], noise[:-1])) < 0.2


def test_kernels_are_halves_and_the_rest_is_not():
    arrays = weights.arrays_of("zfnet_cifar10")
    assert {a.dtype.name for a in arrays.values() if a.ndim > 1} == {"float16"}
    assert {a.dtype.name for a in arrays.values() if a.ndim == 1} == {"float32"}


def test_an_installed_package_has_them_inside_and_a_clone_beside(tmp_path, monkeypatch):
    root = Path(shipped.__file__).parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text())
    built = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert built["data/weights"] == "cnnteach/weights"
    monkeypatch.setattr(shipped, "PACKAGE", tmp_path / "cnnteach")
    assert weights.folder() == tmp_path / "data" / "weights"
    (tmp_path / "cnnteach" / "weights").mkdir(parents=True)
    assert weights.folder() == tmp_path / "cnnteach" / "weights"


def test_a_wrong_byte_is_refused_and_says_how_to_mend_it(own):
    path = own / "lenet5_digits.npz"
    content = bytearray(path.read_bytes())
    content[5000] ^= 1
    path.write_bytes(content)
    with pytest.raises(
        ValueError, match=r"is not the file of its card: SHA-256 .*install cnnteach"
    ):
        models.load("lenet5_digits", own)


def test_a_missing_file_says_how_to_make_it_again(own):
    (own / "lenet5_digits.npz").unlink()
    with pytest.raises(FileNotFoundError, match=r"is missing, .*cnnteach train lenet5_digits --to"):
        models.load("lenet5_digits", own)


def test_unknown_names_list_the_known_ones(own):
    with pytest.raises(ValueError, match=r"no weights 'lenet' in .*there are lenet5_digits"):
        models.load("lenet", own)
    with pytest.raises(ValueError, match="there are none"):
        models.load("lenet5_digits", own / "nowhere")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": 1'])
def test_a_damaged_card_is_refused(own, text):
    (own / "lenet5_digits.json").write_text(text)
    with pytest.raises(ValueError, match=r"lenet5_digits\.json is damaged, or no card"):
        models.load("lenet5_digits", own)


def test_weights_of_another_network_are_refused(own):
    model = models.build("lenet5", classes=7)
    with pytest.raises(
        ValueError, match=r"another network than lenet5.*scores/kernel is \(84, 7\)"
    ):
        weights.load_into(model, "lenet5_digits", own)


def test_pickles_are_not_opened(own, tmp_path):
    class Bomb:
        def __reduce__(self):
            return (open, (str(tmp_path / "opened"), "w"))

    path = own / "lenet5_digits.npz"
    np.savez(path, array=np.array([Bomb()], dtype=object))
    card = weights.card("lenet5_digits", own)
    changed = dataclasses.replace(card, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    weights.write_card(changed, own)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        models.load("lenet5_digits", own)
    assert not (tmp_path / "opened").exists()


@pytest.fixture
def model():
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="f1")], name="tiny")


@pytest.fixture
def about():
    words = ("name", "title", "network", "input", "data", "data_licence", "licence", "tested_on")
    rest = {"classes": ["a", "b"], "recipe": {}, "seed": 0, "accuracy": 0.5, "minutes": 0.1}
    return dict.fromkeys(words, "tiny") | rest


def test_own_weights_come_back_with_what_belongs_to_them(model, about, tmp_path):
    words = np.array(["", "hello", "prize"])
    card = weights.save(model, about | {"built_by": "me"}, tmp_path, extra={"words": words})
    assert card.parameters == 8
    kept = [w.copy() for w in model.get_weights()]
    model.set_weights([0 * w for w in kept])
    weights.load_into(model, "tiny", tmp_path)
    np.testing.assert_allclose(model.get_weights()[0], kept[0], rtol=1e-3)
    np.testing.assert_array_equal(model.get_weights()[1], kept[1])
    extra = weights.arrays_of("tiny", tmp_path, extra=True)
    np.testing.assert_array_equal(extra["extra/words"], words)
    with pytest.raises(ValueError, match="belongs to tiny; get it from me"):
        weights.load("tiny", tmp_path)


def test_the_same_weights_make_the_same_bytes(model, about, tmp_path):
    one = weights.save(model, about, tmp_path / "one")
    other = weights.save(model, about, tmp_path / "other")
    assert one.sha256 == other.sha256


def test_weights_that_are_no_numbers_are_not_kept(model, about, tmp_path):
    model.set_weights([np.full((3, 2), np.nan), np.zeros(2)])
    with pytest.raises(ValueError, match="f1/kernel holds NaN or infinity: the training diverged"):
        weights.save(model, about, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_card_shows_itself():
    card = weights.card("lenet5_digits")
    for said in (str(card), card._repr_markdown_()):
        assert f"{card.accuracy:.2%} of the other 1,000 of them" in said
        assert "CC BY-SA 3.0" in said
