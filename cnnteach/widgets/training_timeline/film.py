"""A recording as a view takes it: numbers, and pictures of 8 bits with the scale of each."""

import numpy as np

from cnnteach.widgets.tensors import float32_bytes
from cnnteach.widgets.training_timeline.plane_surface import directions

MOST_TILES = 48  # filters or maps of a layer that are shown
MOST_PICTURES = 8_000_000  # bytes
COLUMNS = 6  # numbers of an epoch
PARTS = ("filters", "gradients", "activations")


class Film:
    """What is shown of a recording.

    Parameters
    ----------
    recording : Recording
        Or anything with its attributes `loss`, `accuracy`, `learning_rate`, `epochs`, `snapshots`,
        `examples`, `example_labels`, `layers`, `model`, `parameters` and `stopped`.

    Attributes
    ----------
    words : dict
        Names, steps, and where in `numbers` and `pictures` each array is.
    numbers : bytes
        float32.
    pictures : bytes
        Whole numbers from -127 to 127; times the scale of its snapshot and tile, over 127.
    """

    def __init__(self, recording):
        self.recording = recording
        self._numbers, self._pictures, self._at = [], [], {}
        self.every = _thinning(recording)
        self.snapshots = recording.snapshots[:: self.every]
        self._curves()
        layers = [name for name in recording.layers if self._layer(name)]
        self.words = {
            "model": recording.model,
            "parameters": int(recording.parameters),
            "stopped": recording.stopped,
            "steps": len(recording.loss),
            "snapshots": [int(s.step) for s in self.snapshots],
            "layers": layers,
            "labels": np.asarray(recording.example_labels).ravel().astype(int).tolist(),
            "kernels": {name: self._kernel(name) for name in layers},
            "arrays": self._at,
        }

    @property
    def numbers(self):
        return float32_bytes(np.concatenate([a.ravel() for a in self._numbers]))

    @property
    def pictures(self):
        parts = [a.ravel() for a in self._pictures] or [np.zeros(1, np.int8)]
        return np.concatenate(parts).tobytes()

    def _keep(self, name, array):
        array = np.asarray(array, np.float64)
        self._at[name] = {"at": sum(a.size for a in self._numbers), "shape": list(array.shape)}
        self._numbers.append(array)

    def _curves(self):
        recording = self.recording
        for name in ("loss", "accuracy", "learning_rate"):
            self._keep(name, getattr(recording, name))
        self._keep("epochs", np.array(recording.epochs, float).reshape(-1, COLUMNS))
        self._keep("predictions", [s.predictions for s in self.snapshots])
        examples = np.asarray(recording.examples, float)
        if examples.ndim >= 3 and examples.size:
            brightest = max(examples.max(), 1.0)
            self._keep("examples", as_images(examples, stacked=1) / brightest)

    def _layer(self, name):
        """Keep the pictures of a layer; tell whether there were any."""
        held = [s.layers[name] for s in self.snapshots]
        kept = [part for part in PARTS if getattr(held[0], part) is not None]
        for part in kept:
            stack = np.array([getattr(each, part) for each in held], np.float32)
            self._picture(f"{name}/{part}", tiles_of(stack, part))
        return bool(kept)

    def _kernel(self, name):
        filters = self.snapshots[0].layers[name].filters
        return [] if filters is None else list(filters.shape)

    def _picture(self, name, tiles):
        far = np.abs(tiles).max(axis=tuple(range(2, tiles.ndim)))
        scale = np.where(np.isfinite(far) & (far > 0), far, 1)
        shown = np.nan_to_num(tiles / scale.reshape(*scale.shape, *[1] * (tiles.ndim - 2)))
        self._keep(f"{name}/scale", np.where(np.isfinite(far), far, np.nan))
        shape = {"at": sum(a.size for a in self._pictures), "shape": list(tiles.shape)}
        self._at[name] = shape
        self._pictures.append(np.rint(np.clip(shown, -1, 1) * 127).astype(np.int8))


def tiles_of(stack, part):
    """Return a stack of kernels or maps as (S, T, H, W, C), at most 48 tiles T.

    Kernels have three channels if they are of a colour image, else the first alone; the maps of
    each example come one after the other.

    Examples
    --------
    >>> tiles_of(np.zeros((9, 5, 5, 6, 16)), "filters").shape
    (9, 16, 5, 5, 1)
    >>> tiles_of(np.zeros((9, 4, 28, 28, 6)), "activations").shape
    (9, 24, 28, 28, 1)
    """
    if part == "activations":
        maps = as_images(stack, stacked=2)[..., :MOST_TILES]  # (S, E, H, W, F)
        maps = np.moveaxis(maps, -1, 2)
        return maps.reshape(len(maps), -1, *maps.shape[3:], 1)
    kernels = stack
    while kernels.ndim < 5:
        kernels = kernels[:, None]
    channels = slice(None) if kernels.shape[3] == 3 else slice(1)
    return np.moveaxis(kernels[:, :, :, channels, :MOST_TILES], -1, 1)


def as_images(array, *, stacked):
    """Give each thing after `stacked` axes rows, columns and channels.

    Examples
    --------
    >>> as_images(np.zeros((4, 28, 28)), stacked=1).shape
    (4, 28, 28, 1)
    >>> as_images(np.zeros((9, 4, 120)), stacked=2).shape
    (9, 4, 1, 1, 120)
    """
    inner = array.shape[stacked:]
    if len(inner) == 1:
        return array.reshape(*array.shape[:stacked], 1, 1, *inner)
    return array if len(inner) == 3 else array[..., None]


def paths_of(*films):
    """Return where each film's kernels of a layer go, in the plane of their largest movements.

    Returns
    -------
    dict of str to dict
        By layer: `places`, for each film a list of [across, up], and `share` of the movement.
    """
    found = {}
    for layer in films[0].words["layers"]:
        stacks = [[s.layers[layer].filters for s in film.snapshots] for film in films]
        if stacks[0][0] is None:
            continue
        rows = [np.array(stack, np.float64).reshape(len(stack), -1) for stack in stacks]
        middle, axes, share = directions(np.concatenate(rows))
        places = [_plain((row - middle) @ axes.T) for row in rows]
        found[layer] = {"places": places, "share": share}
    return found


def _plain(places):
    """Return numbers as JSON has them: None for what is not finite."""
    return [[v if np.isfinite(v) else None for v in place] for place in places.tolist()]


def _thinning(recording):
    """Take every so many of the snapshots, so that the pictures stay below 8 MB."""
    if not recording.snapshots:
        raise ValueError("the recording has no snapshots to look at; ask fit for every=...")
    layers = recording.snapshots[0].layers.values()
    held = [getattr(layer, part) for layer in layers for part in PARTS]
    one = sum(array.size for array in held if array is not None)
    return max(1, -(-one * len(recording.snapshots) // MOST_PICTURES))
