"""Squared error, and the Gaussian units whose output is one: how LeNet-5 learned in 1998."""

import numpy as np
from numpy.typing import ArrayLike

from cnnteach.ops import _arguments, _values
from cnnteach.ops._arguments import Array


def squared_error(y: ArrayLike, target: ArrayLike) -> tuple[float, Array]:
    """Give the mean over the images of the summed squares of ``y - target``, and its gradient.

    ``loss = (1 / N) * sum over n, i of (y[n, i] - target[n, i]) ** 2``. But for a factor and a
    constant it is the negative log-likelihood of targets with Gaussian noise [1]_. With
    ``target = centres[labels]`` it is the criterion of LeNet-5 (equation 8 of [2]_). Keras's
    mean squared error is this, divided by the number of outputs too.

    Parameters
    ----------
    y : array_like, shape (N, ...)
        What the network gave for N images.
    target : array_like, of the same shape
        What it should have given.

    Returns
    -------
    loss : float
    dy : ndarray, shape (N, ...)
        The gradient of the loss, ``2 * (y - target) / N``, of the dtype of ``y - target``; of
        float64 where both are integers.

    Raises
    ------
    ValueError
        If the shapes differ, or there are no images.
    TypeError
        If an array holds neither integers nor floats.

    References
    ----------
    .. [1] Goodfellow, Bengio & Courville, 2016, Deep Learning, section 5.5.1.
    .. [2] LeCun, Bottou, Bengio & Haffner, 1998, "Gradient-based learning applied to document
           recognition", section II.C.

    Examples
    --------
    >>> squared_error(np.array([[1.0, 2.0], [5.0, 0.0]]), np.array([[1.0, 0.0], [4.0, 0.0]]))
    (2.5, array([[0., 2.],
           [1., 0.]]))
    """
    y = _values.real("y", y)
    target = _values.same_shape("target", _values.real("target", target), y.shape, "y")
    if not y.size:
        raise ValueError(f"y is empty (shape {y.shape}), so there is no mean over its images")
    difference = y - target
    images = len(y) if y.ndim else 1
    loss = float(np.square(difference, dtype=_arguments.wide(difference.dtype)).sum()) / images
    return loss, difference * difference.dtype.type(2 / images)


def rbf(x: ArrayLike, centres: ArrayLike) -> Array:
    """Give the squared distance of each image from each centre, LeNet-5's output layer [1]_.

    ``y[n, k] = sum over i of (x[n, i] - centres[k, i]) ** 2``: a Gaussian unit's negative
    log-likelihood. The smallest y is the answer.

    Parameters
    ----------
    x : array_like, shape (N, I)
        I numbers for each of N images; in LeNet-5 the 84 units of layer F6.
    centres : array_like, shape (K, I)
        One point a class; in LeNet-5 a drawing of the letter, 7 x 12 pixels of -1 and 1.

    Returns
    -------
    ndarray, shape (N, K)
        Of the dtype of ``x - centres``; of float64 where both are integers.

    Raises
    ------
    ValueError
        If `x` and `centres` disagree on I.
    TypeError
        If an array holds neither integers nor floats.

    References
    ----------
    .. [1] LeCun, Bottou, Bengio & Haffner, 1998, "Gradient-based learning applied to document
           recognition", section II.B, equation 7.

    Examples
    --------
    >>> rbf(np.array([[1.0, 1.0]]), np.array([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]]))
    array([[0., 4., 8.]])
    """
    x, centres = _points(x, centres)
    y = np.empty((len(x), len(centres)), np.result_type(x, centres))
    for k, centre in enumerate(centres):
        y[:, k] = np.square(x - centre).sum(axis=1)
    return y


def rbf_backward(dy: ArrayLike, x: ArrayLike, centres: ArrayLike) -> tuple[Array, Array]:
    """Give the gradients by `x` and `centres`: each pulls along the line that joins the two.

    Parameters
    ----------
    dy : array_like, shape (N, K)
        The gradient of the loss by each result of the forward.
    x, centres
        As they were in the forward `rbf`.

    Returns
    -------
    dx : ndarray, shape (N, I)
        ``2 * sum over k of dy[n, k] * (x[n] - centres[k])``.
    dcentres : ndarray, shape (K, I)
        ``2 * sum over n of dy[n, k] * (centres[k] - x[n])``.

    Raises
    ------
    ValueError
        If `dy` has not the shape of the result, and where `rbf` raises it.

    Examples
    --------
    >>> rbf_backward(np.array([[1.0, 10.0]]), np.array([[3.0]]), np.array([[1.0], [2.0]]))
    (array([[24.]]), array([[ -4.],
           [-20.]]))
    """
    x, centres = _points(x, centres)
    dy = _values.same_shape("dy", _values.real("dy", dy), (len(x), len(centres)), "rbf(x, centres)")
    dx = 2 * (dy.sum(axis=1, keepdims=True) * x - dy @ centres)
    dcentres = 2 * (dy.sum(axis=0)[:, None] * centres - dy.T @ x)
    return dx, dcentres


def _points(x: ArrayLike, centres: ArrayLike) -> tuple[Array, Array]:
    x = _values.real("x", x, ("images", "inputs"))
    centres = _values.real("centres", centres, ("classes", "inputs"))
    if x.shape[1] != centres.shape[1]:
        raise ValueError(
            f"x has {x.shape[1]} inputs but centres have {centres.shape[1]} (x.shape={x.shape}, "
            f"centres.shape={centres.shape})"
        )
    return x, centres
