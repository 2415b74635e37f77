"""The lectures' advice for when a network does not learn, as functions that look and say.

Each gives a `Finding`: a sentence, whether all is well, and the numbers behind it. None of them
changes the model that it is given.
"""

from cnnteach._lazy import names_of

_HOMES = {
    "Finding": "finding",
    "answers_one_class": "first_loss",
    "check_layer_gradients": "gradients",
    "correlated_maps": "feature_maps",
    "dead_units": "feature_maps",
    "learning_rate_sweep": "learning_rates",
    "loss_before_training": "first_loss",
    "overfit_small_subset": "small_subset",
    "parameters_against_data": "size",
}
__getattr__, __dir__, __all__ = names_of(__name__, _HOMES)
