"""Exercises of notebook 09: the loss, a step with momentum, how weights begin, and dropout."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.chapters.common import whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("09_train_lenet5")


def cross_entropy(scores, label):
    """Return how surprised a network is by the right class: minus the log of its softmax share.

    `scores` (K,) are the last layer's numbers, which may be large; `label` is the right class.
    """
    shifted = scores - np.max(scores)
    return np.log(np.sum(np.exp(shifted))) - shifted[label]


def _surprise(share):
    """Return the surprise that `share`, a function of scores and label, leads to."""

    def loss(scores, label):
        with np.errstate(all="ignore"):
            return -np.log(share(scores, label))

    return loss


def _softmax(scores):
    shifted = np.exp(scores - np.max(scores))
    return shifted / np.sum(shifted)


chapter.function(
    cross_entropy,
    title="How surprised is the network?",
    points=2,
    minutes=8,
    level="medium",
    because="The log of a quotient is a difference: log(sum of all) - own score. Taking the "
    "largest score off first changes nothing and keeps exp from overflowing.",
    examples=[
        ((np.array([1.0, 2.0, 3.0]), 2), 0.4076059644),
        ((np.array([1000.0, 1000.0, 1000.0]), 0), 1.0986122887),
        ((np.array([0.0, 1000.0]), 0), 1000.0),
    ],
    variants=lambda rng: [
        (rng.normal(size=4) * 3, int(rng.integers(0, 4))),
        (rng.integers(-5, 6, 6).astype(float), int(rng.integers(0, 6))),
        (rng.normal(size=3) + 900.0, int(rng.integers(0, 3))),
    ],
    oracle=lambda scores, label: ops.softmax_cross_entropy(scores[None], np.array([label]))[0],
    hints=(
        "Softmax: exp of each score, divided by their sum. The loss is -log of the right one's "
        "share. What does exp(1000) give?",
        "Take `np.max(scores)` off all scores first. Then the loss is "
        "`np.log(np.sum(np.exp(shifted))) - shifted[label]`.",
    ),
    mistakes=[
        Mistake(
            "overflows",
            "For scores of 1000, exp is infinite and the loss NaN. Take the largest score off all "
            "of them first: the shares stay what they are.",
            _surprise(lambda scores, label: np.exp(scores[label]) / np.sum(np.exp(scores))),
        ),
        Mistake(
            "forgets the minus",
            "Shares are below 1, so their logs are negative: the loss needs a minus.",
            lambda scores, label: np.log(_softmax(scores)[label]),
        ),
        Mistake(
            "gives the share",
            "This is the share that softmax gives the right class. The loss is minus its log.",
            lambda scores, label: _softmax(scores)[label],
        ),
        Mistake(
            "a logarithm to base 2",
            "This is the loss in bits. Networks use the natural logarithm, `np.log`.",
            lambda scores, label: -np.log2(_softmax(scores)[label]),
        ),
        Mistake(
            "averages over the classes",
            "Only the right class's share counts. There is nothing to average.",
            lambda scores, label: np.mean(-np.log(_softmax(scores))),
        ),
    ],
)


def he_std(kernel, channels, filters):
    """Return the standard deviation with which a ReLU layer's kernels should begin (He, 2015).

    `kernel` is (rows, columns), then the numbers of channels and of filters. It is
    sqrt(2 / fan_in), where fan_in counts the numbers that one unit adds up.
    """
    rows, columns = kernel
    return (2 / (rows * columns * channels)) ** 0.5


chapter.function(
    he_std,
    title="How large should a weight begin?",
    points=1,
    minutes=5,
    because="A unit adds up rows · columns · channels products, half of which a ReLU throws away: "
    "with this spread its output varies as much as its input, layer after layer.",
    examples=[(((5, 5), 3, 16), 0.16329931618554522)],
    variants=lambda rng: [
        (whole_numbers(rng, (2, 7), (1, 6)), *whole_numbers(rng, (2, 64), (65, 256)))
        for _ in range(5)
    ],
    oracle=lambda kernel, channels, filters: (2 / ops.fans((*kernel, channels, filters))[0]) ** 0.5,
    hints=(
        "How many products does one unit of the next layer add up?",
        "fan_in = rows * columns * channels: 5 * 5 * 3 = 75 for the first layer of a colour image.",
    ),
    mistakes=[
        Mistake(
            "counts the channels alone",
            "A unit adds up a whole window in each channel: rows * columns * channels products.",
            lambda kernel, channels, filters: (2 / channels) ** 0.5,
        ),
        Mistake(
            "counts the window alone",
            "The window reaches through all channels: times channels.",
            lambda kernel, channels, filters: (2 / (kernel[0] * kernel[1])) ** 0.5,
        ),
        Mistake(
            "takes the variance",
            "That is the variance, 2 / fan_in. The standard deviation is its square root.",
            lambda kernel, channels, filters: 2 / (kernel[0] * kernel[1] * channels),
        ),
        Mistake(
            "uses fan_out",
            "You counted how many units a number goes to (filters). fan_in counts how many numbers "
            "come together in a unit (channels).",
            lambda kernel, channels, filters: (2 / (kernel[0] * kernel[1] * filters)) ** 0.5,
        ),
        Mistake(
            "forgets the 2",
            "This is the spread for layers without ReLU. A ReLU throws half away, hence the 2.",
            lambda kernel, channels, filters: (1 / (kernel[0] * kernel[1] * channels)) ** 0.5,
        ),
    ],
)


def momentum_steps(w, gradient, learning_rate, momentum, steps):
    """Return the weight after each of `steps` steps of gradient descent with momentum.

    `gradient` is a function of the weight. The velocity begins at 0; each step makes it
    momentum · velocity - learning_rate · gradient, and moves the weight by it.
    """
    velocity, path = 0.0, []
    for _ in range(steps):
        velocity = momentum * velocity - learning_rate * gradient(w)
        w = w + velocity
        path.append(w)
    return np.array(path)


def _one(w):
    """A slope of 1 everywhere."""
    return 1.0


def _valley(w):
    """The slope of w²."""
    return 2 * w


def _rolling(step):
    """Return a path of which `step` says the new velocity and the move."""

    def path(w, gradient, learning_rate, momentum, steps):
        velocity, places = 0.0, []
        for _ in range(steps):
            velocity, move = step(velocity, gradient(w), learning_rate, momentum)
            w = w + move
            places.append(w)
        return np.array(places)

    return path


def _by_ops(w, gradient, learning_rate, momentum, steps):
    place, velocity, path = np.array([float(w)]), None, []
    for _ in range(steps):
        options = {"learning_rate": learning_rate, "momentum": momentum}
        slope = np.array([float(gradient(place[0]))])
        place, velocity = ops.sgd(place, slope, velocity, **options)
        path.append(place[0])
    return np.array(path)


chapter.function(
    momentum_steps,
    title="A ball with friction",
    points=3,
    minutes=10,
    level="medium",
    because="The velocity remembers: 0.9 of the last move stays, so that a steady slope is taken "
    "faster and faster (0.1, then 0.19, then 0.271), and a zigzag cancels itself.",
    examples=[
        ((1.0, _one, 0.1, 0.9, 3), np.array([0.9, 0.71, 0.439])),
        ((5.0, _valley, 0.1, 0.9, 3), np.array([4.0, 2.3, 0.31])),
    ],
    variants=lambda rng: [
        (float(rng.normal()), _valley, 0.2, 0.5, 5),
        (float(rng.normal()), _one, float(rng.uniform(0.01, 0.1)), 0.8, 4),
    ],
    oracle=_by_ops,
    hints=(
        "Two numbers change in each step: first the velocity, then the weight.",
        "`velocity = momentum * velocity - learning_rate * gradient(w)`, then `w = w + velocity`. "
        "Where is velocity set to 0?",
    ),
    mistakes=[
        Mistake(
            "begins again at each step",
            "The velocity is made anew in each step, so nothing is remembered. Set it to 0 once, "
            "before the loop.",
            _rolling(lambda v, g, rate, m: (0.0, -rate * g)),
        ),
        Mistake(
            "climbs",
            "The gradient points uphill: go against it, with a minus.",
            _rolling(lambda v, g, rate, m: (m * v + rate * g, m * v + rate * g)),
        ),
        Mistake(
            "moves before the velocity is new",
            "You moved by the old velocity. First the new velocity, then the move.",
            _rolling(lambda v, g, rate, m: (m * v - rate * g, v)),
        ),
        Mistake(
            "mixes old and new like an average",
            "You weighed the gradient by 1 - momentum too. That is another rule: here the whole "
            "gradient counts, times the learning rate.",
            _rolling(
                lambda v, g, rate, m: (m * v - (1 - m) * rate * g, m * v - (1 - m) * rate * g)
            ),
        ),
    ],
)


def dropout_forward(x, mask, rate, training):
    """Return `x` with dropout: zero where `mask` is False, the rest enlarged by 1 / (1 - rate).

    `rate` is the share that is dropped. When not `training`, x passes as it is.
    """
    if not training:
        return x
    return x * mask / (1 - rate)


chapter.function(
    dropout_forward,
    title="Leave some out, and keep the mean",
    points=2,
    minutes=6,
    because="What is kept grows by as much as was dropped, so the next layer meets the same mean "
    "in training and in use; in use, dropout is simply left out.",
    examples=[
        (
            (np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, False, True, False]), 0.5, True),
            np.array([2.0, 0.0, 6.0, 0.0]),
        ),
    ],
    variants=lambda rng: [
        (rng.normal(size=(2, 4)), np.arange(8).reshape(2, 4) % 4 != 1, 0.25, True),
        (rng.normal(size=(3, 2)), np.arange(6).reshape(3, 2) % 3 == 1, 0.75, True),
        (rng.normal(size=(2, 3)), np.arange(6).reshape(2, 3) % 2 == 1, 0.5, False),
    ],
    oracle=lambda x, mask, rate, training: (
        ops.dropout_backward(x, mask, rate) if training else x.copy()
    ),
    hints=(
        "If a quarter is dropped, the sum falls to three quarters. By what must the rest grow?",
        "`x * mask / (1 - rate)` in training, and `x` otherwise.",
    ),
    mistakes=[
        Mistake(
            "does not enlarge the rest",
            "What is kept must grow by 1 / (1 - rate), or the next layer meets a smaller mean in "
            "training than in use.",
            lambda x, mask, rate, training: x * mask if training else x,
        ),
        Mistake(
            "takes rate for the share that is kept",
            "`rate` is the share that is dropped, as in Keras: the kept share is 1 - rate.",
            lambda x, mask, rate, training: x * mask / rate if training else x,
        ),
        Mistake(
            "drops in use too",
            "When not training, nothing is dropped: x passes as it is.",
            lambda x, mask, rate, training: x * mask / (1 - rate),
        ),
        Mistake(
            "makes it smaller in use",
            "You multiplied by 1 - rate in use. That is the older form; here the training was made "
            "larger already.",
            lambda x, mask, rate, training: x * mask / (1 - rate) if training else x * (1 - rate),
        ),
        Mistake(
            "drops the others",
            "You dropped what `mask` keeps: True means kept.",
            lambda x, mask, rate, training: x * ~mask / (1 - rate) if training else x,
        ),
    ],
)
