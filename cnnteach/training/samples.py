"""The pictures and labels of a training: checked once, shuffled anew each epoch, scaled in batches.

Everything that is left to chance is a function of the seed and of the epoch or step alone, so that
a training which was stopped goes on with the same batches as if it had not been.
"""

import functools
import numbers

import numpy as np

SHUFFLE, AUGMENT, SPLIT, DROPOUT = range(4)  # what a random stream is for


def stream(seed, purpose, moment=0):
    """Return the random generator for one purpose at one epoch or step."""
    return np.random.default_rng([seed, purpose, moment])


class Samples:
    """Images with their labels, as a model takes them.

    Parameters
    ----------
    data : (array_like, array_like)
        Images (N, H, W, C) or (N, H, W), or rows of words (N, T), and labels (N,). Bytes are
        divided by 255, batch by batch; floats and other integers stay as they are.
    shape : tuple
        The model's input shape, without the images' axis; None where any length will do.
    classes : int
        Labels are 0 to ``classes - 1``.
    name : str
        What error messages call the data.

    Raises
    ------
    TypeError, ValueError
        If the two do not belong together, or do not fit the model.
    """

    def __init__(self, data, shape, classes, name="data"):
        if not isinstance(data, tuple | list) or len(data) != 2:
            raise TypeError(
                f"{name} is a {type(data).__name__}, but must be a pair (images, labels)"
            )
        self.images = _fitting(np.asarray(data[0]), shape, name)
        self.labels = _labels(np.asarray(data[1]), len(self.images), classes, name)

    def __len__(self):
        return len(self.images)

    def part(self, chosen):
        """Return some of the samples, by their indices."""
        part = object.__new__(Samples)
        part.images, part.labels = self.images[chosen], self.labels[chosen]
        return part

    def split(self, share, seed):
        """Hold back a share of the samples: the rest, and those held back."""
        count = round(len(self) * share)
        if not 0 < count < len(self):
            raise ValueError(
                f"validation={share} holds back {count} of {len(self)} samples; both parts need one"
            )
        order = stream(seed, SPLIT).permutation(len(self))
        return self.part(np.sort(order[count:])), self.part(np.sort(order[:count]))

    def batch(self, step, size, seed, augment=None):
        """Return the images and labels that step number `step` learns from.

        Each epoch goes through the samples in a new order; those left over after its last whole
        batch wait for another epoch.
        """
        epoch, place = divmod(step, len(self) // size)
        chosen = _order(seed, epoch, len(self))[place * size : (place + 1) * size]
        images = self.images[chosen]
        if augment is not None:
            images = _augmented(augment, images, stream(seed, AUGMENT, step))
        return scaled(images), self.labels[chosen]


@functools.lru_cache(maxsize=2)
def _order(seed, epoch, count):
    return stream(seed, SHUFFLE, epoch).permutation(count)


def scaled(images):
    """Return bytes as float32 of 0 to 1, other floats as float32, and word numbers as they are.

    Examples
    --------
    >>> scaled(np.uint8([0, 51, 255]))
    array([0. , 0.2, 1. ], dtype=float32)
    """
    if images.dtype == np.uint8:
        return images / np.float32(255)
    return images.astype(np.float32) if images.dtype.kind == "f" else images


def _augmented(augment, images, rng):
    result = np.asarray(augment(images, rng))
    if result.shape != images.shape:
        raise ValueError(
            f"augment gave images of shape {result.shape} for {images.shape}; the shape must stay"
        )
    return result


def _fitting(images, shape, name):
    """Return the images as the model takes them, a channel added to grey ones."""
    if images.dtype.kind not in "uif":
        raise TypeError(f"the images of {name} hold {images.dtype}, but must hold numbers")
    if images.ndim == len(shape) and shape[-1] == 1:
        images = images[..., None]
    wanted = ("N", *("any" if side is None else side for side in shape))
    same = images.ndim == len(shape) + 1 and all(
        side in (None, given) for side, given in zip(shape, images.shape[1:], strict=True)
    )
    if not same:
        raise ValueError(
            f"the images of {name} have shape {images.shape}, but the model takes "
            f"({', '.join(map(str, wanted))}); pad or resize them, or build the model with "
            f"input_shape={images.shape[1:]}"
        )
    if not len(images):
        raise ValueError(f"there are no images in {name}: its shape is {images.shape}")
    if images.dtype.kind == "f" and not np.isfinite(images).all():
        raise ValueError(f"the images of {name} hold NaN or infinity; replace them first")
    return images


def _labels(labels, count, classes, name):
    if len(labels.shape) < 1 or len(labels) != count:
        raise ValueError(
            f"{name} has {count} images but labels of shape {labels.shape}; there must be a label "
            "for each image"
        )
    if labels.dtype.kind not in "uib":
        raise TypeError(
            f"the labels of {name} hold {labels.dtype}, but must be whole numbers, the classes; "
            "of one-hot rows take labels.argmax(axis=1)"
        )
    low, high = int(labels.min()), int(labels.max())
    if low < 0 or high >= classes:
        raise ValueError(
            f"the labels of {name} go from {low} to {high}, but the model tells {classes} classes "
            f"apart, 0 to {classes - 1}"
        )
    return labels.astype(np.int32)


def held_out(samples, validation, seed, shape, classes):
    """Return the samples to learn from and those to validate with, or None."""
    if validation is None:
        return samples, None
    if isinstance(validation, numbers.Real):
        return samples.split(validation, seed)
    return samples, Samples(validation, shape, classes, "validation")
