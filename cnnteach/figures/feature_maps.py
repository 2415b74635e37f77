"""The maps of a layer, channel by channel, and how a filter answers to stripes."""

import numpy as np
from matplotlib.figure import Figure

from cnnteach.figures.panels import numbered, panels
from cnnteach.figures.tones import MARK, SIGNED


def show_maps(maps, *, titles=(), columns=8, same_scale=True, side=1.1):
    """Draw the maps of one layer side by side.

    From black for 0 to white for the greatest; with negatives, blue below 0 and orange above. A map
    that is 0 everywhere says so.

    Parameters
    ----------
    maps : ndarray, shape (H, W, units)
    titles : sequence
        One for each map; its number, if not given.
    columns : int
        Maps in a row.
    same_scale : bool
        Whether equal tones mean equal numbers in all maps. If not, each is drawn to its own
        greatest, which is printed below.
    side : float
        Of a map, in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If these are no maps.

    Examples
    --------
    >>> figure = show_maps(np.arange(8.0).reshape(2, 2, 2) * [1, 0])
    >>> [axes.get_title() for axes in figure.axes], figure.axes[1].get_xlabel()
    (['0', '1'], 'silent')
    """
    maps = np.asarray(maps)
    if maps.ndim != 3 or 0 in maps.shape:
        raise ValueError(
            f"maps have shape {maps.shape}, but must be (rows, columns, units): those of one image"
        )
    titles = numbered(titles, maps.shape[-1])
    tall = maps.shape[0] / maps.shape[1]
    figure, cells = panels(titles, columns=columns, side=side, tall=tall)
    common = np.abs(maps).max() or 1
    for axes, plane in zip(cells, np.moveaxis(maps, -1, 0), strict=True):
        own = np.abs(plane).max()
        _draw(axes, plane, common if same_scale else own or 1, (maps < 0).any())
        said = "silent" if own == 0 else "" if same_scale else f"{own:.2g}"
        axes.set_xlabel(said, fontsize=7, labelpad=2)
    return figure


def _draw(axes, plane, far, is_signed):
    tones = {"cmap": SIGNED, "vmin": -far} if is_signed else {"cmap": "gray", "vmin": 0}
    axes.imshow(plane, vmax=far, interpolation="nearest", **tones)


def show_tuning(tunings, *, names=(), height=2.4):
    """Draw how cells answer to drifting gratings: by orientation, and as the best one drifts by.

    Parameters
    ----------
    tunings : sequence of (orientations, phases, answers)
        Degrees (O,), degrees (P,), answers (O, P).
    names : sequence of str
        Who answers.
    height : float
        Of the panels, in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = show_tuning([(np.arange(4) * 45, np.arange(6) * 60, np.eye(4, 6))], names=["a"])
    >>> [axes.get_xlabel() for axes in figure.axes]
    ['orientation of the stripes, degrees', 'drift of the best grating, degrees']
    """
    figure = Figure(figsize=(7.2, height), layout="constrained")
    by_orientation, by_phase = figure.subplots(1, 2)
    names = [*names, *[""] * len(tunings)]
    for (orientations, phases, answers), name, line in zip(
        tunings, names, ("-", "--", ":", "-.") * len(tunings), strict=False
    ):
        answers = np.asarray(answers) / (np.max(answers) or 1)
        strongest = answers.max(axis=1)
        by_orientation.plot(orientations, strongest, line, label=name)
        by_phase.plot(phases, answers[strongest.argmax()], line)
    best = tunings[0][0][np.max(tunings[0][2], axis=1).argmax()]
    by_orientation.axvline(best, color=MARK, linewidth=0.8)
    by_orientation.set_xlabel("orientation of the stripes, degrees", fontsize=9)
    by_phase.set_xlabel("drift of the best grating, degrees", fontsize=9)
    by_orientation.set_ylabel("answer, of its greatest", fontsize=9)
    if any(names):
        by_orientation.legend(fontsize=8, frameon=False)
    for axes in (by_orientation, by_phase):
        axes.set_ylim(0, 1.05)
        axes.tick_params(labelsize=8)
        axes.spines[["top", "right"]].set_visible(False)
    return figure
