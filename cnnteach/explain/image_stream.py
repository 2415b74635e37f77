"""Images as they come: an array, a folder, batches of a pipeline; checked, and in batches again.

Whatever their source, batches have one size, so that a backend compiles once. Images stay as they
were given; `prepared` makes of a batch what the model takes.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from cnnteach.datasets.image_folder import middle_square
from cnnteach.datasets.own_image import open_image
from cnnteach.training.samples import scaled

PICTURES = {".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}


class Batch(NamedTuple):
    """Some images, the number of the first, and the names of their files, if they have any."""

    images: np.ndarray
    first: int
    names: tuple


class ImageStream:
    """Images for a model, from any source, in batches.

    Parameters
    ----------
    model : keras.Model
        With one input of images (H, W, C).
    images : ndarray, path or iterable
        (N, H, W, C), or (N, H, W) for one channel; a folder, whose pictures are read one by one,
        their middle squares scaled to the model's size; or anything that gives files, images or
        batches of images one after another, such as a ``tf.data.Dataset``. Of pairs (images,
        labels) the images are taken.
    size : int
        Images in a batch; the last one has what is left.

    Raises
    ------
    TypeError, ValueError, FileNotFoundError
        If there are no images in it, or they do not fit the model.
    """

    def __init__(self, model, images, size):
        self.shape, self.size = image_shape(model), size
        self._source = images
        self.total = len(images) if isinstance(images, np.ndarray) else None
        if isinstance(images, str | Path):
            self._source = _pictures(images)
            self.total = len(self._source)
        elif not hasattr(images, "__iter__"):
            raise TypeError(
                f"images are a {type(images).__name__}; give an array (N, H, W, C), a folder, or "
                "something that gives images one after another"
            )

    def __iter__(self):
        waiting, names, first = [], [], 0
        for image, name in self._singles():
            waiting.append(image)
            names.append(name)
            if len(waiting) == self.size:
                yield Batch(_stacked(waiting), first, tuple(names))
                first += len(waiting)
                waiting, names = [], []
        if waiting:
            yield Batch(_stacked(waiting), first, tuple(names))
        elif not first:
            raise ValueError("there are no images to look at: the source gives none")

    def _singles(self):
        parts = [self._source] if isinstance(self._source, np.ndarray) else self._source
        for part in parts:
            if isinstance(part, str | Path):
                yield _opened(part, self.shape), str(part)
            else:
                yield from ((i, "") for i in fitting(_without_labels(part), self.shape))


def image_shape(model):
    """Return (H, W, C) of a model's images; None where a side is open.

    Raises
    ------
    ValueError
        If the model takes something else, or more than one thing.
    """
    inputs = [tuple(each.shape) for each in model.inputs]
    if len(inputs) != 1 or len(inputs[0]) != 4:
        raise ValueError(
            f"{model.name} takes {inputs}; this needs a model of one input of images, "
            "(None, H, W, C)"
        )
    return inputs[0][1:]


def fitting(images, shape):
    """Return images as an array (N, H, W, C) that fits (H, W, C), or say why they do not.

    Examples
    --------
    >>> fitting(np.zeros((2, 28, 28)), (28, 28, 1)).shape
    (2, 28, 28, 1)
    """
    images = np.asarray(images)
    if images.dtype.kind not in "uif":
        raise TypeError(f"the images hold {images.dtype}, but must hold numbers")
    if shape[-1] == 1 and images.shape[-1:] != (1,):
        images = images[..., None]
    if images.ndim == 3:
        images = images[None]
    is_right = images.ndim == 4 and all(
        side in (None, given) for side, given in zip(shape, images.shape[1:], strict=True)
    )
    if not is_right:
        wanted = " x ".join("any" if side is None else str(side) for side in shape)
        raise ValueError(
            f"the images have shape {images.shape}, but the model takes {wanted}: rows x columns x "
            "channels, channels last; resize them, or build the model with another input_shape"
        )
    return images


def prepared(images, prepare=None):
    """Return a batch as the model takes it: by `prepare`, or bytes divided by 255.

    Examples
    --------
    >>> prepared(np.uint8([[[[255]]]])).item(), prepared(np.uint8([[[[255]]]]), np.float32).item()
    (1.0, 255.0)
    """
    if prepare is None:
        if images.dtype.kind in "iu" and images.dtype != np.uint8:
            raise TypeError(
                f"the images hold {images.dtype}; give bytes (uint8), which are divided by 255, or "
                "floats in the scale that the model takes"
            )
        return scaled(images)
    result = np.asarray(prepare(images.copy()))
    if len(result) != len(images):
        raise ValueError(
            f"prepare made {len(images)} images into {len(result)}; it must keep their number"
        )
    return result


def _without_labels(part):
    return part[0] if isinstance(part, tuple | list) and len(part) == 2 else part


def _stacked(images):
    """Return images as one array; a folder's or a stream's may differ where a side is open."""
    try:
        return np.stack(images)
    except ValueError:
        sizes = sorted({image.shape for image in images})
        raise ValueError(
            f"the images of one batch have different shapes, {sizes}; resize them alike"
        ) from None


def _pictures(folder):
    """Return the picture files in a folder and in those inside of it, in order."""
    folder = Path(folder).expanduser()
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}; give one that holds pictures")
    found = sorted(p for p in folder.rglob("*") if p.suffix.lower() in PICTURES)
    if not found:
        raise ValueError(f"{folder} holds no pictures ({', '.join(sorted(PICTURES))})")
    return found


def _opened(path, shape):
    """Return a picture's middle square, in the model's size and channels."""
    height, width, channels = shape
    if height != width or height is None or channels not in (1, 3):
        raise ValueError(
            f"a folder's pictures become squares of 1 or 3 channels, but the model takes {shape}; "
            "read and resize them yourself, and give them as an array or one after another"
        )
    image = middle_square(open_image(path, max_side=max(1024, 2 * height)), height)
    if channels == 1:
        return image.mean(axis=2, keepdims=True).round().astype(np.uint8)
    return image
