"""Ways of going downhill, with weight decay as a part of the gradient (L2) or apart from it.

L2 adds ``strength / 2 * sum(w**2)`` to the loss, so ``strength * w`` to the gradient of a kernel;
it then goes through the velocity, as AlexNet's did [1]_, or through Adam's division. AdamW takes
``learning_rate * strength * w`` away from the weight itself, beside the gradient's step. For plain
gradient descent the two are the same. With momentum, L2 pulls through the velocity, later and in
the end ``1 / (1 - momentum)`` times as hard. In Adam, L2's pull is divided by the size of the
gradients like everything else, so weights with large gradients hardly decay, which is why AdamW
keeps it out [2]_.

References
----------
.. [1] Krizhevsky, Sutskever & Hinton, 2012, "ImageNet classification with deep convolutional neural
       networks", section 5.
.. [2] Loshchilov & Hutter, 2019, "Decoupled weight decay regularization", arXiv:1711.05101.
"""

import keras

OPTIMIZERS = ("sgd", "nesterov", "rmsprop", "adam", "adamw")


def optimizer_of(name, *, learning_rate, momentum, weight_decay, variables):
    """Make a Keras optimizer.

    Parameters
    ----------
    name : str
        One of `OPTIMIZERS`; "nesterov" is SGD that takes the gradient ahead of its momentum.
    learning_rate, momentum : float
        Momentum counts for "sgd", "nesterov" and "rmsprop".
    weight_decay : float or dict of str to float
        For every kernel; or for the kernels of the layers that are named. L2, but with "adamw"
        apart from the gradient. Biases and the scales of batch normalisation do not decay.
    variables : dict of str to list of keras.Variable
        The trainable variables of each layer, by its name.

    Returns
    -------
    keras.optimizers.Optimizer
        Built for these variables.
    """
    strengths = _strengths(weight_decay, variables)
    every = [variable for layer in variables.values() for variable in layer]
    if name == "adamw":
        optimizer = keras.optimizers.AdamW(learning_rate, weight_decay=_one(weight_decay))
        optimizer.exclude_from_weight_decay(var_list=[v for v in every if not strengths.get(id(v))])
    else:
        optimizer = _with_l2(name)(learning_rate, **_momentum(name, momentum))
        optimizer.strengths = strengths
    optimizer.build(every)
    return optimizer


def decayed(variable):
    """Tell whether weight decay is for this variable: kernels have two axes or more."""
    return len(variable.shape) > 1


class _L2:
    """Adds each kernel's pull towards zero to its gradient, whatever the optimizer then does."""

    strengths = {}  # noqa: RUF012  (replaced, never changed)

    def apply(self, grads, trainable_variables=None):
        variables = trainable_variables or self._trainable_variables
        pairs = zip(list(grads), variables, strict=True)
        return super().apply([self._pulled(g, v) for g, v in pairs], trainable_variables)

    def _pulled(self, gradient, variable):
        strength = self.strengths.get(id(variable), 0.0)
        if not strength or gradient is None:
            return gradient
        return keras.ops.convert_to_tensor(gradient) + strength * variable


def _with_l2(name):
    kinds = {
        "sgd": keras.optimizers.SGD,
        "nesterov": keras.optimizers.SGD,
        "rmsprop": keras.optimizers.RMSprop,
        "adam": keras.optimizers.Adam,
    }
    if name not in kinds:
        raise ValueError(
            f"optimizer is {name!r}; write one of {', '.join(map(repr, OPTIMIZERS))}, and its "
            "numbers beside it: learning_rate=0.01, momentum=0.9"
        )
    return type(kinds[name].__name__, (_L2, kinds[name]), {})


def _momentum(name, momentum):
    if name == "adam":
        return {}
    options = {"momentum": momentum}
    return options | {"nesterov": True} if name == "nesterov" else options


def _strengths(weight_decay, variables):
    """Return how strongly each variable decays, by its id."""
    if not isinstance(weight_decay, dict):
        weight_decay = dict.fromkeys(variables, weight_decay)
    for layer in weight_decay:
        if layer not in variables:
            raise ValueError(
                f"weight_decay names the layer {layer!r}, but the layers with weights are "
                f"{', '.join(variables)}"
            )
    return {id(v): s for layer, s in weight_decay.items() for v in variables[layer] if decayed(v)}


def _one(weight_decay):
    """Return AdamW's one strength."""
    different = set(weight_decay.values()) if isinstance(weight_decay, dict) else {weight_decay}
    if len(different) > 1:
        raise ValueError(f'"adamw" has one strength for all layers; got {weight_decay}')
    return different.pop() if different else 0.0
