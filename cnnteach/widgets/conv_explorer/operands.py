"""What ConvExplorer convolves: input, kernels, biases and settings as traits, and the output."""

import numpy as np
import traitlets

from cnnteach import kernels, ops, shapes
from cnnteach.widgets import tensors
from cnnteach.widgets.explorer import Explorer
from cnnteach.widgets.inputs import PLANES, SIDE
from cnnteach.widgets.traits import Floats, OneOrTwo, Padding, Place, Whole, YesOrNo, validates

MAX_FILTERS = 6
MAX_CHANNELS = 3
PRESETS = ["sobel_x", "sobel_y", "laplacian", "box", "sharpen", "emboss"]


class ConvOperands(Explorer):
    """The traits of a convolution, and its arrays as properties."""

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

    @validates("image")
    def _known_image(self, proposal):
        name = proposal["value"]
        if name not in (*self.images, "edited", "yours"):
            raise ValueError(f"there is no image {name!r}; there are {', '.join(self.images)}")
        return name

    @validates("presets")
    def _known_presets(self, proposal):
        names = proposal["value"]
        unknown = [name for name in names if name not in (*kernels.NAMES, "custom")]
        if unknown:
            kernels.kernel(unknown[0])  # its own error
        return (names + PRESETS[len(names) :])[:MAX_FILTERS]

    @validates("size", "channels")
    def _inside_x(self, proposal):
        value, name = proposal["value"], proposal["trait"].name
        known = self.image in self.images
        rows, columns, planes = self._gallery_shape if known else self._source_shape
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
                self._source = tensors.float32_bytes(picture)
                self._source_shape = list(picture.shape)

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
            self._source, self._source_shape = tensors.float32_bytes(x), list(x.shape)
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
            self._w, self._w_shape = tensors.float32_bytes(w), list(w.shape)
            self.presets = ["custom"] * self.filters + PRESETS[self.filters :]

    @property
    def b(self):
        """The biases, shape (F,)."""
        return np.frombuffer(self._b, np.float32)[: self.filters].astype(float)

    @b.setter
    def b(self, value):
        b = tensors.biases(value, filters=self.filters)
        self._b = tensors.float32_bytes(np.pad(b, (0, MAX_FILTERS - self.filters)))

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
