"""An exercise of notebook 03: the padding that keeps the size, as Keras chooses it."""

from math import ceil

from cnnteach import shapes
from cnnteach.exercises.chapters.common import whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("03_stride_padding_output_size")


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
            "pads both sides alike, too little",
            "Both sides are alike, and a zero is missing: 4 rows of kernel need 3, and one side "
            "gets 2 of them, in Keras the last.",
            lambda *args: (_same_total(*args) // 2,) * 2,
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
