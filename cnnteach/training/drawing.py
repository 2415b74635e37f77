"""A recording as a picture and as a sentence: what the live view and `Recording.figure` show."""

import numpy as np


def draw(recording, step=None, layer=None, *, total=None, classes=None):
    """Draw a recording as it was at a step; see `cnnteach.figures.training.progress`.

    Parameters
    ----------
    recording : Recording
    step : int, optional
        The end, if not given.
    layer : str, optional
        Whose filters are drawn; the first recorded layer that has some, if not given.
    total : int, optional
        Steps of the whole training, for the axis.
    classes : sequence of str, optional
        Names for the labels.

    Returns
    -------
    matplotlib.figure.Figure
    """
    from cnnteach.figures.training import progress

    end = recording.steps if step is None else step
    epochs = [epoch for epoch in recording.epochs if epoch.step <= end]
    layer = layer or _first_with_filters(recording)
    parts = {"total": total}
    if layer is not None:
        parts |= {"filters": _as_images(recording.at(step).layers[layer].filters), "layer": layer}
    if step is not None:
        parts["now"] = step
    if epochs and recording.mistakes:
        parts |= _mistakes(recording.mistakes[len(epochs) - 1], classes)
    return progress(
        recording.loss[:end],
        recording.accuracy[:end],
        tested_steps=[epoch.step for epoch in epochs],
        tested_loss=[epoch.validation_loss for epoch in epochs],
        tested_accuracy=[epoch.validation_accuracy for epoch in epochs],
        **parts,
    )


def sentence(recording, total=None):
    """Say in a sentence how far a training is.

    Returns
    -------
    str
    """
    if not recording.steps:
        return f"{recording.model} has not learned anything yet."
    recent = slice(-20, None)
    words = [f"Step {recording.steps}" + (f" of {total}" if total else "")]
    words.append(f"loss {recording.loss[recent].mean():.3g}")
    words.append(f"{recording.accuracy[recent].mean():.1%} of the last batches right")
    if recording.epochs and np.isfinite(recording.epochs[-1].validation_accuracy):
        words.append(f"{recording.epochs[-1].validation_accuracy:.1%} in validation")
    end = f"; {recording.stopped}" if recording.stopped else ""
    return f"{', '.join(words)}{end}."


def _first_with_filters(recording):
    """Return the first recorded layer that has kernels to be drawn, or None."""
    if not recording.snapshots:
        return None
    layers = recording.snapshots[0].layers
    held = [name for name, layer in layers.items() if layer.filters is not None]
    return held[0] if held else None


def _as_images(kernels):
    """Return kernels as (KH, KW, C, F): those of a dense or one-dimensional layer get one row."""
    while kernels.ndim < 4:
        kernels = kernels[None]
    return kernels.reshape(*kernels.shape[:2], -1, kernels.shape[-1])


def _mistakes(mistakes, classes):
    if mistakes.images.ndim < 3:
        return {}  # rows of words are no pictures

    def named(labels):
        return labels if classes is None else [classes[label] for label in labels]

    return {
        "images": mistakes.images,
        "labels": named(mistakes.labels),
        "predicted": named(mistakes.predicted),
    }
