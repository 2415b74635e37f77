"""A convolution in which each output map reads only some of the input maps."""

import keras
import numpy as np

from cnnteach.models.window import Window
from cnnteach.shapes import pair


@keras.saving.register_keras_serializable(package="cnnteach")
class ConnectionTableConv2D(keras.layers.Layer):
    """Convolve with a kernel for each entry of a table, and none elsewhere [1]_.

    Parameters
    ----------
    table : sequence of sequences of int
        For each output map, the input maps that it reads, counted from 0.
    kernel_size : int or (int, int)
    activation : callable or str, optional
    kernel_initializer : str or keras initialiser
        Draws the kernels, (KH, KW, entries of the table).

    References
    ----------
    .. [1] LeCun et al., 1998, "Gradient-based learning applied to document recognition",
           section II.B, layer C3 and table I.

    Examples
    --------
    Two maps: the first reads the input maps 0 and 1, the second only 2. So 3 kernels, 2 biases:

    >>> layer = ConnectionTableConv2D([(0, 1), (2,)], kernel_size=5)
    >>> layer.build((None, 14, 14, 3))
    >>> layer.count_params()
    77
    """

    def __init__(
        self,
        table,
        kernel_size,
        activation=None,
        kernel_initializer="glorot_uniform",
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.table = tuple(tuple(int(source) for source in reads) for reads in table)
        self.kernel_size = pair("kernel_size", kernel_size)
        self.activation = keras.activations.get(activation)
        self.kernel_initializer = keras.initializers.get(kernel_initializer)

    def build(self, input_shape):
        maps = input_shape[-1]
        highest = max(source for reads in self.table for source in reads)
        if highest >= maps or min(source for reads in self.table for source in reads) < 0:
            raise ValueError(
                f"the table reads input map {highest}, but there are {maps}, from 0 to {maps - 1} "
                f"(input of shape {tuple(input_shape)}); channels come last"
            )
        entries = sum(map(len, self.table))
        self.kernel = self.add_weight(
            (*self.kernel_size, entries), initializer=self.kernel_initializer, name="kernel"
        )
        self.bias = self.add_weight((len(self.table),), initializer="zeros", name="bias")
        self._places = self._one_hot_places(maps)

    def _one_hot_places(self, maps):
        """Return (entries, maps * outputs): where each of the kernels goes in a full kernel."""
        pairs = [(source, out) for out, reads in enumerate(self.table) for source in reads]
        places = np.zeros((len(pairs), maps, len(self.table)), "float32")
        for entry, (source, out) in enumerate(pairs):
            places[entry, source, out] = 1
        return places.reshape(len(pairs), -1)

    def full_kernel(self):
        """Return the kernel of the same convolution without a table, (KH, KW, C, F), with zeros."""
        places = keras.ops.cast(self._places, self.compute_dtype)
        full = keras.ops.matmul(self.kernel, places)
        return keras.ops.reshape(full, (*self.kernel_size, -1, len(self.table)))

    def call(self, x):
        y = keras.ops.conv(
            x, self.full_kernel(), strides=1, padding="valid", data_format="channels_last"
        )
        return self.activation(y + self.bias)

    def compute_output_shape(self, input_shape):
        batch, *sides, _ = input_shape
        sides = [
            side and side - kernel + 1 for side, kernel in zip(sides, self.kernel_size, strict=True)
        ]
        return (batch, *sides, len(self.table))

    @property
    def window(self):
        return Window(self.kernel_size, (1, 1), (0, 0), (1, 1))

    def connection_count(self, output_shape):
        """Count each kernel weight and bias once for each place."""
        return output_shape[0] * output_shape[1] * self.count_params()

    def get_config(self):
        return super().get_config() | {
            "table": self.table,
            "kernel_size": self.kernel_size,
            "activation": keras.activations.serialize(self.activation),
            "kernel_initializer": keras.initializers.serialize(self.kernel_initializer),
        }
