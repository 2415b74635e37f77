"""Exercises of notebook 03 on jumps: how many stops there are, and what is left over."""

import numpy as np

from cnnteach.exercises.chapters.common import correlate, whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("03_stride_padding_output_size")

_SIX = (np.arange(36).reshape(6, 6), np.ones((3, 3), dtype=int), 2)


def number_of_stops(size, kernel, stride):
    """Count the stops that a window `kernel` wide makes on `size` pixels, jumping by `stride`.

    It begins at pixel 0 and never leaves the image.
    """
    return (size - kernel) // stride + 1


chapter.function(
    number_of_stops,
    title="How many stops does the window make?",
    points=1,
    minutes=3,
    because="After the first place there are size - kernel pixels left to jump over; `//` drops "
    "a last jump that would leave the image.",
    examples=[((7, 3, 1), 5), ((7, 3, 2), 3), ((7, 3, 3), 2), ((5, 5, 2), 1)],
    variants=lambda rng: [
        (8, 3, 2),
        *(whole_numbers(rng, (9, 40), (1, 7), (1, 5)) for _ in range(8)),
    ],
    oracle=lambda size, kernel, stride: len(range(0, size - kernel + 1, stride)),
    hints=(
        "Write down where the windows start for 7 pixels, kernel 3, stride 2. Which is the last?",
        "The last start is at most size - kernel. How often does the stride fit in there? And "
        "the start at 0 is a stop too.",
    ),
    mistakes=[
        Mistake(
            "forgets the + 1",
            "It looks as if the `+ 1` is missing: you counted the jumps, and there is one more "
            "stop than jumps.",
            lambda size, kernel, stride: (size - kernel) // stride,
        ),
        Mistake(
            "ignores the kernel's width",
            "The window must fit in whole: its start can be at most at size - kernel.",
            lambda size, kernel, stride: (size - 1) // stride + 1,
        ),
        Mistake(
            "rounds up",
            "You rounded up: the last window would leave the image, so it is dropped. Round down.",
            lambda size, kernel, stride: -(-(size - kernel) // stride) + 1,
        ),
        Mistake(
            "divides to a float",
            "`/` gives fractions of a window. Whole stops come from `//`, which rounds down.",
            lambda size, kernel, stride: (size - kernel) / stride + 1,
        ),
    ],
)


def non_tiling(image, kernel, stride):
    """Slide `kernel` (KH, KW) over `image` (H, W) with jumps of `stride`: return the dot products.

    Where the last jump would leave the image it is dropped, and the rest of the pixels unused.
    """
    (height, width), (rows, columns) = image.shape, kernel.shape
    output = np.zeros(((height - rows) // stride + 1, (width - columns) // stride + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            top, left = i * stride, j * stride
            output[i, j] = np.sum(image[top : top + rows, left : left + columns] * kernel)
    return output


def _with_partial_windows(image, kernel, stride):
    """Let the last windows hang over the edge, on zeros."""
    (height, width), (rows, columns) = image.shape, kernel.shape
    below, right = (rows - height) % stride, (columns - width) % stride
    return correlate(image, kernel, stride=stride, padding=((0, below), (0, right)))


def _refuses_a_remainder(image, kernel, stride):
    if any((side - k) % stride for side, k in zip(image.shape, kernel.shape, strict=True)):
        raise ValueError("the stride does not fit")
    return correlate(image, kernel, stride=stride)


def _crowded(image, kernel, stride):
    """Start windows side by side, in an output of the right size."""
    height, width = correlate(image, kernel, stride=stride).shape
    return correlate(image, kernel)[:height, :width]


chapter.function(
    non_tiling,
    title="A stride that does not fit",
    points=3,
    minutes=10,
    level="medium",
    because="The floor in the formula is a dropped window: the last columns and rows of the "
    "image then have no part in the output.",
    examples=[(_SIX, np.array([[63, 81], [171, 189]]))],
    variants=lambda rng: [
        (rng.integers(0, 10, (6, 9)), rng.integers(-5, 6, (3, 2)), 2),
        (rng.integers(0, 10, (9, 7)), rng.normal(size=(2, 3)), 3),
        (rng.normal(size=(5, 6)), rng.normal(size=(2, 3)), 1),
        (rng.integers(0, 10, (8, 6)), rng.integers(-5, 6, (2, 2)), 3),
    ],
    oracle=lambda image, kernel, stride: correlate(image, kernel, stride=stride),
    hints=(
        "Two things change in `corr2d_valid`: how many windows there are, and where each starts.",
        "The shape has `(height - rows) // stride + 1` rows, and window (i, j) starts at "
        "`(i * stride, j * stride)`.",
    ),
    mistakes=[
        Mistake(
            "lets windows hang over the edge",
            "There are windows that hang over the edge. The last window would leave the image: "
            "drop it, so round down.",
            _with_partial_windows,
        ),
        Mistake(
            "refuses a stride that does not fit",
            "A remainder is no error: the last window would leave the image, so drop it.",
            _refuses_a_remainder,
        ),
        Mistake(
            "ignores the stride",
            "The window moves by one pixel: it must jump by `stride`, and makes fewer stops.",
            lambda image, kernel, stride: correlate(image, kernel),
        ),
        Mistake(
            "starts windows side by side",
            "The shape is right, but window (i, j) starts at (i, j). It starts at i and j times "
            "the stride.",
            _crowded,
        ),
        Mistake(
            "strides down only",
            "The window jumps down the rows, but not along the columns.",
            lambda image, kernel, stride: correlate(image, kernel, stride=(stride, 1)),
        ),
    ],
)
