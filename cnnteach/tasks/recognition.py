"""Say what a photograph shows: one of ImageNet's thousand things, by SqueezeNet."""

import functools
from typing import NamedTuple

import numpy as np

from cnnteach.shapes import whole_number
from cnnteach.tasks.crops import centre_crop
from cnnteach.tasks.photographs import shorter_side

SHORTER = 256  # pixels, to which a photograph's shorter side is brought before it is cut
SIDE = 227


class Guess(NamedTuple):
    """A name, and how probable the network thinks it is."""

    name: str
    probability: float

    def __str__(self):
        return f"{self.name} ({self.probability:.0%})"


def recognise(image, k=5, *, model=None, names=None):
    """Say what a photograph shows.

    The photograph's middle is seen: its shorter side is brought to 256 pixels, and 227 x 227 of
    them are cut out. SqueezeNet's weights and the names of the classes are downloaded at the first
    use (0.7 MB), if they are not on this machine.

    Parameters
    ----------
    image : ndarray of uint8, shape (H, W, 3) or (H, W)
        Such as `open_image` and `photo` give.
    k : int
        How many names, the most probable first.
    model : keras.Model, optional
        Images (N, 227, 227, 3) of 0 to 255 to probabilities, in the place of SqueezeNet.
    names : sequence of str, optional
        Of its classes; ImageNet's, if not given.

    Returns
    -------
    tuple of Guess
        Each with `name` and `probability`. The network knows its thousand names and no others: of
        a thing that is not among them it names what is most like it.

    Raises
    ------
    DatasetUnavailable
        If the weights are not on this machine and cannot be downloaded.
    TypeError, ValueError
        If the image is none.
    """
    from cnnteach.datasets import imagenet_labels

    crop = centre_crop(shorter_side(image, SHORTER), SIDE)
    k = whole_number("k", k)
    model = recogniser() if model is None else model
    names = imagenet_labels() if names is None else names
    probabilities = np.asarray(model.predict_on_batch(crop[None].astype(np.float32)))[0]
    if len(names) != len(probabilities):
        raise ValueError(
            f"{model.name} knows {len(probabilities)} classes, but names has {len(names)}"
        )
    best = np.argsort(-probabilities, kind="stable")[:k]
    return tuple(Guess(names[place], float(probabilities[place])) for place in best)


@functools.cache
def recogniser():
    """Return SqueezeNet with the weights that it learned from ImageNet.

    Returns
    -------
    keras.Model
        Images (N, 227, 227, 3) of 0 to 255 to probabilities (N, 1000).

    Raises
    ------
    DatasetUnavailable
        If the weights are not on this machine and cannot be downloaded.
    """
    from cnnteach import models
    from cnnteach.datasets import squeezenet_weights

    return models.build("squeezenet", weights=squeezenet_weights())
