"""One ReLU of a network in numbers: what came in, what arrives from above, what goes on below."""

from typing import NamedTuple

import keras
import numpy as np

from cnnteach.explain.activation import relu_cap
from cnnteach.explain.forward import follow
from cnnteach.explain.rectifiers import RULES, let_through
from cnnteach.explain.score import Score, number_of


class ReluNumbers(NamedTuple):
    """The numbers at a ReLU.

    Parameters
    ----------
    layer : str
    inputs : ndarray, shape (H, W, C) or (units,)
        What came into it.
    upstream : ndarray of the same shape
        What arrives from above: the slope of the score by the ReLU's output.
    passed : dict of str to ndarray
        What "gradient", "deconvnet" and "guided" make of it.
    """

    layer: str
    inputs: np.ndarray
    upstream: np.ndarray
    passed: dict


def relus(model):
    """List the names of a model's ReLUs, those that are the last part of another layer too.

    Examples
    --------
    >>> from cnnteach import models
    >>> relus(models.load("lenet5_digits"))
    ('c1', 'c3', 'f5', 'f6')
    """
    return tuple(step.name for step in Score(model).steps if relu_cap(step.operation)[0])


def relu_numbers(model, image, layer, *, unit=None, of="logit"):
    """Return the numbers at one ReLU, for one image.

    What arrives from above is the gradient, the same for all three rules, so that they can be
    compared; in a whole network each rule meets what itself has let through further up.

    Parameters
    ----------
    model : keras.Model
    image : array_like, shape (H, W, C)
    layer : str
        One of `relus`.
    unit, of
        As in `cnnteach.explain.pixels.to_pixels`.

    Returns
    -------
    ReluNumbers

    Raises
    ------
    ValueError
        If `layer` is no ReLU; the sentence names those that are.

    Examples
    --------
    >>> from cnnteach import models
    >>> numbers = relu_numbers(models.load("lenet5_digits"), np.eye(28), "c3")
    >>> numbers.inputs.shape, sorted(numbers.passed)
    ((10, 10, 16), ['deconvnet', 'gradient', 'guided'])
    """
    score = Score(model, of=of)
    batch, _ = score.batch(image)
    at = number_of(score.steps, layer, model)
    is_relu, cap = relu_cap(score.steps[at].operation)
    if not is_relu:
        raise ValueError(f"{layer} is no ReLU of {model.name}; those are {', '.join(relus(model))}")
    results = follow(score.steps, keras.ops.convert_to_tensor(batch[:1]), until=at)
    inputs = keras.ops.convert_to_numpy(results[at].sum)
    upstream = score.gradient(batch[:1], score.chosen(batch[:1], unit), by=at)
    passed = {rule: let_through(inputs, upstream, rule, cap=cap)[0] for rule in RULES}
    return ReluNumbers(layer, inputs[0], upstream[0], passed)
