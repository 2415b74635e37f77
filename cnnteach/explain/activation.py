"""Where a step's sum ends and its activation begins: many layers of Keras do both at once."""

import contextlib

import keras
from keras import layers

from cnnteach.models import layers as ours

_SUM_THEN_ACTIVATE = (
    layers.Activation,
    layers.Dense,
    layers.EinsumDense,
    layers.Conv1D,
    layers.Conv2D,
    layers.Conv3D,
    layers.Conv1DTranspose,
    layers.Conv2DTranspose,
    layers.Conv3DTranspose,
    layers.DepthwiseConv1D,
    layers.DepthwiseConv2D,
    layers.SeparableConv1D,
    layers.SeparableConv2D,
    ours.ConnectionTableConv2D,
    ours.LocallyConnected2D,
    ours.Subsampling,
)
_ONLY_ACTIVATE = (
    layers.ReLU,
    layers.LeakyReLU,
    layers.PReLU,
    layers.ELU,
    layers.Softmax,
)
_ONLY_ACTIVATE_NAMES = frozenset(
    [
        *("Relu", "Relu6", "LeakyRelu", "Elu", "Gelu", "Selu", "Silu", "Softplus"),
        *("Sigmoid", "HardSigmoid", "Tanh", "Softmax"),
    ]
)
_CAPS = {keras.activations.relu: None, keras.activations.relu6: 6.0}


def activation_of(operation):
    """Return the function that an operation applies last to its sum, or None.

    ``layers.ReLU``, ``layers.Softmax`` and the like are their own activation: they have no sum.

    Examples
    --------
    >>> activation_of(layers.Dense(2, activation="tanh")).__name__
    'tanh'
    >>> activation_of(layers.Dense(2)) is None
    True
    """
    if not isinstance(operation, _SUM_THEN_ACTIVATE):
        return None
    activation = getattr(operation, "activation", None)
    return None if activation is keras.activations.linear else activation


def only_activates(operation):
    """Tell whether an operation is an activation and nothing else: its sum is what it is given.

    Examples
    --------
    >>> only_activates(layers.ReLU()), only_activates(layers.Dense(2, activation="relu"))
    (True, False)
    """
    if isinstance(operation, layers.Layer):
        return isinstance(operation, _ONLY_ACTIVATE)
    return type(operation).__name__ in _ONLY_ACTIVATE_NAMES


@contextlib.contextmanager
def sum_only(layer):
    """Let a layer stop at its sum inside of the ``with``; afterwards it is as it was."""
    activation = layer.activation
    layer.activation = keras.activations.linear
    try:
        yield
    finally:
        layer.activation = activation


def relu_cap(operation):
    """Tell whether an operation, or a layer's last part, is a ReLU.

    Returns
    -------
    (bool, float or None)
        Whether it is, and where it is cut off, as ReLU6 is at 6. A leaky ReLU is none: it lets
        everything through.
    """
    activation = activation_of(operation)
    if activation is not None:
        operation = activation
    if isinstance(operation, layers.ReLU):
        return not (operation.negative_slope or operation.threshold), operation.max_value
    name = type(operation).__name__
    if name in ("Relu", "Relu6") and not isinstance(operation, layers.Layer):
        return True, (6.0 if name == "Relu6" else None)
    known = callable(operation) and operation in _CAPS
    return known, _CAPS[operation] if known else None


def is_softmax(operation):
    """Tell whether an operation, or a layer's last part, makes probabilities of scores."""
    function = activation_of(operation) or operation
    if isinstance(function, layers.Softmax) or type(function).__name__ in ("Softmax", "Sigmoid"):
        return True
    return function in (keras.activations.softmax, keras.activations.sigmoid)
