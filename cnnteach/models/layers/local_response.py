"""Local response normalisation: a map is turned down where its neighbours answer strongly."""

import keras
import numpy as np

from cnnteach.models.window import POINTWISE


@keras.saving.register_keras_serializable(package="cnnteach")
class LocalResponseNormalization(keras.layers.Layer):
    """Divide each number by a power of the squares of the maps around it, at the same pixel [1]_.

    ``y = x / (k + alpha * sum(x_j ** 2)) ** beta``, the sum over the `n` maps ``j`` that are
    nearest to the map itself; at the first and the last map there are fewer.

    Parameters
    ----------
    n : int
        Maps in the sum, the map itself among them; an odd number.
    k, alpha, beta : float
        The paper's. (Caffe and PyTorch divide their alpha by n.)

    References
    ----------
    .. [1] Krizhevsky, Sutskever & Hinton, 2012, "ImageNet classification with deep convolutional
           neural networks", section 3.3.

    Examples
    --------
    >>> import numpy as np
    >>> layer = LocalResponseNormalization(n=3, k=1.0, alpha=1.0, beta=1.0)
    >>> keras.ops.convert_to_numpy(layer(np.array([[[[1.0, 2.0, 3.0]]]])))  # 1/6, 2/15, 3/14
    array([[[[0.16666667, 0.13333334, 0.21428572]]]], dtype=float32)
    """

    def __init__(self, n=5, k=2.0, alpha=1e-4, beta=0.75, **kwargs):
        super().__init__(**kwargs)
        if n % 2 == 0:
            raise ValueError(f"n is {n}, but must be odd: a map, and as many on each side of it")
        self.n, self.k, self.alpha, self.beta = n, k, alpha, beta

    def call(self, x):
        maps = np.arange(x.shape[-1])
        near = np.abs(maps[:, None] - maps[None, :]) <= self.n // 2  # (C, C), a band of ones
        wide = keras.ops.cast(x, "float32")  # squares of half floats overflow above 255
        squares = keras.ops.matmul(wide * wide, near.astype("float32"))
        normalised = wide / (self.k + self.alpha * squares) ** self.beta
        return keras.ops.cast(normalised, x.dtype)

    def compute_output_shape(self, input_shape):
        return input_shape

    @property
    def window(self):
        return POINTWISE

    def get_config(self):
        numbers = {"n": self.n, "k": self.k, "alpha": self.alpha, "beta": self.beta}
        return super().get_config() | numbers
