"""Pieces of images whose every pixel has a label: turned and mirrored with their labels."""

import numpy as np

from cnnteach.shapes import whole_number


def labelled_crops(images, labels, count, *, side, seed=0):
    """Cut pieces out at random, turn each by quarters and mirror every second one.

    What is done to an image is done to its labels too. Cells and coins have no up and down; for
    photographs of streets, mirroring alone would do.

    Parameters
    ----------
    images : ndarray, shape (N, H, W)
    labels : ndarray, shape (N, H, W)
    count : int
        How many pieces.
    side : int
        Of a piece, in pixels.
    seed : int

    Returns
    -------
    images : ndarray, shape (count, side, side)
    labels : ndarray, shape (count, side, side)

    Raises
    ------
    ValueError
        If the labels are not those of the images, or a piece is larger than they are.

    Examples
    --------
    >>> image = np.arange(9).reshape(1, 3, 3)
    >>> pieces, same = labelled_crops(image, image, 4, side=2)
    >>> pieces.shape, bool((pieces == same).all())
    ((4, 2, 2), True)
    """
    if images.shape != labels.shape or images.ndim != 3:
        raise ValueError(
            f"images have shape {images.shape} and labels {labels.shape}; both must be (N, H, W)"
        )
    if not 1 <= whole_number("side", side) <= min(images.shape[1:]):
        raise ValueError(f"pieces of {side} pixels cannot be cut out of {images.shape[1:]}")
    rng = np.random.default_rng(seed)
    pairs = np.stack([images, labels], axis=-1)
    pieces = np.empty((count, side, side, 2), pairs.dtype)
    for place in range(count):
        which, top, left = (int(rng.integers(n)) for n in _choices(images.shape, side))
        piece = pairs[which, top : top + side, left : left + side]
        turned = np.rot90(piece, rng.integers(4))
        pieces[place] = turned[:, ::-1] if rng.random() < 0.5 else turned
    return pieces[..., 0].astype(images.dtype), pieces[..., 1].astype(labels.dtype)


def _choices(shape, side):
    """Return how many images, upper edges and left edges there are to choose from."""
    return shape[0], shape[1] - side + 1, shape[2] - side + 1
