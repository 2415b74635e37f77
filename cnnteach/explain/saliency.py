"""The saliency map: how much would the class's score change with each pixel?"""

import numpy as np

from cnnteach.explain.pixels import gradient


def saliency_map(model, images, **options):
    """Return the greatest absolute slope among the channels of each pixel [1]_.

    Parameters
    ----------
    model : keras.Model
    images : array_like, shape (H, W, C) or (N, H, W, C)
    **options
        `unit`, `layer`, `of`, as in `cnnteach.explain.pixels.to_pixels`.

    Returns
    -------
    ndarray, shape (H, W) or (N, H, W)
        Never negative: it says that a pixel matters, not which way.

    References
    ----------
    .. [1] Simonyan, Vedaldi & Zisserman, 2014, "Deep inside convolutional networks",
           arXiv:1312.6034, section 3.1.

    Examples
    --------
    >>> from cnnteach import models
    >>> saliency_map(models.load("lenet5_digits"), np.zeros((28, 28)), unit=3).shape
    (28, 28)
    """
    return largest_of_channels(gradient(model, images, **options))


def largest_of_channels(slopes):
    """Return max over channels of the absolute values: (..., H, W, C) to (..., H, W).

    Examples
    --------
    >>> largest_of_channels([[[1, -2], [0, 3]], [[-4, 1], [2, -1]], [[0, 0], [-5, 1]]])
    array([[2, 3],
           [4, 2],
           [0, 5]])
    """
    return np.abs(slopes).max(axis=-1)
