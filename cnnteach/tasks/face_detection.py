"""Find the faces of a photograph: a window slid over it at every scale, and the best boxes kept."""

from typing import NamedTuple

import numpy as np

from cnnteach.tasks.boxes import non_maximum_suppression
from cnnteach.tasks.face_windows import grey
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


def find_faces(image, model, *, threshold=0.99, overlap=0.3, smallest=25, factor=1.2):
    """Find upright faces seen from the front.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, 3)
        Bytes of 0 to 255, or floats of 0 to 1.
    model : keras.Model
        The detector: windows (N, 25, 25, 1) to scores (N, 1).
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
    """
    if not 0 < threshold < 1:
        raise ValueError(f"threshold is {threshold}, but is a probability: more than 0, less than 1")
    maps = score_maps(model, grey(image), smallest=smallest, factor=factor)
    boxes, scores = best_windows(maps, threshold=np.log(threshold / (1 - threshold)))
    kept = non_maximum_suppression(boxes, scores, overlap=overlap)
    return Faces(boxes[kept], 1 / (1 + np.exp(-scores[kept])), len(scores))
