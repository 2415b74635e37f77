"""Feature maps should say different things: units that never answer, and maps that repeat another.

"Feature maps need to be uncorrelated and have high variance. Bad training: many hidden units ignore
the input and/or exhibit strong correlations" (M. Ranzato's practical tips, quoted in lecture deck
003, slide 21).
"""

import numpy as np

from cnnteach.models.parts import part_of
from cnnteach.training.diagnostics.finding import Finding, said
from cnnteach.training.forward import outputs_of

MOST_PLACES = 20_000  # that correlations are taken over


def dead_units(model, layer, images):
    """Find the maps of a layer that give the same answer wherever they look.

    After a ReLU that answer is 0, its gradient is 0 too, and the filter never learns again: often
    the trace of too large a learning rate.

    Parameters
    ----------
    model : keras.Model
    layer : str
        Its name; the output of its activation is looked at.
    images : ndarray, shape (N, H, W, C)
        Bytes are divided by 255.

    Returns
    -------
    Finding
        With `dead` (the maps' numbers), `variance` (maps,), `active` (maps,): the share of places
        and images where each answers with more than 0.

    Raises
    ------
    ValueError
        If there is no such layer, or no image.

    Examples
    --------
    >>> import keras
    >>> relu = keras.layers.Dense(2, activation="relu", name="f1")
    >>> model = keras.Sequential([keras.Input((3,)), relu])
    >>> relu.set_weights([np.eye(3, 2), np.array([0.0, -5.0])])
    >>> print(dead_units(model, "f1", np.eye(3)))
    1 of the 2 maps of f1 say the same whatever they see: 1; a smaller learning rate, or other
    initial weights, may keep them alive.
    """
    maps = _maps(model, layer, images)
    variance, active = maps.var(axis=0), (maps > 0).mean(axis=0)
    dead = np.flatnonzero(variance <= 1e-12 * (maps**2).mean())
    values = {"dead": dead, "variance": variance, "active": active}
    count = maps.shape[1]
    if not len(dead):
        words = (
            f"all {count} maps of {layer} answer to something among {len(images)} images; the "
            f"quietest to {active.min():.1%} of what it sees"
        )
    else:
        words = (
            f"{len(dead)} of the {count} maps of {layer} say the same whatever they see: "
            f"{_numbers(dead)}; a smaller learning rate, or other initial weights, may keep them "
            "alive"
        )
    return Finding(not len(dead), said(words), values)


def correlated_maps(model, layer, images, *, limit=0.95, seed=0):
    """Find the maps of a layer that say nearly the same as another one.

    Parameters
    ----------
    model : keras.Model
    layer : str
    images : ndarray, shape (N, H, W, C)
        Bytes are divided by 255.
    limit : float
        Pairs whose correlation is stronger than this, either way, count as saying the same.
    seed : int
        For the 20,000 places that correlations are taken over, where there are more.

    Returns
    -------
    Finding
        With `pairs`, a list of (map, map, correlation), strongest first, and `correlation`,
        (maps, maps), NaN for maps that never change.

    Raises
    ------
    ValueError
        If there is no such layer, or no image, or the limit does not lie between 0 and 1.

    Examples
    --------
    >>> import keras
    >>> linear = keras.layers.Dense(2, name="f1")
    >>> model = keras.Sequential([keras.Input((3,)), linear])
    >>> linear.set_weights([np.array([[1, -2], [2, -4], [3, -6]]), np.zeros(2)])
    >>> correlated_maps(model, "f1", np.eye(3))["pairs"]
    [(0, 1, -1.0)]
    """
    if not 0 < limit < 1:
        raise ValueError(f"limit is {limit!r}, but must lie between 0 and 1, such as 0.95")
    maps = _maps(model, layer, images)
    if len(maps) > MOST_PLACES:
        maps = maps[np.random.default_rng(seed).choice(len(maps), MOST_PLACES, replace=False)]
    correlation = _correlation(maps)
    rows, columns = np.triu_indices(len(correlation), 1)
    found = correlation[rows, columns]
    strength = np.nan_to_num(np.abs(found))
    order = [i for i in np.argsort(-strength) if strength[i] > limit]
    pairs = [(int(rows[i]), int(columns[i]), round(float(found[i]), 6)) for i in order]
    words = _about_pairs(pairs, layer, len(correlation), strength.max(initial=0))
    return Finding(not pairs, said(words), {"pairs": pairs, "correlation": correlation})


def _maps(model, layer, images):
    """Return a layer's outputs as (places, maps), float64."""
    names = [each.name for each in model.layers]
    if layer not in names:
        raise ValueError(f"{model.name} has no layer {layer!r}, but {', '.join(names)}")
    images = np.asarray(images)
    if not len(images):
        raise ValueError("there are no images to look at")
    outputs = outputs_of(part_of(model, model.get_layer(layer).output), images)
    return outputs.reshape(-1, outputs.shape[-1]).astype(np.float64)


def _correlation(maps):
    centred = maps - maps.mean(axis=0)
    spread = np.sqrt((centred**2).sum(axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        return (centred.T @ centred) / np.outer(spread, spread)


def _about_pairs(pairs, layer, count, strongest):
    if not pairs:
        return (
            f"no two of the {count} maps of {layer} say the same; the closest have "
            f"|r| = {strongest:.2f}"
        )
    one, other, value = pairs[0]
    return (
        f"among the {count} maps of {layer} there are {len(pairs)} pairs that say nearly the same; "
        f"the closest are {one} and {other}, r = {value:.3f}: fewer filters would do"
    )


def _numbers(dead, most=8):
    return ", ".join(map(str, dead[:most])) + (", ..." if len(dead) > most else "")
