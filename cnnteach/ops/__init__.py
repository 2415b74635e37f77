"""The operations of a convolutional network in NumPy, each forward with its backward.

Channels come last: images are (N, H, W, C), kernels (KH, KW, C, F), as Keras stores them.
"""

from cnnteach.ops.convolution import conv2d, conv2d_backward, conv2d_loops
from cnnteach.ops.pooling import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward

__all__ = [
    "avg_pool2d",
    "avg_pool2d_backward",
    "conv2d",
    "conv2d_backward",
    "conv2d_loops",
    "max_pool2d",
    "max_pool2d_backward",
]
