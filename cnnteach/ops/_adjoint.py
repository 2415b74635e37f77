"""The gradient by the images, which is a convolution itself: of `dy`, with the kernels turned.

With stride 1, a pixel gets `dy` from each window that it is in, the first of them through the last
weight: that is `dy`, padded, convolved with the flipped kernels, filters and channels exchanged.

With stride s, pixels 0, s, 2 s, ... meet only every s-th weight, and pixels 1, s + 1, ... meet
others. Each of these s * s families of pixels has small kernels of its own over the same `dy`:
together they are the filters of one convolution with stride 1, whose results are then laid side by
side.
"""

from dataclasses import replace

import numpy as np

from cnnteach.ops._arguments import Array, DType, Geometry
from cnnteach.ops._blocks import Block, block_shape, blocks, from_start, lengths
from cnnteach.ops._strategy import convolve

FAMILY_BYTES = 1 << 20  # of the families that wait to be laid side by side


def input_gradient(
    dy: Array, w: Array, g: Geometry, groups: int, *, work: DType, dx: Array
) -> None:
    """Write the gradient by the images into `dx`."""
    kernels, turned = turned_kernels(w, g, groups), turned_geometry(g)
    no_bias = np.zeros(kernels.shape[3], work)
    if g.stride == (1, 1):
        convolve(dy, kernels, no_bias, turned, groups, work=work, y=dx)
        return
    shape = block_shape(turned, FAMILY_BYTES // (kernels.shape[3] * dx.itemsize))
    for block in blocks(len(dy), turned, shape):
        families = np.empty((*lengths(block), kernels.shape[3]), dx.dtype)
        here = only(turned, block)
        convolve(dy[block[0]], kernels, no_bias, here, groups, work=work, y=families)
        lay_side_by_side(families, g, groups, block, dx)


def turned_kernels(w: Array, g: Geometry, groups: int) -> Array:
    """Give each family its flipped kernels: (rows, columns, F / groups, groups * families * C)."""
    (down, right), (rows, columns) = spacing(g), turned_geometry(g).kernel
    spread = np.zeros((rows * g.stride[0], columns * g.stride[1], *w.shape[2:]), w.dtype)
    height, width = (g.kernel[0] - 1) * down + 1, (g.kernel[1] - 1) * right + 1
    spread[:height:down, :width:right] = w
    apart = spread.reshape(
        rows, g.stride[0], columns, g.stride[1], w.shape[2], groups, w.shape[3] // groups
    )
    families = apart[::-1, :, ::-1].transpose(0, 2, 6, 5, 1, 3, 4)
    return families.reshape(rows, columns, w.shape[3] // groups, -1)


def spacing(g: Geometry) -> tuple[int, int]:
    """Say how far apart the weights are to be written: dilation is left to `convolve` if it can."""
    rows, columns = (
        1 if stride == 1 else dilation
        for stride, dilation in zip(g.stride, g.dilation, strict=True)
    )
    return rows, columns


def turned_geometry(g: Geometry) -> Geometry:
    """Say where the windows of the families lie in `dy`."""
    rows, columns = (_turned_axis(g, axis) for axis in (0, 1))
    return Geometry(
        g.output,
        kernel=(rows[0], columns[0]),
        stride=(1, 1),
        dilation=(rows[1], columns[1]),
        sides=(rows[2], columns[2]),
        output=(rows[3], columns[3]),
    )


def _turned_axis(g: Geometry, axis: int) -> tuple[int, int, tuple[int, int], int]:
    """Give kernel, dilation, sides (negative: outputs that met padding only) and output."""
    stride, dilation, before = g.stride[axis], g.dilation[axis], g.sides[axis][0]
    if stride == 1:
        kernel = g.kernel[axis]
    else:
        kernel, dilation = -(-g.extent[axis] // stride), 1
    reach = (kernel - 1) * dilation
    first, last = before // stride, (before + g.size[axis] - 1) // stride
    return kernel, dilation, (reach - first, last - g.output[axis] + 1), last - first + 1


def only(g: Geometry, block: Block) -> Geometry:
    """Keep of all outputs only those of a block."""
    (top, bottom), (left, right) = g.sides
    _, rows, columns = block
    sides = (
        (top - rows.start, bottom - (g.output[0] - rows.stop)),
        (left - columns.start, right - (g.output[1] - columns.stop)),
    )
    return replace(g, sides=sides, output=lengths(block)[1:])


def lay_side_by_side(families: Array, g: Geometry, groups: int, block: Block, dx: Array) -> None:
    """Lay the families' results where their pixels are, and leave out what is padding."""
    n, height, width = lengths(block)
    apart = families.reshape(n, height, width, groups, *g.stride, -1)
    pixels = apart.transpose(0, 1, 4, 2, 5, 3, 6)
    pixels = pixels.reshape(n, height * g.stride[0], width * g.stride[1], -1)
    (row, rows), (column, columns) = (_pixels_of(g, axis, block[axis + 1]) for axis in (0, 1))
    dx[block[0], row, column] = pixels[:, rows, columns]


def _pixels_of(g: Geometry, axis: int, families: slice) -> tuple[slice, slice]:
    """Say which pixels of the image some families make, and where among them these are."""
    before, stride = g.sides[axis][0], g.stride[axis]
    start = (before // stride + families.start) * stride - before
    stop = start + (families.stop - families.start) * stride
    inside = slice(max(start, 0), min(stop, g.size[axis]))
    return inside, from_start(inside, slice(start, stop))
