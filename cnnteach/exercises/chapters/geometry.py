"""Exercises of notebook 03 along one axis: where a window can stand, and how many there are."""

from math import ceil

from cnnteach import shapes
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("03_stride_padding_output_size")


def _numbers(rng, *limits):
    """Draw a whole number between each pair of `limits`, both of which may come."""
    return tuple(int(rng.integers(least, most + 1)) for least, most in limits)


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
        *(_numbers(rng, (9, 40), (1, 7), (1, 5)) for _ in range(8)),
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
    variants=lambda rng: [_numbers(rng, (9, 64), (1, 7), (1, 5), (0, 4)) for _ in range(10)],
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
        *(_numbers(rng, (5, 40), (1, 7), (1, 4)) for _ in range(10)),
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
