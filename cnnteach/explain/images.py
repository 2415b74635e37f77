"""Images as a model takes them, or a sentence that says why they are not."""

import numpy as np

from cnnteach.explain.image_stream import fitting, prepared


def as_batch(images, shape):
    """Return images as a batch of floats, and whether there was one image alone.

    Parameters
    ----------
    images : array_like, shape (N, H, W, C), (H, W, C), or without C where a model takes one channel
        In the scale in which the model learned; bytes are divided by 255.
    shape : tuple
        (H, W, C) that the model takes; None for a side that it leaves open.

    Returns
    -------
    ndarray of float32, shape (N, H, W, C)
    bool

    Raises
    ------
    TypeError, ValueError
        If they are of another size or number of channels, or hold NaN.

    Examples
    --------
    >>> batch, alone = as_batch(np.zeros((28, 28)), (28, 28, 1))
    >>> batch.shape, alone
    ((1, 28, 28, 1), True)
    """
    array = np.asarray(images)
    batch = fitting(array, shape)
    alone = array.ndim < batch.ndim and array.shape != batch.shape[:-1]
    if batch.dtype.kind == "f" and not np.isfinite(batch).all():
        raise ValueError("the images hold NaN or infinity; a network makes NaN of them everywhere")
    if not len(batch):
        raise ValueError(f"there are no images in an array of shape {array.shape}")
    return prepared(batch).astype(np.float32), alone
