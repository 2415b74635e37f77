"""What the operations on arrays of any shape, the losses and the options ask, and say otherwise."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnteach import shapes
from cnnteach.ops import _arguments
from cnnteach.ops._arguments import Array


def array(name: str, value: ArrayLike, axes: tuple[str, ...] | None = None) -> Array:
    """Return `value` as an array of integers or floats; of any shape where no `axes` are named."""
    if axes is not None:
        return _arguments.numeric(name, value, axes)
    numbers = _arguments.as_array(name, value)
    return _arguments.numeric(name, numbers, ("images",) * numbers.ndim)  # each axis may be empty


def real(name: str, value: ArrayLike, axes: tuple[str, ...] | None = None) -> Array:
    """Return `value` as floats: integers become float64, other floats stay as they are."""
    numbers = array(name, value, axes)
    return numbers if numbers.dtype.kind == "f" else numbers.astype(np.float64)


def same_shape(name: str, value: ArrayLike, shape: tuple[int, ...], partner: str) -> Array:
    """Check that an array has the shape of its partner."""
    numbers = array(name, value)
    if numbers.shape != shape:
        raise ValueError(
            f"{name} has shape {numbers.shape}, but {partner} has shape {shape}; they must be equal"
        )
    return numbers


def per_channel(name: str, value: ArrayLike, x: Array) -> Array:
    """Check that there is one number for each channel of `x`, and give them the dtype of `x`."""
    numbers = array(name, value)
    if numbers.shape != x.shape[-1:]:
        raise ValueError(
            f"{name} has shape {numbers.shape}, but x has {x.shape[-1]} channels, which come last "
            f"(x.shape={x.shape}); {name} must have shape ({x.shape[-1]},)"
        )
    return numbers.astype(x.dtype)


def class_labels(labels: ArrayLike, images: int, classes: int) -> Array:
    """Check integer labels: one for each image, from 0 to classes - 1."""
    numbers = np.asarray(labels)
    if numbers.dtype.kind not in "iu":
        raise TypeError(
            f"labels hold {numbers.dtype}, but must hold integers, the number of each image's "
            "class; labels.astype(int) makes integers of 0.0, 1.0, ..."
        )
    if numbers.shape != (images,):
        raise ValueError(
            f"labels have shape {numbers.shape}, but there are {images} images, so labels must "
            f"have shape ({images},)"
        )
    if numbers.size and not (numbers.min() >= 0 and numbers.max() < classes):
        raise ValueError(
            f"labels reach from {numbers.min()} to {numbers.max()}, but {classes} classes are "
            f"numbered 0 to {classes - 1}"
        )
    return numbers


def number(name: str, value: object, least: float = -np.inf, most: float = np.inf) -> float:
    """Check an option that is one number, `least` and `most` included."""
    if isinstance(value, str | bool) or not isinstance(value, int | float | np.number):
        raise TypeError(f"{name} is {value!r} ({type(value).__name__}), but must be a number")
    if not least <= value <= most:  # NaN too
        raise ValueError(f"{name} is {value}, but must lie between {least:g} and {most:g}")
    return float(value)


def rate(name: str, value: object) -> float:
    """Check a share that is at least 0 and less than 1."""
    share = number(name, value, 0, 1)
    if share == 1:
        raise ValueError(f"{name} is 1, but must be less than 1, or nothing would be left")
    return share


def generator(rng: object) -> np.random.Generator:
    """Check a random generator: there is no hidden one."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng is {rng!r} ({type(rng).__name__}), but must be a NumPy random generator; "
            "rng=np.random.default_rng(0) draws the same numbers each time"
        )
    return rng


def argmax_places(argmax: ArrayLike, shape: tuple[int, ...], places: int) -> Array:
    """Check what a pooling remembered: integers of dy's shape, from 0 to places - 1."""
    numbers = same_shape("argmax", argmax, shape, "dy")
    if numbers.dtype.kind not in "iu":
        raise TypeError(f"argmax holds {numbers.dtype}, but must hold integers")
    if numbers.size and not (numbers.min() >= 0 and numbers.max() < places):
        raise ValueError(
            f"argmax reaches from {numbers.min()} to {numbers.max()}, but there are only the "
            f"places 0 to {places - 1}; is shape that of the forward's x?"
        )
    return numbers


def shape_of(shape: object, axes: tuple[str, ...]) -> tuple[int, ...]:
    """Check the shape of a forward's `x`, given as a tuple of whole numbers."""
    if not isinstance(shape, tuple | list) or len(shape) != len(axes):
        raise ValueError(
            f"shape is {shape!r}, but must be that of the forward's x, ({', '.join(axes)})"
        )
    return tuple(shapes.whole_number("an entry of shape", length, least=0) for length in shape)


def total(numbers: Array) -> Array:
    """Add up all axes but the last, in 16 digits: millions of float32 would lose half of theirs."""
    exact = np.dtype(np.float64) if numbers.dtype.kind == "f" else numbers.dtype
    return np.asarray(numbers.sum(axis=tuple(range(numbers.ndim - 1)), dtype=exact))


def floating(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Choose the dtype of a result that has fractions: float64 for integers."""
    return dtype if dtype.kind == "f" else np.dtype(np.float64)


def channels_last(x: ArrayLike) -> Array:
    """Return `x` as floats of any shape with something on the last axis."""
    numbers = real("x", x)
    if numbers.ndim == 0 or numbers.shape[-1] == 0:
        raise ValueError(
            f"x has shape {numbers.shape}, but must have channels, or classes, on its last axis"
        )
    return numbers


def batch(name: str, value: ArrayLike) -> Array:
    """Return a loss's scores as floats of shape (N, K), with at least one image."""
    numbers = real(name, value, ("images", "classes"))
    if not len(numbers):
        raise ValueError(f"{name} has no images (shape {numbers.shape}), so there is no mean loss")
    return numbers
