"""SqueezeNet: its table, its weights, and what it says of photographs."""

import re
from pathlib import Path

import numpy as np
import pytest

from cnnteach import models
from cnnteach.datasets import photo
from cnnteach.datasets.squeezenet_weights import unpacked
from cnnteach.models import squeezenet as module


def test_the_table_in_the_docstring_is_the_networks(full_size):
    summary = full_size("squeezenet").table
    rows = re.findall(r"^(\w+) .*? {2}([\dx]+) +([\d,]+)$", module.__doc__, flags=re.MULTILINE)
    assert len(rows) == 16
    for layer, shape, parameters in rows:
        of_layer = [row for row in summary if re.fullmatch(rf"{layer}(_\w+)?", row.layer)]
        assert summary[layer].shape == tuple(map(int, shape.split("x"))), layer
        assert sum(row.parameters for row in of_layer) == int(parameters.replace(",", "")), layer
    assert full_size("squeezenet").total == 1_248_424


def test_units_see_what_the_strides_let_them_see():
    summary = models.summary(models.build("squeezenet", size="teaching", seed=0))
    assert summary["conv1"].receptive_field == (7, 7)
    assert summary["pool1"].receptive_field == (11, 11)
    assert summary["fire2_expand3"].receptive_field == (19, 19)


@pytest.fixture(scope="module")
def small():
    return models.build("squeezenet", size="teaching", seed=3)


def test_fresh_weights_follow_the_seed(small):
    again = models.build("squeezenet", size="teaching", seed=3)
    other = models.build("squeezenet", size="teaching", seed=4)
    for layer in (layer for layer in small.layers if layer.weights):
        kernel = layer.get_weights()[0]
        np.testing.assert_array_equal(again.get_layer(layer.name).get_weights()[0], kernel)
        assert not np.array_equal(other.get_layer(layer.name).get_weights()[0], kernel)


def test_the_means_are_subtracted_in_the_order_red_green_blue(small):
    image = np.zeros((1, 67, 67, 3), np.float32)
    shifted = small.get_layer("means")(image)
    np.testing.assert_array_equal(np.asarray(shifted)[0, 0, 0], [-123, -117, -104])


def given(model):
    return {layer.name: layer.get_weights() for layer in model.layers if layer.weights}


def test_weights_that_are_given_are_taken(small):
    twin = module.squeezenet(size="teaching", weights=given(small))
    image = np.random.default_rng(0).integers(0, 256, (1, 67, 67, 3)).astype("float32")
    got, expected = (np.asarray(model(image)) for model in (twin, small))
    np.testing.assert_array_equal(got, expected)
    assert got.std() > 0


def test_weights_of_another_network_are_refused(small):
    weights = given(small)
    weights["conv10"] = [weights["conv10"][0][..., :7], weights["conv10"][1][:7]]
    with pytest.raises(ValueError, match=r"conv10 has weights of shapes .* but .* were given"):
        module.squeezenet(size="teaching", weights=weights)
    del weights["fire3_squeeze"], weights["conv1"]
    with pytest.raises(ValueError, match="nothing for conv1, fire3_squeeze; they are another"):
        module.squeezenet(size="teaching", weights=weights)


@pytest.fixture(scope="module")
def trained():
    """The network with its public weights."""
    folder = Path(__file__).parents[3] / "shared" / "fixtures" / "imagenet"
    if not folder.is_dir():
        pytest.skip("there is no ../shared/fixtures beside this repository")
    weights = unpacked((folder / "compressed_SqueezeNet.net").read_bytes())
    return models.build("squeezenet", weights=weights)


def middle(image):
    """Scale the short side to 256 and cut 227 x 227 out of the middle."""
    from PIL import Image

    image = Image.fromarray(image)
    scale = 256 / min(image.size)
    if scale != 1:
        image = image.resize([round(side * scale) for side in image.size], Image.BICUBIC)
    left, top = ((side - 227) // 2 for side in image.size)
    return np.asarray(image.crop((left, top, left + 227, top + 227)), np.float32)


@pytest.mark.fixtures
def test_it_knows_a_cat_and_a_cup(trained):
    cat, cup = trained.predict(np.stack([middle(photo("chelsea")), middle(photo("coffee"))]))
    assert cat.argsort()[:-4:-1].tolist() == [285, 282, 281]  # Egyptian cat, tiger cat, tabby
    np.testing.assert_allclose(cat[[285, 282, 281]], [0.57, 0.19, 0.18], atol=0.006)
    assert cup.argmax() == 967  # espresso
    assert cup[967] == pytest.approx(0.74, abs=0.006)


@pytest.mark.fixtures
def test_with_the_colours_swapped_it_knows_less(trained):
    """The first kernel's channels are in the order of the images."""
    cat = middle(photo("chelsea"))
    right, swapped = trained.predict(np.stack([cat, cat[:, :, ::-1]]))
    assert swapped[[281, 282, 285]].sum() < right[[281, 282, 285]].sum() - 0.1


@pytest.mark.fixtures
def test_it_knows_most_of_a_hundred_photographs(trained):
    right, among_five = accuracy(trained, step=10)
    assert right > 0.55
    assert among_five > 0.75


@pytest.mark.fixtures
@pytest.mark.slow
def test_it_knows_most_of_a_thousand_photographs(trained, record_property):
    right, among_five = accuracy(trained, step=1)
    record_property("top-1, top-5", f"{right:.3f}, {among_five:.3f}")
    assert right == pytest.approx(0.632, abs=0.02)
    assert among_five == pytest.approx(0.841, abs=0.025)


def accuracy(model, step):
    """Return the shares of photographs whose class comes first, and among the first five."""
    from PIL import Image

    folder = Path(__file__).parents[3] / "shared" / "fixtures" / "photos"
    paths = sorted(folder.glob("*.jpg"))
    assert len(paths) == 1000
    classes = np.arange(0, 1000, step)
    images = [np.asarray(Image.open(paths[label]).convert("RGB")) for label in classes]
    probabilities = model.predict(np.stack([middle(image) for image in images]), batch_size=50)
    own = probabilities[np.arange(len(classes)), classes]
    better = (probabilities > own[:, None]).sum(axis=1)
    return (better == 0).mean(), (better < 5).mean()


def test_it_wants_the_three_colours_whose_means_it_takes_off():
    with pytest.raises(ValueError, match="takes the means of red, green and blue off"):
        models.build("squeezenet", input_shape=(67, 67, 1))
