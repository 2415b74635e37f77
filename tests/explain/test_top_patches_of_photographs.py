"""SqueezeNet's strongest patches among real photographs, from a folder, in one pass."""

import numpy as np
import pytest

from cnnteach import models
from cnnteach.datasets.squeezenet_weights import unpacked
from cnnteach.explain import top_patches
from cnnteach.models.squeezenet import MEANS

LAYERS = ["conv1", "fire2", "fire3", "fire4"]


@pytest.fixture(scope="module")
def found(fixtures):
    weights = unpacked((fixtures / "imagenet" / "compressed_SqueezeNet.net").read_bytes())
    net = models.build("squeezenet", weights=weights)
    photos = sorted((fixtures / "photos").glob("*.jpg"))[::25]
    return net, top_patches(net, LAYERS, photos, prepare=np.float32)


@pytest.mark.fixtures
def test_all_units_of_four_layers_in_one_pass(found):
    _, top = found
    assert [len(top[layer]) for layer in LAYERS] == [96, 128, 128, 256]
    assert [top[layer].frame for layer in LAYERS] == [(7, 7), (19, 19), (27, 27), (35, 35)]
    for layer in LAYERS:
        patches = [top[layer][unit] for unit in range(len(top[layer]))]
        assert sum(len(each) == 9 for each in patches) > 0.8 * len(patches)
        for each in patches:
            assert len({patch.image for patch in each}) == len(each)


@pytest.mark.fixtures
def test_the_first_layers_patches_look_like_the_filter(found):
    """The pixels that excite a filter most correlate with its weights: seen, and so computed."""
    net, top = found
    kernel, _ = net.get_layer("conv1").get_weights()
    weights = kernel.reshape(-1, 96)
    own, others = [], []
    for unit in range(96):
        for patch in top["conv1"][unit]:
            pixels = (patch.pixels - np.array(MEANS)).ravel()
            likeness = pixels @ weights
            likeness /= np.linalg.norm(pixels) * np.linalg.norm(weights, axis=0)
            own.append(likeness[unit])
            others.append(np.abs(np.delete(likeness, unit)).mean())
    assert np.median(own) > 0.3
    assert np.median(own) > 3 * np.median(others)
