"""Exercises of notebook 05 on counting: dense, local, and shared weights."""

import numpy as np

from cnnteach import shapes
from cnnteach.exercises.chapters.common import whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("05_why_not_dense")


def weights_to_learn(image, units, window):
    """Return how many weights a layer has to learn if it is dense, local, and shared: a tuple.

    `image` is (H, W); there are `units` units, each with a `window` (KH, KW); biases do not count.
    """
    pixels, seen = image[0] * image[1], window[0] * window[1]
    return pixels * units, seen * units, seen


def _three(dense, local, shared):
    """Return an answer whose three counts are given by functions of (pixels, seen, units)."""

    def answer(image, units, window):
        numbers = (image[0] * image[1], window[0] * window[1], units)
        return dense(*numbers), local(*numbers), shared(*numbers)

    return answer


def _dense(pixels, seen, units):
    return pixels * units


def _local(pixels, seen, units):
    return seen * units


def _shared(pixels, seen, units):
    return seen


chapter.function(
    weights_to_learn,
    title="Ten million, a hundred thousand, a hundred",
    points=2,
    minutes=6,
    because="Dense: every unit has a weight for every pixel. Local: for those of its window. "
    "Shared: all units use the same window of weights.",
    examples=[(((100, 100), 1000, (10, 10)), (10_000_000, 100_000, 100))],
    variants=lambda rng: [
        (whole_numbers(rng, (20, 60), (61, 99)), int(rng.integers(100, 900)), (3, 5)),
        (whole_numbers(rng, (9, 19), (20, 40)), int(rng.integers(10, 99)), (5, 2)),
    ],
    oracle=lambda image, units, window: tuple(
        int(np.prod(shape)) for shape in ((*image, units), (*window, units), window)
    ),
    hints=(
        "How many weights has one unit, if it is connected to every pixel? And to a window? Then: "
        "how many units have weights of their own?",
        "pixels · units, then pixels of the window · units, then the pixels of the window alone.",
    ),
    mistakes=[
        Mistake(
            "forgets that the shared ones are shared",
            "The last number still grows with the units. Shared means that all of them use the "
            "same weights: they are learned once.",
            _three(_dense, _local, _local),
        ),
        Mistake(
            "counts biases",
            "You counted a bias for each unit as well. Here, weights only.",
            _three(
                lambda pixels, seen, units: (pixels + 1) * units,
                lambda pixels, seen, units: (seen + 1) * units,
                lambda pixels, seen, units: seen + 1,
            ),
        ),
        Mistake(
            "one dense unit",
            "A dense layer has so many weights for each of its units.",
            _three(lambda pixels, seen, units: pixels, _local, _shared),
        ),
        Mistake(
            "counts the pixels as many times as there are windows",
            "A local unit is connected to its own window, not to the whole image.",
            _three(_dense, _dense, _shared),
        ),
    ],
)

chapter.question(
    "without_sharing",
    "AlexNet's first layer has 96 filters of 11 x 11 x 3, and its maps are 55 x 55. If\n"
    "every place had weights and a bias of its own, how many times as many would there be\n"
    "to learn?",
    3025,
    title="What AlexNet saves by sharing",
    points=1,
    minutes=4,
    because="Each filter would be learned anew for each of 55 · 55 places: 105,705,600 numbers in "
    "place of 34,944.",
    working="55 * 55",
    hints=(
        "At how many places does one filter stand?",
        "A map has 55 rows and 55 columns; at each place the filter would be another one.",
    ),
    mistakes={
        55: ("counts one side", "That is one row of the map. There are 55 such rows."),
        96: ("counts the filters", "There are 96 filters in both cases. Where do they stand?"),
        290400: (
            "counts all units",
            "That is how many units there are, in all 96 maps. But there were 96 filters before, "
            "too: what is the ratio?",
        ),
        363: ("counts a filter's weights", "So many weights has one filter, in both cases."),
    },
)


def shared_and_dense(lengths, channels, kernel, outputs):
    """Count what two nets for a row of numbers learn: one with shared kernels, and a dense one.

    The row is lengths[0] long. Each next layer has `channels` rows of the next length; its kernels
    are `kernel` long, and reach through all rows of the layer before. The last layer is dense, with
    `outputs` units. The second net has as many units, each connected to all of the layer before.
    All units and kernels have biases. Return both counts.
    """
    units, dense = lengths[0], 0
    rows, shared = 1, 0
    for length in lengths[1:]:
        dense += (units + 1) * length * channels
        units = length * channels
        shared += (kernel * rows + 1) * channels
        rows = channels
    last = (units + 1) * outputs
    return shared + last, dense + last


def _both(lengths, channels, kernel, outputs, *, bias=True, rows=None, last=True, wide=True):
    """Count by `shapes`, layer by layer."""
    shared = dense = 0
    before = 1
    for i in range(1, len(lengths)):
        shared += shapes.conv_parameters((1, kernel), rows or before, channels, bias=bias)
        units = (lengths[i - 1] * before, lengths[i] * channels)
        dense += shapes.conv_parameters(1, *(units if wide else lengths[i - 1 : i + 1]), bias=bias)
        before = channels
    end = shapes.conv_parameters(1, lengths[-1] * channels, outputs, bias=bias) if last else 0
    return shared + end, dense + (end if wide else (lengths[-1] + bias) * outputs)


def _rows_of_numbers(rng):
    lengths = (40, int(rng.integers(15, 22)), int(rng.integers(6, 11)), int(rng.integers(2, 5)))
    return (lengths[: int(rng.integers(3, 5))], *whole_numbers(rng, (4, 19), (2, 5), (2, 12)))


chapter.function(
    shared_and_dense,
    title="Two thousand or sixty thousand",
    points=3,
    minutes=10,
    level="medium",
    because="60 + 690 + 690 for the kernels, whatever the length of the row, and 610 at the end: "
    "2,050 in place of 59,065.",
    examples=[
        (((40, 19, 9, 4), 15, 3, 10), (2_050, 59_065)),
        (((5, 3), 2, 3, 1), (15, 43)),
    ],
    variants=lambda rng: [_rows_of_numbers(rng) for _ in range(5)],
    oracle=_both,
    hints=(
        "A kernel is `kernel` long and reaches through all rows: 1 row at first, `channels` later.",
        "Shared: `(kernel * rows + 1) * channels` for each layer. Dense: units before, and a bias, "
        "times units after. The last layer is the same in both.",
    ),
    mistakes=[
        Mistake(
            "forgets the biases",
            "Every kernel and every dense unit has a bias, too.",
            lambda *args: _both(*args, bias=False),
        ),
        Mistake(
            "reads one row",
            "From the second layer on, a kernel reaches through all rows of the layer before.",
            lambda *args: _both(*args, rows=1),
        ),
        Mistake(
            "reaches through as many rows in the first layer",
            "The first layer reads one row of numbers: its kernels reach through 1, not through "
            "`channels`.",
            lambda lengths, channels, kernel, outputs: _both(
                lengths, channels, kernel, outputs, rows=channels
            ),
        ),
        Mistake(
            "forgets the last layer",
            "The last layer is dense in both nets: (units before + 1) times `outputs`.",
            lambda *args: _both(*args, last=False),
        ),
        Mistake(
            "gives the dense net one row",
            "The dense net has as many units as the other: length times channels in each layer.",
            lambda *args: _both(*args, wide=False),
        ),
    ],
)
