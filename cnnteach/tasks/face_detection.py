"""Find the faces of a photograph: a window slid over it at every scale, and the best boxes kept."""

import functools
from typing import NamedTuple

import numpy as np

from cnnteach.tasks.boxes import non_maximum_suppression
from cnnteach.tasks.photographs import as_photograph, grey, shorter_side
from cnnteach.tasks.sliding_window import best_windows, score_maps


class Faces(NamedTuple):
    """What `find_faces` found, the surest first.

    boxes : ndarray, shape (N, 4)
        (top, left, bottom, right) in pixels of the photograph, from the hair to the chin.
    probabilities : ndarray, shape (N,)
    windows : int
        How many windows were above the threshold, before the best ones were chosen.
    """

    boxes: np.ndarray
    probabilities: np.ndarray
    windows: int


def face_detector(where=None):
    """Return the detector with its shipped weights: a network for windows of 25 x 25.

    Parameters
    ----------
    where : str or path, optional
        A folder of weights that ``cnnteach train`` wrote; the shipped ones, if not given.

    Returns
    -------
    keras.Model
        Windows (N, 25, 25, 1) of 0 to 1 to scores (N, 1); see `cnnteach.tasks.face_net`.

    Raises
    ------
    ValueError, FileNotFoundError
        If the weights are missing or damaged.

    Examples
    --------
    >>> face_detector().count_params()
    25089
    """
    from cnnteach.models import weights
    from cnnteach.tasks.face_net import face_net

    return weights.load_into(face_net(seed=0), "face_detector", where)


def find_faces(image, model=None, *, threshold=0.99, overlap=0.3, smallest=25, factor=1.2):
    """Find upright faces seen from the front.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, 3)
        Bytes of 0 to 255, or floats of 0 to 1.
    model : keras.Model, optional
        Windows (N, H, W, 1) to scores (N, 1); the shipped `face_detector`, if not given.
    threshold : float
        The probability from which a window counts, 0 to 1.
    overlap : float
        The intersection over union up to which two boxes may be two faces.
    smallest : float
        The side of the smallest face to look for, in pixels of the photograph.
    factor : float
        From one scale to the next.

    Returns
    -------
    Faces

    Raises
    ------
    ValueError
        If the image is none, or a number cannot be.

    Examples
    --------
    >>> from cnnteach.datasets import photo
    >>> faces = find_faces(photo("astronaut"))
    >>> faces.boxes.round(), faces.probabilities.round(2)
    (array([[ 69., 172., 176., 280.]]), array([1.]))
    """
    if not 0 < threshold < 1:
        raise ValueError(f"threshold is {threshold}, but must be a probability above 0 and below 1")
    model = _shipped() if model is None else model
    maps = score_maps(model, grey(image), smallest=smallest, factor=factor)
    boxes, scores = best_windows(maps, threshold=np.log(threshold / (1 - threshold)))
    kept = non_maximum_suppression(boxes, scores, overlap=overlap)
    return Faces(boxes[kept], 1 / (1 + np.exp(-scores[kept])), len(scores))


def detector_arrays(image, model=None, *, longest=400, smallest=25, factor=1.2):
    """Return a photograph and its score maps as `cnnteach.widgets.DetectorExplorer` takes them.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, 3)
        Bytes of 0 to 255, or floats of 0 to 1.
    model : keras.Model, optional
        As for `find_faces`.
    longest : int
        Pixels of the longer side, to which a larger photograph is made smaller first.
    smallest, factor
        As for `find_faces`.

    Returns
    -------
    dict
        ``image``: bytes (H', W', 3); ``maps``: list of `ScoreMap`.

    Examples
    --------
    >>> from cnnteach.datasets import photo
    >>> arrays = detector_arrays(photo("camera"), longest=128)
    >>> arrays["image"].shape, arrays["maps"][0].scores.shape
    ((128, 128, 3), (26, 26))
    """
    image = np.asarray(image)
    grey(image)  # its own errors
    image = image if image.dtype == np.uint8 else np.rint(image * 255.0).astype(np.uint8)
    if max(image.shape[:2]) > longest:
        image = shorter_side(image, round(longest * min(image.shape[:2]) / max(image.shape[:2])))
    model = _shipped() if model is None else model
    maps = score_maps(model, grey(image), smallest=smallest, factor=factor)
    return {"image": as_photograph(image), "maps": maps}


@functools.cache
def _shipped():
    return face_detector()
