"""The k greatest of many numbers, a column each, kept while they come by."""

import numpy as np

EMPTY = -1  # the number of no image


class Strongest:
    """The k images that excite each of some units most, so far.

    Of images that excite a unit equally, the first ones stay: so that any division into batches or
    shards gives the same.

    Parameters
    ----------
    units, k : int

    Attributes
    ----------
    values : ndarray of float32, shape (k, units)
        Strongest first; -inf where there were fewer than k images.
    images : ndarray of int64, shape (k, units)
        Their numbers; -1 where there is none.
    low, high : ndarray of float32, shape (units,)
        The least and the greatest that came.

    Examples
    --------
    >>> best = Strongest(units=1, k=2)
    >>> best.add(np.array([[3.0], [9.0], [5.0]]), first=10)
    >>> best.values.ravel(), best.images.ravel()
    (array([9., 5.], dtype=float32), array([11, 12]))
    """

    def __init__(self, units, k):
        self.values = np.full((k, units), -np.inf, np.float32)
        self.images = np.full((k, units), EMPTY, np.int64)
        self.low = np.full(units, np.inf, np.float32)
        self.high = np.full(units, -np.inf, np.float32)

    def add(self, maxima, first):
        """Take in the maxima (N, units) of images numbered from `first` on."""
        self.low = np.minimum(self.low, maxima.min(axis=0))
        self.high = np.maximum(self.high, maxima.max(axis=0))
        better = np.flatnonzero(maxima.max(axis=0) > self.values[-1])  # few, after a while
        numbers = np.arange(first, first + len(maxima))[:, None]
        chosen = maxima[:, better]
        numbers = np.broadcast_to(numbers, chosen.shape)
        values = np.concatenate([self.values[:, better], chosen])
        images = np.concatenate([self.images[:, better], numbers])
        order = np.argsort(-values, axis=0, kind="stable")[: len(self.values)]
        self.values[:, better] = np.take_along_axis(values, order, axis=0)
        self.images[:, better] = np.take_along_axis(images, order, axis=0)

    def winners(self):
        """Return the numbers of the images that are among the k of any unit, in order."""
        found = np.unique(self.images)
        return found[found != EMPTY]
