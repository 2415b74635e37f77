"""A convolution that can be touched: every number says where it comes from and what it is worth."""

import numpy as np
import traitlets

from cnnteach import kernels, ops, shapes
from cnnteach.widgets import tensors
from cnnteach.widgets.explorer import CORE, Explorer, joined
from cnnteach.widgets.inputs import PLANES, SIDE, gallery
from cnnteach.widgets.traits import Floats, OneOrTwo, Padding, Place, Whole, YesOrNo

MAX_FILTERS = 6
MAX_CHANNELS = 3
OPTIONS = ("size", "channels", "filters", "stride", "padding", "dilation", "groups", "flip", "quiz")
PRESETS = ["sobel_x", "sobel_y", "laplacian", "box", "sharpen", "emboss"]


def float32(array):
    """Return the bytes of an array as a browser reads them."""
    return array.astype(np.float32).tobytes()


class ConvExplorer(Explorer):
    """See what a convolution does: slide the window, point at any number, change it.

    It takes the words of `cnnteach.ops.conv2d`. Each of them, and `selected`, `filter`, `flip` and
    `image`, can be read and set later, as in ``explorer.stride = 2``; ``explorer.output`` follows.

    Parameters
    ----------
    x : array_like, optional, shape (H, W), (H, W, C) or (1, H, W, C)
        The input, at most 32 x 32 with 1 to 3 channels, instead of `size`, `channels` and `image`.
        It is copied, as float32.
    w : array_like or str, optional, shape (KH, KW) or (KH, KW, C // groups, F)
        The kernels, instead of `kernel`, `channels` and `filters`; or the name of one of
        `cnnteach.kernels.NAMES`.
    b : float or array_like, optional, shape (F,)
        The biases; zeros without it.
    size : int or (int, int)
        Rows and columns of the input, 1 to 32.
    kernel : int, (int, int) or str
        Rows and columns of the kernel, 1 to 7; or its name, as `w`.
    channels, filters : int
        1 to 3 and 1 to 6.
    stride, padding, dilation, groups
        As in `cnnteach.ops.conv2d`.
    flip : bool
        Whether to turn the kernel by half a turn, which makes cross-correlation a convolution.
    image : str
        One of ``explorer.images``.
    quiz : bool
        Whether to ask before it shows: predict, then reveal.
    seed : int
        Of the image called "random", and of the quiz.

    Raises
    ------
    ValueError, TypeError
        If a word has no meaning (stride 0, text for a number, NaN), there are more numbers than can
        be shown, `x` and `w` disagree, or the kernel does not fit the padded input.

    References
    ----------
    .. [1] Dumoulin & Visin, 2016, arXiv:1603.07285, sections 2 and 5.1.

    Examples
    --------
    >>> explorer = ConvExplorer(np.arange(49).reshape(7, 7), kernel="sobel_x", stride=2)
    >>> explorer.output[:, :, 0]
    array([[8., 8., 8.],
           [8., 8., 8.],
           [8., 8., 8.]])
    >>> explorer.stride = 3
    >>> explorer.output.shape
    (2, 2, 1)
    """

    _esm = joined(
        *(*CORE, "grid.js", "terms.js", "code_panel.js", "python_code.js", "presets.js"),
        *("convolution.js", "output_size.js", "conv_state.js", "conv_code.js", "conv_controls.js"),
        *("conv_player.js", "conv_words.js", "conv_questions.js", "conv_explorer.js"),
    )
    _css = joined("core.css", "conv_explorer.css")

    size = OneOrTwo(7, most=SIDE).tag(sync=True)
    kernel = OneOrTwo(3, most=kernels.MAX_SIZE).tag(sync=True)
    stride = OneOrTwo(1, most=SIDE).tag(sync=True)
    padding = Padding(0, most=SIDE).tag(sync=True)
    dilation = OneOrTwo(1, most=SIDE).tag(sync=True)
    channels = Whole(1, most=MAX_CHANNELS).tag(sync=True)
    filters = Whole(1, most=MAX_FILTERS).tag(sync=True)
    groups = Whole(1, most=MAX_CHANNELS).tag(sync=True)
    flip = YesOrNo(False).tag(sync=True)
    image = traitlets.Unicode("pattern").tag(sync=True)
    images = traitlets.List(traitlets.Unicode()).tag(sync=True)
    presets = traitlets.List(traitlets.Unicode(), PRESETS).tag(sync=True)
    selected = Place([0, 0]).tag(sync=True)
    filter = Whole(0, least=0, most=MAX_FILTERS - 1).tag(sync=True)

    preset_names = traitlets.List(traitlets.Unicode(), list(kernels.NAMES)).tag(sync=True)
    _presets = traitlets.Bytes(kernels.table()).tag(sync=True)
    _gallery = traitlets.Bytes().tag(sync=True)
    _gallery_shape = traitlets.List([SIDE, SIDE, PLANES]).tag(sync=True)
    _source = Floats().tag(sync=True)
    _source_shape = traitlets.List([SIDE, SIDE, PLANES]).tag(sync=True)
    _w = Floats(bytes(4)).tag(sync=True)
    _w_shape = traitlets.List([1, 1, 1, 1]).tag(sync=True)
    _b = Floats(bytes(4 * MAX_FILTERS)).tag(sync=True)

    def __init__(self, x=None, w=None, b=None, *, kernel=3, image="pattern", seed=0, **options):
        unknown = [name for name in options if name not in OPTIONS]
        if unknown:
            raise TypeError(
                f"ConvExplorer has no option {unknown[0]!r}; it has x, w, b, kernel, image, seed, "
                + ", ".join(OPTIONS)
            )
        if isinstance(kernel, str):
            if w is not None:
                raise ValueError(f"kernel names {kernel!r}, and there is w too; give one of them")
            w, kernel = kernel, 3
        names, pictures = gallery(shapes.whole_number("seed", seed, 0))
        super().__init__(images=list(names), _gallery=pictures.tobytes(), seed=seed)
        self.image = image
        self._take_image()
        self.groups = options.pop("groups", 1)
        if x is not None:
            self.x = x
        self.kernel = kernel
        for name, value in options.items():
            setattr(self, name, value)
        if w is not None:
            self.w = w
        if b is not None:
            self.b = b
        _ = self.output  # a kernel that does not fit is an error now

    @traitlets.validate("image")
    def _known_image(self, proposal):
        name = proposal["value"]
        if name not in (*self.images, "edited", "yours"):
            raise ValueError(f"there is no image {name!r}; there are {', '.join(self.images)}")
        return name

    @traitlets.validate("presets")
    def _known_presets(self, proposal):
        names = proposal["value"]
        unknown = [name for name in names if name not in (*kernels.NAMES, "custom")]
        if unknown:
            kernels.kernel(unknown[0])  # its own error
        return (names + PRESETS[len(names) :])[:MAX_FILTERS]

    @traitlets.validate("size", "channels")
    def _inside_x(self, proposal):
        value, name = proposal["value"], proposal["trait"].name
        rows, columns, planes = self._source_shape
        wanted = shapes.pair(name, value)
        there = (rows, columns) if name == "size" else (planes, planes)
        if wanted[0] > there[0] or wanted[1] > there[1]:
            raise ValueError(
                f"{name} is {value}, but x has shape {(rows, columns, planes)}; set x to a larger "
                'array, or take one of the pictures, as in image = "pattern"'
            )
        return value

    @traitlets.observe("image")
    def _take_image(self, change=None):
        if self.image in self.images:
            pictures = np.frombuffer(self._gallery, np.uint8).reshape(-1, *self._gallery_shape)
            picture = pictures[self.images.index(self.image)]
            with self.hold_sync():
                self._source, self._source_shape = float32(picture), list(picture.shape)

    @property
    def x(self):
        """The input, shape (H, W, C)."""
        rows, columns = shapes.pair("size", self.size)
        source = np.frombuffer(self._source, np.float32).reshape(self._source_shape)
        first = 1 if self._source_shape[-1] == PLANES and self.channels > 1 else 0
        return source[:rows, :columns, first : first + self.channels].astype(float)

    @x.setter
    def x(self, value):
        x = tensors.image(value, side=SIDE, channels=MAX_CHANNELS)
        with self.hold_sync():
            self._source, self._source_shape = float32(x), list(x.shape)
            self.size, self.channels, self.image = x.shape[:2], x.shape[2], "yours"

    @property
    def w(self):
        """The kernels as given, not flipped, shape (KH, KW, C // groups, F)."""
        size, depth = shapes.pair("kernel", self.kernel), self.channels // self.groups
        own = kernels.recentre(np.frombuffer(self._w, np.float32).reshape(self._w_shape), size)
        which = np.minimum(np.arange(depth), own.shape[2] - 1)
        w = np.empty((*size, depth, self.filters))
        for f, name in enumerate(self.presets[: self.filters]):
            if name in kernels.NAMES:
                w[..., f] = kernels.kernel(name, size).astype(np.float32)[:, :, None]
            else:
                w[..., f] = own[:, :, which, min(f, own.shape[3] - 1)]
        return w

    @w.setter
    def w(self, value):
        if isinstance(value, str):
            kernels.kernel(value)
            self.presets = [value, *self.presets[1:]]
            return
        w = tensors.kernels(
            value, side=kernels.MAX_SIZE, depth=MAX_CHANNELS // self.groups, filters=MAX_FILTERS
        )
        channels = w.shape[2] * self.groups
        if self._source_shape[-1] != PLANES and channels != self.channels:
            raise ValueError(
                f"x has {self.channels} channels but w expects {channels} (w.shape={w.shape}); "
                "the third axis of w is the channels' axis of x"
            )
        with self.hold_sync():
            self.channels, self.kernel, self.filters = channels, w.shape[:2], w.shape[3]
            self._w, self._w_shape = float32(w), list(w.shape)
            self.presets = ["custom"] * self.filters + PRESETS[self.filters :]

    @property
    def b(self):
        """The biases, shape (F,)."""
        return np.frombuffer(self._b, np.float32)[: self.filters].astype(float)

    @b.setter
    def b(self, value):
        b = tensors.biases(value, filters=self.filters)
        self._b = float32(np.pad(b, (0, MAX_FILTERS - self.filters)))

    def _used(self):
        """Return input, kernels as used, biases, and the words of the convolution."""
        w = self.w[::-1, ::-1] if self.flip else self.w
        words = {name: getattr(self, name) for name in ("stride", "padding", "dilation", "groups")}
        return self.x, w, self.b, words

    @property
    def output(self):
        """What the convolution gives, shape (OH, OW, F)."""
        x, w, b, words = self._used()
        return ops.conv2d(x[None], w, b, **words)[0]

    def _problem(self):
        """Say why there is no output; nothing where there is one."""
        try:
            _ = self.output
        except ValueError as error:
            return str(error)
        return ""

    def linked(self):
        state = super().linked()
        if self.image in self.images:  # the picture's name says it
            state.pop("_source", None)
            state.pop("_source_shape", None)
        return state

    def describe(self):
        rows, columns = shapes.pair("size", self.size)
        kernel = shapes.pair("kernel", self.kernel)
        problem = self._problem()
        shape = "" if problem else "x".join(map(str, self.output.shape))
        result = f"no output: {problem}" if problem else f"{shape} output"
        return (
            f"ConvExplorer: {rows}x{columns}x{self.channels} input, {kernel[0]}x{kernel[1]} kernel"
            f"{' (flipped)' * self.flip}, stride {self.stride}, padding {self.padding}, "
            f"dilation {self.dilation}, groups {self.groups} -> {result}"
        )

    def figure(self):
        from cnnteach.figures.convolution import convolution, no_output

        if self._problem():
            return no_output(self.describe())
        x, w, b, words = self._used()
        return convolution(x, w, b, selected=self.selected, filter=self.filter, **words)
