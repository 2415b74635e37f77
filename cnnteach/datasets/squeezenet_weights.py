"""The weights of SqueezeNet, trained on ImageNet and packed into 676 kB."""

from cnnteach.datasets.deep_compression import decode
from cnnteach.datasets.fetching import fetch

_FIRES = (  # filters: of the 1x1 kernels that squeeze, and of each kind that expands
    ("fire2", 16, 64),
    ("fire3", 16, 64),
    ("fire4", 32, 128),
    ("fire5", 32, 128),
    ("fire6", 48, 192),
    ("fire7", 48, 192),
    ("fire8", 64, 256),
    ("fire9", 64, 256),
)


def squeezenet_weights():
    """Return the weights of SqueezeNet v1.0 [1]_, trained on ImageNet, pruned and quantised [2]_.

    Returns
    -------
    dict of str to (ndarray, ndarray)
        For each of 26 convolutions kernel, float32 (KH, KW, C, F), and bias, float32 (F,):
        ``"conv1"``, ``"fire2_squeeze"``, ``"fire2_expand1"``, ``"fire2_expand3"``, ...,
        ``"conv10"``. The first kernel takes red, green and blue in this order; in the file it is
        blue, green, red. As the network was trained, the means 123, 117 and 104 are
        subtracted from images of 0 to 255 before it.

    Raises
    ------
    DatasetUnavailable
        If they are not on this machine and cannot be downloaded (0.7 MB).

    References
    ----------
    .. [1] Iandola, Han, Moskewicz, Ashraf, Dally & Keutzer, 2016, SqueezeNet, arXiv:1602.07360.
    .. [2] Han, Mao & Dally, 2016, Deep Compression, ICLR.
    """
    return unpacked((fetch("squeezenet") / "compressed_SqueezeNet.net").read_bytes())


def unpacked(data):
    """Return the weights that the bytes of the public file hold; see `squeezenet_weights`."""
    weights = decode(data, caffe_shapes())
    kernel, bias = weights["conv1"]
    weights["conv1"] = (kernel[:, :, ::-1].copy(), bias)
    return weights


def caffe_shapes():
    """Return each layer's kernel in the file's order, (F, C, KH, KW).

    Examples
    --------
    >>> shapes = caffe_shapes()
    >>> shapes["fire2_squeeze"], shapes["conv10"], len(shapes)
    ((16, 96, 1, 1), (1000, 512, 1, 1), 26)
    """
    shapes, channels = {"conv1": (96, 3, 7, 7)}, 96
    for fire, squeeze, expand in _FIRES:
        shapes[f"{fire}_squeeze"] = (squeeze, channels, 1, 1)
        shapes[f"{fire}_expand1"] = (expand, squeeze, 1, 1)
        shapes[f"{fire}_expand3"] = (expand, squeeze, 3, 3)
        channels = 2 * expand
    return shapes | {"conv10": (1000, channels, 1, 1)}
