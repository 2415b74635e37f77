"""A convolution that shares nothing: every place has a kernel of its own."""

import keras

from cnnteach.models.window import Window
from cnnteach.shapes import output_size, pair


@keras.saving.register_keras_serializable(package="cnnteach")
class LocallyConnected2D(keras.layers.Layer):
    """Slide a window over the image, with other weights and another bias at each place [1]_.

    Parameters
    ----------
    filters : int
    kernel_size, strides : int or (int, int)
    activation : callable or str, optional
    kernel_initializer, bias_initializer : str or keras initialiser
        Of the kernels (OH, OW, KH, KW, C, F) and the biases (OH, OW, F). An initialiser that looks
        at the fan-in sees a kernel as it is at one place, (KH * KW * C, F).

    References
    ----------
    .. [1] LeCun, 1989, "Generalization and network design strategies", section 5.3, net 3.

    Examples
    --------
    A kernel of 3 x 3 has 9 weights and a bias, and there are 4 places:

    >>> layer = LocallyConnected2D(1, kernel_size=3)
    >>> layer.build((None, 4, 4, 1))
    >>> layer.count_params()
    40
    """

    def __init__(
        self,
        filters,
        kernel_size,
        strides=1,
        activation=None,
        kernel_initializer="glorot_uniform",
        bias_initializer="zeros",
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.filters = filters
        self.kernel_size, self.strides = pair("kernel_size", kernel_size), pair("strides", strides)
        self.activation = keras.activations.get(activation)
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.bias_initializer = keras.initializers.get(bias_initializer)

    def build(self, input_shape):
        _, rows, columns, _ = self.compute_output_shape(input_shape)
        if rows is None or columns is None:
            raise ValueError(
                f"the input's shape is {tuple(input_shape)}, but weights of their own at each "
                "place need an image whose height and width are known; give both"
            )
        patch = self.kernel_size[0] * self.kernel_size[1] * input_shape[-1]
        self.kernel = self.add_weight(
            (rows, columns, patch, self.filters), initializer=self._at_each_place, name="kernel"
        )
        self.bias = self.add_weight(
            (rows, columns, self.filters), initializer=self.bias_initializer, name="bias"
        )

    def _at_each_place(self, shape, dtype=None):
        """Draw kernels as (patch, places * filters), so that the fan-in is that of one place."""
        rows, columns, patch, filters = shape
        kernels = self.kernel_initializer((patch, rows * columns * filters), dtype=dtype)
        kernels = keras.ops.reshape(kernels, (patch, rows, columns, filters))
        return keras.ops.transpose(kernels, (1, 2, 0, 3))

    def call(self, x):
        patches = keras.ops.image.extract_patches(
            x, self.kernel_size, strides=self.strides, data_format="channels_last"
        )  # (N, OH, OW, KH * KW * C)
        y = keras.ops.einsum("nhwp,hwpf->nhwf", patches, self.kernel)
        return self.activation(y + self.bias)

    def compute_output_shape(self, input_shape):
        batch, *sides, _ = input_shape
        geometry = zip(sides, self.kernel_size, self.strides, strict=True)
        sides = [side and output_size(side, kernel, stride) for side, kernel, stride in geometry]
        return (batch, *sides, self.filters)

    @property
    def window(self):
        return Window(self.kernel_size, self.strides, (0, 0), (1, 1))

    def connection_count(self, output_shape):
        """Count the weights: each is used once."""
        return self.count_params()

    def get_config(self):
        return super().get_config() | {
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "strides": self.strides,
            "activation": keras.activations.serialize(self.activation),
            "kernel_initializer": keras.initializers.serialize(self.kernel_initializer),
            "bias_initializer": keras.initializers.serialize(self.bias_initializer),
        }
