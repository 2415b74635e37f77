"""A convolution that can be touched: every number says where it comes from and what it is worth."""

import numpy as np
import traitlets

from cnnteach import kernels, ops, shapes
from cnnteach.widgets.explorer import Explorer, joined
from cnnteach.widgets.inputs import PLANES, SIDE, gallery
from cnnteach.widgets.traits import OneOrTwo, Padding, finite

MAX_FILTERS = 6
MAX_CHANNELS = 3
OPTIONS = ("size", "channels", "filters", "stride", "padding", "dilation", "groups", "flip")
PRESETS = ["sobel_x", "sobel_y", "laplacian", "box", "sharpen", "emboss"]


class ConvExplorer(Explorer):
    """See what a convolution does: slide the window, point at any number, change it.

    It takes the words of `cnnteach.ops.conv2d`. Each of them, and `selected`, `filter`, `flip` and
    `image`, can be read and set later, as in ``explorer.stride = 2``; ``explorer.output`` follows.

    Parameters
    ----------
    x : array_like, optional, shape (H, W), (H, W, C) or (1, H, W, C)
        The input, at most 32 x 32 with 1 to 3 channels, instead of `size`, `channels` and `image`.
    w : array_like or str, optional, shape (KH, KW) or (KH, KW, C // groups, F)
        The kernels, or the name of one of `cnnteach.kernels.NAMES`.
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
    seed : int
        Of the image called "random".

    Raises
    ------
    ValueError, TypeError
        If a word has no meaning (stride 0, text for a number, NaN), there are more numbers than can
        be shown, or the kernel does not fit the padded input.

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
        *("core.js", "numbers.js", "grid.js", "convolution.js"),
        *("conv_code.js", "conv_controls.js", "conv_words.js", "conv_explorer.js"),
    )
    _css = joined("core.css", "conv_explorer.css")

    size = OneOrTwo(7, most=SIDE).tag(sync=True)
    kernel = OneOrTwo(3, most=kernels.MAX_SIZE).tag(sync=True)
    stride = OneOrTwo(1).tag(sync=True)
    padding = Padding(0).tag(sync=True)
    dilation = OneOrTwo(1).tag(sync=True)
    channels = traitlets.Int(1, min=1, max=MAX_CHANNELS).tag(sync=True)
    filters = traitlets.Int(1, min=1, max=MAX_FILTERS).tag(sync=True)
    groups = traitlets.Int(1, min=1).tag(sync=True)
    flip = traitlets.Bool(False).tag(sync=True)
    image = traitlets.Unicode("pattern").tag(sync=True)
    images = traitlets.List(traitlets.Unicode()).tag(sync=True)
    presets = traitlets.List(traitlets.Unicode(), PRESETS).tag(sync=True)
    selected = traitlets.List(traitlets.Int(min=0), [0, 0], minlen=2, maxlen=2).tag(sync=True)
    filter = traitlets.Int(0, min=0, max=MAX_FILTERS - 1).tag(sync=True)

    preset_names = traitlets.List(traitlets.Unicode(), list(kernels.NAMES)).tag(sync=True)
    _presets = traitlets.Bytes(kernels.table()).tag(sync=True)
    _gallery = traitlets.Bytes().tag(sync=True)
    _gallery_shape = traitlets.List([SIDE, SIDE, PLANES]).tag(sync=True)
    _source = traitlets.Bytes().tag(sync=True)
    _source_shape = traitlets.List([SIDE, SIDE, PLANES]).tag(sync=True)
    _w = traitlets.Bytes(bytes(4)).tag(sync=True)
    _w_shape = traitlets.List([1, 1, 1, 1]).tag(sync=True)
    _b = traitlets.Bytes(bytes(4 * MAX_FILTERS)).tag(sync=True)

    def __init__(self, x=None, w=None, b=None, *, kernel=3, image="pattern", seed=0, **options):
        unknown = [name for name in options if name not in OPTIONS]
        if unknown:
            raise TypeError(
                f"ConvExplorer has no option {unknown[0]!r}; it has x, w, b, kernel, image, seed, "
                + ", ".join(OPTIONS)
            )
        if isinstance(kernel, str):
            w, kernel = kernel, 3
        names, pictures = gallery(seed)
        super().__init__(images=list(names), _gallery=pictures.tobytes())
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

    @traitlets.observe("image")
    def _take_image(self, change=None):
        if self.image in self.images:
            at, (rows, columns, planes) = self.images.index(self.image), self._gallery_shape
            picture = np.frombuffer(self._gallery, np.uint8).reshape(-1, rows * columns * planes)[
                at
            ]
            self._source = picture.astype(np.float32).tobytes()
            self._source_shape = [rows, columns, planes]

    @property
    def x(self):
        """The input, shape (H, W, C)."""
        rows, columns = shapes.pair("size", self.size)
        source = np.frombuffer(self._source, np.float32).reshape(self._source_shape)
        first = 1 if self._source_shape[-1] == PLANES and self.channels > 1 else 0
        return source[:rows, :columns, first : first + self.channels].astype(float)

    @x.setter
    def x(self, value):
        x = finite("x", value)
        if x.ndim == 4 and len(x) == 1:
            x = x[0]
        x = x[:, :, None] if x.ndim == 2 else x
        if x.ndim != 3 or x.shape[2] > MAX_CHANNELS or max(x.shape[:2]) > SIDE:
            raise ValueError(
                f"x has shape {np.shape(value)}; ConvExplorer shows (H, W) or (H, W, C) with H and "
                f"W up to {SIDE} and C up to {MAX_CHANNELS}: "
                f"cut a patch out, as in x[:{SIDE}, :{SIDE}]"
            )
        with self.hold_sync():
            self._source, self._source_shape = x.astype(np.float32).tobytes(), list(x.shape)
            self.size, self.channels, self.image = x.shape[:2], x.shape[2], "yours"

    @property
    def w(self):
        """The kernels as given, not flipped, shape (KH, KW, C // groups, F)."""
        size, depth = shapes.pair("kernel", self.kernel), self.channels // self.groups
        own = kernels.recentre(np.frombuffer(self._w, np.float32).reshape(self._w_shape), size)
        w = np.empty((*size, depth, self.filters))
        for f in range(self.filters):
            if self.presets[f] in kernels.NAMES:
                preset = kernels.kernel(self.presets[f], size).astype(np.float32)
                w[..., f] = preset[:, :, None]
            else:
                which = np.minimum(np.arange(depth), own.shape[2] - 1)
                w[..., f] = own[:, :, which, min(f, own.shape[3] - 1)]
        return w

    @w.setter
    def w(self, value):
        if isinstance(value, str):
            kernels.kernel(value)
            self.presets = [value, *self.presets[1:]]
            return
        w = finite("w", value)
        w = w[:, :, None, None] if w.ndim == 2 else w
        if w.ndim != 4 or w.shape[2] * self.groups > MAX_CHANNELS or w.shape[3] > MAX_FILTERS:
            raise ValueError(
                f"w has shape {np.shape(value)}; ConvExplorer shows (KH, KW) or "
                f"(KH, KW, C // groups, F) with up to {MAX_CHANNELS} channels and {MAX_FILTERS} "
                "filters"
            )
        if self.image == "yours" and w.shape[2] * self.groups != self.channels:
            raise ValueError(
                f"x has {self.channels} channels but w expects {w.shape[2] * self.groups} "
                f"(w.shape={w.shape}); the third axis of w is the channels' axis of x"
            )
        with self.hold_sync():
            self.kernel, self.channels, self.filters = (
                w.shape[:2],
                w.shape[2] * self.groups,
                w.shape[3],
            )
            self._w, self._w_shape = w.astype(np.float32).tobytes(), list(w.shape)
            self.presets = ["custom"] * self.filters + PRESETS[self.filters :]

    @property
    def b(self):
        """The biases, shape (F,)."""
        return np.frombuffer(self._b, np.float32)[: self.filters].astype(float)

    @b.setter
    def b(self, value):
        b = np.atleast_1d(finite("b", value))
        if b.shape not in ((1,), (self.filters,)):
            raise ValueError(
                f"b has shape {b.shape}; {self.filters} filters need ({self.filters},)"
            )
        every = np.zeros(MAX_FILTERS, np.float32)
        every[: self.filters] = b
        self._b = every.tobytes()

    @property
    def output(self):
        """What the convolution gives, shape (OH, OW, F)."""
        w = self.w[::-1, ::-1] if self.flip else self.w
        words = {name: getattr(self, name) for name in ("stride", "padding", "dilation", "groups")}
        return ops.conv2d(self.x[None], w, self.b, **words)[0]

    def describe(self):
        rows, columns = shapes.pair("size", self.size)
        kernel = shapes.pair("kernel", self.kernel)
        return (
            f"ConvExplorer: {rows}x{columns}x{self.channels} input, "
            f"{kernel[0]}x{kernel[1]} kernel, stride {self.stride}, padding {self.padding}, "
            f"dilation {self.dilation} "
            f"-> {'x'.join(map(str, self.output.shape))} output"
        )

    def figure(self):
        from cnnteach.figures.convolution import convolution

        w = self.w[::-1, ::-1] if self.flip else self.w
        words = {name: getattr(self, name) for name in ("stride", "padding", "dilation", "groups")}
        return convolution(self.x, w, self.b, selected=self.selected, filter=self.filter, **words)
