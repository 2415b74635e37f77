"""Integrated gradients: shares of the pixels that add up to the score."""

import numpy as np

from cnnteach.explain.score import Score
from cnnteach.shapes import whole_number


def integrated_gradients(
    model, images, *, baseline=0.0, points=50, unit=None, layer=None, of="logit"
):
    """Share the score's change from a baseline to the image among the pixels [1]_.

    ``(x - baseline) * mean of the gradients`` on the straight line between the two.
    **Completeness:** the shares add up to ``score(x) - score(baseline)``, up to the error of the
    sum over `points` (the middles of equal parts); `score_of` gives both scores.

    Parameters
    ----------
    model : keras.Model
    images : array_like, shape (H, W, C) or (N, H, W, C)
    baseline : float or array_like, shape (H, W, C)
        What stands for "nothing there", in the model's scale: black unless told otherwise. It is
        a choice, and other choices give other shares: what equals the baseline gets 0.
    points : int
        On the line; more where completeness fails.
    unit, layer, of
        As in `cnnteach.explain.pixels.to_pixels`.

    Returns
    -------
    ndarray of float32, of the images' shape

    References
    ----------
    .. [1] Sundararajan, Taly & Yan, 2017, "Axiomatic attribution for deep networks",
           arXiv:1703.01365, sections 3 and 5.

    Examples
    --------
    >>> from cnnteach import models
    >>> model, image = models.load("lenet5_digits"), np.eye(28)[..., None]
    >>> shares = integrated_gradients(model, image, points=100, unit=7)
    >>> change = score_of(model, image, unit=7) - score_of(model, 0 * image, unit=7)
    >>> bool(abs(shares.sum() - change) < 0.02 * abs(change))
    True
    """
    points, score = whole_number("points", points), Score(model, layer=layer, of=of)
    batch, alone = score.batch(images)
    masks = score.chosen(batch, unit)
    shares = ((np.arange(points) + 0.5) / points).astype(np.float32).reshape(-1, 1, 1, 1)
    found = np.empty_like(batch)
    for i, (image, mask) in enumerate(zip(batch, masks, strict=True)):
        start = np.broadcast_to(np.asarray(baseline, image.dtype), image.shape)
        line = start + shares * (image - start)
        slopes = score.gradient(line, np.repeat(mask[None], points, axis=0))
        found[i] = (image - start) * slopes.mean(axis=0)
    return found[0] if alone else found


def score_of(model, images, *, unit=None, layer=None, of="logit"):
    """Return the number that the methods trace back: a float for one image, else (N,).

    Options as in `cnnteach.explain.pixels.to_pixels`.

    Examples
    --------
    >>> from cnnteach import models
    >>> score_of(models.load("lenet5_digits"), np.zeros((28, 28)), of="probability") <= 1
    True
    """
    score = Score(model, layer=layer, of=of)
    batch, alone = score.batch(images)
    chosen = score.values(batch) * score.chosen(batch, unit)
    found = chosen.reshape(len(batch), -1).sum(axis=1)
    return float(found[0]) if alone else found
