"""What a network has learned: its filters, its maps, what excites a unit most, from which pixels.

Importing this does not import Keras: that waits for the first look into a network.
"""

import importlib

_HOMES = {  # public name -> the module that defines it
    "TopPatches": "found_patches",
    "activations": "layer_maps",
    "convolutions": "chosen_layers",
    "filters": "kernels_of",
    "photograph_filters": "from_photographs",
    "preferred_stripes": "stripes",
    "spectrum": "stripes",
    "top_patches": "top_search",
    "tuning": "gratings",
}
__all__ = sorted(_HOMES)


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError(f"cnnteach.explain has no {name!r}; it has {', '.join(__all__)}")
    return getattr(importlib.import_module(f"cnnteach.explain.{_HOMES[name]}"), name)


def __dir__():
    return __all__
