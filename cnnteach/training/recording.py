"""What a training leaves behind: its curves, its snapshots, and what is needed to go on."""

from typing import NamedTuple

import numpy as np


class LayerSnapshot(NamedTuple):
    """One layer at one step; None where the layer has no kernel.

    `filters` are its kernels, (KH, KW, C, F) for a convolution; `gradients` what the loss on 64
    fixed training images says of them; `activations` its outputs for the examples, float16.
    """

    filters: np.ndarray | None
    gradients: np.ndarray | None
    activations: np.ndarray


class Snapshot(NamedTuple):
    """The network before one step: what it says of the examples, and its chosen layers by name."""

    step: int
    predictions: np.ndarray  # (examples, classes), probabilities
    layers: dict[str, LayerSnapshot]


class Epoch(NamedTuple):
    """One way through the data; validation is NaN where none was asked for."""

    step: int  # steps done at its end
    loss: float  # mean over its batches
    accuracy: float
    validation_loss: float
    validation_accuracy: float
    seconds: float


class Mistakes(NamedTuple):
    """Some validation images that were taken for something else, at the end of an epoch."""

    images: np.ndarray
    labels: np.ndarray
    predicted: np.ndarray


class Recording:
    """A training that can be looked at again, saved, and gone on with.

    Attributes
    ----------
    model : str
        The model's name.
    parameters : int
        How many numbers were learned.
    settings : dict
        What `fit` was called with, in words and numbers.
    stopped : str
        Why the training ended early, or nothing.
    epochs : list of Epoch
    snapshots : list of Snapshot
    examples, example_labels : ndarray
        What predictions and activations are of.
    mistakes : list of Mistakes
        One for each epoch, if there was a validation.
    state : dict of str to ndarray
        Weights and the optimizer's memory at the end; empty if they were not kept.
    """

    def __init__(self, model, parameters, settings, examples, example_labels):
        self.model, self.parameters, self.settings = model, parameters, settings
        self.examples, self.example_labels = examples, example_labels
        self.stopped = ""
        self.epochs: list[Epoch] = []
        self.snapshots: list[Snapshot] = []
        self.mistakes: list[Mistakes] = []
        self.state: dict[str, np.ndarray] = {}
        self._steps: list[tuple[float, float, float]] = []

    @property
    def steps(self):
        """How many steps have been taken."""
        return len(self._steps)

    @property
    def loss(self):
        """The loss of each step's batch, before the step: ndarray, shape (steps,)."""
        return self._column(0)

    @property
    def accuracy(self):
        """The share of each step's batch that was right, before the step."""
        return self._column(1)

    @property
    def learning_rate(self):
        """The learning rate of each step."""
        return self._column(2)

    @property
    def scores(self):
        """What each epoch reached: accuracy in validation, or else in training."""
        named = [(e.validation_accuracy, e.accuracy) for e in self.epochs]
        return [held if np.isfinite(held) else trained for held, trained in named]

    @property
    def layers(self):
        """The names of the layers that snapshots were taken of."""
        return tuple(self.snapshots[0].layers) if self.snapshots else ()

    @property
    def snapshot_steps(self):
        """How many steps came before each snapshot: ndarray of int."""
        return np.array([snapshot.step for snapshot in self.snapshots], int)

    @property
    def predictions(self):
        """Probabilities for each example at each snapshot: ndarray (S, examples, classes)."""
        return np.array([snapshot.predictions for snapshot in self.snapshots])

    def filters(self, layer):
        """Return a layer's kernels at each snapshot: ndarray (S, KH, KW, C, F)."""
        return self._stack(layer, "filters")

    def gradients(self, layer):
        """Return the loss's gradient by a layer's kernels at each snapshot, like `filters`."""
        return self._stack(layer, "gradients")

    def activations(self, layer):
        """Return a layer's outputs for the examples at each snapshot: (S, examples, H, W, F)."""
        return self._stack(layer, "activations")

    def at(self, step=None):
        """Return the last snapshot before or at a step; the very last, if no step is given."""
        if not self.snapshots:
            raise ValueError(f"no snapshots were taken in {self}; ask fit for every=...")
        if step is None:
            return self.snapshots[-1]
        return [s for s in self.snapshots if s.step <= step or s is self.snapshots[0]][-1]

    def figure(self, step=None, layer=None):
        """Draw the training as it was at a step; see `cnnteach.figures.training.progress`.

        Parameters
        ----------
        step : int, optional
            The end, if not given.
        layer : str, optional
            Whose filters are shown; the first that was recorded, if not given.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from cnnteach.training.drawing import draw

        return draw(self, step, layer)

    def save(self, path, *, state=True, parts=("filters", "gradients", "activations"), images=True):
        """Write the recording to one file, which `load_recording` reads.

        Parameters
        ----------
        path : str or path
            It is replaced in one piece, so that an old file is never half overwritten.
        state : bool
            Whether to keep what is needed to go on: the weights and the optimizer's memory.
        parts : sequence of str
            What to keep of the snapshots; the filters alone are a fraction of the whole.
        images : bool
            Whether to keep examples and mistakes: not, if the data may not be passed on.
        """
        from cnnteach.training.recording_file import write

        write(self, path, state, parts, images)

    def add_step(self, loss, accuracy, learning_rate):
        """Note one step."""
        self._steps.append((float(loss), float(accuracy), float(learning_rate)))

    def __repr__(self):
        words = [f"{self.model}: {self.steps} steps, {len(self.epochs)} epochs"]
        if self.steps:
            words.append(f"loss {self.loss[0]:.3g} to {self.loss[-1]:.3g}")
        if self.epochs:
            words.append(f"accuracy {self.scores[-1]:.1%}")
        return f"<Recording of {', '.join(words)}{self.stopped and '; ' + self.stopped}>"

    def _column(self, index):
        return np.array([step[index] for step in self._steps], np.float32)

    def _stack(self, layer, part):
        if layer not in self.layers:
            known = ", ".join(self.layers) or "none"
            raise ValueError(
                f"the layer {layer!r} was not recorded, only {known}; call fit with "
                f"record=({layer!r},)"
            )
        held = [getattr(snapshot.layers[layer], part) for snapshot in self.snapshots]
        if held[0] is None:
            raise ValueError(f"the layer {layer!r} has no kernel, or its {part} were not kept")
        return np.array(held)
