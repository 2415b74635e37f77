"""Exercises of notebook 15 on boxes: how far two agree, and which of a heap to keep."""

import numpy as np

from cnnteach import boxes
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("15_beyond_classification")


def iou(first, second):
    """Return the intersection over union of two boxes: the area both have by the area either has.

    Each is an array (top, left, bottom, right), in pixels; its height is bottom - top.
    """
    top_left = np.max([first[:2], second[:2]], axis=0)
    bottom_right = np.min([first[2:], second[2:]], axis=0)
    common = np.prod(np.clip(bottom_right - top_left, 0, None))
    areas = [np.prod(box[2:] - box[:2]) for box in [first, second]]
    return common / (sum(areas) - common)


def _areas(first, second, edge=0):
    """Return what two boxes have in common, and the area of each."""
    low, high = np.maximum(first, second)[:2], np.minimum(first, second)[2:]
    common = np.clip(high - low + edge, 0, None).prod()
    return common, *((box[2:] - box[:2] + edge).prod() for box in (first, second))


def _of_areas(share, edge=0):
    return lambda first, second: share(*_areas(first, second, edge))


def _unclipped(first, second):
    low, high = np.maximum(first, second)[:2], np.minimum(first, second)[2:]
    _, one, other = _areas(first, second)
    common = (high - low).prod()
    return common / (one + other - common)


def _pairs(rng):
    """Draw boxes that overlap, one inside of the other, ones that touch, and ones far apart."""
    top, left, height, width = (int(n) for n in rng.integers(4, 12, 4))
    box = np.array([top, left, top + height, left + width])
    return [
        (box, box + np.array([1, -2, 4, 1])),
        (box + np.array([-3, -1, 2, 5]), box),
        (box, box + np.array([height, 1, height, 1])),
        (box, box + np.array([2, width + 1, 3, width + 2])),
        (box, box + np.array([height + 2, width + 3, height + 4, width + 3])),
        (box / 2, box / 2 + np.array([0.5, 0.25, 0.25, 1.5])),
    ]


chapter.function(
    iou,
    title="How far do two boxes agree?",
    points=2,
    minutes=8,
    level="medium",
    because="What both have begins at the larger top and left and ends at the smaller bottom and "
    "right; a side below 0 means that they have nothing in common. The union counts it once only.",
    examples=[
        ((np.array([0, 0, 4, 4]), np.array([0, 2, 4, 6])), 8 / 24),
        ((np.array([0, 0, 4, 4]), np.array([0, 0, 4, 4])), 1.0),
        ((np.array([0, 0, 2, 3]), np.array([5, 7, 9, 9])), 0.0),
    ],
    variants=_pairs,
    oracle=lambda first, second: float(boxes.intersection_over_union([first], [second])[0, 0]),
    hints=(
        "Draw the two boxes of the first example. Where does the part that both have begin, and "
        "where does it end? What if they do not touch?",
        "It begins at `np.maximum(first, second)[:2]` and ends at `np.minimum(first, second)[2:]`; "
        "take 0 for a side below 0. The union is both areas less what they have in common.",
    ),
    mistakes=[
        Mistake(
            "lets sides be negative",
            "Boxes that lie apart have no area in common, but the product of two sides below 0 is "
            "above 0. Take 0 for a side below 0.",
            _unclipped,
        ),
        Mistake(
            "counts the common part twice",
            "You divide by the sum of both areas, in which the common part is counted twice. The "
            "union has it once.",
            _of_areas(lambda common, one, other: common / (one + other)),
        ),
        Mistake(
            "doubles the common part",
            "2 · common / (sum of areas) is Dice's coefficient, a relative. Here it is common / "
            "union.",
            _of_areas(lambda common, one, other: 2 * common / (one + other)),
        ),
        Mistake(
            "divides by the smaller box",
            "You divide by the smaller area: then a small box inside of a large one agrees fully. "
            "Divide by the union.",
            _of_areas(lambda common, one, other: common / min(one, other)),
        ),
        Mistake(
            "divides by the first box",
            "You divide by the area of the first box alone, so the result depends on the order. "
            "Divide by the union.",
            _of_areas(lambda common, one, other: common / one),
        ),
        Mistake(
            "counts the edge as a pixel",
            "You take bottom - top + 1 for a height. Here bottom and right lie outside of the "
            "last pixel, as the end of a slice does.",
            _of_areas(lambda common, one, other: common / (one + other - common), edge=1),
        ),
    ],
)


def keep_the_best(scores, shared, overlap):
    """Return the places of the boxes that non-maximum suppression keeps, the best first, as a list.

    `scores` (N,) all differ; `shared` (N, N) is the intersection over union of each two boxes. Go
    from the best box to the worst; keep one if it shares at most `overlap` with each box kept.
    """
    kept = []
    for box in np.argsort(-scores):
        if np.all(shared[box][kept] <= overlap):
            kept.append(int(box))
    return kept


def _suppress(scores, shared, order, good):
    """Go through the boxes in an order; `good` says of a box and those kept whether it stays."""
    kept = []
    for box in order(scores):
        if good(shared[box][kept]):
            kept.append(int(box))
    return kept


def _best_first(scores):
    return np.argsort(-scores)


def _heaps(rng):
    """Draw boxes in heaps, in no order, of which some hang on others by a chain."""
    corners = rng.integers(0, 30, (9, 2))
    corners[3:6] = corners[:3] + np.array([0, 3])
    corners[6:] = corners[:3] + np.array([0, 6])
    drawn = np.hstack([corners, corners + np.array([9, 10])])
    shared = boxes.intersection_over_union(drawn, drawn)
    heaps = [(rng.permutation(9) / 2 - 1, shared, overlap) for overlap in (0.3, 0.45, 0.6)]
    return [*heaps, (np.array([0.9, 0.8, 0.7]), _APART, 0.3)]


_CHAIN = np.array([[1, 0.5, 0.1], [0.5, 1, 0.5], [0.1, 0.5, 1]])
_APART = np.array([[1, 0.1, 0.5], [0.1, 1, 0.1], [0.5, 0.1, 1]])  # the first and the last overlap

chapter.function(
    keep_the_best,
    title="One box for each thing",
    points=3,
    minutes=10,
    level="hard",
    because="The best box is kept, and all that overlap it too far go with it. A box that was "
    "dropped drops no others: it is held against the kept ones only.",
    examples=[
        ((np.array([0.9, 0.8, 0.7]), _CHAIN, 0.3), [0, 2]),
        ((np.array([0.8, 0.9, 0.7]), _CHAIN, 0.3), [1]),
        ((np.array([0.7, 0.8, 0.9]), _CHAIN, 0.5), [2, 1, 0]),
    ],
    variants=_heaps,
    oracle=lambda scores, shared, overlap: _suppress(
        scores, shared, _best_first, lambda found: found.max(initial=0) <= overlap
    ),
    hints=(
        "Begin with an empty list. Walk through the boxes from the best to the worst, and hold "
        "each against those that are in the list already.",
        "`for box in np.argsort(-scores)`, and inside: if every number of `shared[box][kept]` is "
        "at most `overlap`, then `kept.append(int(box))`.",
    ),
    mistakes=[
        Mistake(
            "asks an empty list for its largest",
            "At first the list is empty, and has no largest. `np.all(shared[box][kept] <= "
            "overlap)` is true of none, too.",
            lambda scores, shared, overlap: _suppress(
                scores, shared, _best_first, lambda found: np.max(found) <= overlap
            ),
        ),
        Mistake(
            "takes them in the given order",
            "You go through the boxes as they come. Sort them first, the best score first: "
            "`np.argsort(-scores)`.",
            lambda scores, shared, overlap: _suppress(
                scores,
                shared,
                lambda scores: range(len(scores)),
                lambda found: np.all(found <= overlap),
            ),
        ),
        Mistake(
            "begins with the worst",
            "You begin with the worst box. `np.argsort` sorts upwards: sort `-scores`.",
            lambda scores, shared, overlap: _suppress(
                scores, shared, np.argsort, lambda found: np.all(found <= overlap)
            ),
        ),
        Mistake(
            "lets a dropped box drop others",
            "You hold each box against all better ones. One that was dropped itself must not drop "
            "another: hold it against the kept ones only.",
            lambda scores, shared, overlap: [
                int(box)
                for place, box in enumerate(_best_first(scores))
                if np.all(shared[box][_best_first(scores)[:place]] <= overlap)
            ],
        ),
        Mistake(
            "compares with the last only",
            "You hold each box against the one kept last. Hold it against all that are kept.",
            lambda scores, shared, overlap: _suppress(
                scores, shared, _best_first, lambda found: np.all(found[-1:] <= overlap)
            ),
        ),
        Mistake(
            "drops at the limit too",
            "Boxes that share exactly `overlap` may still be two things: at most, `<=`.",
            lambda scores, shared, overlap: _suppress(
                scores, shared, _best_first, lambda found: np.all(found < overlap)
            ),
        ),
        Mistake(
            "sorts the places",
            "These are the right boxes, but in the order of their places. The best comes first.",
            lambda *heap: sorted(keep_the_best(*heap)),
        ),
    ],
)
