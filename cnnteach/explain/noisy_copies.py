"""SmoothGrad: the mean of the gradients at an image and noise."""

import numpy as np

from cnnteach.explain.rectifiers import known_rule
from cnnteach.explain.score import Score
from cnnteach.shapes import whole_number


def smooth_grad(
    model,
    images,
    *,
    copies=25,
    noise=0.15,
    seed=0,
    rule="gradient",
    unit=None,
    layer=None,
    of="logit",
):
    """Return the mean gradient of noisy copies of each image [1]_.

    The gradient of a deep network jumps from pixel to pixel; what many neighbours of the image
    agree on remains.

    Parameters
    ----------
    model : keras.Model
    images : array_like, shape (H, W, C) or (N, H, W, C)
    copies : int
        Of each image; the paper finds little gain beyond 50.
    noise : float
        Standard deviation, as a share of the image's greatest minus its least value.
    seed : int
    rule, unit, layer, of
        As in `cnnteach.explain.pixels.to_pixels`. The unit is chosen on the image without noise.

    Returns
    -------
    ndarray of float32, of the images' shape

    References
    ----------
    .. [1] Smilkov, Thorat, Kim, Viégas & Wattenberg, 2017, "SmoothGrad: removing noise by adding
           noise", arXiv:1706.03825, section 3.

    Examples
    --------
    >>> from cnnteach import models
    >>> smooth_grad(models.load("lenet5_digits"), np.ones((28, 28)), copies=2).shape
    (28, 28, 1)
    """
    copies, rng = whole_number("copies", copies), np.random.default_rng(seed)
    if not 0 <= noise < np.inf:
        raise ValueError(f"noise is {noise}, but must be a share of the image's range, 0 or more")
    score, rule = Score(model, layer=layer, of=of), known_rule(rule)
    batch, alone = score.batch(images)
    masks = score.chosen(batch, unit)
    found = np.empty_like(batch)
    for i, (image, mask) in enumerate(zip(batch, masks, strict=True)):
        spread = noise * np.ptp(image)
        noisy = image + rng.normal(0, 1, (copies, *image.shape)).astype(image.dtype) * spread
        slopes = score.gradient(noisy, np.repeat(mask[None], copies, axis=0), rule=rule)
        found[i] = slopes.mean(axis=0)
    return found[0] if alone else found
