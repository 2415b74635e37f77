"""What is to become small, and when an answer counts as right: read off the model's last layer."""

import keras
import numpy as np
from keras import layers


class Objective:
    """A model's scores, the loss on them, and which answers are right.

    The loss is taken of the scores *before* a softmax where the model ends in one: the logarithm of
    a softmax is then computed in one piece, and a score that is very wrong still has a gradient.

    Parameters
    ----------
    model : keras.Model
        Functional or Sequential, with one output.
    loss : keras.losses.Loss, optional
        Of labels and the model's own outputs; softmax cross-entropy, if not given, or the logistic
        loss for a single output with a sigmoid.

    Attributes
    ----------
    model : keras.Model
        From the images to what the loss takes; its layers and weights are those of the model.
    classes : int
        How many classes the outputs tell apart.

    Raises
    ------
    TypeError, ValueError
        If `model` is no such model, or its loss cannot be guessed.
    """

    def __init__(self, model, loss=None):
        last = _last_layer(model)
        self.classes = max(int(model.output_shape[-1]), 2)
        self.single = model.output_shape[-1] == 1
        softmax = isinstance(last, layers.Softmax) and len(model.layers) > 1
        scores = last.input if softmax and loss is None else model.outputs[0]
        self.model = keras.Model(model.inputs[0], scores, name="scores_of_" + model.name)
        self.loss = loss if loss is not None else _guess(last, softmax)
        self.probable = not getattr(self.loss, "from_logits", True)

    def right(self, labels, outputs):
        """Tell which answers are right: ndarray of bool, of the shape of the labels."""
        return self.predicted(outputs) == np.asarray(labels)

    def predicted(self, outputs):
        """Return the class of each output."""
        outputs = np.asarray(outputs)
        if self.single:
            return (outputs[..., 0] > (0.5 if self.probable else 0)).astype(int)
        return outputs.argmax(axis=-1)

    def probabilities(self, outputs):
        """Return what the model says of each class: ndarray, shape (..., classes)."""
        outputs = np.asarray(outputs, np.float64)
        if self.single:
            yes = outputs if self.probable else 1 / (1 + np.exp(-outputs))
            return np.concatenate([1 - yes, yes], axis=-1)
        if self.probable:
            return outputs
        shares = np.exp(outputs - outputs.max(axis=-1, keepdims=True))
        return shares / shares.sum(axis=-1, keepdims=True)

    def mean_loss(self, labels, outputs):
        """Return the loss of some outputs, as a float."""
        return float(keras.ops.convert_to_numpy(self.loss(self.targets(labels), outputs)))

    def targets(self, labels):
        """Return the labels as the loss takes them."""
        labels = np.asarray(labels)
        return labels[..., None].astype("float32") if self.single else labels


def _last_layer(model):
    if not isinstance(model, keras.Model):
        raise TypeError(f"model is a {type(model).__name__}, but must be a keras.Model")
    if not getattr(model, "inputs", None) or not getattr(model, "outputs", None):
        raise ValueError(
            f"{model.name} has no graph from an input to an output; build it with "
            "keras.Model(inputs, outputs), or begin the Sequential model with keras.Input(shape)"
        )
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise ValueError(
            f"{model.name} has {len(model.inputs)} inputs and {len(model.outputs)} outputs; "
            "one of each can be trained here"
        )
    return model.layers[-1]


def _guess(last, softmax):
    """Choose the loss that belongs to the last layer."""
    if softmax:
        return keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    activation = getattr(getattr(last, "activation", None), "__name__", "linear")
    if isinstance(last, layers.Softmax) or activation == "softmax":
        return keras.losses.SparseCategoricalCrossentropy()
    if activation in ("linear", "sigmoid") and last.output.shape[-1] == 1:
        return keras.losses.BinaryCrossentropy(from_logits=activation == "linear")
    if activation == "linear":
        return keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    raise ValueError(
        f"the last layer, {last.name!r}, ends in {activation}, for which there is no usual loss; "
        "end in a softmax, or pass loss=keras.losses...."
    )
