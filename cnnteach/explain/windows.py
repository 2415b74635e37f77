"""Blocks of a layer below: the window of a unit, what of it is padding, and its largest number."""

import numpy as np

from cnnteach.shapes import padding_sides


def in_window(layer, place, sides):
    """Return the rows and columns that the unit at `place` of a layer reads.

    Parameters
    ----------
    layer : keras layer
        A convolution or a pooling.
    place : (int, int)
        Of the unit, in the layer's result.
    sides : (int, int)
        Rows and columns below.

    Returns
    -------
    tuple of ndarray of int
        In the padding they are below 0, or beyond the last.

    Examples
    --------
    >>> from keras import layers
    >>> [axis.tolist() for axis in in_window(layers.MaxPooling2D(2), (1, 2), (6, 6))]
    [[2, 3], [4, 5]]
    """
    kernels = getattr(layer, "kernel_size", None) or layer.pool_size
    dilations = getattr(layer, "dilation_rate", (1, 1))
    geometry = zip(place, sides, kernels, layer.strides, dilations, strict=True)
    found = []
    for i, side, kernel, stride, dilation in geometry:
        before, _ = padding_sides(side, kernel, stride, layer.padding, dilation)
        found.append(i * stride - before + dilation * np.arange(kernel))
    return tuple(found)


def inside_of(places, shape):
    """Tell for each number of a block whether it lies inside of a layer of this shape."""
    axes = [(axis >= 0) & (axis < side) for axis, side in zip(places, shape, strict=True)]
    block = np.ones((), bool)
    for axis in axes:
        block = block[..., None] & axis
    return block


def read(places, values):
    """Return a block of numbers, zeros in the padding, and what lies inside.

    Examples
    --------
    >>> read((np.array([-1, 0]),), np.array([7.0, 8.0]))
    (array([0., 7.]), array([False,  True]))
    """
    clipped = [axis.clip(0, side - 1) for axis, side in zip(places, values.shape, strict=True)]
    inside = inside_of(places, values.shape)
    return np.where(inside, values[np.ix_(*clipped)], 0), inside


def first_largest(places, values, inside):
    """Tell where the largest number inside of a block is; of equal ones, the first."""
    block, _ = read(places, values)
    winner = np.where(inside, block, -np.inf).argmax()
    return np.arange(inside.size).reshape(inside.shape) == winner
