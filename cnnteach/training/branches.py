"""A recorded training again, with another learning rate from one of its steps on."""

from cnnteach.training.augmentation import Augmentation
from cnnteach.training.schedules import Branched


def branching(build, data, recording, **own):
    """Return a function that trains as a recording was trained, up to a step, and then otherwise.

    Up to the step, batches, augmentation, dropout and learning rates are those of the recording;
    from there on the learning rate stays what it is given. On one machine's CPU the weights are the
    same up to the step, if `build` gives the same first weights.

    Parameters
    ----------
    build : callable
        Without arguments; returns the network with its first weights, such as
        ``functools.partial(models.build, "lenet5", seed=0)``.
    data : (ndarray, ndarray)
        What the recording was trained with.
    recording : Recording
    **own
        Options of `fit` that a recording cannot keep, such as ``validation=(images, labels)``, or
        that are to be others, such as ``epochs=2``.

    Returns
    -------
    callable
        Of a step and a learning rate; returns a `Recording`. `TrainingTimeline` takes it as its
        `branch`.

    Raises
    ------
    ValueError
        From the function, if the step is none of the training's, or an option must be given.

    Examples
    --------
    >>> from cnnteach.training import branching, load_recording
    >>> branch = branching(None, None, load_recording("zfnet_cifar10"))
    >>> branch(5000, 0.1)
    Traceback (most recent call last):
        ...
    ValueError: step is 5000, but the recording has steps 0 to 4679
    """

    def branch(step, learning_rate):
        from cnnteach.training.fitting import fit

        if not 0 <= step < recording.steps:
            raise ValueError(
                f"step is {step}, but the recording has steps 0 to {recording.steps - 1}"
            )
        words = {**recording.settings, **own}
        if isinstance(words["augment"], dict):
            words["augment"] = Augmentation(**words["augment"])
        factor = learning_rate / words["learning_rate"]
        words["schedule"] = Branched(step=step, factor=factor, before=words["schedule"])
        return fit(build(), data, **words)

    return branch
