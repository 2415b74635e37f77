"""What excited the units of one layer most: values, places, and the pixels themselves."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cnnteach.explain.picture_bytes import as_bytes
from cnnteach.explain.strongest import EMPTY


class Patch(NamedTuple):
    """The pixels that one unit saw when something excited it.

    Parameters
    ----------
    value : float
        How much.
    image : int
        The number of the image, in the order in which they came.
    place : (int, int)
        Row and column in the unit's map.
    box : (int, int, int, int)
        Its receptive field: first row and column, and the ones after the last; negative, or beyond
        the image, in the padding.
    pixels : ndarray
        What of the box lies in the image.
    is_clipped : bool
        Whether some of it does not.
    """

    value: float
    image: int
    place: tuple
    box: tuple
    pixels: np.ndarray
    is_clipped: bool


@dataclass(frozen=True, eq=False)
class LayerPatches:
    """The strongest patches of each unit of a layer; ``layer[7]`` are those of unit 7.

    Attributes
    ----------
    values : ndarray of float32, shape (units, k)
        Strongest first; -inf where there were fewer than k images.
    images : ndarray of int64, shape (units, k)
        Numbers of the images; -1 where there is none.
    places : ndarray of int32, shape (units, k, 2)
        Rows and columns in the maps.
    boxes : ndarray of int32, shape (units, k, 4)
        Receptive fields; see `Patch`.
    crops : list of list of ndarray
        Pixels, a list a unit; None where there is no patch.
    low, high : ndarray of float32, shape (units,)
        The least and the greatest of the images' strongest answers.
    frame : (int, int)
        Rows and columns of the largest box.
    image_size : (int, int)
        Rows and columns of the images.
    searched : int
        How many images there were.
    """

    values: np.ndarray
    images: np.ndarray
    places: np.ndarray
    boxes: np.ndarray
    crops: list
    low: np.ndarray
    high: np.ndarray
    frame: tuple
    image_size: tuple
    searched: int

    def __len__(self):
        return len(self.values)

    @property
    def dead(self):
        """Units that give the same for every image, such as 0 after a ReLU: bool, (units,)."""
        return self.low == self.high if self.searched > 1 else self.high == 0

    @property
    def counts(self):
        """Which patches are ones: bool, (units, k). Answers of 0 are ties, and excite nobody."""
        return (self.images != EMPTY) & (self.values != 0) & ~self.dead[:, None]

    def __getitem__(self, unit):
        """Return the patches of a unit, strongest first; none for a dead one."""
        if not -len(self) <= unit < len(self):
            raise IndexError(f"there is no unit {unit}; units go from 0 to {len(self) - 1}")
        ranks = np.flatnonzero(self.counts[unit])
        return tuple(self._patch(unit, rank) for rank in ranks)

    def _patch(self, unit, rank):
        box, pixels = self.boxes[unit, rank], self.crops[unit][rank]
        inside = clipped(box, self.image_size)
        return Patch(
            float(self.values[unit, rank]),
            int(self.images[unit, rank]),
            tuple(self.places[unit, rank].tolist()),
            tuple(box.tolist()),
            pixels,
            bool((inside != box).any()),
        )

    def pictures(self, unit):
        """Return a unit's patches as pictures of one size.

        Returns
        -------
        ndarray of uint8, shape (patches, rows, columns, 4)
            Red, green, blue, and 255 where the image is, 0 beyond its border. Floats of 0 to 1
            become bytes; others are stretched from the least to the greatest of these patches.
        """
        patches = self[unit]
        return self._framed(patches, as_bytes([patch.pixels for patch in patches]))

    def framed(self, patches, images):
        """Cut the same boxes out of other images, such as what a method paints for each patch.

        Parameters
        ----------
        patches : sequence of Patch
        images : ndarray of uint8, shape (patches, H, W, 3)

        Returns
        -------
        ndarray of uint8, shape (patches, rows, columns, 4)
        """
        inside = [clipped(np.array(patch.box), self.image_size) for patch in patches]
        parts = [
            image[top:bottom, left:right]
            for image, (top, left, bottom, right) in zip(images, inside, strict=True)
        ]
        return self._framed(patches, parts)

    def _framed(self, patches, parts):
        """Put each part where its box has it, in a frame of one size."""
        size = np.minimum(self.frame, self.image_size)
        result = np.zeros((len(patches), *size, 4), np.uint8)
        for picture, patch, pixels in zip(result, patches, parts, strict=True):
            first = clipped(np.array(patch.box), self.image_size)[:2]
            is_whole = size == self.image_size  # then the frame is the image
            row, column = np.where(is_whole, first, first - patch.box[:2])
            part = picture[row : row + pixels.shape[0], column : column + pixels.shape[1]]
            part[..., :3], part[..., 3] = pixels, 255
        return result


def clipped(boxes, image_size):
    """Return what of some boxes (..., 4) lies in an image.

    Examples
    --------
    >>> clipped(np.array([-2, 3, 5, 12]), (8, 10))
    array([ 0,  3,  5, 10])
    """
    return np.clip(boxes, 0, np.array([*image_size, *image_size]))


def cut(layer, arrays, best, kept, searched):
    """Cut the patches of a layer out of the images that won.

    Parameters
    ----------
    layer : ChosenLayer
    arrays : (values, images, places)
        Of shapes (units, k) and (units, k, 2).
    best : Strongest
    kept : dict of int to ndarray
        Images by their numbers.
    searched : int
        How many images there were.
    """
    values, images, places = arrays
    size = next(iter(kept.values())).shape[:2]
    boxes = np.zeros((*images.shape, 4), np.int32)
    crops = [[None] * images.shape[1] for _ in images]
    for unit, rank in np.argwhere((images != EMPTY) & (values != 0)).tolist():
        boxes[unit, rank] = box_of(layer.field, places[unit, rank].tolist())
        crops[unit][rank] = _crop(kept[int(images[unit, rank])], boxes[unit, rank])
    seen = best.low, best.high, layer.field.size, size, searched
    return LayerPatches(values, images, places, boxes, crops, *seen)


def box_of(field, place):
    """Return what the unit at a place sees: an int array, as in `Patch`."""
    (top, bottom), (left, right) = field.box() if field.jump is None else field.box(*place)
    return np.array([top, left, bottom, right])


def _crop(image, box):
    """Copy a small part; of a large one keep a view, so that many units share their image."""
    top, left, bottom, right = clipped(box, image.shape[:2])
    part = image[top:bottom, left:right]
    return part.copy() if part.nbytes * 2 < image.nbytes else part
