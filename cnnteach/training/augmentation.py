"""New pictures out of old ones: mirrored, shifted, turned; a label stays what it was.

Each is a pure function of the images and a random generator: the same generator gives the same
pictures, and what comes in is not changed.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from cnnteach.shapes import whole_number


def flip(images, rng, *, chance=0.5):
    """Mirror some images, left for right.

    Parameters
    ----------
    images : ndarray, shape (N, H, W, C)
    rng : numpy.random.Generator
    chance : float
        Of each image, 0 to 1. Not for digits and letters: a mirrored 2 is no 2.

    Returns
    -------
    ndarray, shape (N, H, W, C)
        Of the dtype of `images`.

    Examples
    --------
    >>> row = np.arange(3).reshape(1, 1, 3, 1)
    >>> flip(row, np.random.default_rng(0), chance=1)[0, 0, :, 0]
    array([2, 1, 0])
    """
    images = _batch(images)
    mirrored = rng.random(len(images)) < chance
    result = images.copy()
    result[mirrored] = images[mirrored, :, ::-1]
    return result


def shift(images, rng, *, pixels=4):
    """Move each image by whole pixels, and fill what becomes free with its own reflection.

    Parameters
    ----------
    images : ndarray, shape (N, H, W, C)
    rng : numpy.random.Generator
    pixels : int
        The farthest that an image moves up, down, left or right.

    Returns
    -------
    ndarray, shape (N, H, W, C)
        Of the dtype of `images`.

    Raises
    ------
    ValueError
        If an image is too small to be reflected that far.

    Examples
    --------
    >>> row = np.arange(4).reshape(1, 1, 4, 1).repeat(2, axis=1)
    >>> shift(row, np.random.default_rng(4), pixels=1)[0, 0, :, 0]
    array([1, 2, 3, 2])
    """
    images = _batch(images)
    pixels = whole_number("pixels", pixels, least=0)
    count, height, width = images.shape[:3]
    if pixels >= min(height, width):
        raise ValueError(
            f"images of {height} x {width} pixels cannot move by {pixels}: nothing of them would "
            f"be left to reflect; pixels can be {min(height, width) - 1} at most"
        )
    rows = _reflected(rng.integers(-pixels, pixels + 1, count), height)
    columns = _reflected(rng.integers(-pixels, pixels + 1, count), width)
    return images[np.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]]


def rotate(images, rng, *, degrees=10.0):
    """Turn each image about its middle, with linear interpolation and a reflected border.

    Parameters
    ----------
    images : ndarray, shape (N, H, W, C)
    rng : numpy.random.Generator
    degrees : float
        The farthest that an image turns, either way.

    Returns
    -------
    ndarray, shape (N, H, W, C)
        Of the dtype of `images`; whole numbers are rounded.

    Examples
    --------
    >>> flat = np.full((1, 5, 5, 1), 0.25)
    >>> bool(np.allclose(rotate(flat, np.random.default_rng(0)), flat))
    True
    """
    images = _batch(images)
    count, height, width = images.shape[:3]
    angles = np.deg2rad(rng.uniform(-degrees, degrees, count))[:, None, None]
    down = np.arange(height)[None, :, None] - (height - 1) / 2
    right = np.arange(width)[None, None, :] - (width - 1) / 2
    rows = np.cos(angles) * down - np.sin(angles) * right + (height - 1) / 2
    columns = np.sin(angles) * down + np.cos(angles) * right + (width - 1) / 2
    places = np.stack([np.broadcast_to(np.arange(count)[:, None, None], rows.shape), rows, columns])
    work = images if images.dtype.kind == "f" else images.astype(np.float32)
    planes = [
        ndimage.map_coordinates(work[..., channel], places, order=1, mode="mirror")
        for channel in range(images.shape[3])
    ]
    result = np.stack(planes, axis=-1)
    return (result if images.dtype.kind == "f" else np.rint(result)).astype(images.dtype)


@dataclass(frozen=True)
class Augmentation:
    """What `fit` may do to each training image, anew each time that it is shown.

    AlexNet's authors say that without it their network "suffers from substantial overfitting" [1]_.

    Parameters
    ----------
    flip : bool
        Mirror every second image, by chance.
    shift : int
        Move by up to so many pixels.
    rotation : float
        Turn by up to so many degrees.

    References
    ----------
    .. [1] Krizhevsky, Sutskever & Hinton, 2012, "ImageNet classification with deep convolutional
           neural networks", section 4.1.

    Examples
    --------
    >>> augment = Augmentation(flip=True, shift=2)
    >>> augment(np.zeros((8, 32, 32, 3)), np.random.default_rng(0)).shape
    (8, 32, 32, 3)
    """

    flip: bool = False
    shift: int = 0
    rotation: float = 0.0

    def __post_init__(self):
        whole_number("shift", self.shift, least=0)
        if not math.isfinite(self.rotation) or self.rotation < 0:
            raise ValueError(f"rotation is {self.rotation}, but must be 0 degrees or more")

    def __call__(self, images, rng):
        if self.rotation:
            images = rotate(images, rng, degrees=self.rotation)
        if self.shift:
            images = shift(images, rng, pixels=self.shift)
        return flip(images, rng) if self.flip else images


def _batch(images):
    images = np.asarray(images)
    if images.ndim != 4:
        raise ValueError(
            f"images has shape {images.shape}, but must be (N, H, W, C); a single image becomes a "
            "batch with image[None], a grey batch gets its channel with images[..., None]"
        )
    return images


def _reflected(offsets, size):
    """Return the rows (or columns) that each image takes its own from: (N, size)."""
    places = np.abs(np.arange(size) + offsets[:, None])
    return size - 1 - np.abs(size - 1 - places)
