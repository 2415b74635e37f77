"""Any unit of a network and its own arithmetic, for one image: down to the pixels that it sees."""

import keras
import numpy as np

from cnnteach.explain.activation import activation_of, only_activates
from cnnteach.explain.forward import follow
from cnnteach.explain.score import Score, number_of
from cnnteach.explain.terms import terms_of
from cnnteach.explain.unit import Reading, Unit
from cnnteach.explain.windows import read
from cnnteach.models.receptive_field import receptive_fields


def explain(model, image):
    """Look at any unit of a network with the numbers that one image gives it.

    The interface: ``explanation = explain(model, image)`` computes every layer once. Then
    ``explanation.layers`` names them, ``explanation.maps(layer)`` are a layer's numbers after its
    activation, ``explanation.sums(layer)`` those before it, and ``explanation.unit(layer, row,
    column, channel)`` (or ``unit(layer, index)`` of a vector) is one `Unit`:

    - ``readings``: for each layer below that it reads, a block of ``values`` with the same shape of
      ``weights`` and ``products``, ``inside`` (False in the padding), and ``places``, the indices
      of the block along rows, columns and channels;
    - ``bias``, ``sum`` (of all products and the bias), ``activation`` (its name), ``value``;
    - ``parents(most)``: the numbers that it reads, each with layer and place, largest product
      first: ``explanation.unit(parent.layer, *parent.place)`` goes one step down;
    - ``box`` and ``pixels``: what it sees of the image; ``as_dict()``: all of it, plain.

    Parameters
    ----------
    model : keras.Model
        Functional or Sequential, with one input of images; the learner's own too.
    image : array_like, shape (H, W, C), or (H, W) for one channel
        In the model's scale; bytes are divided by 255.

    Returns
    -------
    Explanation

    Raises
    ------
    TypeError, ValueError
        If it is no such model, or the image does not fit it, or makes NaN in it.

    Examples
    --------
    >>> from cnnteach import models
    >>> explanation = explain(models.load("lenet5_digits"), np.eye(28))
    >>> explanation.layers[:3]
    ('image', 'c1', 's2')
    >>> unit = explanation.unit("c1", 9, 9, 0)
    >>> unit.readings[0].weights.shape, unit.box, unit.activation
    ((5, 5, 1), ((7, 12), (7, 12)), 'relu')
    >>> bool(np.isclose(max(unit.sum, 0), unit.value, atol=1e-5))
    True
    """
    return Explanation(model, image)


class Explanation:
    """What `explain` returns.

    Attributes
    ----------
    image : ndarray of float32, shape (H, W, C)
        As the model takes it.
    layers : tuple of str
        Their names, in the order in which the numbers flow; of a model in the model "outer/inner".
    """

    def __init__(self, model, image):
        self._score = Score(model)
        batch, alone = self._score.batch(image)
        if not alone:
            raise ValueError(f"one image is explained at a time; {len(batch)} came: pass images[0]")
        self._score.values(batch)  # says where NaN begins
        self.image, self._path = batch[0], self._score.steps
        results = follow(self._path, keras.ops.convert_to_tensor(batch))
        to_numpy = keras.ops.convert_to_numpy
        self._outputs = [to_numpy(result.output)[0] for result in results]
        self._sums = [to_numpy(result.sum)[0] for result in results]
        self._fields = receptive_fields(self._path)
        self.layers = tuple(dict.fromkeys(step.name for step in self._path))

    def maps(self, layer):
        """Return a layer's numbers after its activation: (H, W, C), or (units,)."""
        return self._outputs[self._number(layer)]

    def sums(self, layer):
        """Return a layer's numbers before its activation."""
        return self._sums[self._number(layer)]

    def unit(self, layer, *place):
        """Return one unit of a layer with its arithmetic.

        Parameters
        ----------
        layer : str
        *place : int
            Row, column and channel; or the unit's number in a vector.

        Returns
        -------
        Unit

        Raises
        ------
        TypeError, ValueError
            If there is no such layer or unit.
        """
        number = self._number(layer)
        step, values = self._path[number], self._outputs[number]
        place = _existing(layer, place, values.shape)
        below = [self._outputs[i] for i in step.sources]
        terms = terms_of(step, place, below) if below else None
        readings = self._readings(step, terms) if below else ()
        products = sum(float(reading.products.sum()) for reading in readings)
        total = products + terms.bias if below else float(values[place])
        box = self._box(number, place)
        return Unit(
            layer=layer,
            kind=type(step.operation).__name__,
            place=place,
            readings=readings,
            bias=float(terms.bias) if below else 0.0,
            sum=total,
            activation=_activation_name(step.operation),
            value=float(values[place]),
            pixels=self._pixels(box),
            box=box,
            is_slope=bool(below) and terms.is_slope,
        )

    def _readings(self, step, terms):
        readings = []
        for source, places, weights in terms.blocks:
            values, inside = read(places, self._outputs[step.sources[source]])
            name = self._path[step.sources[source]].name
            readings.append(Reading(name, places, values, weights, inside))
        return tuple(readings)

    def _number(self, layer):
        return number_of(self._path, layer, self._score.model)

    def _box(self, number, place):
        field = self._fields[number]
        if field is None:
            return None
        return field.box(*place[: len(field.axes)]) if field.jump else field.box()

    def _pixels(self, box):
        if box is None:
            return self.image
        sides = zip(box, self.image.shape, strict=False)
        return self.image[tuple(slice(max(start, 0), min(stop, n)) for (start, stop), n in sides)]


def _existing(layer, place, shape):
    """Return a place as whole numbers, or say which there are."""
    if len(place) != len(shape):
        words = "row, column and channel" if len(shape) == 3 else f"{len(shape)} number(s)"
        raise ValueError(f"{layer} has the shape {shape}; name a unit by {words}, not by {place}")
    for i, side in zip(place, shape, strict=True):
        if not isinstance(i, int | np.integer) or isinstance(i, bool):
            raise TypeError(f"a unit's place is whole numbers, from 0; got {i!r}")
        if not 0 <= i < side:
            raise ValueError(f"{layer} has the shape {shape}; there is no unit at {place}")
    return tuple(int(i) for i in place)


def _activation_name(operation):
    function = activation_of(operation)
    if function is None and only_activates(operation):
        function = operation
    if function is None:
        return "linear"
    name = getattr(function, "__name__", None) or type(function).__name__
    return name.lower()
