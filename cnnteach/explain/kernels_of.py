"""The filters that a network has learned."""

import keras
import numpy as np

from cnnteach.explain.chosen_layers import convolutions, is_convolution
from cnnteach.models.graph import steps
from cnnteach.models.layers import ConnectionTableConv2D


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
    if isinstance(step.operation, ConnectionTableConv2D):  # it keeps those of its table alone
        return keras.ops.convert_to_numpy(step.operation.full_kernel())
    kernels = np.asarray(step.operation.get_weights()[0])
    if isinstance(step.operation, keras.layers.Conv2DTranspose):  # it keeps (KH, KW, F, C)
        return kernels.swapaxes(-1, -2)
    if kernels.shape[-1] != step.shape[-1]:  # depthwise
        return kernels.reshape(*kernels.shape[:2], 1, -1)
    return kernels
