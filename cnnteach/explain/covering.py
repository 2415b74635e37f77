"""Occlusion: cover a part of the image, and see how much the network minds."""

from typing import NamedTuple

import numpy as np

from cnnteach.explain.score import AT_ONCE, Score
from cnnteach.shapes import output_size, pair


class Occlusion(NamedTuple):
    """What covering did.

    Parameters
    ----------
    drop : ndarray, shape (rows, columns)
        How far the score fell with the patch at stop (row, column); negative where it rose.
    score : float
        With nothing covered.
    size, stride : (int, int)
        The patch's rows and columns, and how far it jumps: at stop (i, j) it covers the pixels from
        ``(i * stride[0], j * stride[1])`` on.
    """

    drop: np.ndarray
    score: float
    size: tuple
    stride: tuple


def occlusion(
    model, image, *, size=8, stride=None, fill=None, unit=None, layer=None, of="probability"
):
    """Slide a patch over an image, and measure how far the score falls [1]_.

    No gradient, and no assumption about what is inside the network; it costs a forward pass for
    each stop.

    Parameters
    ----------
    model : keras.Model
    image : array_like, shape (H, W, C)
    size, stride : int or (int, int)
        Of the patch; it jumps by half its size, if not said. Stops that leave the image are left
        out.
    fill : float or array_like, shape (C,), optional
        What the patch shows: the image's mean colour, if not given.
    unit, layer, of
        As in `cnnteach.explain.pixels.to_pixels`, here with the probability, as in the paper.

    Returns
    -------
    Occlusion

    Raises
    ------
    ValueError
        If the patch is larger than the image.

    References
    ----------
    .. [1] Zeiler & Fergus, 2014, arXiv:1311.2901, section 4.2 and figure 7.

    Examples
    --------
    >>> from cnnteach import models
    >>> occlusion(models.load("lenet5_digits"), np.zeros((28, 28)), size=8).drop.shape
    (6, 6)
    """
    score = Score(model, layer=layer, of=of)
    batch, alone = score.batch(image)
    if not alone:
        raise ValueError(f"occlusion takes one image; {len(batch)} came: pass images[0]")
    size = pair("size", size)
    stride = tuple(max(1, side // 2) for side in size) if stride is None else pair("stride", stride)
    fill = batch[0].mean(axis=(0, 1)) if fill is None else fill
    sides = zip(batch.shape[1:3], size, stride, strict=True)
    shape = tuple(output_size(side, patch, jump) for side, patch, jump in sides)
    mask, stops = score.chosen(batch, unit), list(np.ndindex(*shape))
    scores = [float((score.values(batch) * mask).sum())]
    for start in range(0, len(stops), AT_ONCE):
        part = stops[start : start + AT_ONCE]
        covered = np.stack([_covered(batch[0], stop, size, stride, fill) for stop in part])
        scores.extend((score.values(covered) * mask).reshape(len(part), -1).sum(axis=1))
    before, *after = scores
    return Occlusion(before - np.reshape(after, shape), before, size, stride)


def _covered(image, stop, size, stride, fill):
    """Return a copy of the image with the patch at one stop."""
    covered = image.copy()
    top, left = (i * jump for i, jump in zip(stop, stride, strict=True))
    covered[top : top + size[0], left : left + size[1]] = fill
    return covered
