"""A network on one device, with random images: what is timed is what `predict` and `fit` do."""

import keras
import numpy as np

from cnnteach.bench.cases import Case
from cnnteach.models import build
from cnnteach.training.learner import Learner
from cnnteach.training.objective import Objective
from cnnteach.training.settings import Settings

OPEN = {"teaching": 64, "full": 224}  # the sides of images where a network leaves them open
WORDS = 60  # in a sentence, likewise
RATE = 1e-4


class NetworkCase:
    """One network, built on the device of its workload."""

    def __init__(self, workload):
        keras.config.set_dtype_policy(workload.policy)
        self.workload = workload
        with keras.device(workload.device):
            self.model = build(workload.name, size=workload.size, seed=0)
        self.images = _inputs(self.model, workload)

    def prepare(self, task):
        """Return the call to time, after its first, which compiles.

        Raises
        ------
        NotImplementedError
            If the network learns by other means than gradients.
        """
        call = {"inference": self._inference, "training": self._training}[task]()

        def on_device():
            with keras.device(self.workload.device):
                return call()

        on_device()
        return Case(on_device)

    def _inference(self):
        self.model.jit_compile = self.workload.xla
        return lambda: self.model.predict_on_batch(self.images)

    def _training(self):
        if not self.model.trainable_weights:
            raise NotImplementedError("learns without gradients")
        objective = Objective(self.model)
        with keras.device(self.workload.device):
            learner = Learner(self.model, objective, Settings(optimizer="nesterov"))
        learner.compiled.jit_compile = self.workload.xla
        shape = np.shape(learner.compiled.predict_on_batch(self.images))[:-1]
        labels = np.random.default_rng(1).integers(0, objective.classes, shape)
        return lambda: learner.step(self.images, labels, RATE)


def _inputs(model, workload):
    """Draw a batch: images of 0 to 1, or sentences of numbers of words."""
    rng, shape = np.random.default_rng(0), model.input_shape[1:]
    if len(shape) == 1:
        words = model.layers[1].input_dim
        return rng.integers(0, words, (workload.batch, shape[0] or WORDS)).astype("int32")
    sides = [side or OPEN[workload.size] for side in shape]
    return rng.random((workload.batch, *sides), np.float32)
