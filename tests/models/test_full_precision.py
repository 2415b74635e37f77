"""A graphics card is asked for whole float32, be Keras imported before or after cnnteach."""

import importlib.util
import os
import subprocess
import sys

import pytest

ROUNDS = {
    "tensorflow": "tensorflow.config.experimental.tensor_float_32_execution_enabled()",
    "jax": "jax.config.jax_default_matmul_precision != 'highest'",
    "torch": "torch.backends.cudnn.allow_tf32 or torch.backends.cuda.matmul.allow_tf32",
}


def said(program, backend):
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"KERAS_BACKEND": backend},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("backend", ROUNDS)
def test_no_backend_rounds_what_it_multiplies(backend):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    rounds = f"import {backend}; print({ROUNDS[backend]})"
    assert said(f"import cnnteach, keras; {rounds}", backend) == ["False"]
    by_itself, afterwards = said(f"import keras; {rounds}; import cnnteach; {rounds}", backend)
    assert afterwards == "False"
    assert by_itself == "True", f"{backend} no longer rounds by itself: leave it out"
