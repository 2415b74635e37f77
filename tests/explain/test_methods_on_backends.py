"""Each method gives the same on TensorFlow, JAX and PyTorch, where they are installed."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

SCRIPT = Path(__file__).parent / "answers.py"


def answers_on(backend, file):
    environment = os.environ | {"KERAS_BACKEND": backend, "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run(
        [sys.executable, SCRIPT, file], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    with np.load(file) as found:
        return dict(found)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """Return the answers of the backend that these tests run on."""
    return answers_on(keras.backend.backend(), tmp_path_factory.mktemp("answers") / "here.npz")


@pytest.mark.parametrize("backend", ["jax", "torch", "tensorflow"])
def test_each_backend_gives_the_same_maps(backend, tmp_path, request):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    if backend == keras.backend.backend():
        pytest.skip(f"{backend} is what these tests run on")
    here = request.getfixturevalue("here")
    found = answers_on(backend, tmp_path / "there.npz")
    assert sorted(found) == sorted(here)
    for name, wanted in here.items():
        far = np.abs(wanted).max()
        assert far > 0, name
        np.testing.assert_allclose(found[name], wanted, atol=2e-3 * far, err_msg=name)
