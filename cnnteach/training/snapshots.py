"""What chosen layers hold at chosen steps: filters, gradients, activations of a few examples."""

import keras
import numpy as np

from cnnteach.models.autodiff import value_and_weight_gradients
from cnnteach.shapes import whole_number
from cnnteach.training.recording import LayerSnapshot, Snapshot
from cnnteach.training.samples import scaled

MOST = 40  # snapshots, where nobody says how many
MOST_NUMBERS = 6_000_000  # in the snapshots of one recording, where nobody says how many
GRADIENT_SAMPLES = 64


class Probe:
    """Takes snapshots of a model.

    Parameters
    ----------
    model : keras.Model
    objective : Objective
    record : sequence of str, optional
        Names of layers; the first convolution, or else the first layer with a kernel.
    examples : ndarray, shape (E, ...)
        What the activations are of.
    batch : (ndarray, ndarray)
        Images and labels that the gradients are of.
    """

    def __init__(self, model, objective, record, examples, batch):
        self.objective = objective
        self.names = _names(model, record)
        self.layers = [model.get_layer(name) for name in self.names]
        outputs = [layer.output for layer in self.layers] + [objective.model.output]
        self.outputs = keras.Model(model.inputs[0], outputs, name="probe")
        self.kernels = {layer.name: k for layer in self.layers if (k := kernel(layer)) is not None}
        self.examples = scaled(examples)
        self.batch = batch

    def size(self):
        """Return how many numbers a snapshot holds."""
        kernels = sum(2 * int(np.prod(variable.shape)) for variable in self.kernels.values())
        shapes = [layer.output.shape[1:] for layer in self.layers]
        sides = [[side or 0 for side in shape] for shape in shapes]
        return kernels + len(self.examples) * sum(int(np.prod(shape)) for shape in sides)

    def take(self, step):
        """Return the snapshot of the network as it is now, before this step."""
        *maps, outputs = map(np.asarray, self.outputs.predict_on_batch(self.examples))
        gradients = self._gradients()
        layers = {}
        for name, activations in zip(self.names, maps, strict=True):
            held = self.kernels.get(name)
            filters = None if held is None else keras.ops.convert_to_numpy(held).copy()
            half = activations.clip(-65504, 65504).astype(np.float16)
            layers[name] = LayerSnapshot(filters, gradients.get(name), half)
        predictions = self.objective.probabilities(outputs).astype(np.float32)
        return Snapshot(step, predictions, layers)

    def _gradients(self):
        images, labels = self.batch
        targets = self.objective.targets(labels)

        def loss():
            return self.objective.loss(targets, self.objective.model(images, training=False))

        held = list(self.kernels.values())
        if not held:
            return {}
        _, found = value_and_weight_gradients(loss, held)
        return dict(zip(self.kernels, found, strict=True))


def kernel(layer):
    """Return the variable that holds a layer's kernels, or None.

    Examples
    --------
    >>> layer = keras.layers.Dense(3)
    >>> layer.build((None, 4))
    >>> kernel(layer).name, kernel(keras.layers.ReLU())
    ('kernel', None)
    """
    for variable in layer.trainable_variables:
        if len(variable.shape) > 1:
            return variable
    return None


def planned_steps(every, total, size):
    """Choose the steps before which snapshots are taken.

    Parameters
    ----------
    every : int, sequence of int, or None
        Every so many steps; just these; or dense at first, where most happens, then sparse.
    total : int
        Steps of the whole training; a last snapshot may come after them.
    size : int
        Numbers in a snapshot: with large ones, None takes fewer.

    Returns
    -------
    list of int

    Examples
    --------
    >>> planned_steps(3, 8, 1), planned_steps([0, 5], 8, 1), planned_steps(None, 1000, 1)[:6]
    ([0, 3, 6, 8], [0, 5], [0, 1, 3, 6, 11, 16])
    """
    if every is None:
        count = max(min(MOST, MOST_NUMBERS // max(size, 1)), 2)
        return sorted({round(total * (i / (count - 1)) ** 2) for i in range(count)})
    if isinstance(every, list | tuple | range | np.ndarray):
        return sorted({whole_number("a step in every", step, least=0) for step in every})
    return sorted({*range(0, total, whole_number("every", every)), total})


def _names(model, record):
    known = [layer.name for layer in model.layers]
    if record is None:
        held = [(layer.name, kernel(layer)) for layer in model.layers]
        ranks = {name: len(variable.shape) for name, variable in held if variable is not None}
        convolutions = [name for name, rank in ranks.items() if rank > 2]
        return tuple((convolutions or list(ranks))[:1])
    record = (record,) if isinstance(record, str) else tuple(record)
    for name in record:
        if name not in known:
            raise ValueError(
                f"record names the layer {name!r}, but {model.name} has {', '.join(known)}"
            )
    return record
