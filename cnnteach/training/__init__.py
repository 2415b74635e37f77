"""Train a network and keep how it learned: curves, filters as they form, what it gets wrong.

Importing this does not import Keras: that waits for the first training.
"""

from cnnteach._lazy import names_of

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
__getattr__, __dir__, __all__ = names_of(__name__, _HOMES)
