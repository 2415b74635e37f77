"""An image through a model step by step, so that each number on the way can be seen and changed."""

from typing import NamedTuple

from cnnteach.explain.activation import activation_of, only_activates, relu_cap, sum_only
from cnnteach.explain.rectifiers import relu_by_rule


class Result(NamedTuple):
    """What a step gives: its sum, and that after its activation (the same if it has none).

    The sum of a layer that only activates is what it is given.
    """

    sum: object
    output: object


def follow(steps, images, *, rule=None, added=None, until=None):
    """Compute each step of a model.

    Parameters
    ----------
    steps : list of Step
        From `cnnteach.models.graph.steps`, of a model with one input.
    images : tensor, shape (N, H, W, C)
        Of any height and width that the layers can take.
    rule : str, optional
        How each ReLU goes backwards; see `cnnteach.explain.rectifiers`. Its own derivative, if not
        given.
    added : dict of int to tensor, optional
        Added to the output of the step with that number: with zeros, the gradient by them is the
        gradient by the output.
    until : int, optional
        The last step that is wanted.

    Returns
    -------
    list of Result
    """
    added, results = added or {}, []
    for number, step in enumerate(steps[: None if until is None else until + 1]):
        if step.sources:
            result = _result(step, [results[i].output for i in step.sources], rule)
        else:
            result = Result(images, images)
        if number in added:
            result = result._replace(output=result.output + added[number])
        results.append(result)
    return results


def _result(step, inputs, rule):
    is_relu, cap = relu_cap(step.operation) if rule else (False, None)
    activation = activation_of(step.operation)
    if activation is None:
        output = relu_by_rule(rule, cap)(inputs[0]) if is_relu else step.apply(inputs)
        return Result(inputs[0] if only_activates(step.operation) else output, output)
    with sum_only(step.operation):
        total = step.apply(inputs)
    activate = relu_by_rule(rule, cap) if is_relu else activation
    return Result(total, activate(total))
