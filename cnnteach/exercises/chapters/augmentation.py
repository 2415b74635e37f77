"""Exercises of notebook 09 on augmentation."""

import numpy as np

from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("09_train_lenet5")


def shifted(image, down, right):
    """Move `image` (H, W) by `down` rows and `right` columns; return the same shape.

    Both may be negative: up, or to the left. Zeros come in where the image has left.
    """
    height, width = image.shape
    output = np.zeros_like(image)
    for i in range(height):
        for j in range(width):
            if 0 <= i + down < height and 0 <= j + right < width:
                output[i + down, j + right] = image[i, j]
    return output


def _by_padding(image, down, right, **options):
    """Pad on all sides, and cut the image's size out of that."""
    height, width = image.shape
    padded = np.pad(image, ((height, height), (width, width)), **options)
    return padded[height - down :][:height, width - right :][:, :width]


_DIGIT = np.array([[1, 2, 3], [4, 5, 6]])

chapter.function(
    shifted,
    title="The same digit, a little aside",
    points=2,
    minutes=7,
    because="A digit that stands a little aside is the same digit; shown so, the network has to "
    "learn its form and not its place.",
    examples=[
        ((_DIGIT, 1, 0), np.array([[0, 0, 0], [1, 2, 3]])),
        ((_DIGIT, 0, -1), np.array([[2, 3, 0], [5, 6, 0]])),
    ],
    variants=lambda rng: [
        (rng.integers(1, 10, (4, 6)), 2, 1),
        (rng.integers(1, 10, (5, 4)), -1, 2),
        (rng.integers(1, 10, (5, 4)), 3, -2),
        (rng.normal(size=(3, 5)), -2, -3),
    ],
    oracle=_by_padding,
    hints=(
        "Where does the pixel (i, j) go? And what if that is outside?",
        "To (i + down, j + right), if that lies in the image. Begin with zeros.",
    ),
    mistakes=[
        Mistake(
            "rolls around",
            "What leaves on one side comes in on the other. Zeros should come in.",
            lambda image, down, right: np.roll(image, (down, right), axis=(0, 1)),
        ),
        Mistake(
            "moves the other way",
            "It moves the other way: a positive `down` goes down, to larger rows.",
            lambda image, down, right: _by_padding(image, -down, -right),
        ),
        Mistake(
            "takes rows for columns",
            "`down` counts rows, the first axis, and `right` columns.",
            lambda image, down, right: _by_padding(image, right, down),
        ),
        Mistake(
            "continues the edge",
            "The edge was drawn out. Zeros come in where the image has left.",
            lambda image, down, right: _by_padding(image, down, right, mode="edge"),
        ),
    ],
)
