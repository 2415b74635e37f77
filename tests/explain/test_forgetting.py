"""The weight-randomisation test: who notices that the network forgot?"""

import numpy as np
import pytest
from scipy.stats import spearmanr
from skimage.transform import resize

from cnnteach import explain, models
from cnnteach.datasets import photo


@pytest.fixture(scope="module")
def cifar_net():
    return models.load("zfnet_cifar10")


@pytest.fixture(scope="module")
def found(cifar_net):
    image = resize(photo("chelsea")[:, 151:], (32, 32), anti_aliasing=True)
    methods = {name: explain.METHODS[name] for name in ("gradient", "guided", "Grad-CAM")}
    return explain.randomisation_test(cifar_net, image, methods=methods)


def test_the_copy_forgets_from_the_top_and_the_model_does_not():
    model = models.load("lenet5_digits")
    before = [w.copy() for w in model.get_weights()]
    changed = []
    for stage, net in explain.forgetting(model, seed=2):
        pairs = zip(net.layers, model.layers, strict=True)
        differ = [a.name for a, b in pairs if not same(a.get_weights(), b.get_weights())]
        changed.append((stage, differ))
    assert changed[0] == ("as learned", [])
    assert changed[1] == ("scores", ["scores"])
    assert changed[2][1] == ["f6", "scores"]
    assert changed[-1][0] == "c1"
    assert same(model.get_weights(), before)
    for a, b in zip(net.get_weights(), before, strict=True):
        np.testing.assert_array_equal(np.sort(a, axis=None), np.sort(b, axis=None))


def same(first, second):
    return all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_each_stage_is_compared_with_what_was_learned(found):
    assert found.stages[0] == "as learned"
    assert len(found.stages) == len(found.scores)
    for name, maps in found.maps.items():
        assert found.similarity[name][0] == pytest.approx(1)
        wanted = spearmanr(np.abs(maps[0]).ravel(), np.abs(maps[-1]).ravel()).statistic
        assert found.similarity[name][-1] == pytest.approx(wanted, abs=1e-6)


def test_guided_backpropagation_does_not_care_and_the_gradient_does(found):
    top = found.stages.index("conv5")
    assert found.scores[0] > 0.5
    assert found.scores[top] < 0.3
    assert found.similarity["guided"][top] > 0.5
    assert found.similarity["guided"][top] > found.similarity["gradient"][top] + 0.2


def test_similarity_of_ranks():
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 7, 8))
    assert explain.rank_correlation(a, -3 * a) == pytest.approx(1)
    assert explain.rank_correlation(a, b) == pytest.approx(spearmanr(abs(a), abs(b), axis=None)[0])
    assert explain.rank_correlation(a, np.zeros((7, 8))) == 0
    with pytest.raises(ValueError, match=r"shapes \(7, 8\) and \(8, 7\)"):
        explain.rank_correlation(a, b.T)
