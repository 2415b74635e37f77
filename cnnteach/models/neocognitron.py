"""The Neocognitron [1]_: convolution, pooling and depth, learned without backprop, in 1980.

=====  ======================================  ========  ==========
layer  what it is                              shape     parameters
=====  ======================================  ========  ==========
s1     S-cells: 24 features of 5 x 5           16x16x24  624
c1     C-cells: 5 x 5, jumps of 2, wide edge   10x10x24  0
s2     S-cells: 24 features of 5 x 5           8x8x24    14,424
c2     C-cells: 5 x 5                          6x6x24    0
s3     S-cells: 24 features of 5 x 5           2x2x24    14,424
c3     C-cells: one for each feature           1x1x24    0
=====  ======================================  ========  ==========

All 29,472 parameters are fixed for backprop: `learn` changes them by the paper's rule. A pattern is
shown; an S-cell that answers most strongly of a neighbourhood, over all planes, represents its
plane, and the plane's weights take up what that cell sees just now. Nobody says what the
pattern is, and patterns that come again and again get cells of their own, wherever in the image
they are. Alike ones may share a cell: of the digits 0 to 4 of `digit_pictures`, the 0, the 3 and
the 4 often do; ``selectivity=(4.0, 2.5, 4.0)`` tells them apart.

Departures
----------
- The sizes of layers and windows, the planes and the constants r, q and alpha are the paper's;
  where the windows of c1, s2 and c2 lie is a reading of it: the paddings are those that give its
  sizes.
- Fixed weights fall as 0.8 ** distance; the paper says only that they fall.
- The first weights are small random numbers; the paper's first layer has a faint preference for an
  orientation in each plane.

References
----------
.. [1] Fukushima, 1980, "Neocognitron: a self-organizing neural network model for a mechanism of
       pattern recognition unaffected by shift in position", Biological Cybernetics 36: sections 2
       (cells), 3 (learning) and 5 (the numbers).
"""

import keras
import numpy as np

from cnnteach.models.draws import Draws
from cnnteach.models.layers import ComplexCells, SimpleCells
from cnnteach.models.options import plan
from cnnteach.shapes import whole_number

PAPER = {"input_shape": (16, 16, 1), "planes": 24}
TEACHING = PAPER | {"planes": 12}
SELECTIVITY = (4.0, 1.5, 1.5)  # r of the three stages
LEARNING_RATES = (1.0, 16.0, 16.0)  # q of the three stages
SMALLEST = 14
COLUMN = 5  # side of the neighbourhood in which the strongest S-cell represents its plane


def neocognitron(*, size="full", input_shape=None, seed=None, planes=None, selectivity=SELECTIVITY):
    """Build a Neocognitron that has learned nothing yet; see the module for its layers.

    Parameters
    ----------
    planes : int, optional
        Features in each of the three stages.
    selectivity : three floats
        The paper's r, stage by stage: a cell answers to likenesses above r / (1 + r).

    Returns
    -------
    keras.Model
        Images (N, 16, 16, 1), of strokes at 1 on 0, to the answers of the last C-cells (N, planes).

    Examples
    --------
    >>> neocognitron(seed=0).count_params()
    29472
    """
    net = plan(size, PAPER, TEACHING, smallest=SMALLEST, input_shape=input_shape)
    planes, draws = whole_number("planes", planes or net.planes), Draws(seed)
    r1, r2, r3 = selectivity
    image = keras.Input(net.input_shape, name="image")
    x = SimpleCells(planes, 5, r1, padding=2, seed=draws.seed(), name="s1")(image)
    x = ComplexCells(5, stride=2, padding=(3, 4), name="c1")(x)
    x = SimpleCells(planes, 5, r2, padding=1, seed=draws.seed(), name="s2")(x)
    x = ComplexCells(5, stride=1, padding=1, name="c2")(x)
    x = SimpleCells(planes, 5, r3, seed=draws.seed(), name="s3")(x)
    x = ComplexCells(x.shape[1:3], name="c3")(x)
    return keras.Model(image, keras.layers.Flatten(name="answers")(x))


def learn(model, patterns, *, rounds=20, rates=LEARNING_RATES):
    """Show the patterns again and again, and let the planes take up what they see. No labels.

    Parameters
    ----------
    model : keras.Model
        From `neocognitron`; its weights are changed.
    patterns : ndarray, shape (N, H, W, C)
        Shown one after the other, in this order.
    rounds : int
        How often each is shown; the paper says 20.
    rates : three floats
        The paper's q: how much a stage takes up at once.

    Examples
    --------
    >>> model = neocognitron(size="teaching", seed=0)
    >>> stroke = np.zeros((1, 16, 16, 1))
    >>> stroke[0, 3:13, 8] = 1
    >>> learn(model, stroke)
    >>> bool(model.predict(stroke, verbose=0).max() > 0.5)
    True
    """
    stages = [layer for layer in model.layers if isinstance(layer, SimpleCells)]
    if not stages:
        raise ValueError(f'{model.name} has no S-cells; models.build("neocognitron") has')
    probe = keras.Model(model.input, [[stage.input, stage.output] for stage in stages])
    for _ in range(whole_number("rounds", rounds)):
        for pattern in np.asarray(patterns, "float32"):
            for stage, rate, (seen, answers) in zip(
                stages, rates, probe(pattern[None]), strict=True
            ):
                seen, answers = (keras.ops.convert_to_numpy(a)[0] for a in (seen, answers))
                reinforce(stage, rate, seen, representatives(answers))


def representatives(answers, column=COLUMN):
    """Choose the S-cells whose planes may learn: the strongest of a neighbourhood and of its plane.

    Neighbourhoods overlap, as the paper's columns do: one that loses in one may win in the next.

    Parameters
    ----------
    answers : ndarray, shape (H, W, planes)
    column : int
        Side of the neighbourhood, in which cells of all planes compete.

    Returns
    -------
    dict
        ``plane: (row, column)``; a plane that wins nowhere has no entry.

    Examples
    --------
    >>> answers = np.zeros((6, 6, 2))
    >>> answers[2, 3, 0], answers[2, 4, 1], answers[0, 0, 0] = 3, 2, 1
    >>> representatives(answers)
    {0: (2, 3)}
    """
    rows, columns, _ = answers.shape
    strongest = {}
    for top in range(max(rows - column, 0) + 1):
        for left in range(max(columns - column, 0) + 1):
            block = answers[top : top + column, left : left + column]
            row, place, plane = map(int, np.unravel_index(block.argmax(), block.shape))
            here = (block.max(), top + row, left + place)
            if here[0] > 0 and here[0] > strongest.get(plane, (0,))[0]:
                strongest[plane] = here
    return {plane: place[1:] for plane, place in strongest.items()}


def reinforce(stage, rate, seen, winners):
    """Add to each winner's plane what the winner sees: equations 9 and 10.

    The exciting weights grow by ``q * c * u``, with c the fixed weights of the window, and the
    inhibiting weight by ``q / 2 * v``, so that a plane that has learned one thing dislikes others.
    """
    excitation, inhibition = stage.get_weights()
    side, edge = stage.size, (stage.padding, stage.padding)
    padded = np.pad(seen, [edge, edge, (0, 0)])
    for plane, (row, column) in winners.items():
        patch = padded[row : row + side, column : column + side]  # (side, side, C)
        excitation[..., plane] += rate * stage.spread * patch
        inhibition[plane] += rate / 2 * np.sqrt((stage.spread * patch**2).sum())
    stage.set_weights([excitation, inhibition])
