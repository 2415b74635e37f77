"""Coins to be told from their ground, pixel by pixel: labels that a classical method drew."""

import functools

from cnnteach.datasets.dataset import Dataset
from cnnteach.datasets.photographs import photo

_SIDE, _STEP = 96, 32  # pixels: of a window, and from one to the next
_TEST_FROM = 288  # columns from here on are for the test
_SURE_GROUND, _SURE_COIN = 30, 150  # grey values that are one thing for certain
_SMALLEST = 100  # pixels; less is a speck of dust


def coins():
    """Return windows of the photograph ``"coins"``, and which of their pixels belong to a coin.

    The labels are not drawn by hand: pixels that are very dark are ground and very bright ones
    coin, and from both a flood rises over the slopes of brightness until they meet, at the
    coins' rims (the watershed of the Sobel gradient [1]_); holes are filled,
    and specks left out.

    Returns
    -------
    Dataset
        `train`: images, uint8 (49, 96, 96), and labels, uint8 (49, 96, 96), 0 for the ground and 1
        for a coin, windows that overlap, of the left three quarters of the photograph; `test`:
        seven of the right quarter.

    References
    ----------
    .. [1] Beucher & Meyer, 1993, The morphological approach to segmentation: the watershed
           transformation.

    Examples
    --------
    >>> data = coins()
    >>> data.train[0].shape, data.test[0].shape
    ((49, 96, 96), (7, 96, 96))
    """
    image, labels = photo("coins"), labelled_coins()
    parts = []
    for first, last in ((0, _TEST_FROM), (_TEST_FROM, image.shape[1])):
        parts.append((_windows(image[:, first:last]), _windows(labels[:, first:last])))
    return Dataset(*parts, ("ground", "coin"), "windows of the photograph of coins, embedded")


@functools.cache
def labelled_coins():
    """Return the whole photograph's labels, uint8 (303, 384); not to be changed.

    Examples
    --------
    >>> labelled_coins().mean().round(2)  # a third of the picture is coins
    np.float64(0.33)
    """
    import numpy as np
    from scipy.ndimage import binary_fill_holes, label
    from skimage.filters import sobel
    from skimage.segmentation import watershed

    image = photo("coins")
    sure = np.where(image < _SURE_GROUND, 1, np.where(image > _SURE_COIN, 2, 0))
    pieces, _ = label(binary_fill_holes(watershed(sobel(image), sure) == 2))
    large = np.bincount(pieces.ravel()) >= _SMALLEST
    large[0] = False  # the ground
    labels = large[pieces].astype(np.uint8)
    labels.flags.writeable = False
    return labels


def _windows(plane):
    """Return the windows of a plane, (N, 96, 96)."""
    import numpy as np

    tops = range(0, plane.shape[0] - _SIDE + 1, _STEP)
    lefts = range(0, plane.shape[1] - _SIDE + 1, _STEP)
    return np.stack([plane[r : r + _SIDE, c : c + _SIDE] for r in tops for c in lefts])
