"""A stack of layers that can be changed row by row, with all that can be counted beside it."""

import traitlets

from cnnteach import shapes
from cnnteach.widgets.explorer import Explorer, script, style
from cnnteach.widgets.network_designer.stack_counts import count
from cnnteach.widgets.network_designer.stack_presets import PRESETS, preset
from cnnteach.widgets.network_designer.stack_rows import checked
from cnnteach.widgets.traits import Number, YesOrNo

TITLES = {
    "lenet5": "LeNet-5",
    "alexnet": "AlexNet",
    "zfnet": "ZFNet",
    "vgg16": "VGG-16",
    "googlenet": "GoogLeNet",
    "resnet18": "ResNet-18",
    "resnet34": "ResNet-34",
    "resnet50": "ResNet-50",
    "resnet152": "ResNet-152",
}
# Year, top-5 error in percent, name, and which of the networks it is. Russakovsky et al.,
# 2015, arXiv:1409.0575, table 5 and section 6.4; He et al., 2016, arXiv:1512.03385, table 5; Hu et
# al., 2018, arXiv:1709.01507, section 6; the winner of 2016 as image-net.org lists it.
ERRORS = (
    (2010, 28.2, "NEC-UIUC", ""),
    (2011, 25.8, "XRCE", ""),
    (2012, 16.4, "AlexNet", "alexnet"),
    (2013, 11.7, "Clarifai", "zfnet"),
    (2014, 7.3, "VGG", "vgg16"),
    (2014, 6.7, "GoogLeNet", "googlenet"),
    (2014, 5.1, "a person", ""),
    (2015, 3.57, "ResNet", "resnet152"),
    (2016, 2.99, "Trimps-Soushen", ""),
    (2017, 2.25, "SENet", ""),
)
MOST_SIZE, MOST_CHANNELS = 1024, 64


class Stack(traitlets.TraitType):
    """A list of layers, as `cnnteach.widgets.network_designer.stack_rows` describes them."""

    def validate(self, obj, value):
        return checked(value)


class Shape(traitlets.TraitType):
    """Rows, columns and channels of an image."""

    def validate(self, obj, value):
        if not isinstance(value, tuple | list) or len(value) != 3:
            raise TypeError(f"{self.name} is {value!r}; write rows, columns and channels")
        numbers = [shapes.whole_number(self.name, number) for number in value]
        for number, most in zip(numbers, (MOST_SIZE, MOST_SIZE, MOST_CHANNELS), strict=True):
            if number > most:
                raise ValueError(f"{self.name} is {value!r}; at most {most} can be shown here")
        return numbers


class Row(traitlets.TraitType):
    """Where a row is: its place, and inside of a block the branch and the place there too."""

    def validate(self, obj, value):
        if not isinstance(value, tuple | list) or len(value) not in (1, 3):
            raise TypeError(f"{self.name} is {value!r}; write [place] or [place, branch, place]")
        return [shapes.whole_number(self.name, number, least=0) for number in value]


class NetworkDesigner(Explorer):
    """Change a network layer by layer, from LeNet-5 to ResNet-152, and see what that costs.

    Each of its words can be read and set later. A layer that does not fit what comes in is no
    error: its row says why, and `problem` does.

    Parameters
    ----------
    network : str or list of dict
        One of ``NetworkDesigner.networks()``, or layers as `stack` has them: dicts with a `kind`,
        "conv", "max_pool", "average_pool", "dense", "flatten", "global_pool" or "block", a `name`
        and their numbers.
    image : (int, int, int), optional
        Rows, columns, channels; that of the network by default.
    selected : list of int
        The row that is edited: [place], or [place, branch, place] inside of a block.
    gain : float
        How much larger than He's the weights of the random net are whose gradients are shown.
    normalise : bool, optional
        Whether that net normalises; as the network does, by default.
    quiz : bool
        Whether to ask before it shows: predict, then reveal.
    seed : int
        Of the random net and of the quiz.

    Raises
    ------
    TypeError, ValueError
        If a word has no meaning, or a row lacks something.

    References
    ----------
    .. [1] Szegedy et al., 2016, "Rethinking the Inception architecture for computer vision",
           arXiv:1512.00567, section 3, for the swaps of kernels.
    .. [2] He et al., 2016, "Deep residual learning for image recognition", arXiv:1512.03385.

    Examples
    --------
    >>> designer = NetworkDesigner("vgg16")
    >>> designer.totals["parameters"], designer.rows[0]["shape"]
    (138357544, (224, 224, 64))
    >>> designer.image = (20, 20, 3)
    >>> print(designer.problem)
    row 17, pool5: a kernel of 2 with dilation 1 spans 2 pixels, but there are only 1 (0 + 1 + 0,
    padding and size); make the kernel or the dilation smaller, or the padding larger
    """

    _esm = script(
        common="code_panel ticks plot chance convolution",
        network_designer="stack_counts stack_edits stack_code deep_gradients words table editor "
        "plots questions view",
    )
    _css = style(common="plot", network_designer="style")

    stack = Stack(preset("alexnet")[0]).tag(sync=True)
    image = Shape(preset("alexnet")[1]).tag(sync=True)
    selected = Row([0]).tag(sync=True)
    gain = Number(1.0, least=0.01, most=4).tag(sync=True)
    normalise = YesOrNo(False).tag(sync=True)
    presets = traitlets.Dict(
        {
            name: {
                "title": TITLES[name],
                **dict(zip(("stack", "image"), preset(name), strict=True)),
            }
            for name in PRESETS
        }
    ).tag(sync=True)
    errors = traitlets.List([list(entry) for entry in ERRORS]).tag(sync=True)

    def __init__(self, network="alexnet", *, seed=0, **options):
        self.refuse_unknown(options, ("image", "selected", "gain", "normalise", "quiz"))
        super().__init__(seed=seed)
        if isinstance(network, str):
            network, self.image = preset(network)
        self.stack = network
        self.normalise = any(row.get("norm", False) for row in self.stack)
        for name, value in options.items():
            setattr(self, name, value)

    @staticmethod
    def networks():
        """Name the networks that there are.

        Examples
        --------
        >>> NetworkDesigner.networks()[:3]
        ('lenet5', 'alexnet', 'zfnet')
        """
        return tuple(PRESETS)

    @property
    def counted(self):
        """The rows, sums and problem of the stack: a `stack_counts.Count`."""
        return count(self.stack, self.image)

    @property
    def rows(self):
        """What there is to know of each row, as dicts; up to the first that does not fit."""
        return [vars(row) for row in self.counted.rows]

    @property
    def totals(self):
        """Sums: parameters, fixed, connections, neurons, memory (bytes)."""
        return self.counted.totals

    @property
    def problem(self):
        """Why a layer does not fit what comes in, with its place; None if all fit."""
        problem = self.counted.problem
        if problem is None:
            return None
        path, message = problem
        return f"row {'.'.join(map(str, path))}, {self._name(path)}: {message}"

    def _name(self, path):
        row = self.stack[path[0]]
        for branch, place in zip(path[1::2], path[2::2], strict=True):
            row = row["branches"][branch][place]
        return row["name"]

    @property
    def depth(self):
        """Layers that learn, along the longest way."""
        return _depth(self.stack)

    def gradient_norms(self, *, skips):
        """Return the norm of the gradient by layer in a random net of this depth.

        Parameters
        ----------
        skips : bool
            Whether there are shortcuts, past as many layers as a block of the stack has.
        """
        from cnnteach.widgets.network_designer.deep_gradients import (
            gradient_norms,  # NumPy, for this alone
        )

        blocks = (row for row in self.stack if row["kind"] == "block")
        block = next((max(1, _depth(row["branches"][0])) for row in blocks), 2)
        words = {"gain": self.gain, "normalise": self.normalise, "seed": self.seed}
        return gradient_norms(max(1, self.depth), block=block, skips=skips, **words)

    def describe(self):
        totals, image = self.totals, "x".join(map(str, self.image))
        if self.problem:
            return f"NetworkDesigner: {image} image; {self.problem}"
        return (
            f"NetworkDesigner: {image} image, {self.depth} layer{'s' * (self.depth != 1)} that "
            f"{'learns' if self.depth == 1 else 'learn'}, "
            f"{totals['parameters']:,} parameters, {totals['connections']:,} connections, "
            f"{totals['neurons']:,} neurons"
        )

    def figure(self):
        from cnnteach.figures.stacks import stack_of_layers

        rows = [row for row in self.counted.rows if len(row.path) == 1 and row.shape]
        return stack_of_layers(
            [row.name for row in rows],
            [row.shape for row in rows],
            [row.parameters for row in rows],
            [row.connections for row in rows],
            title=self.describe(),
        )


def _depth(stack):
    """Count the layers that learn along the longest way through a stack."""
    total = 0
    for row in stack:
        if row["kind"] == "block":
            used = row["branches"] if row["skip"] else row["branches"][:1]
            total += row["repeat"] * max(map(_depth, used))
        else:
            total += row["kind"] in ("conv", "dense")
    return total
