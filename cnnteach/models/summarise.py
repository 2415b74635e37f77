"""A Keras model in a table: its own graph, followed once."""

from cnnteach.models.counts import connections, neurons, parameter_counts
from cnnteach.models.graph import steps
from cnnteach.models.receptive_field import receptive_fields
from cnnteach.models.table import Row, SummaryTable


def summarise(model):
    """Tabulate each layer's shape, parameters, connections, neurons and receptive field.

    Models inside of the model are opened; a layer that is used twice has a row for each use, and
    its parameters in the first. Where a side of the image is open, so are the connections.

    Parameters
    ----------
    model : keras.Model

    Returns
    -------
    SummaryTable

    Raises
    ------
    TypeError
        If `model` is no Keras model.
    ValueError
        If it has no graph: a Sequential model without an input, or a subclass of ``keras.Model``.

    References
    ----------
    Araujo, Norris & Sim, 2019, "Computing receptive fields of convolutional neural networks",
    Distill, doi:10.23915/distill.00021, for the branches: a unit that adds two sees what either
    sees.

    Examples
    --------
    >>> import keras
    >>> image = keras.Input((9, 9, 1), name="image")
    >>> wide = keras.layers.Conv2D(2, 5, padding="same", name="wide")(image)
    >>> narrow = keras.layers.Conv2D(2, 3, padding="same", name="narrow")(image)
    >>> table = summarise(keras.Model(image, wide + narrow))
    >>> [(row.layer, row.receptive_field) for row in table][:3]
    [('image', (1, 1)), ('wide', (5, 5)), ('narrow', (3, 3))]
    >>> table[3].receptive_field, table.totals.connections
    ((5, 5), 5832)
    """
    path = steps(model)
    rows = [_row(step, field) for step, field in zip(path, receptive_fields(path), strict=True)]
    return SummaryTable(model.name, tuple(rows))


def _row(step, field):
    parameters, fixed = parameter_counts(step)
    kind = type(step.operation).__name__
    counts = connections(step), neurons(step)
    return Row(step.name, kind, step.shape, parameters, fixed, *counts, field)
