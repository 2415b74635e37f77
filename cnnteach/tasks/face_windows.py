"""Windows of 25 x 25 to learn faces from: a hundred faces, and everything that is none.

A hundred faces are few, so each is shown in many variations (`cnnteach.tasks.face_variations`);
what is no face is cut from photographs, where there is no end of it.
"""

from typing import NamedTuple

import numpy as np

from cnnteach.datasets import photo, photos
from cnnteach.datasets.wheels import packaged_file
from cnnteach.tasks.face_variations import relit
from cnnteach.tasks.photographs import grey

SIDE = 25
FOR_TEST = 20  # of the hundred faces, and of the hundred windows without one
WITH_FACES = ("astronaut", "camera")  # the photographs that show a person's face


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


def faceless_photographs():
    """Return the photographs that show no person's face, in grey: name -> float32 (H, W).

    Examples
    --------
    >>> "astronaut" in faceless_photographs()
    False
    """
    return {name: grey(photo(name)) for name in photos() if name not in WITH_FACES}


def as_bytes(windows):
    """Return windows of 0 to 1 as bytes of 0 to 255, a quarter of the memory.

    Examples
    --------
    >>> as_bytes(np.float32([0, 0.5, 1]))
    array([  0, 128, 255], dtype=uint8)
    """
    return np.rint(windows * 255).astype(np.uint8)


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
