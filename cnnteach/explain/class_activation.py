"""Grad-CAM: which places of a layer's maps speak for the class?"""

import keras
import numpy as np

from cnnteach.explain.forward import follow
from cnnteach.explain.score import Score, number_of


def grad_cam(model, images, *, maps=None, unit=None, layer=None, of="logit"):
    """Add a layer's maps, each weighed by the mean slope of the score by it; keep what is > 0 [1]_.

    Parameters
    ----------
    model : keras.Model
    images : array_like, shape (H, W, C) or (N, H, W, C)
    maps : str, optional
        The layer whose maps are added: the last before the score that has rows and columns, if
        not given.
    unit, layer, of
        The number that is asked, as in `cnnteach.explain.pixels.to_pixels`.

    Returns
    -------
    ndarray of float32, shape (rows, columns) or (N, rows, columns)
        As many as the layer has; place (0, 0) lies over the image's top left.

    Raises
    ------
    ValueError
        If no layer before the score has maps, or `maps` is none of them.

    References
    ----------
    .. [1] Selvaraju, Cogswell, Das, Vedantam, Parikh & Batra, 2017, "Grad-CAM: visual explanations
           from deep networks via gradient-based localization", arXiv:1610.02391, section 3.

    Examples
    --------
    >>> from cnnteach import models
    >>> grad_cam(models.load("lenet5_digits"), np.zeros((28, 28)), unit=3).shape
    (5, 5)
    """
    score = Score(model, layer=layer, of=of)
    batch, alone = score.batch(images)
    mask, at = score.chosen(batch, unit), _maps_before(score, maps)
    results = follow(score.steps, keras.ops.convert_to_tensor(batch), until=at)
    activity = keras.ops.convert_to_numpy(results[at].output)
    slopes = score.gradient(batch, mask, by=at)
    weights = slopes.mean(axis=(1, 2), keepdims=True)
    found = np.maximum((weights * activity).sum(axis=-1), 0)
    return found[0] if alone else found


def _maps_before(score, maps):
    """Return the number of the layer to add up, or say which there are."""
    path = score.steps[: score.at]
    having = [i for i, step in enumerate(path) if step.sources and _has_maps(step.shape)]
    if not having:
        names = ", ".join(step.name for step in path)
        raise ValueError(
            f"{score.model.name} has no maps before the score, so no convolution to look at "
            f"({names}); Grad-CAM needs a layer with rows and columns"
        )
    if maps is None:
        return having[-1]
    at = number_of(score.steps, maps, score.model)
    if at not in having:
        names = ", ".join(path[i].name for i in having)
        raise ValueError(f"{maps} has no maps before the score; those that have are {names}")
    return at


def _has_maps(shape):
    return len(shape) == 3 and shape[:2] != (1, 1)
