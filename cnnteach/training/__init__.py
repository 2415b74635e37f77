"""Train a network and keep how it learned: curves, filters as they form, what it gets wrong.

Importing this does not import Keras: that waits for the first training.
"""

import importlib

_HOMES = {
    "Augmentation": "augmentation",
    "Checkpoint": "callbacks",
    "Branched": "schedules",
    "Constant": "schedules",
    "Cosine": "schedules",
    "LiveView": "live_view",
    "Moment": "fitting",
    "Plateau": "schedules",
    "ProgressBar": "callbacks",
    "Recording": "recording",
    "branching": "branches",
    "fit": "fitting",
    "load_recording": "recording_file",
}
__all__ = sorted(_HOMES)


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError(f"cnnteach.training has no {name!r}; it has {', '.join(__all__)}")
    return getattr(importlib.import_module(f"cnnteach.training.{_HOMES[name]}"), name)


def __dir__():
    return __all__
