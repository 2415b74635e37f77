"""Exercises of notebook 07 on the gradients of a convolution: of weights, biases and pixels."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.chapters.common import correlate
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("07_backpropagation")

_X, _DY = np.arange(9).reshape(3, 3), np.array([[1, 2], [3, 4]])
_W = np.array([[0, 1], [2, 3]])


def conv_dw(x, dy):
    """Return the gradient of each weight: `x` (H, W) was the input, `dy` (OH, OW) is given.

    The forward pass was y[i, j] = sum of x[i + k, j + l] * w[k, l], with stride 1, no padding.
    """
    height, width = dy.shape
    dw = np.zeros((x.shape[0] - height + 1, x.shape[1] - width + 1))
    for k in range(dw.shape[0]):
        for m in range(dw.shape[1]):
            dw[k, m] = np.sum(x[k : k + height, m : m + width] * dy)
    return dw


def _weights_by_ops(x, dy):
    shape = (x.shape[0] - dy.shape[0] + 1, x.shape[1] - dy.shape[1] + 1, 1, 1)
    return ops.conv2d_backward(dy[None, :, :, None], x[None, :, :, None], np.zeros(shape))[1][
        :, :, 0, 0
    ]


chapter.function(
    conv_dw,
    title="What a shared weight has done",
    points=3,
    minutes=10,
    level="medium",
    because="Weight (k, l) met pixel (i + k, j + l) for each output (i, j): its gradient is the "
    "sum of all these pixels, each times dy[i, j]. That is a convolution of x with dy.",
    examples=[((_X, _DY), np.array([[27, 37], [57, 67]]))],
    variants=lambda rng: [
        (rng.integers(0, 10, (4, 6)), rng.integers(-5, 6, (3, 4))),
        (rng.integers(0, 10, (5, 3)), rng.normal(size=(2, 2))),
        (rng.normal(size=(4, 4)), rng.normal(size=(3, 1))),
    ],
    oracle=_weights_by_ops,
    hints=(
        "Which pixels did weight (0, 0) meet? All but the last rows and columns. And (0, 1)?",
        "`dw[k, l]` is the dot product of dy with the part of x that begins at (k, l) and is as "
        "large as dy.",
    ),
    mistakes=[
        Mistake(
            "turns the gradient around",
            "You flipped dy. Weight (k, l) met x[i + k, j + l] for output (i, j): no turn.",
            lambda x, dy: correlate(x, dy[::-1, ::-1]),
        ),
        Mistake(
            "turns the result around",
            "These are the right numbers, turned by half a turn: weight (0, 0) meets the upper "
            "left part of x.",
            lambda x, dy: correlate(x, dy)[::-1, ::-1],
        ),
        Mistake(
            "takes the mean",
            "You averaged over the outputs. The weight has a hand in each of them: add up.",
            lambda x, dy: correlate(x, dy) / dy.size,
        ),
        Mistake(
            "forgets the gradient",
            "You added the pixels alone. Each counts as much as the output that it went into "
            "matters: times dy.",
            lambda x, dy: correlate(x, np.ones_like(dy)),
        ),
    ],
)


def conv_db(dy):
    """Return the gradient of each filter's bias, (F,), from `dy` (N, OH, OW, F)."""
    return np.sum(dy, axis=(0, 1, 2))


chapter.function(
    conv_db,
    title="And the bias?",
    points=1,
    minutes=3,
    because="The bias is added to every output of its filter, in every image: all their gradients "
    "add up.",
    examples=[((_DY[None, :, :, None],), np.array([10]))],
    variants=lambda rng: [
        (rng.integers(-5, 6, (2, 3, 4, 5)),),
        (rng.normal(size=(3, 2, 2, 1)),),
    ],
    oracle=lambda dy: np.einsum("nijf->f", dy),
    hints=(
        "How many outputs does one bias have a hand in?",
        "Sum over images, rows and columns: `axis=(0, 1, 2)`.",
    ),
    mistakes=[
        Mistake(
            "takes the mean",
            "You averaged. If each of 100 outputs grows by 1, the loss feels all 100: add up.",
            lambda dy: np.mean(dy, axis=(0, 1, 2)),
        ),
        Mistake(
            "one bias for all filters",
            "You summed over the filters too. Each filter has a bias of its own.",
            np.sum,
        ),
        Mistake(
            "a bias for each image",
            "There is a number for each image. All images share the biases: sum over them too.",
            lambda dy: np.sum(dy, axis=(1, 2)),
        ),
        Mistake(
            "a bias for each place",
            "You summed over the images alone. Rows and columns share the bias too.",
            lambda dy: np.sum(dy, axis=0),
        ),
    ],
)


def conv_dx(dy, w, shape, stride):
    """Return the gradient of each pixel of the input, whose shape is `shape` (H, W).

    `dy` is (OH, OW), the kernel `w` (KH, KW); the window jumped by `stride`, without padding.
    """
    dx = np.zeros(shape)
    for i in range(dy.shape[0]):
        for j in range(dy.shape[1]):
            top, left = i * stride, j * stride
            dx[top : top + w.shape[0], left : left + w.shape[1]] += dy[i, j] * w
    return dx


def _pixels_by_ops(dy, w, shape, stride):
    x, dy, w = np.zeros((1, *shape, 1)), dy[None, :, :, None], w[:, :, None, None]
    return ops.conv2d_backward(dy, x, w, stride=stride)[0][0, :, :, 0]


def _scattered(dy, w, shape, stride, *, add=True):
    """Hand each gradient to its window; windows at `stride` that leave the image are cut."""
    dx = np.zeros(shape)
    for i, j in np.ndindex(dy.shape):
        window = dx[i * stride : i * stride + w.shape[0], j * stride : j * stride + w.shape[1]]
        window[...] = (window if add else 0) + (dy[i, j] * w)[: len(window), : window.shape[1]]
    return dx


def _scattered_cases(rng):
    """Draw overlapping windows, windows side by side, and a stride that leaves a remainder."""
    return [
        (rng.integers(1, 6, (2, 3)), rng.integers(-5, 6, (3, 2)), (4, 4), 1),
        (rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), (5, 8), 2),
        (rng.integers(1, 6, (2, 2)), rng.integers(1, 6, (2, 3)), (6, 7), 3),
        (rng.normal(size=(3, 2)), rng.normal(size=(3, 3)), (7, 6), 2),
    ]


chapter.function(
    conv_dx,
    title="What each pixel has done",
    points=3,
    minutes=15,
    level="hard",
    because="Output (i, j) took its window times w; so it hands dy[i, j] times w back to the same "
    "window. Where windows overlap, a pixel is paid by each of them: add.",
    examples=[((_DY, _W, (3, 3), 1), np.array([[0, 1, 2], [2, 10, 10], [6, 17, 12]]))],
    variants=_scattered_cases,
    oracle=_pixels_by_ops,
    hints=(
        "Go through the outputs. Which pixels made output (i, j), and with which weights?",
        "Begin with zeros; for each (i, j), add `dy[i, j] * w` to the window that begins at "
        "`(i * stride, j * stride)`.",
    ),
    mistakes=[
        Mistake(
            "overwrites where windows overlap",
            "Windows overlap: two outputs share a pixel, and the second overwrites the first. Use "
            "`+=`.",
            lambda dy, w, shape, stride: _scattered(dy, w, shape, stride, add=False),
        ),
        Mistake(
            "turns the kernel around",
            "The kernel is the wrong way round. Each output hands its gradient back through the "
            "same weights as forward: `dy[i, j] * w` onto its window. (A full correlation of dy "
            "does that only if the kernel is flipped first.)",
            lambda dy, w, shape, stride: _scattered(dy, w[::-1, ::-1], shape, stride),
        ),
        Mistake(
            "ignores the stride",
            "The windows lie one pixel apart; they jumped by `stride`: begin at i * stride.",
            lambda dy, w, shape, stride: _scattered(dy, w, shape, 1),
        ),
        Mistake(
            "forgets the weights",
            "Each pixel gets the whole gradient of each window that it lies in. It counts only as "
            "much as the weight that it met: times w.",
            lambda dy, w, shape, stride: _scattered(dy, np.ones_like(w), shape, stride),
        ),
    ],
)
