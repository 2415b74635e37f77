"""Gradients in a deep random net are those of the backend; skips do what is said of them."""

import itertools

import numpy as np
import pytest

from cnnteach.widgets.network_designer.deep_gradients import BATCH, WIDTH, drawn, gradient_norms


def by_backprop(depth, *, block, skips, gain, normalise, seed):
    """Differentiate the same net by what is added to each layer's output."""
    from keras import ops

    from cnnteach.models.autodiff import value_and_gradients

    x, dy = (drawn(seed, stream, (BATCH, WIDTH)) for stream in (0, 1))
    w = drawn(seed, 2, (depth, WIDTH, WIDTH))

    def loss(*added):
        h = ops.convert_to_tensor(x)
        for layer in range(depth):
            start = h if layer % block == 0 else start  # noqa: F821
            h = ops.matmul(h, gain * np.sqrt(2 / WIDTH) * w[layer])
            if normalise:
                mean, variance = ops.moments(h, axes=0, keepdims=True)
                h = (h - mean) / ops.sqrt(variance + 1e-5)
            if skips and layer % block == block - 1:
                h = h + start
            h = ops.relu(h) + added[layer]
        return ops.sum(h * dy)

    _, gradients = value_and_gradients(loss, *np.zeros((depth, BATCH, WIDTH)))
    norms = np.array([np.linalg.norm(gradient) for gradient in gradients])
    return norms / norms[-1]


@pytest.mark.parametrize(("skips", "normalise"), list(itertools.product([False, True], repeat=2)))
def test_norms_are_those_of_automatic_differentiation(skips, normalise):
    words = {"block": 3, "skips": skips, "gain": 0.9, "normalise": normalise, "seed": 4}
    np.testing.assert_allclose(gradient_norms(8, **words), by_backprop(8, **words), rtol=1e-6)


def test_without_skips_small_weights_let_gradients_vanish_and_skips_keep_them():
    for seed in range(5):
        plain, skipping = (
            gradient_norms(152, block=3, skips=skips, gain=0.7, seed=seed)[0]
            for skips in (False, True)
        )
        assert plain < 1e-20
        assert 0.1 < skipping < 1000


def test_normalised_gradients_explode_without_skips_and_far_less_with_them():
    for seed in range(5):
        plain, skipping = (
            gradient_norms(152, block=3, skips=skips, normalise=True, seed=seed)[0]
            for skips in (False, True)
        )
        assert plain > 1e12
        assert skipping < 1e4
