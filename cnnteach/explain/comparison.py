"""Methods side by side while a network forgets, as bytes: what SaliencyLab shows."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from skimage.transform import resize

from cnnteach.explain.randomisation import METHODS, forgetting
from cnnteach.explain.score import OF, Score
from cnnteach.explain.similarity import rank_correlation
from cnnteach.models.graph import steps
from cnnteach.shapes import whole_number

RARE = 0.005  # of a map's numbers: they lie beyond the ends of its scale
LARGEST = 64  # rows and columns of a picture


@dataclass(frozen=True, eq=False)
class Comparison:
    """Pictures of maps, and how alike they stay.

    Parameters
    ----------
    name : str
        Of the class that is asked for.
    image : ndarray of uint8, shape (H, W, 3)
    stages : tuple of str
        "as learned", then the layer that was shuffled last.
    methods : tuple of str
    pictures : ndarray of uint8, shape (2, methods, stages, H, W, 3)
        Of the logit, and of the probability; middle grey is 0.
    similarity : ndarray, shape (2, methods, stages)
        Rank correlation of each map with the first.
    probabilities : ndarray, shape (stages,)
        What the network gives the class.
    """

    name: str
    image: np.ndarray
    stages: tuple
    methods: tuple
    pictures: np.ndarray
    similarity: np.ndarray
    probabilities: np.ndarray

    def save(self, path):
        """Write an npz file of plain arrays."""
        words = json.dumps([self.name, self.stages, self.methods])
        names = ("image", "pictures", "similarity", "probabilities")
        arrays = {name: getattr(self, name) for name in names}
        np.savez_compressed(Path(path), words=words, **arrays)


def compare_methods(model, image, *, unit=None, name=None, methods=None, stages=6, seed=0):
    """Draw what several methods say, of the network as it learned and after it was shuffled [1]_.

    Parameters
    ----------
    model : keras.Model
    image : array_like, shape (H, W, C)
        Bytes, or floats of 0 to 1.
    unit : int, optional
        The class; that which the network sees, if not given.
    name : str, optional
        Of the class; its number, if not given.
    methods : dict of str to callable, optional
        Each takes a model, an image, `unit` and `of`; those of `METHODS`, if not given.
    stages : int
        How many are drawn, from the network as it learned to the last layer.
    seed : int
        Of the shuffling.

    Returns
    -------
    Comparison
        For ``SaliencyLab(comparison)``.

    References
    ----------
    .. [1] Adebayo et al., 2018, "Sanity checks for saliency maps", arXiv:1810.03292.

    Examples
    --------
    >>> from cnnteach import explain, models
    >>> few = {"gradient": explain.gradient}
    >>> found = compare_methods(models.load("lenet5_digits"), np.eye(28), methods=few, stages=2)
    >>> found.stages, found.pictures.shape
    (('as learned', 'c1'), (2, 1, 2, 28, 28, 3))
    """
    methods, score = METHODS if methods is None else methods, Score(model)
    batch, _ = score.batch(image)
    unit = int(score.values(batch)[0].argmax()) if unit is None else unit
    chosen = _spread(model, whole_number("stages", stages, least=2))
    names, maps, probabilities = [], [], []
    for number, (stage, net) in enumerate(forgetting(model, seed=seed)):
        if number not in chosen:
            continue
        names.append(stage)
        probabilities.append(Score(net, of="probability").values(batch)[0, unit])
        maps.append([[m(net, batch[0], unit=unit, of=of) for m in methods.values()] for of in OF])
    maps = [list(zip(*each, strict=True)) for each in zip(*maps, strict=True)]  # of, method, stage
    alike = [[[rank_correlation(row[0], each) for each in row] for row in half] for half in maps]
    side = [min(LARGEST, n) for n in batch.shape[1:3]]
    drawn = [[[_picture(each, side) for each in row] for row in half] for half in maps]
    return Comparison(
        name=str(unit) if name is None else name,
        image=_bytes(_coloured(resize(batch[0], side))),
        stages=tuple(names),
        methods=tuple(methods),
        pictures=np.array(drawn),
        similarity=np.array(alike),
        probabilities=np.array(probabilities, float),
    )


def _spread(model, stages):
    """Return which stages are drawn: the first, the last, and some between."""
    layers = [s for s in steps(model) if s.is_first and getattr(s.operation, "weights", ())]
    return set(np.linspace(0, len(layers), min(stages, len(layers) + 1)).round().astype(int))


def _picture(values, side):
    """Return a map as colours around middle grey, or a coarse one as light on grey."""
    values = values if values.ndim == 3 else values[..., None]
    far = np.quantile(np.abs(values), 1 - RARE) or np.abs(values).max() or 1.0
    return _bytes(_coloured(0.5 + resize(values / far, side, order=1).clip(-1, 1) / 2))


def _coloured(values):
    return np.broadcast_to(values, (*values.shape[:2], 3)) if values.shape[2] == 1 else values


def _bytes(values):
    return (values.clip(0, 1) * 255).round().astype(np.uint8)
