"""Exercises of notebook 01 on shapes: an image is an array, rows first and channels last."""

import numpy as np

from cnnteach.exercises.chapters.common import photo
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("01_an_image_is_a_tensor")


_NUMBERED = np.arange(24).reshape(2, 4, 3)

chapter.question(
    "numbers_in_photo",
    "A colour photograph is 512 pixels high and 512 pixels wide.\n"
    "How many numbers does a computer keep for it?",
    786_432,
    working="512 * 512 * 3",
    title="How many numbers are in a photograph?",
    points=1,
    minutes=1,
    because="Every pixel has three numbers, for red, green and blue: 512 × 512 × 3.",
    hints=(
        "How many pixels are there, and how many numbers does each of them need?",
        "Multiply three numbers: height, width, channels. `cat.size` has it for the cat.",
    ),
    mistakes={
        262_144: (
            "forgets the channels",
            "That counts the pixels. A coloured pixel is more than one number.",
        ),
        1_536: (
            "counts one side",
            "That is three times one side. A photograph has rows and columns: multiply both.",
        ),
        6_291_456: (
            "counts bits",
            "That is the number of bits: each of the numbers takes 8. Count the numbers.",
        ),
        1_027: (
            "adds the shape up",
            "You added height, width and channels. How many numbers are in one row alone?",
        ),
    },
)

chapter.question(
    "green_of_pixel",
    "`image` has the shape (H, W, 3), in the order red, green, blue.\n"
    "Which expression reads the green of the pixel in row 10 and column 20?\n"
    "a: image[20, 10, 1]   b: image[10, 20, 1]   c: image[1, 10, 20]   d: image[10, 20, 2]",
    "b",
    title="Find one number of a photograph",
    points=1,
    minutes=2,
    because="Row, then column, then channel; and counting begins at 0, so that green is 1.",
    hints=(
        "The indices come in the order of the shape: (H, W, 3). Which of them is the row?",
        "Rows are counted down the height, which is first. Red is 0; what is green?",
    ),
    mistakes={
        "a": (
            "swaps row and column",
            "That is row 20, column 10: as x and y on paper. An array takes the row first.",
        ),
        "c": (
            "channels first",
            "That would be right if the channels came first; here the shape is (H, W, 3).",
        ),
        "d": ("counts from one", "That is the blue: Python counts from 0, so red is 0."),
    },
)


def channels_first(image):
    """Move the channels of `image` (H, W, C) to the front: return shape (C, H, W).

    Each channel must still show the same picture: `channels_first(image)[0]` is all the red.
    """
    return np.moveaxis(image, -1, 0)


chapter.function(
    channels_first,
    title="Channels last to channels first",
    points=2,
    minutes=4,
    level="medium",
    because="The axes change places and every number goes with its pixel; `reshape` would only "
    "count the same numbers off in another way.",
    examples=[
        ((_NUMBERED,), np.stack([_NUMBERED[:, :, 0], _NUMBERED[:, :, 1], _NUMBERED[:, :, 2]])),
        ((np.array([[[1, 2], [3, 4], [5, 6]]]),), np.array([[[1, 3, 5]], [[2, 4, 6]]])),
    ],
    variants=lambda rng: [(photo(rng, 3, 5),), (photo(rng, 4, 2),), (rng.random((2, 3, 4)),)],
    oracle=lambda image: np.array([image[:, :, c] for c in range(image.shape[2])]),
    hints=(
        "Which axis goes where? Axis 2 to the front; axes 0 and 1 stay in their order behind it.",
        "`np.transpose` takes the old axes in their new order; `np.moveaxis` moves just one.",
    ),
    mistakes=[
        Mistake(
            "reshapes",
            "The shape is right, but the picture is torn: `reshape` counts the numbers off in "
            "their old order. Move the axis instead.",
            lambda image: image.reshape(image.shape[2], *image.shape[:2]),
        ),
        Mistake(
            "turns all axes round",
            "Now the channels are first, but the picture is on its side: the shape is (C, W, H). "
            "`.T` turns all three axes round.",
            lambda image: image.T,
        ),
        Mistake(
            "rolls the wrong way",
            "The columns went to the front, shape (W, C, H): it is the last of the old axes that "
            "comes first.",
            lambda image: np.transpose(image, (1, 2, 0)),
        ),
    ],
)


def crop(image, top, left, height, width):
    """Cut a window out of `image` (H, W, C): return its pixels, shape (height, width, C).

    The window's upper left pixel is in row `top` and column `left`.
    """
    return image[top : top + height, left : left + width]


chapter.function(
    crop,
    title="Cut a window out of a photograph",
    points=1,
    minutes=4,
    because="A slice stops before its end, so from `top` on it takes rows up to `top + height`.",
    examples=[
        ((_NUMBERED, 0, 1, 1, 2), _NUMBERED[0:1, 1:3]),
        ((_NUMBERED, 1, 2, 1, 2), np.array([[[18, 19, 20], [21, 22, 23]]])),
    ],
    variants=lambda rng: [
        (photo(rng, 7, 9), 2, 1, 3, 5),
        (photo(rng, 8, 6), int(rng.integers(1, 4)), int(rng.integers(1, 3)), 4, 3),
        (rng.random((5, 6, 1)), 1, 2, 2, 3),
    ],
    oracle=lambda image, top, left, height, width: image.take(
        range(top, top + height), axis=0
    ).take(range(left, left + width), axis=1),
    hints=(
        "`image[a:b]` takes rows a, a + 1, ... up to b, but without b. Where must a and b be?",
        "Two slices with a comma between them, rows first. The rows are `top : top + height`.",
    ),
    mistakes=[
        Mistake(
            "swaps rows and columns",
            "Rows and columns are swapped: the first slice takes rows, so it needs `top` and "
            "`height`.",
            lambda image, top, left, height, width: image[left : left + width, top : top + height],
        ),
        Mistake(
            "takes the size for the end",
            "A slice goes from a start to an end. You gave it a start and a size; the end is "
            "their sum.",
            lambda image, top, left, height, width: image[top:height, left:width],
        ),
        Mistake(
            "takes one too many",
            "One row and one column too many: the end of a slice is not taken itself, so nothing "
            "need be added.",
            lambda image, top, left, height, width: image[
                top : top + height + 1, left : left + width + 1
            ],
        ),
        Mistake(
            "slices the rows only",
            "The rows are cut, the columns are all there: a second slice, after a comma, cuts "
            "the columns.",
            lambda image, top, left, height, width: image[top : top + height],
        ),
        Mistake(
            "slices twice in brackets of their own",
            "`image[...][...]` cuts the rows twice. Both slices belong in one pair of brackets: "
            "`image[rows, columns]`.",
            lambda image, top, left, height, width: image[top : top + height][left : left + width],
        ),
    ],
)
