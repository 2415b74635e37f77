"""Stochastic gradient descent with momentum and weight decay, as a function without memory."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _values
from cnnteach.ops._arguments import Array


def sgd(
    w: ArrayLike,
    dw: ArrayLike,
    velocity: ArrayLike | None = None,
    *,
    learning_rate: float,
    momentum: float = 0.0,
    weight_decay: float = 0.0,
) -> tuple[Array, Array]:
    """Take one step downhill, and give the new weights and the new velocity.

    ``velocity = momentum * velocity - learning_rate * (dw + weight_decay * w)``, then ``w = w +
    velocity``: a ball with friction that rolls down the loss. Nothing that is passed in changes;
    keep the velocity and pass it to the next step.

    Parameters
    ----------
    w : array_like, any shape
        Weights, floats.
    dw : array_like, of the same shape
        The gradient of the loss by them.
    velocity : array_like, of the same shape, optional
        As the step before returned it; zeros at the start, if not given.
    learning_rate : float
        How far a step goes; at least 0.
    momentum : float
        The share of the velocity that stays, at least 0 and less than 1; AlexNet took 0.9 [1]_.
    weight_decay : float
        How strongly weights are drawn to zero, at least 0; AlexNet took 0.0005.

    Returns
    -------
    w, velocity : ndarray
        New arrays of the dtype of `w`.

    Raises
    ------
    ValueError
        If the shapes differ, or an option is out of its range.
    TypeError
        If `w` holds integers, which cannot move by fractions, or an option is no number.

    References
    ----------
    .. [1] Krizhevsky, Sutskever & Hinton, 2012, "ImageNet classification with deep convolutional
           neural networks", section 5.

    Examples
    --------
    Three steps down the same slope go faster and faster:

    >>> w, velocity = np.array([1.0]), None
    >>> for _ in range(3):
    ...     w, velocity = sgd(w, np.array([1.0]), velocity, learning_rate=0.1, momentum=0.9)
    ...     print(w.round(3))
    [0.9]
    [0.71]
    [0.439]
    """
    w = _values.array("w", w)
    if w.dtype.kind != "f":
        raise TypeError(
            f"w holds {w.dtype}, which cannot move by fractions; start from w.astype(np.float32)"
        )
    dw = _values.same_shape("dw", dw, w.shape, "w")
    kept = _values.same_shape(
        "velocity", np.zeros_like(w) if velocity is None else velocity, w.shape, "w"
    )
    largest = float(np.finfo(np.float64).max)
    step = _values.number("learning_rate", learning_rate, 0, largest)
    decay = _values.number("weight_decay", weight_decay, 0, largest)
    moved = _values.rate("momentum", momentum) * kept - step * (dw + decay * w)
    moved = moved.astype(w.dtype, copy=False)
    return w + moved, moved
