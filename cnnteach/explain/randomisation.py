"""Do the maps care about what was learned? The weights are shuffled, layer by layer from above."""

from typing import NamedTuple

import keras
import numpy as np

from cnnteach.explain.class_activation import grad_cam
from cnnteach.explain.noisy_copies import smooth_grad
from cnnteach.explain.path_integral import integrated_gradients
from cnnteach.explain.pixels import deconvnet, gradient, guided_backprop
from cnnteach.explain.score import Score
from cnnteach.explain.similarity import rank_correlation
from cnnteach.models.graph import steps

METHODS = {
    "gradient": gradient,
    "guided": guided_backprop,
    "deconvnet": deconvnet,
    "SmoothGrad": smooth_grad,
    "integrated": integrated_gradients,
    "Grad-CAM": grad_cam,
}


class Randomisation(NamedTuple):
    """Maps of each method for a network that forgets.

    Parameters
    ----------
    stages : tuple of str
        "as learned", then the layer that was shuffled last.
    maps : dict of str to ndarray
        Of each method, (stages, H, W, C), or (stages, rows, columns) for Grad-CAM.
    similarity : dict of str to ndarray, shape (stages,)
        Rank correlation of each map with the first.
    scores : ndarray, shape (stages,)
        The class's probability: how soon the network itself no longer knows.
    """

    stages: tuple
    maps: dict
    similarity: dict
    scores: np.ndarray


def randomisation_test(model, image, *, methods=METHODS, unit=None, of="logit", seed=0):
    """Shuffle a network's weights from the top down, and see which maps change [1]_.

    A map that says what the network has learned must change when that is destroyed. One that stays
    much as it was redraws the image.

    Parameters
    ----------
    model : keras.Model
        Left as it is; a copy forgets.
    image : array_like, shape (H, W, C)
    methods : dict of str to callable
        Each takes a model, an image, `unit` and `of`.
    unit : int, optional
        The class: that which the network sees before it forgets, if not given.
    of : str
    seed : int

    Returns
    -------
    Randomisation

    References
    ----------
    .. [1] Adebayo, Gilmer, Muelly, Goodfellow, Hardt & Kim, 2018, "Sanity checks for saliency
           maps", arXiv:1810.03292, section 3.1, cascading randomisation. They draw weights anew;
           here the same numbers change places, so that their spread stays.

    Examples
    --------
    >>> from cnnteach import models
    >>> model = models.load("lenet5_digits")
    >>> found = randomisation_test(model, np.eye(28), methods={"gradient": gradient})
    >>> found.stages
    ('as learned', 'scores', 'f6', 'f5', 'c3', 'c1')
    """
    score = Score(model, of=of)
    batch, _ = score.batch(image)
    if unit is None:
        unit = int(score.values(batch)[0].argmax())
    stages, maps, scores = [], {name: [] for name in methods}, []
    for stage, net in forgetting(model, seed=seed):
        stages.append(stage)
        probabilities = Score(net, of="probability").values(batch)
        scores.append(float(probabilities[0, unit]))
        for name, method in methods.items():
            maps[name].append(method(net, batch[0], unit=unit, of=of))
    maps = {name: np.stack(found) for name, found in maps.items()}
    similarity = {
        name: np.array([rank_correlation(found[0], each) for each in found])
        for name, found in maps.items()
    }
    return Randomisation(tuple(stages), maps, similarity, np.array(scores))


def forgetting(model, *, seed=0):
    """Yield a copy of a model as it learned, then with one layer more shuffled, from the top down.

    Parameters
    ----------
    model : keras.Model
    seed : int

    Yields
    ------
    stage : str
        "as learned", then the name of the layer whose weights were shuffled last.
    model : keras.Model
        One and the same, changed from stage to stage.
    """
    net = keras.models.clone_model(model)
    net.set_weights(model.get_weights())
    rng = np.random.default_rng(seed)
    yield "as learned", net
    for step in reversed(steps(net)):
        if step.is_first and getattr(step.operation, "weights", ()):
            weights = step.operation.get_weights()
            step.operation.set_weights([_shuffled(array, rng) for array in weights])
            yield step.name, net


def _shuffled(array, rng):
    return rng.permutation(array.ravel()).reshape(array.shape)
