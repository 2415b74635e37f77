"""Squares cut out of a photograph: the middle, or ten of them."""

import numpy as np


def centre_crop(image, side):
    """Cut a square out of the middle.

    Parameters
    ----------
    image : ndarray, shape (H, W, C)
    side : int
        At most H and W.

    Returns
    -------
    ndarray, shape (side, side, C)

    Examples
    --------
    >>> centre_crop(np.arange(25).reshape(5, 5, 1), 3)[:, :, 0]
    array([[ 6,  7,  8],
           [11, 12, 13],
           [16, 17, 18]])
    """
    _fits(image, side)
    top, left = ((length - side) // 2 for length in image.shape[:2])
    return image[top : top + side, left : left + side]


def ten_crops(image, side):
    """Cut squares out of the four corners and the middle, and mirror each: AlexNet's ten [1]_.

    Parameters
    ----------
    image : ndarray, shape (H, W, C)
    side : int
        At most H and W.

    Returns
    -------
    ndarray, shape (10, side, side, C)
        Upper left, upper right, lower left, lower right, middle; then the same, mirrored.

    References
    ----------
    .. [1] Krizhevsky, Sutskever & Hinton, 2012, "ImageNet classification with deep convolutional
           neural networks", section 4.1.

    Examples
    --------
    >>> crops = ten_crops(np.arange(16).reshape(4, 4, 1), 2)
    >>> crops[:, 0, :, 0].tolist()  # the first row of each
    [[0, 1], [2, 3], [8, 9], [10, 11], [5, 6], [1, 0], [3, 2], [9, 8], [11, 10], [6, 5]]
    """
    _fits(image, side)
    corners = [
        image[rows, columns]
        for rows in (slice(side), slice(-side, None))
        for columns in (slice(side), slice(-side, None))
    ]
    five = np.stack([*corners, centre_crop(image, side)])
    return np.concatenate([five, five[:, :, ::-1]])


def _fits(image, side):
    if not 1 <= side <= min(image.shape[:2]):
        raise ValueError(
            f"no square of {side} pixels can be cut out of {image.shape[0]} x {image.shape[1]}; "
            "make the photograph larger first, with shorter_side"
        )
