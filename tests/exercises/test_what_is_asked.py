"""What a course on convolutional networks should ask for, and which exercise asks for it."""

import pytest

from cnnteach.exercises import catalogue

ASKED = {
    "1 dot product of a patch": "patch_dot",
    "2 valid correlation": "corr2d_valid",
    "3 convolution or correlation": "conv_vs_corr",
    "4 full mode": "full_correlation wide_convolution",
    "5 output size": "output_size number_of_stops output_volume",
    "6 same padding": "same_padding",
    "7 a stride that does not tile": "non_tiling",
    "8 what zeros do at the border": "same_border",
    "9 many channels": "multi_channel",
    "10 many filters and a bias": "many_filters",
    "11 a batch, strided and padded": "conv_batch",
    "12 im2col": "im2col im2col_order",
    "13 parameters of a convolution": "conv_params",
    "14 LeNet-5 of 1998": "lenet5_c3 layer_counts",
    "15 LeNet-5 of today": "build_lenet5",
    "16 AlexNet": "alexnet alexnet_neurons",
    "17 VGG": "vgg_parameters",
    "18 dense, local, shared": "weights_to_learn",
    "19 AlexNet without sharing": "without_sharing",
    "20 a net for a row of numbers": "shared_and_dense",
    "21 receptive field": "receptive_field rows_seen",
    "22 stacked 3 x 3": "stacked_3x3",
    "23 1 x 1": "conv_1x1 pointwise_weights",
    "24 bottleneck": "bottleneck build_inception",
    "25 depthwise separable": "depthwise_separable",
    "26 max pooling": "max_pool",
    "27 max pooling, backwards": "max_pool_backward max_pool_order",
    "28 padded max pooling": "padded_max_pool",
    "29 average pooling, there and back": "average_pool average_pool_backward",
    "30 gradient of the input": "conv_dx",
    "31 gradient of weights and bias": "conv_dw conv_db",
    "32 numerical gradient": "numerical_gradient",
    "33 equivariance": "equivariance_gap shifts_that_show",
    "34 dropout, there and back": "dropout_forward dropout_backward",
    "35 momentum": "momentum_steps training_step_order training_loop",
    "36 first weights": "he_std first_weights_limit",
    "37 softmax and cross-entropy": "cross_entropy softmax_gradient",
    "38 residual block": "residual_block residual_order build_residual_block",
    "39 separable kernels": "separable separable_gap",
    "40 Sobel": "sobel",
    "41 convolution over words": "narrow_convolution wide_convolution",
    "42 k-max pooling": "k_max",
    "43 top patches": "strongest_places patch_box cut_top_patches top_9_order",
    "44 saliency": "saliency",
}


@pytest.mark.parametrize(("row", "names"), ASKED.items(), ids=list(ASKED))
def test_what_should_be_asked_is_asked(row, names):
    assert set(names.split()) <= catalogue().keys()


def test_every_way_to_answer_is_asked_for():
    exercises = catalogue().values()
    kinds = {
        "a function": sum(each.is_function for each in exercises),
        "a number": sum(type(each.solution) is int for each in exercises),
        "a letter": sum(type(each.solution) is str for each in exercises),
        "an order": sum(type(each.solution).__name__ == "Order" for each in exercises),
        "a Keras model": sum(each.needs == "keras" for each in exercises),
    }
    assert {kind: count for kind, count in kinds.items() if not count} == {}
    assert kinds["an order"] >= 5
    assert kinds["a Keras model"] >= 4
