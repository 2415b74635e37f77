"""The Neocognitron's C-cells: each answers a feature anywhere in its window."""

import keras
import numpy as np

from cnnteach.models.layers.simple_cells import spread
from cnnteach.models.window import Window
from cnnteach.shapes import output_size, pair


@keras.saving.register_keras_serializable(package="cnnteach")
class ComplexCells(keras.layers.Layer):
    """Answer if any S-cell of the plane answers nearby, so that small shifts do not matter [1]_.

    ``u = psi((1 + e) / (1 + v) - 1)``, where ``e`` sums the plane's S-cells in the window with
    fixed weights that fall from 1 in the middle, ``v`` is the mean of that over all planes, and
    ``psi(x) = relu(x) / (saturation + relu(x))`` stays below 1. Nothing is learned.

    Parameters
    ----------
    size, stride : int or (int, int)
        The window's sides, and how far it jumps.
    padding : int or (int, int)
        Zeros before and after the input, along both axes.
    saturation : float
        The paper's alpha.

    References
    ----------
    .. [1] Fukushima, 1980, "Neocognitron", Biological Cybernetics 36, section 2.

    Examples
    --------
    >>> import numpy as np
    >>> answers = np.zeros((1, 8, 8, 2))
    >>> answers[0, 3, 3, 1] = 1.0  # one S-cell of the second plane
    >>> u = keras.ops.convert_to_numpy(ComplexCells(padding=2)(answers))
    >>> u.shape, int((u[..., 0] > 0).sum()), int((u[..., 1] > 0).sum())
    ((1, 4, 4, 2), 0, 4)
    """

    def __init__(self, size=5, stride=2, padding=0, saturation=0.5, **kwargs):
        super().__init__(**{"trainable": False} | kwargs)
        self.size, self.stride = pair("size", size), pair("stride", stride)
        self.padding, self.saturation = pair("padding", padding, least=0), saturation

    def call(self, x):
        x = keras.ops.pad(x, [(0, 0), self.padding, self.padding, (0, 0)])
        weights = spread(self.size, 1)[..., None]
        kernel = np.repeat(weights / weights.max(), x.shape[-1], axis=2)  # (rows, columns, C, 1)
        excited = keras.ops.depthwise_conv(
            x,
            keras.ops.cast(kernel, self.compute_dtype),
            strides=self.stride,
            padding="valid",
            data_format="channels_last",
        )
        inhibited = keras.ops.mean(excited, axis=-1, keepdims=True)
        u = keras.ops.relu((1 + excited) / (1 + inhibited) - 1)
        return u / (self.saturation + u)

    def compute_output_shape(self, input_shape):
        batch, *sides, planes = input_shape
        geometry = zip(sides, self.size, self.stride, strict=True)
        sides = [output_size(side, size, stride, self.padding) for side, size, stride in geometry]
        return (batch, *sides, planes)

    @property
    def window(self):
        return Window(self.size, self.stride, (self.padding, self.padding), (1, 1))

    def connection_count(self, output_shape):
        """Count what a cell reads: its window of one plane, and the cell that inhibits it."""
        rows, columns, planes = output_shape
        return rows * columns * planes * (self.size[0] * self.size[1] + 1)

    def get_config(self):
        return super().get_config() | {
            "size": self.size,
            "stride": self.stride,
            "padding": self.padding,
            "saturation": self.saturation,
        }
