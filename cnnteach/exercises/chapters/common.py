"""What several chapters need: random numbers within limits, and `cnnteach.ops` on plain images."""

import numpy as np

from cnnteach import ops


def whole_numbers(rng, *limits):
    """Draw a whole number between each pair of `limits`, both of which may come."""
    return tuple(int(rng.integers(least, most + 1)) for least, most in limits)


def photo(rng, height, width):
    """Draw a colour image (height, width, 3) with the darkest and the brightest pixel there is."""
    image = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
    image[0, 0], image[-1, -1] = 0, 255
    return image


def correlate(image, kernel, **options):
    """Slide `kernel` (KH, KW) over `image` (H, W) by `ops.conv2d`, which takes the options.

    Examples
    --------
    >>> correlate(np.arange(9).reshape(3, 3), np.array([[0, 1], [2, 3]]))
    array([[19, 25],
           [37, 43]])
    """
    return ops.conv2d(image[None, :, :, None], kernel[:, :, None, None], **options)[0, :, :, 0]
