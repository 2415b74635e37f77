"""Pictures for pooling: numbers, ties, a line, photographs, and what a filter answers to them."""

from functools import cache

import numpy as np

from cnnteach import kernels, ops
from cnnteach.widgets import inputs

SIDE = inputs.SIDE

_NUMBERS = ["132164", "421502", "019237", "283451", "620743", "153628"]
_TIES = [[3, 3, 7, 1], [3, 3, 1, 7], [0, 5, 2, 2], [5, 0, 2, 4]]


@cache
def pictures(seed=0):
    """Return the names of the pictures, and the pictures.

    The last two are an activation map: the answers of a Sobel filter to the photograph of a coffee
    cup, rounded to tenths, before and after a ReLU.

    Parameters
    ----------
    seed : int
        For the picture called "random": whole numbers from 0 to 9.

    Returns
    -------
    names : tuple of str
    pictures : ndarray of float32, shape (len(names), 32, 32)

    Examples
    --------
    >>> names, maps = pictures()
    >>> names[-1], maps[-1].min() < 0
    ('edges, both signs', np.True_)
    """
    names, drawn = inputs.gallery(seed)
    cup = drawn[names.index("coffee cup"), :, :, 0]
    edges = answers(cup)
    made = {
        "numbers": inputs.tile([[int(digit) for digit in row] for row in _NUMBERS]),
        "ties": inputs.tile(_TIES),
        "random": drawn[names.index("random"), :, :, 0],
        "a thin line": np.eye(SIDE) * 9,
        "coffee cup": cup,
        "edges of the cup": np.maximum(edges, 0),
        "edges, both signs": edges,
    }
    return tuple(made), np.stack(list(made.values())).astype(np.float32)


def answers(photograph):
    """Return what Sobel's filter for vertical edges answers to a grey photograph.

    Parameters
    ----------
    photograph : ndarray of uint8, shape (H, W)

    Returns
    -------
    ndarray, shape (H, W)
        From -4 to 4, in tenths; the rim sees its own pixels repeated.

    Examples
    --------
    >>> answers(np.uint8([[0, 0, 255, 255]] * 2))[0]
    array([0., 4., 4., 0.])
    """
    padded = np.pad(photograph / 255, 1, mode="edge")
    sobel = kernels.kernel("sobel_x")[:, :, None, None]
    return ops.conv2d(padded[None, :, :, None], sobel)[0, :, :, 0].round(1)
