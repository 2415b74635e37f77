"""Which networks there are: name -> the function that builds it. Keras is imported on building."""

import difflib
import importlib
import inspect
from typing import NamedTuple


class Architecture(NamedTuple):
    """Where a network is written, and what its name settles."""

    function: str  # "module.function" in cnnteach.models
    fixed: dict[str, object] = {}  # noqa: RUF012  (read only)


ARCHITECTURES = {
    "alexnet": Architecture("alexnet.alexnet"),
    "convnetjs_cifar": Architecture("convnetjs.convnetjs_cifar"),
    "convnetjs_mnist": Architecture("convnetjs.convnetjs_mnist"),
    "cs231n": Architecture("cs231n.cs231n"),
    "fcn": Architecture("fcn.fcn"),
    "googlenet": Architecture("googlenet.googlenet"),
    "inception_v3": Architecture("inception_v3.inception_v3"),
    "lenet5": Architecture("lenet5.lenet5"),
    "lenet5_1998": Architecture("lenet5_1998.lenet5_1998"),
    "locally_connected": Architecture("locally_connected.locally_connected"),
    "mlp": Architecture("mlp.mlp"),
    "neocognitron": Architecture("neocognitron.neocognitron"),
    "network_in_network": Architecture("network_in_network.network_in_network"),
    "prelu_net": Architecture("prelu_net.prelu_net"),
    "resnet18": Architecture("resnet.resnet", {"depth": 18}),
    "resnet34": Architecture("resnet.resnet", {"depth": 34}),
    "resnet50": Architecture("resnet.resnet", {"depth": 50}),
    "resnet101": Architecture("resnet.resnet", {"depth": 101}),
    "resnet152": Architecture("resnet.resnet", {"depth": 152}),
    "squeezenet": Architecture("squeezenet.squeezenet"),
    "text_cnn": Architecture("text_cnn.text_cnn"),
    "vgg11": Architecture("vgg.vgg", {"depth": 11}),
    "vgg13": Architecture("vgg.vgg", {"depth": 13}),
    "vgg16": Architecture("vgg.vgg", {"depth": 16}),
    "vgg19": Architecture("vgg.vgg", {"depth": 19}),
    "zfnet": Architecture("zfnet.zfnet"),
    "zfnet_cifar": Architecture("zfnet_cifar.zfnet_cifar"),
}
OTHER_NAMES = {
    "clarifai": "zfnet",
    "deepface": "locally_connected",
    "inception_v1": "googlenet",
    "nin": "network_in_network",
}


def names():
    """List the networks that `build` knows.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> names()[:3]
    ('alexnet', 'convnetjs_cifar', 'convnetjs_mnist')
    """
    return tuple(ARCHITECTURES)


def build(name, **options):
    """Build a network of the lectures, with fresh weights.

    Parameters
    ----------
    name : str
        One of `names()`; capitals, spaces and hyphens do not matter: ``"ResNet-34"`` will do.
    size : "full" or "teaching"
        As in the paper, or the same kernels, strides and paddings with fewer filters on a smaller
        image: small enough for a laptop, and with the same receptive fields.
    input_shape : tuple of int, optional
        (H, W, C); that of the paper, or of the teaching size, by default.
    classes : int, optional
        How many classes the last layer tells apart.
    seed : int, optional
        The same seed gives the same initial weights, on one machine and backend.
    **options
        What this network has beside: see the help of its function.

    Returns
    -------
    keras.Model
        Not compiled. Its last layer but one, ``"scores"`` where there is one, gives the numbers
        before the softmax.

    Raises
    ------
    ValueError
        If there is no such network, or an image too small for it, or fewer than two classes.
    TypeError
        If this network has no such option.

    Examples
    --------
    >>> model = build("VGG-16", size="teaching", seed=1)
    >>> model.name, model.input_shape, model.output_shape
    ('vgg16', (None, 64, 64, 3), (None, 10))
    """
    name = _known(name)
    function, fixed = builder(name)
    allowed = [option for option in inspect.signature(function).parameters if option not in fixed]
    for option in options:
        if option not in allowed:
            raise TypeError(
                f"{name} has no option {option!r}{_nearest(option, allowed)}; "
                f"it takes {', '.join(allowed)}"
            )
    model = function(**fixed, **options)
    model.name = name
    return model


def builder(name):
    """Return the function that builds the network `name`, and the options that the name settles."""
    module, _, function = ARCHITECTURES[name].function.rpartition(".")
    found = getattr(importlib.import_module(f"cnnteach.models.{module}"), function)
    return found, ARCHITECTURES[name].fixed


def _known(name):
    """Find `name` among the networks, however it is spelled, or say which is nearest."""
    if not isinstance(name, str):
        raise TypeError(f'name is {name!r}; write a text such as "lenet5"')
    spelled = {_plain(known): known for known in ARCHITECTURES}
    spelled |= {_plain(other): known for other, known in OTHER_NAMES.items()}
    if _plain(name) not in spelled:
        nearest = _nearest(_plain(name), spelled)
        raise ValueError(f"there is no network {name!r}{nearest}; there are {', '.join(names())}")
    return spelled[_plain(name)]


def _plain(name):
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _nearest(word, known):
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""
