"""The definition in Python loops, forward and backward: one window at a time."""

import numpy as np

from cnnteach.bench.contenders.windows import pad, unpad
from cnnteach.ops import conv2d_loops as conv2d

__all__ = ["conv2d", "conv2d_backward", "max_pool2d", "max_pool2d_backward"]


def conv2d_backward(dy, x, w, *, stride, padding):
    """Hand each dy on to the pixels and the weights of its window."""
    padded = pad(x, padding)
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for n, i, j, f in np.ndindex(dy.shape):
        top, left = i * stride, j * stride
        window = n, slice(top, top + w.shape[0]), slice(left, left + w.shape[1])
        dpadded[window] += dy[n, i, j, f] * w[..., f]
        dw[..., f] += dy[n, i, j, f] * padded[window]
    return unpad(dpadded, padding), dw, dy.sum((0, 1, 2))


def max_pool2d(x, size, *, stride):
    """Find the largest pixel of each window, and where it is."""
    rows, columns = ((length - size) // stride + 1 for length in x.shape[1:3])
    y = np.empty((len(x), rows, columns, x.shape[3]), x.dtype)
    argmax = np.empty(y.shape, np.intp)
    for n, i, j, c in np.ndindex(y.shape):
        top, left = i * stride, j * stride
        window = x[n, top : top + size, left : left + size, c]
        row, column = divmod(int(window.argmax()), size)
        y[n, i, j, c] = window[row, column]
        argmax[n, i, j, c] = (top + row) * x.shape[2] + left + column
    return y, argmax


def max_pool2d_backward(dy, argmax, shape):
    """Give each dy to the pixel that won."""
    dx = np.zeros(shape, dy.dtype)
    for n, i, j, c in np.ndindex(dy.shape):
        row, column = divmod(int(argmax[n, i, j, c]), shape[2])
        dx[n, row, column, c] += dy[n, i, j, c]
    return dx
