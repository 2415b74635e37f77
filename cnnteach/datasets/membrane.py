"""Cells under the electron microscope, or coins: images of which every pixel has a label."""

from cnnteach.datasets.coins import coins
from cnnteach.datasets.dataset import Dataset
from cnnteach.datasets.fetching import fetch

_SLICES, _FOR_TEST = 30, 6


def membrane(*, embedded=False):
    """Return slices of a fly's nerve cord, and for each pixel whether it is membrane [1]_.

    The slices lie on each other as in the animal, so that neighbours resemble each other: the last
    six are for the test.

    Parameters
    ----------
    embedded : bool
        Take coins, to be told from their ground, and no network. See `coins`.

    Returns
    -------
    Dataset
        `train`: images, uint8 (24, 512, 512), and labels, uint8 (24, 512, 512), 0 where there is a
        membrane and 1 inside of a cell; `test`: six of the same kind.

    Raises
    ------
    DatasetUnavailable
        If it is not on this machine and cannot be downloaded (6 MB).

    References
    ----------
    .. [1] Cardona and others, 2010, An integrated micro- and macroarchitectural analysis of the
           Drosophila brain, PLoS Biology 8(10).

    Examples
    --------
    >>> membrane(embedded=True).classes
    ('ground', 'coin')
    """
    if embedded:
        return coins()
    import numpy as np

    folder = fetch("membrane")
    images = np.stack([_grey(folder / f"image/{number}.png") for number in range(_SLICES)])
    drawn = np.stack([_grey(folder / f"label/{number}.png") for number in range(_SLICES)])
    labels = (drawn > 127).astype(np.uint8)
    return Dataset(
        (images[:-_FOR_TEST], labels[:-_FOR_TEST]),
        (images[-_FOR_TEST:], labels[-_FOR_TEST:]),
        ("membrane", "cell"),
        "ISBI 2012, 30 slices of a fly's nerve cord",
    )


def _grey(path):
    import numpy as np
    from PIL import Image

    with Image.open(path, formats=["PNG"]) as image:
        return np.array(image.convert("L"))
