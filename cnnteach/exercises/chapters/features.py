"""Exercises of notebook 14 on features that people wrote: colours and the directions of edges."""

import numpy as np

from cnnteach.exercises.chapters.common import photo
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("14_features_and_svm")

_FOUR = np.array([[[0, 0, 0], [255, 0, 0]], [[0, 0, 128], [127, 0, 255]]], dtype=np.uint8)
_FOUR_COUNTED = np.array([[[0.25, 0.5], [0, 0]], [[0.25, 0], [0, 0]]])
_STEP = np.zeros((5, 6), dtype=np.uint8)
_STEP[:, 3:] = 100


def colour_histogram(image, bins):
    """Return the share of the pixels of `image` that has each colour, shape (bins, bins, bins).

    `image` (H, W, 3) holds bytes. The 256 values of red, of green and of blue are cut into `bins`
    equal steps each; entry [r, g, b] is the share of pixels in steps r, g and b.
    """
    steps = image.astype(int) * bins // 256
    counts = np.zeros((bins, bins, bins))
    for red, green, blue in np.concatenate(steps):
        counts[red, green, blue] += 1
    return counts / (image.shape[0] * image.shape[1])


def _counted(image, bins, *, limits=(0, 256)):
    """Count colours by NumPy's own histogram."""
    counts, _ = np.histogramdd(image.reshape(-1, 3), bins=bins, range=[limits] * 3)
    return counts


def _rounded(image, bins):
    nearest = np.round(image / 255 * (bins - 1))
    return _counted(nearest, bins, limits=(0, bins)) / nearest[..., 0].size


chapter.function(
    colour_histogram,
    title="Count the colours",
    points=2,
    minutes=8,
    level="medium",
    because="Value v lies in step v · bins // 256. Dividing by the number of pixels makes the "
    "histograms of a small and a large photograph comparable.",
    examples=[((_FOUR, 2), _FOUR_COUNTED)],
    variants=lambda rng: [
        (photo(rng, 4, 5), 2),
        (rng.integers(60, 200, (5, 7, 3), dtype=np.uint8), 4),
        (rng.integers(0, 4, (6, 4, 3)).astype(np.uint8) * 64, 4),
        (rng.permutation(np.arange(24) % 4).reshape(6, 4, 1).repeat(3, 2).astype(np.uint8) * 85, 3),
    ],
    oracle=lambda image, bins: _counted(image, bins) / image[..., 0].size,
    hints=(
        "First turn each of a pixel's three values into the number of its step. Into which of 4 "
        "steps fall 0, 63, 64 and 255?",
        "`steps = image.astype(int) * bins // 256`; then walk through `np.concatenate(steps)`, row "
        "after row, and add 1 at `counts[red, green, blue]`. Divide at the end.",
    ),
    mistakes=[
        Mistake(
            "gives the counts",
            "These are numbers of pixels. Shares add up to 1: divide by height times width.",
            _counted,
        ),
        Mistake(
            "divides by the numbers in the image",
            "A pixel has three numbers but one colour: divide by height times width only.",
            lambda image, bins: _counted(image, bins) / image.size,
        ),
        Mistake(
            "puts blue first",
            "Red and blue are swapped: channel 0 is red, and red is the first index.",
            lambda image, bins: _counted(image[..., ::-1], bins) / image[..., 0].size,
        ),
        Mistake(
            "counts each channel apart",
            "Three histograms of one channel each cannot tell red and green pixels from yellow and "
            "black ones: count the three steps of a pixel together.",
            lambda image, bins: np.stack(
                [
                    np.histogram(image[..., c], bins, (0, 256))[0] / image[..., 0].size
                    for c in range(3)
                ]
            ),
        ),
        Mistake(
            "rounds to the nearest",
            "Your first and last steps are half as wide as the others. Cut down instead of "
            "rounding: `v * bins // 256`.",
            _rounded,
        ),
        Mistake(
            "cuts at 255",
            "There are 256 values, 0 to 255: the steps divide 0 to 256.",
            lambda image, bins: _counted(image, bins, limits=(0, 255)) / image[..., 0].size,
        ),
        Mistake(
            "stretches the image first",
            "Your steps reach from the darkest to the brightest value of this image, so the same "
            "colour has another place in the next one. They always divide 0 to 256.",
            lambda image, bins: (
                _counted(image, bins, limits=(int(image.min()), int(image.max())))
                / image[..., 0].size
            ),
        ),
    ],
)


def edge_directions(patch, bins):
    """Return how much edge of each direction is in `patch` (H, W), which holds bytes: (bins,).

    At each pixel that is not on the border, dx is the right neighbour less the left one, dy the
    lower less the upper one. Add the strength sqrt(dx² + dy²) to the bin whose direction is nearest
    to that of (dx, dy): bin k stands for k · 180 / bins degrees, and opposite directions are one.
    """
    patch = patch.astype(float)
    dx = patch[1:-1, 2:] - patch[1:-1, :-2]
    dy = patch[2:, 1:-1] - patch[:-2, 1:-1]
    half_turns = np.arctan2(dy, dx) / np.pi
    nearest = np.round(half_turns * bins).astype(int) % bins
    strength = np.sqrt(dx**2 + dy**2)
    return np.bincount(nearest.ravel(), weights=strength.ravel(), minlength=bins)


def _slopes(patch):
    """Return the change to the right and the change downwards at each inner pixel."""
    return patch[1:-1, 2:] - patch[1:-1, :-2], patch[2:, 1:-1] - patch[:-2, 1:-1]


def _by_projection(patch, bins):
    """Let each pixel choose the direction along which its change is largest."""
    slopes = np.stack([each.ravel() for each in _slopes(patch.astype(float))], axis=1)
    angles = np.arange(bins) * np.pi / bins
    along = np.abs(slopes @ np.stack([np.cos(angles), np.sin(angles)]))
    chosen = along.argmax(axis=1)[:, None] == np.arange(bins)
    return (chosen * np.linalg.norm(slopes, axis=1)[:, None]).sum(axis=0)


def _summed(bin_of, weight=np.hypot):
    """Return a histogram of which `bin_of` says the bin and `weight` what is added to it."""

    def histogram(patch, bins):
        dx, dy = _slopes(patch.astype(float))
        chosen = np.round(bin_of(dx, dy, bins)).astype(int) % bins
        return np.bincount(chosen.ravel(), weight(dx, dy).ravel(), bins)

    return histogram


def _nearest(dx, dy, bins):
    return np.arctan2(dy, dx) / np.pi * bins


def _in_bytes(patch, bins):
    dx, dy = (each.astype(float) for each in _slopes(patch))
    chosen = np.round(_nearest(dx, dy, bins)).astype(int) % bins
    return np.bincount(chosen.ravel(), np.hypot(dx, dy).ravel(), bins)


chapter.function(
    edge_directions,
    title="Which way do the edges run?",
    points=3,
    minutes=10,
    level="hard",
    because="(dx, dy) points to where it gets brighter, across the edge. Weighed by strength, "
    "plain parts say nothing. Modulo half a turn, dark to bright and bright to dark are one edge.",
    examples=[
        ((_STEP, 4), np.array([600.0, 0, 0, 0])),
        ((_STEP.T.copy(), 4), np.array([0, 0, 600.0, 0])),
        ((100 - _STEP, 8), np.array([600.0, 0, 0, 0, 0, 0, 0, 0])),
    ],
    variants=lambda rng: [
        (rng.integers(0, 256, (5, 7), dtype=np.uint8), 8),
        (rng.integers(0, 256, (8, 6), dtype=np.uint8), 4),
        (rng.integers(0, 30, (7, 9), dtype=np.uint8), 12),
    ],
    oracle=_by_projection,
    hints=(
        "`np.arctan2(dy, dx)` gives the direction from -π to π. How many bins is that, if π is "
        "`bins` of them? What does `% bins` make of a bin below 0?",
        "`np.round(np.arctan2(dy, dx) / np.pi * bins).astype(int) % bins` is each pixel's bin, and "
        "`np.bincount` with `weights` adds up. Make floats of the bytes first.",
    ),
    mistakes=[
        Mistake(
            "counts pixels",
            "Every pixel counted as 1, the plain ones too. Add the strength of its change instead.",
            _summed(_nearest, lambda dx, dy: np.ones_like(dx)),
        ),
        Mistake(
            "adds the squares",
            "The root is missing: the strength is sqrt(dx² + dy²).",
            _summed(_nearest, lambda dx, dy: dx**2 + dy**2),
        ),
        Mistake(
            "takes the direction along the edge",
            "You are a quarter turn off. (dx, dy) points across the edge, and that is the "
            "direction asked for: an upright edge belongs to bin 0.",
            _summed(lambda dx, dy, bins: _nearest(dx, dy, bins) + bins // 2),
        ),
        Mistake(
            "swaps dx and dy",
            "`np.arctan2` takes dy first, then dx.",
            _summed(lambda dx, dy, bins: _nearest(dy, dx, bins)),
        ),
        Mistake(
            "tells opposite directions apart",
            "You spread the bins over a whole turn. Bright to dark and dark to bright are the same "
            "edge here: half a turn has all the bins.",
            _summed(lambda dx, dy, bins: _nearest(dx, dy, bins) / 2),
        ),
        Mistake(
            "subtracts bytes",
            "In uint8, 3 - 5 is 254: a faint edge becomes a strong one. Subtract floats.",
            _in_bytes,
        ),
    ],
)
