"""LeNet-5's pooling: the sum over a block, times a coefficient, plus a bias, all learned."""

import keras

from cnnteach.models.window import Window
from cnnteach.shapes import pair


@keras.saving.register_keras_serializable(package="cnnteach")
class Subsampling(keras.layers.Layer):
    """Shrink each map by adding up blocks that do not overlap [1]_.

    Each map has one coefficient and one bias: ``y = activation(coefficient * sum + bias)``. With
    the coefficient at 1 / 4, where it starts, a block of 2 x 2 is averaged.

    Parameters
    ----------
    size : int or (int, int)
        Height and width of a block; what does not fill a block is not used.
    activation : callable or str, optional

    References
    ----------
    .. [1] LeCun et al., 1998, "Gradient-based learning applied to document recognition",
           section II.B, layer S2.

    Examples
    --------
    >>> import numpy as np
    >>> y = Subsampling(2)(np.arange(16.0).reshape(1, 4, 4, 1))
    >>> keras.ops.convert_to_numpy(y)[0, :, :, 0]
    array([[ 2.5,  4.5],
           [10.5, 12.5]], dtype=float32)
    """

    def __init__(self, size=2, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.size = pair("size", size)
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        maps, block = input_shape[-1], self.size[0] * self.size[1]
        average = keras.initializers.Constant(1 / block)
        self.coefficient = self.add_weight((maps,), initializer=average, name="coefficient")
        self.bias = self.add_weight((maps,), initializer="zeros", name="bias")

    def call(self, x):
        block = self.size[0] * self.size[1]
        mean = keras.ops.average_pool(x, self.size, self.size, "valid", "channels_last")
        return self.activation(self.coefficient * block * mean + self.bias)

    def compute_output_shape(self, input_shape):
        batch, rows, columns, maps = input_shape
        sides = [
            side and side // block for side, block in zip((rows, columns), self.size, strict=True)
        ]
        return (batch, *sides, maps)

    @property
    def window(self):
        return Window(self.size, self.size, (0, 0), (1, 1))

    def connection_count(self, output_shape):
        """Count four inputs and a bias for each unit, as the paper does."""
        rows, columns, maps = output_shape
        return rows * columns * maps * (self.size[0] * self.size[1] + 1)

    def get_config(self):
        activation = keras.activations.serialize(self.activation)
        return super().get_config() | {"size": self.size, "activation": activation}
