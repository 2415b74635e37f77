"""Convolution through the Fourier transform, for large kernels.

A correlation in space is a product of spectra, one of them conjugated; what it costs does not grow
with the kernel. Transforms are periodic: windows that reach over the edge of a tile meet its other
side. So tiles overlap, and only the outputs whose windows lie within their tile are kept.

References
----------
Mathieu, Henaff & LeCun, 2014, "Fast training of convolutional networks through FFTs",
arXiv:1312.5851.
"""

from math import isqrt

import numpy as np
from scipy import fft

from cnnteach.ops._arguments import Array, DType, Geometry
from cnnteach.ops._blocks import blocks, covered, lengths

TILE_BYTES = 6 << 20  # of all spectra of one tile, unless the kernel is larger
WORKERS = 2


def convolve(x: Array, w: Array, b: Array, g: Geometry, *, work: DType, y: Array) -> None:
    """Convolve into `y`, tile by tile."""
    tile, period = tiles(g, w.shape[2], w.shape[3], work)
    spectra = transform(spread(w.transpose(2, 3, 0, 1), g.dilation, work), period).conj()
    for block in blocks(len(x), g, tile):
        pixels = np.moveaxis(covered(x, g, block, planes=True), 3, 1)
        results = correlate(transform(pixels.astype(work, copy=False), period), spectra, period)
        kept = results[:, :, :: g.stride[0], :: g.stride[1]]
        _, height, width = lengths(block)
        y[block] = np.moveaxis(kept[:, :, :height, :width], 1, 3) + b


def weight_gradient(dy: Array, x: Array, w: Array, g: Geometry, *, work: DType) -> Array:
    """Give the gradient by `w`: the images correlated with `dy`, summed over the images.

    A weight meets, in the windows, pixels that are `stride` apart; `dy` is spread accordingly.
    """
    dw = np.zeros(w.shape, work)
    tile, period = tiles(g, w.shape[2], w.shape[3], work)
    for block in blocks(len(x), g, tile):
        above = spread(dy[block].transpose(0, 3, 1, 2), g.stride, work)
        pixels = covered(x, g, block, planes=True).transpose(3, 0, 1, 2)  # images as channels
        results = correlate(
            transform(pixels.astype(work, copy=False), period),
            transform(above, period).conj(),
            period,
        )
        kept = results[:, :, : g.extent[0] : g.dilation[0], : g.extent[1] : g.dilation[1]]
        dw += kept.transpose(2, 3, 0, 1)
    return dw


def filters_at_once(g: Geometry, channels: int) -> int:
    """Say of how many filters the spectra may be kept at the same time."""
    smallest = 4 * g.extent[0] * g.extent[1]
    return max(1, TILE_BYTES // (8 * smallest * (channels + 2)))


def correlate(images: Array, kernels: Array, period: tuple[int, int]) -> Array:
    """Multiply spectra (n, c) with (c, f), sum over c, and transform back to (n, f)."""
    products = images[:, 0, np.newaxis] * kernels[0]
    for c in range(1, len(kernels)):
        products += images[:, c, np.newaxis] * kernels[c]
    planes: Array = fft.irfft2(products, period, workers=WORKERS, overwrite_x=True)
    return planes


def transform(planes: Array, period: tuple[int, int]) -> Array:
    """Give the spectra of the last two axes, filled up with zeros to the period."""
    spectra: Array = fft.rfft2(planes, period, workers=WORKERS)
    return spectra


def spread(planes: Array, step: tuple[int, int], dtype: DType) -> Array:
    """Move the numbers of the last two axes `step` apart, with zeros in between."""
    height, width = ((n - 1) * s + 1 for n, s in zip(planes.shape[2:], step, strict=True))
    spaced = np.zeros((*planes.shape[:2], height, width), dtype)
    spaced[:, :, :: step[0], :: step[1]] = planes
    return spaced


def tiles(
    g: Geometry, channels: int, filters: int, dtype: DType
) -> tuple[tuple[int, int, int], tuple[int, int]]:
    """Choose the outputs of one tile (images, rows, columns), and the period of its transform."""
    numbers = TILE_BYTES // (dtype.itemsize * (channels * filters + channels + 2 * filters))
    rows, columns = (_tile_side(g, axis, isqrt(numbers)) for axis in (0, 1))
    images = max(1, numbers // (rows[1] * columns[1]))
    return (images, rows[0], columns[0]), (rows[1], columns[1])


def _tile_side(g: Geometry, axis: int, side: int) -> tuple[int, int]:
    """Cut one axis into equal tiles, at least twice as long as the kernel: outputs and period."""
    stride, extent, outputs = g.stride[axis], g.extent[axis], g.output[axis]
    most = (max(side, 2 * extent) - extent) // stride + 1
    of_tile = -(-outputs // -(-outputs // most))
    return of_tile, fft.next_fast_len((of_tile - 1) * stride + extent, real=True)
