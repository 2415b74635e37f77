"""A convolution that can be touched: every number says where it comes from and what it is worth."""

from cnnteach import shapes
from cnnteach.widgets.conv_explorer.gradients import ConvGradients
from cnnteach.widgets.explorer import script, style
from cnnteach.widgets.inputs import gallery

OPTIONS = (
    *("size", "channels", "filters", "stride", "padding", "dilation", "groups", "flip"),
    *("backward", "traced", "quiz"),
)


class ConvExplorer(ConvGradients):
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
    backward : bool
        Whether to show what the loss ``L = sum(upstream * output)`` hands back to each number:
        ``explorer.dx``, ``explorer.dw`` and ``explorer.db``.
    traced : (str, int, int, int)
        The number whose gradient is shown term by term: "x", "w" or "b", row, column, channel.
    upstream : array_like or str, shape (OH, OW, F)
        The gradient of the loss by each output; or "ones", "one" (a 1 at the selected output
        alone) or "random".
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
    >>> import numpy as np
    >>> explorer = ConvExplorer(np.arange(49).reshape(7, 7), kernel="sobel_x", stride=2)
    >>> explorer.output[:, :, 0]
    array([[8., 8., 8.],
           [8., 8., 8.],
           [8., 8., 8.]])
    >>> explorer.stride = 3
    >>> explorer.output.shape
    (2, 2, 1)
    >>> explorer.db
    array([4.])
    """

    _esm = script(
        common="canvases colours grid terms code_panel python_code presets convolution output_size",
        conv_explorer="backward state code controls player words backward_words nudge compare "
        "hands contents zoom panels scene sums questions backward_questions view",
    )
    _css = style(conv_explorer="style")
    _pictured = ("_source", "_source_shape")

    def __init__(
        self,
        x=None,
        w=None,
        b=None,
        *,
        kernel=3,
        image="pattern",
        upstream="ones",
        seed=0,
        **options,
    ):
        self.refuse_unknown(options, OPTIONS)
        if isinstance(kernel, str):
            if w is not None:
                raise ValueError(f"kernel names {kernel!r}, and there is w too; give one of them")
            w, kernel = kernel, 3
        names, pictures = gallery(shapes.whole_number("seed", seed, 0))
        super().__init__(images=list(names), _gallery=pictures.tobytes(), seed=seed)
        if x is None:
            self.refuse_own_picture(image)
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
        self.upstream = upstream
        _ = self.output  # a kernel that does not fit is an error now

    def describe(self):
        rows, columns = shapes.pair("size", self.size)
        kernel = shapes.pair("kernel", self.kernel)
        problem = self._problem()
        shape = "" if problem else "x".join(map(str, self.output.shape))
        result = f"no output: {problem}" if problem else f"{shape} output"
        said = (
            f"ConvExplorer: {rows}x{columns}x{self.channels} input, {kernel[0]}x{kernel[1]} kernel"
            f"{' (flipped)' * self.flip}, stride {self.stride}, padding {self.padding}, "
            f"dilation {self.dilation}, groups {self.groups} -> {result}"
        )
        if not self.backward or problem:
            return said
        part, at, value = self._traced()
        return f"{said}; backwards, d{part}[{', '.join(map(str, at))}] = {value:g}"

    def figure(self):
        from cnnteach.figures.convolution import convolution, convolution_gradients, no_output

        if self._problem():
            return no_output(self.describe())
        x, w, b, words = self._used()
        if not self.backward:
            return convolution(x, w, b, selected=self.selected, filter=self.filter, **words)
        dx, dw, db = self._gradients()
        traced = self._traced()
        return convolution_gradients(
            dx, dw, db, self.upstream, traced=traced[:2], filter=self.filter, groups=self.groups
        )
