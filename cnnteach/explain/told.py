"""A unit's arithmetic as NetworkExplorer shows it: one window, its weights, and a word for both."""

import numpy as np

from cnnteach.explain.activation import activation_of
from cnnteach.explain.terms import terms_of
from cnnteach.explain.windows import read


def told(step, unit, place, values):
    """Return how a unit's number comes about.

    Parameters
    ----------
    step : cnnteach.models.graph.Step
    unit : int
    place : (int, int)
        Row and column; (0, 0) of a layer without any.
    values : sequence of ndarray
        The results of the step's sources, (H, W, C) or (units,).

    Returns
    -------
    dict
        ``kind``: "weighted", "maximum", "mean", "sum" (of several layers), "copy" or "other";
        ``window`` and ``weights`` (rows, columns, channels), ``source``, which of the sources it
        reads, ``origin`` and ``step``, where the window begins there and how far its cells are
        apart, ``first``, its first channel; ``bias``, ``total``, ``activation``.

    Examples
    --------
    >>> import keras
    >>> from cnnteach.models.graph import steps
    >>> model = keras.Sequential([keras.Input((4, 4, 1)), keras.layers.MaxPooling2D(2)])
    >>> found = told(steps(model)[1], 0, (1, 0), [np.arange(16.0).reshape(4, 4, 1)])
    >>> found["kind"], found["total"], found["origin"]
    ('maximum', 13.0, [2, 0])
    """
    terms = terms_of(step, (*place, unit) if len(step.shape) == 3 else (unit,), values)
    blocks = [(i, places, read(places, values[i])[0], w) for i, places, w in terms.blocks]
    total = sum(float((block.astype(float) * w).sum()) for *_, block, w in blocks) + terms.bias
    activation = activation_of(step.operation)
    found = {
        "source": 0,
        "bias": float(terms.bias),
        "total": float(total),
        "activation": getattr(activation, "__name__", "linear"),
    }
    kind = _kind(step.operation, blocks, terms)
    if kind == "other":
        return found | {"kind": kind, "window": None, "weights": None, "first": 0}
    source, places, window, weights = blocks[0]
    if kind == "sum":
        window = np.concatenate([block * w for *_, block, w in blocks], axis=-1)
    shown = weights if kind == "weighted" else None
    return (
        found
        | _where(places)
        | {
            "kind": kind,
            "source": source,
            "window": _three_axes(window),
            "weights": None if shown is None else _three_axes(shown),
        }
    )


def _kind(operation, blocks, terms):
    name = type(operation).__name__
    if len(blocks) != 1:
        is_sum = len(blocks) > 1 and all(block.size == 1 for *_, block, _ in blocks)
        return "sum" if is_sum and not terms.is_slope else "other"
    weights = blocks[0][-1]
    if "MaxPool" in name:
        return "maximum"
    if "AveragePool" in name:
        return "mean"
    return "copy" if weights.size == 1 and weights.item() == 1 and not terms.bias else "weighted"


def _where(places):
    """Return origin, step and first channel of a block's places."""
    *plane, channels = places
    rows, columns = plane if plane else (np.zeros(1, int), np.zeros(1, int))
    steps = [int(axis[1] - axis[0]) if len(axis) > 1 else 1 for axis in (rows, columns)]
    return {"origin": [int(rows[0]), int(columns[0])], "step": steps, "first": int(channels[0])}


def _three_axes(block):
    return block if block.ndim == 3 else block.reshape(1, 1, -1)
