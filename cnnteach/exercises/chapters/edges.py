"""Exercises of notebook 02 on kernels that people wrote: Sobel's edges, and blurs in two passes."""

import numpy as np

from cnnteach import shapes
from cnnteach.exercises.chapters.common import correlate
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("02_convolution")

_SOBEL_X = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
_STEP = np.zeros((6, 6), dtype=int)
_STEP[:, 3:] = 1


def sobel(image):
    """Return how much brighter `image` (H, W) gets from left to right, shape (H - 2, W - 2).

    Slide Sobel's kernel over it, unflipped: [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]].
    """
    change = image[:, 2:].astype(float) - image[:, :-2]
    return change[:-2] + 2 * change[1:-1] + change[2:]


chapter.function(
    sobel,
    title="Find the vertical edges",
    points=2,
    minutes=6,
    because="The kernel takes the right column from the left one: 0 where nothing changes, "
    "positive where it gets brighter.",
    examples=[
        ((_STEP,), np.array([[0, 4, 4, 0]] * 4)),
        ((_STEP.T,), np.zeros((4, 4), dtype=int)),
    ],
    variants=lambda rng: [
        (rng.integers(0, 10, (4, 6)),),
        (rng.normal(size=(6, 4)),),
        (rng.integers(0, 256, (5, 4), dtype=np.uint8),),
    ],
    oracle=lambda image: correlate(image, _SOBEL_X),
    hints=(
        "Write the kernel as an array, and slide it as in `corr2d_valid`. No flip.",
        "Or without a loop: `image[:, 2:] - image[:, :-2]` is each right neighbour less the left "
        "one; weight its rows 1, 2, 1. Beware of uint8: subtract floats.",
    ),
    mistakes=[
        Mistake(
            "looks from top to bottom",
            "That is Sobel's other kernel, which sees horizontal edges: yours is transposed.",
            lambda image: correlate(image, _SOBEL_X.T),
        ),
        Mistake(
            "flips the kernel",
            "The sign is wrong: from dark to bright must be positive. True convolution flips the "
            "kernel, and swaps its sides; do not flip.",
            lambda image: correlate(image, -_SOBEL_X),
        ),
        Mistake(
            "weights all rows alike",
            "The middle row counts twice in Sobel's kernel; with 1, 1, 1 it would be Prewitt's.",
            lambda image: correlate(image, np.sign(_SOBEL_X)),
        ),
        Mistake(
            "takes the size of the change",
            "The sign is lost: from bright to dark must be negative. No `abs` here.",
            lambda image: np.abs(correlate(image, _SOBEL_X)),
        ),
        Mistake(
            "loses a sign",
            "Both sides have the same sign, so the kernel adds them up, and sees brightness "
            "rather than edges: the left column is negative.",
            lambda image: correlate(image, np.abs(_SOBEL_X)),
        ),
    ],
)


def separable(height, width, kernel):
    """Count the multiplications of two ways to blur an image to the same size (height, width).

    Return two numbers: for one `kernel` x `kernel` kernel, and for one of `kernel` weights along
    the rows and then another along the columns. Every output pixel counts.
    """
    pixels = height * width
    return pixels * kernel * kernel, pixels * 2 * kernel


def _products(height, width, kernel, passes):
    """Count the products of kernels that are `kernel` long along the axes marked with 1."""
    sides = [tuple(kernel if along else 1 for along in axes) for axes in passes]
    return sum(
        shapes.conv_connections((height, width), side, channels=1, filters=1, bias=False)
        for side in sides
    )


chapter.function(
    separable,
    title="Two thin kernels for a thick one",
    points=1,
    minutes=4,
    because="A pixel costs K·K products with the square kernel, and K + K with two thin ones: "
    "25 against 10 for K = 5.",
    examples=[((256, 256, 5), (1_638_400, 655_360)), ((1, 1, 3), (9, 6))],
    oracle=lambda *args: (_products(*args, [(1, 1)]), _products(*args, [(1, 0), (0, 1)])),
    variants=lambda rng: [
        tuple(int(number) for number in (*rng.integers(10, 500, 2), rng.integers(3, 12)))
        for _ in range(4)
    ],
    hints=(
        "For one output pixel: how many weights has the square kernel? And the two thin ones?",
        "K·K against K + K, each time for height · width pixels.",
    ),
    mistakes=[
        Mistake(
            "counts one thin kernel",
            "There are two thin kernels, one after the other: both cost K products a pixel.",
            lambda height, width, kernel: (
                height * width * kernel * kernel,
                height * width * kernel,
            ),
        ),
        Mistake(
            "counts one pixel",
            "That is the cost of one pixel. Every pixel of the output costs as much.",
            lambda height, width, kernel: (kernel * kernel, 2 * kernel),
        ),
        Mistake(
            "multiplies the thin kernels",
            "The second kernel works on what the first has made, so their costs are added: K + K.",
            lambda height, width, kernel: (height * width * kernel * kernel,) * 2,
        ),
        Mistake(
            "gives them in the other order",
            "The other way round: first the square kernel, then the two thin ones.",
            lambda height, width, kernel: (
                height * width * 2 * kernel,
                height * width * kernel * kernel,
            ),
        ),
    ],
)


def separable_gap(kernel):
    """Return how far `kernel` (KH, KW) is from being a column times a row: 0 if it is separable.

    Take the entry of the largest absolute value. Multiply each number of its column by each number
    of its row, and divide by the entry: of a separable kernel, that makes the kernel again. Return
    the largest absolute difference.
    """
    i, j = np.unravel_index(np.argmax(np.abs(kernel)), kernel.shape)
    products = np.outer(kernel[:, j], kernel[i]) / kernel[i, j]
    return np.max(np.abs(kernel - products))


def _gap(kernel, *, largest=None, divided=True, of=np.max, size=np.abs):
    """By plain loops; what is given otherwise makes the mistakes."""
    places = list(np.ndindex(kernel.shape))
    i, j = largest or max(places, key=lambda place: abs(kernel[place]))
    entry = kernel[i, j] if divided else 1
    with np.errstate(all="ignore"):
        left = [
            kernel[a, b] - np.true_divide(kernel[a, j] * kernel[i, b], entry) for a, b in places
        ]
    return of(size(np.array(left)))


_GAUSS = np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1])
_LAPLACE = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])

chapter.function(
    separable_gap,
    title="Is it a column times a row?",
    points=2,
    minutes=8,
    level="medium",
    because="In a column times a row, every row is a multiple of every other one: one row and one "
    "column give all the rest. The Laplacian's corners cannot be had like that.",
    examples=[((_GAUSS,), 0.0), ((_SOBEL_X,), 0.0), ((_LAPLACE,), 0.25), ((-_LAPLACE,), 0.25)],
    variants=lambda rng: [
        (rng.normal(size=(3, 4)),),
        (rng.integers(-9, 9, (4, 3)) + 20 * np.eye(4, 3, dtype=int),),
        (np.outer(rng.normal(size=5), rng.normal(size=3)),),
    ],
    oracle=lambda kernel: float(np.round(_gap(kernel), 12)),
    hints=(
        "`np.argmax(np.abs(kernel))` counts along the rows; `np.unravel_index` makes row and "
        "column of that. Which column and which row meet in that entry?",
        "`np.outer(kernel[:, j], kernel[i]) / kernel[i, j]`: the entry is in the column and in the "
        "row, so it is divided out once.",
    ),
    mistakes=[
        Mistake(
            "forgets to divide",
            "The entry where column and row meet is in both of them: divide by it.",
            lambda kernel: _gap(kernel, divided=False),
        ),
        Mistake(
            "begins at the corner",
            "You began with the corner, which may be 0. Take the entry of the largest size.",
            lambda kernel: _gap(kernel, largest=(0, 0)),
        ),
        Mistake(
            "begins at the largest, whatever its sign",
            "The entry is the one of the largest absolute value: -4 before 1. Take `np.abs` first.",
            lambda kernel: _gap(kernel, largest=np.unravel_index(np.argmax(kernel), kernel.shape)),
        ),
        Mistake(
            "lets signs count",
            "Differences below 0 count as well: take their size, `np.abs`, before the largest.",
            lambda kernel: _gap(kernel, size=np.positive),
        ),
        Mistake(
            "adds the differences up",
            "Those are all differences together; asked is the largest.",
            lambda kernel: _gap(kernel, of=np.sum),
        ),
    ],
)
