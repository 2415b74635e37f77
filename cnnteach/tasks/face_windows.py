"""Windows of 25 x 25 to learn faces from: a hundred faces, and everything that is none.

A hundred faces are few, so each is shown in many variations; and what is no face is cut from
photographs, where there is no end of it. The windows that are hardest to tell are those that are
nearly a face: a face beside the window's middle, a part of one, one that lies on its side.
"""

from typing import NamedTuple

import numpy as np
from scipy import ndimage

from cnnteach.datasets import photo, photos
from cnnteach.datasets.wheels import packaged_file

SIDE = 25
FOR_TEST = 20  # of the hundred faces, and of the hundred windows without one
WITH_FACES = ("astronaut", "camera")  # the photographs that show a person's face
_GREY = np.float32([0.2125, 0.7154, 0.0721])  # luminance of red, green and blue (ITU-R BT.709)


class Windows(NamedTuple):
    """The windows of scikit-image's `lfw_subset` [1]_: float32 of 0 to 1, shape (N, 25, 25)."""

    faces: np.ndarray
    others: np.ndarray
    test_faces: np.ndarray
    test_others: np.ndarray


def labelled_windows():
    """Return a hundred faces and a hundred windows without one, the last 20 of each for the test.

    The faces are of Labeled Faces in the Wild [1]_: from the hair to the chin, in the window's
    middle. Three of the others show a part of a face.

    References
    ----------
    .. [1] Huang, Ramesh, Berg & Learned-Miller, 2007, Labeled faces in the wild, technical report
           07-49, University of Massachusetts, Amherst.

    Examples
    --------
    >>> [len(part) for part in labelled_windows()]
    [80, 80, 20, 20]
    """
    file = packaged_file("skimage", "data/lfw_subset.npy")
    windows = np.load(file, allow_pickle=False).astype(np.float32)
    faces, others = windows[:100], windows[100:]
    return Windows(
        faces[:-FOR_TEST], others[:-FOR_TEST], faces[-FOR_TEST:], others[-FOR_TEST:]
    )  # in the order of the files, which is not that of persons or of brightness


def grey(image):
    """Return a photograph in grey, float32 of 0 to 1.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, 3)
        Bytes of 0 to 255, or floats of 0 to 1.

    Raises
    ------
    ValueError
        If it is no photograph, or its floats go beyond 0 to 1.

    Examples
    --------
    >>> grey(np.full((2, 2, 3), 255, np.uint8))
    array([[1., 1.],
           [1., 1.]], dtype=float32)
    """
    image = np.asarray(image)
    if image.ndim not in (2, 3) or image.size == 0 or image.shape[2:] not in ((), (3,)):
        raise ValueError(
            f"the photograph has shape {image.shape}, but must be (H, W) or (H, W, 3); "
            "open_image(path) gives such an array"
        )
    scale = 255 if image.dtype == np.uint8 else 1
    values = image.astype(np.float32) / np.float32(scale)
    if not (values.min() >= 0 and values.max() <= 1):
        raise ValueError(
            f"the photograph holds {image.dtype} from {image.min():.4g} to {image.max():.4g}; "
            "give bytes of 0 to 255, or floats of 0 to 1"
        )
    return values if values.ndim == 2 else np.clip(values @ _GREY, 0, 1)


def faceless_photographs():
    """Return the photographs that show no person's face, in grey: name -> float32 (H, W).

    Examples
    --------
    >>> "astronaut" in faceless_photographs()
    False
    """
    return {name: grey(photo(name)) for name in photos() if name not in WITH_FACES}


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
    n = count // 4
    straight, same, still = np.zeros(n), np.ones(n), np.zeros((n, 2))
    towards, far = rng.uniform(0, 2 * np.pi, n), rng.uniform(8, 14, n)
    beside = np.stack([np.sin(towards), np.cos(towards)], axis=1) * far[:, None]
    ways = (
        (dict(angle=straight, size=same, shift=beside), "reflect"),
        (dict(angle=straight, size=rng.uniform(1.7, 3, n), shift=rng.uniform(-9, 9, (n, 2))), "nearest"),
        (dict(angle=straight, size=rng.uniform(0.4, 0.6, n), shift=rng.uniform(-3, 3, (n, 2))), "reflect"),
        (dict(angle=rng.integers(1, 4, n) * np.pi / 2, size=same, shift=still), "nearest"),
    )  # fmt: skip
    return relit(
        np.concatenate(
            [moved(_drawn(faces, n, rng), border=border, **way) for way, border in ways]
        ),
        rng,
    )


def cut(levels, count, rng):
    """Cut windows at random out of photographs at several scales, each photograph as often.

    Parameters
    ----------
    levels : list of list of ndarray, float32 (H, W)
        Of each photograph, the sizes at which it is there.
    count : int
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of float32, shape (count, 25, 25)
    """
    windows = np.empty((count, SIDE, SIDE), np.float32)
    for place in range(count):
        sizes = levels[rng.integers(len(levels))]
        image = sizes[rng.integers(len(sizes))]
        row, column = (rng.integers(side - SIDE + 1) for side in image.shape)
        windows[place] = image[row : row + SIDE, column : column + SIDE]
    return relit(windows, rng)


def _drawn(windows, count, rng):
    """Draw windows at random, every second one mirrored."""
    drawn = windows[rng.integers(len(windows), size=count)]
    mirrored = rng.random(count) < 0.5
    drawn[mirrored] = drawn[mirrored, :, ::-1]
    return drawn
