"""Keep the k largest answers of each filter, in the order in which they came."""

import keras

from cnnteach.models.window import WHOLE
from cnnteach.shapes import whole_number


@keras.saving.register_keras_serializable(package="cnnteach")
class KMaxPooling1D(keras.layers.Layer):
    """Shorten each sequence to its `k` largest values, order kept; of equal ones the first [1]_.

    Parameters
    ----------
    k : int
        With 1 it is max pooling over time.

    References
    ----------
    .. [1] Kalchbrenner, Grefenstette & Blunsom, 2014, "A convolutional neural network for modelling
           sentences", arXiv:1404.2188, section 3.2.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.array([3.0, 1, 4, 1, 5, 9, 2, 6]).reshape(1, 8, 1)
    >>> keras.ops.convert_to_numpy(KMaxPooling1D(3)(x)).ravel()
    array([5., 9., 6.], dtype=float32)
    """

    def __init__(self, k, **kwargs):
        super().__init__(**kwargs)
        self.k = whole_number("k", k)

    def build(self, input_shape):
        if input_shape[1] is not None and input_shape[1] < self.k:
            raise ValueError(
                f"k is {self.k}, but the sequence has only {input_shape[1]} places; make k smaller"
            )

    def call(self, x):
        largest_first = keras.ops.argsort(-x, axis=1)  # stable: of equal ones the first
        places = keras.ops.sort(largest_first[:, : self.k], axis=1)
        return keras.ops.take_along_axis(x, places, axis=1)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.k, input_shape[2])

    @property
    def window(self):
        return WHOLE

    def get_config(self):
        return super().get_config() | {"k": self.k}
