"""Train a network, step by step, and keep what there is to see of it."""

import math
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from cnnteach.training.interruption import held_back
from cnnteach.training.learner import Learner
from cnnteach.training.objective import Objective
from cnnteach.training.recording import Epoch, Mistakes, Recording
from cnnteach.training.samples import SHUFFLE, Samples, held_out, scaled, stream
from cnnteach.training.settings import settings_of
from cnnteach.training.snapshots import GRADIENT_SAMPLES, Probe, planned_steps

EXAMPLES = 4
MISTAKES = 12
MISTAKE_NUMBERS = 200_000  # in the images of one epoch's mistakes


class Moment(NamedTuple):
    """What a callback is told: the recording so far, and where in the training it is.

    `kind` is "step", "epoch" or "end"; a callback that returns the text "stop" ends the training
    after this step, with nothing lost.
    """

    kind: str
    recording: Recording
    total: int  # steps of the whole training
    keep: Callable[[], None]  # puts the weights and the optimizer's memory into the recording


def fit(
    model,
    data,
    *,
    epochs=None,
    batch_size=None,
    optimizer=None,
    learning_rate=None,
    momentum=None,
    weight_decay=None,
    schedule=None,
    augment=None,
    loss=None,
    validation=None,
    seed=None,
    record=None,
    every=None,
    callbacks=(),
    resume=None,
):
    """Train a network by stochastic gradient descent, and record how it learns.

    The model learns in place. Interrupt it (the notebook's stop button, or Ctrl-C) and it ends
    after the step that it is at; go on later with ``fit(model, data, resume=recording)``, and the
    result is the same as if it had never been stopped.

    Parameters
    ----------
    model : keras.Model
        Functional or Sequential; a classifier.
    data : (ndarray, ndarray)
        Images (N, H, W, C) and labels (N,) from 0. Bytes are divided by 255.
    epochs : int
        How often each image is shown; 5, if not given.
    batch_size : int
        Images a step; 64.
    optimizer : "sgd", "nesterov", "rmsprop", "adam" or "adamw"
        SGD, if not given.
    learning_rate : float
        0.05.
    momentum : float
        For all but Adam; 0.9.
    weight_decay : float or dict
        L2 of every kernel, or of the kernels of the layers that a dict names; 0. See
        `cnnteach.training.optimizers` for how "adamw" differs.
    schedule : "constant", "plateau", "cosine", Plateau(...) or Cosine(...)
        How the learning rate changes; constant.
    augment : Augmentation, or function of (images, rng)
        What is done to the images of each batch; nothing.
    loss : keras.losses.Loss
        Of the labels and the model's outputs; that of the last layer, if not given: softmax
        cross-entropy, or the logistic loss.
    validation : float, or (ndarray, ndarray)
        A share of `data` to hold back, or other data; tested after each epoch.
    seed : int
        For order, augmentation and dropout; 0. With a model that was built with a seed, the same
        seed gives the same weights on one machine's CPU.
    record : sequence of str
        Layers whose filters, gradients and activations are kept; the first convolution.
    every : int or sequence of int
        Steps between snapshots, or at which; about 40 in all, dense at first.
    callbacks : callable, or sequence of callable
        Each is called with a `Moment` after each step and epoch and at the end.
    resume : Recording
        Go on with it. What is not given is taken from it.

    Returns
    -------
    Recording

    Raises
    ------
    TypeError, ValueError
        If the data do not fit the model, or an option is not what it should be.

    References
    ----------
    Krizhevsky, Sutskever & Hinton, 2012, "ImageNet classification with deep convolutional neural
    networks", sections 4 and 5: augmentation, dropout, momentum, weight decay, plateaus.

    Examples
    --------
    >>> import keras
    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation="softmax")])
    >>> x = np.random.default_rng(0).normal(size=(64, 2))
    >>> recording = fit(model, (x, x[:, 0] > 0), epochs=30, batch_size=16, learning_rate=0.5)
    >>> recording.steps, bool(recording.loss[-1] < recording.loss[0])
    (120, True)
    """
    if resume is not None and not isinstance(resume, Recording):
        raise TypeError(
            f"resume is {resume!r}, but must be a Recording, as fit returns it; "
            "load_recording(path) reads one from its file"
        )
    if loss is not None and not callable(loss):
        raise TypeError(f"loss is {loss!r}, but must be a keras.losses.Loss")
    callbacks = (callbacks,) if callable(callbacks) else tuple(callbacks)
    given = {
        **{"epochs": epochs, "batch_size": batch_size, "optimizer": optimizer},
        **{"learning_rate": learning_rate, "momentum": momentum, "weight_decay": weight_decay},
        **{"schedule": schedule, "augment": augment, "loss": loss, "validation": validation},
        **{"seed": seed, "record": record, "every": every},
    }
    settings = settings_of(given, resume.settings if resume is not None else None)
    run = _Run(model, data, settings, resume)
    try:
        with held_back() as interrupted:
            run.go(interrupted, callbacks)
    except BaseException as error:
        run.keep()
        error.recording = run.recording
        error.add_note(
            f"what was learned is not lost: {run.recording!r} is this error's .recording"
        )
        raise
    return run.recording


class _Run:
    """One call of `fit`."""

    def __init__(self, model, data, settings, resume):
        self.settings = settings
        self.objective = Objective(model, settings.loss)
        shape, classes = model.input_shape[1:], self.objective.classes
        self.samples, self.validation = held_out(
            Samples(data, shape, classes), settings.validation, settings.seed, shape, classes
        )
        self.batch_size = min(settings.batch_size, len(self.samples))
        self.an_epoch = len(self.samples) // self.batch_size
        self.total = settings.epochs * self.an_epoch
        self.learner = Learner(model, self.objective, settings)
        shown = self.validation or self.samples
        examples = shown.part(slice(EXAMPLES))
        self.probe = self._probe(model, examples.images)
        self.plan = set(planned_steps(settings.every, self.total, self.probe.size()))
        self.recording = self._recording(model, examples) if resume is None else resume
        if resume is not None:
            self._go_back_to(resume)

    def go(self, interrupted, callbacks):
        """Take the steps that are left, until the end or until something stops it."""
        recording, started = self.recording, time.perf_counter()
        recording.stopped = ""
        while recording.steps < self.total and not recording.stopped:
            self._snapshot()
            self._step()
            kinds = ["step"]
            if not recording.stopped and recording.steps % self.an_epoch == 0:
                self._end_epoch(time.perf_counter() - started)
                started = time.perf_counter()
                kinds.append("epoch")
            self._tell(kinds, callbacks, interrupted)
        if recording.steps == self.total:
            self._snapshot()
        self.keep()
        self._tell(["end"], callbacks, interrupted)

    def keep(self):
        """Put the weights and the optimizer's memory into the recording, so that it can go on."""
        self.recording.state = self.learner.state()

    def _probe(self, model, examples):
        order = stream(self.settings.seed, SHUFFLE).permutation(len(self.samples))
        some = self.samples.part(order[:GRADIENT_SAMPLES])
        batch = scaled(some.images), some.labels
        return Probe(model, self.objective, self.settings.record, examples, batch)

    def _recording(self, model, examples):
        learned = sum(int(np.prod(v.shape)) for v in model.trainable_variables)
        words = self.settings.in_words()
        return Recording(model.name, learned, words, examples.images, examples.labels)

    def _go_back_to(self, recording):
        batch_size = recording.settings["batch_size"]
        an_epoch = recording.epochs[0].step if recording.epochs else self.an_epoch
        if (batch_size, an_epoch) != (self.settings.batch_size, self.an_epoch):
            raise ValueError(
                f"the recording was made with {an_epoch} batches of {batch_size} an epoch, this "
                f"would be {self.an_epoch} of {self.settings.batch_size}: go on with the same data "
                "and batch_size"
            )
        self.learner.restore(recording.state)
        recording.settings = self.settings.in_words()

    def _snapshot(self):
        """Take a snapshot if one is due and has not been taken."""
        step = self.recording.steps
        if step in self.plan and step not in self.recording.snapshot_steps:
            self.recording.snapshots.append(self.probe.take(step))

    def _step(self):
        settings, recording = self.settings, self.recording
        step = recording.steps
        images, labels = self.samples.batch(step, self.batch_size, settings.seed, settings.augment)
        factor = settings.schedule(step, self.total, recording.scores)
        rate = settings.learning_rate * factor
        loss, right = self.learner.step(images, labels, rate)
        recording.add_step(loss, right, rate)
        if not math.isfinite(loss):
            recording.stopped = (
                f"diverged at step {step}: the loss is {loss}; take a smaller learning rate than "
                f"{rate:.3g}"
            )

    def _end_epoch(self, seconds):
        recording = self.recording
        shown = slice(recording.steps - self.an_epoch, recording.steps)
        trained = recording.loss[shown].mean(), recording.accuracy[shown].mean()
        tested = self._validate() if self.validation is not None else (math.nan, math.nan)
        values = map(float, (*trained, *tested, seconds))
        recording.epochs.append(Epoch(recording.steps, *values))

    def _validate(self):
        held = self.validation
        outputs = self.learner.outputs(held.images)
        right = self.objective.right(held.labels, outputs)
        if held.labels.ndim == 1:
            most = max(min(MISTAKES, MISTAKE_NUMBERS // held.images[0].size), 1)
            wrong = np.flatnonzero(~right)[:most]
            predicted = self.objective.predicted(outputs[wrong])
            mistakes = Mistakes(held.images[wrong], held.labels[wrong], predicted)
            self.recording.mistakes.append(mistakes)
        return self.objective.mean_loss(held.labels, outputs), right.mean()

    def _tell(self, kinds, callbacks, interrupted):
        recording = self.recording
        try:
            for kind in kinds:
                moment = Moment(kind, recording, self.total, self.keep)
                answers = [callback(moment) for callback in callbacks]
                if "stop" in answers and kind != "end":
                    recording.stopped = recording.stopped or "stopped by a callback"
        except KeyboardInterrupt:
            interrupted.set()
        if interrupted.is_set() and recording.steps < self.total:
            recording.stopped = recording.stopped or "interrupted"
