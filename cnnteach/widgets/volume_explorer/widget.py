"""Volumes: filters as deep as their input, one map each, stacked into the input of the next."""

import numpy as np
import traitlets

from cnnteach import ops, shapes
from cnnteach.widgets import tensors
from cnnteach.widgets.explorer import Explorer, script, style
from cnnteach.widgets.inputs import PLANES, SIDE, gallery
from cnnteach.widgets.traits import Floats, Place, Whole, YesOrNo, validates
from cnnteach.widgets.volume_explorer import weights as weights
from cnnteach.widgets.volume_explorer.weights import DEEPEST, WIDEST

OPTIONS = (
    *("image", "filters", "kernel", "stride", "padding", "layers", "filters2", "kernel2", "relu"),
    *("layer", "filter", "selected", "unravelled"),
)


class VolumeExplorer(Explorer):
    """See a volume of numbers become another: every filter reaches through the full depth.

    Each of its words can be read and set later, as in ``explorer.filters = 10``; ``explorer.maps``
    and ``explorer.output`` follow. ``explorer.w``, ``b``, ``w2`` and ``b2`` are the weights.

    Parameters
    ----------
    x : array_like, optional, shape (H, W) or (H, W, C)
        The input, at most 32 x 32 with up to 8 channels, in place of `image`.
    image : str
        One of ``explorer.images``, 32 x 32 with three channels.
    filters, kernel : int
        Filters of the first layer, 1 to 8, and their rows and columns, 1 to 7.
    stride, padding : int
        Of the first layer, 1 to 4 and 0 to 3.
    layers : int
        1, or 2: a second layer then takes the maps of the first as its input.
    filters2, kernel2 : int
        Those of the second layer, whose stride is 1 and which has no padding.
    relu : bool
        Whether negative numbers of the first layer become 0.
    layer, selected, filter : int, (int, int), int
        The unit that is explained: its layer (1 or 2), its row and column, its filter.
    unravelled : int
        From 0, the cube, to 100, each channel by itself.
    seed, quiz
        As for every `Explorer`; the seed also draws weights and biases, whole numbers of -2 to 2.

    Raises
    ------
    ValueError, TypeError
        If a word has no meaning, or a filter is larger than what it slides over.

    References
    ----------
    .. [1] LeCun, Bottou, Bengio & Haffner, 1998, "Gradient-based learning applied to document
       recognition", section II.A: feature maps.
    .. [2] Lin, Chen & Yan, 2013, arXiv:1312.4400, section 3.1: 1 x 1 convolutions.

    Examples
    --------
    >>> explorer = VolumeExplorer(filters=6, kernel=5)
    >>> explorer.x.shape, explorer.w.shape, explorer.maps.shape
    ((32, 32, 3), (5, 5, 3, 6), (28, 28, 6))
    >>> explorer.layers = 2
    >>> explorer.w2.shape, explorer.output.shape
    ((1, 1, 6, 4), (28, 28, 4))
    >>> bool(np.isclose(explorer.partial_sums.sum() + explorer.b[0], explorer.maps[0, 0, 0]))
    True
    """

    _esm = script(
        common="canvases colours grid terms notes code_panel python_code convolution output_size",
        volume_explorer="state sheets drawing words code controls numbers questions view",
    )
    _css = style(volume_explorer="style")
    _pictured = ("_x", "_x_shape")

    image = traitlets.Unicode("astronaut").tag(sync=True)
    images = traitlets.List(traitlets.Unicode()).tag(sync=True)
    filters = Whole(6, most=DEEPEST).tag(sync=True)
    kernel = Whole(5, most=WIDEST).tag(sync=True)
    stride = Whole(1, most=4).tag(sync=True)
    padding = Whole(0, least=0, most=3).tag(sync=True)
    layers = Whole(1, most=2).tag(sync=True)
    filters2 = Whole(4, most=DEEPEST).tag(sync=True)
    kernel2 = Whole(1, most=WIDEST).tag(sync=True)
    relu = YesOrNo(False).tag(sync=True)
    layer = Whole(1, most=2).tag(sync=True)
    selected = Place([0, 0]).tag(sync=True)
    filter = Whole(0, least=0, most=DEEPEST - 1).tag(sync=True)
    unravelled = Whole(0, least=0, most=100).tag(sync=True)

    _gallery = traitlets.Bytes().tag(sync=True)
    _gallery_shape = traitlets.List([SIDE, SIDE, PLANES]).tag(sync=True)
    _x = Floats(bytes(4)).tag(sync=True)
    _x_shape = traitlets.List([1, 1, 1]).tag(sync=True)
    _w = Floats().tag(sync=True)
    _w2 = Floats().tag(sync=True)
    _b = Floats().tag(sync=True)
    _b2 = Floats().tag(sync=True)

    def __init__(self, x=None, *, seed=0, quiz=False, **options):
        self.refuse_unknown(options, OPTIONS)
        seed = shapes.whole_number("seed", seed, 0)
        names, pictures = gallery(seed)
        super().__init__(
            images=list(names),
            _gallery=pictures.tobytes(),
            seed=seed,
            quiz=quiz,
            **weights.drawn(seed),
        )
        self._take_image()
        if x is not None:
            self.x = x
        else:
            self.refuse_own_picture(options.get("image"))
        for name, value in options.items():
            setattr(self, name, value)
        _ = self.output  # a filter that does not fit is an error now

    @validates("image")
    def _known_image(self, proposal):
        name = proposal["value"]
        if name not in (*self.images, "yours"):
            raise ValueError(f"there is no image {name!r}; there are {', '.join(self.images)}")
        return name

    @traitlets.observe("image")
    def _take_image(self, change=None):
        if self.image in self.images:
            pictures = np.frombuffer(self._gallery, np.uint8).reshape(-1, *self._gallery_shape)
            self._hold_x(pictures[self.images.index(self.image), :, :, 1:])

    def _hold_x(self, x):
        with self.hold_sync():
            self._x, self._x_shape = tensors.float32_bytes(x), list(x.shape)

    @property
    def x(self):
        """The input, shape (H, W, C)."""
        return np.frombuffer(self._x, np.float32).reshape(self._x_shape).astype(float)

    @x.setter
    def x(self, value):
        x = tensors.image(value, side=SIDE, channels=DEEPEST)
        with self.hold_sync():
            self._hold_x(x)
            self.image = "yours"

    @property
    def w(self):
        """The filters of the first layer, shape (K, K, C, F)."""
        shape = (self.kernel, self.kernel, self._x_shape[2], self.filters)
        return weights.corner(self._w, shape)

    @w.setter
    def w(self, value):
        w = weights.square_filters(value, self._x_shape[2])
        with self.hold_sync():
            self.kernel, self.filters = w.shape[0], w.shape[3]
            self._w = weights.with_corner(self._w, w)

    @property
    def b(self):
        """The biases of the first layer, shape (F,)."""
        return weights.corner(self._b, (self.filters,))

    @b.setter
    def b(self, value):
        self._b = weights.with_corner(self._b, tensors.biases(value, filters=self.filters))

    @property
    def w2(self):
        """The filters of the second layer, shape (K2, K2, F, F2)."""
        return weights.corner(self._w2, (self.kernel2, self.kernel2, self.filters, self.filters2))

    @w2.setter
    def w2(self, value):
        w = weights.square_filters(value, self.filters)
        with self.hold_sync():
            self.kernel2, self.filters2, self.layers = w.shape[0], w.shape[3], 2
            self._w2 = weights.with_corner(self._w2, w)

    @property
    def b2(self):
        """The biases of the second layer, shape (F2,)."""
        return weights.corner(self._b2, (self.filters2,))

    @b2.setter
    def b2(self, value):
        self._b2 = weights.with_corner(self._b2, tensors.biases(value, filters=self.filters2))

    @property
    def maps(self):
        """What the first layer gives, shape (OH, OW, F); after the ReLU, where there is one."""
        y = ops.conv2d(self.x[None], self.w, self.b, stride=self.stride, padding=self.padding)[0]
        return ops.relu(y) if self.relu else y

    @property
    def output(self):
        """What the last layer gives, shape (OH, OW, F) or, with two layers, (OH2, OW2, F2)."""
        return ops.conv2d(self.maps[None], self.w2, self.b2)[0] if self.layers == 2 else self.maps

    def _unit(self):
        """Return the layer's padded input, its filters, its output, and the unit's place in it."""
        second = self.layers == self.layer == 2
        x = self.maps if second else np.pad(self.x, [(self.padding, self.padding)] * 2 + [(0, 0)])
        y = self.output if second else self.maps
        place = np.minimum((*self.selected, self.filter), np.subtract(y.shape, 1))
        return x, self.w2 if second else self.w, y, place, 1 if second else self.stride

    @property
    def column(self):
        """The depth column: what all filters give at the selected place, shape (F,)."""
        _, _, y, (row, column, _), _ = self._unit()
        return y[row, column]

    @property
    def window(self):
        """What the selected unit sees, through the full depth of its input, shape (K, K, C)."""
        x, w, _, (row, column, _), stride = self._unit()
        top, left = row * stride, column * stride
        return x[top : top + w.shape[0], left : left + w.shape[1]]

    @property
    def partial_sums(self):
        """What each channel contributes to the selected unit before the bias, shape (C,)."""
        _, w, _, (_, _, f), _ = self._unit()
        return (self.window * w[..., f]).sum(axis=(0, 1))

    def _volumes(self):
        """Return the sizes of the volumes, and what leads from each to the next."""
        sizes, steps = [self.x.shape, self.maps.shape], [self.w.shape]
        if self.layers == 2:
            sizes, steps = [*sizes, self.output.shape], [*steps, self.w2.shape]
        return sizes, [f"{f} filter{'s' * (f > 1)}, {k}×{k}×{c}" for k, _, c, f in steps]

    def describe(self):
        if self._problem():
            return f"VolumeExplorer: no output: {self._problem()}"
        sizes, steps = self._volumes()
        first, *others = ("×".join(map(str, size)) for size in sizes)
        path = "".join(f" → {step} → {size}" for step, size in zip(steps, others, strict=True))
        row, column, f = self._unit()[3]
        unit = f"unit at row {row}, column {column}, filter {f}"
        return f"VolumeExplorer: {first}{path}{', ReLU after layer 1' * self.relu}; {unit}"

    def figure(self):
        from cnnteach.figures.convolution import no_output
        from cnnteach.figures.volumes import volumes

        if self._problem():
            return no_output(self.describe())
        sizes, steps = self._volumes()
        titles = ("input", "maps of layer 1", "maps of layer 2")[: len(sizes)]
        window = (self.kernel, self.kernel)
        return volumes(*sizes, titles=titles, between=steps, window=window)
