"""What the tests of the explanations share: networks, and real data where it lies nearby."""

from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach import models

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"


@pytest.fixture(scope="session")
def fixtures():
    """The folder of real data; a test that asks for it is left out where there is none."""
    if not FIXTURES.is_dir():
        pytest.skip("there is no ../shared/fixtures beside this repository")
    return FIXTURES


@pytest.fixture(scope="session")
def lenet():
    return models.load("lenet5_digits")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture(scope="session")
def branched():
    """A network with strides, a dilation, pooling, two branches, a residual add, not square."""
    draws = iter(range(100))

    def convolution(filters, kernel, **options):
        start = keras.initializers.RandomNormal(0.0, 0.5, seed=next(draws))
        return layers.Conv2D(filters, kernel, kernel_initializer=start, **options)

    image = keras.Input((21, 17, 2), name="image")
    x = convolution(5, (3, 4), padding="same", activation="relu", name="first")(image)
    x = layers.MaxPooling2D((3, 2), strides=2, name="pool")(x)
    one = convolution(4, 3, dilation_rate=2, padding="same", name="wide")(x)
    two = convolution(4, 1, activation="relu", name="narrow")(x)
    x = layers.Concatenate(name="both")([one, two])
    y = convolution(8, 3, padding="same", name="residual")(x)
    x = layers.Add(name="sum")([x, y])
    x = convolution(6, 2, strides=2, name="last")(x)
    return keras.Model(image, layers.Dense(3, name="scores")(layers.Flatten()(x)), name="branched")
