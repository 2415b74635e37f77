"""LeNet-5 of 1998, with its own loss, learns digits; its gradients are those of differences."""

import keras
import numpy as np
import pytest

from cnnteach import models
from cnnteach.datasets import digits
from cnnteach.models.digit_pictures import digit_pictures
from cnnteach.models.losses import RightClassPenalty


def padded_digits():
    """Return (images, labels) as the paper prepares them: 32 x 32, paper -0.1, ink 1.175."""
    images, labels = digits()
    images = np.pad(images, [(0, 0), (2, 2), (2, 2)])[..., None] / 255 * 1.275 - 0.1
    order = np.random.default_rng(0).permutation(len(images))
    return images[order].astype("float32"), labels[order]


def test_it_learns_to_draw_the_right_picture():
    images, labels = padded_digits()
    model = models.build("lenet5_1998", seed=0)
    keras.utils.set_random_seed(0)
    model.compile(keras.optimizers.SGD(1e-3, momentum=0.9), loss=RightClassPenalty())
    model.fit(images[:4000], labels[:4000], epochs=3, batch_size=16, verbose=0)
    penalties = model.predict(images[4000:], verbose=0)
    assert np.mean(penalties.argmin(axis=1) == labels[4000:]) > 0.9


def test_scores_are_minus_the_penalties():
    penalties = models.build("lenet5_1998", seed=0)
    scores = models.build("lenet5_1998", seed=0, scores=True)
    x = padded_digits()[0][:3]
    np.testing.assert_allclose(scores.predict(x, verbose=0), -penalties.predict(x, verbose=0))


def test_the_pictures_are_ten_different_ones_of_84_pixels():
    pictures = digit_pictures()
    assert set(np.unique(pictures)) == {-1.0, 1.0}
    apart = [np.sum(pictures[a] != pictures[b]) for a in range(10) for b in range(a)]
    assert min(apart) >= 6
    assert models.build("lenet5_1998").get_layer("rbf").get_weights()[0] == pytest.approx(pictures)
