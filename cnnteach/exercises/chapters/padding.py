"""Exercises of notebook 03 on padding: the output's size, the border, and what keeps the size."""

from math import ceil

import numpy as np

from cnnteach import shapes
from cnnteach.exercises.chapters.common import correlate, whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("03_stride_padding_output_size")

_ONES = (np.ones((4, 4), dtype=int), np.ones((3, 3), dtype=int))


def output_size(size, kernel, stride, padding):
    """Return how many pixels wide the output is, when `padding` zeros stand on both sides.

    The image is `size` pixels wide without them; a window that would leave them is dropped.
    """
    return (size + 2 * padding - kernel) // stride + 1


chapter.function(
    output_size,
    title="The size of the output",
    points=2,
    minutes=4,
    because="Padding makes the image wider by `padding` on both sides; from there on it is the "
    "number of stops.",
    examples=[
        ((10, 3, 2, 0), 4),
        ((7, 3, 1, 1), 7),
        ((227, 11, 4, 0), 55),
        ((224, 11, 4, 2), 55),
        ((224, 7, 2, 3), 112),
    ],
    variants=lambda rng: [whole_numbers(rng, (9, 64), (1, 7), (1, 5), (0, 4)) for _ in range(10)],
    oracle=shapes.output_size,
    hints=(
        "How wide is the image with its padding? Then count the stops as before.",
        "The floor is `//`; mind the brackets: `(...) // stride + 1`.",
    ),
    mistakes=[
        Mistake(
            "forgets the + 1",
            "It looks as if the `+ 1` is missing. Count the positions of the left edge: there is "
            "one more than there are jumps.",
            lambda size, kernel, stride, padding: (size + 2 * padding - kernel) // stride,
        ),
        Mistake(
            "counts the padding once",
            "The padding is counted once, but stands on both sides: 2 · padding.",
            lambda size, kernel, stride, padding: (size + padding - kernel) // stride + 1,
        ),
        Mistake(
            "rounds up",
            "You rounded up: a window that would leave the padded image is dropped. Round down.",
            lambda size, kernel, stride, padding: ceil((size + 2 * padding - kernel) / stride) + 1,
        ),
        Mistake(
            "divides to a float",
            "`/` gives a float, and fractions of a pixel. `//` divides and rounds down.",
            lambda size, kernel, stride, padding: (size + 2 * padding - kernel) / stride + 1,
        ),
        Mistake(
            "takes the padding away",
            "The padding makes the image wider: add it.",
            lambda size, kernel, stride, padding: (size - 2 * padding - kernel) // stride + 1,
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


def same_padding(size, kernel, stride):
    """Return (before, after): the zeros that "same" padding puts on each side, as Keras does.

    The output then has ceil(size / stride) pixels; no more zeros than needed, the odd one last.
    """
    outputs = -(-size // stride)
    total = max((outputs - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def _same_total(size, kernel, stride):
    return max((-(-size // stride) - 1) * stride + kernel - size, 0)


def _same_unclipped(size, kernel, stride):
    total = (-(-size // stride) - 1) * stride + kernel - size
    return total // 2, total - total // 2


chapter.function(
    same_padding,
    title="Padding that keeps the size",
    points=3,
    minutes=10,
    level="hard",
    because="The last of the windows starts at (outputs - 1) · stride and needs `kernel` pixels "
    "from there; what the image lacks is padded, the odd pixel at the end.",
    examples=[((5, 3, 1), (1, 1)), ((5, 4, 1), (1, 2)), ((6, 3, 2), (0, 1)), ((6, 1, 2), (0, 0))],
    variants=lambda rng: [
        (7, 4, 3),
        *(whole_numbers(rng, (5, 40), (1, 7), (1, 4)) for _ in range(10)),
    ],
    oracle=shapes.same_padding,
    hints=(
        "With o = ceil(size / stride) outputs, how many pixels do all the windows together span? "
        "What the image lacks is the padding.",
        "total = max((o - 1) · stride + kernel - size, 0); half of it, rounded down, comes before.",
    ),
    mistakes=[
        Mistake(
            "pads both sides alike",
            "You gave both sides the same. 4 rows of kernel need 3 zeros: one side gets 2, and "
            "in Keras it is the last.",
            lambda *args: (ceil(_same_total(*args) / 2),) * 2,
        ),
        Mistake(
            "puts the odd zero first",
            "The odd zero goes last: (1, 2) and not (2, 1). (Caffe did it the other way.)",
            lambda *args: (ceil(_same_total(*args) / 2), _same_total(*args) // 2),
        ),
        Mistake(
            "ignores the stride",
            "That is right for stride 1. With a larger stride there are fewer windows, and they "
            "need fewer zeros.",
            lambda size, kernel, stride: ((kernel - 1) // 2, kernel - 1 - (kernel - 1) // 2),
        ),
        Mistake(
            "goes below zero",
            "When the kernel is smaller than the stride there is nothing to pad: -1 must be 0.",
            _same_unclipped,
        ),
    ],
)
