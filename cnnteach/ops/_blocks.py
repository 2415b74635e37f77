"""Cut a convolution into blocks whose temporaries fit into the processor's cache.

A block is three slices (images, rows, columns) of the output: several whole images, or some rows
of one, or a piece of one row. Its pixels are those of the input that its windows cover.
"""

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnteach.ops._arguments import Array, Geometry

Block = tuple[slice, slice, slice]


def block_shape(g: Geometry, places: int) -> tuple[int, int, int]:
    """Choose blocks of at most so many places (and at least one): whole images, else rows."""
    height, width = g.output
    return (
        max(1, places // (width * height)),
        min(height, max(1, places // width)),
        min(width, max(1, places)),
    )


def blocks(images: int, g: Geometry, shape: tuple[int, int, int]) -> Iterator[Block]:
    """Cut all outputs into blocks of this shape; those at the ends may be smaller."""
    (together, down, across), (height, width) = shape, g.output
    for n in range(0, images, together):
        for i in range(0, height, down):
            for j in range(0, width, across):
                yield (
                    slice(n, min(n + together, images)),
                    slice(i, min(i + down, height)),
                    slice(j, min(j + across, width)),
                )


def footprint(g: Geometry, axis: int, outputs: slice) -> tuple[int, slice, slice]:
    """Say how many pixels the windows of `outputs` cover along one axis, and which are real.

    Returns
    -------
    length : int
        Pixels from the first window's start to the last one's end, padding included.
    inside, real : slice
        Those that are no padding, counted in the image, and counted in the footprint.
    """
    first = outputs.start * g.stride[axis] - g.sides[axis][0]
    last = (outputs.stop - 1) * g.stride[axis] - g.sides[axis][0] + g.extent[axis]
    start = min(max(first, 0), g.size[axis])
    stop = max(min(last, g.size[axis]), start)
    return last - first, slice(start, stop), slice(start - first, stop - first)


def empty_footprint(
    g: Geometry, block: Block, channels: int, dtype: np.dtype[np.generic], *, planes: bool
) -> Array:
    """Make zeros for all pixels that a block's windows cover, shape (n, h, w, channels).

    With `planes` each channel lies in memory by itself, so that a row of one channel is one run.
    """
    n = block[0].stop - block[0].start
    height, width = (footprint(g, axis, block[axis + 1])[0] for axis in (0, 1))
    if planes:
        return np.moveaxis(np.zeros((channels, n, height, width), dtype), 0, 3)
    return np.zeros((n, height, width, channels), dtype)


def covered(x: Array, g: Geometry, block: Block, *, planes: bool) -> Array:
    """Give the pixels that a block's windows cover, with zeros where the padding is."""
    height, rows, real_rows = footprint(g, 0, block[1])
    width, columns, real_columns = footprint(g, 1, block[2])
    pixels = x[block[0], rows, columns]
    if pixels.shape[1:3] == (height, width) and not (planes and x.shape[3] > 1):
        return pixels
    padded = empty_footprint(g, block, x.shape[3], x.dtype, planes=planes)
    padded[:, real_rows, real_columns] = pixels
    return padded


def add_covered(dx: Array, padded: Array, g: Geometry, block: Block) -> None:
    """Add a block's pixels to the images that they came from, and drop the padding."""
    _, rows, real_rows = footprint(g, 0, block[1])
    _, columns, real_columns = footprint(g, 1, block[2])
    pixels = dx[block[0], rows, columns]
    np.add(pixels, padded[:, real_rows, real_columns], out=pixels, casting="unsafe")


def windows(padded: Array, g: Geometry) -> Array:
    """View a block's pixels as its windows, shape (n, rows, columns, KH, KW, channels)."""
    view = sliding_window_view(padded, g.extent, axis=(1, 2))
    view = view[:, :: g.stride[0], :: g.stride[1], :, :: g.dilation[0], :: g.dilation[1]]
    return np.moveaxis(view, 3, 5)


def tap(padded: Array, g: Geometry, block: Block, u: int, v: int) -> Array:
    """View the pixels that the weight (u, v) meets in a block's windows, one for each window."""
    rows, columns = (
        slice(
            weight * g.dilation[axis],
            weight * g.dilation[axis] + (places.stop - places.start - 1) * g.stride[axis] + 1,
            g.stride[axis],
        )
        for axis, weight, places in ((0, u, block[1]), (1, v, block[2]))
    )
    return padded[:, rows, columns]
