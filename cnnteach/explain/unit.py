"""One unit of a network in numbers: what it reads, with which weights, and what comes of it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class Parent(NamedTuple):
    """One number that a unit reads.

    Parameters
    ----------
    layer : str
    place : tuple of int
        In that layer: (row, column, channel), or (unit,).
    value, weight, product : float
    """

    layer: str
    place: tuple
    value: float
    weight: float
    product: float


@dataclass(frozen=True, eq=False)
class Reading:
    """The block of numbers that a unit reads of one layer below.

    Parameters
    ----------
    layer : str
        The layer below.
    places : tuple of ndarray of int
        Which indices of that layer are read along each of its axes: rows, columns, channels; or
        units. Below 0 and beyond the last there is padding.
    values : ndarray
        The numbers read, an axis for each of `places`; 0 in the padding.
    weights : ndarray
        One for each value.
    inside : ndarray of bool
        False in the padding.
    """

    layer: str
    places: tuple
    values: np.ndarray
    weights: np.ndarray
    inside: np.ndarray

    @property
    def products(self):
        """Each value times its weight, in float64."""
        return self.values.astype(float) * self.weights

    def parents(self):
        """Yield a `Parent` for each number that is read and lies inside of the layer."""
        products = self.products
        for index in zip(*np.nonzero(self.inside), strict=True):
            place = tuple(int(axis[i]) for axis, i in zip(self.places, index, strict=True))
            numbers = (array[index].item() for array in (self.values, self.weights, products))
            yield Parent(self.layer, place, *numbers)


@dataclass(frozen=True, eq=False)
class Unit:
    """One unit: ``activation(sum of products + bias) = value``.

    Parameters
    ----------
    layer, kind : str
        The layer's name, and its class.
    place : tuple of int
        (row, column, channel), or (unit,).
    readings : tuple of Reading
        One for each layer that it reads: two after a residual add.
    bias : float
        What is added to the products. Of a pooling, an add, a concatenation: 0.
    sum : float
        Of all products and the bias, in float64.
    activation : str
        "linear" if there is none.
    value : float
        Keras's own number, after the activation.
    pixels : ndarray, shape (rows, columns, C)
        The patch of the image that the unit sees, cut at the image's border.
    box : ((int, int), (int, int)) or None
        First row and that after the last, and columns, of its theoretical receptive field; may lie
        outside of the image, where padding counts. None where it is not known.
    is_slope : bool
        True for an operation that has no weights of its own, such as a normalisation by neighbours:
        the weights are then the slopes of the sum at this image, and the bias what is left.
    """

    layer: str
    kind: str
    place: tuple
    readings: tuple
    bias: float
    sum: float
    activation: str
    value: float
    pixels: np.ndarray
    box: tuple | None
    is_slope: bool

    def parents(self, most=None):
        """List what the unit reads, the largest products first.

        Parameters
        ----------
        most : int, optional
            How many; all, if not given.

        Returns
        -------
        list of Parent
        """
        found = [parent for reading in self.readings for parent in reading.parents()]
        return sorted(found, key=lambda parent: -abs(parent.product))[:most]

    def as_dict(self):
        """Return all of it as lists and numbers, for a page or a file."""
        readings = [
            {
                "layer": reading.layer,
                "places": [axis.tolist() for axis in reading.places],
                "values": reading.values.tolist(),
                "weights": reading.weights.tolist(),
                "products": reading.products.tolist(),
                "inside": reading.inside.tolist(),
            }
            for reading in self.readings
        ]
        plain = ("layer", "kind", "bias", "sum", "activation", "value", "is_slope")
        box = None if self.box is None else [list(side) for side in self.box]
        return {name: getattr(self, name) for name in plain} | {
            "place": list(self.place),
            "readings": readings,
            "pixels": self.pixels.tolist(),
            "box": box,
        }

    def __str__(self):
        read = sum(int(reading.inside.sum()) for reading in self.readings)
        where = ", ".join(map(str, self.place))
        below = " and ".join(reading.layer for reading in self.readings) or "the image"
        return (
            f"{self.layer} ({where}): {read} numbers of {below} times weights, and the bias "
            f"{self.bias:.4g}, make {self.sum:.4g}; {self.activation} makes that {self.value:.4g}"
        )
