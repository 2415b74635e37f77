"""The operations of a convolutional network in NumPy, each forward with its backward.

Channels come last: images are (N, H, W, C), kernels (KH, KW, C, F), as Keras stores them. A
backward takes `dy`, the gradient of the loss by the forward's result, then what it needs of the
forward, and gives a gradient for each input, in their order. Nothing is remembered between calls,
and nothing that is passed in is changed.

While it works, an operation holds at most three times as much as its inputs and results together
(of float32 and float64; bytes, other integers and float16 are widened first).
"""

from cnnteach.ops.adaptive_pooling import (
    adaptive_avg_pool2d,
    adaptive_avg_pool2d_backward,
    adaptive_max_pool2d,
    adaptive_max_pool2d_backward,
)
from cnnteach.ops.average_pooling import avg_pool2d, avg_pool2d_backward
from cnnteach.ops.batch_normalization import (
    batch_norm,
    batch_norm_backward,
    batch_norm_inference,
    batch_norm_inference_backward,
    moving_average,
)
from cnnteach.ops.branches import (
    concatenate,
    concatenate_backward,
    residual_add,
    residual_add_backward,
)
from cnnteach.ops.convolution import conv2d, conv2d_backward, conv2d_loops
from cnnteach.ops.convolution1d import conv1d, conv1d_backward
from cnnteach.ops.convolution_matrix import toeplitz
from cnnteach.ops.cross_entropy import softmax_cross_entropy
from cnnteach.ops.dense_layer import dense, dense_backward
from cnnteach.ops.depthwise_convolution import depthwise_conv2d, depthwise_conv2d_backward
from cnnteach.ops.dropout_regularization import dropout, dropout_backward
from cnnteach.ops.flipped_convolution import convolve2d, convolve2d_backward
from cnnteach.ops.global_pooling import (
    global_avg_pool,
    global_avg_pool_backward,
    global_max_pool,
    global_max_pool_backward,
)
from cnnteach.ops.gradient_check import GradcheckResult, gradcheck
from cnnteach.ops.gradient_descent import sgd
from cnnteach.ops.hinge_loss import hinge
from cnnteach.ops.initialization import fans, glorot_normal, glorot_uniform, he_normal, he_uniform
from cnnteach.ops.k_max_pooling import k_max_pool, k_max_pool_backward
from cnnteach.ops.locally_connected import locally_connected2d, locally_connected2d_backward
from cnnteach.ops.max_pooling import max_pool2d, max_pool2d_backward
from cnnteach.ops.rectifiers import (
    leaky_relu,
    leaky_relu_backward,
    prelu,
    prelu_backward,
    relu,
    relu_backward,
)
from cnnteach.ops.response_normalization import (
    local_response_normalization,
    local_response_normalization_backward,
)
from cnnteach.ops.separable_convolution import separable_conv2d, separable_conv2d_backward
from cnnteach.ops.squared_loss import rbf, rbf_backward, squared_error
from cnnteach.ops.squashing import (
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    tanh,
    tanh_backward,
)
from cnnteach.ops.transposed_convolution import conv2d_transpose, conv2d_transpose_backward
from cnnteach.ops.unfolding import col2im, im2col

__all__ = [
    "GradcheckResult",
    "adaptive_avg_pool2d",
    "adaptive_avg_pool2d_backward",
    "adaptive_max_pool2d",
    "adaptive_max_pool2d_backward",
    "avg_pool2d",
    "avg_pool2d_backward",
    "batch_norm",
    "batch_norm_backward",
    "batch_norm_inference",
    "batch_norm_inference_backward",
    "col2im",
    "concatenate",
    "concatenate_backward",
    "conv1d",
    "conv1d_backward",
    "conv2d",
    "conv2d_backward",
    "conv2d_loops",
    "conv2d_transpose",
    "conv2d_transpose_backward",
    "convolve2d",
    "convolve2d_backward",
    "dense",
    "dense_backward",
    "depthwise_conv2d",
    "depthwise_conv2d_backward",
    "dropout",
    "dropout_backward",
    "fans",
    "global_avg_pool",
    "global_avg_pool_backward",
    "global_max_pool",
    "global_max_pool_backward",
    "glorot_normal",
    "glorot_uniform",
    "gradcheck",
    "he_normal",
    "he_uniform",
    "hinge",
    "im2col",
    "k_max_pool",
    "k_max_pool_backward",
    "leaky_relu",
    "leaky_relu_backward",
    "local_response_normalization",
    "local_response_normalization_backward",
    "locally_connected2d",
    "locally_connected2d_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "moving_average",
    "prelu",
    "prelu_backward",
    "rbf",
    "rbf_backward",
    "relu",
    "relu_backward",
    "residual_add",
    "residual_add_backward",
    "separable_conv2d",
    "separable_conv2d_backward",
    "sgd",
    "sigmoid",
    "sigmoid_backward",
    "softmax",
    "softmax_backward",
    "softmax_cross_entropy",
    "squared_error",
    "tanh",
    "tanh_backward",
    "toeplitz",
]
