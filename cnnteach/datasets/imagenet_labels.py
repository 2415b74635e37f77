"""The names of the thousand classes that networks trained on ImageNet tell apart."""

from cnnteach.datasets.fetching import fetch


def imagenet_labels():
    """Return the names of ImageNet's classes, in the order of a trained network's outputs.

    Returns
    -------
    tuple of str
        1,000 names; that of output 285 is ``"Egyptian cat"``. The file's first line, a background
        that networks such as SqueezeNet do not have, is left out.

    Raises
    ------
    DatasetUnavailable
        If they are not on this machine and cannot be downloaded (22 kB).
    """
    path = fetch("imagenet_labels") / "imagenet_labels.txt"
    _background, *names = path.read_text(encoding="utf-8").splitlines()
    return tuple(name.strip() for name in names)
