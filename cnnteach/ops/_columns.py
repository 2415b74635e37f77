"""Convolution as a matrix product: every window becomes a row of numbers, block by block.

Write the numbers of each window in a row, the rows under each other, and a convolution is one
matrix product: (windows, weights) @ (weights, filters). A last column of ones, whose weight is the
bias, adds the bias along the way. For all windows that matrix (im2col) is KH * KW times as large as
the images; a block of it stays in the processor's cache, and is made in the same memory again and
again.
"""

import numpy as np

from cnnteach.ops._arguments import Array, Geometry, fit
from cnnteach.ops._blocks import (
    Block,
    add_covered,
    block_shape,
    blocks,
    covered,
    empty_footprint,
    tap,
    windows,
)

COLUMN_BYTES = 1 << 20  # of one block: about what one core's own cache holds
SHORT_RUN = 16  # so few numbers next to each other are slow to copy


def forward(
    x: Array, w: Array, b: Array, g: Geometry, groups: int, *, work: np.dtype[np.generic], y: Array
) -> None:
    """Convolve into `y`: the columns of each block times the kernels."""
    kernels = kernel_matrix(w, b, groups, work)
    columns, planes = empty_columns(kernels, g, len(x))
    for block in blocks(len(x), g, block_shape(g, columns.shape[1])):
        filled = fill(columns, x, g, block, planes=planes)
        results = per_group(y[block], groups)
        if y.dtype.kind == "f":
            np.matmul(filled, kernels, out=results, casting="same_kind")
        else:
            results[...] = fit(filled @ kernels, y.dtype)


def backward(
    dy: Array,
    x: Array,
    w: Array,
    g: Geometry,
    groups: int,
    *,
    dx: Array,
    work: np.dtype[np.generic],
) -> tuple[Array, Array]:
    """Add the gradient by `x` to `dx`, and return those by `w` and by the bias.

    Of ``y = columns @ kernels`` the gradients are ``columns.T @ dy`` and ``dy @ kernels.T``; the
    latter hands each window its gradient, which is added to the pixels that it was made of.
    """
    kernels = kernel_matrix(w, np.zeros(w.shape[3]), groups, work)
    dkernels = np.zeros_like(kernels)
    columns, planes = empty_columns(kernels, g, len(x))
    for block in blocks(len(x), g, block_shape(g, columns.shape[1])):
        filled = fill(columns, x, g, block, planes=planes)
        above = per_group(dy[block].astype(work, copy=False), groups)
        dkernels += filled.swapaxes(1, 2) @ above
        dcolumns = filled[:, :, :-1]  # in the same memory, for the columns are not needed any more
        np.matmul(above, kernels[:, :-1].swapaxes(1, 2), out=dcolumns)
        add_covered(dx, add_windows(dcolumns, g, block, planes=planes), g, block)
    dw = dkernels[:, :-1].swapaxes(0, 1).reshape(w.shape)
    return dw, dkernels[:, -1].reshape(-1)


def kernel_matrix(w: Array, b: Array, groups: int, dtype: np.dtype[np.generic]) -> Array:
    """Write each kernel in a column, its bias below: shape (groups, weights + 1, filters)."""
    kernels = np.concatenate([w.reshape(-1, w.shape[3]), b[np.newaxis]]).astype(dtype)
    return np.ascontiguousarray(per_group(kernels, groups))


def per_group(array: Array, groups: int) -> Array:
    """View (..., groups * k) as (groups, all the rest, k)."""
    return array.reshape(-1, groups, array.shape[-1] // groups).swapaxes(0, 1)


def empty_columns(kernels: Array, g: Geometry, images: int) -> tuple[Array, bool]:
    """Make room for the columns of one block, with ones in the last: (groups, places, weights + 1).

    A window's weights lie next to each other in memory, and KW * C of them do so in the image as
    well, which makes them quick to copy. Where that run is short (few channels), the matrix lies
    the other way, `planes`: next to each other are the pixels that one weight meets in a row of
    windows.
    """
    groups, weights, _ = kernels.shape
    places = COLUMN_BYTES // (groups * weights * kernels.itemsize)
    places = max(1, min(places, images * g.output[0] * g.output[1]))
    planes = (weights - 1) // g.kernel[0] < SHORT_RUN
    shape = (groups, weights, places) if planes else (groups, places, weights)
    columns = np.empty(shape, kernels.dtype)
    if planes:
        columns = columns.swapaxes(1, 2)
    columns[:, :, -1] = 1
    return columns, planes


def by_weight(columns: Array, g: Geometry, block: Block) -> Array:
    """View a block's columns, without the ones, as (n, rows, columns, KH, KW, groups, channels)."""
    places = [part.stop - part.start for part in block]
    grid = columns.reshape(len(columns), *places, *g.kernel, -1)
    return np.moveaxis(grid, 0, 5)


def fill(columns: Array, x: Array, g: Geometry, block: Block, *, planes: bool) -> Array:
    """Copy a block's windows into its columns."""
    view = windows(covered(x, g, block, planes=planes), g)
    filled = columns[:, : view[..., 0, 0, 0].size]
    grid = by_weight(filled[:, :, :-1], g, block)
    np.copyto(grid, view.reshape(grid.shape), casting="unsafe")
    return filled


def add_windows(dcolumns: Array, g: Geometry, block: Block, *, planes: bool) -> Array:
    """Add each window's gradient to the pixels that the window is made of."""
    grid = by_weight(dcolumns, g, block)
    channels = grid.shape[5] * grid.shape[6]
    padded = empty_footprint(g, block, channels, dcolumns.dtype, planes=planes)
    for u, v in np.ndindex(g.kernel):
        pixels = tap(padded, g, block, u, v)
        pixels += grid[:, :, :, u, v].reshape(pixels.shape)
    return padded
