"""Find the pictures that are most like one: neighbours in what the last layer reads.

A network that was trained to name things brings pictures of the same thing near to each other, long
before its last layer: far apart in their pixels, they are neighbours in its features [1]_.

References
----------
.. [1] Krizhevsky, Sutskever & Hinton, 2012, "ImageNet classification with deep convolutional neural
       networks", section 6.1 and figure 4.
"""

from typing import NamedTuple

import numpy as np

from cnnteach.models.parts import part_of
from cnnteach.shapes import whole_number
from cnnteach.training.forward import outputs_of

AT_ONCE = 1000  # queries


class Neighbours(NamedTuple):
    """The nearest pictures of each query: places and distances, (queries, k), nearest first."""

    places: np.ndarray
    distances: np.ndarray


def features(model, images, *, layer=None):
    """Return the numbers by which a network tells pictures apart.

    Parameters
    ----------
    model : keras.Model
    images : ndarray, shape (N, H, W, C)
        As the model takes them; bytes are divided by 255.
    layer : str, optional
        Whose outputs; if not given, what the last layer with weights reads.

    Returns
    -------
    ndarray of float32, shape (N, D)
        Maps (H, W, D) are averaged over their pixels.

    Raises
    ------
    ValueError
        If there is no such layer.

    Examples
    --------
    >>> from cnnteach import models
    >>> features(models.build("lenet5", seed=0), np.zeros((3, 28, 28, 1), np.float32)).shape
    (3, 84)
    """
    numbers = outputs_of(part_of(model, _features_of(model, layer)), images)
    return numbers.reshape(len(numbers), -1, numbers.shape[-1]).mean(axis=1)


def nearest(stored, queries=None, *, k=5):
    """Find the nearest neighbours of some features by the angle between them.

    Parameters
    ----------
    stored : ndarray, shape (N, D)
        Features of the pictures that are searched.
    queries : ndarray, shape (Q, D), optional
        Of the pictures whose like is wanted; if not given, each of `stored` is searched for among
        the others.
    k : int
        How many neighbours.

    Returns
    -------
    Neighbours
        Distances are ``1 - cos(angle)``, 0 to 2: how bright a picture is and how strong its
        features are does not count.

    Raises
    ------
    ValueError
        If features are of different lengths, or there are fewer than k to choose from.

    Examples
    --------
    >>> stored = np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]])
    >>> nearest(stored, np.array([[3.0, 0.1]]), k=2).places
    array([[0, 2]])
    >>> nearest(stored, k=1).places.ravel()  # each among the others
    array([2, 2, 0])
    """
    alone = queries is None
    stored, queries = _directions(stored), _directions(stored if alone else queries)
    k = whole_number("k", k)
    _check(stored, queries, k + alone)
    found = [
        _nearest_of(stored, queries[start : start + AT_ONCE], start if alone else None, k)
        for start in range(0, len(queries), AT_ONCE)
    ]
    places, distances = (np.concatenate(part) for part in zip(*found, strict=True))
    return Neighbours(places, distances)


def precision_at_k(neighbours, stored_labels, query_labels):
    """Return the share of neighbours that are of the query's class.

    Parameters
    ----------
    neighbours : Neighbours
    stored_labels : ndarray of int, shape (N,)
    query_labels : ndarray of int, shape (Q,)

    Returns
    -------
    float
        0 to 1, the mean over all queries; k is the number of neighbours that were asked for.

    Examples
    --------
    >>> found = Neighbours(np.array([[0, 1], [2, 1]]), np.zeros((2, 2)))
    >>> precision_at_k(found, np.array([7, 7, 3]), np.array([7, 3]))
    0.75
    """
    stored_labels, query_labels = np.asarray(stored_labels), np.asarray(query_labels)
    if len(query_labels) != len(neighbours.places):
        raise ValueError(
            f"there are {len(neighbours.places)} queries but {len(query_labels)} labels of them"
        )
    return float((stored_labels[neighbours.places] == query_labels[:, None]).mean())


def _features_of(model, layer):
    """Return the symbolic tensor of the features."""
    if layer is None:
        return [each for each in model.layers if each.weights][-1].input
    names = [each.name for each in model.layers]
    if layer not in names:
        raise ValueError(f"{model.name} has no layer {layer!r}; it has {', '.join(names)}")
    return model.get_layer(layer).output


def _directions(numbers):
    """Return features of length 1; those that are all 0 have no direction and stay."""
    numbers = np.asarray(numbers, np.float32)
    if numbers.ndim != 2:
        raise ValueError(
            f"features have shape {numbers.shape}, but must be (pictures, numbers); "
            "features(model, images) gives such an array"
        )
    return numbers / np.maximum(np.linalg.norm(numbers, axis=1, keepdims=True), 1e-12)


def _check(stored, queries, needed):
    if stored.shape[1] != queries.shape[1]:
        raise ValueError(
            f"the stored pictures have {stored.shape[1]} features, the queries {queries.shape[1]}; "
            "take both from the same layer"
        )
    if len(stored) < needed:
        raise ValueError(
            f"{needed} pictures are needed to choose from, but there are {len(stored)}"
        )


def _nearest_of(stored, queries, start, k):
    distances = np.maximum(1 - queries @ stored.T, 0)
    if start is not None:  # no picture is its own neighbour
        own = np.arange(len(queries))
        distances[own, start + own] = np.inf
    places = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return places, np.take_along_axis(distances, places, axis=1)
