"""The networks of the lectures as Keras models, and a table of what is inside of any Keras model.

Importing this does not import Keras: that waits for the first network.

>>> from cnnteach import models
>>> model = models.build("lenet5", seed=0)
>>> models.summary(model)["c1"].receptive_field
(5, 5)
"""

from cnnteach.models.catalogue import build, names

__all__ = ["build", "load", "names", "summary"]


def summary(model):
    """Tabulate shape, parameters, connections and receptive field of each layer of `model`.

    The numbers come from the model's own graph, through branches and residual adds, and through
    models inside of the model; see :func:`cnnteach.models.summarise.summarise`.

    Parameters
    ----------
    model : keras.Model
        Functional or Sequential, and built.

    Returns
    -------
    SummaryTable
        Printed by ``print``, a table in a notebook, and data: ``table.rows``, ``table["conv1"]``,
        ``table.as_dicts()``, ``table.totals``.

    Raises
    ------
    TypeError
        If `model` is no Keras model.
    ValueError
        If it has no graph: a Sequential model without an input, or a subclass of ``keras.Model``.

    Examples
    --------
    >>> print(summary(build("lenet5_1998", seed=0)))
    lenet5_1998: 60,000 trainable parameters, 840 fixed; 340,908 connections; 8,094 neurons
    <BLANKLINE>
    layer  kind                   shape     parameters  connections  neurons  sees   jump
    -------------------------------------------------------------------------------------
    image  InputLayer             32x32x1            0            0        0  1x1       1
    c1     Conv2D                 28x28x6          156      122,304    4,704  5x5       1
    s2     Subsampling            14x14x6           12        5,880    1,176  6x6       2
    c3     ConnectionTableConv2D  10x10x16       1,516      151,600    1,600  14x14     2
    s4     Subsampling            5x5x16            32        2,000      400  16x16     4
    c5     Conv2D                 1x1x120       48,120       48,120      120  32x32     4
    c5_1d  Flatten                120                0            0        0  32x32     -
    f6     Dense                  84            10,164       10,164       84  32x32     -
    rbf    RadialBasis            10               840          840       10  32x32     -
    """
    from cnnteach.models.summarise import summarise

    return summarise(model)


def load(name, where=None):
    """Build a network with the weights that it has learned, or read a model of your own.

    Parameters
    ----------
    name : str or path
        Shipped weights, one of `cnnteach.models.weights.available()`; or a file that ends in
        ``.keras``, which ``model.save`` wrote. Beside ``keras.saving.load_model`` this knows the
        layers that the package defines. No code is taken from a file.
    where : str or path, optional
        A folder of weights that ``cnnteach train`` wrote; the shipped ones, if not given.

    Returns
    -------
    keras.Model

    Raises
    ------
    ValueError, FileNotFoundError
        If there are no such weights, or their checksum differs from their card's.

    Examples
    --------
    >>> load("lenet5_digits").name
    'lenet5'
    """
    if not str(name).endswith(".keras"):
        from cnnteach.models import weights

        return weights.load(str(name), where)
    import keras

    import cnnteach.models.layers
    import cnnteach.models.losses  # noqa: F401  (registers what a saved model may name)

    return keras.saving.load_model(name)
