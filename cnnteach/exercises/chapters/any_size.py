"""Exercise of notebook 06 on inputs of any size: windows that grow with what comes in."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("06_pooling")


def means_of_any_row(row, outputs):
    """Return an array of n means of a `row` (W,), however long it is; n is `outputs`.

    Window i of n begins at i · W / n, rounded down, and ends before (i + 1) · W / n, rounded up.
    """
    size, means = len(row), np.zeros(outputs)
    for i in range(outputs):
        start = i * size // outputs
        end = -(-(i + 1) * size // outputs)
        means[i] = np.mean(row[start:end])
    return means


def _floor(whole, parts):
    return whole // parts


def _ceil(whole, parts):
    return -(-whole // parts)


def _means(start, end, of=np.mean):
    """Return an answer whose windows begin and end at these, given i, W and n."""

    def answer(row, outputs):
        at = [(start(i, len(row), outputs), end(i, len(row), outputs)) for i in range(outputs)]
        return np.array([of(row[first:last]) for first, last in at])

    return answer


def _starts(i, size, outputs):
    return _floor(i * size, outputs)


def _ends(i, size, outputs):
    return _ceil((i + 1) * size, outputs)


chapter.function(
    means_of_any_row,
    title="As many numbers as you like",
    points=2,
    minutes=6,
    level="medium",
    because="Rounding outwards leaves no pixel out: where n does not divide the row, neighbouring "
    "windows share one. With n = 1 it is global pooling.",
    examples=[
        ((np.array([4.0, 2, 0, 6, 8]), 2), np.array([2.0, 14 / 3])),
        ((np.array([4.0, 2, 0, 6, 8]), 1), np.array([4.0])),
        ((np.array([1.0, 3, 5, 7]), 2), np.array([2.0, 6.0])),
    ],
    variants=lambda rng: [
        (rng.normal(size=size), outputs) for size, outputs in ((7, 3), (11, 4), (8, 5))
    ],
    oracle=lambda row, outputs: ops.adaptive_avg_pool2d(row[None, :, None, None], (outputs, 1))[
        0, :, 0, 0
    ],
    hints=(
        "Write down the windows of five pixels and two outputs: 5 / 2 is 2.5. Which pixel is in "
        "both?",
        "`//` rounds down; `-(-a // b)` rounds a / b up.",
    ),
    mistakes=[
        Mistake(
            "rounds the ends down",
            "Your windows end too early: where W / n is no whole number, a pixel is missing. Round "
            "the end up.",
            _means(_starts, lambda i, size, outputs: _floor((i + 1) * size, outputs)),
        ),
        Mistake(
            "rounds the starts up",
            "Your windows begin too late: round the start down.",
            _means(lambda i, size, outputs: _ceil(i * size, outputs), _ends),
        ),
        Mistake(
            "makes all windows equal",
            "Your windows are W // n wide, so that the rest of the row is in none of them.",
            _means(
                lambda i, size, outputs: i * (size // outputs),
                lambda i, size, outputs: (i + 1) * (size // outputs),
            ),
        ),
        Mistake(
            "takes the largest",
            "Those are the largest numbers; asked is the mean.",
            _means(_starts, _ends, of=np.max),
        ),
        Mistake(
            "adds up",
            "Those are sums. A mean divides by how many pixels the window holds.",
            _means(_starts, _ends, of=np.sum),
        ),
        Mistake(
            "goes one too far",
            "A slice ends *before* its second number: do not add 1 to it.",
            _means(_starts, lambda i, size, outputs: _ends(i, size, outputs) + 1),
        ),
        Mistake(
            "takes the mean of the whole row",
            "Each output is the mean of its own window.",
            _means(lambda i, size, outputs: 0, lambda i, size, outputs: size),
        ),
    ],
)
