"""Small data that a small network learns in a second or two."""

import numpy as np
import pytest


@pytest.fixture(scope="session")
def stripes():
    """400 noisy images of 8 x 10, bytes, whose stripes stand (0) or lie (1)."""
    rng = np.random.default_rng(5)
    labels = rng.integers(0, 2, 400)
    rows, columns = np.indices((8, 10))
    phase = rng.integers(0, 4, 400)[:, None, None]
    lying = labels[:, None, None] == 1
    waves = np.sin((np.where(lying, rows, columns) + phase) * np.pi / 2)
    images = 128 + 60 * waves + rng.normal(0, 25, (400, 8, 10))
    return images.clip(0, 255).astype(np.uint8), labels


@pytest.fixture(scope="session")
def small_net():
    """Return a function that builds a net with a convolution, dropout and batch normalisation."""
    import keras
    from keras import layers

    def build(seed=0, *, rate=0.2, classes=2):
        def initial(number):
            return keras.initializers.HeNormal(seed=100 * seed + number)

        image = keras.Input((8, 10, 1), name="image")
        x = layers.Conv2D(4, 3, kernel_initializer=initial(1), name="c1")(image)
        x = layers.BatchNormalization(momentum=0.8, name="norm")(x)
        x = layers.ReLU(name="relu")(x)
        x = layers.MaxPooling2D(2, name="pool")(x)
        x = layers.Flatten(name="flatten")(x)
        x = layers.Dropout(rate, seed=seed, name="dropout")(x)
        x = layers.Dense(classes, kernel_initializer=initial(2), name="scores")(x)
        return keras.Model(image, layers.Softmax(name="probabilities")(x), name="small")

    return build
