"""An exercise of notebook 03: the size of the output."""

from math import ceil

from cnnteach import shapes
from cnnteach.exercises.chapters.common import whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("03_stride_padding_output_size")


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
