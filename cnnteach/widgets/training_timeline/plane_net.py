"""A net with one hidden layer on points of a plane, and its whole training, in cnnteach.ops.

Its weights are one row of numbers: for each of U hidden units the weight of x; then of y; then the
biases; then the weights to the output; last the output's bias: 4 U + 1 in all.
"""

from typing import NamedTuple

import numpy as np

from cnnteach import ops
from cnnteach.widgets.chance import normal, uniform
from cnnteach.widgets.training_timeline.plane_data import TRAINED, points

FIRST, SECOND, ORDER, MASK = range(4, 8)  # streams of chance, after those of the points
MOST_UNITS = 12
LOOKS = 100  # at how many steps the loss of all points is taken


class PlaneTraining(NamedTuple):
    """A training from beginning to end.

    `weights` are those before each step and after the last, (steps + 1, 4 U + 1); `batch_loss` is
    of each step's batch, before the step; `loss` and `tested_loss` are those of all the points,
    after `looked` steps.
    """

    weights: np.ndarray
    batch_loss: np.ndarray
    looked: np.ndarray
    loss: np.ndarray
    tested_loss: np.ndarray


def first_weights(units, seed):
    """Draw the weights to begin with, in He's way; biases are zero.

    Examples
    --------
    >>> first_weights(3, seed=0).shape
    (13,)
    """
    across, number = np.arange(MOST_UNITS), np.arange(units)
    first = [normal(seed, FIRST, number + len(across) * axis) for axis in (0, 1)]
    second = np.sqrt(2 / units) * normal(seed, SECOND, number)
    return np.concatenate([*first, np.zeros(units), second, [0.0]])


def scores(weights, places, mask=None, rate=0.0):
    """Return the hidden units' sums and the output, before the logistic function.

    Parameters
    ----------
    weights : ndarray, shape (4 U + 1,)
    places : ndarray, shape (N, 2)
    mask : ndarray of bool, shape (N, U), optional
        The units that dropout keeps, where it drops the share `rate`.

    Returns
    -------
    sums : ndarray, shape (N, U)
    logits : ndarray, shape (N,)
    """
    units = len(weights) // 4
    w1, b1 = weights[: 2 * units].reshape(2, units), weights[2 * units : 3 * units]
    sums = ops.dense(places, w1, b1)
    hidden = ops.relu(sums)
    if mask is not None:
        hidden = hidden * mask / (1 - rate)
    w2, b2 = weights[3 * units : 4 * units, None], weights[4 * units :]
    return sums, ops.dense(hidden, w2, b2)[:, 0]


def loss_of(weights, places, labels):
    """Return the mean cross-entropy of some points; two classes, of which class 0 scores 0."""
    logits = scores(weights, places)[1]
    return ops.softmax_cross_entropy(np.stack([np.zeros_like(logits), logits], 1), labels)[0]


def loss_and_gradient(weights, places, labels, mask, rate):
    """Return the loss of one batch, and its gradient by each weight.

    Returns
    -------
    loss : float
    gradient : ndarray, shape (4 U + 1,)
    """
    units = len(weights) // 4
    sums, logits = scores(weights, places, mask, rate)
    both = np.stack([np.zeros_like(logits), logits], axis=1)
    loss, dboth = ops.softmax_cross_entropy(both, labels)
    hidden = ops.relu(sums) * mask / (1 - rate)
    dhidden, dw2, db2 = ops.dense_backward(
        dboth[:, 1:], hidden, weights[3 * units : 4 * units, None]
    )
    dsums = ops.relu_backward(ops.dropout_backward(dhidden, mask, rate), sums)
    _, dw1, db1 = ops.dense_backward(dsums, places, weights[: 2 * units].reshape(2, units))
    return loss, np.concatenate([dw1.ravel(), db1, dw2.ravel(), db2])


def batch_at(step, size, seed):
    """Return which of the 40 points a step learns from: each epoch goes through all, reordered.

    Examples
    --------
    >>> sorted(np.concatenate([batch_at(step, 10, seed=0) for step in range(4)])) == list(range(40))
    True
    """
    epoch, place = divmod(step * size, TRAINED)
    order = np.argsort(uniform(seed, ORDER, epoch * TRAINED + np.arange(TRAINED)), kind="stable")
    return order[place : place + size]


def mask_at(step, size, units, seed, rate):
    """Return which units dropout keeps for each point of a step's batch, (size, units) of bool."""
    places = (step * size + np.arange(size))[:, None] * MOST_UNITS + np.arange(units)
    return uniform(seed, MASK, places) >= rate


def train(
    *, data, units, steps, learning_rate, batch_size, momentum, dropout, mislabelled, seed,
    branch_step=None, branch_rate=None,
):  # fmt: skip
    """Train from beginning to end; from `branch_step` on with another learning rate.

    Returns
    -------
    PlaneTraining
        NaN from the step on where a number became infinite.
    """
    trained, tested = points(data, seed=seed, mislabelled=mislabelled)
    weights, losses = [first_weights(units, seed)], []
    velocity = np.zeros_like(weights[0])
    for step in range(steps):
        rate = branch_rate if branch_step is not None and step >= branch_step else learning_rate
        chosen = batch_at(step, batch_size, seed)
        mask = mask_at(step, batch_size, units, seed, dropout)
        loss, gradient = _safely(weights[-1], *(part[chosen] for part in trained), mask, dropout)
        velocity = momentum * velocity - rate * gradient
        weights.append(weights[-1] + velocity)
        losses.append(loss)
    looked = looks(steps)
    seen = [[_safe_loss(weights[step], *some) for step in looked] for some in (trained, tested)]
    return PlaneTraining(np.array(weights), np.array(losses), looked, *map(np.array, seen))


def looks(steps):
    """Return at which steps the loss of all points is taken: about 100, with the first and last.

    Examples
    --------
    >>> looks(5), looks(300)[:3], len(looks(300))
    (array([0, 1, 2, 3, 4, 5]), array([0, 3, 6]), 101)
    """
    every = -(-steps // LOOKS)
    return np.array([*range(0, steps, every), steps])


def _safely(weights, *arguments):
    if np.isfinite(weights).all():
        return loss_and_gradient(weights, *arguments)
    return np.nan, np.full_like(weights, np.nan)


def _safe_loss(weights, places, labels):
    return loss_of(weights, places, labels) if np.isfinite(weights).all() else np.nan
