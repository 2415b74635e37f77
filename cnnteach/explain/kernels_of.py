"""The filters that a network has learned."""

import numpy as np

from cnnteach.explain.chosen_layers import convolutions, is_convolution
from cnnteach.models.graph import steps


def filters(model, layer=None):
    """Return the kernels of a convolution.

    Parameters
    ----------
    model : keras.Model
    layer : str, optional
        Its name; the first convolution, if not given.

    Returns
    -------
    ndarray, shape (KH, KW, C, F)
        As Keras stores them; for a depthwise convolution (KH, KW, 1, C * M).

    Raises
    ------
    ValueError
        If there is no such convolution.

    Examples
    --------
    >>> from cnnteach import models
    >>> filters(models.load("zfnet_cifar10")).shape
    (7, 7, 3, 48)
    """
    known = convolutions(model)
    layer = known[0] if layer is None else layer
    for step in steps(model):
        if step.name == layer and is_convolution(step.operation):
            return _kernels(step)
    raise ValueError(f"{model.name} has no convolution {layer!r}; it has {', '.join(known)}")


def _kernels(step):
    kernels = np.asarray(step.operation.get_weights()[0])
    outputs = step.shape[-1]
    if kernels.ndim == 4 and kernels.shape[-1] != outputs:
        if kernels.shape[-2] == outputs:  # a transposed convolution keeps (KH, KW, F, C)
            return kernels.swapaxes(-1, -2)
        return kernels.reshape(*kernels.shape[:2], 1, -1)
    return kernels
