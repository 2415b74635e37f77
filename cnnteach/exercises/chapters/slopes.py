"""Exercises of notebook 07 on slopes: in a graph, by nudging, and through a ReLU."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("07_backpropagation")

chapter.question(
    "graph_gradient",
    "c = a + b, d = b + 1 and e = c * d, now with a = 3 and b = 2.\n"
    "What is the derivative of e by b?",
    8.0,
    title="Two paths lead to b",
    points=1,
    minutes=3,
    because="Through c the slope is d = 3, through d it is c = 5: what arrives on all paths is "
    "added.",
    hints=(
        "b changes c, and c changes e; but b changes d too.",
        "Path over c: 1 times d. Path over d: 1 times c. Add them.",
    ),
    mistakes={
        3.0: ("the path over c alone", "That is what arrives over c. b has a hand in d too."),
        5.0: ("the path over d alone", "That is what arrives over d. b has a hand in c too."),
        15.0: ("multiplies the paths", "Along a path one multiplies; from path to path one adds."),
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
    """Each number times the square of the one after it, added up."""
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


def _whole_copies(f, x, h):
    """Add the steps to copies of `x`, which may hold whole numbers."""
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        gradient[place] = (f(up) - f(down)) / (2 * h)
    return gradient


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
        (_cubes, rng.integers(1, 5, (3, 2)), 0.25),
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
            "adds the step to a copy of whole numbers",
            "x holds whole numbers, so what you add to a copy of it is cut off: work on "
            "`x.astype(float)`.",
            _whole_copies,
        ),
        Mistake(
            "keeps the slopes as whole numbers",
            "Where x holds whole numbers, so does `zeros_like(x)`, and the slopes lose their "
            "fractions. Let them be floats: `np.zeros(x.shape)`.",
            lambda f, x, h: _centred(f, x, h).astype(x.dtype),
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
        (rng.normal(size=(4, 2)), rng.permutation([-2, -1, -1, 0, 0, 1, 2, 2]).reshape(4, 2)),
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
            "passes at 0",
            "Where x is exactly 0, no gradient passes: `x > 0`, not `x >= 0`.",
            lambda dy, x: dy * (x >= 0),
        ),
        Mistake(
            "lets everything pass",
            "Where x was negative, y is 0 and stays 0: nothing passes there.",
            lambda dy, x: dy * 1,
        ),
    ],
)
