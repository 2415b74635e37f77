"""Which outputs meet which pixels, one weight of the window after the other."""

from collections.abc import Iterator

from cnnteach.ops._arguments import Geometry

Place = tuple[slice, slice]


def taps(g: Geometry) -> Iterator[tuple[int, int, Place, Place]]:
    """Give ``(u, v, outputs, pixels)`` for each weight of the kernel.

    `outputs` and `pixels` are slices of rows and columns, of equal length: output number ``i`` of
    the first meets, with the weight at ``(u, v)``, pixel number ``i`` of the second. What would
    meet padding is left out, so no image has to be padded.
    """
    for u in range(g.kernel[0]):
        for v in range(g.kernel[1]):
            (i, row), (j, column) = _meet(g, 0, u), _meet(g, 1, v)
            yield u, v, (i, j), (row, column)


def _meet(g: Geometry, axis: int, tap: int) -> tuple[slice, slice]:
    """Say which outputs meet a pixel with this tap along one axis, and which pixels those are."""
    stride = g.stride[axis]
    offset = tap * g.dilation[axis] - g.sides[axis][0]  # the pixel that output 0 would meet
    first = max(0, -(offset // stride))
    last = min(g.output[axis] - 1, (g.size[axis] - 1 - offset) // stride)
    count = max(0, last + 1 - first)
    start = first * stride + offset
    return slice(first, first + count), slice(start, start + count * stride, stride)
