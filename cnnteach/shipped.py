"""Where the weights that come with the course lie, and their arrays: read without Keras.

They lie in ``data/weights`` of a clone, and in ``cnnteach/weights`` of an installed package, where
the build puts the same files: an npz file of plain arrays, without pickles, beside a card in JSON,
which holds the file's SHA-256.
"""

import hashlib
import io
import json
from pathlib import Path

PACKAGE = Path(__file__).parent


def folder(where=None):
    """Return where the shipped weights are; a folder of one's own, if it is given."""
    if where is not None:
        return Path(where)
    installed = PACKAGE / "weights"
    return installed if installed.is_dir() else PACKAGE.parent / "data" / "weights"


def available(where=None):
    """List the weights that are there.

    Parameters
    ----------
    where : str or path, optional
        A folder of your own, such as ``cnnteach train --to`` writes; the shipped ones, if not
        given.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> "lenet5_digits" in available()
    True
    """
    return tuple(sorted(path.stem for path in folder(where).glob("*.json")))


def card_path(name, where=None):
    """Return the card's file of some weights.

    Raises
    ------
    ValueError
        If there are no such weights.
    """
    path = folder(where) / f"{name}.json"
    if not path.is_file():
        known = ", ".join(available(where)) or "none"
        raise ValueError(
            f"there are no weights {name!r} in {folder(where)}; there are {known}. "
            "`cnnteach train` lists what can be trained"
        )
    return path


def arrays_of(name, where=None, *, extra=False):
    """Return the arrays of some weights by name, after the file's SHA-256 held.

    Parameters
    ----------
    name : str
    where : str or path, optional
    extra : bool
        Whether to return what was saved beside the weights, such as a list of words, instead.

    Returns
    -------
    dict of str to ndarray

    Examples
    --------
    >>> list(arrays_of("lenet5_digits"))[:2]
    ['000/c1/kernel', '001/c1/bias']
    """
    import numpy as np

    file, digest = _file_and_digest(card_path(name, where))
    path = folder(where) / file
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing, though its card is there; install cnnteach again, or make it "
            f"again with `cnnteach train {name} --to {folder(where)}`"
        )
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        raise ValueError(
            f"{path} is not the file of its card: SHA-256 {found[:12]}..., expected "
            f"{digest[:12]}...; it is damaged, so install cnnteach again, or make it again "
            f"with `cnnteach train {name} --to {folder(where)}`"
        )
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        return {n: held[n] for n in held.files if n.startswith("extra/") is extra}


def _file_and_digest(path):
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        return card["file"], card["sha256"]
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{path} is damaged, or no card of weights: {error}") from error
