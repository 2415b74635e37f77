"""Exercises of notebook 12 on slopes as maps: which pixels would change the score?"""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("12_inside_the_network")

_SLOPES = np.moveaxis(
    np.array([[[1, -2], [0, 3]], [[-4, 1], [2, -1]], [[0, 0], [-5, 1]]]), 0, -1
)  # (2, 2, 3): three channels


def saliency(slopes):
    """Make a saliency map (H, W) of a score's `slopes` (H, W, C) by each number of an image.

    For each pixel it is the largest absolute slope among the channels.
    """
    return np.abs(slopes).max(axis=-1)


chapter.function(
    saliency,
    title="A saliency map",
    points=1,
    minutes=4,
    because="A pixel matters if the score moves with any of its channels, up or down.",
    examples=[((_SLOPES,), np.array([[4, 2], [5, 3]]))],
    variants=lambda rng: [
        (rng.integers(-9, 10, (3, 4, 3)),),
        (rng.normal(size=(4, 2, 3)),),
        (rng.normal(size=(2, 5, 1)),),
    ],
    oracle=lambda slopes: np.maximum(slopes.max(axis=-1), -slopes.min(axis=-1)),
    hints=(
        "A slope of −4 matters more than one of 1. What is taken of each slope first?",
        "`np.abs` of all, then the largest along the last axis.",
    ),
    mistakes=[
        Mistake(
            "takes the largest without its sign's removal",
            "A steep way down is lost: take the absolute values before the largest.",
            lambda slopes: slopes.max(axis=-1),
        ),
        Mistake(
            "takes the mean of the channels",
            "You took the mean of the absolute slopes; the paper takes the largest.",
            lambda slopes: np.abs(slopes).mean(axis=-1),
        ),
        Mistake(
            "takes the absolute value last",
            "Take the absolute value first: the largest of −4 and 1 is 1, and −4 is gone by then.",
            lambda slopes: np.abs(slopes.max(axis=-1)),
        ),
        Mistake(
            "adds the channels",
            "The channels were added, so that slopes of different sign cancel.",
            lambda slopes: np.abs(slopes.sum(axis=-1)),
        ),
    ],
)


def probability_slope(logits, slopes, k):
    """Return the slope of class `k`'s probability, of the `logits` (K,) and their `slopes` (K,).

    The probabilities are the softmax p of the logits, which may be large; the slope is p[k] times
    the amount by which slopes[k] is above the mean slope, each class counted by its p.
    """
    p = np.exp(logits - logits.max())
    p = p / p.sum()
    return p[k] * (slopes[k] - np.sum(p * slopes))


def _through_the_softmax(logits, slopes, k):
    chosen = (np.arange(len(logits)) == k).astype(float)
    return float(ops.softmax_backward(chosen[None], _p(logits)[None])[0] @ slopes)


def _p(logits):
    return ops.softmax(np.asarray(logits, float)[None])[0]


chapter.function(
    probability_slope,
    title="Logit or probability",
    points=2,
    minutes=8,
    level="hard",
    because="The classes share one softmax: what raises the others' logits lowers this one's "
    "probability, and where p is near 1 almost nothing moves it.",
    examples=[
        ((np.array([0.0, 0.0]), np.array([2.0, 0.0]), 0), 0.5),
        ((np.array([0.0, 0.0]), np.array([1.0, 1.0]), 0), 0.0),
        ((np.array([1000.0, 1000.0, -1000.0]), np.array([2.0, 0.0, 5.0]), 0), 0.5),
    ],
    variants=lambda rng: [
        (rng.normal(size=3), rng.normal(size=3), 1),
        (rng.normal(size=5) * 2, rng.normal(size=5) * 3, 4),
    ],
    oracle=_through_the_softmax,
    hints=(
        "Softmax first. Then: the mean slope of all classes, weighed by p.",
        "`p[k] * (slopes[k] - np.sum(p * slopes))`",
    ),
    mistakes=[
        Mistake(
            "overflows",
            "For a logit of 1000, exp is infinite. Take the largest logit off all of them first.",
            lambda logits, slopes, k: (
                (p := np.exp(logits) / np.sum(np.exp(logits)))[k] * (slopes[k] - np.sum(p * slopes))
            ),
        ),
        Mistake(
            "gives the slope of the logit",
            "That is the logit's slope. The probability lies behind a softmax.",
            lambda logits, slopes, k: slopes[k],
        ),
        Mistake(
            "forgets that the others move too",
            "p times the logit's own slope: but when the others rise as well, the probability "
            "does not. Take off the mean slope.",
            lambda logits, slopes, k: _p(logits)[k] * slopes[k],
        ),
        Mistake(
            "keeps the others still",
            "p (1 − p) times the slope is right if the other logits stood still; they have slopes "
            "of their own.",
            lambda logits, slopes, k: _p(logits)[k] * (1 - _p(logits)[k]) * slopes[k],
        ),
        Mistake(
            "takes the plain mean of the slopes",
            "The mean slope counts each class by its probability, not all alike.",
            lambda logits, slopes, k: _p(logits)[k] * (slopes[k] - np.mean(slopes)),
        ),
    ],
)


def relu_back(inputs, upstream, rule):
    """Return what a ReLU hands down of `upstream`, by `rule`; all arrays have one shape.

    `inputs` came into the ReLU on the way forward. "gradient" lets through where they were
    positive, "deconvnet" where `upstream` is positive, "guided" where both are.
    """
    if rule == "gradient":
        is_open = inputs > 0
    elif rule == "deconvnet":
        is_open = upstream > 0
    else:
        is_open = (inputs > 0) & (upstream > 0)
    return np.where(is_open, upstream, 0)


def _passed(inputs, upstream, rule):
    forward = ops.relu_backward(upstream, inputs)
    return {"gradient": forward, "deconvnet": ops.relu(upstream), "guided": ops.relu(forward)}[rule]


_IN, _UP = np.array([1, -1, 2, -2]), np.array([5, 6, -7, -8])

chapter.function(
    relu_back,
    title="A ReLU, backwards, three times",
    points=3,
    minutes=8,
    level="medium",
    because="The three methods differ here and nowhere else: a gate by what came in, a gate by "
    "what comes from above, or both.",
    examples=[
        ((_IN, _UP, "gradient"), np.array([5, 0, -7, 0])),
        ((_IN, _UP, "deconvnet"), np.array([5, 6, 0, 0])),
        ((_IN, _UP, "guided"), np.array([5, 0, 0, 0])),
    ],
    variants=lambda rng: [
        (rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), rule)
        for rule in ("gradient", "deconvnet", "guided")
    ],
    oracle=_passed,
    hints=(
        "Each rule is a question to each number: is the gate open? Where it is, `upstream` goes "
        "through as it is.",
        "`np.where(gate, upstream, 0)`; the gate of guided backpropagation is the other two's "
        "joined by `&`.",
    ),
    mistakes=[
        Mistake(
            "shuts the deconvnet by what came in, too",
            "The DeconvNet does not look at what came into the ReLU: only at what comes from "
            "above.",
            lambda x, up, rule: _passed(x, up, "guided" if rule == "deconvnet" else rule),
        ),
        Mistake(
            "lets the gradient through where it is positive",
            "The derivative of a ReLU asks what came in, and lets negative gradients through.",
            lambda x, up, rule: _passed(x, up, "deconvnet" if rule == "gradient" else rule),
        ),
        Mistake(
            "guides by what comes from above alone",
            "Guided backpropagation has two gates; yours asks only what comes from above.",
            lambda x, up, rule: _passed(x, up, "deconvnet" if rule == "guided" else rule),
        ),
        Mistake(
            "multiplies by the ReLU's output",
            "You multiplied by the ReLU's output; a gate is open or shut, it does not enlarge.",
            lambda x, up, rule: _passed(x, up, rule) * np.abs(x),
        ),
    ],
)
