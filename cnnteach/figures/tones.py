"""Which grey or colour a number gets, and which ink can be read on it."""

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import LinearSegmentedColormap

MARK = "#d9480f"  # outlines; dark orange stands out on black, on white and on the signed colours
SIGNED = LinearSegmentedColormap.from_list("signed", ["#2166ac", "#f7f7f7", "#d95f0e"])


def limits_of(array):
    """Return the values that are drawn darkest and brightest.

    Bytes go from 0 to 255 and truth values from 0 to 1, whatever occurs; other numbers from 0 to
    their greatest, and with negatives among them equally far to either side of 0.

    Examples
    --------
    >>> limits_of(np.uint8([3, 4])), limits_of(np.array([-2.0, 1.0])), limits_of(np.array([3, 9]))
    ((0, 255), (-2.0, 2.0), (0, 9))
    """
    if array.dtype == np.uint8:
        return 0, 255
    if array.dtype == bool:
        return 0, 1
    low, high = array.min().item(), array.max().item()
    if low < 0:
        far = max(-low, high)
        return -far, far
    return 0, high or 1


def tones(array, *, signed=False):
    """Return the RGB colour of each value, shape (H, W, 3): greys, or with negatives (or if it is
    said to be `signed`) blue below 0, white at 0 and orange above.
    """
    low, high = limits_of(array)
    low = -high if signed else low
    colours = SIGNED if low < 0 else colormaps["gray"]
    return colours((array - float(low)) / (high - low))[..., :3]


def text_colour(colour):
    """Return the ink, black or white, that stands out more on an RGB colour of 0 to 1.

    References
    ----------
    WCAG 2.2, relative luminance and contrast ratio.

    Examples
    --------
    >>> text_colour((0.2, 0.2, 0.2)), text_colour((1, 1, 1))
    ('white', 'black')
    """
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "white" if luminance < 0.179 else "black"
