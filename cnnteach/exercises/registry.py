"""All exercises by name, read from their chapters when the first one is asked for."""

from functools import cache
from importlib import import_module

from cnnteach.exercises.exercise import Exercise

CHAPTERS = (
    *("images", "pixels"),  # 01_an_image_is_a_tensor
    *("convolution", "edges", "channels"),  # 02_convolution
    *("strides", "output_sizes", "borders", "padding", "layers"),  # 03_stride_padding_output_size
    *("volumes", "cheaper"),  # 04_volumes
    *("fewer_weights", "sharing"),  # 05_why_not_dense
    *("max_pooling", "padded_pooling", "average_pooling"),  # 06_pooling
    *("pooling_and_shifts", "any_size"),
    *("slopes", "conv_gradients"),  # 07_backpropagation
    "cells",  # 08_from_cells_to_the_neocognitron
    *("lenet_in_keras", "losses", "first_weights", "training_steps"),  # 09_train_lenet5
    *("augmentation", "dropout", "learning_magic", "debugging"),
    "learned_filters",  # 10_learned_filters
    *("strongest_places", "best_patches"),  # 11_top_9_patches
    *("slopes_as_maps", "shares_of_pixels"),  # 12_inside_the_network
    *("counting_networks", "normalisation", "small_windows", "bottlenecks"),  # 13_architectures
    *("shortcuts", "ranked_guesses", "blocks_in_keras", "residual_in_keras"),
    *("features", "margins"),  # 14_features_and_svm
    *("sliding", "boxes", "ranking", "regions"),  # 15_beyond_classification
    "words",  # 16_convolution_over_words
)


@cache
def _all() -> dict[str, Exercise]:
    modules = [import_module(f"cnnteach.exercises.chapters.{chapter}") for chapter in CHAPTERS]
    exercises = [exercise for module in modules for exercise in module.chapter.exercises]
    by_name = {exercise.name: exercise for exercise in exercises}
    if len(by_name) < len(exercises):
        names = [exercise.name for exercise in exercises]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"two exercises are called {', '.join(twice)}; a name belongs to one")
    return by_name


def catalogue() -> dict[str, Exercise]:
    """Return every exercise by its name, in the order of the notebooks.

    Examples
    --------
    >>> catalogue()["output_size"].notebook
    '03_stride_padding_output_size'
    """
    return dict(_all())


def find(name: object) -> Exercise:
    """Return the exercise called `name`.

    Raises
    ------
    TypeError
        If `name` is no text, as in ``check(output_size)``.
    LookupError
        If there is none: the message says which names are near.
    """
    if not isinstance(name, str):
        called = getattr(name, "__name__", "name of the exercise")
        raise TypeError(
            f'the name of an exercise comes first, in quotes, such as "{called}"; '
            f"a {type(name).__name__} came"
        )
    exercises = _all()
    if name in exercises:
        return exercises[name]
    from difflib import get_close_matches

    near = get_close_matches(name, exercises, n=3, cutoff=0.5) or list(exercises)
    listed = ", ".join(f'"{each}"' for each in near)
    raise LookupError(f'there is no exercise "{name}"; did you mean {listed}?')
