"""The Neocognitron's S-cells: each plane looks for one feature, at every place."""

import keras
import numpy as np

from cnnteach.models.window import Window
from cnnteach.shapes import output_size


@keras.saving.register_keras_serializable(package="cnnteach")
class SimpleCells(keras.layers.Layer):
    """Answer where the input looks like the plane's feature, not where there is just much of it.

    ``u = r * relu((1 + e) / (1 + 2 r / (1 + r) * b * v) - 1)`` [1]_, where ``e`` is the convolution
    of the input with the plane's weights `excitation`, and ``v`` the root mean square of the input
    in the same window: an inhibiting cell that the plane listens to with the weight b,
    `inhibition`. After learning, a cell fires where the likeness of input and feature exceeds
    ``r / (1 + r)``.

    Parameters
    ----------
    planes : int
        Features to look for.
    size : int
        Side of the window.
    selectivity : float
        The paper's r.
    padding : int
        Zeros around the input.
    seed : int
        Draws the first weights: very small, and different for each plane.

    References
    ----------
    .. [1] Fukushima, 1980, "Neocognitron: a self-organizing neural network model for a mechanism of
           pattern recognition unaffected by shift in position", Biol. Cybernetics 36, section 2.

    Examples
    --------
    >>> layer = SimpleCells(24, seed=0)
    >>> layer.build((None, 16, 16, 1))
    >>> layer.count_params(), layer.trainable_weights  # 25 exciting ones and an inhibiting one each
    (624, [])
    """

    def __init__(self, planes, size=5, selectivity=4.0, padding=0, seed=0, **kwargs):
        super().__init__(**{"trainable": False} | kwargs)
        self.planes, self.size, self.padding = planes, size, padding
        self.selectivity, self.seed = selectivity, seed

    def build(self, input_shape):
        weak = keras.initializers.RandomUniform(0.0, 1e-3, seed=self.seed)
        shape = (self.size, self.size, input_shape[-1], self.planes)
        self.excitation = self.add_weight(shape, initializer=weak, name="excitation")
        self.inhibition = self.add_weight((self.planes,), initializer="zeros", name="inhibition")
        self.spread = spread((self.size, self.size), input_shape[-1])

    def call(self, x):
        sides = (self.padding, self.padding)
        x = keras.ops.pad(x, [(0, 0), sides, sides, (0, 0)])
        excited = self._convolve(x, self.excitation)
        spread = keras.ops.cast(self.spread[..., None], self.compute_dtype)
        inhibited = self.inhibition * keras.ops.sqrt(self._convolve(x * x, spread))
        r = self.selectivity
        ratio = (1 + excited) / (1 + 2 * r / (1 + r) * inhibited)
        return r * keras.ops.relu(ratio - 1)

    def _convolve(self, x, kernel):
        return keras.ops.conv(x, kernel, strides=1, padding="valid", data_format="channels_last")

    def compute_output_shape(self, input_shape):
        batch, *sides, _ = input_shape
        sides = [output_size(side, self.size, padding=self.padding) for side in sides]
        return (batch, *sides, self.planes)

    @property
    def window(self):
        return Window.square(self.size, padding=self.padding)

    def connection_count(self, output_shape):
        """Count each cell's exciting inputs and the one that inhibits it."""
        return output_shape[0] * output_shape[1] * self.count_params()

    def get_config(self):
        return super().get_config() | {
            "planes": self.planes,
            "size": self.size,
            "selectivity": self.selectivity,
            "padding": self.padding,
            "seed": self.seed,
        }


def spread(size, maps):
    """Return the fixed weights of a window, (*size, maps): less outwards, 1 in sum.

    Examples
    --------
    >>> spread((3, 3), 1)[:, :, 0].round(3)
    array([[0.102, 0.112, 0.102],
           [0.112, 0.14 , 0.112],
           [0.102, 0.112, 0.102]], dtype=float32)
    """
    middle = (np.array(size).reshape(2, 1, 1) - 1) / 2
    weights = 0.8 ** np.hypot(*(np.indices(size) - middle))
    return np.repeat((weights / weights.sum() / maps)[:, :, None], maps, axis=-1).astype("float32")
