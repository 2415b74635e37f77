"""Cut one image to the size of another."""

import keras

from cnnteach.models.window import FIRST


@keras.saving.register_keras_serializable(package="cnnteach")
class CropLike(keras.layers.Layer):
    """Return the first input, cut at the bottom and the right to the second's height and width.

    Sizes may be open: they are read when the images come.

    Examples
    --------
    >>> import numpy as np
    >>> y = CropLike()([np.zeros((1, 8, 8, 2)), np.zeros((1, 5, 7, 3))])
    >>> keras.ops.convert_to_numpy(y).shape
    (1, 5, 7, 2)
    """

    def call(self, inputs):
        x, like = inputs
        shape = keras.ops.shape(like)
        return x[:, : shape[1], : shape[2], :]

    def compute_output_shape(self, input_shape):
        x, like = input_shape
        return (x[0], like[1], like[2], x[3])

    @property
    def window(self):
        return FIRST
