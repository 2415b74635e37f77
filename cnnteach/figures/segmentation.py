"""A map of classes over its image: what was said, what is true, and where the two part."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch

COLOURS = ("#2166ac", "#d9480f", "#4d9221", "#762a83", "#b8860b", "#01665e", "#8c510a")
WRONG = "#d9480f"
SEAM = "#ffd43b"  # a line that is seen on grey, blue and orange
STRENGTH = 0.45  # of the colour over the image


def show_regions(image, predicted, truth=None, *, classes, height=3.2, seam=None):
    """Draw an image, the class of each pixel over it, and where that is wrong.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, 3)
        Bytes, or floats of 0 to 1.
    predicted : ndarray of int, shape (H, W)
        The class of each pixel.
    truth : ndarray of int, shape (H, W), optional
        What it should be.
    classes : sequence of str
        The classes' names.
    height : float
        Of one picture, in inches.
    seam : int, optional
        A column before which a dashed line stands, such as the first that was not learned from.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If image and maps are not of one size, or there are classes without a name.

    Examples
    --------
    >>> figure = show_regions(np.zeros((4, 6)), np.zeros((4, 6), int), classes=("ground", "coin"))
    >>> [axes.get_title() for axes in figure.axes]
    ['image', 'what the network says']
    """
    image, predicted = _grey(image), _checked(predicted, image, classes)
    panels = [("image", _coloured(image)), ("what the network says", _tinted(image, predicted))]
    if truth is not None:
        truth = _checked(truth, image, classes)
        wrong = (predicted != truth).mean()
        panels += [("what is true", _tinted(image, truth))]
        panels += [(f"wrong: {wrong:.1%} of the pixels", _marked(image, predicted != truth))]
    width = height * image.shape[1] / image.shape[0]
    columns = 2 if len(panels) == 4 else len(panels)
    rows = len(panels) // columns
    size = (columns * width, rows * (height + 0.3) + 0.3)
    figure = Figure(figsize=size, layout="constrained")
    cells = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes, (title, picture) in zip(cells, panels, strict=True):
        axes.imshow(picture, interpolation="nearest")
        axes.set_title(title, fontsize=10)
        axes.set_axis_off()
        if seam is not None:
            axes.axvline(seam - 0.5, color=SEAM, linewidth=1.2, linestyle="--")
    named = [Patch(color=c, label=n) for c, n in zip(COLOURS, classes, strict=False)]
    figure.legend(handles=named, loc="outside lower center", ncols=len(named), fontsize=9)
    return figure


def _grey(image):
    """Return the image in grey, floats of 0 to 1, so that colours stand for classes alone."""
    image = np.asarray(image)
    scaled = image / 255 if image.dtype == np.uint8 else image
    return scaled.mean(axis=2) if scaled.ndim == 3 else scaled


def _checked(labels, image, classes):
    labels = np.asarray(labels)
    if labels.shape != image.shape:
        raise ValueError(f"the map has shape {labels.shape}, the image {image.shape}")
    if labels.max() >= len(classes) or labels.min() < 0:
        raise ValueError(
            f"the map holds classes {labels.min()} to {labels.max()}, but classes names "
            f"{len(classes)}: {', '.join(classes)}"
        )
    if len(classes) > len(COLOURS):
        raise ValueError(f"there are colours for {len(COLOURS)} classes; {len(classes)} were named")
    return labels


def _coloured(image):
    return np.repeat(image[:, :, None], 3, axis=2)


def _tinted(image, labels):
    """Lay the colour of each pixel's class over the image."""
    table = np.array([_rgb(colour) for colour in COLOURS])
    return (1 - STRENGTH) * _coloured(image) + STRENGTH * table[labels]


def _marked(image, wrong):
    """Paint the wrong pixels over a paler image."""
    picture = 0.5 + 0.5 * _coloured(image)
    picture[wrong] = _rgb(WRONG)
    return picture


def _rgb(colour):
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
