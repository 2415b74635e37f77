"""Small pictures of a network's maps: bytes, so that a view can show all layers at once."""

import numpy as np

MOST, SIDE = 48, 24  # maps a layer; rows and columns of a small picture


def tiles_of(maps):
    """Return small pictures of each layer's maps.

    Parameters
    ----------
    maps : list of ndarray, shape (rows, columns, units)

    Returns
    -------
    shapes : list of [count, rows, columns, signed]
        A layer each; 0 is 128 where it is signed, else 0. A layer's strongest value is 255.
    bytes
        The pictures, one after the other.

    Examples
    --------
    >>> shapes, data = tiles_of([np.array([[[0.0], [2.0]]]), np.array([[[-1.0, 1.0]]])])
    >>> shapes, list(data)
    ([[1, 1, 2, False], [2, 1, 1, True]], [0, 255, 1, 255])
    """
    shapes, parts = [], []
    for layer in maps:
        small = _smaller(layer[:, :, :MOST])
        far, signed = float(np.abs(small).max()) or 1.0, bool(small.min() < 0)
        scaled = 128 + 127 * small / far if signed else 255 * np.maximum(small, 0) / far
        planes = scaled.round().astype(np.uint8).transpose(2, 0, 1)
        shapes.append([*planes.shape, signed])
        parts.append(planes.tobytes())
    return shapes, b"".join(parts)


def _smaller(maps):
    """Take every n-th row and column, so that at most 24 are left."""
    step = [-(-side // SIDE) for side in maps.shape[:2]]
    return maps[:: step[0], :: step[1]]
