"""Cut a convolution into blocks, so that what it needs in between stays small and in the cache.

A block is three slices of the output, (images, rows, columns): several whole images, or some rows
of one, or a piece of one row. Its footprint is all that its windows cover in the input.
"""

import threading
from collections.abc import Iterator

import numpy as np

from cnnteach.ops._arguments import Array, DType, Geometry

Block = tuple[slice, slice, slice]

SCRATCH_BYTES = 2 << 20  # about what one core's own cache holds
_kept = threading.local()


def block_shape(g: Geometry, places: int) -> tuple[int, int, int]:
    """Choose blocks of at most so many outputs (and at least one): whole images, else rows."""
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


def lengths(block: Block) -> tuple[int, int, int]:
    """Count a block's images, rows and columns."""
    images, rows, columns = (part.stop - part.start for part in block)
    return images, rows, columns


def footprint(g: Geometry, axis: int, outputs: slice) -> tuple[int, slice, slice]:
    """Say what the windows of `outputs` cover along one axis.

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


def covered(x: Array, g: Geometry, block: Block, *, planes: bool = False) -> Array:
    """Give a block's footprint, shape (n, h, w, C), with zeros where the padding is.

    With `planes` each channel lies in memory by itself, so that a row of one channel is one run.
    """
    height, rows, real_rows = footprint(g, 0, block[1])
    width, columns, real_columns = footprint(g, 1, block[2])
    pixels = x[block[0], rows, columns]
    n, channels = len(pixels), x.shape[3]
    if pixels.shape[1:3] == (height, width) and (channels == 1 or not planes):
        return pixels
    if planes:
        padded = np.moveaxis(np.zeros((channels, n, height, width), x.dtype), 0, 3)
    else:
        padded = np.zeros((n, height, width, channels), x.dtype)
    padded[:, real_rows, real_columns] = pixels
    return padded


def from_start(part: slice, whole: slice) -> slice:
    """Count a slice from the start of another, rather than from the start of the axis."""
    return slice(part.start - whole.start, part.stop - whole.start, part.step)


def scratch(count: int, dtype: DType) -> Array:
    """Give memory for so many numbers, kept by each thread: new memory is slow to touch first."""
    memory: Array = getattr(_kept, "memory", np.empty(0, np.uint8))
    if memory.nbytes < count * dtype.itemsize:
        memory = np.empty(count * dtype.itemsize, np.uint8)
        if memory.nbytes <= SCRATCH_BYTES:
            _kept.memory = memory
    return memory[: count * dtype.itemsize].view(dtype)
