"""A shortcut without weights, past layers that halve the image and add maps."""

import keras

from cnnteach.models.window import Window


@keras.saving.register_keras_serializable(package="cnnteach")
class PaddedShortcut(keras.layers.Layer):
    """Keep every `stride`-th pixel, and add maps of zeros up to `filters` (option A of [1]_).

    References
    ----------
    .. [1] He, Zhang, Ren & Sun, 2016, "Deep residual learning for image recognition",
           arXiv:1512.03385, section 4.1.

    Examples
    --------
    >>> import numpy as np
    >>> y = PaddedShortcut(filters=4, stride=2)(np.ones((1, 4, 6, 2)))
    >>> keras.ops.convert_to_numpy(y).shape, float(keras.ops.sum(y))
    ((1, 2, 3, 4), 12.0)
    """

    def __init__(self, filters, stride=2, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride = filters, stride

    def call(self, x):
        kept = x[:, :: self.stride, :: self.stride, :]
        return keras.ops.pad(kept, [(0, 0), (0, 0), (0, 0), (0, self.filters - x.shape[-1])])

    def compute_output_shape(self, input_shape):
        batch, *sides, _ = input_shape
        return (batch, *(side and -(-side // self.stride) for side in sides), self.filters)

    @property
    def window(self):
        return Window.square(1, stride=self.stride)

    def get_config(self):
        return super().get_config() | {"filters": self.filters, "stride": self.stride}
