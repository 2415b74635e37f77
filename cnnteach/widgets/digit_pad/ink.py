"""From a drawing to what the network sees: scaled and centred as MNIST's digits are."""

import numpy as np

INK, SIDE, BOX = 56, 28, 20  # pixels of the drawing, of an image, and of the digit in it
MIDDLE = 14  # the row and the column of MNIST's images that hold the centre of mass


def normalised(ink):
    """Scale a drawing to 20 x 20 pixels, and bring its centre of mass to pixel (14, 14) of 28 x 28.

    So were MNIST's digits prepared [1]_: without it, a net that knows nothing but them is asked
    about something else. Each pixel of the smaller image is the mean of what it covers.

    Parameters
    ----------
    ink : ndarray, shape (H, H)
        0 to 255; all zeros stay zeros.

    Returns
    -------
    ndarray of uint8, shape (28, 28)

    References
    ----------
    .. [1] LeCun, Bottou, Bengio & Haffner, 1998, "Gradient-based learning applied to document
           recognition", section III.A.

    Examples
    --------
    >>> ink = np.zeros((56, 56))
    >>> ink[4:14, 0:4] = 255  # a short thick line in a corner
    >>> image = normalised(ink)
    >>> rows, columns = np.nonzero(image)
    >>> (rows.min(), rows.max()), (columns.min(), columns.max())
    ((np.int64(5), np.int64(24)), (np.int64(11), np.int64(18)))
    """
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    image = np.zeros((SIDE, SIDE))
    if rows.size == 0:
        return image.astype(np.uint8)
    part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(float)
    side = max(part.shape)
    down, across = (_means(length, side) for length in part.shape)
    small = down @ part @ across.T
    weight = small.sum()
    places = [np.arange(n) for n in small.shape]
    mass = places[0] @ small.sum(axis=1) / weight, places[1] @ small.sum(axis=0) / weight
    top, left = (int(np.floor(MIDDLE - at + 0.5)) for at in mass)
    for row, column in np.ndindex(small.shape):
        if 0 <= row + top < SIDE and 0 <= column + left < SIDE:
            image[row + top, column + left] = small[row, column]
    return np.floor(image + 0.5).astype(np.uint8)


def as_drawn(ink):
    """Return the drawing at half its size, where it stands: means of 2 x 2 pixels, (28, 28)."""
    means = ink.reshape(SIDE, 2, SIDE, 2).mean(axis=(1, 3))
    return np.floor(means + 0.5).astype(np.uint8)


def enlarged(image):
    """Return an image of 28 x 28 as a drawing, each pixel four."""
    return image.repeat(2, axis=0).repeat(2, axis=1)


def _means(length, side):
    """Return the shares by which `length` pixels make up those of an image whose side is 20.

    Examples
    --------
    >>> _means(2, 40)
    array([[0.5, 0.5]])
    """
    each = side / BOX
    count = max(1, int(np.ceil(length / each - 1e-9)))
    starts, pixels = np.arange(count)[:, None] * each, np.arange(length)[None]
    covered = np.minimum(starts + each, pixels + 1) - np.maximum(starts, pixels)
    return np.maximum(covered, 0) / each
