"""A pooling that can be touched: who wins a window, what is lost, and where the gradient goes."""

import numpy as np
import traitlets

from cnnteach import kernels, shapes
from cnnteach.widgets import activation_maps, tensors
from cnnteach.widgets.explorer import script, style
from cnnteach.widgets.inputs import SIDE
from cnnteach.widgets.pictured import Pictured, moved
from cnnteach.widgets.pooling_explorer.pooling import Pooling
from cnnteach.widgets.traits import (
    Floats,
    OneOf,
    OneOrTwo,
    OneOrTwoOrNone,
    Padding,
    Place,
    YesOrNo,
)

KINDS = ("max", "average", "learned")
WINDOWS = ("sliding", "adaptive", "global")
WORDS = ("kind", "windows", "window", "stride", "padding", "output_size")
OPTIONS = ("size", *WORDS, "shift", "compare", "image", "quiz")
MAX_SHIFT = 3


class PoolingExplorer(Pictured):
    """See what pooling keeps, and which pixels its gradient reaches: point, drag, shift, compare.

    The input and the output stand above, the gradients below. Each option, and `selected`, can be
    read and set later, as in ``explorer.kind = "average"``; ``explorer.output`` follows.

    Parameters
    ----------
    x : array_like, optional, shape (H, W)
        The input, at most 32 x 32, instead of `size` and `image`. It is copied, as float32.
    size : int or (int, int)
        Rows and columns of the input, 1 to 32.
    kind : "max", "average" or "learned"
        Learned pooling is a weighted sum with the same weights in every window, `w`: a convolution
        with a stride, which starts as the average.
    windows : "sliding", "adaptive" or "global"
        Adaptive windows grow with the input, so that the output has `output_size`; the global one
        is the whole input.
    window : int or (int, int)
        Rows and columns of a sliding window, 1 to 7.
    stride : int or (int, int), optional
        As the window, if not given.
    padding
        As in `cnnteach.ops.max_pool2d`: it never wins, and an average does not count it.
    output_size : int or (int, int)
        Of adaptive pooling.
    shift : int or (int, int)
        Pixels by which the input moves down and to the right, -3 to 3; zeros move in.
    compare : bool
        Whether to show the maximum and the average of the same windows beside each other.
    image : str
        One of ``explorer.images``.
    quiz : bool
        Whether to ask before it shows: predict, then reveal.
    seed : int
        Of the picture called "random", and of the quiz.

    Raises
    ------
    ValueError, TypeError
        If a word has no meaning, there are more numbers than can be shown, or the window does not
        fit.

    References
    ----------
    .. [1] Goodfellow, Bengio & Courville, 2016, Deep Learning, section 9.3.
    .. [2] Lin, Chen & Yan, 2014, "Network in network", arXiv:1312.4400, section 3.2: global average
           pooling.

    Examples
    --------
    >>> explorer = PoolingExplorer([[1, 3, 2, 1], [4, 2, 1, 5], [0, 1, 9, 2], [2, 8, 3, 4]])
    >>> explorer.output
    array([[4., 5.],
           [8., 9.]])
    >>> explorer.dx
    array([[0., 0., 0., 0.],
           [1., 0., 0., 2.],
           [0., 0., 4., 0.],
           [0., 3., 0., 0.]])
    >>> explorer.kind = "average"
    >>> explorer.output
    array([[2.5 , 2.25],
           [2.75, 4.5 ]])
    """

    _esm = script(
        common="canvases colours grid terms code_panel python_code convolution output_size "
        "pictured",
        pooling_explorer="pooling state code words marks controls questions hands scene sums "
        "beside view",
    )
    _css = style(pooling_explorer="style")

    window = OneOrTwo(2, most=kernels.MAX_SIZE).tag(sync=True)
    stride = OneOrTwoOrNone(None, most=SIDE).tag(sync=True)
    padding = Padding(0, most=SIDE).tag(sync=True)
    kind = OneOf("max", KINDS).tag(sync=True)
    windows = OneOf("sliding", WINDOWS).tag(sync=True)
    output_size = OneOrTwo(3, most=SIDE).tag(sync=True)
    shift = OneOrTwo(0, least=-MAX_SHIFT, most=MAX_SHIFT).tag(sync=True)
    compare = YesOrNo(False).tag(sync=True)
    selected = Place([0, 0]).tag(sync=True)

    _w = Floats().tag(sync=True)
    _w_shape = traitlets.List([0, 0]).tag(sync=True)
    _dy = Floats().tag(sync=True)
    _dy_shape = traitlets.List([0, 0]).tag(sync=True)

    def __init__(self, x=None, *, seed=0, **options):
        self.refuse_unknown(options, OPTIONS)
        super().__init__(*activation_maps.pictures(shapes.whole_number("seed", seed, 0)), seed=seed)
        self.image = options.pop("image", self.image)
        if x is not None:
            self.x = x
        else:
            self.refuse_own_picture(self.image)
        for name, value in options.items():
            setattr(self, name, value)
        _ = self.output  # a window that does not fit is an error now

    @property
    def x(self):
        """The input that is pooled, after the shift, shape (H, W)."""
        return moved(self.still, *shapes.pair("shift", self.shift, -MAX_SHIFT))

    @x.setter
    def x(self, value):
        self._take_x(value)

    @property
    def w(self):
        """The weights of learned pooling, shape (KH, KW): the average's until they are set."""
        sizes = shapes.pair("window", self.window)
        if tuple(self._w_shape) == sizes:
            return np.frombuffer(self._w, np.float32).reshape(sizes).astype(float)
        return np.full(sizes, np.float32(1 / np.prod(sizes)), float)

    @w.setter
    def w(self, value):
        w = tensors.kernels(value, side=kernels.MAX_SIZE, depth=1, filters=1)[:, :, 0, 0]
        with self.hold_sync():
            self.window = w.shape
            self._w, self._w_shape = tensors.float32_bytes(w), list(w.shape)

    @property
    def dy(self):
        """The upstream gradient, shape (OH, OW): 1, 2, 3, ... until it is set for this size."""
        shape = self.output.shape
        if tuple(self._dy_shape) == shape:
            return np.frombuffer(self._dy, np.float32).reshape(shape).astype(float)
        return 1.0 + np.arange(np.prod(shape)).reshape(shape)

    @dy.setter
    def dy(self, value):
        dy, shape = tensors.finite("dy", value), self.output.shape
        if dy.shape not in ((), shape):
            raise ValueError(
                f"dy has shape {dy.shape}, but the output has {shape}; give one number for each "
                "output, or one for all"
            )
        with self.hold_sync():
            self._dy = tensors.float32_bytes(np.broadcast_to(dy, shape))
            self._dy_shape = list(shape)

    @property
    def pooling(self):
        """What is done to the input: its `forward` and `backward` are those of `cnnteach.ops`."""
        words = {name: getattr(self, name) for name in WORDS}
        return Pooling(**words, w=self.w)

    @property
    def output(self):
        """The result, shape (OH, OW)."""
        return self.pooling.forward(self.x)[0]

    @property
    def argmax(self):
        """Of the maximum: which pixel won, ``row * W + column``, shape (OH, OW); else None."""
        return self.pooling.forward(self.x)[1]

    @property
    def dx(self):
        """The gradient by the pixels of `x`, shape (H, W)."""
        return self.pooling.backward(self.dy, self.x)[0]

    @property
    def dw(self):
        """Of learned pooling: the gradient by the weights, shape (KH, KW); else None."""
        return self.pooling.backward(self.dy, self.x)[1]

    @property
    def survives(self):
        """Which outputs the shift leaves as they were, shape (OH, OW)."""
        before = self.pooling.forward(self.still)[0]
        return np.isclose(self.output, before, rtol=1e-7, atol=1e-7)

    def describe(self):
        rows, columns = self.x.shape
        problem = self._problem()
        windows = self.windows if self.windows != "adaptive" else f"adaptive {self.output_size}"
        if self.windows == "sliding":
            stride = self.window if self.stride is None else self.stride
            windows = f"window {self.window}, stride {stride}, padding {self.padding}"
        moved = f", shifted by {self.shift}" if self.shift else ""
        result = f"no output: {problem}" if problem else "x".join(map(str, self.output.shape))
        return (
            f"PoolingExplorer: {rows}x{columns} input{moved}, {self.kind} pooling, {windows} -> "
            f"{result}{'' if problem else ' output'}"
        )

    def figure(self):
        from cnnteach.figures.convolution import no_output
        from cnnteach.figures.pooling import pooling

        if self._problem():
            return no_output(self.describe())
        selected = np.minimum(self.selected, np.array(self.output.shape) - 1)
        reach = self.pooling.reach(selected, self.x.shape)
        return pooling(
            self.x,
            self.output,
            self.dx,
            self.dy,
            reach=reach,
            selected=selected,
            argmax=self.argmax,
        )
