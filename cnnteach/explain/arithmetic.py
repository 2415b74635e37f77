"""How the number of one unit comes about: its window in the layer below, weights and sum."""

from dataclasses import dataclass, field

import numpy as np
from keras import layers

from cnnteach.models.operations import window_of
from cnnteach.models.window import POINTWISE, Window
from cnnteach.shapes import padding_sides

MAXIMA = (layers.MaxPooling2D, layers.GlobalMaxPooling2D)
MEANS = (layers.AveragePooling2D, layers.GlobalAveragePooling2D)
SUMS = (layers.Add,)


@dataclass(frozen=True)
class Arithmetic:
    """The numbers that a unit is made of.

    Parameters
    ----------
    kind : str
        "weighted": products, a bias, an activation; "maximum", "mean" or "sum" of the window; or
        "other", where only the answer is known.
    window : ndarray, shape (rows, columns, channels)
        What it reads of the layer below; 0 in the padding.
    source : int
        Which of the step's sources it reads.
    origin, step : (int, int)
        The window's first row and column in the map below, and how far apart its cells are.
    first : int
        The unit below that is the window's first channel.
    weights : ndarray or None
        Of the window's shape.
    bias, total : float
        The sum of products is ``total - bias``.
    activation : str
        "linear" where there is none.
    """

    kind: str
    window: np.ndarray = field(default_factory=lambda: np.zeros((0, 0, 0)))
    source: int = 0
    origin: tuple = (0, 0)
    step: tuple = (1, 1)
    first: int = 0
    weights: np.ndarray | None = None
    bias: float = 0.0
    total: float = 0.0
    activation: str = "linear"


def arithmetic_of(step, inputs, unit, place):
    """Take one unit apart.

    Parameters
    ----------
    step : cnnteach.models.graph.Step
    inputs : sequence of ndarray
        What it reads, of one image: (rows, columns, channels) or (channels,).
    unit : int
    place : (int, int)
        Row and column; (0, 0) without any.

    Returns
    -------
    Arithmetic

    Examples
    --------
    >>> import keras
    >>> from cnnteach.models.graph import steps
    >>> model = keras.Sequential([keras.Input((4, 4, 1)), layers.MaxPooling2D(2)])
    >>> found = arithmetic_of(steps(model)[1], [np.arange(16.0).reshape(4, 4, 1)], 0, (1, 0))
    >>> found.kind, found.total, found.origin
    ('maximum', 13.0, (2, 0))
    """
    operation = step.operation
    planes = [np.asarray(each) if np.ndim(each) == 3 else _flat(each) for each in inputs]
    if isinstance(operation, layers.DepthwiseConv2D):
        return _depthwise(operation, planes[0], unit, place)
    if type(operation) is layers.Conv2D:
        return _convolution(operation, planes[0], unit, place)
    if isinstance(operation, layers.Dense):
        kernel = np.asarray(operation.kernel)[:, unit]
        return _weighted(operation, planes[0][_here(place)], kernel[None, None], unit, place)
    if isinstance(operation, layers.BatchNormalization):
        return _normalised(operation, planes[0], unit, place)
    if isinstance(operation, MAXIMA + MEANS):
        return _pooled(operation, planes[0], unit, place)
    return _pointwise(operation, planes, unit, place)


def _flat(values):
    return np.asarray(values).reshape(1, 1, -1)


def _here(place):
    return np.s_[place[0] : place[0] + 1, place[1] : place[1] + 1]


def _convolution(layer, plane, unit, place):
    kernel = np.asarray(layer.kernel)[..., unit]
    depth = kernel.shape[2]
    first = unit // (layer.filters // layer.groups) * depth
    window, origin, step = _cut(layer, plane[:, :, first : first + depth], place)
    return _weighted(layer, window, kernel, unit, origin, step=step, first=first)


def _depthwise(layer, plane, unit, place):
    channel, which = divmod(unit, layer.depth_multiplier)
    window, origin, step = _cut(layer, plane[:, :, channel : channel + 1], place)
    kernel = np.asarray(layer.kernel)[:, :, channel : channel + 1, which]
    return _weighted(layer, window, kernel, unit, origin, step=step, first=channel)


def _weighted(layer, window, weights, unit, origin, **more):
    bias = float(np.asarray(layer.bias)[unit]) if layer.use_bias else 0.0
    total = float((window.astype(np.float64) * weights).sum() + bias)
    activation = getattr(layer.activation, "__name__", type(layer.activation).__name__)
    numbers = {"weights": weights, "bias": bias, "total": total, "activation": activation}
    return Arithmetic("weighted", window, origin=tuple(origin), **numbers, **more)


def _normalised(layer, plane, unit, place):
    """Batch normalisation at rest: one weight and one bias for each map."""
    mean, variance = (
        float(np.asarray(v)[unit]) for v in (layer.moving_mean, layer.moving_variance)
    )
    gamma = float(np.asarray(layer.gamma)[unit]) if layer.scale else 1.0
    beta = float(np.asarray(layer.beta)[unit]) if layer.center else 0.0
    weight = gamma / np.sqrt(variance + layer.epsilon)
    window, bias = plane[_here(place)][:, :, unit : unit + 1], beta - mean * weight
    total = float(window.item() * weight + bias)
    weights = np.full((1, 1, 1), weight)
    numbers = {"weights": weights, "bias": bias, "total": total}
    return Arithmetic("weighted", window, origin=tuple(place), first=unit, **numbers)


def _pooled(layer, plane, unit, place):
    plane = plane[:, :, unit : unit + 1]
    if hasattr(layer, "pool_size"):
        window, origin, step = _cut(layer, plane, place, beyond=np.nan)
    else:
        window, origin, step = plane, (0, 0), (1, 1)
    is_maximum = isinstance(layer, MAXIMA)
    total = float(np.nanmax(window) if is_maximum else np.nanmean(window))
    kind = "maximum" if is_maximum else "mean"
    return Arithmetic(kind, np.nan_to_num(window), 0, origin, step, first=unit, total=total)


def _pointwise(operation, planes, unit, place):
    """An activation, a sum of branches, a concatenation: the same place, one or several sources."""
    if isinstance(operation, layers.Concatenate):
        for source, plane in enumerate(planes):
            if unit < plane.shape[2]:
                return _copied(plane, source, unit, place)
            unit -= plane.shape[2]
    if isinstance(operation, SUMS) or type(operation).__name__ == "Add":
        window = np.stack([plane[_here(place)][..., unit] for plane in planes], axis=-1)
        return Arithmetic("sum", window, origin=tuple(place), first=unit, total=float(window.sum()))
    slides = window_of(operation, 2)
    if len(planes) == 1 and slides == POINTWISE and planes[0].shape[2] > unit:
        return _copied(planes[0], 0, unit, place)
    return Arithmetic("other")


def _copied(plane, source, unit, place):
    value = plane[_here(place)][:, :, unit : unit + 1]
    return Arithmetic("copy", value, source, tuple(place), first=unit, total=float(value.item()))


def _cut(layer, plane, place, beyond=0.0):
    """Return the window that a sliding layer reads at `place`, its origin, its cells' distance."""
    slides: Window = window_of(layer, 2)
    sides = [
        padding_sides(side, kernel, stride, padding, dilation)
        for side, kernel, stride, padding, dilation in zip(plane.shape, *slides[:4], strict=False)
    ]
    padded = np.pad(plane.astype(np.float64), (*sides, (0, 0)), constant_values=beyond)
    starts = [at * stride for at, stride in zip(place, slides.stride, strict=True)]
    rows, columns = (
        start + np.arange(kernel) * dilation
        for start, kernel, dilation in zip(starts, slides.kernel, slides.dilation, strict=True)
    )
    origin = tuple(start - side[0] for start, side in zip(starts, sides, strict=True))
    return padded[np.ix_(rows, columns)], origin, tuple(slides.dilation)
