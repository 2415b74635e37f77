"""Exercises of notebook 09 on dropout, forward and back."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("09_train_lenet5")


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


def dropout_backward(dy, mask, rate):
    """Return the gradient by what came into a dropout, given `dy`, the gradient by what came out.

    In training, what came in was kept where `mask` is True, and enlarged by 1 / (1 - rate).
    """
    return dy * mask / (1 - rate)


chapter.function(
    dropout_backward,
    title="Dropout, backwards",
    points=1,
    minutes=3,
    because="What was left out had no part in the loss; what was enlarged has its gradient "
    "enlarged by as much.",
    examples=[((np.ones(4), np.array([True, False, True, False]), 0.5), np.array([2.0, 0, 2, 0]))],
    variants=lambda rng: [
        (rng.normal(size=(3, 4)), rng.random((3, 4)) > rate, rate) for rate in (0.2, 0.6)
    ],
    oracle=lambda dy, mask, rate: ops.dropout_backward(dy, mask, rate=rate),
    hints=(
        "On the way forward, each number was multiplied by something. Which slope has that?",
        "The same factor comes back: `mask / (1 - rate)`.",
    ),
    mistakes=[
        Mistake(
            "forgets what was enlarged",
            "Kept numbers were enlarged on the way forward, and so is their gradient.",
            lambda dy, mask, rate: dy * mask,
        ),
        Mistake(
            "forgets the mask",
            "What was left out had no part in the loss: its gradient is 0.",
            lambda dy, mask, rate: dy / (1 - rate),
        ),
        Mistake(
            "divides by the rate",
            "`rate` is the share that is left out; divide by the share that is kept.",
            lambda dy, mask, rate: dy * mask / rate,
        ),
        Mistake(
            "lets through what was left out",
            "The mask is True where a number was kept.",
            lambda dy, mask, rate: dy * ~mask / (1 - rate),
        ),
    ],
)
