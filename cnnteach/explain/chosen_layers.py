"""The layers of a model that a learner names, with the pixels that their units see."""

import difflib
from typing import NamedTuple

import keras

from cnnteach.models.graph import steps, tensors
from cnnteach.models.layers import LocallyConnected2D
from cnnteach.models.receptive_field import ReceptiveField, receptive_fields


class ChosenLayer(NamedTuple):
    """A layer of a model: what to ask the backend for, and what its units see.

    Parameters
    ----------
    name : str
    output : keras.KerasTensor
        For ``keras.Model(model.inputs, output)``.
    shape : tuple
        Of the output without the number of images: (H, W, units), or (units,).
    field : ReceptiveField or None
        None where it is not known.
    """

    name: str
    output: object
    shape: tuple
    field: ReceptiveField | None


def chosen_layers(model, layers):
    """Find layers by their names, or say which names there are.

    Parameters
    ----------
    model : keras.Model
    layers : str or sequence of str
        Names; of a model in the model, "outer/inner".

    Returns
    -------
    tuple of ChosenLayer

    Raises
    ------
    TypeError
        If `model` is no Keras model, or a name no text.
    ValueError
        If a name is not in the model, or named twice; if the model has no graph to read.

    Examples
    --------
    >>> from cnnteach import models
    >>> [layer.field.size for layer in chosen_layers(models.build("lenet5"), ["c1", "s4"])]
    [(5, 5), (16, 16)]
    """
    names = _names(layers)
    path = steps(model)
    fields = dict(zip((step.name for step in path), receptive_fields(path), strict=True))
    shapes = {step.name: step.shape for step in path}
    for name in names:
        if name not in fields:
            raise ValueError(unknown(model, name, [step.name for step in path if step.sources]))
    return tuple(
        ChosenLayer(name, output, shapes[name], fields[name])
        for name, output in zip(names, tensors(model, names), strict=True)
    )


def convolutions(model):
    """List the names of a model's convolutions, in the order in which the numbers flow.

    Raises
    ------
    ValueError
        If it has none.

    Examples
    --------
    >>> from cnnteach import models
    >>> convolutions(models.build("lenet5"))
    ('c1', 'c3')
    """
    found = [step for step in steps(model) if is_convolution(step.operation)]
    if not found:
        kinds = ", ".join(f"{s.name} ({type(s.operation).__name__})" for s in steps(model))
        raise ValueError(f"{model.name} has no convolution over an image; it has {kinds}")
    return tuple(dict.fromkeys(step.name for step in found))


def is_convolution(operation):
    """Tell whether a layer has kernels that slide over rows and columns, the same everywhere."""
    if isinstance(operation, LocallyConnected2D):
        return False
    kernel = getattr(operation, "kernel", None)
    is_plane = len(getattr(operation, "kernel_size", ())) == 2
    return isinstance(operation, keras.layers.Layer) and kernel is not None and is_plane


def _names(layers):
    names = (layers,) if isinstance(layers, str) else tuple(layers)
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f'a layer is named by a text, such as "conv1"; got {name!r}')
    if not names:
        raise ValueError("no layer is named; name one at least")
    if len(set(names)) < len(names):
        raise ValueError(f"a layer is named twice: {', '.join(names)}")
    return names


def unknown(model, name, known):
    """Say that there is no layer `name`, which one is like it, and which there are."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    guess = f"; did you mean {close[0]!r}?" if close else ""
    return f"{model.name} has no layer {name!r}{guess}; it has {', '.join(known)}"
