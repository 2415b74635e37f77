"""Exercises of notebook 15 on a class for each pixel: a map made large, and how it is judged."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.chapters.common import correlate
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("15_beyond_classification")


def transposed_convolution(small, kernel, stride):
    """Paint `kernel` (KH, KW), times each number of `small` (H, W), onto a large map; return it.

    The kernel of small[i, j] has its upper left corner at (i * stride, j * stride). Where painted
    kernels overlap they add up. The large map ends where the last kernel does.
    """
    rows, columns = kernel.shape
    large = np.zeros(((len(small) - 1) * stride + rows, (small.shape[1] - 1) * stride + columns))
    for i, j in np.ndindex(small.shape):
        top, left = i * stride, j * stride
        large[top : top + rows, left : left + columns] += small[i, j] * kernel
    return large


def _enlarged(small, kernel, stride):
    return ops.conv2d_transpose(
        small[None, :, :, None].astype(float), kernel[:, :, None, None], stride=stride
    )[0, :, :, 0]


def _painted(large, small, kernel, stride, *, kept):
    """Paint onto a map of zeros; of what is there, `kept` (0 or 1) remains below a kernel."""
    rows, columns = kernel.shape
    for i, j in np.ndindex(small.shape):
        place = large[i * stride : i * stride + rows, j * stride : j * stride + columns]
        place[:] = kept * place + small[i, j] * kernel
    return large


def _overwritten(small, kernel, stride):
    return _painted(np.zeros_like(_enlarged(small, kernel, stride)), small, kernel, stride, kept=0)


def _without_room(small, kernel, stride):
    """Paint onto a map that is `stride` times as large: beyond it the last kernels do not fit."""
    large = np.zeros((small.shape[0] * stride, small.shape[1] * stride))
    return _painted(large, small, kernel, stride, kept=1)


def _spread(small, stride):
    """Put zeros between the numbers."""
    return _enlarged(small, np.ones((1, 1)), stride)


_SMALL = np.array([[1, 2], [3, 4]])

chapter.function(
    transposed_convolution,
    title="From a small map to a large one",
    points=3,
    minutes=10,
    level="hard",
    because="A convolution gathers a window into one number; this spreads one number over a "
    "window. It is what the backward pass of the convolution does to go from dY to dX, so `+=`.",
    examples=[
        ((_SMALL, np.ones((2, 2)), 2), np.kron(_SMALL, np.ones((2, 2)))),
        ((_SMALL, np.ones((2, 2)), 1), np.array([[1.0, 3, 2], [4, 10, 6], [3, 7, 4]])),
        ((np.array([[1, 2]]), np.array([[1, 2, 1]]), 2), np.array([[1.0, 2, 3, 4, 2]])),
    ],
    variants=lambda rng: [
        (rng.integers(-4, 5, (3, 4)), rng.integers(-3, 4, (3, 2)), 2),
        (rng.integers(-4, 5, (4, 2)), rng.integers(1, 4, (2, 4)), 1),
        (rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), 3),
        (rng.normal(size=(3, 2)), rng.normal(size=(4, 5)), 2),
    ],
    oracle=_enlarged,
    hints=(
        "How many rows has the large map? The last kernel begins in row (H - 1) * stride and has "
        "KH rows. Begin with zeros, and paint.",
        "For each i, j: `large[top : top + rows, left : left + columns] += small[i, j] * kernel` "
        "with top = i * stride and left = j * stride.",
    ),
    mistakes=[
        Mistake(
            "paints over",
            "Where kernels overlap, the later one replaced the earlier one. Both count: `+=`.",
            _overwritten,
        ),
        Mistake(
            "forgets the stride",
            "Neighbouring kernels lie one pixel apart in your map. They lie `stride` pixels apart: "
            "that is what makes the map large.",
            lambda small, kernel, stride: _enlarged(small, kernel, 1),
        ),
        Mistake(
            "turns the kernel",
            "You painted the kernel turned by half a turn. It is painted as it is.",
            lambda small, kernel, stride: _enlarged(small, kernel[::-1, ::-1], stride),
        ),
        Mistake(
            "has no room for the last kernel",
            "The last kernel does not fit onto your map: it needs (H - 1) * stride + KH rows, and "
            "columns likewise.",
            _without_room,
        ),
        Mistake(
            "cuts at stride times the size",
            "The last kernels are cut off. The map has (H - 1) * stride + KH rows, so that the "
            "last one is whole.",
            lambda small, kernel, stride: _enlarged(small, kernel, stride)[
                : len(small) * stride, : small.shape[1] * stride
            ],
        ),
        Mistake(
            "slides over zeros",
            "You put zeros between the numbers and slid the kernel inside of that map: the map "
            "shrinks at its borders. Paint instead, beyond them.",
            lambda small, kernel, stride: correlate(
                np.pad(_spread(small, stride), [(0, max(0, k - 1)) for k in kernel.shape]), kernel
            ),
        ),
        Mistake(
            "spreads without a kernel",
            "The numbers stand where they should, each alone. Paint the kernel, times the number.",
            lambda small, kernel, stride: _enlarged(
                small, np.eye(1, kernel.size).reshape(kernel.shape), stride
            ),
        ),
    ],
)

chapter.question(
    "iou_of_a_coin",
    "A photograph has 10,000 pixels, and 400 of them show a coin. A network says coin at\n"
    "500 pixels; at 300 of these it is right. What is the intersection over union of the\n"
    "coin?",
    0.5,
    working="300 / (400 + 500 - 300)",
    title="300 pixels right",
    points=1,
    minutes=3,
    because="300 pixels are coin in both maps, and 400 + 500 - 300 = 600 in either. The accuracy "
    "would be 97 %, since the ground is so large.",
    hints=(
        "How many pixels are coin in both maps, and how many in either? Those that are in both "
        "must be counted once.",
        "In both: 300. In either: 400 + 500 less the 300 that were counted twice.",
    ),
    mistakes={
        50: ("gives per cent", "As a share, please: 50 % is 0.5."),
        0.97: (
            "gives the accuracy",
            "That is the share of all pixels that are right, most of them ground: the coin hardly "
            "counts in it.",
        ),
        0.6: (
            "gives the precision",
            "That is the share of the pixels called coin that are coin. The 100 pixels of coin "
            "that were missed must count, too.",
        ),
        0.75: (
            "gives the recall",
            "That is the share of the coin that was found. The 200 pixels that were wrongly called "
            "coin must count, too.",
        ),
        300 / 900: (
            "counts what both have twice",
            "400 + 500 counts the 300 common pixels twice. The union has them once.",
        ),
        600 / 900: (
            "gives Dice's coefficient",
            "Twice the common part by the sum of both is Dice's coefficient. Divide by the union.",
        ),
    },
)
