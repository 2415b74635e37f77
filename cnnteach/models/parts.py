"""A network up to one of its layers, as a network of its own that is made once."""

from weakref import WeakKeyDictionary

import keras

_PARTS: WeakKeyDictionary = WeakKeyDictionary()  # model -> {where its parts end: the parts}


def part_of(model, *tensors):
    """Return what leads from a model's input to some tensors in it; its weights are the model's.

    Every new `keras.Model` is compiled anew at its first prediction: a part that is asked again
    and again is therefore kept, as long as its model is.

    Parameters
    ----------
    model : keras.Model
    *tensors : KerasTensor
        Such as ``model.get_layer("c1").output``.

    Returns
    -------
    keras.Model
        With one output, or a list of them, if several tensors are given.

    Examples
    --------
    >>> from cnnteach import models
    >>> lenet = models.build("lenet5", seed=0)
    >>> maps = lenet.get_layer("c1").output
    >>> part_of(lenet, maps).output_shape
    (None, 28, 28, 6)
    >>> part_of(lenet, maps) is part_of(lenet, maps)
    True
    """
    parts = _PARTS.setdefault(model, {})
    if tensors not in parts:
        parts[tensors] = keras.Model(model.inputs[0], tensors[0] if len(tensors) == 1 else tensors)
    return parts[tensors]
