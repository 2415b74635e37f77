"""A window slid over a photograph at every scale, by one convolution a scale.

The window keeps its size, and the photograph shrinks: a face of 100 pixels fits into a window of 25
when the photograph has a quarter of its height and width.
"""

from typing import NamedTuple

import keras
import numpy as np

from cnnteach.tasks.dense_to_convolution import convolutional, step_of


class Level(NamedTuple):
    """A photograph made smaller.

    `scale` is how many pixels of the photograph one pixel of `image` stands for, (rows, columns);
    the two differ a little, since sides are whole numbers.
    """

    scale: tuple
    image: np.ndarray


class ScoreMap(NamedTuple):
    """What a network said of every window at one scale.

    `scores`, shape (R, S): at row r and column s that of the window whose upper left pixel is
    (r * step, s * step) in `image`, of `window` pixels; `boxes()` puts the windows back into the
    photograph.
    """

    scale: tuple
    image: np.ndarray
    scores: np.ndarray
    window: tuple
    step: tuple

    def boxes(self):
        """Return all windows as boxes in the photograph: ndarray, shape (R, S, 4).

        Examples
        --------
        >>> level = ScoreMap((2, 2), np.zeros((8, 12)), np.zeros((2, 3)), (4, 4), (4, 4))
        >>> level.boxes()[1, 2]
        array([ 8., 16., 16., 24.])
        """
        places = np.moveaxis(np.indices(self.scores.shape), 0, -1) * self.step
        corners = np.concatenate([places, places + self.window], axis=-1)
        return corners * np.tile(np.asarray(self.scale, float), 2)


def pyramid(image, *, window, smallest=None, factor=1.2):
    """Return a photograph smaller and smaller, until the window no longer fits.

    Parameters
    ----------
    image : ndarray of float32, shape (H, W)
        0 to 1.
    window : int or (int, int)
        Rows and columns of the window.
    smallest : float, optional
        The side, in pixels of the photograph, of the smallest thing to look for; as large as the
        window, if not given. Below that the photograph is made larger first.
    factor : float
        From one scale to the next; more than 1.

    Returns
    -------
    list of Level
        The largest first; none, if the window is larger than the photograph.

    Raises
    ------
    ValueError
        If `factor` or `smallest` cannot be.

    Examples
    --------
    >>> levels = pyramid(np.zeros((60, 80), np.float32), window=25, factor=2.0)
    >>> [level.image.shape for level in levels]
    [(60, 80), (30, 40)]
    """
    rows, columns = (window, window) if np.ndim(window) == 0 else window
    scale = 1.0 if smallest is None else smallest / rows
    if not factor >= 1.01:
        raise ValueError(f"factor is {factor}, but must be at least 1.01; 1.2 is usual")
    if not scale >= 0.1:
        raise ValueError(f"smallest is {smallest} pixels; look for things of {rows / 10:g} or more")
    levels = []
    while True:
        height, width = (round(side / scale) for side in image.shape)
        if height < rows or width < columns:
            return levels
        shown = (image.shape[0] / height, image.shape[1] / width)
        levels.append(Level(shown, _resized(image, height, width)))
        scale *= factor


def score_maps(model, image, *, smallest=None, factor=1.2):
    """Let a classifier of windows judge every window of a photograph, at every scale.

    Parameters
    ----------
    model : keras.Model
        Windows (N, H, W, 1) to one score each (N, 1); see `convolutional` for what can slide.
    image : ndarray of float32, shape (H, W)
        0 to 1.
    smallest, factor
        See `pyramid`.

    Returns
    -------
    list of ScoreMap
        One a scale.

    Examples
    --------
    The mean of every window of 4 x 4, of a photograph that is white at the right:

    >>> window = keras.Input((4, 4, 1))
    >>> mean = keras.layers.Dense(1, use_bias=False, kernel_initializer="ones")
    >>> model = keras.Model(window, mean(keras.layers.Flatten()(window)))
    >>> image = np.float32([[0, 0, 0, 1, 1]] * 4)
    >>> score_maps(model, image)[0].scores
    array([[4., 8.]], dtype=float32)
    """
    window = model.input_shape[1:3]
    sliding, step = convolutional(model), step_of(model)
    return [
        ScoreMap(*level, _scores(sliding, level.image), window, step)
        for level in pyramid(image, window=window, smallest=smallest, factor=factor)
    ]


def best_windows(maps, *, threshold):
    """Collect the windows of all scales whose score is above a threshold.

    Parameters
    ----------
    maps : list of ScoreMap
    threshold : float

    Returns
    -------
    boxes : ndarray, shape (N, 4)
        (top, left, bottom, right) in the photograph.
    scores : ndarray, shape (N,)

    Examples
    --------
    >>> scores = np.array([[0.1, 0.9]])
    >>> level = ScoreMap((2, 2), np.zeros((4, 8)), scores, (4, 4), (4, 4))
    >>> best_windows([level], threshold=0.5)
    (array([[ 0.,  8.,  8., 16.]]), array([0.9]))
    """
    found = [level.scores > threshold for level in maps]
    boxes = [level.boxes()[high] for level, high in zip(maps, found, strict=True)]
    scores = [level.scores[high] for level, high in zip(maps, found, strict=True)]
    return np.concatenate([np.empty((0, 4)), *boxes]), np.concatenate([np.empty(0), *scores])


def _scores(sliding, image):
    answers = keras.ops.convert_to_numpy(sliding(image[None, :, :, None]))
    return answers[0, :, :, 0]


def _resized(image, height, width):
    """Return `image` at another size, each pixel the weighted mean of all that it stands for."""
    from PIL import Image

    if image.shape == (height, width):
        return image
    resized = Image.fromarray(image).resize((width, height), Image.Resampling.BILINEAR)
    return np.array(resized)
