"""Weights that come with the course, and the learner's own: files that are checked before use.

A network's weights are an npz file of plain arrays, without pickles, beside a card in JSON that
says what they learned from, how well they do, and the file's SHA-256. Kernels are kept as 16-bit
floats, which costs nothing that a test could measure; biases and averages as 32-bit ones.

They lie in ``data/weights`` of a clone, and in ``cnnteach/weights`` of an installed package, where
the build puts the same files.
"""

import hashlib
import io
from pathlib import Path

import numpy as np

from cnnteach.models.card import Card
from cnnteach.shipped import arrays_of, available, card_path, folder


def card(name, where=None):
    """Return the card of some weights.

    Raises
    ------
    ValueError
        If there are no such weights, or their card is damaged.

    Examples
    --------
    >>> card("lenet5_digits").network
    'lenet5'
    """
    path = card_path(name, where)
    return Card.from_json(path.read_text(encoding="utf-8"), path)


def load(name, where=None):
    """Build a network and give it the weights that it has learned.

    Parameters
    ----------
    name : str
        One of `available()`.
    where : str or path, optional
        A folder of your own; the shipped weights, if not given.

    Returns
    -------
    keras.Model

    Raises
    ------
    ValueError
        If there are no such weights, or they are damaged, or belong to another network.
    FileNotFoundError
        If the card is there but the file is not.

    Examples
    --------
    >>> model = load("lenet5_digits")
    >>> model.output_shape
    (None, 10)
    """
    about = card(name, where)
    if about.built_by != "cnnteach.models":
        raise ValueError(f"{name} belongs to {about.network}; get it from {about.built_by}")
    from cnnteach.models.catalogue import build

    return load_into(build(about.network, **about.options), name, where)


def load_into(model, name, where=None):
    """Give a model the weights of this name, and return it; see `load`."""
    arrays = list(arrays_of(name, where).values())
    shapes, wanted = ([tuple(a.shape) for a in each] for each in (arrays, model.weights))
    if shapes != wanted:
        index = next((i for i, (a, b) in enumerate(zip(shapes, wanted)) if a != b), None)  # noqa: B905
        where_not = "" if index is None else f": {model.weights[index].path} is {wanted[index]}"
        raise ValueError(
            f"the weights {name!r} are {len(shapes)} arrays for another network than {model.name}, "
            f"which has {len(wanted)}{where_not}"
        )
    model.set_weights([array.astype(np.float32) for array in arrays])
    return model


def save(model, about, where, *, extra=None):
    """Write a model's weights and their card to a folder.

    Parameters
    ----------
    model : keras.Model
    about : dict
        The fields of `Card` that are not known from the model: all but `parameters`, `file`,
        `sha256`, `bytes` and `made_with`.
    where : str or path
    extra : dict of str to ndarray, optional
        What the network needs beside its weights; texts and numbers.

    Returns
    -------
    Card
    """
    where = Path(where)
    where.mkdir(parents=True, exist_ok=True)
    arrays = {f"{i:03d}/{v.path}": _small(v) for i, v in enumerate(model.weights)}
    arrays |= {f"extra/{key}": np.asarray(value) for key, value in (extra or {}).items()}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    content, file = buffer.getvalue(), f"{about['name']}.npz"
    made = Card(
        parameters=sum(int(np.prod(v.shape)) for v in model.trainable_weights),
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        made_with=_versions(),
        **about,
    )
    _replace(where / file, content)
    write_card(made, where)
    return made


def write_card(made, where):
    """Write a card beside its weights."""
    _replace(Path(where) / f"{made.name}.json", made.to_json().encode())


def _small(variable):
    """Return a kernel as float16, and what has one axis as float32."""
    import keras

    array = keras.ops.convert_to_numpy(variable)
    if not np.isfinite(array).all():
        raise ValueError(f"{variable.path} holds NaN or infinity: the training diverged")
    return array.astype(np.float16) if array.ndim > 1 else array


def _versions():
    import platform

    import keras

    backend = keras.backend.backend()
    found = {"python": platform.python_version(), "keras": keras.__version__, "backend": backend}
    return found | {"machine": f"{platform.machine()} CPU"}


def _replace(path, content):
    """Write a file that takes the place of the old one only when it is whole."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)


__all__ = ["Card", "arrays_of", "available", "card", "folder", "load", "load_into", "save"]
