"""A class for every pixel: overlaps by hand, the shipped network, and pieces to learn from."""

import keras
import numpy as np
import pytest
from keras import layers
from skimage.filters import threshold_otsu

from cnnteach import tasks
from cnnteach.datasets import membrane, photo
from cnnteach.datasets.coins import labelled_coins
from cnnteach.recipes import coin_segmenter, membrane_segmenter
from cnnteach.tasks.segmentation import region_overlap

TRUTH = np.array([[0, 0, 1, 1], [0, 2, 1, 1]])


@pytest.mark.parametrize(
    ("predicted", "accuracy", "iou"),
    [
        pytest.param(TRUTH, 1, [1, 1, 1], id="the-same"),
        pytest.param(np.zeros_like(TRUTH), 3 / 8, [3 / 8, 0, 0], id="all-background"),
        pytest.param([[0, 0, 1, 1], [0, 1, 1, 1]], 7 / 8, [1, 4 / 5, 0], id="one-missed"),
        pytest.param([[0, 1, 1, 1], [2, 2, 1, 0]], 5 / 8, [1 / 4, 3 / 5, 1 / 2], id="three-wrong"),
    ],
)
def test_overlap_by_hand(predicted, accuracy, iou):
    found = region_overlap(predicted, TRUTH, 3)
    assert found.accuracy == pytest.approx(accuracy)
    np.testing.assert_allclose(found.iou, iou)
    assert found.mean_iou == pytest.approx(np.mean(iou))


def test_a_class_that_does_not_occur_has_no_overlap():
    found = region_overlap([[0, 1]], [[0, 0]], 3)
    np.testing.assert_allclose(found.iou, [0.5, 0, np.nan])
    assert found.mean_iou == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("predicted", "truth", "message"),
    [
        ([[0, 1]], [[0], [1]], r"shapes \(1, 2\) and \(2, 1\)"),
        ([[0, 2]], [[0, 1]], "predicted must hold pixels of the classes 0 to 1"),
        ([[0, 1]], [[0, -1]], "truth must hold"),
        ([], [], "must hold pixels"),
    ],
)
def test_maps_that_cannot_be_compared_say_so(predicted, truth, message):
    with pytest.raises(ValueError, match=message):
        region_overlap(predicted, truth, 2)


def test_the_shipped_segmenter_on_the_part_that_it_never_saw(record_property):
    """Columns from 288 on; a single threshold for brightness is the thing to beat."""
    image, truth = photo("coins"), labelled_coins()[:, 288:]
    network = region_overlap(tasks.segment(image).argmax(axis=-1)[:, 288:], truth, 2)
    bright = (image > threshold_otsu(image)).astype(int)
    threshold = region_overlap(bright[:, 288:], truth, 2)
    record_property("mean IoU", f"network {network.mean_iou:.3f}, Otsu {threshold.mean_iou:.3f}")
    assert network.iou.min() > 0.95
    assert network.mean_iou > threshold.mean_iou


@pytest.mark.parametrize("shape", [(50, 70), (33, 97), (64, 64, 3)])
def test_the_output_is_as_large_as_the_input(shape, rng):
    probabilities = tasks.segment(rng.random(shape))
    assert probabilities.shape == (*shape[:2], 2)
    np.testing.assert_allclose(probabilities.sum(axis=-1), 1, atol=1e-5)


def test_a_network_that_shrinks_is_refused():
    image = keras.Input((None, None, 1))
    model = keras.Model(image, layers.Conv2D(2, 3, strides=2)(image))
    with pytest.raises(ValueError, match=r"gives \(4, 4\) for an image of \(9, 9\)"):
        tasks.segment(np.zeros((9, 9)), model)


def test_pieces_keep_image_and_labels_together():
    image = np.arange(6 * 8, dtype=np.uint8).reshape(1, 6, 8)
    pieces, labels = tasks.labelled_crops(image, 100 + image, 60, side=4, seed=2)
    assert (pieces.dtype, pieces.shape, labels.shape) == (np.uint8, (60, 4, 4), (60, 4, 4))
    np.testing.assert_array_equal(labels, 100 + pieces)


def test_pieces_are_turned_and_mirrored_in_all_eight_ways():
    image = np.arange(4, dtype=np.uint8).reshape(1, 2, 2)
    pieces, _ = tasks.labelled_crops(image, image, 200, side=2)
    seen = {tuple(piece.ravel().tolist()) for piece in pieces}
    assert len(seen) == 8
    straight = {tuple(np.rot90(image[0], turn).ravel().tolist()) for turn in range(4)}
    assert straight < seen


def test_the_seed_decides_on_the_pieces(rng):
    images = rng.integers(0, 255, (3, 20, 30), dtype=np.uint8)
    first, again, other = (
        tasks.labelled_crops(images, images, 20, side=8, seed=seed)[0] for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


@pytest.mark.parametrize(
    ("images", "labels", "side", "message"),
    [
        (np.zeros((1, 8, 8)), np.zeros((1, 8, 9)), 4, "labels"),
        (np.zeros((8, 8)), np.zeros((8, 8)), 4, r"both must be \(N, H, W\)"),
        (np.zeros((1, 8, 9)), np.zeros((1, 8, 9)), 9, "pieces of 9 pixels cannot be cut"),
        (np.zeros((1, 8, 9)), np.zeros((1, 8, 9)), 0, "side is 0"),
    ],
)
def test_pieces_that_cannot_be_cut_say_so(images, labels, side, message):
    with pytest.raises(ValueError, match=message):
        tasks.labelled_crops(images, labels, 2, side=side)


def test_test_windows_share_no_column_with_what_was_learned_from():
    data = coin_segmenter.RECIPE.data()
    assert data.train[0].shape == (800, 96, 96)
    image = photo("coins")
    for window in data.test[0]:
        rows = [row for row in range(0, 208, 32) if (image[row : row + 96, 288:] == window).all()]
        assert len(rows) == 1


@pytest.mark.fixtures
@pytest.mark.usefixtures("cached")
def test_membranes_are_learned_in_seconds(record_property):
    """Four epochs on a quarter of the pieces: far from done, yet far from guessing."""
    from cnnteach import models
    from cnnteach.training import fit

    recipe = membrane_segmenter.RECIPE
    data = coin_segmenter.pieces(membrane(), 400)
    model = models.build(recipe.network, seed=0, **recipe.options)
    fit(model, data.train, **recipe.settings() | {"epochs": 4, "every": [0]})
    images, truth = (part[:1] for part in data.test)
    predicted = tasks.segment(images[0], model).argmax(axis=-1)
    found = region_overlap(predicted, truth[0], 2)
    record_property("IoU of membrane and cell", str(found.iou.round(3)))
    assert found.iou[0] > 0.4
    assert found.iou[1] > 0.8
