"""What is measured: layers of well-known networks, and large grey images."""

from dataclasses import dataclass, replace
from math import prod

from cnnteach import shapes

FLOAT = 4  # bytes: every workload is float32
CONV_TASKS = ("forward", "forward + backward")
POOL_TASKS = ("forward", "backward", "forward + backward")


@dataclass(frozen=True)
class Workload:
    """A batch of images and the layer that it goes through; all lengths are in pixels."""

    name: str
    title: str
    kind: str  # "conv", or "pool": max-pooling, whose filters are its channels
    images: int
    channels: int
    height: int
    width: int
    filters: int
    kernel: int
    stride: int
    padding: int = 0
    quick: bool = False  # in a --quick run too

    @property
    def tasks(self):
        """What is timed: for a convolution the backward (dx, dw, db) with its forward."""
        return CONV_TASKS if self.kind == "conv" else POOL_TASKS

    @property
    def x_shape(self):
        """(N, H, W, C)."""
        return (self.images, self.height, self.width, self.channels)

    @property
    def w_shape(self):
        """(KH, KW, C, F)."""
        return (self.kernel, self.kernel, self.channels, self.filters)

    @property
    def y_shape(self):
        """(N, OH, OW, F)."""
        options = (self.kernel, self.stride, self.padding)
        rows = shapes.output_size(self.height, *options)
        return (self.images, rows, shapes.output_size(self.width, *options), self.filters)

    @property
    def outputs(self):
        """Numbers that come out."""
        return prod(self.y_shape)

    @property
    def columns(self):
        """Numbers in a whole im2col matrix: every window of every image, one after the other."""
        return prod(self.y_shape[:3]) * prod(self.w_shape[:3])

    @property
    def plane_pixels(self):
        """Pixels that a method meets which convolves plane by plane, each with each filter."""
        return prod(self.x_shape) * self.filters

    @property
    def plane_products(self):
        """Products of such a method when it stops at every pixel, whatever the stride."""
        return self.plane_pixels * self.kernel**2

    def multiply_adds(self, task):
        """Products that the task needs; those by x and those by w are as many as the forward's."""
        forward = self.columns * self.filters if self.kind == "conv" else 0
        return forward * (3 if task == "forward + backward" else 1)


ALL = (
    Workload("a", "a CIFAR-like", "conv", 100, 3, 31, 31, 25, 3, 2, 1),
    Workload("b1", "b1 LeNet C1", "conv", 128, 1, 32, 32, 6, 5, 1, quick=True),
    Workload("b2", "b2 LeNet C3", "conv", 128, 6, 14, 14, 16, 5, 1),
    Workload("c", "c AlexNet conv1", "conv", 16, 3, 227, 227, 96, 11, 4),
    Workload("d", "d VGG", "conv", 8, 64, 56, 56, 64, 3, 1, 1, quick=True),
    Workload("grey3", "512x512 grey, 3x3", "conv", 1, 1, 512, 512, 1, 3, 1, quick=True),
    Workload("grey31", "512x512 grey, 31x31", "conv", 1, 1, 512, 512, 1, 31, 1, quick=True),
    Workload("pool2", "max-pool 2x2/2, VGG map", "pool", 8, 64, 56, 56, 64, 2, 2, quick=True),
    Workload("pool3", "max-pool 3x3/2, 16x55x55x96", "pool", 16, 96, 55, 55, 96, 3, 2),
)
# A second's work, to see that the command runs; only where asked for by name.
TINY = (
    Workload("tiny", "tiny conv", "conv", 2, 3, 9, 8, 4, 3, 2, 1),
    Workload("tiny-pool", "tiny pool", "pool", 2, 3, 9, 8, 3, 3, 2),
)


def select(only=None, *, quick=False):
    """Return the workloads of a run.

    Parameters
    ----------
    only : sequence of str, optional
        Kinds (``"conv"``, ``"pool"``) and names, ``"b1"``.
    quick : bool
        Where no workload is named: only those that a quick run has.

    Raises
    ------
    ValueError
        If no workload has such a name or kind.

    Examples
    --------
    >>> [workload.name for workload in select(["pool", "b1"])]
    ['b1', 'pool2', 'pool3']
    """
    names = {workload.name for workload in (*ALL, *TINY)}
    wanted = set(only or ("conv", "pool"))
    if unknown := wanted - names - {"conv", "pool"}:
        raise ValueError(
            f"there is no workload {', '.join(sorted(unknown))}; there are conv, pool, "
            + ", ".join(workload.name for workload in (*ALL, *TINY))
        )
    by_kind = [w for w in ALL if w.kind in wanted and (w.quick or not quick)]
    return [w for w in (*ALL, *TINY) if w.name in wanted or w in by_kind]


def share(workload, measure, most, axes):
    """Cut a workload down for a method that is too slow, or needs too much memory, for the whole.

    Parameters
    ----------
    workload : Workload
    measure : str
        The property of the workload that must not exceed `most`.
    most : int
    axes : sequence of str
        What is cut, first to last: ``"images"``, ``"filters"``, ``"rows"`` of the result. Nothing
        is cut below one.

    Returns
    -------
    Workload
        The time that it takes, times ``workload.outputs / share.outputs``, is that of the whole.

    Examples
    --------
    >>> vgg = select(["d"])[0]
    >>> share(vgg, "outputs", 20_000, ("images", "filters", "rows")).y_shape
    (1, 56, 56, 6)
    """
    for axis in axes:
        times = getattr(workload, measure) / most
        if times > 1:
            workload = _cut(workload, axis, times)
    return workload


def _cut(workload, axis, times):
    if axis == "images":
        return replace(workload, images=max(1, int(workload.images / times)))
    if axis == "rows":
        rows = max(1, int(workload.y_shape[1] / times))
        height = (rows - 1) * workload.stride + workload.kernel - 2 * workload.padding
        return replace(workload, height=max(1, height))
    filters = max(1, int(workload.filters / times))
    channels = workload.channels if workload.kind == "conv" else filters
    return replace(workload, filters=filters, channels=channels)
