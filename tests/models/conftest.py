"""What the tests of models share: networks at full size, built once and without drawing weights."""

import contextlib
import functools
import math
from typing import NamedTuple

import pytest

from cnnteach import models


class FullSize(NamedTuple):
    """What is kept of a network of hundreds of megabytes."""

    learned: int
    total: int
    table: object


@pytest.fixture
def undrawn():
    """Let weights be zero, where only their number counts; and give the memory back afterwards."""
    with _undrawn():
        yield


@contextlib.contextmanager
def _undrawn():
    import keras

    def zeros(self, shape, dtype=None, **_):
        return keras.ops.zeros(shape, dtype=dtype or "float32")

    with pytest.MonkeyPatch.context() as patch:
        for initialiser in ("VarianceScaling", "RandomNormal", "RandomUniform"):
            patch.setattr(getattr(keras.initializers, initialiser), "__call__", zeros)
        yield
    keras.utils.clear_session()


@pytest.fixture(scope="session")
def teaching():
    """Return a function: a name to that network at teaching size with seed 3, built once."""
    return functools.cache(lambda name: models.build(name, size="teaching", seed=3))


@pytest.fixture(scope="session")
def full_size():
    """Return a function: name and options of a network to its `FullSize`; each is built once."""

    @functools.cache
    def build(name, **options):
        with _undrawn():
            return look_at(models.build(name, **options))

    def look_at(model):
        learned = sum(math.prod(weight.shape) for weight in model.trainable_weights)
        return FullSize(learned, model.count_params(), models.summary(model))

    return build
