"""The loss over the plane in which a training moved most: a slice through the space of weights."""

import numpy as np

from cnnteach.widgets.training_timeline.plane_net import loss_of

CELLS = 32
MARGIN = 1.25


def directions(weights):
    """Return the middle of a path and the two directions in which it moved most.

    They are the first principal components of the weights [1]_.

    Parameters
    ----------
    weights : ndarray, shape (S, P)
        At some steps; rows with NaN or infinity are left out.

    Returns
    -------
    middle : ndarray, shape (P,)
    axes : ndarray, shape (2, P)
        Of length 1, at right angles; the largest entry of each is positive.
    share : float
        How much of the movement, in squares, lies in their plane.

    References
    ----------
    .. [1] Li, Xu, Taylor, Studer & Goldstein, 2018, "Visualizing the loss landscape of neural
           nets", arXiv:1712.09913, section 7.2.

    Examples
    --------
    >>> directions(np.array([[0.0, 0, 1], [2, 0, 1], [4, 1, 1]]))[2]
    1.0
    """
    finite = weights[np.isfinite(weights).all(axis=1)]
    middle = finite.mean(axis=0)
    _, lengths, axes = np.linalg.svd(finite - middle, full_matrices=False)
    axes = np.pad(axes[:2], ((0, max(0, 2 - len(axes))), (0, 0)))
    largest = axes[np.arange(2), np.abs(axes).argmax(axis=1)]
    axes = axes * np.where(largest < 0, -1, 1)[:, None]
    total = (lengths**2).sum()
    return middle, axes, float((lengths[:2] ** 2).sum() / total) if total else 1.0


def frame_of(path):
    """Return the middle and the half side of a square that holds a path, shape (S, 2).

    Examples
    --------
    >>> frame_of(np.array([[0.0, 0.0], [4.0, 2.0]]))
    (array([2., 1.]), 2.5)
    """
    finite = path[np.isfinite(path).all(axis=1)]
    low, high = finite.min(axis=0), finite.max(axis=0)
    half = max(MARGIN * float((high - low).max()) / 2, 1e-3)
    return (low + high) / 2, half


def surface(weights, here, axes, frame, trained):
    """Return the loss over a square of the plane through the weights of one step.

    Parameters
    ----------
    weights : ndarray, shape (P,)
        The plane goes through them, so that the loss at their place is theirs.
    here : ndarray, shape (2,)
        Their place in the plane.
    axes : ndarray, shape (2, P)
    frame : (ndarray, float)
        As `frame_of` returns it.
    trained : Points

    Returns
    -------
    ndarray, shape (32, 32)
        Row 0 at the top, where the second coordinate is greatest.
    """
    (middle, half), cells = frame, (2 * np.arange(CELLS) + 1) / CELLS - 1
    across = middle[0] + half * cells - here[0]
    up = middle[1] - half * cells - here[1]
    shifted = weights + across[None, :, None] * axes[0] + up[:, None, None] * axes[1]
    return np.array([[loss_of(each, *trained) for each in row] for row in shifted])
