"""Boxes around things: how far two of them agree, and which of many to keep.

A box is (top, left, bottom, right), in pixels, where the picture's upper left corner is (0, 0) and
the box's lower right corner lies outside of its last pixel: its height is ``bottom - top``.
"""

import numpy as np


def intersection_over_union(first, second):
    """Compare each box of one list with each of another: 1 where they are the same, 0 where apart.

    ``IoU(A, B) = area(A and B) / area(A or B)`` [1]_.

    Parameters
    ----------
    first : array_like, shape (N, 4)
        Boxes (top, left, bottom, right).
    second : array_like, shape (M, 4)

    Returns
    -------
    ndarray, shape (N, M)
        0 to 1.

    Raises
    ------
    ValueError
        If a box has no area, or the arrays hold no boxes.

    References
    ----------
    .. [1] Everingham, Van Gool, Williams, Winn & Zisserman, 2010, "The Pascal visual object
           classes challenge", IJCV 88, section 4.2.

    Examples
    --------
    Two squares of 4 pixels a side, one shifted by 2: 8 pixels of 24 in common.

    >>> intersection_over_union([[0, 0, 4, 4]], [[0, 2, 4, 6], [0, 0, 4, 4], [4, 0, 8, 4]])
    array([[0.33333333, 1.        , 0.        ]])
    """
    first, second = as_boxes(first), as_boxes(second)
    top_left = np.maximum(first[:, None, :2], second[None, :, :2])
    bottom_right = np.minimum(first[:, None, 2:], second[None, :, 2:])
    common = np.clip(bottom_right - top_left, 0, None).prod(axis=2)
    return common / (_areas(first)[:, None] + _areas(second)[None, :] - common)


def non_maximum_suppression(boxes, scores, *, overlap=0.3):
    """Keep the best box of each heap of boxes.

    The box with the greatest score is kept, and all that overlap it too far are dropped; then the
    same with the best of those that are left, until none is.

    Parameters
    ----------
    boxes : array_like, shape (N, 4)
        (top, left, bottom, right).
    scores : array_like, shape (N,)
        The greater the better; of equal ones the first counts as better.
    overlap : float
        The intersection over union, 0 to 1, up to which two boxes may show two things.

    Returns
    -------
    ndarray of int
        The places in `boxes` of those that are kept, the best first.

    Raises
    ------
    ValueError
        If boxes and scores do not belong together, a box has no area, or a score is NaN.

    Examples
    --------
    The second box overlaps the first by a third, the third stands apart.

    >>> boxes = [[0, 0, 4, 4], [0, 2, 4, 6], [9, 9, 13, 13]]
    >>> non_maximum_suppression(boxes, [0.8, 0.9, 0.7])
    array([1, 2])
    >>> non_maximum_suppression(boxes, [0.8, 0.9, 0.7], overlap=0.5)
    array([1, 0, 2])
    """
    boxes, scores = as_boxes(boxes), _as_scores(scores, len(boxes))
    if not 0 <= overlap <= 1:
        raise ValueError(f"overlap is {overlap}, but is a share of an area: give 0 to 1")
    waiting = np.argsort(-scores, kind="stable")
    kept = []
    while len(waiting):
        best, waiting = waiting[0], waiting[1:]
        kept.append(best)
        shared = intersection_over_union(boxes[best : best + 1], boxes[waiting])[0]
        waiting = waiting[shared <= overlap]
    return np.array(kept, int)


def as_boxes(boxes):
    """Return boxes as floats, shape (N, 4), or say what is wrong with them.

    Examples
    --------
    >>> as_boxes([[2, 0, 1, 4]])
    Traceback (most recent call last):
    ...
    ValueError: box 0 is (2, 0, 1, 4), which has no area; top < bottom and left < right must hold
    """
    boxes = np.asarray(boxes, float)
    if boxes.size == 0:
        return boxes.reshape(0, 4)
    if boxes.ndim != 2 or boxes.shape[1] != 4:
        raise ValueError(
            f"boxes have shape {boxes.shape}, but must be (N, 4): top, left, bottom and right of "
            "each; a single box becomes a list with [box]"
        )
    wrong = np.flatnonzero(~(boxes[:, 2:] > boxes[:, :2]).all(axis=1))
    if len(wrong):
        numbers = ", ".join(f"{number:g}" for number in boxes[wrong[0]])
        raise ValueError(
            f"box {wrong[0]} is ({numbers}), which has no area; "
            "top < bottom and left < right must hold"
        )
    return boxes


def _as_scores(scores, count):
    scores = np.asarray(scores, float)
    if scores.shape != (count,):
        raise ValueError(
            f"scores have shape {scores.shape}, but there are {count} boxes; give each box one"
        )
    if np.isnan(scores).any():
        raise ValueError(f"score {np.flatnonzero(np.isnan(scores))[0]} is NaN; it has no rank")
    return scores


def _areas(boxes):
    return (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
