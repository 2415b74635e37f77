"""Exercises of notebook 09 on how weights begin."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.chapters.common import whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("09_train_lenet5")


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


def first_weights_limit(kernel, channels, filters, rule):
    """Return the limit to either side of 0 between which the first weights are drawn evenly.

    The layer has `filters` kernels of `kernel` x `kernel` x `channels`. The rule "he" is the root
    of 6 / fan_in, "xavier" the root of 6 / (fan_in + fan_out): fan_in numbers go into each unit,
    fan_out is the same with `filters` in place of `channels`.
    """
    fan_in = kernel * kernel * channels
    fan_out = kernel * kernel * filters
    return np.sqrt(6 / (fan_in if rule == "he" else fan_in + fan_out))


def _limit(kernel, channels, filters, rule):
    fans = ops.fans((kernel, kernel, channels, filters))
    return (6 / (fans[0] if rule == "he" else sum(fans))) ** 0.5


chapter.function(
    first_weights_limit,
    title="Two rules for the first weights",
    points=2,
    minutes=6,
    because="An even spread up to a has the variance a²/3; so He's variance of 2 / fan_in needs "
    "the limit √(6 / fan_in). Xavier's rule looks at the way back, too.",
    examples=[
        ((5, 3, 16, "he"), 0.2828427125),
        ((5, 3, 16, "xavier"), 0.1123902974),
    ],
    variants=lambda rng: [
        (*whole_numbers(rng, (2, 5), (3, 9), (10, 40)), rule) for rule in ("he", "xavier") * 2
    ],
    oracle=_limit,
    hints=(
        "fan_in: how many numbers does a unit add up? For 5 x 5 through 3 channels they are 75.",
        "`kernel * kernel * channels` and `kernel * kernel * filters`.",
    ),
    mistakes=[
        Mistake(
            "counts the channels alone",
            "fan_in is all that a unit adds up: the window, through all channels.",
            lambda k, c, f, rule: np.sqrt(6 / (c if rule == "he" else c + f)),
        ),
        Mistake(
            "gives the spread, not the limit",
            "That is the standard deviation. The limit of an even spread is √3 times as large.",
            lambda k, c, f, rule: np.sqrt(2 / (k * k * (c if rule == "he" else c + f))),
        ),
        Mistake(
            "forgets the root",
            "That is the square of the limit.",
            lambda k, c, f, rule: 6 / (k * k * (c if rule == "he" else c + f)),
        ),
        Mistake(
            "takes fan_in for both",
            'Xavier adds fan_in and fan_out; "he" takes fan_in alone.',
            lambda k, c, f, rule: np.sqrt(6 / (k * k * c)),
        ),
    ],
)
