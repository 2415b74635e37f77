"""Run by test_methods_on_backends: what each method answers on this process's backend.

Usage: answers.py FILE; writes an npz of answers there, by method.
"""

import sys

import numpy as np

from cnnteach import explain, models


def network():
    """Return a small residual network with branches and batch normalisation, the same anywhere."""
    model = models.build("resnet18", size="teaching", seed=0)
    rng = np.random.default_rng(1)
    model.set_weights([_weights(w.shape, rng) for w in model.get_weights()])
    return model


def _weights(shape, rng):
    if len(shape) == 1:  # biases, scales and variances
        return rng.uniform(0.5, 1.5, shape)
    return rng.normal(0, np.sqrt(2 / np.prod(shape[:-1])), shape)


def answers():
    """Return {method: array} for the shipped CIFAR-10 net, and for a residual one."""
    found = {}
    for name, model in (("cifar", models.load("zfnet_cifar10")), ("residual", network())):
        shape = model.input_shape[1:]
        image = np.random.default_rng(0).random(shape).astype("float32")
        for method, function in explain.METHODS.items():
            options = {"points": 4} if method == "integrated" else {}
            options |= {"copies": 3} if method == "SmoothGrad" else {}
            found[f"{name} {method}"] = function(model, image, unit=1, **options)
        found[f"{name} probability"] = explain.gradient(model, image, unit=1, of="probability")
        found[f"{name} occlusion"] = explain.occlusion(model, image, size=16, unit=1).drop
        climbed = explain.maximise(model, unit=1, steps=2)
        found[f"{name} maximised"] = climbed.image
    found["relu"] = explain.relu_numbers(models.load("lenet5_digits"), np.eye(28), "c3").upstream
    return found


if __name__ == "__main__":
    np.savez(sys.argv[1], **answers())
