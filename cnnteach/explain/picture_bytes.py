"""Images of any numbers as bytes of red, green and blue, to be drawn."""

import numpy as np


def as_bytes(crops):
    """Return images (H, W, C) as bytes of three colours.

    Bytes stay, floats of 0 to 1 become bytes, others are stretched from the least to the greatest
    of all.

    Examples
    --------
    >>> as_bytes([np.array([[[0.0], [1.0]]])])[0].tolist()
    [[[0, 0, 0], [255, 255, 255]]]
    """
    low = min((crop.min() for crop in crops if crop.size), default=0)
    high = max((crop.max() for crop in crops if crop.size), default=1)
    if crops and crops[0].dtype == np.uint8:
        low, high = 0, 255
    elif low >= 0 and high <= 1:
        low, high = 0, 1
    scale = 255 / ((high - low) or 1)
    scaled = [((crop - float(low)) * scale).round().astype(np.uint8) for crop in crops]
    return [three_colours(crop) for crop in scaled]


def three_colours(pixels):
    """Return three colours: of a grey image thrice the same, of other channels their mean."""
    if pixels.shape[-1] == 3:
        return pixels
    return pixels.mean(axis=-1, keepdims=True).round().astype(np.uint8).repeat(3, axis=-1)


def signed_bytes(images):
    """Return images of signed numbers (N, H, W, C) as bytes of three colours: 0 is middle grey.

    Each image's number that is furthest from 0 is black or white.

    Examples
    --------
    >>> signed_bytes(np.array([[[[-2.0], [0.0], [1.0]]]]))[0, 0, :, 0].tolist()
    [1, 128, 192]
    """
    far = np.abs(images).max(axis=(1, 2, 3), keepdims=True)
    scaled = 128 + 127 * images / np.where(far == 0, 1, far)
    return three_colours(scaled.round().astype(np.uint8))


def opaque(image):
    """Return a picture of bytes (H, W, C) with four channels, the last of them 255.

    Examples
    --------
    >>> opaque(np.uint8([[[7]]])).tolist()
    [[[7, 7, 7, 255]]]
    """
    colours = three_colours(image)
    return np.concatenate([colours, np.full_like(colours[..., :1], 255)], axis=-1)
