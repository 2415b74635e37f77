"""Exercises of notebook 06 on maxima: who wins a window, and to whom the gradient goes."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("06_pooling")

_F7 = np.array([[1, 3, 2, 1], [4, 2, 1, 5], [0, 1, 9, 2], [2, 8, 3, 4]])
_FIVE = np.zeros((4, 4), dtype=int)
_FIVE[1, 1] = 5
_UP = np.array([[10, 20], [30, 40]])
_BACK = [[0, 0, 0, 0], [10, 0, 0, 20], [0, 0, 40, 0], [0, 30, 0, 0]]


def as_images(*arrays):
    """Give each array (H, W) its four axes."""
    return tuple(array[None, :, :, None] for array in arrays)


def windows(image, size, stride):
    """Give (row, column, top, left) of each window."""
    rows, columns = ((side - size) // stride + 1 for side in image.shape)
    return [(i, j, i * stride, j * stride) for i, j in np.ndindex(rows, columns)]


def max_pool(image, size, stride):
    """Return the largest number of each window of `image` (H, W), and where it is.

    Windows are `size` x `size`, `stride` apart; one that would leave the image is dropped. A place
    is `row * W + column` in the image, of the first pixel where some are equally large.
    """
    rows, columns = ((side - size) // stride + 1 for side in image.shape)
    largest, places = np.zeros((rows, columns)), np.zeros((rows, columns), dtype=int)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            window = image[top : top + size, left : left + size]
            row, column = np.unravel_index(window.argmax(), window.shape)
            largest[i, j] = window[row, column]
            places[i, j] = (top + row) * image.shape[1] + left + column
    return largest, places


def pooled(image, size, stride):
    """Max-pool an image (H, W) by `ops.max_pool2d`: the largest numbers, and their places."""
    (x,) = as_images(image)
    return tuple(part[0, :, :, 0] for part in ops.max_pool2d(x, size, stride=stride))


def _places(image, size, stride, place):
    """Pool, and give each winner's place by ``place(window, top, left)``."""
    largest, places = pooled(image, size, stride)
    for i, j, top, left in windows(image, size, stride):
        places[i, j] = place(image[top : top + size, left : left + size], top, left)
    return largest, places


def _last(image, size, stride):
    def place(window, top, left):
        row, column = np.argwhere(window == window.max())[-1]
        return (top + row) * image.shape[1] + left + column

    return _places(image, size, stride, place)


def _side_by_side(image, size, stride):
    """Move the windows by their own size, in an output of the right shape."""
    shape = pooled(image, size, stride)[0].shape
    largest, places = pooled(image, size, size)
    rest = [(0, n - m) for n, m in zip(shape, largest.shape, strict=True)]
    return np.pad(largest, rest), np.pad(places, rest)


chapter.function(
    max_pool,
    title="Keep the largest, and remember where it was",
    points=3,
    minutes=10,
    level="medium",
    because="The place is what the backward pass needs: a window's number says nothing about "
    "where in the image the winner stands.",
    examples=[((_F7, 2, 2), (np.array([[4, 5], [8, 9]]), np.array([[4, 7], [13, 10]])))],
    variants=lambda rng: [
        (rng.permutation(42).reshape(6, 7), 3, 1),
        (rng.integers(-3, 3, (7, 5)), 2, 1),
        (rng.integers(-9, 0, (6, 8)), 2, 2),
        (rng.normal(size=(8, 6)), 3, 2),
    ],
    oracle=pooled,
    hints=(
        "Two loops over the windows, as in `non_tiling`. What does `argmax` of a window tell you?",
        "`np.unravel_index(window.argmax(), window.shape)` is row and column inside the window; "
        "add where the window starts, then row * W + column.",
    ),
    mistakes=[
        Mistake(
            "counts places in the window",
            "The numbers are right, but the places count from the corner of each window. Count "
            "from the corner of the image: add where the window starts.",
            lambda image, size, stride: _places(
                image, size, stride, lambda window, top, left: window.argmax()
            ),
        ),
        Mistake(
            "takes the last of equals",
            "Where two pixels are equally large, you took the last. The first one wins here: "
            "`argmax` already does that.",
            _last,
        ),
        Mistake(
            "counts places down the columns",
            "The places count down the columns: a place is row * W + column, as NumPy lays an "
            "array out.",
            lambda image, size, stride: _places(
                image,
                size,
                stride,
                lambda window, top, left: (
                    (left + window.argmax() % size) * len(image) + top + window.argmax() // size
                ),
            ),
        ),
        Mistake(
            "takes the mean",
            "These are means. Max pooling keeps the largest number of a window, as it is.",
            lambda image, size, stride: (
                ops.avg_pool2d(*as_images(image), size, stride=stride)[0, :, :, 0],
                pooled(image, size, stride)[1],
            ),
        ),
        Mistake(
            "moves windows by their size",
            "The windows stand side by side. They start `stride` pixels apart, which may be less "
            "than their size.",
            _side_by_side,
        ),
    ],
)


def max_pool_backward(image, upstream, size, stride):
    """Return the gradient at each pixel of `image` (H, W), given that at each output.

    `upstream` (OH, OW) is the gradient at the outputs of `max_pool(image, size, stride)`; in a
    tie the first pixel gets it.
    """
    gradient = np.zeros(image.shape)
    for i in range(upstream.shape[0]):
        for j in range(upstream.shape[1]):
            top, left = i * stride, j * stride
            window = image[top : top + size, left : left + size]
            row, column = np.unravel_index(window.argmax(), window.shape)
            gradient[top + row, left + column] += upstream[i, j]
    return gradient


def given_back(image, upstream, size, stride, hand):
    """Let ``hand(part, window, up)`` add to each window's part of the gradient."""
    gradient = np.zeros(image.shape)
    for i, j, top, left in windows(image, size, stride):
        part = np.s_[top : top + size, left : left + size]
        hand(gradient[part], image[part], upstream[i, j])
    return gradient


def _to_the_first(part, window, up):
    part.flat[window.argmax()] += up


def _overwritten(part, window, up):
    part.flat[window.argmax()] = up


def _to_all_equals(part, window, up):
    part += up * (window == window.max())


def _to_the_last(part, window, up):
    part[tuple(np.argwhere(window == window.max())[-1])] += up


def _shared_evenly(part, window, up):
    part += up / window.size


chapter.function(
    max_pool_backward,
    title="To whom the gradient goes",
    points=3,
    minutes=10,
    level="medium",
    because="A little more in the winner is as much more in the output; in all others nothing. "
    "Whoever wins several windows gets all their gradients.",
    examples=[
        ((_F7, _UP, 2, 2), np.array(_BACK)),
        ((_FIVE, _UP, 3, 1), 20 * _FIVE),
        ((np.full((2, 2), 7), np.array([[4]]), 2, 2), np.array([[4, 0], [0, 0]])),
    ],
    variants=lambda rng: [
        (rng.permutation(30).reshape(5, 6), rng.integers(1, 9, (3, 4)), 3, 1),
        (rng.integers(0, 3, (6, 4)), rng.integers(1, 9, (3, 2)), 2, 2),
        (rng.normal(size=(5, 7)), rng.normal(size=(2, 3)), 3, 2),
    ],
    oracle=lambda image, upstream, size, stride: given_back(
        image, upstream, size, stride, _to_the_first
    ),
    hints=(
        "Go through the windows as in the forward pass. Which single pixel gets upstream[i, j]?",
        "The winner's place as in `max_pool`, then `+=`: with overlapping windows one pixel may "
        "win twice.",
    ),
    mistakes=[
        Mistake(
            "overwrites instead of adding",
            "Windows overlap: two outputs share this pixel, and their gradients add up. Write "
            "`+=`, not `=`.",
            lambda *args: given_back(*args, _overwritten),
        ),
        Mistake(
            "gives it to all equals",
            "In a tie every equal pixel gets the whole gradient: more comes out than went in. The "
            "sums must match: only the first gets it.",
            lambda *args: given_back(*args, _to_all_equals),
        ),
        Mistake(
            "gives it to the last of equals",
            "In a tie the last pixel gets the gradient. Here it is the first, as `argmax` has it.",
            lambda *args: given_back(*args, _to_the_last),
        ),
        Mistake(
            "shares it evenly",
            "All pixels of the window share the gradient: that is average pooling. A maximum has "
            "one winner.",
            lambda *args: given_back(*args, _shared_evenly),
        ),
    ],
)


chapter.ordering(
    "max_pool_order",
    "How does a gradient come back through a max pooling?",
    [
        ("find the largest pixel of each window, and remember its place", ""),
        (
            "hand the largest numbers on to the next layer",
            "The numbers that are handed on have to be found first.",
        ),
        (
            "get the gradient at each of these numbers back from the next layer",
            "The next layer can say how the loss depends on numbers that it has been given.",
        ),
        (
            "add each gradient at its remembered place in an array of zeros",
            "There is nothing to add before the gradients have come back.",
        ),
        (
            "hand the array down to the layer before",
            "The array is handed down when it is complete.",
        ),
    ],
    title="There and back through a pooling",
    points=1,
    minutes=2,
    because="On the way forward a pooling remembers who won; on the way back only they get a "
    "gradient, all others 0.",
    hints=(
        "Forward first: find, hand on. What then comes back?",
        "The remembered places are needed when the gradients are there, not before.",
    ),
)
