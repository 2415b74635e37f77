"""Parts of a model as models: the maps of chosen layers, or only their greatest values.

What is asked for as a model's output is all that a backend keeps: with the greatest values alone,
no map outlives its batch.
"""

import math
from weakref import WeakKeyDictionary

import keras
import numpy as np

from cnnteach.models.graph import steps

MAPS_AT_ONCE = 64e6  # bytes of the largest map of a batch
MOST_IMAGES = 250  # in a batch
MOST_WHERE_OPEN = 16
FLOAT = 4  # bytes
_LAST: WeakKeyDictionary = (
    WeakKeyDictionary()
)  # model -> its Probes: compiled once for two searches


def probes_of(model, layers):
    """Return the `Probes` of some layers; those of the last call, if it was for the same ones."""
    names = [layer.name for layer in layers]
    if model not in _LAST or [layer.name for layer in _LAST[model].layers] != names:
        _LAST[model] = Probes(model, layers)
    return _LAST[model]


class Probes:
    """Chosen layers of a model, asked batch by batch.

    Parameters
    ----------
    model : keras.Model
    layers : sequence of ChosenLayer
    """

    def __init__(self, model, layers):
        self.layers = layers
        maxima = [_greatest(layer.output) for layer in layers]
        self._maxima = keras.Model(model.inputs[0], maxima)
        self._maps = keras.Model(model.inputs[0], [layer.output for layer in layers])

    def maxima(self, images, size):
        """Return each layer's greatest value per image and unit, (N, units).

        Fewer than `size` images are made up to as many, so that one compilation serves.
        """
        missing = size - len(images)
        batch = np.concatenate([images, images[-1:].repeat(missing, axis=0)]) if missing else images
        found = self._maxima.predict_on_batch(batch)
        return [np.asarray(part)[: len(images)] for part in _listed(found)]

    def maps(self, images):
        """Return each layer's maps, (N, H, W, units), or (N, 1, 1, units) without rows."""
        found = _listed(self._maps(images, training=False))
        arrays = [keras.ops.convert_to_numpy(part) for part in found]
        return [a if a.ndim == 4 else a.reshape(len(a), 1, 1, -1) for a in arrays]


def images_at_once(model):
    """Return how many images' largest map fits in 64 MB: 1 to 250; 16 where sizes are open.

    Examples
    --------
    >>> from cnnteach import models
    >>> images_at_once(models.build("lenet5")), images_at_once(models.build("squeezenet"))
    (250, 13)
    """
    shapes = [step.shape for step in steps(model)]
    if any(None in shape for shape in shapes):
        return MOST_WHERE_OPEN
    largest = max(math.prod(shape) for shape in shapes) * FLOAT
    return int(min(max(MAPS_AT_ONCE // largest, 1), MOST_IMAGES))


def _greatest(output):
    """Return the symbolic greatest value of each unit: over rows and columns, if there are any."""
    places = tuple(range(1, len(output.shape) - 1))
    return keras.ops.amax(output, axis=places) if places else output


def _listed(found):
    return found if isinstance(found, list | tuple) else [found]
