"""Give every pixel a class: a network whose output is as large as its input.

Poolings shrink an image and transposed convolutions enlarge the answer again; with no dense layer
in between, an image of any size will do. See `cnnteach.models.fcn`.
"""

import functools
from typing import NamedTuple

import numpy as np

from cnnteach.tasks.photographs import grey


class Overlap(NamedTuple):
    """How well two maps of classes agree; see `region_overlap`."""

    accuracy: float  # share of the pixels that agree
    iou: np.ndarray  # of each class, intersection over union; NaN where neither map has it

    @property
    def mean_iou(self):
        """The mean over the classes that occur."""
        return float(np.nanmean(self.iou))


def segment(image, model=None):
    """Tell for each pixel of a grey photograph how probable each class is.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, 3)
        Bytes of 0 to 255, or floats of 0 to 1; colours become grey.
    model : keras.Model, optional
        Images (N, any height, any width, 1) to probabilities (N, H, W, K); the shipped `segmenter`
        of coins, if not given.

    Returns
    -------
    ndarray of float32, shape (H, W, K)
        ``.argmax(axis=-1)`` is the map of classes.

    Raises
    ------
    ValueError
        If the image is none, or the model's output is not as large as its input.

    Examples
    --------
    >>> from cnnteach.datasets import photo
    >>> probabilities = segment(photo("coins"))
    >>> probabilities.shape, probabilities.argmax(axis=-1).mean().round(1)  # a third is coins
    ((303, 384, 2), np.float64(0.3))
    """
    image = grey(image)
    model = _shipped() if model is None else model
    probabilities = np.asarray(model.predict_on_batch(image[None, :, :, None]))[0]
    if probabilities.shape[:2] != image.shape:
        raise ValueError(
            f"{model.name} gives {probabilities.shape[:2]} for an image of {image.shape}; for a "
            'class of each pixel take a network such as models.build("fcn")'
        )
    return probabilities


def segmenter(where=None):
    """Return the network that tells coins from their ground, with its shipped weights.

    Parameters
    ----------
    where : str or path, optional
        A folder of weights that ``cnnteach train`` wrote; the shipped ones, if not given.

    Returns
    -------
    keras.Model
        Images (N, any height, any width, 1) of 0 to 1 to probabilities (N, H, W, 2).

    Examples
    --------
    >>> segmenter().output_shape
    (None, None, None, 2)
    """
    from cnnteach.models import weights

    return weights.load("coin_segmenter", where)


def region_overlap(predicted, truth, classes):
    """Compare two maps of classes, region by region.

    ``IoU of a class = pixels that both give it / pixels that either gives it`` [1]_. A map that is
    all background has a fine accuracy where things are small, but their IoU is 0.

    Parameters
    ----------
    predicted, truth : array_like of int, any shape
        The class of each pixel, 0 to ``classes - 1``.
    classes : int

    Returns
    -------
    Overlap

    Raises
    ------
    ValueError
        If the maps differ in shape, or hold other classes.

    References
    ----------
    .. [1] Long, Shelhamer & Darrell, 2015, "Fully convolutional networks for semantic
           segmentation", arXiv:1411.4038, section 5.

    Examples
    --------
    >>> overlap = region_overlap([[0, 0, 0, 1]], [[0, 0, 1, 1]], classes=2)
    >>> overlap.accuracy, overlap.iou
    (0.75, array([0.66666667, 0.5       ]))
    """
    predicted, truth = np.asarray(predicted), np.asarray(truth)
    if predicted.shape != truth.shape:
        raise ValueError(
            f"the maps have shapes {predicted.shape} and {truth.shape}; one is cut or resized"
        )
    for name, labels in (("predicted", predicted), ("truth", truth)):
        if labels.size == 0 or labels.min() < 0 or labels.max() >= classes:
            raise ValueError(f"{name} must hold pixels of the classes 0 to {classes - 1}")
    numbers = truth.ravel().astype(np.int64) * classes + predicted.ravel()
    pairs = np.bincount(numbers, minlength=classes**2)
    table = pairs.reshape(classes, classes)  # truth, predicted
    both = table.diagonal()
    either = table.sum(axis=0) + table.sum(axis=1) - both
    iou = np.divide(both, either, out=np.full(classes, np.nan), where=either > 0)
    return Overlap(float(both.sum() / table.sum()), iou)


@functools.cache
def _shipped():
    return segmenter()
