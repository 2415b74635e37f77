"""Exercises of notebook 01 on the numbers themselves: brightness, and the limits of uint8."""

import numpy as np

from cnnteach.exercises.chapters.common import photo
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("01_an_image_is_a_tensor")


_COLOURS = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [10, 20, 30]]], dtype=np.uint8)


def brighten(image, amount):
    """Add `amount` to every number of `image` (uint8), and return a new uint8 image.

    What would come out below 0 becomes 0, and above 255 becomes 255. `amount` may be negative.
    """
    return np.clip(image.astype(int) + amount, 0, 255).astype(np.uint8)


def _brighten_in_place(image, amount):
    image[...] = np.clip(image.astype(int) + amount, 0, 255)
    return image


chapter.function(
    brighten,
    title="Brighten without an accident",
    points=2,
    minutes=6,
    level="medium",
    because="uint8 has room for 0 to 255 and wraps round beyond that: so add in a wider type, "
    "clip, and only then go back.",
    same_dtype=True,
    examples=[
        (
            (np.array([[0, 100, 200], [30, 250, 255]], dtype=np.uint8), 60),
            np.array([[60, 160, 255], [90, 255, 255]], dtype=np.uint8),
        ),
        (
            (np.array([[0, 100, 200], [30, 250, 255]], dtype=np.uint8), -40),
            np.array([[0, 60, 160], [0, 210, 215]], dtype=np.uint8),
        ),
    ],
    variants=lambda rng: [
        (photo(rng, 3, 4), int(rng.integers(20, 120))),
        (photo(rng, 4, 3), -int(rng.integers(20, 120))),
        (photo(rng, 2, 5), 300),
    ],
    oracle=lambda image, amount: np.vectorize(
        lambda number: min(max(int(number) + amount, 0), 255), otypes=[np.uint8]
    )(image),
    hints=(
        "In uint8, 250 + 10 is 4. Where would there be room for 260, until it is cut to 255?",
        "Three steps: `image.astype(int)`, add and `np.clip(..., 0, 255)`, `.astype(np.uint8)`.",
    ),
    mistakes=[
        Mistake(
            "wraps round",
            "What is above 255 begins at 0 again: bright pixels turn dark. Clip to 0 ... 255 "
            "before you go back to uint8.",
            lambda image, amount: (image.astype(int) + amount).astype(np.uint8),
        ),
        Mistake(
            "adds in uint8",
            "uint8 has no room for the sum, and none for a negative amount. Go to a wider type "
            "first: `image.astype(int)`.",
            lambda image, amount: np.clip(image + amount, 0, 255),
        ),
        Mistake(
            "clips the top only",
            "255 is kept, but below 0 it wraps round: dark pixels turn bright. Clip at both ends.",
            lambda image, amount: np.minimum(image.astype(int) + amount, 255).astype(np.uint8),
        ),
        Mistake(
            "stays in a wider type",
            "The numbers are right; the type is not. An image of numbers from 0 to 255 is uint8: "
            "one step is missing at the end.",
            lambda image, amount: np.clip(image.astype(int) + amount, 0, 255),
        ),
        Mistake(
            "changes the image it was given",
            "Whoever runs the cell twice gets an image twice as bright: return a new array.",
            _brighten_in_place,
        ),
    ],
)


def to_grey(image):
    """Turn a colour `image` (H, W, 3) into its brightness (H, W), as floats.

    The eye sees green best: brightness is 0.299 red + 0.587 green + 0.114 blue.
    """
    return image @ np.array([0.299, 0.587, 0.114])


chapter.function(
    to_grey,
    title="Colour to grey",
    points=2,
    minutes=5,
    because="Each pixel's three numbers are weighted and added: a dot product along the last axis.",
    examples=[((_COLOURS,), np.array([[76.245, 149.685], [29.07, 18.15]]))],
    variants=lambda rng: [(photo(rng, 3, 5),), (photo(rng, 4, 2),), (rng.random((2, 3, 3)),)],
    oracle=lambda image: 0.299 * image[..., 0] + 0.587 * image[..., 1] + 0.114 * image[..., 2],
    hints=(
        "`image[:, :, 0]` is all the red, shape (H, W). Weight it, and add the other two.",
        "`0.299 * image[:, :, 0] + ...`; or in one step, `image @ weights`.",
    ),
    mistakes=[
        Mistake(
            "takes the plain mean",
            "You gave each colour a third. The eye does not: use the three weights of the task.",
            lambda image: image.mean(axis=2),
        ),
        Mistake(
            "takes blue for red",
            "Red and blue are swapped: red is channel 0 here. (OpenCV keeps them the other way.)",
            lambda image: image[..., ::-1] @ np.array([0.299, 0.587, 0.114]),
        ),
        Mistake(
            "does not add the channels up",
            "The channels are weighted, but not added: one number per pixel is left in the end.",
            lambda image: image * np.array([0.299, 0.587, 0.114]),
        ),
        Mistake(
            "adds the rows up",
            "You added the rows of the image. The channels are the last axis: `.sum(axis=2)`.",
            lambda image: (image * np.array([0.299, 0.587, 0.114])).sum(axis=0),
        ),
        Mistake(
            "rounds to whole numbers",
            "The fractions are gone: keep the floats, without `astype` or rounding.",
            lambda image: (image @ np.array([0.299, 0.587, 0.114])).astype(np.uint8),
        ),
    ],
)
