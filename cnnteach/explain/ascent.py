"""The image that excites a unit most: gradient ascent in the pixels."""

from typing import NamedTuple

import keras
import numpy as np
from scipy.ndimage import gaussian_filter

from cnnteach.explain.forward import follow
from cnnteach.explain.score import Score
from cnnteach.models.autodiff import repeated
from cnnteach.shapes import whole_number


class Ascent(NamedTuple):
    """An image, and how the score rose on the way to it.

    Parameters
    ----------
    image : ndarray of float32, shape (H, W, C)
    scores : ndarray, shape (steps,)
        Before each step.
    """

    image: np.ndarray
    scores: np.ndarray


def maximise(
    model,
    *,
    layer=None,
    unit=0,
    of="logit",
    start=None,
    limits=(0.0, 1.0),
    steps=128,
    rate=0.02,
    decay=0.01,
    blur=0.5,
    jitter=2,
    size=None,
    seed=0,
):
    """Climb to an image that a unit answers to as strongly as it can [1]_.

    Each step goes along the gradient, of one length whatever its size. What keeps the image from
    becoming mere noise is named and can be switched off by 0: a pull back to middle grey (`decay`),
    a blur that calms what the gradient's next step does not renew (`blur`), and a shake, so that no
    pixel can be singled out (`jitter`).

    Parameters
    ----------
    model : keras.Model
    layer : str, optional
        The model's output, if not given.
    unit : int or (int, int, int)
        A class; of a layer with maps, a channel, whose mean over all places is raised, or one
        (row, column, channel). Of a layer the sum is raised, before its activation: a ReLU that
        is shut has no slope to climb.
    of : str
        "logit" or "probability". The probability of one class also rises when the others' logits
        fall.
    start : ndarray, shape (H, W, C), optional
        An image to begin with: the least noise around middle grey, if not given.
    limits : (float, float)
        The least and the greatest value of a pixel, in the model's scale.
    steps : int
    rate : float
        The mean change of a pixel in a step, as a share of the limits' distance.
    decay, blur, jitter : float, float, int
        The share of the distance to grey that is lost in a step; pixels of the blur's standard
        deviation, after every 4th step; pixels of the shake.
    size : (int, int), optional
        Rows and columns, for a model that leaves them open.
    seed : int

    Returns
    -------
    Ascent

    References
    ----------
    .. [1] Erhan, Bengio, Courville & Vincent, 2009, "Visualizing higher-layer features of a deep
           network", technical report 1341, Université de Montréal; the pulls are those of Yosinski
           et al., 2015, arXiv:1506.06579, section 3, and of Mordvintsev et al., 2015,
           "Inceptionism".

    Examples
    --------
    >>> from cnnteach import models
    >>> found = maximise(models.load("lenet5_digits"), unit=3, steps=20)
    >>> found.image.shape, bool(found.scores[-1] > found.scores[0])
    ((28, 28, 1), True)
    """
    score = Score(model, layer=layer, of=of, of_layer="sum")
    rng = np.random.default_rng(seed)
    low, high = limits
    grey, reach = (low + high) / 2, high - low
    image = _first(score, start, size, limits, rng)
    slope_of, scores = climbing(score, _weights(score, image, unit)), []
    for step in range(whole_number("steps", steps)):
        shake = rng.integers(-jitter, jitter + 1, 2)
        value, slope = slope_of(np.roll(image, shake, axis=(1, 2)))
        if not step and not slope.any():
            raise ValueError(_silent(layer, unit))
        scores.append(value)
        image = image + rate * reach * evenly(np.roll(slope, -shake, axis=(1, 2)))
        image = grey + (1 - decay) * (image - grey)
        if blur and step % 4 == 3:
            image = gaussian_filter(image, (0, blur, blur, 0))
        image = np.clip(image, low, high).astype(np.float32)
    return Ascent(image[0], np.array(scores))


def class_model(model, unit, *, decay=0.02, **options):
    """Return the model of a class: the image with the greatest logit for its size [1]_.

    Climbs ``z_c(image) - weight * |image - grey| ** 2`` from middle grey: the penalty's step is a
    pull to grey. Nothing else holds it, which shows: what excites most is no picture that anyone
    would take.

    Parameters
    ----------
    model : keras.Model
    unit : int
        The class.
    decay : float
        What the penalty takes of the distance to grey in each step.
    **options
        `limits`, `steps`, `rate`, `size`, `seed`, as in `maximise`.

    Returns
    -------
    Ascent

    References
    ----------
    .. [1] Simonyan, Vedaldi & Zisserman, 2014, "Deep inside convolutional networks",
           arXiv:1312.6034, section 2.
    """
    return maximise(model, unit=unit, decay=decay, blur=0, jitter=0, **options)


def climbing(score, weights=None):
    """Return a function: a batch to its objective and the slope of that by the pixels.

    The objective is the sum of the score's numbers times `weights`; without them, half the mean of
    their squares, which raises whatever is there already.
    """

    def objective(images):
        numbers = score.of_results(follow(score.steps, images, until=score.at))
        if weights is None:
            return keras.ops.mean(keras.ops.square(numbers)) / 2
        return keras.ops.sum(numbers * keras.ops.convert_to_tensor(weights))

    slopes = repeated(objective)

    def slope_of(batch):
        value, (slope,) = slopes(batch)
        return value, slope

    return slope_of


def evenly(slope):
    """Return a slope that changes a pixel by 1 in the mean.

    Examples
    --------
    >>> evenly(np.array([3.0, -1.0]))
    array([ 1.5, -0.5])
    """
    return slope / (np.abs(slope).mean() + np.finfo(np.float32).tiny)


def _first(score, start, size, limits, rng):
    """Return the batch of one image to begin with."""
    low, high = limits
    if not low < high:
        raise ValueError(f"limits are {limits}, but must be (least, greatest) value of a pixel")
    if start is not None:
        return score.batch(start)[0][:1]
    sides = tuple(size or score.shape[:2])
    if None in sides:
        raise ValueError(f"{score.model.name} takes images of any size; give size=(rows, columns)")
    noise = rng.uniform(-0.02, 0.02, (1, *sides, score.shape[-1]))
    return ((low + high) / 2 + (high - low) * noise).astype(np.float32)


def _silent(layer, unit):
    return (
        f"unit {unit} of {layer or 'the output'} is silent at the start, and no pixel moves it; "
        "begin with another image (start=...), or ask the convolution below, whose sum has a slope"
    )


def _weights(score, image, unit):
    """Return 1 for a unit, and for a map the share of each of its places."""
    numbers = score.values(image)
    weights = score.chosen(image, unit)
    if numbers.ndim == 4 and np.ndim(unit) == 0:
        weights[:] = 0
        weights[..., unit] = 1 / numbers[0, ..., 0].size
    return weights
