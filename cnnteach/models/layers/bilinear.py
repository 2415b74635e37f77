"""Weights with which a transposed convolution enlarges an image smoothly."""

import keras
import numpy as np


@keras.saving.register_keras_serializable(package="cnnteach")
class Bilinear(keras.initializers.Initializer):
    """Kernel (K, K, C, C) that enlarges each channel by itself, by linear interpolation [1]_.

    For a transposed convolution with stride s, take K = 2 s - s % 2.

    References
    ----------
    .. [1] Long, Shelhamer & Darrell, 2015, "Fully convolutional networks for semantic
           segmentation", arXiv:1411.4038, section 3.3.

    Examples
    --------
    >>> import numpy as np
    >>> np.asarray(Bilinear()((4, 4, 1, 1)))[0, :, 0, 0] * 16
    array([1., 3., 3., 1.], dtype=float32)
    """

    def __call__(self, shape, dtype=None):
        rows, columns, outputs, inputs = shape
        kernel = np.zeros(shape, "float32")
        for channel in range(min(outputs, inputs)):
            kernel[:, :, channel, channel] = np.outer(_tent(rows), _tent(columns))
        return keras.ops.convert_to_tensor(kernel, dtype=dtype)


def _tent(size):
    """Return `size` weights that rise and fall in a straight line around the middle."""
    factor = (size + 1) // 2
    return 1 - np.abs(np.arange(size) - (size - 1) / 2) / factor
