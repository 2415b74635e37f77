"""NumPy as it reads best: einsum over a view of all windows, channels last."""

import numpy as np

from cnnteach.bench.contenders.windows import pad, taps, unpad, windows


def conv2d(x, w, b, *, stride, padding):
    """Sum over rows, columns and channels of each window."""
    view = windows(pad(x, padding), len(w), stride)
    return np.einsum("nijuvc,uvcf->nijf", view, w, optimize=True) + b


def conv2d_backward(dy, x, w, *, stride, padding):
    """Sum dy over the windows for dw; for dx, add it to the pixels that each weight met."""
    padded = pad(x, padding)
    dpadded = np.zeros_like(padded)
    for (u, v), met in taps(dpadded, len(w), stride):
        met += np.einsum("nijf,cf->nijc", dy, w[u, v], optimize=True)
    dw = np.einsum("nijuvc,nijf->uvcf", windows(padded, len(w), stride), dy, optimize=True)
    return unpad(dpadded, padding), dw, dy.sum((0, 1, 2))


def max_pool2d(x, size, *, stride):
    """Copy all windows, and look for the largest number of each."""
    view = windows(x, size, stride)
    n, rows, columns, *_, channels = view.shape
    flat = np.moveaxis(view, 5, 3).reshape(n, rows, columns, channels, size * size)
    tap = flat.argmax(-1)
    y = np.take_along_axis(flat, tap[..., None], -1)[..., 0]
    corner = stride * (np.arange(rows)[:, None] * x.shape[2] + np.arange(columns))
    return y, corner[:, :, None] + tap // size * x.shape[2] + tap % size


def max_pool2d_backward(dy, argmax, shape):
    """Add each dy where its winner was."""
    dx = np.zeros((shape[0], shape[1] * shape[2], shape[3]), dy.dtype)
    np.add.at(dx, (np.arange(shape[0])[:, None, None, None], argmax, np.arange(shape[3])), dy)
    return dx.reshape(shape)
