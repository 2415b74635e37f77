"""The same models on JAX and PyTorch, where they are installed: the same answers from one file."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

from cnnteach import models

NAMES = [name for name in models.names() if name not in ("resnet101", "resnet152")]
MODULES = {"jax": "jax", "torch": "torch", "tensorflow": "tensorflow"}


def with_weights_that_matter(model):
    """Return `model` with weights that are nowhere zero or one, so that each has its say."""
    rng = np.random.default_rng(0)
    for layer in model.layers:
        if layer.weights and layer.name not in ("vectors", "rbf"):
            noise = [0.05 * rng.random(w.shape).astype(w.dtype) for w in layer.get_weights()]
            layer.set_weights([w + n for w, n in zip(layer.get_weights(), noise, strict=True)])
    return model


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Return a folder with each model, an input, and this backend's answers."""
    folder = tmp_path_factory.mktemp("models")
    rng = np.random.default_rng(0)
    for name in NAMES:
        model = with_weights_that_matter(models.build(name, size="teaching", seed=0))
        sizes = [
            side or open_side
            for side, open_side in zip(model.input_shape[1:], (45, 40, 3), strict=False)
        ]
        x = rng.uniform(0, 1, (2, *sizes)).astype("float32")
        if name == "text_cnn":
            x = rng.integers(0, 50, (2, 9))
        y = keras.ops.convert_to_numpy(model(x, training=False))
        model.save(folder / f"{name}.keras")
        np.savez(folder / f"{name}.npz", x=x, y=y, summary=str(models.summary(model)))
    return folder


@pytest.mark.parametrize("backend", ["jax", "torch", "tensorflow"])
def test_each_backend_gives_the_same_answers(backend, saved):
    if importlib.util.find_spec(MODULES[backend]) is None:
        pytest.skip(f"{backend} is not installed")
    if backend == keras.backend.backend():
        pytest.skip(f"{backend} is what these tests run on")
    script = Path(__file__).parent / "on_another_backend.py"
    done = subprocess.run(
        [sys.executable, script, saved],
        env=os.environ | {"KERAS_BACKEND": backend, "CUDA_VISIBLE_DEVICES": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    lines = [line.split() for line in done.stdout.splitlines() if line]
    results = {words[0]: words[1:] for words in lines}
    assert results.pop("backend") == [backend]
    first, last = map(float, results.pop("losses"))
    assert last < first
    assert sorted(results) == sorted(NAMES)
    assert {name: float(d[0]) for name, d in results.items() if float(d[0]) > 1e-3} == {}
