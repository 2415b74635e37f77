"""Convolution as a matrix product: every window becomes a row of numbers, block by block.

Write the numbers of each window in a row, the rows under each other, and a convolution is one
matrix product: (windows, weights) @ (weights, filters). A last column of ones, whose weight is the
bias, adds the bias along the way. For all windows that matrix (im2col) is KH * KW times as large as
the images; a block of it stays in the processor's cache, and is made in the same memory again and
again.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from cnnteach.ops._arguments import Array, DType, Geometry, fit
from cnnteach.ops._blocks import (
    SCRATCH_BYTES,
    Block,
    block_shape,
    blocks,
    covered,
    lengths,
    scratch,
)

SHORT_RUN = 16  # so few numbers next to each other are slow to copy


def convolve(
    x: Array, w: Array, b: Array, g: Geometry, groups: int, *, work: DType, y: Array
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


def weight_gradients(
    dy: Array, x: Array, w: Array, g: Geometry, groups: int, *, work: DType
) -> tuple[Array, Array]:
    """Give the gradients by `w` and by the bias: of columns @ kernels, it is columns.T @ dy."""
    dkernels = np.zeros_like(kernel_matrix(w, np.zeros(w.shape[3]), groups, work))
    columns, planes = empty_columns(dkernels, g, len(x))
    for block in blocks(len(x), g, block_shape(g, columns.shape[1])):
        filled = fill(columns, x, g, block, planes=planes)
        above = per_group(dy[block].astype(work, copy=False), groups)
        dkernels += filled.swapaxes(1, 2) @ above
    return dkernels[:, :-1].swapaxes(0, 1).reshape(w.shape), dkernels[:, -1].reshape(-1)


def kernel_matrix(w: Array, b: Array, groups: int, dtype: DType) -> Array:
    """Write each kernel in a column, its bias below: shape (groups, weights + 1, filters)."""
    weights = w[..., 0].size
    kernels = np.empty((groups, weights + 1, w.shape[3] // groups), dtype)
    kernels[:, :-1] = per_group(w, groups)
    kernels[:, -1] = b.reshape(groups, -1)
    return kernels


def per_group(array: Array, groups: int) -> Array:
    """View (..., groups * k) as (groups, all the rest, k)."""
    return array.reshape(-1, groups, array.shape[-1] // groups).swapaxes(0, 1)


def empty_columns(kernels: Array, g: Geometry, images: int) -> tuple[Array, bool]:
    """Make room for the columns of one block, with ones in the last: (groups, places, weights + 1).

    A window's numbers lie next to each other in memory, and KW * C of them do so in the image as
    well, which makes them quick to copy. Where that run is short (few channels), the matrix lies
    the other way, as `planes`: next to each other are the pixels that one weight meets in a row of
    windows.
    """
    groups, weights, _ = kernels.shape
    places = SCRATCH_BYTES // (groups * weights * kernels.itemsize)
    places = max(1, min(places, images * g.output[0] * g.output[1]))
    planes = (weights - 1) // g.kernel[0] < SHORT_RUN
    memory = scratch(groups * weights * places, kernels.dtype)
    if planes:
        columns = memory.reshape(groups, weights, places).swapaxes(1, 2)
    else:
        columns = memory.reshape(groups, places, weights)
    columns[:, :, -1] = 1
    return columns, planes


def fill(columns: Array, x: Array, g: Geometry, block: Block, *, planes: bool) -> Array:
    """Copy a block's windows into its columns."""
    n, height, width = lengths(block)
    filled = columns[:, : n * height * width]
    grid = filled[:, :, :-1].reshape(len(filled), n, height, width, *g.kernel, -1)
    across = unroll(covered(x, g, block, planes=planes), g, 1, width)
    if planes:  # short runs: copy the widths alone first, whose rows then lie next to each other
        order = (4, 3, 0, 1, 2)
        across = np.ascontiguousarray(across.transpose(order)).transpose(np.argsort(order))
    view = unroll(across, g, 0, height)  # (n, height, width, channels, KW, KH)
    view = view.reshape(*view.shape[:3], len(filled), -1, *view.shape[4:])
    np.copyto(grid, view.transpose(3, 0, 1, 2, 6, 5, 4), casting="unsafe")
    return filled


def unroll(padded: Array, g: Geometry, axis: int, windows: int) -> Array:
    """View one axis of the pixels, rows (0) or columns (1), as windows; their weights come last."""
    shape, steps = list(padded.shape), list(padded.strides)
    pixel = steps[axis + 1]
    shape[axis + 1], steps[axis + 1] = windows, pixel * g.stride[axis]
    shape.append(g.kernel[axis])
    steps.append(pixel * g.dilation[axis])
    return as_strided(padded, shape, steps, writeable=False)
