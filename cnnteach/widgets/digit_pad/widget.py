"""Draw a digit, and see every layer of LeNet-5 answer."""

from functools import cache

import numpy as np
import traitlets

from cnnteach import numpy_lenet, shipped
from cnnteach.datasets.digits import digits_at
from cnnteach.widgets.digit_pad.ink import INK, SIDE, as_drawn, enlarged, normalised
from cnnteach.widgets.explorer import Explorer, script, style
from cnnteach.widgets.tensors import float32_bytes
from cnnteach.widgets.traits import Floats, Whole, YesOrNo, validates

EACH, MANY = 2, 20  # samples of each digit, and in all
INDICES = [500 * digit + 7 + k for digit in range(10) for k in range(EACH)]
LAYERS = {"c1": "S2", "s2": "C3", "c3": "S4", "s4": "C5", "f5": "F6", "f6": "output"}
SHAPES = ((28, 28, 6), (14, 14, 6), (10, 10, 16), (5, 5, 16), (1, 1, 120), (1, 1, 84), (1, 1, 10))
YOURS = "yours"


class UnitAt(traitlets.TraitType):
    """A unit: its layer, 0 (c1) to 6 (scores), its map, its row and its column."""

    def validate(self, obj, value):
        place = [int(part) for part in value] if isinstance(value, tuple | list) else []
        if len(place) != 4 or not 0 <= place[0] < len(SHAPES):
            raise ValueError(
                f"{self.name} is {value!r}; write layer (0 to 6: {', '.join(LAYERS)}, scores), "
                "map, row and column, such as (2, 5, 4, 4)"
            )
        layer, tile, row, column = place
        rows, columns, maps = SHAPES[layer]
        if not (0 <= tile < maps and 0 <= row < rows and 0 <= column < columns):
            raise ValueError(
                f"{self.name} is {value!r}, but layer {layer} has {maps} maps of {rows} x {columns}"
            )
        return place


class DigitPad(Explorer):
    """Draw a digit with mouse, finger or keys, and see every layer of LeNet-5 answer at once.

    What is drawn is scaled to 20 x 20 pixels and centred by its mass in 28 x 28, as MNIST's digits
    were; `x` is what the network sees. Click a unit of any layer to see its window and products.

    Parameters
    ----------
    weights : str or sequence of ndarray
        Name of shipped weights, "lenet5_mnist" or "lenet5_digits"; or the ten arrays of a LeNet-5
        of your own, as ``model.get_weights()`` gives them.
    sample : int
        Which of 20 real digits to begin with, two of each digit; -1 for an empty sheet.
    fit : bool
        Whether to scale and centre what is drawn.
    pen : int
        Width of the pen, 1 to 8 pixels of the 56 x 56 that are drawn on.
    unit : (int, int, int, int)
        The unit that is taken apart: layer (0 to 6), map, row, column.
    quiz : bool
        Whether to ask before it shows: predict, then reveal.
    seed : int
        Of the quiz.

    Raises
    ------
    ValueError, TypeError
        If there are no such weights, or they are those of another network, or a word has no
        meaning.

    References
    ----------
    .. [1] LeCun, Bottou, Bengio & Haffner, 1998, "Gradient-based learning applied to document
           recognition", sections II.B and III.A.

    Examples
    --------
    >>> pad = DigitPad(sample=8)
    >>> pad.x.shape, int(pad.probabilities.argmax())
    ((28, 28), 4)
    >>> pad.layers["c3"].shape
    (10, 10, 16)
    """

    _esm = script(
        common="canvases colours grid terms convolution tiles bars code_panel",
        digit_pad="ink net unit drawing_pad scene questions code view",
    )
    _css = style(common="tiles", digit_pad="style")

    weights = traitlets.Unicode("lenet5_mnist").tag(sync=True)
    sample = Whole(8, least=-1, most=MANY - 1).tag(sync=True)
    fit = YesOrNo(True).tag(sync=True)
    pen = Whole(5, most=8).tag(sync=True)
    unit = UnitAt([0, 0, 14, 14]).tag(sync=True)
    _ink = Floats(bytes(INK * INK)).tag(sync=True)
    _samples = traitlets.Bytes().tag(sync=True)
    _weights = Floats().tag(sync=True)
    _own = b""  # the weights that were given

    def __init__(self, weights="lenet5_mnist", **options):
        self.refuse_unknown(options, OPTIONS)
        super().__init__(_samples=digits_at(INDICES).tobytes())
        if not isinstance(weights, str):
            self._own, weights = _flat(weights), YOURS
        self.weights = weights
        self._load()
        for name, value in options.items():
            setattr(self, name, value)
        self._take_sample()

    @validates("weights")
    def _known_weights(self, proposal):
        self._weights_of(proposal["value"])  # its own error
        return proposal["value"]

    @traitlets.observe("weights")
    def _load(self, change=None):
        self._weights = self._weights_of(self.weights)

    def _weights_of(self, name):
        if name == YOURS and not self._own:
            raise ValueError(
                f"weights is {YOURS!r}, but no arrays came; write DigitPad(model.get_weights())"
            )
        return self._own if name == YOURS else _shipped(name)

    @traitlets.observe("sample")
    def _take_sample(self, change=None):
        if self.sample >= 0:
            images = np.frombuffer(self._samples, np.uint8).reshape(-1, SIDE, SIDE)
            self._ink = enlarged(images[self.sample]).tobytes()

    @property
    def ink(self):
        """What is drawn, uint8 of shape (56, 56); may be set to that or to an image of 28 x 28."""
        return np.frombuffer(self._ink, np.uint8).reshape(INK, INK).copy()

    @ink.setter
    def ink(self, value):
        array = np.asarray(value)
        if array.shape == (SIDE, SIDE):
            array = enlarged(array)
        if array.shape != (INK, INK) or array.dtype != np.uint8:
            raise ValueError(
                f"ink is {array.dtype} of shape {np.shape(value)}, but must be uint8 of shape "
                f"({INK}, {INK}) or ({SIDE}, {SIDE}), 0 for the sheet and 255 for full ink"
            )
        with self.hold_sync():
            self.sample, self._ink = -1, array.tobytes()

    @property
    def x(self):
        """What the network sees, uint8 of shape (28, 28), as MNIST's images are."""
        return normalised(self.ink) if self.fit else as_drawn(self.ink)

    def _forward(self):
        flat, weights, at = np.frombuffer(self._weights, np.float32), {}, 0
        for layer, shape in numpy_lenet.KERNELS.items():
            for name, form in (("w", shape), ("b", shape[-1:])):
                count = int(np.prod(form))
                weights[f"{layer} {name}"] = flat[at : at + count].reshape(form)
                at += count
        return numpy_lenet.forward(weights, numpy_lenet.prepare(self.x[None]))

    @property
    def layers(self):
        """What each layer makes of `x`: dict of ndarray, (H, W, maps) or (units,)."""
        logits, seen = self._forward()
        found = {name: seen[kept][0] for name, kept in LAYERS.items()}
        found["s4"] = found["s4"].reshape(5, 5, 16)
        return found | {"scores": logits[0]}

    @property
    def probabilities(self):
        """What the network says of the ten digits, shape (10,)."""
        scores = self.layers["scores"].astype(float)
        powers = np.exp(scores - scores.max())
        return powers / powers.sum()

    def linked(self):
        state = super().linked()
        if self.weights == YOURS:
            raise ValueError(
                "weights of your own do not fit into a link; save the model and pass the file on"
            )
        state.pop("_weights", None)
        if self.sample >= 0:
            state.pop("_ink", None)
        return state

    def describe(self):
        if not self.x.any():
            return "DigitPad: an empty sheet"
        said = self.probabilities
        digit = int(said.argmax())
        return f"DigitPad: {self.weights} reads {digit} with probability {said[digit]:.3f}"

    def figure(self):
        from cnnteach.figures.digit_layers import digit_layers

        return digit_layers(self.x, self.layers, self.probabilities)


OPTIONS = ("sample", "fit", "pen", "unit", "quiz", "seed")


@cache
def _shipped(name):
    return _flat(list(shipped.arrays_of(name).values()))


def _flat(arrays):
    """Return the ten arrays of a LeNet-5 as bytes of float32, or say what is wrong with them."""
    wanted = [s for shape in numpy_lenet.KERNELS.values() for s in (shape, shape[-1:])]
    found = [np.asarray(array) for array in arrays]
    if [array.shape for array in found] != wanted:
        raise ValueError(
            f"weights are {len(found)} arrays of shapes {[a.shape for a in found][:4]} ..., but "
            f"those of LeNet-5 are ten: {wanted[:4]} ..., as models.build('lenet5') has them"
        )
    return float32_bytes(np.concatenate([array.ravel() for array in found]))
