"""Images side by side, and a colour image taken apart into its channels."""

import numpy as np
from matplotlib.figure import Figure

from cnnteach.figures.tones import limits_of

RARE = 0.005  # of the pixels
POINTS = 72  # an inch
WIDTH = 0.65  # of a letter, as a part of its height
CHANNELS = ("red", "green", "blue")


def show_images(*images, titles=(), columns=4, height=2.4, same_scale=False):
    """Draw images side by side, each pixel a square.

    Parameters
    ----------
    *images : array_like, shape (H, W) or (H, W, 3)
        Colour images hold bytes of 0 to 255, or floats of 0 to 1. Grey ones go from black for 0 to
        white for 255 (bytes) or for the greatest value (others). With negatives among the values,
        middle grey is 0 and a scale stands beside the image; the
        half per cent of the pixels that are furthest from 0 lie beyond its ends.
    titles : sequence
        One for each image.
    columns : int
        Images in a row.
    height : float
        Of one image, in inches.
    same_scale : bool
        Whether equal greys mean equal numbers in all grey images.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If an array is no image, holds NaN, or has values that a colour image cannot have.

    Examples
    --------
    >>> figure = show_images(np.zeros((4, 6)), np.ones((4, 6)), titles=("dark", "bright"))
    >>> [axes.get_title() for axes in figure.axes]
    ['dark', 'bright']
    """
    arrays = [_as_image(image) for image in images]
    if not arrays or isinstance(titles, str) or len(titles) > len(arrays):
        raise ValueError(f"{len(arrays)} image(s) and titles {titles!r}; give one title an image")
    titles = [str(title) for title in titles]
    rows = -(-len(arrays) // columns)
    shown = min(columns, len(arrays))
    widest = max(array.shape[1] / array.shape[0] for array in arrays)
    size = (shown * (min(widest, 3) * height + 0.2), rows * (height + (0.4 if titles else 0.1)))
    figure = Figure(figsize=size, layout="constrained")
    figure.get_layout_engine().set(h_pad=0.08, w_pad=0.06)  # inches
    cells = figure.subplots(rows, shown, squeeze=False).ravel()
    for axes in cells:
        axes.set_axis_off()
    common = _common_limits(arrays) if same_scale else None
    letters = _letters(titles, size[0], shown)
    for axes, array, title in zip(cells, arrays, [*titles, *[""] * len(arrays)], strict=False):
        _draw(axes, array, common, letters)
        _frame(axes)
        axes.set_title(title, fontsize=letters)
    return figure


def channels(image):
    """Draw a colour image beside its red, green and blue channel, each as a grey image.

    Parameters
    ----------
    image : ndarray, shape (H, W, 3)

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> [axes.get_title() for axes in channels(np.zeros((4, 6, 3))).axes]
    ['image', 'channel 0: red', 'channel 1: green', 'channel 2: blue']
    """
    image = _as_image(image)
    if image.ndim != 3:
        raise ValueError(f"image has shape {image.shape}: one channel only; pass (H, W, 3)")
    titles = [f"channel {index}: {name}" for index, name in enumerate(CHANNELS)]
    planes = [image[:, :, index] for index in range(3)]
    return show_images(image, *planes, titles=["image", *titles], height=1.9, same_scale=True)


def _as_image(image):
    """Return `image` as an array, or say why it is none."""
    array = np.asarray(image)
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.ndim not in (2, 3) or array.size == 0 or array.shape[2:] not in ((), (3,)):
        raise ValueError(
            f"an image has shape {np.shape(image)}, but must be (H, W) or (H, W, 3), channels "
            "last; take one image of a batch with x[0], one channel with x[:, :, 0]"
        )
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError("an image holds NaN or infinity, which have no grey; replace them first")
    if array.ndim == 3 and array.dtype != np.uint8:
        low, high = array.min(), array.max()
        if low < 0 or high > 1:
            raise ValueError(
                f"a colour image of {array.dtype} goes from {low:.4g} to {high:.4g}, but must "
                "stay in 0 to 1; divide by 255, or show one channel, as in x[:, :, 0]"
            )
    return array


def _limits(array):
    """Return the values drawn black and white; with negatives, without the rarest extremes."""
    low, high = limits_of(array)
    if low >= 0:
        return low, high
    far = np.quantile(np.abs(array), 1 - RARE, method="lower").item() or high
    return -far, far


def _common_limits(arrays):
    """Return limits that hold all grey images."""
    grey = [_limits(array) for array in arrays if array.ndim == 2]
    return (min(low for low, _ in grey), max(high for _, high in grey)) if grey else None


def _letters(titles, width, columns):
    """Return the size of letters, in points: a wide figure is shown smaller on a narrow page."""
    longest = max((len(line) for title in titles for line in title.splitlines()), default=0)
    room = POINTS * width / columns / max(1, longest)  # for one letter
    return max(10, min(width, room / WIDTH))


def _frame(axes):
    """Draw a thin line around an image, so that white ends somewhere on a white page."""
    axes.set_axis_on()
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(color="0.7", linewidth=0.6)


def _draw(axes, array, common, letters):
    """Draw one image; a grey one with negatives gets a scale."""
    if array.ndim == 3:
        axes.imshow(array if array.dtype == np.uint8 else array.astype(float))
        return
    low, high = common or _limits(array)
    drawn = axes.imshow(array, cmap="gray", vmin=low, vmax=high, interpolation="nearest")
    if low < 0:
        cut = "both" if np.abs(array).max() > high else "neither"
        ends = {"ticks": [low, 0, high], "extend": cut, "shrink": 0.8}
        scale = axes.figure.colorbar(drawn, ax=axes, **ends)
        scale.ax.tick_params(labelsize=0.8 * letters)
        scale.ax.set_yticklabels([f"{value:.3g}".replace("-", "−") for value in (low, 0, high)])
