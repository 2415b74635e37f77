"""What is chosen in NetworkExplorer: an image, a layer, one of its units and a place in its map."""

import numpy as np
import traitlets

from cnnteach.widgets.explorer import Explorer
from cnnteach.widgets.tensors import finite, float32_bytes
from cnnteach.widgets.traits import Floats, Place, Whole, validates

OWN = -1  # the image that is painted or opened, among the samples


class ChosenUnit(Explorer):
    """One number of one map of a network, which stays inside of what there is.

    Whoever shows it computes `_maps`, what each layer gives for the image.
    """

    layers = traitlets.List(traitlets.Dict()).tag(sync=True)
    samples = traitlets.List(traitlets.Unicode()).tag(sync=True)
    layer = Whole(0, least=0).tag(sync=True)
    unit = Whole(0, least=0).tag(sync=True)
    place = Place([0, 0]).tag(sync=True)
    image = Whole(0, least=OWN).tag(sync=True)
    seek = Whole(0, least=0).tag(sync=True)
    _pixels = Floats().tag(sync=True)
    _pixels_shape = traitlets.List([1, 1, 1]).tag(sync=True)

    @validates("layer", "image")
    def _there(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        count = len(self.layers if name == "layer" else self.samples)
        if count and value >= count:
            raise ValueError(f"{name} is {value}, but there are {count}, from 0 to {count - 1}")
        return value

    @validates("unit", "place")
    def _in_the_layer(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        is_there = self.layer < len(self.layers)  # else it is refused itself, where it is set
        shape = self.layers[self.layer]["shape"] if is_there else None
        given = [value] if name == "unit" else value
        most = shape and (shape[2:] if name == "unit" else shape[:2])
        if most and any(at >= there for at, there in zip(given, most, strict=True)):
            sizes = " x ".join(map(str, shape))
            raise ValueError(
                f"{name} is {value}, but {self.layers[self.layer]['name']} is {sizes} (rows x "
                "columns x units); they count from 0"
            )
        return value

    @traitlets.observe("layer")
    def _stay_inside(self, change):
        rows, columns, units = self.layers[self.layer]["shape"]
        self.unit = min(self.unit, units - 1)
        self.place = [min(self.place[0], rows - 1), min(self.place[1], columns - 1)]

    @traitlets.observe("seek")
    def _find(self, change):
        """Go to where the chosen map is strongest, as the view asks when a map is chosen."""
        self.place = self.strongest()

    def strongest(self):
        """Return the place where the chosen map's answer is strongest: [row, column]."""
        plane = self._maps[self.layer][:, :, self.unit]
        return [int(at) for at in np.unravel_index(plane.argmax(), plane.shape)]

    def select(self, layer, unit=0, place=None):
        """Go to a unit; the layer may be named. Without a place, to the map's strongest."""
        names = [each["name"] for each in self.layers]
        if isinstance(layer, str):
            if layer not in names:
                raise ValueError(f"there is no layer {layer!r}; there are {', '.join(names)}")
            layer = names.index(layer)
        with self.hold_trait_notifications():
            self.layer, self.unit, self.place = layer, unit, place or (0, 0)
        if place is None:
            self.place = self.strongest()

    @property
    def pixels(self):
        """The image, floats of 0 to 1, shape (H, W, C)."""
        return np.frombuffer(self._pixels, np.float32).reshape(self._pixels_shape)

    @pixels.setter
    def pixels(self, value):
        value = finite("pixels", value)
        if list(value.shape) != self._pixels_shape:
            raise ValueError(
                f"pixels have shape {value.shape}, but must be {tuple(self._pixels_shape)}, as the "
                "network's images are"
            )
        if value.min() < 0 or value.max() > 1:
            raise ValueError(
                f"pixels go from {value.min():g} to {value.max():g}, but must lie in 0 to 1; "
                "divide bytes by 255"
            )
        self._pixels = float32_bytes(value)

    @property
    def maps(self):
        """What each layer gives, a list of arrays (rows, columns, units)."""
        return self._maps

    @property
    def value(self):
        """The number of the unit that is chosen."""
        row, column = self.place
        return float(self._maps[self.layer][row, column, self.unit])
