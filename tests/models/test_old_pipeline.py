"""Colour histogram, oriented gradients and a linear SVM."""

import numpy as np
import pytest

from cnnteach.datasets import digits
from cnnteach.models.features_svm import FeaturesSVM


def colours(*shades, side=16):
    """Return plain images of these colours."""
    return np.array([np.full((side, side, 3), shade, np.uint8) for shade in shades])


def test_it_learns_digits_that_it_has_not_seen():
    images, labels = digits()
    old = FeaturesSVM(cell=7).fit(images[::5], labels[::5])
    assert old.score(images[2::25], labels[2::25]) > 0.92
    assert set(old.predict(images[2::500])) <= set(range(10))


def test_colours_alone_tell_images_without_edges():
    rng = np.random.default_rng(0)
    red = colours((200, 30, 30), side=16) + rng.integers(0, 30, (20, 16, 16, 3), dtype=np.uint8)
    green = colours((30, 200, 30), side=16) + rng.integers(0, 30, (20, 16, 16, 3), dtype=np.uint8)
    old = FeaturesSVM().fit(np.concatenate([red[:15], green[:15]]), ["red"] * 15 + ["green"] * 15)
    assert old.predict(red[15:]).tolist() == ["red"] * 5
    assert old.predict(green[15:]).tolist() == ["green"] * 5


def test_the_histogram_counts_colours():
    half = colours((255, 0, 0))
    half[0, :8] = (0, 0, 255)
    features = FeaturesSVM(bins=2).features(half)[0]
    histogram = features[:8].reshape(2, 2, 2)  # red, green, blue; dark and bright
    assert histogram[1, 0, 0] == histogram[0, 0, 1] == 0.5
    assert histogram.sum() == 1


def test_the_edges_say_their_direction():
    """A vertical edge fills the same bin in every cell, and a horizontal one another."""
    image = np.zeros((1, 16, 16), np.uint8)
    image[:, :, 8:] = 255
    edges = FeaturesSVM(cell=8, directions=4, bins=4).features(image)[0, 4:].reshape(2, 2, 4)
    assert (edges.argmax(axis=-1) == edges[0, 0].argmax()).all()
    flat = FeaturesSVM(cell=8, directions=4).features(image.transpose(0, 2, 1))[0, 4:]
    assert flat.reshape(2, 2, 4)[0, 0].argmax() != edges[0, 0].argmax()


@pytest.mark.parametrize(
    ("images", "error", "words"),
    [
        pytest.param(np.zeros((16, 16), np.uint8), ValueError, r"write image\[None\]", id="one"),
        pytest.param(
            np.zeros((2, 16, 16, 4), np.uint8), ValueError, "or \\(N, H, W, 3\\)", id="rgba"
        ),
        pytest.param(np.zeros((2, 16, 16)), TypeError, "must be uint8", id="floats"),
        pytest.param(np.zeros((2, 9, 16), np.uint8), ValueError, "make cell smaller", id="small"),
    ],
)
def test_images_that_cannot_be(images, error, words):
    with pytest.raises(error, match=words):
        FeaturesSVM().fit(images, [0, 1][: len(images)] + [0] * (len(images) - 2))


def test_what_is_not_learned_or_does_not_fit_is_said():
    two = colours((0, 0, 0), (255, 255, 255))
    with pytest.raises(ValueError, match="nothing is learned yet"):
        FeaturesSVM().predict(two)
    with pytest.raises(ValueError, match="2 images but 3 labels"):
        FeaturesSVM().fit(two, [0, 1, 0])
    with pytest.raises(ValueError, match="all labels are the same"):
        FeaturesSVM().fit(two, [1, 1])
    old = FeaturesSVM().fit(two, [0, 1])
    with pytest.raises(ValueError, match=r"shape \(32, 32, 3\), but those of the training had"):
        old.predict(colours((0, 0, 0), side=32))
