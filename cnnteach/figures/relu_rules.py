"""One ReLU in numbers: what came in, what arrives from above, and what each rule hands down."""

import numpy as np

from cnnteach.figures.numbers import numbers


def relu_rules(inputs, upstream, passed):
    """Draw the numbers at a ReLU, each grid cell one unit, at the same place in all grids.

    Parameters
    ----------
    inputs, upstream : array_like, shape (rows, columns) or (units,)
        What came into the ReLU, and what arrives at its output on the way back.
    passed : dict of str to array_like
        What each rule lets through.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> figure = relu_rules([1, -1], [5, -6], {"gradient": [5, 0], "deconvnet": [5, 0]})
    >>> [text.get_text() for text in figure.axes[0].texts][:2]
    ['1', '−1']
    """
    shapes = {np.shape(each) for each in (inputs, upstream, *passed.values())}
    if len(shapes) > 1:
        raise ValueError(f"the grids have shapes {sorted(shapes)}, but must have one")
    titles = ("input of\nthe ReLU", "from above", *passed)
    return numbers(inputs, upstream, *passed.values(), titles=titles, signed=True)
