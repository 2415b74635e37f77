"""How a layer's window lies on its input: what the receptive field of its units follows from.

A layer of your own can say it to `models.summary` in a property `window`: a `Window`, or one of the
words below.
"""

from typing import NamedTuple

POINTWISE = "pointwise"  # each pixel by itself: activations, normalisation over maps
WHOLE = "whole"  # every unit sees everything below: flatten, dense, global pooling
FIRST = "first"  # as the first input, cut at the far side


class Window(NamedTuple):
    """A window that slides over each axis: a number an axis.

    With ``transposed`` it is the input's pixels that each paint a window on the output.

    Examples
    --------
    >>> Window.square(5)
    Window(kernel=(5, 5), stride=(1, 1), padding=(0, 0), dilation=(1, 1), transposed=False)
    """

    kernel: tuple
    stride: tuple
    padding: tuple  # an axis each: "valid", "same", pixels or (before, after)
    dilation: tuple
    transposed: bool = False

    @classmethod
    def square(cls, kernel, *, stride=1, padding=0, axes=2):
        """Give every axis the same numbers."""
        return cls((kernel,) * axes, (stride,) * axes, (padding,) * axes, (1,) * axes)
