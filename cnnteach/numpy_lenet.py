"""LeNet-5 in NumPy alone: every line of a network that learns to read digits.

The modern form of the network of 1998 [1]_: ReLU for its squashing functions, max-pooling for its
trained averages, C3 joined to all maps of S2, softmax for its Gaussian outputs.

    layer                    result         weights and biases
    images                   28 x 28 x 1
    C1  5 x 5, padding 2     28 x 28 x 6    156
    S2  max-pool 2           14 x 14 x 6
    C3  5 x 5                10 x 10 x 16   2,416
    S4  max-pool 2           5 x 5 x 16
    C5  dense                120            48,120
    F6  dense                84             10,164
    output                   10             850
                                            61,706

References
----------
.. [1] LeCun, Bottou, Bengio & Haffner, 1998, "Gradient-based learning applied to document
       recognition", section II.B.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnteach import ops

Array = NDArray[Any]
Weights = dict[str, Array]

KERNELS = {
    "C1": (5, 5, 1, 6),
    "C3": (5, 5, 6, 16),
    "C5": (400, 120),
    "F6": (120, 84),
    "output": (84, 10),
}


def init(seed: int = 0) -> Weights:
    """Draw kernels in He's way, and start biases at zero.

    Returns
    -------
    dict of ndarray of float32
        ``"C1 w"``, ``"C1 b"``, ``"C3 w"``, ... in the layouts of Keras.

    Examples
    --------
    >>> sum(array.size for array in init(0).values())
    61706
    """
    rng = np.random.default_rng(seed)
    weights = {}
    for layer, shape in KERNELS.items():
        weights[f"{layer} w"] = ops.he_normal(shape, rng=rng)
        weights[f"{layer} b"] = np.zeros(shape[-1], np.float32)
    return weights


def prepare(images: Array) -> Array:
    """Make network input of grey bytes: from 0 to 1, with an axis for the one channel.

    Parameters
    ----------
    images : ndarray of uint8, shape (N, 28, 28)

    Returns
    -------
    ndarray of float32, shape (N, 28, 28, 1)

    Raises
    ------
    ValueError
        If the images have another shape or dtype.
    """
    if images.dtype != np.uint8 or images.shape[1:] != (28, 28):
        raise ValueError(
            f"images are {images.dtype} of shape {images.shape}, but must be uint8 of shape "
            "(N, 28, 28), as cnnteach.datasets.digits() gives them"
        )
    return images[..., None] / np.float32(255)


def forward(weights: Weights, x: Array) -> tuple[Array, Weights]:
    """Compute the scores of the ten digits.

    Parameters
    ----------
    weights : dict of ndarray
    x : ndarray, shape (N, 28, 28, 1)

    Returns
    -------
    logits : ndarray, shape (N, 10)
    seen : dict of ndarray
        What each layer was given, and where each maximum was: the backward needs it.
    """
    w, seen = weights, {}
    seen["C1"] = x
    seen["relu 1"] = ops.conv2d(seen["C1"], w["C1 w"], w["C1 b"], padding=2)
    seen["S2"] = ops.relu(seen["relu 1"])
    seen["C3"], seen["S2 argmax"] = ops.max_pool2d(seen["S2"], 2)
    seen["relu 3"] = ops.conv2d(seen["C3"], w["C3 w"], w["C3 b"])
    seen["S4"] = ops.relu(seen["relu 3"])
    maps, seen["S4 argmax"] = ops.max_pool2d(seen["S4"], 2)
    seen["C5"] = maps.reshape(len(x), -1)
    seen["relu 5"] = ops.dense(seen["C5"], w["C5 w"], w["C5 b"])
    seen["F6"] = ops.relu(seen["relu 5"])
    seen["relu 6"] = ops.dense(seen["F6"], w["F6 w"], w["F6 b"])
    seen["output"] = ops.relu(seen["relu 6"])
    return ops.dense(seen["output"], w["output w"], w["output b"]), seen


def loss_and_gradients(weights: Weights, x: Array, labels: Array) -> tuple[float, Weights]:
    """Compute the mean cross-entropy, and its gradient by every weight: forward, read backwards.

    Parameters
    ----------
    weights : dict of ndarray
    x : ndarray, shape (N, 28, 28, 1)
    labels : ndarray of int, shape (N,)

    Returns
    -------
    loss : float
    gradients : dict of ndarray
        With the names and shapes of the weights.
    """
    w, g = weights, {}
    logits, seen = forward(weights, x)
    loss, dy = ops.softmax_cross_entropy(logits, labels)
    dy, g["output w"], g["output b"] = ops.dense_backward(dy, seen["output"], w["output w"])
    dy = ops.relu_backward(dy, seen["relu 6"])
    dy, g["F6 w"], g["F6 b"] = ops.dense_backward(dy, seen["F6"], w["F6 w"])
    dy = ops.relu_backward(dy, seen["relu 5"])
    dy, g["C5 w"], g["C5 b"] = ops.dense_backward(dy, seen["C5"], w["C5 w"])
    dy = dy.reshape(seen["S4 argmax"].shape)
    dy = ops.max_pool2d_backward(dy, seen["S4 argmax"], seen["S4"].shape)
    dy = ops.relu_backward(dy, seen["relu 3"])
    dy, g["C3 w"], g["C3 b"] = ops.conv2d_backward(dy, seen["C3"], w["C3 w"])
    dy = ops.max_pool2d_backward(dy, seen["S2 argmax"], seen["S2"].shape)
    dy = ops.relu_backward(dy, seen["relu 1"])
    _, g["C1 w"], g["C1 b"] = ops.conv2d_backward(dy, seen["C1"], w["C1 w"], padding=2)
    return loss, g


class Epoch(NamedTuple):
    """One pass over the images: its number, the loss of each step, and the weights after it."""

    number: int
    losses: list[float]
    weights: Weights


def fit(
    images: Array,
    labels: Array,
    *,
    epochs: int = 2,
    seed: int = 0,
    batch: int = 32,
    learning_rate: float = 0.02,
    momentum: float = 0.9,
) -> Iterator[Epoch]:
    """Train on images in an order that chance gives, and hand over after each pass.

    Parameters
    ----------
    images : ndarray of uint8, shape (N, 28, 28)
    labels : ndarray of int, shape (N,)
    epochs : int
        How often each image is shown.
    seed : int
        Of the first weights and of the order: the same seed, the same network.
    batch : int
        Images a step.
    learning_rate, momentum : float
        As in `cnnteach.ops.sgd`.

    Yields
    ------
    Epoch
        After each pass, so that a loop may look, draw or stop.

    Examples
    --------
    >>> from cnnteach.datasets import digits
    >>> images, labels = digits()
    >>> for epoch in fit(images[::50], labels[::50], epochs=2):
    ...     print(epoch.number, len(epoch.losses), "steps")
    1 4 steps
    2 4 steps
    """
    x, rng = prepare(images), np.random.default_rng(seed)
    if len(labels) != len(x):
        raise ValueError(f"there are {len(x)} images, but {len(labels)} labels; give one for each")
    if batch < 1:
        raise ValueError(f"batch is {batch}, but must hold 1 image or more")
    weights = init(seed)
    velocity = {name: np.zeros_like(array) for name, array in weights.items()}
    for number in range(1, epochs + 1):
        order, losses = rng.permutation(len(x)), []
        for start in range(0, len(x), batch):
            chosen = order[start : start + batch]
            loss, gradients = loss_and_gradients(weights, x[chosen], labels[chosen])
            losses.append(loss)
            for name, gradient in gradients.items():
                weights[name], velocity[name] = ops.sgd(
                    weights[name],
                    gradient,
                    velocity[name],
                    learning_rate=learning_rate,
                    momentum=momentum,
                )
        yield Epoch(number, losses, dict(weights))


def predict(weights: Weights, images: Array, *, batch: int = 250) -> Array:
    """Say which digit each image shows: the one with the highest score.

    Parameters
    ----------
    weights : dict of ndarray
    images : ndarray of uint8, shape (N, 28, 28)
    batch : int
        Images at a time, to spare memory.

    Returns
    -------
    ndarray of int, shape (N,)
    """
    x = prepare(images)
    if not len(x):
        return np.zeros(0, int)
    parts = [forward(weights, x[i : i + batch])[0] for i in range(0, len(x), batch)]
    return np.asarray(np.concatenate(parts).argmax(axis=1))
