"""A recording as one file: NumPy's npz, a zip of arrays, without pickles.

``about`` is a text of JSON: ``format`` and ``version``, ``model``, ``parameters``, ``settings``,
``stopped``, and ``layers``, the recorded layers in order. The other arrays are

=========================================  =====================================================
``steps`` (steps, 3)                       loss, accuracy, learning rate
``epochs`` (epochs, 6)                     the fields of `Epoch`
``examples``, ``example_labels``           what predictions are of
``snapshot_steps`` (S,)                    steps before each snapshot
``predictions`` (S, E, classes)            probabilities
``layer/I/PART`` (S, ...)                  PART of layer I: filters, gradients, activations
``mistakes/I/PART``                        PART of epoch I: images, labels, predicted
``state/...``                              weights and the optimizer's memory, to go on with
=========================================  =====================================================
"""

import json
import os
import tempfile
import zipfile
import zlib
from pathlib import Path

import numpy as np

from cnnteach.training.recording import Epoch, LayerSnapshot, Mistakes, Recording, Snapshot

FORMAT, VERSION = "cnnteach recording", 1
ABOUT = ("model", "parameters", "settings", "stopped")
PARTS = ("filters", "gradients", "activations")


def write(recording, path, state, parts, images):
    """Write a recording; see `Recording.save`."""
    about = {"format": FORMAT, "version": VERSION, "layers": recording.layers}
    about |= {name: getattr(recording, name) for name in ABOUT}
    arrays = {
        "about": np.array(json.dumps(about)),
        "steps": np.array(recording._steps, np.float64).reshape(-1, 3),
        "epochs": np.array(recording.epochs, np.float64).reshape(-1, len(Epoch._fields)),
        "examples": recording.examples if images else recording.examples[:0],
        "example_labels": recording.example_labels,
        **_snapshots(recording, parts),
        **(_mistakes(recording) if images else {}),
    }
    if state:
        arrays |= {f"state/{name}": array for name, array in recording.state.items()}
    replace(path, arrays)


def load_recording(path):
    """Read a recording that `Recording.save` wrote.

    Parameters
    ----------
    path : str or path
        A file; or the name of shipped weights, whose training was kept: "zfnet_cifar10".

    Returns
    -------
    Recording

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is damaged, something else, or written by a newer version.
    """
    path = _shipped(path) or Path(path)
    if not path.exists():
        raise FileNotFoundError(f"there is no recording at {path}; Recording.save writes one")
    arrays = read(path, "a recording")
    about = _about(arrays, path)
    try:
        return _recording(arrays, about)
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise ValueError(f"{path} is a damaged recording: {error!r}") from error


def _shipped(name):
    """Return the file of a shipped recording, or None if there is none of this name."""
    from cnnteach.models import weights

    path = weights.folder() / f"{name}.recording.npz"
    return path if path.parent == weights.folder() and path.exists() else None


def read(path, kind):
    """Return the arrays of an npz file by name, or say that it is not what it should be."""
    try:
        if not zipfile.is_zipfile(path):
            raise ValueError("it is no npz file")
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(f"{path} is damaged, or not {kind}: {error}") from error


def replace(path, arrays):
    """Write arrays to a file that takes the place of `path` only when it is whole."""
    path = Path(path)
    folder = path.parent
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(file, **arrays)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _snapshots(recording, parts):
    arrays = {
        "snapshot_steps": recording.snapshot_steps,
        "predictions": recording.predictions,
    }
    for index, layer in enumerate(recording.layers):
        for part in parts:
            if getattr(recording.snapshots[0].layers[layer], part) is not None:
                arrays[f"layer/{index}/{part}"] = recording._stack(layer, part)
    return arrays


def _mistakes(recording):
    return {
        f"mistakes/{epoch}/{field}": array
        for epoch, mistakes in enumerate(recording.mistakes)
        for field, array in mistakes._asdict().items()
    }


def _about(arrays, path):
    try:
        about = json.loads(arrays["about"].item())
        known = about["format"] == FORMAT
        version = about["version"]
    except (KeyError, ValueError, TypeError, AttributeError):
        known, version = False, None
    if not known:
        raise ValueError(f"{path} is no recording: it does not say {FORMAT!r}")
    if version != VERSION:
        raise ValueError(
            f"{path} is a recording of version {version}, but this cnnteach reads version "
            f"{VERSION}; update cnnteach, or record the training again"
        )
    return about


def _recording(arrays, about):
    examples = arrays["examples"], arrays["example_labels"]
    recording = Recording(about["model"], about["parameters"], about["settings"], *examples)
    recording.stopped = about["stopped"]
    for loss, accuracy, rate in arrays["steps"]:
        recording.add_step(loss, accuracy, rate)
    recording.epochs = [Epoch(int(step), *map(float, rest)) for step, *rest in arrays["epochs"]]
    recording.snapshots = [
        Snapshot(int(step), predictions, _layers(arrays, about["layers"], index))
        for index, (step, predictions) in enumerate(
            zip(arrays["snapshot_steps"], arrays["predictions"], strict=True)
        )
    ]
    count = sum(name.startswith("mistakes/") for name in arrays) // len(Mistakes._fields)
    recording.mistakes = [
        Mistakes(*(arrays[f"mistakes/{epoch}/{field}"] for field in Mistakes._fields))
        for epoch in range(count)
    ]
    states = [name for name in arrays if name.startswith("state/")]
    recording.state = {name.removeprefix("state/"): arrays[name] for name in states}
    return recording


def _layers(arrays, names, snapshot):
    def part(index, name):
        stacked = arrays.get(f"layer/{index}/{name}")
        return None if stacked is None else stacked[snapshot]

    return {
        layer: LayerSnapshot(*(part(index, name) for name in PARTS))
        for index, layer in enumerate(names)
    }
