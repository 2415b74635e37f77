"""How many connections and neurons a layer has, as LeCun counts: biases are connections too."""

import math

from keras import layers

from cnnteach.models.operations import CONVOLUTIONS, TRANSPOSED

# They scale, shift or look up what other units have computed.
_WITHOUT_NEURONS = (
    layers.BatchNormalization,
    layers.LayerNormalization,
    layers.GroupNormalization,
    layers.Normalization,
    layers.PReLU,
    layers.Embedding,
)


def parameter_counts(step):
    """Return (trainable, fixed) weights that this step brings; (0, 0) where it is used again.

    The running mean and variance of a batch normalisation are fixed: backprop does not change them.
    """
    if not step.is_first or not isinstance(step.operation, layers.Layer):
        return 0, 0
    layer = step.operation
    trainable = sum(math.prod(weight.shape) for weight in layer.trainable_weights)
    return trainable, layer.count_params() - trainable


def connections(step):
    """Count the wires of a layer that learns: each weight and bias, once for each place of its use.

    That is the number of its multiply-adds, with an addition for each bias. Windows at the border
    are counted whole, though some of their pixels are padding.

    Returns
    -------
    int or None
        0 for a layer that weighs nothing, such as max pooling. None where the image's size is open,
        and for layers with weights whose way of using them is not known.
    """
    layer = step.operation
    if not _is_neural(layer):
        has_weights = isinstance(layer, layers.Layer) and layer.count_params()
        return None if has_weights and not isinstance(layer, _WITHOUT_NEURONS) else 0
    if None in step.shape:
        return None
    if hasattr(layer, "connection_count"):
        return layer.connection_count(step.shape)
    if isinstance(layer, TRANSPOSED):
        places, biases = _places(layer, step.input_shapes[0]), math.prod(step.shape)
        return places * math.prod(layer.kernel.shape) + biases * bool(layer.use_bias)
    return _places(layer, step.shape) * layer.count_params()


def neurons(step):
    """Count the units of a layer that weighs its inputs: one for each number that it gives."""
    if not _is_neural(step.operation):
        return 0
    return None if None in step.shape else math.prod(step.shape)


def _is_neural(layer):
    return isinstance(layer, (layers.Dense, *CONVOLUTIONS, *TRANSPOSED)) or hasattr(
        layer, "connection_count"
    )


def _places(layer, shape):
    """Count the pixels of a shape: all but the channels."""
    first = getattr(layer, "data_format", None) == "channels_first"
    return math.prod(shape[1:] if first else shape[:-1])
