"""Trainings whose weights nobody keeps: the network is afterwards what it was before."""

import contextlib

from cnnteach.training.fitting import fit


@contextlib.contextmanager
def unchanged(model):
    """Give a model its weights back, whatever happens to them meanwhile."""
    weights = model.get_weights()
    try:
        yield
    finally:
        model.set_weights(weights)


def trial(model, data, **options):
    """Train for nothing but the recording; see `cnnteach.training.fit` for the options.

    Returns
    -------
    Recording
        Without the state to go on.

    Raises
    ------
    KeyboardInterrupt
        If it was interrupted: then nobody wants the trials after it either.
    """
    with unchanged(model):
        recording = fit(model, data, every=[], **options)
    if recording.stopped == "interrupted":
        raise KeyboardInterrupt
    recording.state = {}
    return recording
