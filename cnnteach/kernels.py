"""The image kernels that the lectures show, at any size: identity, box, Sobel, Gaussian, ..."""

from functools import cache

import numpy as np

MAX_SIZE = 7

_NINE = {
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "sobel_x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "sobel_y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "laplacian": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
    "misprint": [[-1, -2, -1], [0, 0, 0], [-1, -2, -1]],  # lecture 002's "Vertical"
}

NAMES = (
    "identity",
    "box",
    "sharpen",
    "sobel_x",
    "sobel_y",
    "laplacian",
    "gaussian",
    "emboss",
    "misprint",
    "random",
)


def kernel(name, size=3):
    """Return an image kernel by its name.

    A box or a Gaussian fills the size; the kernels that are nine numbers by definition (Sobel,
    sharpen, Laplacian, emboss, identity, misprint) stand in the middle with zeros around, or lose
    their rim below 3 x 3.

    Parameters
    ----------
    name : str
        One of `NAMES`. ``"sobel_x"`` differs along x: it answers to vertical edges. ``"misprint"``
        is the one that lecture 002 prints for horizontal edges, with two signs lost.
    size : int or (int, int)
        Rows and columns, 1 to 7.

    Returns
    -------
    ndarray of float64, shape (rows, columns)

    Raises
    ------
    ValueError
        If no kernel has this name, or the size is not 1 to 7.

    References
    ----------
    .. [1] Gonzalez & Woods, Digital Image Processing, 4th ed., sections 3.5 and 3.6.
    .. [2] Sobel & Feldman, 1968, "A 3x3 isotropic gradient operator for image processing".

    Examples
    --------
    >>> kernel("sobel_x")
    array([[-1.,  0.,  1.],
           [-2.,  0.,  2.],
           [-1.,  0.,  1.]])
    >>> kernel("gaussian", (1, 3))
    array([[0.25, 0.5 , 0.25]])
    """
    if name not in NAMES:
        raise ValueError(f"there is no kernel {name!r}; there are {', '.join(NAMES)}")
    sizes = tuple(size) if isinstance(size, tuple | list) else (size, size)
    if len(sizes) != 2 or not all(map(_is_size, sizes)):
        raise ValueError(
            f"a kernel is 1 to {MAX_SIZE} rows and columns, in whole numbers, not {size!r}"
        )
    rows, columns = sizes
    if name == "box":
        return np.full((rows, columns), 1 / (rows * columns))
    if name == "gaussian":
        return np.outer(_binomial(rows), _binomial(columns))
    if name == "random":
        return np.random.default_rng(0).integers(-2, 3, (MAX_SIZE, MAX_SIZE))[:rows, :columns] * 1.0
    return recentre(np.array(_NINE[name], float), (rows, columns))


def _is_size(value):
    is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    return is_whole and 1 <= value <= MAX_SIZE


def rank(weights):
    """Count the thin kernels' pairs, a column times a row each, that add up to a kernel.

    Singular values below a millionth of the largest count as 0, since float32 cannot tell.

    Parameters
    ----------
    weights : ndarray, shape (rows, columns)

    Examples
    --------
    >>> rank(kernel("gaussian", 5)), rank(kernel("laplacian"))
    (1, 2)
    """
    values = np.linalg.svd(weights, compute_uv=False)
    return int(np.count_nonzero(values > 1e-6 * values[0]))


def separate(weights):
    """Return the column and the row whose products are a kernel's weights; None where none are.

    Of the many pairs it is the one whose column adds up to 1. Where column or row adds up to 0, it
    is the one whose column has 1 as its smallest weight, and the other sum is positive.

    Parameters
    ----------
    weights : ndarray, shape (rows, columns)

    Returns
    -------
    (ndarray, ndarray) or None
        Shapes (rows,) and (columns,).

    References
    ----------
    .. [1] Gonzalez & Woods, Digital Image Processing, 4th ed., section 3.4, separable kernels.

    Examples
    --------
    >>> separate(kernel("sobel_x"))
    (array([1., 2., 1.]), array([-1.,  0.,  1.]))
    >>> separate(kernel("laplacian")) is None
    True
    """
    if rank(weights) != 1:
        return None
    i, j = np.unravel_index(np.abs(weights).argmax(), weights.shape)
    smallest = np.abs(weights[weights[:, j] != 0, j]).min()
    column, row = weights[:, j] / smallest, weights[i] * smallest / weights[i, j]
    total, other = (v.sum() if abs(v.sum()) > 1e-6 * np.abs(v).sum() else 0 for v in (column, row))
    scale = total if total and other else np.sign(total or other) or 1
    return column / scale + 0, row * scale + 0  # + 0: no -0


def recentre(weights, size):
    """Cut or pad the first two axes of `weights` with zeros, so that the middle stays the middle.

    Examples
    --------
    >>> recentre(np.array([[1.0, 2.0, 3.0]]), (3, 1))
    array([[0.],
           [2.],
           [0.]])
    """
    result = np.zeros((*size, *weights.shape[2:]), weights.dtype)
    old, new = [], []
    for before, after in zip(weights.shape, size, strict=False):
        shift = (before - 1) // 2 - (after - 1) // 2  # where the new window starts in the old one
        first, last = max(shift, 0), min(shift + after, before)
        old.append(slice(first, last))
        new.append(slice(first - shift, last - shift))
    result[tuple(new)] = weights[tuple(old)]
    return result


@cache
def table():
    """Return every kernel of `NAMES` at every size from 1 x 1 to 7 x 7, one after the other.

    Returns
    -------
    bytes
        float32: for each name, for each number of rows, for each number of columns, the kernel.
    """
    sizes = range(1, MAX_SIZE + 1)
    parts = [
        kernel(n, (rows, columns)).ravel() for n in NAMES for rows in sizes for columns in sizes
    ]
    return np.concatenate(parts).astype(np.float32).tobytes()


def _binomial(length):
    row = np.ones(1)
    for _ in range(length - 1):
        row = np.convolve(row, [0.5, 0.5])
    return row
