"""Which networks are measured, at which size, and how many images at a time."""

from dataclasses import dataclass

from cnnteach.models.catalogue import names

TASKS = ("inference", "training")
QUICK = ("lenet5", "zfnet_cifar", "resnet18", "fcn", "text_cnn")
BATCH = {"teaching": 32, "full": 8}


@dataclass(frozen=True)
class NetworkWorkload:
    """A network of `cnnteach.models`; the device and its options are those of one way."""

    name: str
    size: str
    batch: int
    device: str = "cpu:0"
    xla: bool = False
    policy: str = "float32"
    tasks = TASKS

    @property
    def title(self):
        """The words of the progress bar."""
        return f"{self.name} ({self.size})"


def select(only=(), *, size="teaching", quick=False):
    """Return the workloads of a run.

    Parameters
    ----------
    only : sequence of str
        Names of networks; all, if none is given, or a few in a quick run.
    size : "teaching" or "full"
    quick : bool

    Raises
    ------
    ValueError
        If there is no such network.

    Examples
    --------
    >>> select(["lenet5"])
    [NetworkWorkload(name='lenet5', size='teaching', batch=32, device='cpu:0', xla=False,
                     policy='float32')]
    """
    if unknown := set(only) - set(names()):
        raise ValueError(
            f"there is no network {', '.join(sorted(unknown))}; there are {', '.join(names())}"
        )
    wanted = only or (QUICK if quick else names())
    return [NetworkWorkload(name, size, BATCH[size]) for name in names() if name in wanted]
