"""How a simple and a complex cell answer to light of any orientation, as a picture for paper."""

import numpy as np
from matplotlib.figure import Figure

from cnnteach.figures.tones import MARK, SIGNED

SIMPLE = "#08519c"
LEAST = 0.1  # of the axis of answers: what is only the error of adding up looks like 0


def tuning(image, kernel, by_orientation, by_drift, *, at):
    """Draw light, receptive field, and the answers by orientation and by drift.

    Parameters
    ----------
    image, kernel : ndarray, shape (H, H) and (K, K)
    by_orientation, by_drift : (sequence of float, ndarray of shape (2, n))
        Where the answers are of, and those of the simple and of the complex cell.
    at : (float, float)
        Orientation and drift of `image`, which are marked.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> curve = [0, 90], np.ones((2, 2))
    >>> figure = tuning(np.eye(9), np.eye(5), curve, curve, at=(0, 0))
    >>> [axes.get_title() for axes in figure.axes]
    ['light', 'receptive field', 'by orientation', 'by drift']
    """
    figure = Figure(figsize=(9.5, 3), layout="constrained")
    light, field, turned, drifted = figure.subplots(1, 4, width_ratios=[1, 1, 1.5, 1.5])
    light.imshow(image, cmap="gray", vmin=min(0, image.min()), vmax=1)
    far = np.abs(kernel).max()
    field.imshow(kernel, cmap=SIGNED, vmin=-far, vmax=far)
    for axes, title in ((light, "light"), (field, "receptive field")):
        axes.set_title(title, fontsize=10)
        axes.set(xticks=[], yticks=[])  # framed: plain light is as white as the paper
    _curves(turned, by_orientation, at[0], "by orientation", "degrees")
    _curves(drifted, by_drift, at[1], "by drift", "pixels")
    turned.legend(fontsize=8)
    return figure


def _curves(axes, curves, at, title, unit):
    places, (simple, complex_) = curves
    axes.plot(places, simple, color=SIMPLE, label="simple cell")
    axes.plot(places, complex_, "--", color=MARK, label="complex cell")
    axes.axvline(at, color="0.4", linewidth=0.8, linestyle=":")
    axes.set_ylim(0, max(LEAST, 1.05 * np.max(curves[1])))
    axes.set_title(title, fontsize=10)
    axes.set_xlabel(unit, fontsize=9)
