"""Exercises of notebook 11 on the search: the best images, their patches, and shards merged."""

import numpy as np

from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("11_top_9_patches")


def best_images(maxima, k):
    """Return for each unit the k images that excite it most, the strongest first.

    `maxima` holds each image's greatest answer of each unit, (N, F); the result is (k, F).
    """
    return np.argsort(-maxima, axis=0, kind="stable")[:k]


def _images(maxima, k, **options):
    return np.argsort(-maxima, kind="stable", **options)


chapter.function(
    best_images,
    title="The k best images of every unit",
    points=2,
    minutes=7,
    because="Sort down each unit's column; all units at once, and no loop.",
    examples=[
        ((np.array([[1.0, 9.0], [3.0, 2.0], [2.0, 4.0]]), 2), np.array([[1, 0], [2, 2]])),
    ],
    variants=lambda rng: [
        (rng.permutation(30).reshape(6, 5) / 7, 3),
        (rng.normal(size=(5, 8)), 2),
    ],
    oracle=lambda maxima, k: (
        np.array(
            [
                sorted(range(len(maxima)), key=lambda n: -maxima[n, f])[:k]
                for f in range(maxima.shape[1])
            ]
        ).T
    ),
    hints=(
        "Each column is a unit. Which axis must be sorted, and in which direction?",
        "`np.argsort(-maxima, axis=0)`, and of that the first k rows.",
    ),
    mistakes=[
        Mistake(
            "sorts the units of an image",
            "You sorted along the units: that says which unit an image excites most. Sort along "
            "the images, axis 0.",
            lambda maxima, k: _images(maxima, k, axis=1)[:k],
        ),
        Mistake(
            "takes the weakest",
            "These images excite the units least: `argsort` sorts upwards.",
            lambda maxima, k: np.argsort(maxima, axis=0, kind="stable")[:k],
        ),
        Mistake(
            "returns the values",
            "These are the answers; the numbers of the images are asked for.",
            lambda maxima, k: -np.sort(-maxima, axis=0)[:k],
        ),
        Mistake(
            "gives each unit a row",
            "Each unit has a row here; it should have a column, as in `maxima`: shape (k, F).",
            lambda maxima, k: np.argsort(-maxima, axis=0, kind="stable")[:k].T,
        ),
    ],
)


def cut_top_patches(images, planes, k, size, stride):
    """Return the k patches that excite a unit most, the strongest first: (k, size, size).

    `images` are (N, H, W), `planes` (N, OH, OW) are the unit's maps of them. Each image gives at
    most one patch: the `size` x `size` pixels that the strongest place of its map sees. The unit in
    row i sees pixels from row i * stride on; columns likewise.
    """
    best = np.argsort([-plane.max() for plane in planes], kind="stable")[:k]
    patches = np.zeros((k, size, size))
    for number, n in enumerate(best):
        i, j = divmod(int(planes[n].argmax()), planes.shape[2])
        top, left = i * stride, j * stride
        patches[number] = images[n, top : top + size, left : left + size]
    return patches


def _cut(images, planes, k, size, stride, *, step=None, weakest=False, swapped=False):
    """Search place by place, in plain loops."""
    found = []
    for image, plane in zip(images, planes, strict=True):
        value, i, j = max((plane[at], *at) for at in np.ndindex(plane.shape))
        i, j = (j, i) if swapped else (i, j)
        top, left = (step or stride) * i, (step or stride) * j
        found.append((value, image[top : top + size, left : left + size]))
    found.sort(key=lambda pair: pair[0], reverse=not weakest)
    return np.stack([patch for _, patch in found[:k]]).astype(float)


def _from_all_places(images, planes, k, size, stride):
    """Take the k strongest places, several of which may lie in one image."""
    order = np.argsort(-planes, axis=None, kind="stable")[:k]
    places = zip(*np.unravel_index(order, planes.shape), strict=True)
    return np.stack(
        [images[n, i * stride :, j * stride :][:size, :size] for n, i, j in places]
    ).astype(float)


def _searched(rng, count, side, size, stride):
    """Draw images, and maps of different numbers, of which each image has a strong pair."""
    images = rng.integers(0, 100, (count, stride * (side - 1) + size, stride * side + size))
    maps = rng.permutation(count * side * (side + 1)).reshape(count, side, side + 1)
    first = int(rng.integers(count))
    maps[first, 0, 1], maps[first, side - 1, 0] = 1000, 999  # the two strongest, in one image
    return images, maps


_TILES = np.arange(32).reshape(2, 4, 4)
_ANSWERS = np.array([[[1, 2], [9, 3]], [[4, 5], [0, 8]]])

chapter.function(
    cut_top_patches,
    title="Top patches, from start to end",
    points=3,
    minutes=15,
    level="hard",
    because="For each image its strongest place, of those the k strongest images, and from a place "
    "back to the pixels that it sees: stride and size of the window are enough for one layer.",
    examples=[
        (
            (_TILES, _ANSWERS, 2, 2, 2),
            np.array([[[8, 9], [12, 13]], [[26, 27], [30, 31]]]),
        ),
        ((_TILES, _ANSWERS, 1, 2, 1), np.array([[[4, 5], [8, 9]]])),
    ],
    variants=lambda rng: [
        (*_searched(rng, 5, 3, 3, 2), 3, 3, 2),
        (*_searched(rng, 4, 2, 4, 3), 4, 4, 3),
    ],
    oracle=_cut,
    axes=("patches", "rows", "columns"),
    hints=(
        "Three questions, one after the other: how strong is each image at its best, which images "
        "are the best, and where in them is it?",
        "`planes[n].argmax()` counts along the rows: `divmod` by the map's width gives row and "
        "column, and `i * stride` the first row of pixels.",
    ),
    mistakes=[
        Mistake(
            "cuts at the place in the map",
            "Row i of the map is not row i of the image: with a stride, it begins at i * stride.",
            lambda *args: _cut(*args, step=1),
        ),
        Mistake(
            "takes several patches of one image",
            "Two patches come from one image. Each image gives its strongest place alone.",
            _from_all_places,
        ),
        Mistake(
            "keeps the weakest",
            "These are the images that excite the unit least. The strongest come first.",
            lambda *args: _cut(*args, weakest=True),
        ),
        Mistake(
            "swaps rows and columns",
            "`divmod(place, width)` gives the row first, then the column.",
            lambda *args: _cut(*args, swapped=True),
        ),
    ],
)


chapter.ordering(
    "top_9_order",
    "How does one find the nine patches that a unit looks for?",
    [
        ("choose a unit: one map of one layer", ""),
        (
            "run every image through the network, up to that layer",
            "Up to which layer? The unit is chosen first.",
        ),
        (
            "find in each image the largest number of the unit's map",
            "There is no map in which to look before the images went through the network.",
        ),
        (
            "keep the nine images in which it is largest",
            "Which images are the best is known once the largest number of each has been found.",
        ),
        (
            "work out which pixels that place sees, in each of the nine",
            "Only the nine that are kept need their places followed down to the pixels.",
        ),
        (
            "cut these pixels out",
            "One cuts when one knows which pixels it is about.",
        ),
    ],
    title="From thousands of images to nine patches",
    points=1,
    minutes=3,
    because="Forward first, one number an image; the places are followed down for the nine winners "
    "alone, which is what makes the search cheap.",
    hints=(
        "The images go forward once. What is kept of each?",
        "Choose, run, find, keep; then down to the pixels, then cut.",
    ),
)


def merge_best(one, other, k):
    """Merge the results of two searches for one unit: the k strongest of both, strongest first.

    Each is an array with a row for each image found: its answer and its number, (n, 2).
    """
    both = np.concatenate([one, other])
    return both[np.argsort(-both[:, 0], kind="stable")][:k]


def _best(rng, count, first):
    values = np.sort(rng.permutation(50)[:count])[::-1] / 3
    return np.stack([values, first + rng.permutation(count)], axis=1)


chapter.function(
    merge_best,
    title="Two searches into one",
    points=2,
    minutes=8,
    because="An image that is not among the k best of its own part cannot be among the k best of "
    "all: the winners of the parts are enough.",
    examples=[
        (
            (np.array([[9.0, 4], [2, 0]]), np.array([[7.0, 12], [5, 10]]), 3),
            np.array([[9.0, 4], [7, 12], [5, 10]]),
        )
    ],
    variants=lambda rng: [
        (_best(rng, 4, 0), _best(rng, 4, 100), 4),
        (_best(rng, 3, 0), _best(rng, 5, 50), 5),
    ],
    oracle=lambda one, other, k: np.array(
        sorted([*one.tolist(), *other.tolist()], key=lambda row: -row[0])[:k]
    ),
    hints=(
        "Put both tables on top of each other. By which column are the rows sorted?",
        "`both[np.argsort(-both[:, 0])][:k]`: whole rows move, so that each answer keeps its "
        "image.",
    ),
    mistakes=[
        Mistake(
            "sorts the columns apart",
            "The answers are sorted, but the images no longer belong to them: each column was "
            "sorted by itself. Sort the rows.",
            lambda one, other, k: -np.sort(-np.concatenate([one, other]), axis=0)[:k],
        ),
        Mistake(
            "does not sort",
            "The first part's rows simply come first: sort both parts together by their answers.",
            lambda one, other, k: np.concatenate([one, other])[:k],
        ),
        Mistake(
            "sorts by the image's number",
            "You sorted by the number of the image. The answer is in column 0.",
            lambda one, other, k: (both := np.concatenate([one, other]))[
                np.argsort(-both[:, 1], kind="stable")
            ][:k],
        ),
        Mistake(
            "keeps the weakest",
            "These are the weakest answers: sort downwards.",
            lambda one, other, k: (both := np.concatenate([one, other]))[
                np.argsort(both[:, 0], kind="stable")
            ][:k],
        ),
    ],
)
