"""Exercises of notebook 03 on images: what a stride leaves over, and what padding brings in."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("03_stride_padding_output_size")

_SIX = (np.arange(36).reshape(6, 6), np.ones((3, 3), dtype=int), 2)
_ONES = (np.ones((4, 4), dtype=int), np.ones((3, 3), dtype=int))


def _correlate(image, kernel, **options):
    return ops.conv2d(image[None, :, :, None], kernel[:, :, None, None], **options)[0, :, :, 0]


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
    return _correlate(image, kernel, stride=stride, padding=((0, below), (0, right)))


def _refuses_a_remainder(image, kernel, stride):
    if any((side - k) % stride for side, k in zip(image.shape, kernel.shape, strict=True)):
        raise ValueError("the stride does not fit")
    return _correlate(image, kernel, stride=stride)


def _crowded(image, kernel, stride):
    """Start windows side by side, in an output of the right size."""
    height, width = _correlate(image, kernel, stride=stride).shape
    return _correlate(image, kernel)[:height, :width]


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
    oracle=lambda image, kernel, stride: _correlate(image, kernel, stride=stride),
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
            lambda image, kernel, stride: _correlate(image, kernel),
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
            lambda image, kernel, stride: _correlate(image, kernel, stride=(stride, 1)),
        ),
    ],
)


def same_border(image, kernel):
    """Slide `kernel` (odd sides) over `image` (H, W) with zeros around it: return shape (H, W).

    So many zeros stand on each side that the kernel's middle visits every pixel.
    """
    above, left = kernel.shape[0] // 2, kernel.shape[1] // 2
    padded = np.pad(image, ((above, above), (left, left)))
    output = np.zeros(image.shape)
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            window = padded[i : i + kernel.shape[0], j : j + kernel.shape[1]]
            output[i, j] = np.sum(window * kernel)
    return output


def _padded(image, kernel, mode):
    sides = [(k // 2, k // 2) for k in kernel.shape]
    return _correlate(np.pad(image, sides, mode=mode), kernel)


def _framed(image, kernel):
    """Put the valid output in the middle of zeros."""
    return np.pad(_correlate(image, kernel), [(k // 2, k // 2) for k in kernel.shape])


def _padded_at_the_end(image, kernel):
    rows, columns = kernel.shape
    return _correlate(image, kernel, padding=((0, rows - 1), (0, columns - 1)))


chapter.function(
    same_border,
    title="What zeros do at the border",
    points=2,
    minutes=8,
    level="medium",
    because="At the border a part of the window lies on zeros: on an image of ones a 3 x 3 window "
    "of ones counts 4 in the corner, 6 at the edge and 9 inside.",
    examples=[
        (_ONES, np.array([[4, 6, 6, 4], [6, 9, 9, 6], [6, 9, 9, 6], [4, 6, 6, 4]])),
    ],
    variants=lambda rng: [
        (rng.integers(1, 10, (4, 6)), rng.integers(-5, 6, (3, 5))),
        (rng.integers(1, 10, (5, 4)), rng.normal(size=(3, 1))),
        (rng.normal(size=(5, 5)), rng.normal(size=(5, 3))),
    ],
    oracle=lambda image, kernel: _correlate(image, kernel, padding="same"),
    hints=(
        "How many zeros does a kernel of 3 need on each side, so that its middle reaches pixel 0? "
        "`np.pad` puts them there.",
        "`np.pad(image, ((above, above), (left, left)))` with half the kernel's sides, rounded "
        "down; then slide as before.",
    ),
    mistakes=[
        Mistake(
            "repeats the edge",
            "On ones you get 9 everywhere: the border was filled with the edge's own pixels. Pad "
            "with zeros.",
            lambda image, kernel: _padded(image, kernel, "edge"),
        ),
        Mistake(
            "mirrors the image",
            "The border was filled with the mirrored image. Pad with zeros.",
            lambda image, kernel: _padded(image, kernel, "reflect"),
        ),
        Mistake(
            "pads the output",
            "The zeros stand around the output. Put them around the image, before the kernel "
            "slides.",
            _framed,
        ),
        Mistake(
            "pads at the end only",
            "All the zeros are below and on the right, so the picture has moved. Half of them "
            "belong on each side.",
            _padded_at_the_end,
        ),
        Mistake(
            "does not pad",
            "The output is smaller than the image: there is no padding yet.",
            lambda image, kernel: _correlate(image, kernel),
        ),
    ],
)
