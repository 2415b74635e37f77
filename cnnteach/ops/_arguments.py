"""What the operations ask of their arguments, and what they say when they do not get it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from cnnteach import shapes

Array = NDArray[Any]
DType = np.dtype[Any]

AXES = {
    "x": ("images", "height", "width", "channels"),
    "w": ("kernel height", "kernel width", "channels / groups", "filters"),
    "b": ("filters",),
    "dy": ("images", "output height", "output width", "filters"),
    "argmax": ("images", "output height", "output width", "channels"),
}


@dataclass(frozen=True)
class Geometry:
    """Where the windows of one operation lie: each pair is (rows, columns), all in pixels."""

    size: tuple[int, int]
    kernel: tuple[int, int]
    stride: tuple[int, int]
    dilation: tuple[int, int]
    sides: tuple[shapes.Sides, shapes.Sides]
    output: tuple[int, int]

    @property
    def extent(self) -> tuple[int, int]:
        """The pixels from a window's first weight to its last."""
        (rows, columns), (down, right) = self.kernel, self.dilation
        return (rows - 1) * down + 1, (columns - 1) * right + 1


def geometry(
    size: tuple[int, int],
    kernel: shapes.Pair,
    stride: shapes.Pair = 1,
    padding: shapes.Padding = 0,
    dilation: shapes.Pair = 1,
) -> Geometry:
    """Check stride, padding and dilation, and resolve them to pixels for images of this size."""
    kernels, strides = shapes.pair("kernel", kernel), shapes.pair("stride", stride)
    dilations = shapes.pair("dilation", dilation)
    sides = shapes.padding_sides_2d(size, kernels, strides, padding, dilations)
    rows, columns = (
        shapes.output_size(size[a], kernels[a], strides[a], sides[a], dilations[a]) for a in (0, 1)
    )
    return Geometry(size, kernels, strides, dilations, sides, (rows, columns))


def as_array(name: str, value: ArrayLike) -> Array:
    """Return `value` as an array; NumPy's own words for rows of different lengths help nobody."""
    try:
        return np.asarray(value)
    except ValueError as error:
        raise ValueError(
            f"{name} is a list of rows that differ in length; make them equally long"
        ) from error


def numeric(name: str, value: ArrayLike, axes: tuple[str, ...] | None = None) -> Array:
    """Return `value` as an array of integers or floats with one axis for each of `axes`.

    Only the first axis may be empty (no images), and only where it counts images.
    """
    array = as_array(name, value)
    axes = AXES[name] if axes is None else axes
    if array.dtype.kind not in "iuf":
        raise TypeError(
            f"{name} holds {array.dtype} ({array.dtype.name}), but must hold integers or floats"
            + mend_dtype(name, array)
        )
    if array.ndim != len(axes):
        raise ValueError(
            f"{name} has {array.ndim} axes (shape {array.shape}), but must have {len(axes)}: "
            f"({', '.join(axes)}); add an axis of length 1 with np.newaxis or reshape"
        )
    for axis, length in zip(axes, array.shape, strict=True):
        if length == 0 and axis != "images":
            raise ValueError(f"{name} is empty: it has no {axis} (shape {array.shape})")
    return array


def mend_dtype(name: str, array: Array) -> str:
    """Suggest what to do about a dtype that cannot be computed with."""
    if array.dtype.kind == "b":
        return f"; {name}.astype(np.uint8) makes 0 and 1 of False and True"
    if array.dtype.kind == "c":
        return f"; take {name}.real, {name}.imag or np.abs({name})"
    return f"; is {name} a list of rows that differ in length, or of text?"


def images(x: ArrayLike) -> Array:
    """Check a batch of images, (images, height, width, channels)."""
    return numeric("x", x)


def convolution(x: ArrayLike, w: ArrayLike, groups: int) -> tuple[Array, Array, int]:
    """Check that images and kernels belong together."""
    x, w = numeric("x", x), numeric("w", w)
    groups = shapes.whole_number("groups", groups)
    channels, filters = x.shape[3], w.shape[3]
    if channels % groups or filters % groups:
        raise ValueError(
            f"groups is {groups}, but must divide the {channels} channels of x and the {filters} "
            f"filters of w (x.shape={x.shape}, w.shape={w.shape})"
        )
    if channels != w.shape[2] * groups:
        expected = f"{w.shape[2]}" if groups == 1 else f"{groups} groups of {w.shape[2]}"
        raise ValueError(
            f"x has {channels} channels but w expects {expected} (x.shape={x.shape}, "
            f"w.shape={w.shape}); channels come last in x, and third in w"
        )
    return x, w, groups


def bias(b: ArrayLike | None, filters: int, dtype: DType) -> Array:
    """Check the bias and cast it, so that it promotes nothing; no bias is a bias of zeros."""
    if b is None:
        return np.zeros(filters, dtype)
    b = numeric("b", b)
    if b.shape != (filters,):
        raise ValueError(
            f"b has shape {b.shape}, but w has {filters} filters; b must have shape ({filters},)"
        )
    if dtype.kind != "f" and b.dtype.kind == "f":
        raise TypeError(
            f"b holds {b.dtype}, but x and w hold integers, so the result would lose b's "
            "fractions; convert x or w to floats, or b to integers"
        )
    return b.astype(dtype if dtype.kind == "f" else wide(dtype))


def upstream(dy: ArrayLike, shape: tuple[int, ...]) -> Array:
    """Check the gradient that comes from above: it has the shape of the operation's result."""
    dy = numeric("dy", dy)
    if dy.shape != shape:
        raise ValueError(
            f"dy has shape {dy.shape}, but the result has shape {shape}; dy must have the "
            "result's shape, so check that stride, padding and dilation are those of the forward"
        )
    return dy


def wide(dtype: DType) -> DType:
    """Choose what to add up in, so that sums of products neither overflow nor lose digits."""
    if dtype.kind in "iu":
        return np.dtype(np.uint64 if dtype == np.uint64 else np.int64)
    return np.result_type(dtype, np.float32)


def exact(dtype: DType, *sums: tuple[int, Array, Array]) -> DType:
    """Choose what to compute in, where each of `sums` adds up so many products of two arrays.

    Matrix products of floats are many times faster than those of integers, and exact too as
    long as no sum can reach 2 ** 53, where float64 begins to skip integers.
    """
    if dtype.kind == "f":
        return wide(dtype)
    largest = sum(terms * peak(one) * peak(other) for terms, one, other in sums)
    return np.dtype(np.float64) if largest < 2**53 else wide(dtype)


def peak(array: Array) -> int:
    """Give the largest absolute value of an array of integers."""
    return max(abs(int(array.min())), abs(int(array.max()))) if array.size else 0


def fit(array: Array, dtype: DTypeLike) -> Array:
    """Cast to `dtype`; integers that do not fit are an error, and never wrap around."""
    dtype = np.dtype(dtype)
    if dtype.kind in "iu" and array.size and array.dtype != dtype:
        low, high = int(array.min()), int(array.max())
        limits = np.iinfo(dtype)
        if low < limits.min or high > limits.max:
            raise OverflowError(
                f"the results reach from {low} to {high}, but {dtype}, the dtype of x and w, holds "
                f"only {limits.min} to {limits.max}; convert x first, for example x.astype(int)"
            )
    return array.astype(dtype, copy=False)
