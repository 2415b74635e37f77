"""Convolution as a matrix product: each window becomes a row of numbers, block by block."""

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnteach.ops._arguments import Array, Geometry

BLOCK_BYTES = 1 << 20  # what the columns of one block may take, so that they stay in the cache


def group_slices(channels: int, filters: int, groups: int) -> list[tuple[slice, slice]]:
    """Cut channels and filters into `groups` slices each."""
    c, f = channels // groups, filters // groups
    return [(slice(k * c, (k + 1) * c), slice(k * f, (k + 1) * f)) for k in range(groups)]


def blocks(images: int, g: Geometry, row_bytes: int) -> Iterator[tuple[slice, slice]]:
    """Cut the outputs into (images, rows): several whole images, or rows of a single one."""
    rows = max(1, BLOCK_BYTES // row_bytes)
    height = g.output[0]
    together = max(1, rows // height)
    rows = min(rows, height)
    for n in range(0, images, together):
        for i in range(0, height, rows):
            yield slice(n, min(n + together, images)), slice(i, min(i + rows, height))


def padded_rows(x: Array, g: Geometry, rows: slice) -> Array:
    """Give the rows of `x` that the output's `rows` look at, with zeros where the padding is."""
    (top, _), sides = g.sides
    first = rows.start * g.stride[0] - top
    last = (rows.stop - 1) * g.stride[0] - top + g.extent[0]
    above, below = max(0, -first), max(0, last - g.size[0])
    return np.pad(x[:, max(0, first) : max(0, last)], ((0, 0), (above, below), sides, (0, 0)))


def windows(padded: Array, g: Geometry) -> Array:
    """View padded images as (images, output rows, output columns, KH, KW, channels)."""
    view = sliding_window_view(padded, g.extent, axis=(1, 2))
    view = view[:, :: g.stride[0], :: g.stride[1], :, :: g.dilation[0], :: g.dilation[1]]
    return np.moveaxis(view, 3, 5)


def forward(x: Array, w: Array, b: Array, g: Geometry, *, out: Array) -> None:
    """Convolve one group into `out`: the columns of each block times the kernels."""
    kernel = w.reshape(-1, w.shape[3]).astype(out.dtype)
    row_bytes = g.output[1] * len(kernel) * out.itemsize
    for images, rows in blocks(len(x), g, row_bytes):
        columns = windows(padded_rows(x[images], g, rows), g)
        out[images, rows] = columns.astype(out.dtype).reshape(*columns.shape[:3], -1) @ kernel + b


def backward(dy: Array, x: Array, w: Array, g: Geometry, *, dx: Array, dw: Array) -> None:
    """Add the gradients of one group to `dx` and `dw`."""
    kernel = w.reshape(-1, w.shape[3]).astype(dx.dtype)
    row_bytes = g.output[1] * len(kernel) * dx.itemsize
    for images, rows in blocks(len(x), g, row_bytes):
        padded = padded_rows(x[images], g, rows)
        columns = windows(padded, g).astype(dx.dtype)
        above = dy[images, rows].astype(dx.dtype)
        dw += np.einsum("nijuvc,nijf->uvcf", columns, above, optimize=True)
        dcolumns = (above @ kernel.T).reshape(columns.shape)
        dpadded = np.zeros(padded.shape, dx.dtype)
        for u, v in np.ndindex(g.kernel):
            tap(dpadded, g, u, v, rows)[...] += dcolumns[:, :, :, u, v]
        unpad(dpadded, dx[images], g, rows)


def tap(padded: Array, g: Geometry, u: int, v: int, rows: slice) -> Array:
    """View the pixels that the weight at (u, v) meets, one for each output."""
    top, left = u * g.dilation[0], v * g.dilation[1]
    bottom = top + (rows.stop - rows.start - 1) * g.stride[0] + 1
    right = left + (g.output[1] - 1) * g.stride[1] + 1
    return padded[:, top : bottom : g.stride[0], left : right : g.stride[1]]


def unpad(padded: Array, x: Array, g: Geometry, rows: slice) -> None:
    """Add padded rows to the image where they came from: the adjoint of `padded_rows`."""
    (top, _), (left, _) = g.sides
    first = rows.start * g.stride[0] - top
    last = (rows.stop - 1) * g.stride[0] - top + g.extent[0]
    above = max(0, -first)
    target = x[:, max(0, first) : max(0, last)]
    target += padded[:, above : above + target.shape[1], left : left + g.size[1]]
