"""The integers of a convolution: output sizes, padding, window starts, receptive fields, counts.

Whole numbers go in and whole numbers come out, and no library is needed. Most functions speak of
one axis, rows or columns, where `padding` is

- a number of pixels, the same on both sides, or a pair ``(before, after)``;
- ``"valid"``: none; or ``"same"``: so many that there are ``size / stride`` outputs, rounded up,
  the odd pixel going last, as in Keras.

References
----------
Dumoulin & Visin, 2016, "A guide to convolution arithmetic", arXiv:1603.07285, sections 2 and 4.
"""

from cnnteach.shapes.counts import conv_connections, conv_parameters, dense_parameters
from cnnteach.shapes.output_sizes import output_size, transposed_size, window_starts
from cnnteach.shapes.padding import (
    AxisPadding,
    Padding,
    Sides,
    kernel_extent,
    padding_sides,
    padding_sides_2d,
    same_padding,
)
from cnnteach.shapes.receptive_fields import receptive_field
from cnnteach.shapes.whole_numbers import Pair, pair, two, whole_number

__all__ = [
    "AxisPadding",
    "Padding",
    "Pair",
    "Sides",
    "conv_connections",
    "conv_parameters",
    "dense_parameters",
    "kernel_extent",
    "output_size",
    "padding_sides",
    "padding_sides_2d",
    "pair",
    "receptive_field",
    "same_padding",
    "transposed_size",
    "two",
    "whole_number",
    "window_starts",
]
