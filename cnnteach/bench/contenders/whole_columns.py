"""The readable baseline: all windows copied into one matrix, and one product."""

import numpy as np

from cnnteach.bench.contenders.windows import pad, taps, unpad, windows


def im2col(padded, size, stride):
    """Copy every window into a row, shape (N * OH * OW, KH * KW * C)."""
    view = windows(padded, size, stride)
    return view.reshape(view.shape[0] * view.shape[1] * view.shape[2], -1)


def col2im(dcolumns, shape, size, stride):
    """Add every row back to its window: the adjoint of `im2col`."""
    dpadded = np.zeros(shape, dcolumns.dtype)
    dwindows = dcolumns.reshape(windows(dpadded, size, stride).shape)
    for (u, v), met in taps(dpadded, size, stride):
        met += dwindows[:, :, :, u, v]
    return dpadded


def conv2d(x, w, b, *, stride, padding):
    """Multiply the columns by the kernels."""
    padded = pad(x, padding)
    rows, columns = ((length - len(w)) // stride + 1 for length in padded.shape[1:3])
    y = im2col(padded, len(w), stride) @ w.reshape(-1, w.shape[3]) + b
    return y.reshape(len(x), rows, columns, -1)


def conv2d_backward(dy, x, w, *, stride, padding):
    """Multiply the columns by dy for dw, and dy by the kernels for dx."""
    padded = pad(x, padding)
    above = dy.reshape(-1, dy.shape[3])
    dw = im2col(padded, len(w), stride).T @ above
    dcolumns = above @ w.reshape(-1, w.shape[3]).T
    dpadded = col2im(dcolumns, padded.shape, len(w), stride)
    return unpad(dpadded, padding), dw.reshape(w.shape), above.sum(0)
