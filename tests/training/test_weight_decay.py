"""Optimizers against their formulas in NumPy, and L2 against AdamW's decay."""

import keras
import numpy as np
import pytest

from cnnteach import ops
from cnnteach.training.optimizers import optimizer_of

DECAY = 0.3


def steps(name, gradients, *, momentum=0.0, weight_decay=DECAY, rate=0.1, shape=(2, 2)):
    """Take one step for each gradient, from ones; return the kernel and the bias."""
    kernel = keras.Variable(np.ones(shape, "float32"), name="kernel")
    bias = keras.Variable(np.ones(2, "float32"), name="bias")
    optimizer = optimizer_of(
        name,
        learning_rate=rate,
        momentum=momentum,
        weight_decay=weight_decay,
        variables={"f1": [kernel, bias]},
    )
    for gradient in gradients:
        pair = [np.full(shape, gradient, "float32"), np.full(2, gradient, "float32")]
        optimizer.apply([keras.ops.convert_to_tensor(g) for g in pair], [kernel, bias])
    return keras.ops.convert_to_numpy(kernel), keras.ops.convert_to_numpy(bias)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_sgd_is_the_numpy_reference_and_biases_do_not_decay(momentum):
    gradients = [0.5, -0.2, 0.1]
    kernel, bias = steps("sgd", gradients, momentum=momentum)
    expected = []
    for decay in (DECAY, 0.0):
        w, velocity = np.ones(2), None
        for gradient in gradients:
            options = {"learning_rate": 0.1, "momentum": momentum, "weight_decay": decay}
            w, velocity = ops.sgd(w, np.full(2, gradient), velocity, **options)
        expected.append(w[0])
    np.testing.assert_allclose(kernel, expected[0], rtol=1e-6)
    np.testing.assert_allclose(bias, expected[1], rtol=1e-6)


def test_adamw_takes_from_the_weight_itself():
    kernel, bias = steps("adamw", [0.0])
    np.testing.assert_allclose(kernel, 1 - 0.1 * DECAY, rtol=1e-6)
    np.testing.assert_allclose(bias, 1)


def test_in_adam_l2_is_divided_by_the_size_of_the_gradient():
    kernel, bias = steps("adam", [0.0])
    np.testing.assert_allclose(kernel, 1 - 0.1, rtol=1e-4)  # whatever the decay's strength
    np.testing.assert_allclose(bias, 1)
    again, _ = steps("adam", [0.0], weight_decay=DECAY / 10)
    np.testing.assert_allclose(again, kernel, rtol=1e-4)


def test_nesterov_looks_ahead():
    kernel, _ = steps("nesterov", [1.0], momentum=0.9, weight_decay=0.0)
    np.testing.assert_allclose(kernel, 1 - 0.1 * (1 + 0.9), rtol=1e-6)


def test_a_dict_decays_the_layers_that_it_names_alone():
    variables = {name: [keras.Variable(np.ones((2, 2), "float32"))] for name in ("c1", "c2")}
    optimizer = optimizer_of(
        "sgd", learning_rate=1.0, momentum=0.0, weight_decay={"c1": 0.5}, variables=variables
    )
    zeros = [keras.ops.zeros((2, 2))] * 2
    optimizer.apply(zeros, [variables["c1"][0], variables["c2"][0]])
    np.testing.assert_allclose(keras.ops.convert_to_numpy(variables["c1"][0]), 0.5)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(variables["c2"][0]), 1.0)


@pytest.mark.parametrize(
    ("name", "decay", "words"),
    [
        ("sdg", 0.0, "'sdg'; write one of 'sgd', 'nesterov'"),
        ("sgd", {"c9": 0.1}, "names the layer 'c9', but the layers with weights are f1"),
    ],
)
def test_errors(name, decay, words):
    with pytest.raises(ValueError, match=words):
        steps(name, [0.0], weight_decay=decay)
