"""Back to the pixels: gradient, DeconvNet and guided backpropagation, of any unit of any network.

They are the same walk back through the network, and differ in what a ReLU lets through
(`cnnteach.explain.rectifiers`). DeconvNet's "switches", which remember where each maximum came
from, are what the derivative of max pooling does; its filters, "transposed", are what the
derivative of a convolution does. Biases count on the way forward only. Branches add up.

A DeconvNet does not ask what was active, so in a network whose weights are mostly negative all that
arrives at a layer can be negative, and then nothing goes on: in SqueezeNet's upper layers it does.

Why not tf-keras-vis (0.8.7)? Under Keras 3.15 it runs, on TensorFlow alone. But its ReplaceToLinear
leaves a softmax that is a layer of its own as it is, without a word; its guided backpropagation
sees no ReLU that is a layer; and there is no DeconvNet.
"""

from cnnteach.explain.rectifiers import known_rule
from cnnteach.explain.score import Score


def to_pixels(model, images, *, rule="gradient", unit=None, layer=None, of="logit"):
    """Trace one number of a network back to the pixels.

    Parameters
    ----------
    model : keras.Model
        Any functional or Sequential model of images, with branches or without.
    images : array_like, shape (H, W, C) or (N, H, W, C)
        In the model's scale; bytes are divided by 255.
    rule : str
        "gradient", "deconvnet" or "guided".
    unit : int or (int, int, int), optional
        A class, or (row, column, channel) of `layer`; a channel alone stands for the place where
        it answers most. If not given, what answers most: the class that the network sees.
    layer : str, optional
        The model's output, if not given.
    of : str
        "logit" or "probability" of the model's output; see `cnnteach.explain.score`.

    Returns
    -------
    ndarray of float32, of the images' shape (with channels)
        Signed. Only "gradient" can be read as a slope: how much the number would grow for each
        step of a pixel.

    Raises
    ------
    TypeError, ValueError
        If the images do not fit the model, or there is no such rule, layer or unit.

    Examples
    --------
    >>> import numpy as np
    >>> from cnnteach import models
    >>> model = models.load("lenet5_digits")
    >>> to_pixels(model, np.zeros((28, 28)), rule="guided", layer="c3", unit=(0, 4, 2)).shape
    (28, 28, 1)
    """
    score = Score(model, layer=layer, of=of)
    batch, alone = score.batch(images)
    found = score.gradient(batch, score.chosen(batch, unit), rule=known_rule(rule))
    return found[0] if alone else found


def gradient(model, images, **options):
    """Return the slope of one number by each pixel; options as in `to_pixels` [1]_.

    References
    ----------
    .. [1] Simonyan, Vedaldi & Zisserman, 2014, arXiv:1312.6034, section 3.
    """
    return to_pixels(model, images, rule="gradient", **options)


def deconvnet(model, images, **options):
    """Return what a DeconvNet with switches paints for one unit; options as in `to_pixels` [1]_.

    References
    ----------
    .. [1] Zeiler & Fergus, 2014, arXiv:1311.2901, section 2.
    """
    return to_pixels(model, images, rule="deconvnet", **options)


def guided_backprop(model, images, **options):
    """Return what guided backpropagation paints; options as in `to_pixels` [1]_.

    References
    ----------
    .. [1] Springenberg, Dosovitskiy, Brox & Riedmiller, 2015, arXiv:1412.6806, section 3.4.
    """
    return to_pixels(model, images, rule="guided", **options)
