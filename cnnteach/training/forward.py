"""Many images through a model, some at a time, as in prediction: without dropout."""

import numpy as np

from cnnteach.training.samples import scaled

AT_ONCE = 500


def outputs_of(model, images):
    """Return what a model gives for images.

    Parameters
    ----------
    model : keras.Model
        With one output.
    images : ndarray, shape (N, ...)
        Bytes are divided by 255.

    Returns
    -------
    ndarray, shape (N, ...)
    """
    starts = range(0, len(images), AT_ONCE)
    parts = [scaled(images[start : start + AT_ONCE]) for start in starts]
    return np.concatenate([np.asarray(model.predict_on_batch(part)) for part in parts])
