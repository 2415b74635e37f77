"""MNIST, whole from the network, or its five thousand digits that are already here."""

from cnnteach.datasets.dataset import Dataset
from cnnteach.datasets.digits import digits
from cnnteach.datasets.fetching import fetch

_TEST_EACH = 5  # of the embedded digits, every fifth of a kind is for the test


def mnist(*, embedded=False):
    """Return MNIST [1]_: handwritten digits, to be told apart.

    Parameters
    ----------
    embedded : bool
        Take the 5,000 digits that come with the course, and no network: 4,000 to learn from and
        1,000 for the test, as many of each, in an order that is mixed but always the same.

    Returns
    -------
    Dataset
        `train`: images, uint8 (60000, 28, 28), 0 the background and 255 the full stroke, and
        labels, int64 (60000,). `test`: 10,000 of the same kind.

    Raises
    ------
    DatasetUnavailable
        If it is not on this machine and cannot be downloaded (11.5 MB).

    References
    ----------
    .. [1] LeCun, Bottou, Bengio & Haffner, 1998, Gradient-based learning applied to document
           recognition, section III.

    Examples
    --------
    >>> data = mnist(embedded=True)
    >>> (x_train, y_train), (x_test, y_test) = data.train, data.test
    >>> x_train.shape, x_test.shape
    ((4000, 28, 28), (1000, 28, 28))
    """
    if embedded:
        return _embedded()
    import numpy as np

    with np.load(fetch("mnist") / "mnist.npz", allow_pickle=False) as file:
        train, test = (
            (file[f"x_{part}"], file[f"y_{part}"].astype("int64")) for part in ("train", "test")
        )
    return Dataset(train, test, _CLASSES, "MNIST, 70,000 digits")


_CLASSES = tuple("0123456789")


def _embedded():
    import numpy as np

    images, labels = digits()
    order = np.random.default_rng(0).permutation(len(labels))
    for_test = order % _TEST_EACH == _TEST_EACH - 1
    train, test = order[~for_test], order[for_test]
    return Dataset(
        (images[train], labels[train]),
        (images[test], labels[test]),
        _CLASSES,
        "5,000 of MNIST's digits, embedded",
    )
