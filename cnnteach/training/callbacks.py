"""What can go along with a training: a file that is kept up to date, a bar in the shell."""

import time

import numpy as np


class Checkpoint:
    """Saves the recording while the training runs, so that not even a power cut loses it.

    Go on with ``fit(model, data, resume=load_recording(path))``.

    Parameters
    ----------
    path : str or path
        Replaced in one piece after each epoch, and at the end.
    seconds : float
        Epochs that end sooner than this after the last saving are passed over.

    Examples
    --------
    >>> keep = Checkpoint("lenet5.recording.npz", seconds=60)  # fit(..., callbacks=[keep])
    """

    def __init__(self, path, *, seconds=30.0):
        self.path, self.seconds = path, seconds
        self._next = 0.0

    def __call__(self, moment):
        if moment.kind == "end" or (moment.kind == "epoch" and time.monotonic() >= self._next):
            moment.keep()
            moment.recording.save(self.path)
            self._next = time.monotonic() + self.seconds


class ProgressBar:
    """Shows a bar in the shell, with loss and accuracy, and how long it will take.

    Parameters
    ----------
    file : file, optional
        Where the bar goes; standard error, if not given.

    Examples
    --------
    >>> bar = ProgressBar()  # fit(..., callbacks=[bar])
    """

    def __init__(self, file=None):
        self.file, self.bar = file, None

    def __call__(self, moment):
        recording = moment.recording
        if self.bar is None:
            from tqdm import tqdm

            started = max(recording.steps - 1, 0)
            self.bar = tqdm(
                total=moment.total, initial=started, unit="step", file=self.file, mininterval=1.0
            )
        self.bar.update(recording.steps - self.bar.n)
        if moment.kind == "epoch":
            self.bar.set_postfix_str(_standing(recording), refresh=False)
        if moment.kind == "end":
            self.bar.close()
            self.bar = None


def _standing(recording):
    """Say in a few words where the training stands after its last epoch."""
    epoch = recording.epochs[-1]
    tested = np.isfinite(epoch.validation_accuracy)
    right = f"{epoch.validation_accuracy:.2%} right in validation" if tested else ""
    return f"epoch {len(recording.epochs)}, loss {epoch.loss:.3g}{right and ', ' + right}"
