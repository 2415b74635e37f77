"""CIFAR-10 from the network, or patches of the photographs that are already here."""

from cnnteach.datasets.dataset import Dataset
from cnnteach.datasets.fetching import fetch
from cnnteach.datasets.patches import patches
from cnnteach.datasets.plain_pickle import NotPlain, load_plain

_TRAIN = tuple(f"data_batch_{number}" for number in range(1, 6))


def cifar10(*, embedded=False):
    """Return CIFAR-10 [1]_: small photographs of ten kinds of things, to be told apart.

    The files are opened only after their SHA-256 held, and by a reader that refuses all but arrays
    and text. A ``cifar-10-batches-py`` that you have already saves the download: put it into the
    folder ``cifar10`` of the place that `where` returns.

    Parameters
    ----------
    embedded : bool
        Take patches of the shipped photographs instead, which need no network: as large and as
        colourful, and to be told apart as well. See `patches`.

    Returns
    -------
    Dataset
        `train`: images, uint8 (50000, 32, 32, 3), red, green and blue, and labels, int64
        (50000,). `test`: 10,000 of the same kind.

    Raises
    ------
    DatasetUnavailable
        If it is not on this machine and cannot be downloaded (170 MB).

    References
    ----------
    .. [1] Krizhevsky, 2009, Learning multiple layers of features from tiny images, chapter 3.

    Examples
    --------
    >>> data = cifar10(embedded=True)
    >>> data.train[0].shape, data.classes[:4]
    ((1600, 32, 32, 3), ('brick wall', 'cat', 'coins', 'cup'))
    """
    if embedded:
        return patches()
    import numpy as np

    folder = fetch("cifar10") / "cifar-10-batches-py"
    batches = [_batch(folder / name) for name in _TRAIN]
    train = tuple(np.concatenate(parts) for parts in zip(*batches, strict=True))
    names = load_plain((folder / "batches.meta").read_bytes())[b"label_names"]
    classes = tuple(name.decode("ascii") for name in names)
    return Dataset(train, _batch(folder / "test_batch"), classes, "CIFAR-10, 60,000 photographs")


def _batch(path):
    """Return the images and labels of one file: 10,000 rows of 1,024 reds, greens and blues."""
    import numpy as np

    content = load_plain(path.read_bytes())
    rows, labels = np.asarray(content[b"data"]), np.array(content[b"labels"], dtype=np.int64)
    if rows.dtype != np.uint8 or rows.shape != (len(labels), 3072):
        raise NotPlain(f"{path} holds {rows.dtype} {rows.shape}, not uint8 ({len(labels)}, 3072)")
    return np.ascontiguousarray(rows.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)), labels
