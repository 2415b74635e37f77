"""How the shipped weights were made, so that anyone can make them again: ``cnnteach train NAME``.

Importing this imports neither Keras nor NumPy: that waits for the training.
"""

import importlib

NAMES = (
    "coin_segmenter",
    "face_detector",
    "lenet5_digits",
    "lenet5_mnist",
    "membrane_segmenter",
    "spam_filter",
    "zfnet_cifar10",
)
__all__ = ["NAMES", "recipe_of"]


def recipe_of(name):
    """Return the recipe of this name.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Returns
    -------
    cnnteach.recipes.recipe.Recipe

    Raises
    ------
    ValueError
        If there is no such recipe.

    Examples
    --------
    >>> recipe_of("lenet5_digits").network
    'lenet5'
    """
    if name not in NAMES:
        raise ValueError(f"there is no recipe {name!r}; there are {', '.join(NAMES)}")
    return importlib.import_module(f"cnnteach.recipes.{name}").RECIPE
