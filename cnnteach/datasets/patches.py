"""Small labelled patches of the photographs that are here already: a CIFAR without a network."""

import functools

from cnnteach.datasets.dataset import Dataset
from cnnteach.datasets.photographs import photo
from cnnteach.datasets.wheels import packaged_file

_SIDE, _BLOCK = 32, 48  # pixels of a patch, and of the blocks that no patch leaves
_TRAIN, _TEST = 160, 40  # patches of each class
_PHOTOGRAPHS = {
    "brick wall": "brick",
    "cat": "chelsea",
    "coins": "coins",
    "cup": "coffee",
    "flower": "flower",
    "galaxies": "hubble_deep_field",
    "grass": "grass",
    "gravel": "gravel",
    "pavilion": "china",
}
_CLASSES = tuple(sorted([*_PHOTOGRAPHS, "face"]))


def patches():
    """Return patches of nine photographs, and faces: ten classes, 32 x 32, in colour.

    Each photograph, at half its size, is divided into blocks; plain sky and other blocks without
    contrast are left out. Patches of some blocks are there to learn from, those of others for the
    test, so that no pixel is in both. The faces are the 100
    of scikit-image's ``lfw_subset`` [1]_, enlarged from 25 x 25, each with its mirror image.

    Returns
    -------
    Dataset
        `train`: images, uint8 (1600, 32, 32, 3), and labels, int64 (1600,), 160 of each class.
        `test`: 400 of the same kind. Both come in an order that is mixed but always the same.

    References
    ----------
    .. [1] Huang, Ramesh, Berg & Learned-Miller, 2007, Labeled faces in the wild, technical report
           07-49, University of Massachusetts, Amherst.

    Examples
    --------
    >>> data = patches()
    >>> data.test[0].shape, data.classes[3], (data.test[1] == 3).sum()
    ((400, 32, 32, 3), 'cup', np.int64(40))
    """
    train, test = ((images.copy(), labels.copy()) for images, labels in _cut())
    return Dataset(train, test, _CLASSES, "patches of the embedded photographs")


@functools.cache
def _cut():
    """Return (images, labels) of both parts, mixed."""
    import numpy as np

    rng = np.random.default_rng(0)
    parts = ([], [])
    for name in _CLASSES:
        of_class = _faces() if name == "face" else _windows(_half(photo(_PHOTOGRAPHS[name])), rng)
        for part, images in zip(parts, of_class, strict=True):
            part.append(images)
    return tuple(_mixed(part, rng) for part in parts)


def _mixed(by_class, rng):
    import numpy as np

    labels = np.repeat(np.arange(len(by_class)), [len(images) for images in by_class])
    order = rng.permutation(len(labels))
    return np.concatenate(by_class)[order], labels[order]


def _windows(image, rng):
    """Return patches to learn from and patches for the test, from blocks of their own."""
    import numpy as np

    blocks = np.array([corner for corner in _corners(image) if _lively(image, corner)])
    for_test = np.arange(len(blocks)) % 5 == 2
    return tuple(
        np.stack([_window(image, part[k % len(part)], rng) for k in range(count)])
        for part, count in ((blocks[~for_test], _TRAIN), (blocks[for_test], _TEST))
    )


def _corners(image):
    rows, columns = (side // _BLOCK for side in image.shape[:2])
    return [(row * _BLOCK, column * _BLOCK) for row in range(rows) for column in range(columns)]


def _lively(image, corner):
    """Say whether a block has half of the photograph's contrast: plain sky tells nothing."""
    row, column = corner
    block = image[row : row + _BLOCK, column : column + _BLOCK]
    return block.std(axis=(0, 1)).max() > image.std(axis=(0, 1)).max() / 2


def _window(image, corner, rng):
    row, column = corner + rng.integers(0, _BLOCK - _SIDE, size=2, endpoint=True)
    return image[row : row + _SIDE, column : column + _SIDE]


def _half(image):
    """Return `image` with three channels at half its size: each pixel the mean of four."""
    import numpy as np

    if image.ndim == 2:
        image = np.repeat(image[:, :, None], 3, axis=2)
    height, width = (side // 2 * 2 for side in image.shape[:2])
    quads = image[:height, :width].reshape(height // 2, 2, width // 2, 2, 3)
    return quads.mean(axis=(1, 3)).round().astype(np.uint8)


def _faces():
    """Return the faces to learn from and those for the test, each followed by its mirror image."""
    import numpy as np
    from PIL import Image

    small = np.load(packaged_file("skimage", "data/lfw_subset.npy"), allow_pickle=False)[:100]
    grey = np.round(small * 255).astype(np.uint8)
    sized = [Image.fromarray(face).resize((_SIDE, _SIDE), Image.BILINEAR) for face in grey]
    faces = np.repeat(np.stack([np.asarray(face) for face in sized])[..., None], 3, axis=3)
    both = np.stack([faces, faces[:, :, ::-1]], axis=1).reshape(-1, _SIDE, _SIDE, 3)
    return both[:_TRAIN], both[_TRAIN:]
