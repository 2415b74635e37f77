"""Pooling to a fixed number of values, whatever the size of the image."""

import keras

from cnnteach.models.window import WHOLE
from cnnteach.shapes import whole_number


@keras.saving.register_keras_serializable(package="cnnteach")
class SpatialPyramidPooling2D(keras.layers.Layer):
    """Cut the image into n x n parts, for several n, and keep the maximum of each part [1]_.

    Parameters
    ----------
    levels : sequence of int
        The numbers n. Parts share a row or column of pixels where n does not divide the side.

    Returns
    -------
    Tensor, shape (N, C * (n1 ** 2 + n2 ** 2 + ...))

    References
    ----------
    .. [1] He, Zhang, Ren & Sun, 2014, "Spatial pyramid pooling in deep convolutional networks for
           visual recognition", arXiv:1406.4729, section 2.2.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.arange(16.0).reshape(1, 4, 4, 1)
    >>> keras.ops.convert_to_numpy(SpatialPyramidPooling2D([2, 1])(x))
    array([[ 5.,  7., 13., 15., 15.]], dtype=float32)
    """

    def __init__(self, levels, **kwargs):
        super().__init__(**kwargs)
        self.levels = tuple(whole_number("a level", level) for level in levels)

    def build(self, input_shape):
        if None in input_shape[1:3]:
            raise ValueError(
                f"the input's shape is {tuple(input_shape)}; give height and width: the parts are "
                "cut once, when the network is built"
            )
        if min(input_shape[1:3]) < max(self.levels):
            raise ValueError(
                f"a map of {input_shape[1]} x {input_shape[2]} cannot be cut into "
                f"{max(self.levels)} x {max(self.levels)} parts; make the image larger"
            )

    def call(self, x):
        parts = [
            keras.ops.max(x[:, top:bottom, left:right], axis=(1, 2))
            for n in self.levels
            for top, bottom in _parts(x.shape[1], n)
            for left, right in _parts(x.shape[2], n)
        ]
        return keras.ops.concatenate(parts, axis=-1)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[-1] * sum(n * n for n in self.levels))

    @property
    def window(self):
        return WHOLE

    def get_config(self):
        return super().get_config() | {"levels": self.levels}


def _parts(side, n):
    """Cut `side` pixels: part i is from ``floor(i * side / n)`` to ``ceil((i + 1) * side / n)``."""
    return [(i * side // n, -(-(i + 1) * side // n)) for i in range(n)]
