"""One step of learning at a time, and all that would be lost if the learning stopped here."""

import keras

from cnnteach.training.forward import outputs_of
from cnnteach.training.optimizers import optimizer_of
from cnnteach.training.samples import DROPOUT, stream


class Learner:
    """A model with its loss and its optimizer.

    Parameters
    ----------
    model : keras.Model
        It learns in place; what it was compiled with stays as it was.
    objective : Objective
    settings : Settings
    """

    def __init__(self, model, objective, settings):
        self.model, self.objective = model, objective
        self.compiled = objective.model
        self.optimizer = optimizer_of(
            settings.optimizer,
            learning_rate=settings.learning_rate,
            momentum=settings.momentum,
            weight_decay=settings.weight_decay,
            variables=_by_layer(model),
        )
        self.compiled.compile(
            optimizer=self.optimizer, loss=objective.loss, metrics=[_right(objective)]
        )
        self.rate = None
        _seed_dropout(model, settings.seed)

    def step(self, images, labels, rate):
        """Learn from one batch; return its loss and the share that was right, before the step."""
        if rate != self.rate:
            self.optimizer.learning_rate = rate
            self.rate = rate
        self.compiled.reset_metrics()
        targets = self.objective.targets(labels)
        loss, right = self.compiled.train_on_batch(images, targets)
        return float(loss), float(right)

    def outputs(self, images):
        """Return what the model gives for many images, without dropout."""
        return outputs_of(self.compiled, images)

    def state(self):
        """Copy the weights, dropout's place in its random numbers, and the optimizer's memory."""
        return {name: keras.ops.convert_to_numpy(v).copy() for name, v in self._variables()}

    def restore(self, state):
        """Put back what `state` gave.

        Raises
        ------
        ValueError
            If it belongs to another model or optimizer.
        """
        if not state:
            raise ValueError(
                "the recording was saved without the weights (state=False), so it can be looked at "
                "but not gone on with"
            )
        variables = dict(self._variables())
        shapes = {name: tuple(variable.shape) for name, variable in variables.items()}
        given = {name: array.shape for name, array in state.items()}
        if shapes != given:
            name = next(n for n in {**shapes, **given} if shapes.get(n) != given.get(n))
            raise ValueError(
                f"the recording belongs to another model or optimizer: {name} is "
                f"{given.get(name, 'missing')} there and {shapes.get(name, 'missing')} here"
            )
        for name, variable in variables.items():
            variable.assign(state[name])
        self.rate = None

    def _variables(self):
        for index, variable in enumerate([*self.model.weights, *_random_states(self.model)]):
            yield f"model/{index:03d}/{variable.name}", variable
        for index, variable in enumerate(self.optimizer.variables):
            yield f"optimizer/{index:03d}", variable


def _right(objective):
    if objective.single:
        threshold = 0.5 if objective.probable else 0.0
        return keras.metrics.BinaryAccuracy(threshold=threshold, name="right")
    return keras.metrics.SparseCategoricalAccuracy(name="right")


def _by_layer(model):
    """Return the trainable variables of each layer that has some, by the layer's name."""
    found = {layer.name: list(layer.trainable_variables) for layer in model.layers}
    found = {name: variables for name, variables in found.items() if variables}
    if not found:
        raise ValueError(f"{model.name} has nothing to learn: no layer has trainable weights")
    return found


def _random_states(model):
    return [variable for variable in model.variables if "seed_generator" in variable.path]


def _seed_dropout(model, seed):
    """Let dropout and other chance inside of the model follow from the training's seed."""
    for index, variable in enumerate(_random_states(model)):
        drawn = stream(seed, DROPOUT, index).integers(2**31, size=tuple(variable.shape))
        variable.assign(drawn.astype(variable.dtype))
