"""A Keras model as a list of steps, each after those that it reads: the one look at Keras's graph.

Keras keeps, with each symbolic tensor, which operation made it (``_keras_history``), and with each
operation the tensors that it was called on (``_inbound_nodes``). Both have an underscore, and have
been as they are since Keras 3.0; nothing else of the package looks at them.
"""

import inspect
from dataclasses import dataclass, field

import keras


@dataclass(frozen=True)
class Step:
    """One operation of a model at one place of its graph.

    Parameters
    ----------
    name : str
        The layer's; inside of a model in a model, "outer/inner".
    operation : keras layer or operation
    sources : tuple of int
        The steps whose results it reads, by their number.
    input_shapes : tuple of tuple
        Of those results, without the number of images; None where a size is open.
    shape : tuple
        Of its own result.
    is_first : bool
        Whether the layer was not met before: a layer that is used twice has its weights once.
    node : keras node
        Keras's record of the call.
    """

    name: str
    operation: object
    sources: tuple
    input_shapes: tuple
    shape: tuple
    is_first: bool
    node: object = field(repr=False, compare=False)

    def apply(self, results):
        """Compute the step's result from those of its sources, as the model does after training.

        Parameters
        ----------
        results : sequence of tensors
            One a source.

        Raises
        ------
        ValueError
            If the operation gives several results.
        """
        if len(self.node.output_tensors) > 1:
            raise ValueError(
                f"{self.name} gives {len(self.node.output_tensors)} results; only operations with "
                "one can be followed"
            )
        known = dict(zip(map(id, self.node.input_tensors), results, strict=True))
        arguments, options = self.node.arguments.fill_in(known)
        if "training" in inspect.signature(self.operation.call).parameters:
            options = options | {"training": False}
        return self.operation(*arguments, **options)


def steps(model):
    """List the operations of `model`, those of models inside of it too.

    Raises
    ------
    TypeError
        If `model` is no Keras model.
    ValueError
        If it was not built from symbolic tensors, so that there is no graph to read.
    """
    if not isinstance(model, keras.Model):
        raise TypeError(
            f"only a keras.Model has a graph to look into, and this is {type(model).__name__}; "
            'models.build("lenet5") gives one'
        )
    walk = _Walk()
    walk.follow(_tensors(model, "outputs"), bindings={}, prefix="")
    return walk.steps


def first_output(model):
    """Return the number of the step that gives the first output of `model`.

    Examples
    --------
    >>> from cnnteach.models import build
    >>> net = build("lenet5", seed=0)
    >>> steps(net)[first_output(net)].name
    'probabilities'
    """
    walk = _Walk()
    return walk.follow(_tensors(model, "outputs"), bindings={}, prefix="")[0]


def tensors(model, names):
    """Return the symbolic results of operations of `model`, each at its first place there.

    Parameters
    ----------
    model : keras.Model
    names : sequence of str
        As `steps` gives them: "conv1"; inside of a model in a model, "outer/inner".

    Returns
    -------
    list of keras.KerasTensor
        What ``keras.Model(model.inputs, ...)`` takes.

    Raises
    ------
    KeyError
        If there is no such operation.
    """
    first = {operation.name: (operation, node) for operation, node in _calls(model)}
    inside, found = {}, {}
    for name in names:
        outer, _, inner = name.partition("/")
        if outer not in first:
            raise KeyError(name)
        if inner:
            inside.setdefault(outer, []).append(inner)
        else:
            found[name] = first[outer][1].output_tensors[0]
    for outer, inner in inside.items():
        operation, node = first[outer]
        part = keras.Model(_alone(_tensors(operation, "inputs")), tensors(operation, inner))
        found |= {
            f"{outer}/{name}": result
            for name, result in zip(inner, _several(part(_alone(node.input_tensors))), strict=True)
        }
    return [found[name] for name in names]


def _several(results):
    return results if isinstance(results, list | tuple) else [results]


def _alone(tensors):
    """Return the one tensor of a list of one: Keras tells the two apart."""
    return tensors[0] if len(tensors) == 1 else tensors


def _calls(model):
    """Yield each operation and its node, from the outputs back to the inputs."""
    met, waiting = set(), list(_tensors(model, "outputs"))
    while waiting:
        operation, node = _made_by(waiting.pop(0))
        if id(node) not in met:
            met.add(id(node))
            waiting.extend(node.input_tensors)
            yield operation, node


def _tensors(model, side):
    """Return the symbolic inputs or outputs of `model`, or say why it has none."""
    try:
        tensors = getattr(model, side)
    except AttributeError:
        tensors = None
    if not tensors:
        raise ValueError(
            f"{model.name} has no graph to read: a Sequential model needs an Input first (or a "
            "call on an image), and a subclass of keras.Model has none; build it with the "
            "functional API"
        )
    return tensors


class _Walk:
    """Collects steps, sources first."""

    def __init__(self):
        self.steps = []
        self._met = set()

    def follow(self, tensors, bindings, prefix):
        """Add all that leads to `tensors`; return the step of each.

        `bindings` are the steps that stand for tensors which came from outside, by their id.
        """
        known = dict(bindings)  # id(tensor) -> number of its step
        waiting = list(reversed(tensors))
        while waiting:
            if id(waiting[-1]) in known:
                waiting.pop()
                continue
            operation, node = _made_by(waiting[-1])
            missing = [t for t in node.input_tensors if id(t) not in known]
            if missing:
                waiting.extend(reversed(missing))
                continue
            sources = [known[id(t)] for t in node.input_tensors]
            numbers = self._add(operation, node, sources, prefix)
            known.update(zip(map(id, node.output_tensors), numbers, strict=True))
        return [known[id(t)] for t in tensors]

    def _add(self, operation, node, sources, prefix):
        """Add one operation, or all that is inside of it if it is a model."""
        if isinstance(operation, keras.Model):
            inner = dict(zip(map(id, _tensors(operation, "inputs")), sources, strict=True))
            outputs = _tensors(operation, "outputs")
            return self.follow(outputs, inner, f"{prefix}{operation.name}/")
        shapes = tuple(tuple(t.shape[1:]) for t in node.input_tensors)
        outputs = node.output_tensors
        is_first = id(operation) not in self._met
        self._met.add(id(operation))
        name, shape = prefix + operation.name, tuple(outputs[0].shape[1:])
        self.steps.append(Step(name, operation, tuple(sources), shapes, shape, is_first, node))
        return [len(self.steps) - 1] * len(outputs)


def _made_by(tensor):
    """Return the operation that made `tensor`, and the node that records the call."""
    history = tensor._keras_history
    return history.operation, history.operation._inbound_nodes[history.node_index]
