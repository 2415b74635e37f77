"""From a dense layer to a convolution by a dial: far weights go, then windows share the rest."""

import numpy as np

from cnnteach import ops, shapes
from cnnteach.widgets import activation_maps, tensors
from cnnteach.widgets.explorer import script, style
from cnnteach.widgets.pictured import Pictured, moved
from cnnteach.widgets.sharing_dial import sharing
from cnnteach.widgets.sharing_dial.sharing import SIDE, STOPS
from cnnteach.widgets.traits import Floats, OneOf, OneOrTwo, Place, Whole

OPTIONS = (
    *("size", "kernel", "sharing", "shift", "image", "quiz"),
    *("image_side", "image_channels", "units", "filter_side"),
)
MAX_SHIFT, MAX_KERNEL = 2, 5
_CROSS = ["00000000", "00090000", "00999000", "00090000"] + ["00000000"] * 4


def pictures(seed):
    """Return the names of the pictures, and the pictures, 8 x 8."""
    names, maps = activation_maps.pictures(seed)
    cross = np.array([[float(digit) for digit in row] for row in _CROSS], np.float32)
    wanted = ("numbers", "a thin line", "random")
    maps = [maps[names.index(name), :SIDE, :SIDE] for name in wanted]
    return ("a cross", *wanted), np.stack([cross, *maps])


class SharingDial(Pictured):
    """Turn a dense layer into a convolution, and see its matrix, its weights and what a shift does.

    The dial has three stops. "dense": each output has a weight for each pixel. "local": it keeps
    those of its window. "shared": all windows use the weights of the first, `w`. It is one table of
    weights throughout, of which ever fewer count.

    Parameters
    ----------
    x : array_like, optional, shape (H, W)
        The input, at most 8 x 8, instead of `size` and `image`.
    w : array_like, optional, shape (KH, KW)
        The weights of the first window, instead of `kernel`.
    sharing : "dense", "local" or "shared"
    size, kernel : int or (int, int)
        Rows and columns of the input, 1 to 8, and of a window, 1 to 5.
    shift : int or (int, int)
        Pixels by which the input moves down and to the right, -2 to 2; zeros move in.
    image_side, image_channels, units, filter_side : int
        Of the larger layer whose weights are counted, as the lectures do.
    image : str
        One of ``dial.images``.
    quiz : bool
        Whether to ask before it shows: predict, then reveal.
    seed : int
        Of the weights, of the picture called "random", and of the quiz.

    Raises
    ------
    ValueError, TypeError
        If a word has no meaning, or the window does not fit.

    References
    ----------
    .. [1] Goodfellow, Bengio & Courville, 2016, Deep Learning, sections 9.2 and 9.5.
    .. [2] LeCun, 1989, "Generalization and network design strategies": sharing, and what it saves.

    Examples
    --------
    >>> dial = SharingDial(sharing="dense")
    >>> dial.matrix.shape, dial.weights
    ((16, 36), 576)
    >>> dial.sharing = "local"
    >>> dial.weights, bool(np.nanmax(np.abs(dial.difference)) > 0)
    (144, True)
    >>> dial.sharing = "shared"
    >>> dial.weights, np.nanmax(np.abs(dial.difference))
    (9, np.float64(0.0))
    >>> dial.counted
    {'dense': 10000000, 'local': 100000, 'shared': 100}
    """

    _esm = script(
        common="canvases colours grid terms code_panel python_code convolution pictured",
        sharing_dial="sharing words marks code counts questions controls hands scene shift sums "
        "view",
    )
    _css = style(sharing_dial="style")

    most = SIDE
    size = OneOrTwo(6, most=SIDE).tag(sync=True)
    kernel = OneOrTwo(3, most=MAX_KERNEL).tag(sync=True)
    sharing = OneOf("dense", STOPS).tag(sync=True)
    shift = OneOrTwo([0, 1], least=-MAX_SHIFT, most=MAX_SHIFT).tag(sync=True)
    selected = Place([1, 1]).tag(sync=True)
    image_side = Whole(100, most=1000).tag(sync=True)
    image_channels = Whole(1, most=3).tag(sync=True)
    units = Whole(1000, most=100_000).tag(sync=True)
    filter_side = Whole(10, most=100).tag(sync=True)
    _table = Floats().tag(sync=True)

    def __init__(self, x=None, w=None, *, seed=0, **options):
        self.refuse_unknown(options, OPTIONS)
        whole = shapes.whole_number("seed", seed, 0)
        super().__init__(
            *pictures(whole), seed=seed, _table=tensors.float32_bytes(sharing.table(whole))
        )
        self.image = options.pop("image", self.image)
        if x is not None:
            self._take_x(x)
        else:
            self.refuse_own_picture(self.image)
        for name, value in options.items():
            setattr(self, name, value)
        if w is not None:
            self.w = w
        _ = self.output  # a window that does not fit is an error now

    @property
    def x(self):
        """The input, after the shift, shape (H, W)."""
        return self._moved(self.still)

    @x.setter
    def x(self, value):
        self._take_x(value)

    def _moved(self, x):
        return moved(x, *shapes.pair("shift", self.shift, -MAX_SHIFT))

    @property
    def w(self):
        """The weights of the first window, shape (KH, KW): all that the shared layer has."""
        rows, columns = shapes.pair("kernel", self.kernel)
        return self._weights()[0].reshape(SIDE, SIDE)[:rows, :columns]

    @w.setter
    def w(self, value):
        w = tensors.kernels(value, side=MAX_KERNEL, depth=1, filters=1)[:, :, 0, 0]
        table = self._weights().copy()
        table[0].reshape(SIDE, SIDE)[: w.shape[0], : w.shape[1]] = w
        with self.hold_sync():
            self.kernel, self._table = w.shape, tensors.float32_bytes(table)

    def _weights(self):
        return np.frombuffer(self._table, np.float32).reshape(SIDE**2, SIDE**2).astype(float)

    def _sizes(self):
        """Return rows and columns of the input, of a window and of the output."""
        size, kernel = shapes.pair("size", self.size), shapes.pair("kernel", self.kernel)
        output = tuple(shapes.output_size(n, k) for n, k in zip(size, kernel, strict=True))
        return size, kernel, output

    def _dense(self):
        """Return the weights of each output for each pixel, shape (OH * OW, H * W)."""
        size, _, output = self._sizes()
        places = np.arange(SIDE**2).reshape(SIDE, SIDE)
        outputs, pixels = (places[:rows, :columns].ravel() for rows, columns in (output, size))
        return self._weights()[np.ix_(outputs, pixels)]

    @property
    def tied(self):
        """Which weight stands at each place of the matrix, from 0; -1 where there is none."""
        size, kernel, _ = self._sizes()
        return sharing.tied(self.sharing, size, kernel)

    @property
    def matrix(self):
        """The layer as a matrix, shape (OH * OW, H * W), which the input is multiplied by."""
        size, _, _ = self._sizes()
        if self.sharing == "shared":
            return ops.toeplitz(self.w, size)
        return np.where(self.tied < 0, 0.0, self._dense())

    @property
    def weights(self):
        """How many weights the layer has; it has no biases."""
        size, kernel, output = self._sizes()
        return sharing.counts(*(rows * columns for rows, columns in (size, output, kernel)))[
            self.sharing
        ]

    @property
    def counted(self):
        """How many weights each kind has for `image_side`, `units` and `filter_side`."""
        depth = self.image_channels
        pixels, window = (side**2 * depth for side in (self.image_side, self.filter_side))
        return sharing.counts(pixels, self.units, window)

    def layer(self, x):
        """Return what the layer makes of an input of this size, shape (OH, OW)."""
        _, kernel, output = self._sizes()
        if self.sharing == "dense":
            return ops.dense(x.reshape(1, -1), self._dense().T).reshape(output)
        image = x[None, :, :, None]
        if self.sharing == "shared":
            return ops.conv2d(image, self.w[:, :, None, None])[0, :, :, 0]
        own = self._dense()[self.tied >= 0].reshape(*output, *kernel, 1, 1)
        return ops.locally_connected2d(image, own)[0, :, :, 0]

    @property
    def output(self):
        """What the layer makes of the shifted input, f(g(x)), shape (OH, OW)."""
        return self.layer(self.x)

    @property
    def shifted_after(self):
        """What the layer makes of the input, shifted then: g(f(x)), shape (OH, OW)."""
        return self._moved(self.layer(self.still))

    @property
    def difference(self):
        """f(g(x)) - g(f(x)), shape (OH, OW); NaN where the shift moved zeros in."""
        known = self._moved(np.ones(self._sizes()[2]))
        return np.where(known, self.output - self.shifted_after, np.nan)

    def describe(self):
        problem = self._problem()
        if problem:
            return f"SharingDial: no output: {problem}"
        (rows, columns), kernel, output = self._sizes()
        difference = self.difference
        same = np.isclose(difference, 0, atol=1e-6).sum()
        return (
            f"SharingDial: {self.sharing} layer, {rows}x{columns} input, "
            f"{kernel[0]}x{kernel[1]} windows -> {output[0]}x{output[1]} output, "
            f"{self.weights} weights; shifted by {self.shift}, {same} of "
            f"{(~np.isnan(difference)).sum()} outputs agree with the shifted output"
        )

    def figure(self):
        from cnnteach.figures.convolution import no_output
        from cnnteach.figures.sharing import sharing_matrix

        if self._problem():
            return no_output(self.describe())
        words = f"{self.sharing} layer: {self.weights:,} weights"
        return sharing_matrix(self.x, self.matrix, self.output, tied=self.tied, words=words)
