"""Exercises of notebook 07: from a graph of single numbers to the gradients of a convolution."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.chapters.common import correlate
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("07_backpropagation")

_X, _DY = np.arange(9).reshape(3, 3), np.array([[1, 2], [3, 4]])
_W = np.array([[0, 1], [2, 3]])

chapter.question(
    "graph_gradient",
    "c = a + b, d = b + 1 and e = c * d, with a = 2 and b = 1.\nWhat is the derivative of e by b?",
    5,
    title="Two paths lead to b",
    points=1,
    minutes=3,
    because="Through c the slope is d = 2, through d it is c = 3: what arrives on all paths is "
    "added.",
    hints=(
        "b changes c, and c changes e; but b changes d too.",
        "Path over c: 1 times d. Path over d: 1 times c. Add them.",
    ),
    mistakes={
        2: ("the path over c alone", "That is what arrives over c. b has a hand in d too."),
        3: ("the path over d alone", "That is what arrives over d. b has a hand in c too."),
        6: ("multiplies the paths", "Along a path one multiplies; from path to path one adds."),
    },
)


def numerical_gradient(f, x, h):
    """Return how fast `f` grows with each number of `x`: centred differences, `h` to either side.

    `f` takes an array like `x` and gives one number. For x³ at 2, with h = 0.1, it is 12.01.
    """
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[place] = h
        gradient[place] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def _cubes(x):
    """The sum of all cubes."""
    return np.sum(x**3)


def _neighbours(x):
    """Each number times the one after it, added up."""
    flat = np.ravel(x)
    return np.sum(flat[:-1] * flat[1:] ** 2)


def _centred(f, x, h):
    steps = h * np.eye(x.size).reshape(-1, *x.shape)
    return np.array([f(x + step) - f(x - step) for step in steps]).reshape(x.shape) / h / 2


def _forward(f, x, h):
    steps = h * np.eye(x.size).reshape(-1, *x.shape)
    return np.array([f(x + step) - f(x) for step in steps]).reshape(x.shape) / h


def _whole_steps(f, x, h):
    """Keep the steps in an array of the dtype of `x`, which may be whole numbers."""
    steps = (h * np.eye(x.size).reshape(-1, *x.shape)).astype(x.dtype)
    return np.array([f(x + step) - f(x - step) for step in steps]).reshape(x.shape) / h / 2


def _never_put_back(f, x, h):
    x, gradient = x.astype(float), np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        x[place] += h
        up = f(x)
        x[place] -= 2 * h
        gradient[place] = (up - f(x)) / (2 * h)
    return gradient


chapter.function(
    numerical_gradient,
    title="The slope, without any calculus",
    points=3,
    minutes=10,
    level="medium",
    because="To either side, the errors of first order cancel: with h = 0.1, x³ at 2 is off by "
    "0.01, where looking ahead alone is off by 0.61.",
    examples=[((_cubes, np.array([2.0]), 0.1), np.array([12.01]))],
    variants=lambda rng: [
        (_cubes, rng.normal(size=(2, 3)), 0.1),
        (_neighbours, rng.normal(size=4), 0.01),
        (_neighbours, rng.integers(1, 5, (3, 2)), 0.25),
        (np.sum, rng.normal(size=(2, 1, 2)), 0.5),
    ],
    oracle=_centred,
    hints=(
        "Nudge one number of x up, then down, and see by how much f changed. Then the next one.",
        "For each place: a step of zeros with `h` at that place, and "
        "`(f(x + step) - f(x - step)) / (2 * h)`.",
    ),
    mistakes=[
        Mistake(
            "looks ahead only",
            "You compare f(x + h) with f(x). Compare it with f(x - h), two steps away: the error "
            "is then far smaller.",
            _forward,
        ),
        Mistake(
            "forgets the 2",
            "From x - h to x + h it is two steps: divide by `2 * h`.",
            lambda f, x, h: 2 * _centred(f, x, h),
        ),
        Mistake(
            "moves all numbers at once",
            "You moved every number of x at once. Move one, and leave the others where they are.",
            lambda f, x, h: np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h)),
        ),
        Mistake(
            "loses the step in whole numbers",
            "Where x holds whole numbers, so does `zeros_like(x)`, and h is cut to 0. The array "
            "must be float: `np.zeros(x.shape)`.",
            _whole_steps,
        ),
        Mistake(
            "does not put the number back",
            "The number that you moved stays moved while the next one is measured. Put it back, or "
            "add a fresh step to x each time.",
            _never_put_back,
        ),
    ],
)


def relu_backward(dy, x):
    """Return the gradient by `x` of y = relu(x) = max(0, x), given `dy`, the gradient by y.

    Where x is exactly 0, no gradient passes.
    """
    return dy * (x > 0)


chapter.function(
    relu_backward,
    title="Backwards through a ReLU",
    points=1,
    minutes=4,
    because="Where x was above 0 the ReLU hands it on unchanged, so the gradient comes back "
    "unchanged; elsewhere y is 0 whatever x does.",
    examples=[((np.array([5, -6, 7]), np.array([1.0, 2.0, -3.0])), np.array([5.0, -6.0, 0.0]))],
    variants=lambda rng: [
        (rng.integers(-9, 10, (2, 3)), rng.normal(size=(2, 3))),
        (rng.normal(size=(4, 2)), rng.integers(-2, 3, (4, 2))),
    ],
    oracle=lambda dy, x: ops.relu_backward(dy, x),
    hints=(
        "If x is -3, y is 0. By how much does y change if x becomes -2.9?",
        "`x > 0` is an array of True and False, which count as 1 and 0 in a product.",
    ),
    mistakes=[
        Mistake(
            "looks at the gradient's sign",
            "You kept the gradients that are positive. What decides is the sign of x in the "
            "forward pass: a negative gradient passes where x was above 0.",
            lambda dy, x: np.maximum(dy, 0),
        ),
        Mistake(
            "asks both signs",
            "You let a gradient pass only where it is positive too. x alone decides.",
            lambda dy, x: np.maximum(dy, 0) * (x > 0),
        ),
        Mistake(
            "multiplies by y",
            "You multiplied by max(0, x), the value. The slope of the ReLU is 1 where x > 0.",
            lambda dy, x: dy * np.maximum(x, 0),
        ),
        Mistake(
            "lets everything pass",
            "Where x was negative, y is 0 and stays 0: nothing passes there.",
            lambda dy, x: dy * 1,
        ),
    ],
)


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
