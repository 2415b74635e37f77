"""Maps that say which pixels matter, beside the image or laid over it."""

import numpy as np
from skimage.transform import resize

from cnnteach.figures.panels import numbered, panels
from cnnteach.figures.tones import SIGNED

RARE = 0.005  # of the numbers: they lie beyond the ends of the scale


def show_attributions(image, maps, *, titles=(), below=(), columns=4, side=1.9):
    """Draw an image, and beside it what each method says of it.

    A map with three channels is drawn in colour around middle grey. One with positive and negative
    numbers is blue below 0 and orange above; one without negatives goes from black for 0 to white.
    A map of fewer pixels than the image, such as Grad-CAM's, is laid over the image in orange.
    Each has a scale of its own: methods differ in size by orders of magnitude.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, C)
        Bytes, or floats of 0 to 1.
    maps : sequence of ndarray, shape (rows, columns) or (rows, columns, C)
    titles : sequence of str
        One for each map.
    below : sequence of str
        A line below each map.
    columns : int
        Panels in a row.
    side : float
        Of a panel, in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If a map holds NaN, or there are not as many titles as maps.

    Examples
    --------
    >>> figure = show_attributions(np.zeros((4, 6)), [np.ones((4, 6, 1))], titles=["gradient"])
    >>> [axes.get_title() for axes in figure.axes]
    ['image', 'gradient']
    """
    image, titles = as_picture(image), numbered(titles, len(maps))
    tall = image.shape[0] / image.shape[1]
    figure, cells = panels(["image", *titles], columns=columns, side=side, tall=tall)
    draw_image(cells[0], image)
    for axes, each in zip(cells[1:], maps, strict=True):
        draw_attribution(axes, each, image)
    for axes, words in zip(cells[1:], below, strict=False):
        axes.set_xlabel(words, fontsize=8, labelpad=2)
    return figure


def show_pictures(images, *, titles, below=(), columns=4, side=1.9):
    """Draw pictures with a title above each, and a line below.

    Parameters
    ----------
    images : sequence of ndarray, shape (H, W) or (H, W, C)
        Bytes, or floats of 0 to 1.
    titles : sequence of str
    below : sequence of str
    columns : int
        Pictures in a row.
    side : float
        Of a picture, in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = show_pictures([np.zeros((4, 6))], titles=["dark"], below=["0"])
    >>> figure.axes[0].get_xlabel()
    '0'
    """
    images = [as_picture(image) for image in images]
    tall = images[0].shape[0] / images[0].shape[1]
    figure, cells = panels(titles, columns=columns, side=side, tall=tall)
    for axes, image in zip(cells, images, strict=True):
        draw_image(axes, image)
    for axes, words in zip(cells, below, strict=False):
        axes.set_xlabel(words, fontsize=8, labelpad=2)
    return figure


def as_picture(image):
    """Return an image as floats of 0 to 1, (H, W) or (H, W, 3).

    Examples
    --------
    >>> as_picture(np.uint8([[[51], [255]]]))
    array([[0.2, 1. ]])
    """
    image = np.asarray(image)
    image = image / 255 if image.dtype == np.uint8 else image.astype(float)
    image = image[..., 0] if image.ndim == 3 and image.shape[2] == 1 else image
    if not np.isfinite(image).all() or image.min() < 0 or image.max() > 1:
        raise ValueError(
            f"the image goes from {image.min():.4g} to {image.max():.4g}, but is drawn as bytes or "
            "as floats of 0 to 1"
        )
    return image


def draw_image(axes, image):
    """Draw a picture of 0 to 1."""
    axes.imshow(image, cmap="gray", vmin=0, vmax=1, interpolation="nearest")


def draw_attribution(axes, values, image):
    """Draw one map; see `show_attributions`."""
    values = np.asarray(values, float)
    if not np.isfinite(values).all():
        raise ValueError("a map holds NaN or infinity, which has no tone")
    values = values[..., 0] if values.ndim == 3 and values.shape[2] == 1 else values
    if not values.any():
        axes.set_xlabel("0 everywhere", fontsize=8, labelpad=2)
    far = np.quantile(np.abs(values), 1 - RARE) or np.abs(values).max() or 1.0
    if values.shape[:2] != image.shape[:2]:
        _lay_over(axes, values, image)
    elif values.ndim == 3:
        axes.imshow((0.5 + values / (2 * far)).clip(0, 1), interpolation="nearest")
    elif values.min() < 0:
        axes.imshow(values, cmap=SIGNED, vmin=-far, vmax=far, interpolation="nearest")
    else:
        axes.imshow(values, cmap="gray", vmin=0, vmax=far, interpolation="nearest")


def _lay_over(axes, values, image):
    """Draw a map of few pixels over the grey image: the more orange, the more it counts."""
    grey = image if image.ndim == 2 else image.mean(axis=2)
    axes.imshow(grey, cmap="gray", vmin=-0.3, vmax=1.3)
    large = resize(values / (np.abs(values).max() or 1), grey.shape, order=1, mode="edge")
    axes.imshow(large, cmap=SIGNED, vmin=-1, vmax=1, alpha=0.75 * np.abs(large))
