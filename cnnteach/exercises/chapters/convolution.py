"""Exercises of notebook 02 with one channel: a kernel, a window, and the map that comes of it."""

import numpy as np

from cnnteach.exercises.chapters.common import correlate
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("02_convolution")

_D1 = (np.arange(9).reshape(3, 3), np.array([[0, 1], [2, 3]]))
_IMPULSE = np.zeros((5, 5), dtype=int)
_IMPULSE[2, 2] = 1
_ONE_TO_NINE = np.arange(1, 10).reshape(3, 3)


def _images_and_kernels(rng):
    """Draw integers and floats, high and wide, so that neither axes nor types can be mixed up."""
    return [
        (rng.integers(0, 10, (4, 6)), rng.integers(-5, 6, (2, 3))),
        (rng.integers(0, 10, (6, 4)), rng.normal(size=(3, 2))),
        (rng.integers(0, 256, (3, 5), dtype=np.uint8), rng.integers(-5, 6, (3, 4))),
        (rng.normal(size=(5, 5)).astype(np.float32), rng.normal(size=(1, 3)).astype(np.float32)),
    ]


def patch_dot(patch, kernel):
    """Multiply `patch` and `kernel`, both (KH, KW), and return their dot product: one number.

    For [[0, 1], [3, 4]] and [[0, 1], [2, 3]] it is 0·0 + 1·1 + 3·2 + 4·3 = 19.
    """
    return np.sum(patch * kernel)


chapter.function(
    patch_dot,
    title="One number of a feature map",
    points=1,
    minutes=3,
    because="Each weight meets the one pixel under it, and all the products are added.",
    examples=[((np.array([[0, 1], [3, 4]]), np.array([[0, 1], [2, 3]])), 19.0)],
    variants=lambda rng: [
        (rng.integers(0, 10, (3, 2)), rng.integers(-5, 6, (3, 2))),
        (rng.integers(0, 10, (2, 3)), rng.normal(size=(2, 3))),
        (rng.integers(0, 10, (3, 3)), rng.integers(-5, 6, (3, 3))),
    ],
    oracle=lambda patch, kernel: correlate(patch, kernel)[0, 0],
    hints=(
        "How would you do it on paper? Multiply what lies on top of each other; then add it all.",
        "`patch * kernel` multiplies element by element; `np.sum` adds over both axes.",
    ),
    mistakes=[
        Mistake(
            "takes the matrix product",
            "`@` and `np.dot` are the matrix product, rows times columns. Here, multiply element "
            "by element with `*`, then sum everything.",
            lambda patch, kernel: patch @ kernel,
        ),
        Mistake(
            "sums a matrix product",
            "You summed the matrix product. Multiply element by element, with `*` in place of `@`.",
            lambda patch, kernel: np.sum(patch @ kernel),
        ),
        Mistake(
            "sums over one axis",
            "You summed over one axis, so a row of numbers is left. Sum over both.",
            lambda patch, kernel: np.sum(patch * kernel, axis=0),
        ),
        Mistake(
            "Python's own sum",
            "Python's `sum` adds the rows of an array, so a row of numbers is left: `np.sum` or "
            "`.sum()` adds everything.",
            lambda patch, kernel: list(sum(patch * kernel)),
        ),
        Mistake(
            "does not sum",
            "These are the products, one for each weight. They are still to be added up.",
            lambda patch, kernel: patch * kernel,
        ),
    ],
)


def corr2d_valid(image, kernel):
    """Slide `kernel` (KH, KW) over `image` (H, W), and return the dot product at every place.

    The kernel stays inside the image, so the result has shape (H - KH + 1, W - KW + 1).
    """
    (height, width), (rows, columns) = image.shape, kernel.shape
    output = np.zeros((height - rows + 1, width - columns + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(image[i : i + rows, j : j + columns] * kernel)
    return output


def _corr2d_in_image_dtype(image, kernel):
    output = corr2d_valid(image, kernel)
    return output.astype(image.dtype)


def _corr2d_kernel_sides_swapped(image, kernel):
    columns, rows = kernel.shape
    places = np.zeros((image.shape[0] - rows + 1, image.shape[1] - columns + 1))
    for i, j in np.ndindex(places.shape):
        places[i, j] = np.sum(image[i : i + rows, j : j + columns] * kernel)
    return places


chapter.function(
    corr2d_valid,
    title="Slide a kernel over an image",
    points=3,
    minutes=12,
    level="medium",
    because="The kernel's upper left corner can stand in H - KH + 1 rows and W - KW + 1 columns, "
    "and each place gives one dot product.",
    examples=[(_D1, np.array([[19, 25], [37, 43]]))],
    variants=_images_and_kernels,
    oracle=correlate,
    hints=(
        "First the shape: at how many places can the kernel's upper left corner stand? Then two "
        "loops over them, and your dot product inside.",
        "The window at (i, j) is `image[i : i + rows, j : j + columns]`; multiply it by the "
        "kernel and sum.",
    ),
    mistakes=[
        Mistake(
            "forgets the last place",
            "A row and a column are missing. From 0 to H - KH there are H - KH + 1 places: the "
            "last one counts too.",
            lambda image, kernel: corr2d_valid(image, kernel)[:-1, :-1],
        ),
        Mistake(
            "flips the kernel",
            "You computed true convolution; CNN layers do not flip the kernel. Leave it as it is.",
            lambda image, kernel: corr2d_valid(image, kernel[::-1, ::-1]),
        ),
        Mistake(
            "keeps the image's integers",
            "The fractions are cut off, or there is no room: the output array has the image's "
            "dtype (`np.zeros_like`). Make it one of floats, `np.zeros(shape)`.",
            _corr2d_in_image_dtype,
        ),
        Mistake(
            "swaps the kernel's sides",
            "The window has another shape than the kernel: rows and columns of `kernel.shape` "
            "are swapped.",
            _corr2d_kernel_sides_swapped,
        ),
        Mistake(
            "swaps the places",
            "The output is on its side: the row of the window is the row of the output.",
            lambda image, kernel: corr2d_valid(image, kernel).T,
        ),
    ],
)


def conv_vs_corr(image, kernel):
    """Return the true convolution of `image` (H, W) with `kernel` (KH, KW), as mathematicians do.

    It is what the last exercise computes, with the kernel flipped first. Shape as there.
    """
    flipped = kernel[::-1, ::-1]
    (height, width), (rows, columns) = image.shape, kernel.shape
    output = np.zeros((height - rows + 1, width - columns + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(image[i : i + rows, j : j + columns] * flipped)
    return output


chapter.function(
    conv_vs_corr,
    title="True convolution",
    points=2,
    minutes=6,
    level="medium",
    because="Convolution turns the kernel by half a turn; an impulse then gives the kernel back "
    "upright, where a CNN's cross-correlation gives it upside down.",
    examples=[
        ((_IMPULSE, _ONE_TO_NINE), np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])),
        (_D1, np.array([[5, 11], [23, 29]])),
    ],
    variants=_images_and_kernels,
    oracle=lambda image, kernel: correlate(image, kernel[::-1, ::-1]),
    hints=(
        "What must the kernel look like, so that sliding it gives the convolution? `a[::-1]` "
        "reverses one axis.",
        "`kernel[::-1, ::-1]` reverses both axes. Then slide it, as `corr2d_valid` does.",
    ),
    mistakes=[
        Mistake(
            "does not flip",
            "You computed cross-correlation, as CNN layers do: nothing is flipped yet.",
            corr2d_valid,
        ),
        Mistake(
            "flips the rows only",
            "Only the rows are flipped, up and down. Flip rows AND columns.",
            lambda image, kernel: corr2d_valid(image, kernel[::-1]),
        ),
        Mistake(
            "flips the columns only",
            "Only the columns are flipped, left and right. Flip rows AND columns.",
            lambda image, kernel: corr2d_valid(image, kernel[:, ::-1]),
        ),
        Mistake(
            "transposes the kernel",
            "`.T` swaps rows and columns; a flip reverses their order: `[::-1, ::-1]`.",
            lambda image, kernel: corr2d_valid(image, kernel.T),
        ),
        Mistake(
            "flips the output",
            "You flipped the result. It is the kernel that is flipped, before it slides.",
            lambda image, kernel: corr2d_valid(image, kernel)[::-1, ::-1],
        ),
    ],
)
