"""An exercise of notebook 06: what may stand in the padding of a maximum."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.chapters.max_pooling import as_images, pooled
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("06_pooling")


def padded_max_pool(image, size, padding):
    """Return the largest number of each window (stride 1), with `padding` pixels around `image`.

    What stands in the padding must never win over a pixel of the image (H, W).
    """
    padded = np.pad(image.astype(float), padding, constant_values=-np.inf)
    largest = np.zeros([side - size + 1 for side in padded.shape])
    for i, j in np.ndindex(largest.shape):
        largest[i, j] = padded[i : i + size, j : j + size].max()
    return largest


def _padded(image, size, **how):
    return pooled(np.pad(image.astype(float), **how), size, 1)[0]


chapter.function(
    padded_max_pool,
    title="What may stand in the padding",
    points=2,
    minutes=6,
    because="Minus infinity loses against every number. A zero would win wherever all pixels are "
    "negative.",
    examples=[((np.full((2, 2), -1), 2, 1), np.full((3, 3), -1))],
    variants=lambda rng: [
        (rng.integers(-9, 0, (4, 5)), 3, 1),
        (rng.integers(-9, 9, (5, 4)), 2, 1),
        (rng.normal(size=(4, 4)) - 2, 3, 2),
        (-1e12 * (1 + rng.random((4, 4))), 2, 1),
    ],
    oracle=lambda image, size, padding: ops.max_pool2d(
        *as_images(image), size, stride=1, padding=padding
    )[0][0, :, :, 0].astype(float),
    hints=(
        "A convolution pads with zeros. What would a 0 do beside pixels of -1?",
        "`np.pad(..., constant_values=-np.inf)`; whole numbers have no infinity, so make floats "
        "first.",
    ),
    mistakes=[
        Mistake(
            "pads with zeros",
            "A zero of the padding has won: it is larger than the negative pixels beside it. "
            "Nothing that stands in the padding may ever win.",
            lambda image, size, padding: _padded(image, size, pad_width=padding),
        ),
        Mistake(
            "puts infinity among whole numbers",
            "Whole numbers have no infinity: make the image floats first, `image.astype(float)`.",
            lambda image, size, padding: pooled(
                np.pad(image, padding, constant_values=-np.inf), size, 1
            )[0],
        ),
        Mistake(
            "pads with a number that may win",
            "A number of the padding has won: some pixel is smaller still. Only minus infinity "
            "never wins.",
            lambda image, size, padding: _padded(
                image, size, pad_width=padding, constant_values=-1000
            ),
        ),
        Mistake(
            "does not pad",
            "The output is too small: the padding also gives the window more places to stand.",
            lambda image, size, padding: pooled(image.astype(float), size, 1)[0],
        ),
        Mistake(
            "pads at the end only",
            "The padding stands on all four sides, not at the right and below alone.",
            lambda image, size, padding: _padded(
                image, size, pad_width=(0, padding), constant_values=-np.inf
            ),
        ),
        Mistake(
            "takes the mean",
            "These are means. The largest number of each window is kept.",
            lambda image, size, padding: ops.avg_pool2d(
                *as_images(image), size, stride=1, padding=padding
            )[0, :, :, 0],
        ),
    ],
)
