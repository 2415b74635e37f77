"""A Keras model as NetworkExplorer shows it: its layers, maps, units' arithmetic and evidence."""

import keras
import numpy as np

from cnnteach.explain.ascent import maximise
from cnnteach.explain.chosen_layers import chosen_layers
from cnnteach.explain.image_stream import fitting, image_shape, prepared
from cnnteach.explain.layer_patches import box_of, clipped
from cnnteach.explain.picture_bytes import opaque, signed_bytes
from cnnteach.explain.pixels import deconvnet
from cnnteach.explain.told import told
from cnnteach.explain.top_search import top_patches
from cnnteach.models.graph import steps, tensors
from cnnteach.models.operations import window_of
from cnnteach.models.receptive_field import receptive_fields
from cnnteach.models.window import Window
from cnnteach.shapes import padding_sides

SAMPLES = 200  # images that can be leafed through
CLIMB = 48  # steps of gradient ascent: seconds, and enough to see what it becomes
LEFT_OUT = (  # they change nothing, or only the shape
    keras.layers.InputLayer,
    keras.layers.Dropout,
    keras.layers.Flatten,
    keras.layers.Reshape,
)


def explore(model, images, *, layers=None, names=None, top=None, k=9, prepare=None):
    """Make of a model and images what NetworkExplorer shows.

    Parameters
    ----------
    model : keras.Model
        Your own, one of `cnnteach.models`, or of `keras.applications`.
    images : ndarray, shape (N, H, W, C) or (N, H, W)
        Bytes, or floats of 0 to 1. All are searched for what excites each unit most; the first 200
        can be leafed through.
    layers : sequence of str, optional
        Which to show; all, if not given.
    names : sequence of str, optional
        A name for each image.
    top : TopPatches, optional
        A search of the same images that was made before.
    k : int
        Patches a unit.
    prepare : callable, optional
        Makes of images, as they were given, what the model takes; bytes are divided by 255, if not
        given.

    Returns
    -------
    Exploration

    Raises
    ------
    TypeError, ValueError
        If images do not fit the model, or a layer is not in it.

    Examples
    --------
    >>> from cnnteach import datasets, models
    >>> digits, labels = datasets.digits()
    >>> source = explore(models.load("lenet5_digits"), digits[::100], names=labels[::100])
    >>> [layer["name"] for layer in source.layers][:4], source.samples.shape
    (['c1', 's2', 'c3', 's4'], (50, 28, 28, 1))
    """
    images = fitting(images, image_shape(model))
    if images.dtype != np.uint8 and not (images.min() >= 0 and images.max() <= 1):
        raise ValueError(
            f"the images go from {images.min():.4g} to {images.max():.4g}; give bytes, or floats "
            "of 0 to 1, and say in prepare what the model takes"
        )
    known = [s.name for s in steps(model) if _is_shown(s)]
    chosen = list(layers) if layers is not None else known
    chosen_layers(model, chosen)  # its own errors
    if top is None:
        fields = dict(_fields(model))
        top = top_patches(model, [n for n in chosen if fields[n]], images, k, prepare=prepare)
    return Exploration(model, images, chosen, top, names, prepare)


class Exploration:
    """What NetworkExplorer asks for; `explore` makes one."""

    def __init__(self, model, images, layers, top, names, prepare):
        self.model, self.top, self._images, self._prepare = model, top, images, prepare
        self._steps = {step.name: step for step in steps(model)}
        self._order = list(self._steps)
        self._shown = layers
        self._all = keras.Model(model.inputs[0], tensors(model, self._order))
        count = min(len(images), SAMPLES)
        self.samples = images[:count] / np.float32(255 if images.dtype == np.uint8 else 1)
        self.names = [str(name) for name in (range(len(images)) if names is None else names)][
            :count
        ]
        self._fields = dict(_fields(model))
        example = self.maps(self.samples[0])
        self.layers = [
            self._described(name, maps.shape, self._fields)
            for name, maps in zip(layers, example, strict=True)
        ]

    def maps(self, pixels):
        """Return what each shown layer gives for an image (H, W, C) of 0 to 1."""
        self._values = self._run(pixels)
        return [_as_maps(self._values[name]) for name in self._shown]

    def arithmetic(self, layer, unit, place, pixels, maps):
        """Return how a unit's number comes about, as NetworkExplorer shows it."""
        step = self._steps[self._shown[layer]]
        sources = [self._order[number] for number in step.sources]
        found = told(step, unit, place, [self._values[name] for name in sources])
        below = sources[found.pop("source")]
        value = float(maps[layer][place[0], place[1], unit])
        return found | {
            "below": below if self._steps[below].sources else "the image",
            "parent": self._parent(below),
            "names": sources if found["kind"] == "sum" else [],
            "value": value,
            "said": self._said(step, found, below, value),
        }

    def evidence(self, layer, unit):
        """Return the patches that excite a unit most, and what of them did."""
        name = self._shown[layer]
        if name not in self.top.layers:
            empty = np.zeros((0, 1, 1, 4), np.uint8)
            said = "It is not known which pixels the units of this layer see."
            return {"values": [], "pictures": empty, "said": said}
        part = self.top[name]
        found = {
            "values": [patch.value for patch in part[unit]],
            "pictures": part.pictures(unit),
            "can_maximise": len(self._steps[name].shape) == 3,
        }
        if not found["values"]:
            return found | {"said": "Nothing among the images excites this unit: it is dead."}
        return found

    def traced(self, layer, unit):
        """Return what a DeconvNet paints for each of those patches, as pictures of their size."""
        name = self._shown[layer]
        part, patches = self.top[name], self.top[name][unit]
        images = prepared(self._images[[patch.image for patch in patches]], self._prepare)
        found = deconvnet(self.model, images, layer=name, unit=unit)
        return part.framed(patches, signed_bytes(found))

    def maximised(self, layer, unit):
        """Return the picture that excites the map's middle unit, what it sees of it: bytes."""
        name = self._shown[layer]
        rows, columns, _ = self.layers[layer]["shape"]
        example = prepared(self._images[:1], self._prepare)
        low, high = float(example.min()), float(example.max())
        place = (rows // 2, columns // 2)
        options = {"unit": (*place, unit), "limits": (low, high), "steps": CLIMB}
        image = maximise(self.model, layer=name, **options).image
        top, left, bottom, right = clipped(box_of(self._fields[name], place), image.shape[:2])
        part = image[top:bottom, left:right]
        return opaque((255 * (part - low) / (high - low)).round().astype(np.uint8))

    def _run(self, pixels):
        """Return each step's answer to one image, by name."""
        given = np.asarray(pixels, np.float32)[None]
        if self._images.dtype == np.uint8:
            given = (255 * given).round().clip(0, 255).astype(np.uint8)
        found = self._all(prepared(given, self._prepare), training=False)
        return {
            name: keras.ops.convert_to_numpy(each)[0]
            for name, each in zip(self._order, found, strict=True)
        }

    def _parent(self, below):
        """Return the shown layer that is read, through what only changes the shape; -1: none."""
        return self._shown.index(below) if below in self._shown else -1

    def _said(self, step, found, below, value):
        kind, name = found["kind"], type(step.operation).__name__
        if kind == "copy":
            return (
                f"{name}: {found['total']:.4g} in {below}, unit {found['first']}; here {value:.4g}."
            )
        if kind == "other":
            return f"{name} gives {value:.4g}; how it comes about is not taken apart here."
        return f"{name} reads {below if self._steps[below].sources else 'the image'}."

    def _described(self, name, shape, fields):
        """Return what a view and its questions need of a layer."""
        step = self._steps[name]
        slides = window_of(step.operation, 2) if len(step.shape) == 3 else None
        found = {"name": name, "shape": list(shape), "field": _plain(fields[name]), "kernel": None}
        if not isinstance(slides, Window) or slides.transposed:
            return found
        below = self._order[step.sources[0]]
        size = self._values[below].shape
        sides = zip(size, *slides[:4], strict=False)
        return found | {
            "kernel": list(slides.kernel),
            "stride": list(slides.stride),
            "padding": [list(padding_sides(side, *numbers)) for side, *numbers in sides],
            "parent_shape": list(size),
            "below_field": _plain(fields[below]),
        }


def _is_shown(step):
    return bool(
        step.sources and len(step.shape) in (1, 3) and not isinstance(step.operation, LEFT_OUT)
    )


def _fields(model):
    path = steps(model)
    return zip((step.name for step in path), receptive_fields(path), strict=True)


def _plain(field):
    """Return a receptive field as a view reads it."""
    if field is None:
        return None
    jump = field.jump and [float(each) for each in field.jump]
    return {"size": list(field.size), "jump": jump, "start": list(field.start)}


def _as_maps(values):
    return values if values.ndim == 3 else values.reshape(1, 1, -1)
