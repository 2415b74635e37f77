"""A bar of light turns and drifts; a simple cell and a complex cell of the cortex answer."""

import numpy as np
import traitlets

from cnnteach import stimuli
from cnnteach.widgets.explorer import Explorer, script, style
from cnnteach.widgets.tensors import finite, float32_bytes
from cnnteach.widgets.traits import Floats, Number, OneOf, Whole, validates

SIZE, SIDE = 33, 17  # of what is shown, and of a receptive field
STIMULI = ("bar", "grating", "spot", "light")
TURNS, DRIFTS = range(0, 180, 5), range(-12, 13)


class OrientationTuning(Explorer):
    """Turn and drift a bar of light before a simple and a complex cell, and see them tuned to it.

    The simple cell adds up its receptive field and keeps what is positive: a convolution and ReLU.
    The complex cell takes the most of simple cells nearby, or the energy of a pair: pooling. The
    first cares where the bar is, the second only how it lies.

    Parameters
    ----------
    filters : ndarray, optional, shape (KH, KW), (KH, KW, F) or (KH, KW, C, F)
        Fields of your own in the place of Gabor filters, such as a trained first layer; at most
        17 x 17. Colours are added up, since the light is white, and each is scaled to length 1.
    filter : int
        Which of them.
    stimulus : "bar", "grating", "spot" or "light"
    orientation : int
        Of the light, in degrees, counter-clockwise: 0 lies, 90 stands.
    width, wavelength : int
        Of bar or spot, 1 to 12 pixels; of the grating, 4 to 20.
    drift : int
        How far the light has moved from the middle, at right angles to itself, -12 to 12 pixels.
    prefers, cell_wavelength, phase : int
        The Gabor filter's orientation, wavelength and phase.
    pooling : "max" or "energy"
        How the complex cell pools.
    reach : int
        How far from the middle it listens to simple cells, 0 to 8.
    quiz : bool
        Whether to ask before it shows: predict, then reveal.
    seed : int
        Of the quiz.

    Raises
    ------
    ValueError, TypeError
        If a word has no meaning, or the filters are too large.

    References
    ----------
    .. [1] Hubel & Wiesel, 1962, "Receptive fields, binocular interaction and functional
           architecture in the cat's visual cortex", J. Physiol. 160, parts I and II.

    Examples
    --------
    >>> cells = OrientationTuning(prefers=45, orientation=45)
    >>> simple, complex_ = cells.by_orientation
    >>> int(simple.argmax()) * 5
    45
    >>> simple, complex_ = cells.by_drift[:, 8:17]  # up to 4 pixels to either side
    >>> bool(np.ptp(simple) > 20 * np.ptp(complex_))
    True
    """

    _esm = script(
        common="canvases colours grid tiles ticks plot code_panel",
        orientation_tuning="stimuli controls code questions view",
    )
    _css = style(common="plot", orientation_tuning="style")

    stimulus = OneOf("bar", STIMULI).tag(sync=True)
    orientation = Number(45, least=0, most=179).tag(sync=True)
    width = Number(3, least=1, most=12).tag(sync=True)
    wavelength = Number(8, least=4, most=20).tag(sync=True)
    drift = Number(0, least=-12, most=12).tag(sync=True)
    prefers = Number(45, least=0, most=179).tag(sync=True)
    cell_wavelength = Number(8, least=4, most=20).tag(sync=True)
    phase = Number(0, least=0, most=359).tag(sync=True)
    pooling = OneOf("max", ("max", "energy")).tag(sync=True)
    reach = Whole(4, least=0, most=8).tag(sync=True)
    filter = Whole(0, least=0).tag(sync=True)
    _filters = Floats(bytes(4)).tag(sync=True)
    _filters_shape = traitlets.List([0, 1, 1]).tag(sync=True)

    def __init__(self, filters=None, **options):
        self.refuse_unknown(options, OPTIONS)
        super().__init__()
        if filters is not None:
            stack = _stacked(filters)
            self._filters = float32_bytes(stack)
            self._filters_shape = list(stack.shape)
        for name, value in options.items():
            setattr(self, name, value)

    @validates("filter")
    def _there_is_such_a_filter(self, proposal):
        number, count = proposal["value"], self._filters_shape[0]
        if count and number >= count:
            raise ValueError(f"filter is {number}, but there are filters 0 to {count - 1}")
        return number

    def picture(self, *, orientation=None, drift=None):
        """Return what is shown, shape (33, 33); at another orientation or drift, if given."""
        words = {
            "orientation": self.orientation if orientation is None else orientation,
            "drift": self.drift if drift is None else drift,
        }
        if self.stimulus == "light":
            return stimuli.light(SIZE)
        if self.stimulus == "grating":
            return stimuli.grating(SIZE, wavelength=self.wavelength, **words)
        kind = {"bar": stimuli.bar, "spot": stimuli.spot}[self.stimulus]
        return kind(SIZE, width=self.width, **words)

    @property
    def kernel(self):
        """The receptive field, shape (17, 17)."""
        return self._kernel(self.phase)

    def _kernel(self, phase):
        count, rows, columns = self._filters_shape
        if count == 0:
            words = {"orientation": self.prefers, "wavelength": self.cell_wavelength}
            return stimuli.gabor(SIDE, phase=phase, **words)
        stack = np.frombuffer(self._filters, np.float32).reshape(count, rows, columns)
        kernel = np.zeros((SIDE, SIDE))
        top, left = (SIDE - rows) // 2, (SIDE - columns) // 2
        kernel[top : top + rows, left : left + columns] = stack[min(self.filter, count - 1)]
        return kernel

    def answers_to(self, image):
        """Return how the simple and the complex cell answer to an image of 33 x 33."""
        middle = (SIZE - SIDE) // 2
        cells = stimuli.simple_cells(image, self.kernel)
        if self.pooling == "max" or self._filters_shape[0]:
            return cells[middle, middle], stimuli.complex_cell(cells, self.reach)
        inner = image[middle : middle + SIDE, middle : middle + SIDE]
        pair = self.kernel, self._kernel(self.phase + 90)
        return cells[middle, middle], stimuli.energy(inner, *pair)

    @property
    def simple(self):
        """How the simple cell in the middle answers."""
        return float(self.answers_to(self.picture())[0])

    @property
    def complex(self):
        """How the complex cell answers."""
        return float(self.answers_to(self.picture())[1])

    @property
    def by_orientation(self):
        """Both answers to light at 0, 5, ... 175 degrees: ndarray, shape (2, 36)."""
        shown = [self.picture(orientation=turn) for turn in TURNS]
        return np.array([self.answers_to(image) for image in shown]).T

    @property
    def by_drift(self):
        """Both answers to light that has drifted by -12, ... 12 pixels: ndarray, shape (2, 25)."""
        shown = [self.picture(drift=drift) for drift in DRIFTS]
        return np.array([self.answers_to(image) for image in shown]).T

    def describe(self):
        light = "" if self.stimulus == "light" else f" at {self.orientation:g} degrees"
        return (
            f"OrientationTuning: {self.stimulus}{light}, the simple cell answers "
            f"{self.simple:.2f}, the complex cell {self.complex:.2f}"
        )

    def figure(self):
        from cnnteach.figures.tuning import tuning

        curves = (TURNS, self.by_orientation), (DRIFTS, self.by_drift)
        return tuning(self.picture(), self.kernel, *curves, at=(self.orientation, self.drift))


OPTIONS = (
    *("filter", "stimulus", "orientation", "width", "wavelength", "drift", "prefers"),
    *("cell_wavelength", "phase", "pooling", "reach", "quiz", "seed"),
)


def _stacked(filters):
    """Return filters as (F, KH, KW), each of length 1, or say what is wrong with them."""
    array = finite("filters", filters)
    if array.ndim == 4:
        array = array.sum(axis=2)
    array = array[:, :, None] if array.ndim == 2 else array
    if array.ndim != 3 or max(array.shape[:2]) > SIDE:
        raise ValueError(
            f"filters have shape {np.shape(filters)}, but must be (KH, KW), (KH, KW, F) or "
            f"(KH, KW, C, F), as a convolution's kernel is, with KH and KW at most {SIDE}"
        )
    stack = np.moveaxis(array, -1, 0)
    lengths = np.linalg.norm(stack, axis=(1, 2), keepdims=True)
    return stack / np.where(lengths > 0, lengths, 1)
