"""Output units that measure how far the layer below is from a picture of each class."""

import keras
import numpy as np

from cnnteach.models.window import WHOLE


@keras.saving.register_keras_serializable(package="cnnteach")
class RadialBasis(keras.layers.Layer):
    """Return the squared distance to each class's code: the nearest code wins [1]_.

    ``y_i = sum_j (x_j - code_ij) ** 2``. The smallest output is the answer: use ``argmin``, not
    ``argmax``. As the exponent of a Gaussian around each code, it is a log likelihood with its sign
    turned round.

    Parameters
    ----------
    codes : array-like, shape (classes, features)
        Fixed: backprop does not change them.

    References
    ----------
    .. [1] LeCun et al., 1998, "Gradient-based learning applied to document recognition",
           section II.B, equation 7.

    Examples
    --------
    >>> import numpy as np
    >>> layer = RadialBasis([[1, 1], [-1, 1]])
    >>> keras.ops.convert_to_numpy(layer(np.array([[1.0, 0.0]])))
    array([[1., 5.]], dtype=float32)
    """

    def __init__(self, codes, **kwargs):
        super().__init__(**kwargs)
        self._codes = np.asarray(codes, "float32")

    def build(self, input_shape):
        if input_shape[-1] != self._codes.shape[1]:
            raise ValueError(
                f"the layer below gives {input_shape[-1]} numbers, but a code has "
                f"{self._codes.shape[1]} (codes.shape={self._codes.shape})"
            )
        self.codes = self.add_weight(self._codes.shape, name="codes", trainable=False)
        self.codes.assign(self._codes)

    def call(self, x):
        difference = keras.ops.expand_dims(x, 1) - self.codes  # (N, classes, features)
        return keras.ops.sum(difference * difference, axis=-1)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], len(self._codes))

    @property
    def window(self):
        return WHOLE

    def connection_count(self, output_shape):
        """Count the numbers of each code: there is no bias."""
        return self._codes.size

    def get_config(self):
        return super().get_config() | {"codes": self._codes.tolist()}
