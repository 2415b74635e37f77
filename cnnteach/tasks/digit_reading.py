"""Read a digit that the learner drew or photographed: made to look like MNIST's, then named."""

import functools

import numpy as np
from scipy import ndimage

from cnnteach.tasks.photographs import grey
from cnnteach.tasks.recognition import Guess

SIDE, INK = 28, 20  # pixels: of the image, and of the digit's longer side in it
FAINT = 0.2  # of the strongest stroke; less is no ink
LEAST_CONTRAST = 0.1


def read_digit(image, k=3, *, model=None):
    """Say which digit an image shows.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, 3)
        One digit, dark on bright or bright on dark; bytes of 0 to 255, or floats of 0 to 1.
    k : int
        How many digits to name, the most probable first.
    model : keras.Model, optional
        Images (N, 28, 28, 1) of 0 to 1 to probabilities (N, 10); the shipped LeNet-5, if not given.

    Returns
    -------
    tuple of Guess

    Raises
    ------
    ValueError
        If the image is none, or has nothing on it.

    Examples
    --------
    >>> from cnnteach.datasets import digits
    >>> images, labels = digits()
    >>> read_digit(255 - images[2600], k=1)[0].name, labels[2600].item()
    ('5', 5)
    """
    model = _shipped() if model is None else model
    probabilities = np.asarray(model.predict_on_batch(as_mnist(image)[None, :, :, None]))[0]
    best = np.argsort(-probabilities, kind="stable")[:k]
    return tuple(Guess(str(place), float(probabilities[place])) for place in best)


def as_mnist(image):
    """Make a digit look like those of MNIST: bright on black, 20 pixels large, centred [1]_.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, 3)
        What most of the border shows is taken for the ground.

    Returns
    -------
    ndarray of float32, shape (28, 28)
        0 to 1; the centre of mass is in the middle.

    Raises
    ------
    ValueError
        If nothing stands out from the ground.

    References
    ----------
    .. [1] LeCun, Bottou, Bengio & Haffner, 1998, "Gradient-based learning applied to document
           recognition", section III.A.

    Examples
    --------
    >>> drawing = np.full((60, 90), 255, np.uint8)
    >>> drawing[10:50, 70:75] = 0  # a 1 in black ink, at the right
    >>> digit = as_mnist(drawing)
    >>> np.flatnonzero(digit.max(axis=1) > 0.5)[[0, -1]], digit[14].argmax() in (13, 14)
    (array([ 4, 23]), True)
    """
    strokes = _strokes(grey(image))
    rows, columns = (np.flatnonzero((strokes > FAINT).any(axis=axis)) for axis in (1, 0))
    ink = strokes[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    digit = _fitted(ink)
    middle = np.array(ndimage.center_of_mass(digit))
    shift = (SIDE - 1) / 2 - middle
    return ndimage.shift(digit, np.rint(shift), order=0, mode="constant")


def _strokes(image):
    """Return how much each pixel differs from the ground, 0 to 1."""
    border = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    strokes = np.abs(image - np.median(border))
    if strokes.max() < LEAST_CONTRAST:
        raise ValueError(
            "there is no digit on the image: nothing on it stands out from its border; draw with a "
            "dark pen on bright paper"
        )
    return (strokes / strokes.max()).astype(np.float32)


def _fitted(ink):
    """Scale ink to 20 pixels and lay it on black, (28, 28)."""
    from PIL import Image

    scale = INK / max(ink.shape)
    height, width = (max(round(side * scale), 1) for side in ink.shape)
    scaled = Image.fromarray(ink).resize((width, height), Image.Resampling.BILINEAR)
    digit = np.zeros((SIDE, SIDE), np.float32)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    digit[top : top + height, left : left + width] = scaled
    return digit


@functools.cache
def _shipped():
    from cnnteach import models

    return models.load("lenet5_mnist")
