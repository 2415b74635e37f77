"""Numbers, pixels, and what a kernel does to a photograph: one's own, if one likes."""

import numpy as np
import traitlets

from cnnteach import kernels, shapes
from cnnteach.widgets import tensors
from cnnteach.widgets.explorer import Explorer, script, style
from cnnteach.widgets.kernel_lab import filtering
from cnnteach.widgets.kernel_lab.photographs import album, fitted, photograph
from cnnteach.widgets.traits import Floats, OneOf, OneOrTwo, Place, Whole, YesOrNo, validates

MODES = ("kernel", "steepness", "template")
LOOKS = ("auto", "clipped", "signed", "size")
OPTIONS = (
    *("mode", "size", "border", "colour", "channel", "look", "two_passes", "selected"),
    *("template_size", "template_place", "matching"),
)


class KernelLab(Explorer):
    """See what a kernel does to a photograph, and which numbers do it.

    Each of its words can be read and set later, as in ``lab.border = "zero"``; ``lab.output``
    follows. ``lab.picture`` and ``lab.kernel`` are the numbers, and can be set to others.

    Parameters
    ----------
    image : str or array_like, shape (H, W) or (H, W, 3)
        One of ``lab.images``, or a picture of your own, such as `cnnteach.datasets.open_image`
        returns: numbers of 0 to 255. What is larger than 256 pixels is made smaller.
    kernel : str or array_like, shape (KH, KW)
        One of `cnnteach.kernels.NAMES`, or up to 7 x 7 weights.
    size : int or (int, int)
        Rows and columns of the kernel, 1 to 7.
    mode : str
        "kernel": the picture under the kernel. "steepness": both Sobel kernels, squared, added, and
        the root taken. "template": where a piece cut out of the picture matches.
    border : str
        What lies beyond the picture: "valid" (nothing), "zero", "edge" or "reflect".
    colour : bool
        Whether red, green and blue go through the kernel, each for itself, or the brightness alone.
    channel : int
        Which of red, green and blue (0, 1, 2) the magnifiers show.
    look : str
        How numbers become pixels: "clipped" to 0 to 255, "signed" (0 is middle grey), "size"
        (without sign), or "auto", which goes by the sum of the kernel's weights.
    two_passes : bool
        Whether a kernel of rank 1 goes over the picture as a column and then as a row.
    selected : (int, int)
        Row and column of the pixel that is explained.
    template_size : int
        Rows and columns of the template, 5 to 21.
    template_place : (int, int)
        Row and column of its upper left corner.
    matching : str
        "raw", "without mean" or "normalised"; see `cnnteach.widgets.kernel_lab.filtering.match`.
    seed, quiz
        As for every `Explorer`.

    Raises
    ------
    ValueError, TypeError
        If a word has no meaning, or the picture or kernel cannot be one.

    References
    ----------
    .. [1] Gonzalez & Woods, Digital Image Processing, 4th ed., sections 3.4 to 3.6 and 12.3.

    Examples
    --------
    >>> lab = KernelLab(np.eye(8), kernel="box", colour=False, border="zero")
    >>> lab.output.shape, float(lab.output[3, 3].round())
    ((8, 8), 85.0)
    >>> lab.mode = "steepness"
    >>> float(lab.output.max().round())
    721.0
    """

    _esm = script(
        common="canvases colours grid terms notes code_panel presets python_code picture "
        "picture_button",
        kernel_lab="picture_sources filtering rank state words code controls magnifiers sums "
        "template questions view",
    )
    _css = style(kernel_lab="style")
    _pictured = ("_picture", "_picture_shape")

    image = traitlets.Unicode("chelsea").tag(sync=True)
    images = traitlets.List(traitlets.Unicode()).tag(sync=True)
    preset = OneOf("sharpen", (*kernels.NAMES, "custom")).tag(sync=True)
    size = OneOrTwo(3, most=kernels.MAX_SIZE).tag(sync=True)
    mode = OneOf("kernel", MODES).tag(sync=True)
    border = OneOf("edge", tuple(filtering.BORDERS)).tag(sync=True)
    colour = YesOrNo(True).tag(sync=True)
    channel = Whole(0, least=0, most=2).tag(sync=True)
    look = OneOf("auto", LOOKS).tag(sync=True)
    two_passes = YesOrNo(False).tag(sync=True)
    selected = Place([60, 100]).tag(sync=True)
    template_size = Whole(15, least=5, most=21).tag(sync=True)
    template_place = Place([54, 82]).tag(sync=True)
    matching = OneOf("raw", filtering.MATCHINGS).tag(sync=True)

    preset_names = traitlets.List(traitlets.Unicode(), list(kernels.NAMES)).tag(sync=True)
    _presets = traitlets.Bytes(kernels.table()).tag(sync=True)
    _album = traitlets.Bytes().tag(sync=True)
    _album_sizes = traitlets.List(traitlets.Int()).tag(sync=True)  # bytes of each PNG file in it
    _picture = Floats().tag(sync=True)
    _picture_shape = traitlets.List([8, 8, 3]).tag(sync=True)
    _w = Floats(bytes(36)).tag(sync=True)
    _w_shape = traitlets.List([3, 3]).tag(sync=True)

    def __init__(self, image="chelsea", kernel=None, *, seed=0, quiz=False, **options):
        self.refuse_unknown(options, OPTIONS)
        names, files = album()
        super().__init__(
            images=list(names),
            _album=b"".join(files),
            _album_sizes=[len(file) for file in files],
            seed=seed,
            quiz=quiz,
        )
        self._take_image()
        if isinstance(image, str):
            self.refuse_own_picture(image)
            self.image = image
        else:
            self.picture = image
        for name, value in options.items():
            setattr(self, name, value)
        if kernel is not None:
            self.kernel = kernel
        _ = self.output  # a kernel that does not fit is an error now

    @validates("image")
    def _known_image(self, proposal):
        name = proposal["value"]
        if name not in (*self.images, "edited", "yours"):
            raise ValueError(
                f"there is no picture {name!r}; there are {', '.join(self.images)}. For a file of "
                "your own use KernelLab(open_image(path)), with open_image of cnnteach.datasets"
            )
        return name

    @traitlets.observe("image")
    def _take_image(self, change=None):
        if self.image in self.images:
            self._hold(photograph(self.image))

    def _hold(self, picture):
        with self.hold_sync():
            self._picture, self._picture_shape = picture.tobytes(), list(picture.shape)

    @property
    def picture(self):
        """The picture, uint8, shape (H, W, 3)."""
        return np.frombuffer(self._picture, np.uint8).reshape(self._picture_shape).copy()

    @picture.setter
    def picture(self, value):
        with self.hold_sync():
            self._hold(fitted(value))
            self.image = "yours"

    @property
    def kernel(self):
        """The kernel's weights, shape (KH, KW)."""
        size = shapes.pair("size", self.size)
        if self.preset != "custom":
            return kernels.kernel(self.preset, size).astype(np.float32).astype(float)
        own = np.frombuffer(self._w, np.float32).reshape(self._w_shape)
        return kernels.recentre(own, size).astype(float)

    @kernel.setter
    def kernel(self, value):
        if isinstance(value, str):
            kernels.kernel(value)  # its own error
            self.preset = value
            return
        w = tensors.kernels(value, side=kernels.MAX_SIZE, depth=1, filters=1)[:, :, 0, 0]
        with self.hold_sync():
            self._w, self._w_shape = tensors.float32_bytes(w), list(w.shape)
            self.size, self.preset = w.shape, "custom"

    def planes(self):
        """Return what goes through the kernel: red, green and blue, or the brightness alone.

        Returns
        -------
        ndarray of int, shape (3, H, W) or (1, H, W)
        """
        if self.colour and self.mode != "template":
            return np.moveaxis(self.picture, 2, 0).astype(np.int64)
        return filtering.grey(self.picture)[None]

    @property
    def template(self):
        """The piece that is cut out, as brightness, shape (KH, KW)."""
        plane = filtering.grey(self.picture)
        size = min(self.template_size, *plane.shape)
        row, column = (
            min(at, n - size) for at, n in zip(self.template_place, plane.shape, strict=True)
        )
        return plane[row : row + size, column : column + size]

    def _response(self):
        """Return what each plane becomes, shape (N, OH, OW)."""
        planes = self.planes().astype(float)
        if self.mode == "template":
            return filtering.match(self.planes()[0], self.template, self.matching)[None]
        if self.mode == "steepness":
            return filtering.magnitude(planes, self.border)
        pair = kernels.separate(self.kernel) if self.two_passes else None
        if pair:
            return filtering.in_two_passes(planes, *pair, self.border)[1]
        return filtering.filtered(planes, self.kernel, self.border)

    @property
    def output(self):
        """What comes out, neither cut nor rounded: shape (OH, OW, 3), or (OH, OW) if grey."""
        response = self._response()
        return np.moveaxis(response, 0, 2) if len(response) == 3 else response[0]

    @property
    def peaks(self):
        """The upper left corners of up to 5 windows that the template fits best, best first."""
        plane, template = filtering.grey(self.picture), self.template
        return filtering.peaks(filtering.match(plane, template, self.matching), template.shape)

    def limits(self):
        """Return the numbers that are drawn black and white, and whether signs are dropped."""
        return filtering.limits(self._response(), self.look, self.mode, self.matching, self.kernel)

    def describe(self):
        rows, columns = self._picture_shape[:2]
        what = {
            "kernel": f"{self.preset} kernel, sum {self.kernel.sum():.3g}, {self.border} border",
            "steepness": f"steepness by both Sobel kernels, {self.border} border",
            "template": f"template of {len(self.template)} rows, {self.matching} matching",
        }[self.mode]
        colours = "three channels" if len(self.planes()) == 3 else "grey"
        shape = "x".join(map(str, self.output.shape))
        return f"KernelLab: {self.image}, {rows}x{columns}, {colours}; {what} -> {shape} output"

    def figure(self):
        from cnnteach.figures.filtering import filtered

        shown = {"kernel": self.kernel, "steepness": None, "template": self.template}[self.mode]
        low, high, unsigned = self.limits()
        output = np.abs(self.output) if unsigned else self.output
        planes = self.planes()
        picture = self.picture if len(planes) == 3 else planes[0]
        return filtered(picture, shown, output, low=low, high=high)
