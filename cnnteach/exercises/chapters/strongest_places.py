"""Exercises of notebook 11 on places: where a map is strongest, and what that place sees."""

import numpy as np

from cnnteach.exercises.chapters.common import whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("11_top_9_patches")


def strongest_places(plane, k):
    """Return the rows and columns of the k largest numbers of a map (H, W), the largest first.

    The result is an array of whole numbers, shape (k, 2). Of equal numbers the first comes first,
    row by row.
    """
    order = np.argsort(-plane.ravel(), kind="stable")[:k]
    return np.stack(np.unravel_index(order, plane.shape), axis=1)


def _places(order, plane):
    return np.stack(np.unravel_index(order, plane.shape), axis=1)


def _planes(rng):
    """Return maps of different sides, all numbers different."""
    return [rng.permutation(high * wide).reshape(high, wide) for high, wide in ((3, 5), (4, 2))]


chapter.function(
    strongest_places,
    title="Where is a map strongest?",
    points=2,
    minutes=8,
    because="Sorted by the negative, the largest comes first; `unravel_index` turns a place in "
    "the flat array back into row and column.",
    examples=[
        ((np.array([[234, 2], [226, 218]]), 3), np.array([[0, 0], [1, 0], [1, 1]])),
        ((np.array([[1, 5, 5], [0, 2, 5]]), 2), np.array([[0, 1], [0, 2]])),
    ],
    variants=lambda rng: [(plane, 3) for plane in _planes(rng)],
    oracle=lambda plane, k: np.array(
        sorted(np.ndindex(plane.shape), key=lambda place: (-plane[place], place))[:k]
    ),
    hints=(
        "`np.argsort` sorts a flat array upwards. How do you get the largest first, and how do "
        "you get from a flat place to row and column?",
        '`np.argsort(-plane.ravel(), kind="stable")[:k]`, then `np.unravel_index(..., '
        "plane.shape)`, and stack the two along axis 1.",
    ),
    mistakes=[
        Mistake(
            "finds the weakest",
            "These are the places of the smallest numbers: `argsort` sorts upwards.",
            lambda plane, k: _places(np.argsort(plane.ravel(), kind="stable")[:k], plane),
        ),
        Mistake(
            "gives each place a column",
            "Each place is a row of the answer, (k, 2): stack rows and columns along axis 1.",
            lambda plane, k: strongest_places(plane, k).T,
        ),
        Mistake(
            "puts the largest last",
            "The places are right, but the largest comes first.",
            lambda plane, k: _places(np.argsort(-plane.ravel(), kind="stable")[:k][::-1], plane),
        ),
        Mistake(
            "leaves flat places",
            "These are places in the flat array. Row and column come from `np.unravel_index`.",
            lambda plane, k: np.argsort(-plane.ravel(), kind="stable")[:k],
        ),
        Mistake(
            "puts the column first",
            "Row first, then column.",
            lambda plane, k: strongest_places(plane, k)[:, ::-1],
        ),
    ],
)

chapter.question(
    "rows_seen",
    "A convolution 3 x 3, a max pooling 2 x 2 with stride 2, and another convolution 3 x\n"
    "3, all without padding. Which rows of pixels does the unit in row 5 of the last map\n"
    "see?\n"
    "Write (first, after the last), counted from 0.",
    (10, 18),
    working="(2 * 5, 2 * 5 + 8)",
    title="From a unit down to its pixels",
    points=2,
    minutes=6,
    level="medium",
    because="Its window starts at row 2 · 5: the pooling doubles every step. It sees 3 rows of "
    "the pooled map, which are 6 rows below it, and these see 6 + 2 pixels.",
    hints=(
        "Go down layer by layer. Rows 5, 6 and 7 of the pooled map: which rows do they pool?",
        "Rows 10 to 15 of the first map; and a convolution 3 x 3 reaches 2 rows further.",
    ),
    mistakes={
        (5, 13): (
            "forgets the stride",
            "8 rows is right, but they start at the map's own row: the pooling's stride of 2 is "
            "forgotten. A step in this map is 2 pixels.",
        ),
        (10, 13): (
            "sees only the last window",
            "Those are the rows of the last window. Each of its units sees more than one pixel.",
        ),
        (10, 17): (
            "names the last row",
            "Row 17 is the last that it sees; write the one after it, as Python's slices do.",
        ),
        (10, 16): (
            "forgets the first convolution",
            "Those are the rows of the first map. Each of its units sees 3 pixels: 2 rows more.",
        ),
    },
)


def patch_box(place, size, jump, start):
    """Return the pixels that a unit sees: (top, left, bottom, right), the last two exclusive.

    `place` is its (row, column); `size`, `jump` and `start` are those of its layer's receptive
    field, the same for rows and columns: the first unit sees `size` pixels from `start` on, its
    neighbour those that lie `jump` further.
    """
    top, left = (start + at * jump for at in place)
    return top, left, top + size, left + size


chapter.function(
    patch_box,
    title="The patch that a unit sees",
    points=2,
    minutes=6,
    because="Every step in the map is `jump` pixels in the image, and where layers pad, the first "
    "unit begins before the image.",
    examples=[
        (((3, 3), 2, 2, 0), (6, 6, 8, 8)),
        (((3, 2), 2, 2, 0), (6, 4, 8, 6)),
        (((0, 3), 51, 8, -16), (-16, 8, 35, 59)),
    ],
    variants=lambda rng: [
        (whole_numbers(rng, (1, 9), (10, 20)), *whole_numbers(rng, (3, 40), (2, 8), (-9, -1)))
        for _ in range(4)
    ],
    oracle=lambda place, size, jump, start: (
        np.add(start, np.multiply(jump, place)).tolist()
        + np.add(start + size, np.multiply(jump, place)).tolist()
    ),
    hints=(
        "The first unit's window starts at `start`. How far has the window of row 3 moved?",
        "`start + row * jump` and `start + column * jump`; add `size` for the ends.",
    ),
    mistakes=[
        Mistake(
            "forgets the jump",
            "Your box stands at the unit's place in the map: the strides below it are forgotten. "
            "A step in the map is `jump` pixels.",
            lambda place, size, jump, start: (
                *(start + at for at in place),
                *(start + at + size for at in place),
            ),
        ),
        Mistake(
            "forgets the start",
            "Padding moves the first window out of the image: it begins at `start`, not at 0.",
            lambda place, size, jump, start: (
                *(at * jump for at in place),
                *(at * jump + size for at in place),
            ),
        ),
        Mistake(
            "ends at the last pixel",
            "The end is one too small: as in Python's slices, it is the pixel after the last.",
            lambda place, size, jump, start: (
                *(start + at * jump for at in place),
                *(start + at * jump + size - 1 for at in place),
            ),
        ),
        Mistake(
            "puts the column first",
            "Rows come first: top, left, bottom, right.",
            lambda place, size, jump, start: patch_box(place[::-1], size, jump, start),
        ),
    ],
)
