"""Filters as pictures: grey for 0, and a scale that says what black and white stand for."""

import numpy as np
from matplotlib.figure import Figure

from cnnteach.figures.panels import numbered, panels
from cnnteach.figures.tones import MARK, SIGNED

MARGIN = 0.3  # inches, for a title


def show_filters(kernels, *, columns=8, same_scale=False, titles=(), side=0.75):
    """Draw first-layer filters: in colour if they have three channels, else in grey.

    Middle grey is 0 in every channel. Each filter's weight that is furthest from 0 is drawn black
    or white, and printed below; the scale goes as far to the other side, so that no weight's sign
    or share is lost.

    Parameters
    ----------
    kernels : ndarray, shape (KH, KW, C, F)
        With 1 or 3 channels.
    columns : int
        Filters in a row.
    same_scale : bool
        Whether all filters share the scale of the strongest, so that weak ones look weak.
    titles : sequence
        One for each filter; its number, if not given.
    side : float
        Of a filter, in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the kernels do not have 1 or 3 channels: `show_kernels` draws such.

    Examples
    --------
    >>> figure = show_filters(np.ones((3, 3, 1, 2)) * [0.5, -2])
    >>> [axes.get_xlabel() for axes in figure.axes]
    ['±0.5', '±2']
    """
    kernels = _kernels(kernels)
    if kernels.shape[2] not in (1, 3):
        raise ValueError(
            f"kernels have {kernels.shape[2]} channels, but only 1 or 3 make a picture; "
            "show_kernels draws them channel by channel"
        )
    pictures, far = filter_pictures(kernels, same_scale=same_scale)
    titles = numbered(titles, len(pictures))
    figure, cells = panels(titles, columns=columns, side=side)
    for axes, picture, limit in zip(cells, pictures, far, strict=True):
        axes.imshow(picture, interpolation="nearest")
        axes.set_xlabel(f"±{limit:.2g}", fontsize=8, labelpad=2)
    return figure


def filter_pictures(kernels, *, same_scale=False):
    """Return filters as pictures, and what white stands for.

    Parameters
    ----------
    kernels : ndarray, shape (KH, KW, C, F)
        With 1 or 3 channels.
    same_scale : bool
        Whether the strongest weight of all filters sets the scale.

    Returns
    -------
    pictures : ndarray of uint8, shape (F, KH, KW, 3)
        0 is 128, middle grey.
    far : ndarray, shape (F,)
        The weight that is drawn as 255; its negative is drawn as 1.

    Examples
    --------
    >>> pictures, far = filter_pictures(np.array([-2.0, 0, 1]).reshape(1, 3, 1, 1))
    >>> pictures[0, 0, :, 0], far
    (array([  1, 128, 192], dtype=uint8), array([2.]))
    """
    kernels = _kernels(kernels)
    far = np.abs(kernels).max(axis=(0, 1, 2))
    if same_scale:
        far = np.full_like(far, far.max())
    scaled = kernels / np.where(far == 0, 1, far)
    pictures = (128 + 127 * scaled).round().astype(np.uint8).transpose(3, 0, 1, 2)
    return np.repeat(pictures, 3, axis=-1) if pictures.shape[-1] == 1 else pictures, far


def show_kernels(kernels, *, units, channels, side=0.6):
    """Draw deeper kernels channel by channel: a row for each filter, a column for each channel.

    Blue is below 0, white 0, orange above; all share one scale.

    Parameters
    ----------
    kernels : ndarray, shape (KH, KW, C, F)
    units, channels : sequence of int
        Which to draw.
    side : float
        Of a plane, in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = show_kernels(np.ones((3, 3, 8, 4)), units=[0, 3], channels=range(5))
    >>> [axes.get_title() for axes in figure.axes[:2]], figure.axes[5].get_ylabel()
    (['channel 0', '1'], 'filter 3')
    """
    kernels = _kernels(kernels)
    units, channels = list(units), list(channels)
    far = np.abs(kernels[:, :, channels][..., units]).max() or 1
    size = (len(channels) * side * 1.08 + 1.3, len(units) * side * 1.08 + MARGIN)
    figure = Figure(figsize=size, layout="constrained")
    cells = figure.subplots(len(units), len(channels), squeeze=False)
    for row, unit in enumerate(units):
        for column, channel in enumerate(channels):
            axes = cells[row, column]
            plane = kernels[:, :, channel, unit]
            drawn = axes.imshow(plane, cmap=SIGNED, vmin=-far, vmax=far)
            axes.set(xticks=[], yticks=[])
            if row == 0:
                axes.set_title(f"channel {channel}" if column == 0 else str(channel), fontsize=8)
        cells[row, 0].set_ylabel(f"filter {unit}", fontsize=8)
    scale = figure.colorbar(drawn, ax=cells, ticks=[-far, 0, far], shrink=0.8)
    scale.ax.set_yticklabels([f"−{far:.2g}", "0", f"{far:.2g}"], fontsize=8)
    return figure


def show_spectra(spectra, *, titles=(), columns=8, side=0.8):
    """Draw filters' spectra: how strongly each answers to stripes of each direction and spacing.

    Parameters
    ----------
    spectra : ndarray, shape (S, S, F)
        With frequency 0 in the middle; each is drawn from black for 0 to white for its greatest.
    titles : sequence
        One for each; its number, if not given.
    columns : int
    side : float
        In inches.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(show_spectra(np.ones((8, 8, 3))).axes)
    3
    """
    spectra = np.asarray(spectra)
    titles = numbered(titles, spectra.shape[-1])
    figure, cells = panels(titles, columns=columns, side=side, words=MARGIN)
    ends = (-0.5, 0.5, 0.5, -0.5)  # cycles a pixel
    for axes, plane in zip(cells, np.moveaxis(spectra, -1, 0), strict=True):
        axes.imshow(plane, cmap="gray", vmin=0, extent=ends)
        axes.plot(0, 0, "+", color=MARK, markersize=5)
    return figure


def _kernels(kernels):
    kernels = np.asarray(kernels)
    if kernels.ndim != 4 or 0 in kernels.shape:
        raise ValueError(
            f"kernels have shape {kernels.shape}, but must be (KH, KW, C, F), as Keras has them"
        )
    return kernels
