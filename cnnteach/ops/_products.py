"""Convolution the other way round: every pixel's products first, added up where they belong.

Columns copy each pixel once for every window that it is in. Where there are many channels and few
filters it costs less to multiply each pixel with all weights (one matrix product), and then to add
the products: KH * KW shifted maps for each filter. Only for stride 1: with a larger one most of the
products would belong nowhere.
"""

from math import isqrt

import numpy as np

from cnnteach.ops._arguments import Array, DType, Geometry, fit
from cnnteach.ops._blocks import (
    SCRATCH_BYTES,
    Block,
    blocks,
    footprint,
    from_start,
    lengths,
    scratch,
)
from cnnteach.ops._taps import taps


def convolve(x: Array, w: Array, b: Array, g: Geometry, *, work: DType, y: Array) -> None:
    """Convolve into `y`, one block of outputs after another.

    Within a block the images come last, not first: what is added is then one long run a row.
    """
    weights = w.swapaxes(2, 3).reshape(-1, w.shape[2]).astype(work)  # (KH * KW * F, C)
    shape = tile_shape(g, SCRATCH_BYTES // (len(weights) * work.itemsize))
    for block in blocks(len(x), g, shape):
        inside = [footprint(g, axis, block[axis + 1])[1] for axis in (0, 1)]
        pixels = x[block[0], inside[0], inside[1]].transpose(1, 2, 0, 3)
        pixels = np.ascontiguousarray(pixels, work)
        count = pixels[..., 0].size
        products = scratch(len(weights) * count, work).reshape(len(weights), count)
        np.matmul(weights, pixels.reshape(count, w.shape[2]).T, out=products)
        maps = products.reshape(*g.kernel, w.shape[3], *pixels.shape[:3])
        sums = add_shifted(maps, b.astype(work), g, block, inside)
        y[block] = fit(sums.transpose(3, 1, 2, 0), y.dtype)


def tile_shape(g: Geometry, pixels: int) -> tuple[int, int, int]:
    """Choose blocks that cover about so many pixels, few of them twice: images, else squares."""
    (height, width), (down, right) = g.output, g.extent
    together = pixels // (g.size[0] * g.size[1])
    if together:
        return together, height, width
    across = min(width, max(right, isqrt(pixels) - right + 1))
    return 1, min(height, max(down, pixels // (across + right - 1) - down + 1)), across


def add_shifted(maps: Array, b: Array, g: Geometry, block: Block, inside: list[slice]) -> Array:
    """Add each product, maps (KH, KW, F, h, w, n), to the output whose window its pixel is in."""
    images, rows, columns = lengths(block)
    sums = np.empty((len(b), rows, columns, images), maps.dtype)
    sums[...] = b.reshape(-1, 1, 1, 1)
    for u, v, (i, j), (row, column) in taps(g, block[1], block[2]):
        here = sums[:, i, j]
        here += maps[u, v, :, from_start(row, inside[0]), from_start(column, inside[1])]
    return sums
