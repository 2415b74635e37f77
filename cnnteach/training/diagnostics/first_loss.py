"""Is the loss before the first step that of guessing, and does the network do better after it?"""

import math

import numpy as np

from cnnteach.training.diagnostics.finding import Finding, said
from cnnteach.training.forward import outputs_of
from cnnteach.training.objective import Objective
from cnnteach.training.samples import Samples


def loss_before_training(model, data, *, loss=None, samples=500):
    """Compare the loss of fresh weights with that of guessing, the logarithm of how many classes.

    With ten classes 2.30 [1]_. Much more: the initial weights or the numbers in the images are too
    large, and the network is sure of what it does not know. Less: it has learned already, or can
    read the labels off the input.

    Parameters
    ----------
    model : keras.Model
        Untrained.
    data : (ndarray, ndarray)
        As for `cnnteach.training.fit`.
    loss : keras.losses.Loss, optional
    samples : int
        How many images are looked at, evenly from all.

    Returns
    -------
    Finding
        With `loss` and `guessing`.

    References
    ----------
    .. [1] Stanford CS231n, notes on neural networks 3, "Sanity checks tips".

    Examples
    --------
    >>> import keras
    >>> model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, "softmax", name="f1")])
    >>> model.set_weights([np.zeros((4, 2)), np.zeros(2)])
    >>> print(loss_before_training(model, (np.eye(4), [0, 1, 0, 1])))
    The loss before training is 0.693; guessing among 2 classes costs ln 2 = 0.693.
    """
    objective = Objective(model, loss)
    part = _some(model, objective, data, samples)
    found = objective.mean_loss(part.labels, outputs_of(objective.model, part.images))
    guessing = math.log(objective.classes)
    words = (
        f"the loss before training is {found:.3g}; guessing among {objective.classes} classes "
        f"costs ln {objective.classes} = {guessing:.3g}"
    )
    if found >= 2 * guessing:
        words += ": scale the images to 0 to 1, or begin with smaller weights"
    elif found <= 0.5 * guessing:
        words += ": is the network trained already, or can it see the labels?"
    fine = 0.5 * guessing < found < 2 * guessing
    return Finding(fine, said(words), {"loss": found, "guessing": guessing})


def answers_one_class(model, data, *, samples=2000):
    """See whether a network does better than always naming the commonest class.

    "Loss is minimized but accuracy is low: check loss function: does it have degenerate
    solutions?" [1]_. Where nine images of ten are of one class, always naming it is right nine
    times of ten, and worthless.

    Parameters
    ----------
    model : keras.Model
    data : (ndarray, ndarray)
        Images the network has not learned from.
    samples : int
        How many of them are looked at, evenly from all.

    Returns
    -------
    Finding
        With `accuracy`, `commonest` (share of the commonest class) and `answers` (classes,): the
        share of answers that name each class.

    References
    ----------
    .. [1] Lecture deck 003, slide 22, "Debugging".

    Examples
    --------
    >>> import keras
    >>> model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, "softmax", name="f1")])
    >>> model.set_weights([np.zeros((4, 2)), np.array([1.0, 0.0])])
    >>> print(answers_one_class(model, (np.eye(4), [0, 0, 0, 1])))
    75.0% are right; always naming the commonest class would be right 75.0% of the time; 100% of
    the answers name class 0: nothing is learned yet.
    """
    objective = Objective(model)
    part = _some(model, objective, data, samples)
    answers = objective.predicted(outputs_of(objective.model, part.images)).ravel()
    accuracy = float((answers == part.labels.ravel()).mean())
    shares = np.bincount(answers, minlength=objective.classes) / len(answers)
    commonest = float(np.bincount(part.labels.ravel()).max() / part.labels.size)
    words = (
        f"{accuracy:.1%} are right; always naming the commonest class would be right "
        f"{commonest:.1%} of the time"
    )
    fine = accuracy > commonest
    if not fine:
        most = shares.argmax()
        words += f"; {shares[most]:.0%} of the answers name class {most}: nothing is learned yet"
    values = {"accuracy": accuracy, "commonest": commonest, "answers": shares}
    return Finding(fine, said(words), values)


def _some(model, objective, data, count):
    samples = Samples(data, model.input_shape[1:], objective.classes)
    return samples.part(slice(None, None, max(len(samples) // count, 1)))
