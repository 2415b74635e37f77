"""The peers: each a module or class with operations of `cnnteach.ops` under the same names."""

from dataclasses import dataclass

_HERE = "cnnteach.bench.contenders"


@dataclass(frozen=True)
class Contender:
    """Where a contender is found, and what must be known to read its numbers."""

    name: str
    says: str
    implementation: str  # "module" or "module:Class"; a class is made anew for each workload
    library: bool = False  # allocates outside NumPy: its memory is the growth of its process
    share: tuple | None = None  # of `workloads.share`: measure, most, axes; None: the whole
    copies: int = 0  # of the whole im2col matrix that it holds at once
    cards: bool = False  # whether its process sees graphics cards

    @property
    def checked(self):
        """Whether its results are held to cnnteach's; the limit computes no layer."""
        return self.name not in ("cnnteach", "limit")


_CUT = ("images", "filters")
ALL = (
    Contender("cnnteach", "cnnteach.ops, the fast version", "cnnteach.ops"),
    Contender(
        "limit",
        "the machine: NumPy's matrix products of the same size on ready columns; for pooling, a "
        "copy of as many bytes as are read and written",
        f"{_HERE}.limit:Limit",
        share=("columns", 32_000_000, ("images", "rows")),
    ),
    Contender(
        "torch",
        "PyTorch's kernels on the CPU, channels first, without autograd's bookkeeping",
        f"{_HERE}.torch_cpu:Torch",
        library=True,
    ),
    Contender(
        "tensorflow",
        "TensorFlow's kernels on the CPU, channels last, in a tf.function",
        f"{_HERE}.tensorflow_cpu:TensorFlow",
        library=True,
    ),
    Contender(
        "einsum",
        "np.einsum over a view of all windows, channels last; pooling by argmax over the windows",
        f"{_HERE}.sliding",
        copies=2,
    ),
    Contender(
        "im2col",
        "all windows copied into one matrix, one product, col2im back: the readable baseline",
        f"{_HERE}.whole_columns",
        copies=1,
    ),
    Contender(
        "scipy",
        "scipy.signal.correlate2d, plane by plane",
        f"{_HERE}.scipy_planes:Direct",
        share=("plane_products", 100_000_000, _CUT),
    ),
    Contender(
        "scipy-fft",
        "scipy.signal.fftconvolve, plane by plane",
        f"{_HERE}.scipy_planes:Fourier",
        share=("plane_pixels", 2_000_000, _CUT),
    ),
    Contender(
        "loops",
        "the definition, one window at a time in Python: cnnteach.ops.conv2d_loops",
        f"{_HERE}.loops",
        share=("outputs", 20_000, (*_CUT, "rows")),
    ),
)


def select(names=None):
    """Return the contenders of these names; cnnteach is always among them, and first.

    Raises
    ------
    ValueError
        If no contender has such a name.

    Examples
    --------
    >>> [contender.name for contender in select(["loops", "im2col"])]
    ['cnnteach', 'im2col', 'loops']
    """
    known = [contender.name for contender in ALL]
    wanted = set(names or known) | {"cnnteach"}
    if unknown := wanted - set(known):
        raise ValueError(
            f"there is no contender {', '.join(sorted(unknown))}; there are {', '.join(known)}"
        )
    return [contender for contender in ALL if contender.name in wanted]
