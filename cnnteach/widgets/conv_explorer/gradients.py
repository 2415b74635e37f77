"""The convolution of ConvExplorer backwards: what a loss hands to each pixel, weight and bias."""

import numpy as np
import traitlets

from cnnteach import ops, shapes
from cnnteach.widgets import tensors
from cnnteach.widgets.conv_explorer.operands import ConvOperands
from cnnteach.widgets.traits import Floats, OneOf, YesOrNo

UPSTREAMS = ("ones", "one", "random", "yours")
PARTS = ("x", "w", "b")


class Traced(traitlets.TraitType):
    """A number of x, w or b: the letter, then row, column and channel, counted from 0."""

    def validate(self, obj, value):
        if not isinstance(value, tuple | list) or len(value) != 4 or value[0] not in PARTS:
            raise ValueError(
                f'{self.name} is {value!r}; write "x", "w" or "b", then a row, a column and a '
                'channel, as in ("x", 2, 3, 0)'
            )
        return [value[0], *(shapes.whole_number(self.name, number, 0) for number in value[1:])]


def scattered(shape, seed):
    """Return whole numbers from -3 to 3 that follow from their places and the seed.

    The view scatters the same ones, by the same mixing of bits.

    Examples
    --------
    >>> scattered((2, 3, 1), 0)[:, :, 0]
    array([[ 1.,  3., -1.],
           [ 1.,  3., -2.]])
    """
    row, column, filter = np.indices(shape, dtype=np.uint32)
    mixed = (row * np.uint32(193) + column) * np.uint32(7) + filter + np.uint32(1)
    mixed = mixed * np.uint32(0x9E3779B1) + np.uint32(seed % 2**32)
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):
        mixed = (mixed ^ (mixed >> np.uint32(shift))) * np.uint32(factor)
    return ((mixed ^ (mixed >> np.uint32(15))) % 7).astype(float) - 3


class ConvGradients(ConvOperands):
    """The gradients of ``L = sum(upstream * output)``, by every number that made the output."""

    backward = YesOrNo(False).tag(sync=True)
    upstream_preset = OneOf("ones", UPSTREAMS).tag(sync=True)
    traced = Traced(["x", 3, 3, 0]).tag(sync=True)
    _dy = Floats(bytes(4)).tag(sync=True)
    _dy_shape = traitlets.List([1, 1, 1]).tag(sync=True)

    @property
    def upstream(self):
        """The gradient of the loss by each output, shape (OH, OW, F).

        Set it to an array of this shape, or to "ones", "one" (a 1 at the selected output alone) or
        "random".
        """
        shape = self.output.shape
        if self.upstream_preset == "random":
            return scattered(shape, self.seed)
        if self.upstream_preset == "ones":
            return np.ones(shape)
        dy = np.zeros(shape)
        if self.upstream_preset == "one":
            at = (*self.selected, self.filter)
            dy[tuple(np.minimum(at, np.array(shape) - 1))] = 1
            return dy
        own = np.frombuffer(self._dy, np.float32).reshape(self._dy_shape)
        common = tuple(slice(min(pair)) for pair in zip(shape, own.shape, strict=True))
        dy[common] = own[common]
        return dy

    @upstream.setter
    def upstream(self, value):
        if isinstance(value, str):
            self.upstream_preset = value
            return
        dy, shape = tensors.finite("upstream", value), self.output.shape
        dy = dy[:, :, None] if dy.ndim == 2 else dy
        if dy.shape != shape:
            raise ValueError(
                f"upstream has shape {np.shape(value)}, but the output has shape {shape}: one "
                "number is expected for each output"
            )
        with self.hold_sync():
            self._dy, self._dy_shape = tensors.float32_bytes(dy), list(shape)
            self.upstream_preset = "yours"

    def _gradients(self):
        x, w, _, words = self._used()
        dx, dw, db = ops.conv2d_backward(self.upstream[None], x[None], w, **words)
        return dx[0], dw[::-1, ::-1] if self.flip else dw, db

    @property
    def dx(self):
        """What each pixel is worth: the gradient by `x`, shape (H, W, C)."""
        return self._gradients()[0]

    @property
    def dw(self):
        """What each weight is worth: the gradient by `w`, shape (KH, KW, C // groups, F)."""
        return self._gradients()[1]

    @property
    def db(self):
        """What each bias is worth: the gradient by `b`, shape (F,)."""
        return self._gradients()[2]

    def answers(self):
        return {**super().answers(), "keras": self._keras}

    def _keras(self):
        """Return Keras's gradients by x, by w as it is used, and by b, as flat lists."""
        from cnnteach.widgets.conv_explorer.keras_gradients import conv_gradients

        x, w, b, words = self._used()
        found = conv_gradients(x, w, b, self.upstream, **words)
        return [array.ravel().tolist() for array in found]

    def _traced(self):
        """Return the letter, the place and the gradient of the traced number that there is."""
        part, *at = self.traced
        dx, dw, db = self._gradients()
        filter = min(self.filter, self.filters - 1)
        array = {"x": dx, "w": dw[..., filter], "b": db}[part]
        at = [filter] if part == "b" else np.minimum(at, np.array(array.shape) - 1).tolist()
        return part, [*at, filter] if part == "w" else at, array[tuple(at)]
