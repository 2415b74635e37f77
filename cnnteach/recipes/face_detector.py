"""A face detector that learns from a hundred faces and from its own mistakes, in rounds."""

import time
from pathlib import Path

import numpy as np

from cnnteach.recipes.recipe import Recipe

ROUNDS, EPOCHS = 6, 3


def training(recipe, where, *, seed, callbacks=(), dataset=None):
    """Train in rounds; after an interruption, go on with the round that was not finished.

    Parameters
    ----------
    recipe : Recipe
    where : str or path
    seed : int
    callbacks : sequence of callable
    dataset : dict of str to ndarray, optional
        Photographs without a face, float32 (H, W), in the place of those that come with the course.

    Returns
    -------
    Card or None
    """
    from cnnteach.tasks import face_training
    from cnnteach.tasks.face_windows import faceless_photographs

    path, photographs = Path(where) / f"{recipe.name}.round.npz", dataset or faceless_photographs()
    state, minutes = _kept(path, seed) or (face_training.first_round(photographs, seed=seed), 0.0)
    options = {"rounds": ROUNDS, "epochs": EPOCHS, "seed": seed, "callbacks": callbacks}
    while state.number < ROUNDS:
        started = time.perf_counter()
        after = face_training.next_round(state, photographs, **options)
        if after is None:
            return None
        state, minutes = after, minutes + (time.perf_counter() - started) / 60
        _keep(path, state, seed, minutes)
    card = _publish(recipe, state, where, seed, minutes)
    path.unlink()
    return card


def _publish(recipe, state, where, seed, minutes):
    import dataclasses

    from cnnteach.models import weights
    from cnnteach.tasks.face_training import (
        LEARNING_RATE,
        SETTINGS,
        detector_of,
        share_right,
    )
    from cnnteach.tasks.face_windows import labelled_windows

    model, known = detector_of(state), labelled_windows()
    told = SETTINGS | {"learning_rate": LEARNING_RATE, "schedule": "a sixth less each round"}
    about = {
        "name": recipe.name,
        "title": recipe.title,
        "network": recipe.network,
        "built_by": "cnnteach.tasks.face_detector()",
        "classes": ["no face", "face"],
        "recipe": {"rounds": ROUNDS, "epochs": EPOCHS, **told},
        "seed": seed,
        "minutes": round(minutes, 1),
        "licence": "MIT, as cnnteach",
        **recipe.about,
    }
    card = weights.save(model, about | {"accuracy": 0.0}, where)
    shipped = weights.load_into(model, recipe.name, where)
    right = round(share_right(shipped, known.test_faces, known.test_others), 5)
    card = dataclasses.replace(card, accuracy=right, notes=_notes(shipped))
    weights.write_card(card, where)
    return card


def _notes(model):
    """Say what the detector finds in the photographs that come with the course."""
    from cnnteach.datasets import photo, photos
    from cnnteach.tasks.face_detection import find_faces
    from cnnteach.tasks.face_windows import WITH_FACES

    counts = {name: len(find_faces(photo(name), model).boxes) for name in photos()}
    false = sum(count for name, count in counts.items() if name not in WITH_FACES)
    return (
        f"boxes in the photograph of the astronaut: {counts['astronaut']}; in the "
        f"{len(counts) - len(WITH_FACES)} photographs without a person's face: {false}. Those were "
        f"searched for mistakes to learn from; {' and '.join(WITH_FACES)} were never shown to it. "
        "It finds upright faces seen from the front."
    )


def _keep(path, state, seed, minutes):
    """Write a round to a file, in one piece."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    weights = {f"weights/{place:03d}": array for place, array in enumerate(state.weights)}
    with part.open("wb") as file:
        np.savez(
            file, number=state.number, seed=seed, minutes=minutes, faces=state.faces,
            others=state.others, **weights,
        )  # fmt: skip
    part.replace(path)


def _kept(path, seed):
    """Return the round that an interrupted training with the same seed kept, and its minutes."""
    from cnnteach.tasks.face_training import Round

    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as file:
        if int(file["seed"]) != seed:
            return None
        weights = [file[name] for name in sorted(file.files) if name.startswith("weights/")]
        state = Round(int(file["number"]), weights, file["faces"], file["others"])
        return state, float(file["minutes"])


RECIPE = Recipe(
    name="face_detector",
    title="A face detector that slides over photographs",
    network="face_net",
    data=dict,
    about={
        "input": "grey windows, 25 x 25, 0 (black) to 1 (white); slid over whole photographs by "
        "cnnteach.tasks.find_faces",
        "data": "80 of the 100 faces in scikit-image's lfw_subset, varied, against windows of the "
        "photographs that come with the course, its own mistakes among them",
        "data_licence": "lfw_subset: Labeled Faces in the Wild, for research; Huang and others, "
        "2007; photographs: see data/README.md",
        "tested_on": "20 other faces and 20 windows without one",
    },
    settings=dict,
    training=training,
    minutes=4,
)
