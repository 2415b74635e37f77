"""Which numbers a unit reads and with which weights: the arithmetic of each kind of layer.

Every rule takes a step, the place of a unit in its result, and the results of its sources (without
the axis of images), and gives its terms: a block of indices and weights for each source, and the
bias. What no rule knows is asked for its slopes.
"""

import contextlib
from typing import NamedTuple

import keras
import numpy as np
from keras import layers

from cnnteach.explain.activation import activation_of, only_activates, sum_only
from cnnteach.explain.windows import first_largest, in_window, inside_of
from cnnteach.models.autodiff import value_and_gradients


class Terms(NamedTuple):
    """A block for each source that is read: (source, indices along each axis, weights)."""

    blocks: list
    bias: float = 0.0
    is_slope: bool = False


def terms_of(step, place, values):
    """Return what the unit at `place` of a step reads.

    Parameters
    ----------
    step : Step
    place : tuple of int
    values : sequence of ndarray
        The results of the step's sources, each (H, W, C) or (units,).

    Returns
    -------
    Terms
        ``sum(weights * values) + bias`` over all blocks is the unit's sum.
    """
    rule = _rule_for(step.operation)
    known = None if rule is None else rule(step.operation, place, values)
    return _slopes(step, place, values) if known is None else known


def _rule_for(operation):
    if getattr(operation, "data_format", "channels_last") == "channels_first":
        return None
    if only_activates(operation):
        return _passed_on
    if type(operation).__name__ == "Add":
        return _add
    return next((rule for kinds, rule in _RULES if isinstance(operation, kinds)), None)


def _passed_on(layer, place, values):
    return Terms([(0, _at(place), np.ones((1,) * len(place)))])


def _convolution(layer, place, values):
    rows, columns = in_window(layer, place[:2], values[0].shape[:2])
    kernel, bias = _kernel_and_bias(layer, place[2])
    per_group = kernel.shape[2]
    group = place[2] // (kernel.shape[3] // layer.groups)
    channels = group * per_group + np.arange(per_group)
    return Terms([(0, (rows, columns, channels), kernel[..., place[2]])], bias)


def _depthwise(layer, place, values):
    rows, columns = in_window(layer, place[:2], values[0].shape[:2])
    kernel, bias = _kernel_and_bias(layer, place[2])
    channel, multiple = divmod(place[2], layer.depth_multiplier)
    weights = kernel[:, :, channel, multiple][..., None]
    return Terms([(0, (rows, columns, np.array([channel])), weights)], bias)


def _dense(layer, place, values):
    kernel, bias = _kernel_and_bias(layer, place[-1])
    places = (*_at(place[:-1]), np.arange(len(kernel)))
    weights = kernel[:, place[-1]].reshape((1,) * (len(place) - 1) + (-1,))
    return Terms([(0, places, weights)], bias)


def _pooling(layer, place, values):
    rows, columns = in_window(layer, place[:2], values[0].shape[:2])
    return _reduced(layer, (rows, columns, np.array(place[2:])), values[0])


def _global_pooling(layer, place, values):
    rows, columns = (np.arange(side) for side in values[0].shape[:2])
    return _reduced(layer, (rows, columns, np.array(place[-1:])), values[0])


def _reduced(layer, places, values):
    """Weigh a window's maximum by 1, or all of it by the same share; padding does not count."""
    inside = inside_of(places, values.shape)
    if "Max" in type(layer).__name__:
        return Terms([(0, places, first_largest(places, values, inside).astype(float))])
    return Terms([(0, places, inside / inside.sum())])


def _batch_normalization(layer, place, values):
    if layer.axis not in (-1, len(place)):
        return None
    names = ("gamma", "beta", "moving_mean", "moving_variance")
    gamma, beta, mean, variance = (_channel(layer, name, place[-1]) for name in names)
    scale = (1 if gamma is None else gamma) / np.sqrt(variance + layer.epsilon)
    bias = (0 if beta is None else beta) - mean * scale
    return Terms([(0, _at(place), np.full((1,) * len(place), scale))], float(bias))


def _add(layer, place, values):
    if len({value.shape for value in values}) > 1 or len(values) < 2:
        return None  # a number was added, or a row to a plane
    signs = {"Subtract": (1.0, -1.0), "Average": (1 / len(values),) * len(values)}
    weights = signs.get(type(layer).__name__, (1.0,) * len(values))
    one = np.ones((1,) * len(place))
    return Terms([(i, _at(place), weight * one) for i, weight in enumerate(weights)])


def _concatenate(layer, place, values):
    axis = layer.axis if layer.axis < 0 else layer.axis - 1 - len(place)
    here = list(place)
    for source, value in enumerate(values):
        if here[axis] < value.shape[axis]:
            return Terms([(source, _at(here), np.ones((1,) * len(here)))])
        here[axis] -= value.shape[axis]
    return None


def _flatten(layer, place, values):
    shape = values[0].shape
    result = shape if len(place) > 1 else (int(np.prod(shape)),)
    if isinstance(layer, layers.Reshape):
        result = tuple(layer.target_shape)
        if -1 in result:
            known = -int(np.prod(result))
            result = tuple(int(np.prod(shape)) // known if side == -1 else side for side in result)
    there = np.unravel_index(np.ravel_multi_index(place, result), shape)
    return Terms([(0, _at(there), np.ones((1,) * len(shape)))])


def _moved(layer, place, values):
    """Follow a padding with zeros or a cut back to the place below."""
    is_cut = isinstance(layer, layers.Cropping2D)
    (top, _), (left, _) = layer.cropping if is_cut else layer.padding
    sign = 1 if is_cut else -1
    there = (place[0] + sign * top, place[1] + sign * left, place[2])
    return Terms([(0, _at(there), np.ones((1, 1, 1)))])


def _rescaling(layer, place, values):
    scale, offset = (
        np.broadcast_to(np.asarray(each, float), values[0].shape[-1:])[place[-1]]
        for each in (layer.scale, layer.offset)
    )
    return Terms([(0, _at(place), np.full((1,) * len(place), scale))], float(offset))


def _slopes(step, place, values):
    """Ask the backend how the unit's sum changes with each number that it could read."""
    has_activation = activation_of(step.operation) is not None

    def total(*sources):
        with sum_only(step.operation) if has_activation else contextlib.nullcontext():
            return step.apply(sources)[(0, *place)]

    value, slopes = value_and_gradients(total, *(each[None] for each in values))
    blocks = [(i, *_box_of(slope[0])) for i, slope in enumerate(slopes) if slope.any()]
    read = ((values[i][np.ix_(*places)], weights) for i, places, weights in blocks)
    products = sum(float((block.astype(float) * weights).sum()) for block, weights in read)
    return Terms(blocks, value - products, is_slope=True)


def _box_of(slope):
    """Return the smallest block that holds all slopes: its indices, and the slopes in it."""
    places = tuple(
        np.arange(indices.min(), indices.max() + 1) for indices in map(np.array, slope.nonzero())
    )
    return places, slope[np.ix_(*places)]


def _at(place):
    return tuple(np.array([i]) for i in place)


def _kernel_and_bias(layer, unit):
    """Return a layer's kernel, and the bias of one of its units: 0 if it has none."""
    bias = 0.0 if layer.bias is None else _channel(layer, "bias", unit)
    return keras.ops.convert_to_numpy(layer.kernel), float(bias)


def _channel(layer, name, channel):
    variable = getattr(layer, name, None)
    return None if variable is None else keras.ops.convert_to_numpy(variable)[channel].astype(float)


_RULES = (
    ((layers.Activation, layers.Dropout, layers.SpatialDropout2D, layers.Identity), _passed_on),
    (layers.DepthwiseConv2D, _depthwise),
    (layers.Conv2D, _convolution),
    (layers.Dense, _dense),
    ((layers.MaxPooling2D, layers.AveragePooling2D), _pooling),
    ((layers.GlobalMaxPooling2D, layers.GlobalAveragePooling2D), _global_pooling),
    (layers.BatchNormalization, _batch_normalization),
    ((layers.Add, layers.Subtract, layers.Average), _add),
    (layers.Concatenate, _concatenate),
    ((layers.Flatten, layers.Reshape), _flatten),
    ((layers.ZeroPadding2D, layers.Cropping2D), _moved),
    (layers.Rescaling, _rescaling),
)
