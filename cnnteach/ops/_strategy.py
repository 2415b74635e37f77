"""Which way of computing a convolution costs least: columns, products first, or spectra."""

from collections.abc import Iterator

import numpy as np

from cnnteach.ops import _columns, _products
from cnnteach.ops._arguments import Array, DType, Geometry


def convolve(
    x: Array, w: Array, b: Array, g: Geometry, groups: int, *, work: DType, y: Array
) -> None:
    """Convolve into `y`, which has the dtype of the result; `work` is that to compute in."""
    channels, filters = w.shape[2], w.shape[3] // groups
    if spectra_pay(x, w, g, groups, y.dtype):
        from cnnteach.ops import _fft  # not before, for SciPy takes longer to import than all else

        way, at_once = _fft.convolve, _fft.filters_at_once(g, channels)
    elif g.stride == (1, 1) and products_pay(g, channels, filters):
        way, at_once = _products.convolve, filters
    else:
        _columns.convolve(x, w, b, g, groups, work=work, y=y)
        return
    for c, f in parts(channels, filters, groups, at_once):
        way(x[..., c], w[..., f], b[f], g, work=work, y=y[..., f])


def weight_gradients(
    dy: Array, x: Array, w: Array, g: Geometry, groups: int, *, work: DType
) -> tuple[Array, Array]:
    """Give the gradients by `w` and by the bias."""
    dtype = np.result_type(dy, x, w)
    if not (spectra_pay(x, w, g, groups, dtype) and np.isfinite(dy.sum())):
        return _columns.weight_gradients(dy, x, w, g, groups, work=work)
    from cnnteach.ops import _fft

    channels, filters = w.shape[2], w.shape[3] // groups
    dw = np.empty(w.shape, work)
    for c, f in parts(channels, filters, groups, _fft.filters_at_once(g, channels)):
        dw[..., f] = _fft.weight_gradient(dy[..., f], x[..., c], w[..., f], g, work=work)
    return dw, dy.sum(axis=(0, 1, 2), dtype=work)


def parts(channels: int, filters: int, groups: int, at_once: int) -> Iterator[tuple[slice, slice]]:
    """Cut into groups of so many channels and filters, and these into so many filters at once."""
    for group in range(groups):
        start, stop = group * filters, (group + 1) * filters
        for f in range(start, stop, at_once):
            yield slice(group * channels, (group + 1) * channels), slice(f, min(f + at_once, stop))


def products_pay(g: Geometry, channels: int, filters: int) -> bool:
    """Tell whether adding every filter's products costs less than copying every channel."""
    return g.kernel != (1, 1) and channels >= 2.5 * filters


def spectra_pay(x: Array, w: Array, g: Geometry, groups: int, dtype: DType) -> bool:
    """Tell whether transforms cost less, and nothing is lost by them.

    Integers would not stay exact, and one NaN or infinity would spread over its whole tile.
    The costs were measured: hundredths of a nanosecond for each pixel, on two cores.
    """
    channels, filters = w.shape[2], w.shape[3] // groups
    products = g.kernel[0] * g.kernel[1] * channels * (10 + filters)
    transforms = 250 * (channels + filters) + 100 * channels * filters
    if dtype.kind != "f" or dtype.itemsize > 8 or products < transforms * np.prod(g.stride):
        return False
    return bool(np.isfinite(x.sum()) and np.isfinite(w.sum()))
