"""Where downloads and progress are kept, and whether there is room for them."""

import os
import shutil
from pathlib import Path

from cnnteach.doctor.finding import good, note, wrong

ROOM = 1e9  # bytes: CIFAR-10 as it comes and as it is kept, twice over


def examine():
    """Yield findings about the learner's files and the disk."""
    from cnnteach.datasets import cache, sources

    here = [
        name
        for name, source in sources().items()
        if all((cache.folder(name) / kept.path).is_file() for kept in source.kept)
    ]
    kept = f"of them here: {', '.join(here) or 'none'}"
    yield from _writable(
        cache.where(), f"Downloads are kept in {cache.where()}; {kept}.", "CNNTEACH_DATA", note
    )
    yield room(_existing(cache.where()))
    from cnnteach.exercises.progress_file import default_path  # with NumPy, which may be missing

    progress = default_path()
    state = "is" if progress.exists() else "will be"
    yield from _writable(
        progress.parent, f"Your progress {state} in {progress}.", "CNNTEACH_PROGRESS", wrong
    )


def room(folder):
    """Return how much room there is on the disk of `folder`."""
    free = shutil.disk_usage(folder).free
    sentence = f"{free / 1e9:.1f} GB are free on the disk of {folder}."
    if free >= ROOM:
        return good(sentence)
    return note(sentence, "Downloads and your own notebooks may not find room: free some of it.")


def _writable(folder, sentence, variable, otherwise):
    if os.access(_existing(folder), os.W_OK):
        yield good(sentence)
        return
    advice = f"You may not write there. Choose a place with the environment variable {variable}"
    if otherwise is note:
        advice += ", unless all that you need is there already"
    yield otherwise(sentence, f"{advice}.")


def _existing(folder):
    """Return `folder`, or the nearest one above it that is there."""
    folder = Path(folder).absolute()
    return next(place for place in (folder, *folder.parents) if place.exists())
