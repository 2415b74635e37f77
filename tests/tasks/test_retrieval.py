"""Neighbours in a network's features: by hand, on digits, and on photographs."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach import models, tasks
from cnnteach.datasets import mnist, photo
from cnnteach.tasks import recognition
from cnnteach.tasks.photographs import shorter_side
from cnnteach.tasks.retrieval import AT_ONCE, Neighbours, features, nearest, precision_at_k

ANGLES = np.deg2rad([0, 10, 25, 60, 180])
STORED = np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1) * np.array([[1], [5], [2], [9], [1]])


def test_neighbours_are_those_of_the_smallest_angle_whatever_their_length():
    found = nearest(STORED, np.array([[np.cos(0.3), np.sin(0.3)], [0, 4]]), k=3)  # 17, 90 deg
    assert found.places.tolist() == [[1, 2, 0], [3, 2, 1]]
    expected = 1 - np.cos(np.deg2rad([30, 65, 80]))
    np.testing.assert_allclose(found.distances[1], expected, atol=1e-6)


def test_no_picture_is_its_own_neighbour():
    found = nearest(STORED, k=4)
    assert found.places[0].tolist() == [1, 2, 3, 4]
    for own, places in enumerate(found.places):
        assert own not in places
        assert len(set(places)) == 4


def test_many_queries_are_answered_in_parts(rng):
    stored = rng.normal(size=(AT_ONCE + 7, 3))
    whole, asked = nearest(stored, k=2), nearest(stored, stored[-3:], k=3)
    np.testing.assert_array_equal(asked.places[:, 0], np.arange(len(stored))[-3:])
    np.testing.assert_array_equal(asked.places[:, 1:], whole.places[-3:])


def test_features_without_direction_are_far_from_all():
    assert nearest(STORED, np.zeros((1, 2)), k=1).distances[0, 0] == pytest.approx(1)


def test_precision_by_hand():
    found = Neighbours(np.array([[0, 1, 2], [3, 1, 0]]), np.zeros((2, 3)))
    assert precision_at_k(found, [5, 5, 6, 6], [5, 6]) == pytest.approx(3 / 6)


@pytest.mark.parametrize(
    ("stored", "queries", "k", "message"),
    [
        (np.zeros((4, 3)), np.zeros((2, 5)), 1, "have 3 features, the queries 5"),
        (np.zeros((4, 3, 3, 1)), None, 1, r"must be \(pictures, numbers\)"),
        (np.zeros((4, 3)), None, 4, "5 pictures are needed to choose from, but there are 4"),
        (np.zeros((4, 3)), np.zeros((1, 3)), 5, "5 pictures are needed"),
        (np.zeros((4, 3)), None, 0, "k is 0"),
    ],
)
def test_bad_features_say_what_is_wrong(stored, queries, k, message):
    with pytest.raises(ValueError, match=message):
        nearest(stored, queries, k=k)


def test_as_many_labels_as_queries():
    with pytest.raises(ValueError, match="2 queries but 1 labels"):
        precision_at_k(Neighbours(np.zeros((2, 1), int), np.zeros((2, 1))), [0], [0])


def test_features_are_what_the_last_layer_with_weights_reads(rng):
    model, images = models.build("lenet5", seed=0), rng.random((4, 28, 28, 1), np.float32)
    found = features(model, images)
    kernel, bias = model.get_layer("scores").get_weights()
    scores = keras.ops.convert_to_numpy(
        keras.Model(model.inputs, model.get_layer("scores").output)(images)
    )
    np.testing.assert_allclose(found @ kernel + bias, scores, rtol=1e-4, atol=1e-5)


def test_maps_are_averaged():
    image = keras.Input((2, 3, 1))
    maps = layers.Conv2D(2, 1, use_bias=False, name="maps")(image)
    model = keras.Model(image, maps)
    model.set_weights([np.array([1.0, -2.0]).reshape(1, 1, 1, 2)])
    found = features(model, np.arange(6, dtype=np.float32).reshape(1, 2, 3, 1), layer="maps")
    np.testing.assert_allclose(found, [[2.5, -5]])


def test_an_unknown_layer_is_answered_with_the_names():
    with pytest.raises(ValueError, match="no layer 'fc9'; it has image, c1, s2"):
        features(models.build("lenet5", seed=0), np.zeros((1, 28, 28, 1)), layer="fc9")


def test_digits_are_nearer_in_features_than_in_pixels(record_property):
    (images, labels), (queries, wanted), *_ = mnist(embedded=True)
    model = models.load("lenet5_digits")
    stored, asked = features(model, images[..., None]), features(model, queries[..., None])
    by_features = precision_at_k(nearest(stored, asked, k=10), labels, wanted)
    flat = (part.reshape(len(part), -1) for part in (images, queries))
    by_pixels = precision_at_k(nearest(*flat, k=10), labels, wanted)
    record_property("precision at 10", f"features {by_features:.3f}, pixels {by_pixels:.3f}")
    assert by_features > 0.97
    assert by_pixels < by_features - 0.05


@pytest.mark.fixtures
@pytest.mark.usefixtures("cached")
def test_pieces_of_a_photograph_find_each_other(record_property):
    """Photographs cut in four: the three nearest of each piece are the other three, mostly."""
    recognition.recogniser.cache_clear()
    names = ("astronaut", "chelsea", "china", "coffee", "flower", "retina", "rocket")
    pieces = []
    for name in names:
        image = photo(name)
        height, width = (side // 2 for side in image.shape[:2])
        for rows in (slice(height), slice(height, None)):
            for columns in (slice(width), slice(width, None)):
                piece = shorter_side(image[rows, columns], 227)
                pieces.append(tasks.centre_crop(piece, 227))
    labels = np.repeat(np.arange(len(names)), 4)
    stored = features(recognition.recogniser(), np.stack(pieces).astype(np.float32))
    precision = precision_at_k(nearest(stored, k=3), labels, labels)
    record_property("precision at 3", f"{precision:.2f}")
    assert stored.shape == (28, 512)
    assert precision > 0.5  # by chance 3 / 27
