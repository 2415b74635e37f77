"""Which outputs meet which pixels, one weight of the window after the other."""

from collections.abc import Iterator

from cnnteach.ops._arguments import Geometry

Place = tuple[slice, slice]


def taps(
    g: Geometry, rows: slice | None = None, columns: slice | None = None
) -> Iterator[tuple[int, int, Place, Place]]:
    """Give ``(u, v, outputs, pixels)`` for each weight of the kernel.

    `outputs` and `pixels` are slices of rows and columns, of equal length: output number ``i`` of
    the first meets, with the weight at ``(u, v)``, pixel number ``i`` of the second. What would
    meet padding is left out, so no image has to be padded. Of the outputs only those in `rows` and
    `columns` are looked at, if these are given, and are counted from their start.
    """
    rows = slice(0, g.output[0]) if rows is None else rows
    columns = slice(0, g.output[1]) if columns is None else columns
    met_columns = [_meet(g, 1, v, columns) for v in range(g.kernel[1])]
    for u in range(g.kernel[0]):
        i, row = _meet(g, 0, u, rows)
        for v, (j, column) in enumerate(met_columns):
            yield u, v, (i, j), (row, column)


def _meet(g: Geometry, axis: int, tap: int, outputs: slice) -> tuple[slice, slice]:
    """Say which of `outputs` meet a pixel with this tap along one axis, and which pixels."""
    stride = g.stride[axis]
    offset = tap * g.dilation[axis] - g.sides[axis][0]  # the pixel that output 0 would meet
    first = max(outputs.start, -(offset // stride))
    stop = max(first, min(outputs.stop, (g.size[axis] - 1 - offset) // stride + 1))
    start = first * stride + offset
    return (
        slice(first - outputs.start, stop - outputs.start),
        slice(start, start + (stop - first) * stride, stride),
    )
