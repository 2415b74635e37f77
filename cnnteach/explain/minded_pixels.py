"""How much of what a unit could see does it mind? The receptive field, measured."""

from typing import NamedTuple

import numpy as np

from cnnteach.explain.score import Score
from cnnteach.models.receptive_field import receptive_fields

COUNTS = 0.0455  # of the greatest: two standard deviations, if it falls off like a bell


class EffectiveField(NamedTuple):
    """What a unit minds.

    Parameters
    ----------
    strength : ndarray, shape (H, W)
        Of each pixel: the mean over images of the absolute slope, summed over channels.
    box : ((int, int), (int, int)) or None
        First row and that after the last, and columns, of what it could see; None where that is
        not known.
    size : float
        The side of a square of as many pixels as have at least 4.55 % of the greatest strength.
    """

    strength: np.ndarray
    box: tuple | None
    size: float


def effective_field(model, layer, images, *, unit=None):
    """Measure how strongly each pixel moves a unit [1]_.

    What it could see, its theoretical receptive field, grows by addition with each layer. What it
    minds falls off from the middle like a bell, for the middle has more ways to it, and grows only
    with the square root of the layers' number; training widens it.

    Parameters
    ----------
    model : keras.Model
    layer : str
    images : array_like, shape (N, H, W, C)
        Real ones, or noise, as in the paper; the more, the smoother.
    unit : (int, int, int) or int, optional
        Row, column and channel; or a channel, in the middle of its map. The sum of all channels in
        the middle, if not given.

    Returns
    -------
    EffectiveField
        Of the layer's sums before their activation, which have a slope where a ReLU is shut.

    References
    ----------
    .. [1] Luo, Li, Urtasun & Zemel, 2016, "Understanding the effective receptive field in deep
           convolutional neural networks", arXiv:1701.04128, sections 2 and 3.

    Examples
    --------
    >>> from cnnteach import models
    >>> images = np.random.default_rng(0).random((4, 28, 28, 1))
    >>> field = effective_field(models.load("lenet5_digits"), "c3", images)
    >>> field.box, bool(field.size < 14)
    (((6, 20), (6, 20)), True)
    """
    score = Score(model, layer=layer, of_layer="sum")
    batch, _ = score.batch(images)
    shape = score.values(batch[:1]).shape[1:]
    place = _place(shape, unit)
    mask = np.zeros((len(batch), *shape), np.float32)
    mask[(slice(None), *place)] = 1
    strength = np.abs(score.gradient(batch, mask)).sum(axis=-1).mean(axis=0)
    field = receptive_fields(score.steps)[score.at]
    box = None if field is None else field.box(*(place[:2] if field.jump else ()))
    counted = (strength >= COUNTS * strength.max()).sum() if strength.any() else 0
    return EffectiveField(strength, box, float(np.sqrt(counted)))


def _place(shape, unit):
    """Return an index: of one unit, or of all channels in the middle."""
    middle = tuple((side - 1) // 2 for side in shape[:-1])
    if unit is None:
        return (*middle, slice(None))
    return (*middle, unit) if np.ndim(unit) == 0 else tuple(unit)
