"""Keras's own gradients of a convolution, whichever backend it runs on.

Numbers that start at 0 are added to x, w and b, and trained for one step of plain descent at a
learning rate of 1: what they then are is minus the gradient, exactly.
"""

import keras
import numpy as np

from cnnteach import shapes


class Moved(keras.Layer):
    """A convolution of numbers that can be moved: ``conv(x + dx, dw + w) + b + db``."""

    def __init__(self, w, b, *, stride, dilation, groups):
        super().__init__()
        self.kernels, self.bias = w.astype("float32"), b.astype("float32")
        self.stride, self.spread, self.groups = stride, _spread(w.shape[:2], dilation), groups

    def build(self, shape):
        for name, size in (("dx", shape), ("dw", self.kernels.shape), ("db", self.bias.shape)):
            setattr(self, name, self.add_weight(shape=size, initializer="zeros", name=name))

    def call(self, x):
        rows, columns = self.spread
        # Not every backend has gradients with dilation or groups: the kernel is spread by zeros,
        # and each group convolved by itself.
        w = keras.ops.einsum("pu,qv,uvcf->pqcf", rows, columns, self.dw + self.kernels)
        parts = [
            keras.ops.conv(channels, kernels, strides=self.stride, data_format="channels_last")
            for channels, kernels in zip(
                keras.ops.split(x + self.dx, self.groups, axis=3),
                keras.ops.split(w, self.groups, axis=3),
                strict=True,
            )
        ]
        return keras.ops.concatenate(parts, axis=3) + self.bias + self.db


def _spread(sizes, dilation):
    """Return, for rows and for columns, the matrix that writes zeros between weights."""
    matrices = []
    for size, step in zip(sizes, shapes.pair("dilation", dilation), strict=True):
        matrix = np.zeros(((size - 1) * step + 1, size), "float32")
        matrix[::step] = np.eye(size)
        matrices.append(matrix)
    return matrices


def conv_gradients(x, w, b, upstream, *, stride, padding, dilation, groups):
    """Return the gradients of ``sum(upstream * conv2d(x, w, b))`` by x, w and b, as Keras has them.

    Parameters
    ----------
    x : ndarray, shape (H, W, C)
    w : ndarray, shape (KH, KW, C // groups, F)
    b : ndarray, shape (F,)
    upstream : ndarray, shape (OH, OW, F)
    stride, padding, dilation, groups
        As in `cnnteach.ops.conv2d`.

    Returns
    -------
    dx, dw, db : ndarray
        float32, of the shapes of x, w and b.
    """
    sides = shapes.padding_sides_2d(x.shape[:2], w.shape[:2], stride, padding, dilation)
    padded = np.pad(x, (*sides, (0, 0)))[None].astype("float32")
    layer = Moved(w, b, stride=shapes.pair("stride", stride), dilation=dilation, groups=groups)
    model = keras.Sequential([keras.Input(batch_shape=padded.shape), layer])
    loss = lambda dy, y: keras.ops.sum(dy * y, axis=(1, 2, 3))  # noqa: E731
    model.compile(keras.optimizers.SGD(1.0), loss, run_eagerly=True)
    model.train_on_batch(padded, upstream[None].astype("float32"))
    dx, dw, db = (keras.ops.convert_to_numpy(-v) for v in layer.trainable_weights)
    (top, _), (left, _) = sides
    return dx[0, top : top + x.shape[0], left : left + x.shape[1]], dw, db
