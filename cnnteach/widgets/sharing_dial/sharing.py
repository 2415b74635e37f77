"""Which weight stands where in the matrix of a layer, and how many weights there are."""

import numpy as np

from cnnteach import kernels, ops

STOPS = ("dense", "local", "shared")
SIDE = 8  # the most rows or columns of an input


def table(seed):
    """Return a weight for each output and pixel of the largest input, shape (64, 64).

    All are drawn from -2, -1, 1, 2 but those of the first window, which are Sobel's: once all
    windows share them, they find vertical edges.

    Examples
    --------
    >>> table(0)[0, :3]
    array([-1.,  0.,  1.])
    """
    weights = np.random.default_rng(seed).choice([-2.0, -1.0, 1.0, 2.0], (SIDE**2, SIDE**2))
    weights[0].reshape(SIDE, SIDE)[:3, :3] = kernels.kernel("sobel_x")
    return weights


def taps(size, kernel):
    """Return which weight of its window each output puts on each pixel, counted from 0; -1: none.

    Parameters
    ----------
    size, kernel : (int, int)

    Returns
    -------
    ndarray of int, shape (OH * OW, H * W)

    Examples
    --------
    >>> taps((1, 4), (1, 2))
    array([[ 0,  1, -1, -1],
           [-1,  0,  1, -1],
           [-1, -1,  0,  1]])
    """
    return ops.toeplitz(1 + np.arange(np.prod(kernel)).reshape(kernel), size) - 1


def tied(sharing, size, kernel):
    """Return the number of the weight at each place of the matrix; equal numbers are one weight.

    Examples
    --------
    >>> tied("local", (1, 4), (1, 2))
    array([[ 0,  1, -1, -1],
           [-1,  2,  3, -1],
           [-1, -1,  4,  5]])
    """
    found = taps(size, kernel)
    if sharing == "dense":
        return np.arange(found.size).reshape(found.shape)
    if sharing == "local":
        first = np.arange(len(found))[:, None] * np.prod(kernel)
        return np.where(found < 0, -1, found + first)
    return found


def counts(pixels, units, window):
    """Return how many weights each kind of layer has, without biases.

    Parameters
    ----------
    pixels, units, window : int
        Numbers of the input (with its channels), of the output, and of one window.

    Examples
    --------
    The lectures' 100 x 100 pixels, 1000 units and filters of 10 x 10; and 200 x 200 pixels with
    40,000 units:

    >>> counts(100 * 100, 1000, 10 * 10)
    {'dense': 10000000, 'local': 100000, 'shared': 100}
    >>> counts(200 * 200, 40_000, 10 * 10)["dense"]
    1600000000
    """
    return {"dense": pixels * units, "local": units * window, "shared": window}
