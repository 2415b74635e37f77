"""What a recipe says, and what is done with it: train, test, and write weights with their card."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

TOLD = (  # in the card
    *("epochs", "batch_size", "optimizer", "learning_rate", "momentum", "weight_decay"),
    *("schedule", "augment"),
)


@dataclass(frozen=True)
class Recipe:
    """All that a training needs to be done again.

    Attributes
    ----------
    name, title : str
    network : str
        For `cnnteach.models.build`, with `options`.
    data : callable
        Returns the `Dataset`; it may download.
    about : dict
        What the card says of it: `input`, `data`, `data_licence`, `tested_on`, `notes`.
    settings : callable
        Returns the options of `cnnteach.training.fit`.
    seed : int
    minutes : float
        About what it takes on two cores of a laptop.
    training : callable, optional
        For a network that one call of `fit` does not make: called like `train`, in its place.
    extra : callable, optional
        Of the dataset: what the network needs beside its weights; see `models.weights.save`.
    notes : callable, optional
        Of the shipped network and the dataset: what the card tells beside the accuracy.
    """

    name: str
    title: str
    network: str
    data: Callable
    about: dict
    settings: Callable
    minutes: float
    seed: int = 0
    options: dict = field(default_factory=dict)
    training: Callable | None = None
    extra: Callable | None = None
    notes: Callable | None = None


def train(recipe, where, *, seed=None, callbacks=(), dataset=None):
    """Train a network by its recipe, and write its weights and their card.

    While it runs, ``NAME.recording.npz`` is kept beside them: after an interruption, the same call
    goes on from there. When all is done it stays, without what is needed to go on.

    Parameters
    ----------
    recipe : Recipe
    where : str or path
        The folder that weights, card and recording are written to.
    seed : int, optional
        That of the recipe, if not given.
    callbacks : sequence of callable
        As for `cnnteach.training.fit`.
    dataset : Dataset, optional
        In the place of the recipe's.

    Returns
    -------
    Card or None
        None if the training was stopped.
    """
    from cnnteach.models.catalogue import build
    from cnnteach.training import Checkpoint, fit

    seed = recipe.seed if seed is None else seed
    if recipe.training is not None:
        return recipe.training(recipe, where, seed=seed, callbacks=callbacks, dataset=dataset)
    dataset = dataset or recipe.data()
    model = build(recipe.network, seed=seed, **recipe.options)
    path = Path(where) / f"{recipe.name}.recording.npz"
    before = _unfinished(path, recipe, seed)
    recording = fit(
        model,
        dataset.train,
        validation=dataset.test,
        seed=seed,
        callbacks=(*callbacks, Checkpoint(path)),
        resume=before,
        **recipe.settings(),
    )
    if recording.stopped:
        return None
    card = publish(recipe, model, recording, dataset, where)
    recording.save(path, state=False)
    return card


def publish(recipe, model, recording, dataset, where):
    """Write the weights, test what was written, and write the card.

    Returns
    -------
    Card
    """
    import dataclasses

    from cnnteach.models import weights

    about = {
        "name": recipe.name,
        "title": recipe.title,
        "network": recipe.network,
        "options": recipe.options,
        "classes": list(dataset.classes),
        "recipe": {
            key: value for key, value in recording.settings.items() if key in TOLD and value
        },
        "seed": recording.settings["seed"],
        "minutes": round(sum(epoch.seconds for epoch in recording.epochs) / 60, 1),
        "licence": "MIT, as cnnteach",
        **recipe.about,
    }
    extra = recipe.extra(dataset) if recipe.extra else None
    card = weights.save(model, about | {"accuracy": 0.0}, where, extra=extra)
    shipped = weights.load_into(model, recipe.name, where)
    notes = recipe.notes(shipped, dataset) if recipe.notes else card.notes
    card = dataclasses.replace(card, accuracy=accuracy_of(shipped, dataset.test), notes=notes)
    weights.write_card(card, where)
    return card


def accuracy_of(model, data):
    """Return the share of images that a network gets right."""
    from cnnteach.training.forward import outputs_of
    from cnnteach.training.objective import Objective
    from cnnteach.training.samples import Samples

    objective = Objective(model)
    samples = Samples(data, model.input_shape[1:], objective.classes)
    outputs = outputs_of(objective.model, samples.images)
    return round(float(objective.right(samples.labels, outputs).mean()), 5)


def _unfinished(path, recipe, seed):
    """Return the recording of a training that was stopped, if there is one of this recipe."""
    from cnnteach.training import load_recording

    if not path.is_file():
        return None
    recording = load_recording(path)
    same = recording.model == recipe.network and recording.settings["seed"] == seed
    return recording if same and recording.state else None
