"""A network that can be walked through: maps, units, their arithmetic, and what excites them."""

from contextlib import contextmanager

import numpy as np
import traitlets

from cnnteach.widgets.explorer import script, style
from cnnteach.widgets.network_explorer.chosen_unit import OWN, ChosenUnit
from cnnteach.widgets.network_explorer.edge_network import EdgeNetwork
from cnnteach.widgets.network_explorer.tiles import tiles_of
from cnnteach.widgets.tensors import float32_bytes
from cnnteach.widgets.traits import Floats

NEEDED = ("layers", "samples", "names", "maps", "arithmetic", "evidence", "maximised")
LINKED = ("layer", "unit", "place", "image", "quiz", "question")


class NetworkExplorer(ChosenUnit):
    """Walk through a network: to a map, to a unit, to its arithmetic, to the pixels that it sees.

    Click or use the arrow keys; a click into a unit's window goes down to the unit below. Paint on
    the image, open a picture of your own, and try to excite a unit more than the whole dataset
    does. Everything is computed by the network itself, in Python, when it is asked for.

    Parameters
    ----------
    source : object, optional
        What is shown: ``cnnteach.explain.explore(model, images)`` makes it of a Keras model. If not
        given, a small network of edge detectors that needs no model.
    layer, unit : int
        Which layer and which of its maps, counted from 0.
    place : (int, int)
        Row and column in the map.
    image : int
        Which of the sample images.
    quiz : bool
        Whether to ask before it shows: predict, then reveal.
    seed : int
        Of the quiz.

    Raises
    ------
    TypeError, ValueError
        If a word has no meaning, or there is no such layer, unit, place or image.

    References
    ----------
    .. [1] Zeiler & Fergus, 2014, arXiv:1311.2901, figure 2.
    .. [2] Yosinski, Clune, Nguyen, Fuchs & Lipson, 2015, "Understanding neural networks through
           deep visualization", arXiv:1506.06579, figure 1.

    Examples
    --------
    >>> explorer = NetworkExplorer(layer=0, unit=1, place=(3, 4))
    >>> explorer.maps[0].shape, explorer.value == explorer.maps[0][3, 4, 1].item()
    ((30, 30, 4), True)
    >>> explorer.pixels = np.zeros((32, 32, 1))
    >>> explorer.value
    0.0
    """

    _esm = script(
        common="canvases colours grid terms pixel_canvas picture_button",
        network_explorer="state words arithmetic layers image map sums evidence view",
    )
    _css = style(network_explorer="style")

    tiles = traitlets.List().tag(sync=True)
    map_of = traitlets.List([0, 0]).tag(sync=True)
    sums = traitlets.Dict({"of": []}).tag(sync=True)
    evidence = traitlets.Dict({"of": []}).tag(sync=True)
    score = traitlets.Dict({"of": []}).tag(sync=True)
    wanted = traitlets.List().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)

    _tiles = Floats().tag(sync=True)
    _map = Floats().tag(sync=True)
    _window = Floats().tag(sync=True)
    _weights = Floats().tag(sync=True)
    _pictures = Floats().tag(sync=True)
    _traced = Floats().tag(sync=True)
    _excited = Floats().tag(sync=True)

    def __init__(self, source=None, *, seed=0, **options):
        self.refuse_unknown(options, ("layer", "unit", "place", "image", "quiz"))
        missing = [name for name in NEEDED if source is not None and not hasattr(source, name)]
        if missing:
            raise TypeError(
                f"source is a {type(source).__name__} without {', '.join(missing)}; make one with "
                "cnnteach.explain.explore(model, images)"
            )
        self.source = EdgeNetwork() if source is None else source
        self._ready = False
        super().__init__(
            layers=list(self.source.layers), samples=list(self.source.names), seed=seed
        )
        self._pixels_shape = list(self.source.samples.shape[1:])
        if options.get("image") == OWN:
            last = len(self.samples) - 1
            raise ValueError(f"image is {OWN}, the one that is painted; start with 0 to {last}")
        for name in ("image", "layer", "unit", "place", "quiz"):  # each is checked by those before
            if name in options:
                setattr(self, name, options[name])
        self._ready = True
        with self.hold_sync():
            self._take_sample()
            if "place" not in options:
                self.place = self.strongest()
        self._trace()

    @traitlets.observe("image")
    def _take_sample(self, change=None):
        if self._ready and self.image != OWN:
            pixels = float32_bytes(self.source.samples[self.image])
            if pixels == self._pixels:
                self._compute()
            self._pixels = pixels

    @traitlets.observe("_pixels")
    def _compute(self, change=None):
        """Send an image through the network."""
        if not self._ready:
            return
        with self.hold_sync():
            if self.image != OWN and self._pixels != float32_bytes(self.source.samples[self.image]):
                self.image = OWN
            self._maps = self.source.maps(self.pixels)
            self.tiles, self._tiles = tiles_of(self._maps)
            self._show()

    @traitlets.observe("layer", "unit", "place")
    def _show(self, change=None):
        """Say how the chosen number comes about; a fault becomes a sentence in the view."""
        if not self._ready:
            return
        with self.hold_sync(), self._a_fault_said():
            self._tell()
            self.problem = ""
        if not self._holding_sync:
            self._trace()

    def set_state(self, sync_data):
        """Take what the view says: answer it in one message, and what is slow in the next."""
        with self.hold_sync():
            super().set_state(sync_data)
        self._trace()

    def _trace(self):
        """Add the part of each patch that counts, once the numbers are on their way."""
        if not self._traced and hasattr(self.source, "traced") and self.evidence.get("values"):
            with self._a_fault_said():
                self._traced = self.source.traced(self.layer, self.unit).tobytes()

    @contextmanager
    def _a_fault_said(self):
        try:
            yield
        except Exception as error:
            self.problem = f"{type(error).__name__}: {error}"

    def _tell(self):
        layer, unit, place = self.layer, self.unit, list(self.place)
        self._map, self.map_of = float32_bytes(self._maps[layer][:, :, unit]), [layer, unit]
        found = dict(self.source.arithmetic(layer, unit, place, self.pixels, self._maps))
        window, weights = found.pop("window", None), found.pop("weights", None)
        self._window = b"" if window is None else float32_bytes(window)
        self._weights = b"" if weights is None else float32_bytes(weights)
        shape = [0, 0, 0] if window is None else list(window.shape)
        self.sums = found | {"of": [layer, unit, *place], "shape": shape}
        if self.evidence["of"] != [layer, unit]:
            self._show_evidence(layer, unit)
        values = self.evidence["values"]
        best, first = float(self._maps[layer][:, :, unit].max()), values[0] if values else None
        self.score = {"of": [layer, unit], "best": best, "first": first, "turn": self._turn()}

    def _turn(self):
        """Return another number each time, so that a view hears that Python has answered."""
        return 1 - self.score.get("turn", 1)

    def _show_evidence(self, layer, unit):
        found = self.source.evidence(layer, unit)
        pictures = found["pictures"]
        self._pictures = pictures.tobytes()
        self._traced = self._excited = b""  # slower ones: sent after the numbers, or when asked for
        self.evidence = {
            "of": [layer, unit],
            "values": [float(value) for value in found["values"]],
            "shape": list(pictures.shape[:3]),
            "can_maximise": bool(found.get("can_maximise")),
            "said": found.get("said", ""),
        }

    @traitlets.observe("wanted")
    def _maximise(self, change):
        """Draw what excites the unit most: seconds of gradient ascent, so only when asked for."""
        if not self.wanted or self.wanted != self.evidence["of"]:
            return
        with self.hold_sync():
            with self._a_fault_said():
                picture = self.source.maximised(*self.wanted)
                self._excited = picture.tobytes()
                self.evidence = self.evidence | {"excited": [1, *picture.shape[:2]]}
            self.wanted = []

    # ---- kept and shown elsewhere ----

    def linked(self):
        state = {name: getattr(self, name) for name in LINKED}
        return state | ({"_pixels": self._pixels} if self.image == OWN else {})

    def link(self):
        """Return a line of Python that brings another learner to this state.

        A link carries no network: of one of your own it asks for `source`, made as you made it.
        """
        line = super().link()
        return line if isinstance(self.source, EdgeNetwork) else f"{line[:-1]}, source=source)"

    def describe(self):
        layer, (row, column) = self.layers[self.layer], self.place
        image = "an image of your own" if self.image == OWN else self.samples[self.image]
        names = ", ".join(each["name"] for each in self.layers)
        return (
            f"NetworkExplorer: layers {names}; {layer['name']}, unit {self.unit}, row {row}, "
            f"column {column} gives {self.value:.4g} for {image}"
        )

    def figure(self):
        from cnnteach.figures.unit import unit_figure

        layer = self.layers[self.layer]
        pictures = np.frombuffer(self._pictures, np.uint8).reshape(*self.evidence["shape"], 4)
        return unit_figure(
            self.pixels,
            self._maps[self.layer][:, :, self.unit],
            place=self.place,
            title=f"{layer['name']}, unit {self.unit}",
            patches=pictures,
            values=self.evidence["values"],
        )
