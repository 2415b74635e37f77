"""Run by test_model_backends: load each saved model on this process's backend, and compare.

Usage: on_another_backend.py FOLDER; prints a line for each model, and answers that differ.
"""

import sys
from pathlib import Path

import keras
import numpy as np

from cnnteach import models


def compare(folder):
    """Return {name: the largest difference from the stored answers}."""
    differences = {}
    for stored in sorted(Path(folder).glob("*.npz")):
        model = models.load(stored.with_suffix(".keras"))
        data = np.load(stored)
        answers = model.predict(data["x"], verbose=0)  # compiled whole, which JAX likes better
        differences[stored.stem] = float(np.abs(answers - data["y"]).max())
        assert str(models.summary(model)) == str(data["summary"]), stored.stem
    return differences


def learn_a_little():
    """Take steps with the losses and layers that are ours; return the loss before and after."""
    model = models.build("lenet5_1998", seed=0, scores=False)
    from cnnteach.models.losses import RightClassPenalty

    model.compile(keras.optimizers.SGD(1e-3), loss=RightClassPenalty())
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(16, 32, 32, 1)), rng.integers(0, 10, 16)
    history = model.fit(x, y, epochs=5, batch_size=4, verbose=0, shuffle=False).history["loss"]
    return history[0], history[-1]


if __name__ == "__main__":
    print("backend", keras.backend.backend())
    for name, difference in compare(sys.argv[1]).items():
        print(name, difference)
    print("losses", *learn_a_little())
