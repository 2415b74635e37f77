"""Exercises of notebook 09 on AlexNet's "learning magic": weights decay, and the rate falls."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("09_train_lenet5")


def decayed_step(w, b, dw, db, rate, decay):
    """Take one step downhill with weight decay, and return the new weights and biases (w, b).

    `dw` and `db` are the gradients of the loss by `w` and `b`, and `rate` is the learning rate. The
    loss has a penalty, `decay` / 2 times the sum of all squares of `w`. The biases do not decay.
    """
    return w - rate * (dw + decay * w), b - rate * db


def _step(move):
    """Return a step of which `move` says how the weights change; the biases are right."""
    return lambda w, b, dw, db, rate, decay: (w + move(w, dw, rate, decay), b - rate * db)


def _by_ops(w, b, dw, db, rate, decay):
    """By `ops`, which knows of no bias: so there the decay is 0."""
    weights, _ = ops.sgd(w, dw, learning_rate=rate, weight_decay=decay)
    return weights, ops.sgd(b, db, learning_rate=rate)[0]


chapter.function(
    decayed_step,
    title="Weights that fade",
    points=2,
    minutes=6,
    because="The slope of the penalty is decay · w. So each step takes a share of rate · decay off "
    "every weight, and only those stay large whose gradient holds against it.",
    examples=[
        (
            (np.array([2.0, -4]), np.array([5.0, 7]), np.zeros(2), np.array([1.0, -1]), 0.1, 0.5),
            (np.array([1.9, -3.8]), np.array([4.9, 7.1])),
        ),
        (
            (
                np.array([[3.0, 1]]),
                np.zeros((1, 2)),
                np.array([[1.0, -2]]),
                np.ones((1, 2)),
                0.5,
                1,
            ),
            (np.array([[1.0, 1.5]]), np.array([[-0.5, -0.5]])),
        ),
    ],
    variants=lambda rng: [
        (*(rng.normal(size=size) for size in [(3, 2), 2, (3, 2), 2]), rate, decay)
        for rate, decay in ((0.3, 0.2), (0.7, 0.1))
    ],
    oracle=_by_ops,
    hints=(
        "The loss has one more part. What is the slope of decay / 2 · w² by w?",
        "The gradient of the whole is `dw + decay * w`; take `rate` times that off `w`. For the "
        "biases it is `db` alone.",
    ),
    mistakes=[
        Mistake(
            "lets the weights grow",
            "Your decay has the wrong sign: the weights move away from 0. Its gradient, decay · w, "
            "is added to `dw`, and both are taken off.",
            _step(lambda w, dw, rate, decay: -rate * (dw - decay * w)),
        ),
        Mistake(
            "decays the biases too",
            "Your biases fade as well. They move the answers and bend nothing: no penalty.",
            lambda w, b, dw, db, rate, decay: (
                w - rate * (dw + decay * w),
                b - rate * (db + decay * b),
            ),
        ),
        Mistake(
            "forgets the rate of the decay",
            "The decay is a part of the gradient, so the learning rate is for it, too.",
            _step(lambda w, dw, rate, decay: -rate * dw - decay * w),
        ),
        Mistake(
            "decays the gradient",
            "You made the gradient larger. It is the weight that decays: decay · w.",
            _step(lambda w, dw, rate, decay: -rate * (dw + decay * dw)),
        ),
        Mistake(
            "forgets the half",
            "The penalty is halved, so that its slope is decay · w, and not twice that.",
            _step(lambda w, dw, rate, decay: -rate * (dw + 2 * decay * w)),
        ),
        Mistake(
            "takes the same off all weights",
            "All your weights lose the same. That is the slope of |w|; the slope of w² grows with "
            "the weight.",
            _step(lambda w, dw, rate, decay: -rate * (dw + decay * np.sign(w))),
        ),
        Mistake(
            "forgets the decay",
            "Those are steps without decay: the weights stay where the loss has no slope.",
            _step(lambda w, dw, rate, decay: -rate * dw),
        ),
    ],
)


def rates_by_epoch(rate, accuracies):
    """Return the learning rate of each epoch (E,), which is divided by 10 at each plateau.

    The first epoch has `rate`. `accuracies` (E,) are those of the validation set after each epoch.
    Where one is not above all before it, the next epoch and those after it have a tenth.
    """
    best, rates = -np.inf, []
    for accuracy in accuracies:
        rates.append(rate)
        if accuracy > best:
            best = accuracy
        else:
            rate = rate / 10
    return np.array(rates)


def _falling(stuck, *, after=1, factor=0.1):
    """Return rates that fall by a factor, `after` epochs later, where `stuck` is true."""

    def rates(rate, accuracies):
        best = np.maximum.accumulate(accuracies)
        plateaus = [i > 0 and bool(stuck(accuracies, best, i)) for i in range(len(accuracies))]
        falls = np.cumsum([*[False] * after, *plateaus])[: len(accuracies)]
        return rate * factor**falls

    return rates


def _no_better(accuracies, best, i):
    return accuracies[i] <= best[i - 1]


chapter.function(
    rates_by_epoch,
    title="When it no longer gets better",
    points=2,
    minutes=6,
    because="A long step jumps from side to side of the valley, and a shorter one gets further "
    "down. The validation set says when: what counts is how well new images are read.",
    examples=[
        (
            (0.01, np.array([0.5, 0.6, 0.6, 0.7, 0.65, 0.68, 0.8])),
            np.array([0.01, 0.01, 0.01, 0.001, 0.001, 0.0001, 0.00001]),
        ),
    ],
    variants=lambda rng: [
        (float(rng.uniform(0.1, 1)), np.array([0.3, 0.5, 0.4, 0.45, 0.6, 0.6, 0.7, 0.5]) + noise)
        for noise in rng.uniform(0, 0.2, 3)
    ],
    oracle=_falling(_no_better),
    hints=(
        "Walk through the epochs and keep the best accuracy so far. Which rate had this epoch, "
        "before you know how it ended?",
        "First `rates.append(rate)`. Then the accuracy is above `best`, and is the new best; or it "
        "is not, and the rate is divided by 10.",
    ),
    mistakes=[
        Mistake(
            "compares with the last epoch",
            "You compare with the epoch before. After a fall, a small rise is no progress yet: "
            "compare with the best of all before.",
            _falling(lambda accuracies, best, i: accuracies[i] <= accuracies[i - 1]),
        ),
        Mistake(
            "changes the epoch that is over",
            "An epoch is over when its accuracy is known: the rate falls from the next one on.",
            _falling(_no_better, after=0),
        ),
        Mistake(
            "takes no gain for a gain",
            "The same accuracy as the best is no progress: the rate falls there, too.",
            _falling(lambda accuracies, best, i: accuracies[i] < best[i - 1]),
        ),
        Mistake(
            "falls after every epoch",
            "As long as the accuracy rises, the rate stays.",
            _falling(lambda accuracies, best, i: True),
        ),
        Mistake(
            "falls once",
            "At the next plateau it falls again: from a tenth to a hundredth.",
            lambda rate, accuracies: np.maximum(_falling(_no_better)(rate, accuracies), rate / 10),
        ),
        Mistake(
            "steps longer",
            "At a plateau the steps get shorter: divide by 10.",
            _falling(_no_better, factor=10.0),
        ),
        Mistake(
            "never falls",
            "Your rate stays as it is, though the accuracy no longer rises.",
            _falling(lambda accuracies, best, i: False),
        ),
    ],
)
