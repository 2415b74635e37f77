"""Many windows out of few: faces moved and relit a little, and faces spoiled on purpose.

The windows that are hardest to tell from a face are those that nearly are one: a face beside the
middle, a part of one, one that lies on its side.
"""

import numpy as np
from scipy import ndimage


def relit(windows, rng):
    """Change contrast, brightness and gamma of each window at random.

    Parameters
    ----------
    windows : ndarray of float32, shape (N, 25, 25)
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of float32, shape (N, 25, 25)
        0 to 1.
    """
    contrast, gamma = np.exp(rng.normal(0, [[0.3], [0.25]], (2, len(windows)))).astype(np.float32)
    brightness = rng.normal(0, 0.1, len(windows)).astype(np.float32)
    lit = (windows - 0.5) * contrast[:, None, None] + 0.5 + brightness[:, None, None]
    return np.clip(lit, 0, 1) ** gamma[:, None, None]


def moved(windows, *, angle, size, shift, border="nearest"):
    """Turn each window about its middle, show it larger or smaller, and shift it.

    Parameters
    ----------
    windows : ndarray of float32, shape (N, H, W)
    angle : ndarray, shape (N,)
        Radians, anticlockwise.
    size : ndarray, shape (N,)
        2 shows everything twice as large.
    shift : ndarray, shape (N, 2)
        Pixels down and to the right.
    border : str
        What lies outside: see `scipy.ndimage.map_coordinates`.

    Returns
    -------
    ndarray of float32, shape (N, H, W)

    Examples
    --------
    >>> row = np.float32([[[1, 2, 3]]])
    >>> moved(row, angle=np.zeros(1), size=np.ones(1), shift=np.array([[0, 1]]))
    array([[[1., 1., 2.]]], dtype=float32)
    """
    count, height, width = windows.shape
    middle = np.array([(height - 1) / 2, (width - 1) / 2])
    places = np.indices((height, width)).reshape(2, 1, -1) - middle[:, None, None]
    down, right = (places - shift.T[:, :, None]) / size[:, None]
    sine, cosine = np.sin(angle)[:, None], np.cos(angle)[:, None]
    rows, columns = cosine * down + sine * right, cosine * right - sine * down
    which = np.broadcast_to(np.arange(count)[:, None], rows.shape)
    source = np.stack([which, rows + middle[0], columns + middle[1]])
    return ndimage.map_coordinates(windows, source, order=1, mode=border).reshape(windows.shape)


def varied(windows, count, rng):
    """Draw windows at random, mirrored, turned, resized, shifted and relit a little.

    The shifts, up to 2 pixels, and sizes, up to 10 %, are those between the places and scales at
    which the sliding window stops.

    Parameters
    ----------
    windows : ndarray of float32, shape (N, 25, 25)
    count : int
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of float32, shape (count, 25, 25)
    """
    return relit(
        moved(
            _drawn(windows, count, rng),
            angle=rng.normal(0, 0.1, count),
            size=np.exp(rng.uniform(-0.1, 0.1, count)),
            shift=rng.uniform(-2, 2, (count, 2)),
        ),
        rng,
    )


def spoiled(faces, count, rng):
    """Draw faces that are not to be found: beside the middle, too large, too small, or turned.

    Parameters
    ----------
    faces : ndarray of float32, shape (N, 25, 25)
    count : int
        A quarter of each kind.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of float32, shape (count // 4 * 4, 25, 25)
    """
    quarter = count // 4
    upright, as_large, still = np.zeros(quarter), np.ones(quarter), np.zeros((quarter, 2))
    ways = (  # angle, size, shift, and what lies outside of the face's own window
        (upright, as_large, _beside(quarter, rng), "reflect"),
        (upright, rng.uniform(1.7, 3, quarter), rng.uniform(-9, 9, (quarter, 2)), "nearest"),
        (upright, rng.uniform(0.4, 0.6, quarter), rng.uniform(-3, 3, (quarter, 2)), "reflect"),
        (rng.integers(1, 4, quarter) * np.pi / 2, as_large, still, "nearest"),
    )
    windows = [
        moved(_drawn(faces, quarter, rng), angle=angle, size=size, shift=shift, border=border)
        for angle, size, shift, border in ways
    ]
    return relit(np.concatenate(windows), rng)


def _beside(count, rng):
    """Return shifts of 8 to 14 pixels in all directions."""
    towards, far = rng.uniform(0, 2 * np.pi, count), rng.uniform(8, 14, count)
    return np.stack([np.sin(towards), np.cos(towards)], axis=1) * far[:, None]


def _drawn(windows, count, rng):
    """Draw windows at random, every second one mirrored."""
    drawn = windows[rng.integers(len(windows), size=count)]
    mirrored = rng.random(count) < 0.5
    drawn[mirrored] = drawn[mirrored, :, ::-1]
    return drawn
