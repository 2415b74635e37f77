"""Exercises of notebook 03 on the border: zeros around the image, few and many."""

import numpy as np

from cnnteach.exercises.chapters.common import correlate
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("03_stride_padding_output_size")

_ONES = (np.ones((4, 4), dtype=int), np.ones((3, 3), dtype=int))


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
    return correlate(np.pad(image, sides, mode=mode), kernel)


def _framed(image, kernel):
    """Put the valid output in the middle of zeros."""
    return np.pad(correlate(image, kernel), [(k // 2, k // 2) for k in kernel.shape])


def _padded_at_the_end(image, kernel):
    rows, columns = kernel.shape
    return correlate(image, kernel, padding=((0, rows - 1), (0, columns - 1)))


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
    oracle=lambda image, kernel: correlate(image, kernel, padding="same"),
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
            lambda image, kernel: correlate(image, kernel),
        ),
    ],
)


def full_correlation(image, kernel):
    """Slide `kernel` (KH, KW) over `image` (H, W), wherever they have a pixel in common.

    Around the image lie zeros. Return shape (H + KH - 1, W + KW - 1).
    """
    rows, columns = kernel.shape
    padded = np.pad(image, ((rows - 1, rows - 1), (columns - 1, columns - 1)))
    output = np.zeros((padded.shape[0] - rows + 1, padded.shape[1] - columns + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(padded[i : i + rows, j : j + columns] * kernel)
    return output


def _fully(image, kernel, *, less=1, **options):
    sides = [(k - less, k - less) for k in kernel.shape]
    return correlate(np.pad(image, sides, **options), kernel)


def _one_by_one(image, kernel):
    """Let each pixel stamp the turned kernel into the output."""
    shape = [side + k - 1 for side, k in zip(image.shape, kernel.shape, strict=True)]
    output = np.zeros(shape, dtype=np.result_type(image, kernel))
    for i, j in np.ndindex(image.shape):
        part = np.s_[i : i + kernel.shape[0], j : j + kernel.shape[1]]
        output[part] += image[i, j] * kernel[::-1, ::-1]
    return output


_FULL = np.array([[0, 3, 8, 4], [9, 19, 25, 10], [21, 37, 43, 16], [6, 7, 8, 0]])

chapter.function(
    full_correlation,
    title="Wherever they touch",
    points=2,
    minutes=7,
    level="medium",
    because="With k - 1 zeros on each side the window begins with one pixel in its last corner. "
    "Every pixel then meets every weight, which is what the way back through a layer needs.",
    examples=[((np.arange(9).reshape(3, 3), np.array([[0, 1], [2, 3]])), _FULL)],
    variants=lambda rng: [
        (rng.integers(1, 10, (3, 5)), rng.integers(-5, 6, (3, 2))),
        (rng.normal(size=(4, 2)), rng.normal(size=(1, 3))),
        (rng.normal(size=(2, 4)), rng.normal(size=(4, 3))),
    ],
    oracle=_one_by_one,
    hints=(
        "How far can the window leave the image, before they have nothing in common?",
        "By k - 1 on each side: pad with that many zeros, rows and columns apart, and slide.",
    ),
    mistakes=[
        Mistake(
            "pads as for the same size",
            "That keeps the size of the image. The window may leave it further, until one row is "
            "left in it: k - 1 zeros.",
            lambda image, kernel: correlate(
                np.pad(image, [(k // 2, (k - 1) // 2) for k in kernel.shape]), kernel
            ),
        ),
        Mistake(
            "does not pad",
            "Those windows lie wholly in the image. Here it is enough that the two touch.",
            correlate,
        ),
        Mistake(
            "pads by k",
            "Your window begins one too early, where it has nothing in common with the image.",
            lambda image, kernel: _fully(image, kernel, less=0),
        ),
        Mistake(
            "flips the kernel",
            "That is true convolution: the kernel is turned. Leave it as it is.",
            lambda image, kernel: _fully(image, kernel[::-1, ::-1]),
        ),
        Mistake(
            "continues the edge",
            "Around the image lie zeros, not copies of its edge.",
            lambda image, kernel: _fully(image, kernel, mode="edge"),
        ),
    ],
)
