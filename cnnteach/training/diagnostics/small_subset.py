"""Before anything large: can the network learn a few images by heart?"""

import numpy as np

from cnnteach.training.diagnostics.finding import Finding, said
from cnnteach.training.diagnostics.trials import trial


def overfit_small_subset(
    model, data, *, samples=32, steps=300, learning_rate=0.01, optimizer="adam", seed=0
):
    """Train on very few images until the error is zero, and see whether it gets there.

    "Before large scale experiments, test on a small subset of the data and check the error should
    go to zero" [1]_. A network that cannot learn 32 images by heart has a fault: in the labels, the
    loss, the backward or the learning rate; more data will not mend it.

    Parameters
    ----------
    model : keras.Model
        It gets its weights back afterwards.
    data : (ndarray, ndarray)
        As for `cnnteach.training.fit`.
    samples : int
        How many images are drawn, by the seed.
    steps : int
        How long it may take; the training ends when every image has been right five times.
    learning_rate : float
    optimizer : str
    seed : int

    Returns
    -------
    Finding
        With `recording`, `steps` and `accuracy`.

    References
    ----------
    .. [1] M. Ranzato's practical tips, quoted in lecture deck 003, slide 21.

    Examples
    --------
    >>> import keras
    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation="softmax")])
    >>> x = np.random.default_rng(0).normal(size=(100, 2))
    >>> finding = overfit_small_subset(model, (x, x[:, 0] > 0), samples=8, learning_rate=0.1)
    >>> finding.fine, finding["accuracy"]
    (True, 1.0)
    """
    images, labels = np.asarray(data[0]), np.asarray(data[1])
    chosen = np.random.default_rng(seed).permutation(len(images))[:samples]
    options = {"learning_rate": learning_rate, "optimizer": optimizer, "seed": seed}
    few = images[chosen], labels[chosen]
    recording = trial(
        model, few, epochs=steps, batch_size=len(chosen), callbacks=(_by_heart,), **options
    )
    return _judged(recording, len(chosen), len(np.unique(few[1])))


def _by_heart(moment):
    last = moment.recording.accuracy[-5:]
    return "stop" if len(last) == 5 and last.min() == 1 else None


def _judged(recording, count, classes):
    accuracy = float(recording.accuracy[-1])
    values = {"recording": recording, "steps": recording.steps, "accuracy": accuracy}
    seen = f"{count} images of {classes} classes"
    if accuracy == 1:
        words = (
            f"{seen} are learned by heart after {recording.steps} steps: data, loss and backward "
            "work together"
        )
    elif recording.stopped.startswith("diverged"):
        words = f"{seen} are not learned: the training {recording.stopped}"
    else:
        words = (
            f"{seen} are not learned by heart in {recording.steps} steps ({accuracy:.0%} right, "
            f"loss {recording.loss[-1]:.3g}); look at the labels, the loss and the learning rate "
            "before you train on more"
        )
    return Finding(accuracy == 1, said(words), values)
