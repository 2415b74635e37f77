"""The pooling that an explorer's options name, and its gradients, computed by `cnnteach.ops`."""

from dataclasses import dataclass

import numpy as np

from cnnteach import ops, shapes


@dataclass(frozen=True)
class Pooling:
    """Which pooling, over which windows; the options are those of `PoolingExplorer`.

    Examples
    --------
    >>> pooling = Pooling("max", "global")
    >>> y, argmax = pooling.forward(np.array([[1.0, 3.0], [2.0, 0.0]]))
    >>> y, argmax
    (array([[3.]]), array([[1]]))
    >>> pooling.backward(np.array([[7.0]]), np.array([[1.0, 3.0], [2.0, 0.0]]))[0]
    array([[0., 7.],
           [0., 0.]])
    """

    kind: str
    windows: str
    window: int | tuple = 2
    stride: int | tuple | None = None
    padding: object = 0
    output_size: int | tuple = 1
    w: np.ndarray | None = None

    def forward(self, x):
        """Pool one map.

        Parameters
        ----------
        x : ndarray, shape (H, W)

        Returns
        -------
        y : ndarray, shape (OH, OW)
        argmax : ndarray of int, shape (OH, OW), or None
            Which pixel won, ``row * W + column``; of maximum pooling alone.

        Raises
        ------
        ValueError
            If the window does not fit, or learned weights are to grow with the input.
        """
        x = _as_image(x)
        if self.kind == "max":
            return tuple(_plain(part) for part in self._maximum(x))
        return _plain(self._learned(x) if self.kind == "learned" else self._average(x)), None

    def _maximum(self, x):
        if self.windows == "sliding":
            return ops.max_pool2d(x, self.window, **self._steps())
        if self.windows == "adaptive":
            return ops.adaptive_max_pool2d(x, self.output_size)
        return ops.global_max_pool(x)

    def _average(self, x):
        if self.windows == "sliding":
            return ops.avg_pool2d(x, self.window, **self._steps())
        if self.windows == "adaptive":
            return ops.adaptive_avg_pool2d(x, self.output_size)
        return ops.global_avg_pool(x)

    def _learned(self, x):
        if self.windows != "sliding":
            raise ValueError(
                f"windows is {self.windows!r} and kind 'learned', but windows that grow with the "
                "input have no fixed number of weights; slide a window, or take the maximum or "
                "the average"
            )
        return ops.conv2d(x, _as_kernel(self.w), **self._strides())

    def backward(self, dy, x):
        """Give the gradients by the pixels and, of learned pooling, by the weights (else None).

        Parameters
        ----------
        dy : ndarray, shape (OH, OW)
        x : ndarray, shape (H, W)
        """
        dy, image = _as_image(dy), _as_image(x)
        if self.kind == "learned":
            dx, dw, _ = ops.conv2d_backward(dy, image, _as_kernel(self.w), **self._strides())
            return _plain(dx), dw[:, :, 0, 0]
        if self.kind == "max":
            argmax = _as_image(self.forward(x)[1])
            return _plain(ops.max_pool2d_backward(dy, argmax, image.shape)), None
        return _plain(self._average_backward(dy, image.shape)), None

    def _average_backward(self, dy, shape):
        if self.windows == "sliding":
            return ops.avg_pool2d_backward(dy, shape, self.window, **self._steps())
        if self.windows == "adaptive":
            return ops.adaptive_avg_pool2d_backward(dy, shape)
        return ops.global_avg_pool_backward(dy[:, 0, 0], shape)

    def reach(self, place, size):
        """Return the rows and the columns, as two slices, that the window of one output covers.

        Examples
        --------
        >>> Pooling("average", "sliding", 3, stride=2, padding=1).reach((0, 1), (6, 6))
        (slice(-1, 2, None), slice(1, 4, None))
        """
        if self.windows != "sliding":
            output = (1, 1) if self.windows == "global" else shapes.pair("", self.output_size)
            edges = zip(place, size, output, strict=True)
            return tuple(slice(i * n // m, -(-(i + 1) * n // m)) for i, n, m in edges)
        window, steps = shapes.pair("window", self.window), self._strides()
        stride = shapes.pair("stride", steps["stride"])
        sides = shapes.padding_sides_2d(size, window, stride=stride, padding=self.padding)
        starts = [i * s - before for i, s, (before, _) in zip(place, stride, sides, strict=True)]
        return tuple(slice(start, start + k) for start, k in zip(starts, window, strict=True))

    def _steps(self):
        return {"stride": self.stride, "padding": self.padding}

    def _strides(self):
        return {**self._steps(), "stride": self.window if self.stride is None else self.stride}


def _as_image(array):
    return array[None, :, :, None]


def _as_kernel(w):
    return w[:, :, None, None]


def _plain(array):
    """Take the map out of (1, OH, OW, 1), or of the (1, 1) of global pooling."""
    return array.reshape(array.shape[1:3] if array.ndim == 4 else (1, 1))
