"""The small pictures that ConvExplorer offers: drawings, an edge, bits of photographs."""

from functools import cache

import numpy as np

SIDE = 32
PLANES = 4  # grey, red, green, blue

_RING = [
    "00000000",
    "00044000",
    "00499400",
    "04900940",
    "04900940",
    "00499400",
    "00044000",
    "00000000",
]
_BINARY = ["11100", "01110", "00111", "00110", "01100"]

# (name, photograph, top, left, side of the square that is shrunk to 32 x 32)
_PATCHES = (
    ("cat's eye", "chelsea", 80, 130, 96),
    ("coffee cup", "coffee", 40, 150, 320),
    ("astronaut", "astronaut", 0, 130, 192),
    ("flower", "flower", 40, 200, 320),
)


@cache
def gallery(seed=0):
    """Return the names of the pictures, and the pictures.

    Parameters
    ----------
    seed : int
        For the picture called "random": whole numbers from 0 to 9.

    Returns
    -------
    names : tuple of str
    pictures : ndarray of uint8, shape (len(names), 32, 32, 4)
        Planes: grey, red, green, blue.
    """
    made = {
        "pattern": tile([[int(v) for v in row] for row in _RING]),
        "edge": np.repeat(np.where(np.arange(SIDE) % 8 < 4, 0, 9)[None], SIDE, axis=0),
        "binary 5x5": tile([[int(v) for v in row] for row in _BINARY]),
        "random": np.random.default_rng(seed).integers(0, 10, (SIDE, SIDE, PLANES)),
    }
    pictures = [_planes(np.asarray(picture)) for picture in made.values()]
    pictures += [_patch(*place) for _, *place in _PATCHES]
    return (*made, *(name for name, *_ in _PATCHES)), np.stack(pictures).astype(np.uint8)


def tile(rows):
    """Repeat a small square of numbers, shape (n, n), until it fills 32 x 32."""
    times = -(-SIDE // len(rows))
    return np.tile(rows, (times, times))[:SIDE, :SIDE]


def _planes(picture):
    """Give a grey picture four planes, some turned, so that channels can be told apart."""
    if picture.ndim == 3:
        return picture
    return np.stack([picture, picture, picture[::-1], picture.T], axis=-1)


def _patch(photograph, top, left, side):
    from PIL import Image

    from cnnteach.datasets import photo

    square = Image.fromarray(photo(photograph)[top : top + side, left : left + side])
    small = square.resize((SIDE, SIDE), Image.Resampling.BOX)
    return np.dstack([np.asarray(small.convert("L")), np.asarray(small)])
