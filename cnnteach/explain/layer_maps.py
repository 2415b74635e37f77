"""Every layer unravelled: what each answers to some images, and how sparsely."""

from typing import NamedTuple

import numpy as np

from cnnteach.explain.chosen_layers import chosen_layers
from cnnteach.explain.image_stream import fitting, image_shape, prepared
from cnnteach.explain.probes import probes_of
from cnnteach.models.graph import steps


class LayerMaps(NamedTuple):
    """What a layer answers.

    Parameters
    ----------
    name, kind : str
        Of the layer, and of its class.
    maps : ndarray, shape (N, H, W, units), or (N, 1, 1, units) without rows and columns
    """

    name: str
    kind: str
    maps: np.ndarray

    @property
    def silent(self):
        """The share of answers that are exactly 0, for each unit: (units,)."""
        return (self.maps == 0).mean(axis=(0, 1, 2))

    @property
    def sparseness(self):
        """How few of its answers carry each unit, 0 (all alike) to 1 (a single one), (units,) [1]_.

        References
        ----------
        .. [1] Vinje & Gallant, 2000, "Sparse coding and decorrelation in primary visual cortex
               during natural vision", Science 287: from Treves and Rolls's measure.
        """
        answers = np.abs(self.maps.reshape(-1, self.maps.shape[-1]).astype(np.float64))
        squares = (answers**2).mean(axis=0)
        share = np.divide(
            answers.mean(axis=0) ** 2, squares, out=np.ones_like(squares), where=squares > 0
        )
        return (1 - share) / (1 - 1 / max(len(answers), 2))


def activations(model, images, layers=None, *, prepare=None):
    """Return what layers of a model answer to some images.

    Dead units and maps that repeat each other are found by `cnnteach.training.diagnostics`.

    Parameters
    ----------
    model : keras.Model
    images : ndarray, shape (N, H, W, C), or (H, W, C) for one
    layers : str or sequence of str, optional
        Their names; all that have maps or units, if not given.
    prepare : callable, optional
        Makes of the images what the model takes; bytes are divided by 255, if not given.

    Returns
    -------
    dict of str to LayerMaps

    Raises
    ------
    TypeError, ValueError
        If a layer is not in the model, or images do not fit it.

    Examples
    --------
    >>> from cnnteach import models
    >>> found = activations(models.build("lenet5", seed=0), np.zeros((28, 28)), ["c1", "f5"])
    >>> {name: layer.maps.shape for name, layer in found.items()}
    {'c1': (1, 28, 28, 6), 'f5': (1, 1, 1, 120)}
    """
    images = prepared(fitting(images, image_shape(model)), prepare)
    kinds = {step.name: type(step.operation).__name__ for step in steps(model)}
    if layers is None:
        layers = [s.name for s in steps(model) if s.sources and len(s.shape) in (1, 3)]
    chosen = chosen_layers(model, layers)
    found = probes_of(model, chosen).maps(images)
    return {
        layer.name: LayerMaps(layer.name, kinds[layer.name], maps)
        for layer, maps in zip(chosen, found, strict=True)
    }
