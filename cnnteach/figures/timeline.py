"""A training at one of its steps, as a picture for paper."""

import numpy as np
from matplotlib.figure import Figure

from cnnteach.figures.logarithmic import plain_logarithmic
from cnnteach.figures.tones import MARK, SIGNED
from cnnteach.figures.training import progress

FIRST, CELLS, REACH = "#08519c", 60, 1.9


def plane(training, branch, step, points):
    """Draw the losses of a small net, and at a step what it says of each place of the plane.

    Parameters
    ----------
    training, branch : PlaneTraining
        `weights` (steps + 1, 4 U + 1), and `loss` and `tested_loss` after `looked` steps; the
        branch may be None, and is the one that is shown if it is there.
    step : int
    points : (places, labels) of the training points, and the same of the held-out ones

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = Figure(figsize=(9.5, 3.6), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=[1.6, 1])
    for run, colour, words in ((training, FIRST, ""), (branch, MARK, ", branch")):
        if run is not None:
            left.plot(run.looked, run.loss, color=colour, label=f"40 points{words}")
            left.plot(run.looked, run.tested_loss, "--", color=colour, label=f"held out{words}")
    left.axvline(step, color="0.3", linewidth=1)
    plain_logarithmic(left)
    left.set_xlabel("step")
    left.set_title("loss", fontsize=10)
    left.legend(fontsize=8)
    _draw_field(right, (branch or training).weights[step])
    _draw_points(right, *points)
    right.set_title(f"what the net says before step {step}", fontsize=10)
    return figure


def recorded(recording, branch, step, layer):
    """Draw a recording at a step, or its branch: curves and a layer's filters.

    Parameters
    ----------
    recording, branch : Recording
        `branch` may be None.
    step : int
    layer : str

    Returns
    -------
    matplotlib.figure.Figure
        See `cnnteach.figures.training.progress`.
    """
    shown = branch or recording
    filters = shown.at(step).layers[layer].filters
    while filters is not None and filters.ndim < 4:
        filters = filters[None]
    columns = {"tested_steps": 0, "tested_loss": 3, "tested_accuracy": 4}
    tested = {name: [epoch[at] for epoch in shown.epochs] for name, at in columns.items()}
    return progress(shown.loss, shown.accuracy, now=step, filters=filters, layer=layer, **tested)


def _draw_field(axes, weights):
    """Shade each place by what the net says of it: blue for class 0, orange for class 1."""
    cells = ((np.arange(CELLS) + 0.5) / CELLS * 2 - 1) * REACH
    x, y = np.meshgrid(cells, cells[::-1])
    units = len(weights) // 4
    w1, b1 = weights[: 2 * units].reshape(2, units), weights[2 * units : 3 * units]
    hidden = np.maximum(np.stack([x, y], axis=-1) @ w1 + b1, 0)
    logits = hidden @ weights[3 * units : 4 * units] + weights[4 * units]
    said = np.tanh(logits / 2)  # the logistic function, from -1 to 1
    sides = (-REACH, REACH, -REACH, REACH)
    axes.imshow(0.6 * said, cmap=SIGNED, vmin=-1, vmax=1, extent=sides)
    axes.set_xticks([])
    axes.set_yticks([])


def _draw_points(axes, trained, tested):
    for (places, labels), size, edge in ((tested, 5, "none"), (trained, 28, "black")):
        for label, marker, colour in ((0, "o", SIGNED(0.0)), (1, "^", SIGNED(1.0))):
            x, y = places[labels == label].T
            style = {"marker": marker, "edgecolors": edge, "linewidths": 0.7}
            axes.scatter(x, y, s=size, c=[colour], **style)
    axes.set_xlim(-REACH, REACH)
    axes.set_ylim(-REACH, REACH)
