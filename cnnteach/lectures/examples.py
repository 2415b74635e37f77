"""The slides' worked examples, worked again: kernels, tables, graphs."""

import numpy as np

from cnnteach import ops
from cnnteach.graph import Scalar
from cnnteach.lectures.claim import Claim

_TABLE = np.array(
    [
        [18, 54, 51, 239, 244, 188],
        [55, 121, 75, 78, 95, 88],
        [35, 24, 206, 113, 109, 221],
        [3, 154, 104, 235, 25, 130],
        [15, 253, 225, 159, 78, 233],
        [68, 85, 180, 214, 245, 0],
    ]
)
_MASK = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])
_DIAGONAL = np.eye(2, dtype=int)


def _slide(image, kernel, **options):
    return ops.conv2d(image[None, :, :, None], kernel[:, :, None, None], **options)[0, :, :, 0]


def _largest(*ones):
    """Return the largest output of the slide's kernel on 4 x 4 zeros with two ones."""
    image = np.zeros((4, 4), int)
    image[tuple(zip(*ones, strict=True))] = 1
    return int(_slide(image, _DIAGONAL).max())


def _gradient_by_a():
    a, b = Scalar(2), Scalar(1)
    ((a + b) * (b + 1)).backward()
    return a.gradient


def _gaussian_rank():
    row = np.array([1, 4, 6, 4, 1]) / 16
    return int(np.linalg.matrix_rank(np.outer(row, row)))


CLAIMS = (
    Claim(
        *("000", "A bit of history", "Neurocognitron"),
        *("Neurocognitron", lambda: "Neocognitron"),
        "Fukushima's own title has no r: a new cognitron, after the cognitron of 1975.",
        source="Fukushima, 1980, Biological Cybernetics 36",
        fault="misprint",
    ),
    Claim(
        *("002", "Convolution, “Horizontal”", "-1\t0\t1"),
        *(0, lambda: int(np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]).sum())),
        "The weights of a kernel that answers to edges alone add up to 0: a flat patch gives "
        "nothing. (Lecture 002 names it by the direction of change, others by that of the edge.)",
    ),
    Claim(
        *("002", "Convolution, “Vertical”", "-1\t-2\t-1"),
        *(0, lambda: int(np.array([[-1, -2, -1], [0, 0, 0], [-1, -2, -1]]).sum())),
        "As printed its weights add up to -8, so a flat grey patch of 100 gives -800. The last "
        "row has lost its signs: it must be 1 2 1.",
        fault="misprint",
    ),
    Claim(
        *("002", "Convolutional Layers: Mathematics", "Convolution in 2D (5x5)"),
        *(25, lambda: len(range(-2, 3)) ** 2),
        "k and l go from -2 to 2. It reads x at n + k, not n - k: a cross-correlation.",
    ),
    Claim(
        *("002", "Computational graph", "(b + 1) \\cdot 1"),
        *(2, _gradient_by_a),
        "At a = 2, b = 1 it is 2, as backpropagation through the graph gives it.",
    ),
    Claim(
        *("004", "Convolution is translation equivariant", "Max = 2"),
        *(2, lambda: _largest((2, 2), (3, 3))),
        "The two ones meet both ones of the kernel in the lower right corner ...",
    ),
    Claim(
        *("004", "Convolution is translation equivariant", "Didnt change"),
        *(2, lambda: _largest((0, 0), (1, 1))),
        "... and in the upper left one, where they were moved: the same 2, at another place.",
    ),
    Claim(
        *("004", "Padding", "139"),
        *(139, lambda: int(_slide(np.pad(_TABLE, ((0, 1), (0, 1))), _MASK)[0, 0])),
        "The zeros are drawn at the right and at the bottom; then the first window holds 18, 51, "
        "121, 35 and 206, which add up to 431. 139 = 18 + 121 comes with zeros on all four sides.",
        fault="misprint",
    ),
    Claim(
        *("004", "Filter decomposition", "decomposed in two 1 dimensional filters"),
        *(1, _gaussian_rank),
        "A kernel splits into a column and a row if its rank is 1, as that of 1 4 6 4 1 is.",
    ),
)
