"""DeepDream: whatever a layer sees in an image, let it see more of it."""

import numpy as np
from skimage.transform import resize

from cnnteach.explain.ascent import climbing, evenly
from cnnteach.explain.score import Score
from cnnteach.shapes import whole_number


def deep_dream(
    model, image, *, layer, limits=(0.0, 1.0), octaves=3, zoom=1.4, steps=10, rate=0.01, seed=0
):
    """Strengthen what a layer answers to, from coarse to fine [1]_.

    Climbs half the mean square of the layer's numbers, whose gradient is the numbers themselves:
    strong answers get stronger. It begins with the image made small, so that what appears is large
    against the image, then goes on at the next size with the detail that the image has there.

    Parameters
    ----------
    model : keras.Model
    image : array_like, shape (H, W, C)
    layer : str
        Early layers bring strokes and textures, later ones parts of things.
    limits : (float, float)
        The least and the greatest value of a pixel, in the model's scale.
    octaves : int
        Sizes; with 1 the image's own alone, as layers above a flatten or a dense one need.
    zoom : float
        From one size to the next.
    steps : int
        In each size.
    rate : float
        The mean change of a pixel in a step, as a share of the limits' distance.
    seed : int
        Of the shakes that keep the edges of strides from showing.

    Returns
    -------
    ndarray of float32, shape (H, W, C)

    References
    ----------
    .. [1] Mordvintsev, Olah & Tyka, 2015, "Inceptionism: going deeper into neural networks".

    Examples
    --------
    >>> from cnnteach import models
    >>> rng = np.random.default_rng(0)
    >>> deep_dream(models.load("lenet5_digits"), rng.random((28, 28)), layer="c1", octaves=2).shape
    (28, 28, 1)
    """
    score, rng = Score(model, layer=layer), np.random.default_rng(seed)
    batch, _ = score.batch(image)
    original, dreamt = batch[0], 0
    for octave in reversed(range(whole_number("octaves", octaves))):
        sides = [max(1, round(side / zoom**octave)) for side in original.shape[:2]]
        seen = _scaled(original, sides)
        begun = np.clip(seen + _scaled(dreamt, sides), *limits) if np.ndim(dreamt) else seen
        dreamt = _climb(score, begun, limits, steps, rate, rng) - seen
    return original + dreamt


def _climb(score, image, limits, steps, rate, rng):
    slope_of, batch = climbing(score), image[None]
    for _ in range(whole_number("steps", steps)):
        shake = rng.integers(-8, 9, 2)
        _, slope = slope_of(np.roll(batch, shake, axis=(1, 2)))
        step = rate * (limits[1] - limits[0]) * evenly(np.roll(slope, -shake, axis=(1, 2)))
        batch = np.clip(batch + step, *limits).astype(np.float32)
    return batch[0]


def _scaled(image, sides):
    """Return an image in another size; smoothed before it shrinks."""
    return resize(image, sides, order=1, anti_aliasing=True, preserve_range=True).astype(np.float32)
