"""Exercises of notebook 09 on the loss: how surprised a network is, and which way that pulls."""

import numpy as np

from cnnteach import ops
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


def _overflowing(scores):
    return np.exp(scores) / np.sum(np.exp(scores))


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
            _surprise(lambda scores, label: _overflowing(scores)[label]),
        ),
        Mistake(
            "overflows in the sum",
            "For scores of 1000, exp is infinite, and so is the sum. Take the largest score off "
            "all of them first: the shares stay what they are.",
            lambda scores, label: np.log(np.sum(np.exp(scores))) - scores[label],
        ),
        Mistake(
            "takes the log of a share that is 0",
            "A share as small as exp(-1000) becomes 0, and its log infinite. Take the log before "
            "you divide: log of the sum, minus the right class's own score.",
            _surprise(lambda scores, label: _softmax(scores)[label]),
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


def softmax_gradient(scores, labels):
    """Return how fast the mean loss of a batch grows with each of its `scores` (N, K): (N, K).

    Scores may be large. The loss of an image is minus the log of the softmax share of its own
    class, `labels` (N,).
    """
    shares = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    shares = shares / np.sum(shares, axis=1, keepdims=True)
    for i in range(len(labels)):
        shares[i, labels[i]] -= 1
    return shares / len(labels)


def _shares_off(scores, labels, *, axis=1, off=1.0, count=None, softmax=_softmax):
    """Take `off` times the right shares from the softmax along `axis`, and divide by `count`."""
    right = np.arange(scores.shape[1]) == labels[:, None]
    shares = np.apply_along_axis(softmax, axis, scores)
    return (shares - off * right) / (count or len(labels))


chapter.function(
    softmax_gradient,
    title="Shares minus what is true",
    points=3,
    minutes=10,
    level="medium",
    because="The gradient by the scores is the shares minus 1 at the right class: it pushes that "
    "score up and the others down, each by as much as it is wrong. The mean brings the 1/N.",
    examples=[
        (
            (np.array([[1.0, 2.0, 3.0]]), np.array([2])),
            np.array([[0.0900305732, 0.2447284711, -0.3347590442]]),
        ),
        (
            (np.array([[0.0, 0.0], [0.0, 1000.0]]), np.array([0, 1])),
            np.array([[-0.25, 0.25], [0.0, 0.0]]),
        ),
    ],
    variants=lambda rng: [
        (rng.normal(size=(4, 3)) * 3, rng.integers(0, 3, 4)),
        (rng.normal(size=(3, 5)), rng.integers(0, 5, 3)),
    ],
    oracle=lambda scores, labels: ops.softmax_cross_entropy(scores, labels)[1],
    hints=(
        "First the softmax of each row, `axis=1`. Then look at the known case: scores of 1, 2, 3 "
        "have the shares 0.09, 0.24, 0.67, and class 2 is right.",
        "Take 1 from the share of the right class in each row, and divide all by the number of "
        "images.",
    ),
    mistakes=[
        Mistake(
            "overflows",
            "For a score of 1000, exp is infinite. Take each row's largest score off first.",
            lambda scores, labels: _shares_off(scores, labels, softmax=_overflowing),
        ),
        Mistake(
            "forgets the mean",
            "The loss is the mean over the batch: divide by the number of images.",
            lambda scores, labels: _shares_off(scores, labels, count=1),
        ),
        Mistake(
            "takes the softmax down the columns",
            "The shares of one image add up to 1: the softmax goes along each row, `axis=1`.",
            lambda scores, labels: _shares_off(scores, labels, axis=0),
        ),
        Mistake(
            "forgets the right class",
            "Those are the shares. At the right class, 1 is taken off.",
            lambda scores, labels: _shares_off(scores, labels, off=0.0),
        ),
        Mistake(
            "has the sign turned around",
            "The loss falls when the score of the right class grows: there the gradient is "
            "negative.",
            lambda scores, labels: -_shares_off(scores, labels),
        ),
    ],
)
