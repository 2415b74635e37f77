"""Ask a network ten times about one photograph, and average what it says.

AlexNet's authors cut ten pieces of 224 x 224 out of an image of 256 x 256 and averaged the ten
answers of the softmax [1]_. It takes ten times as long; how much it helps is to be measured.

References
----------
.. [1] Krizhevsky, Sutskever & Hinton, 2012, "ImageNet classification with deep convolutional neural
       networks", section 4.1; table 1 and section 6 for the error rates.
"""

from typing import NamedTuple

import numpy as np

from cnnteach.tasks.crops import centre_crop, ten_crops


class Comparison(NamedTuple):
    """How often one crop and ten crops are right, of `count` images.

    `mended` are images that only ten crops get right, `broken` those that only one crop does.
    """

    count: int
    one: float
    ten: float
    mended: int
    broken: int

    def __str__(self):
        return (
            f"one crop {self.one:.1%}, ten crops {self.ten:.1%} of {self.count} images: "
            f"{self.mended} mended, {self.broken} broken; a difference of {self.difference_words()}"
        )

    def difference_words(self):
        """Say whether the difference is more than chance would do, one time in twenty.

        Of the images on which the two differ, half would be mended if nothing were to it: the sign
        test.
        """
        from scipy.stats import binomtest

        differ = self.mended + self.broken
        chance = binomtest(self.mended, differ).pvalue if differ else 1.0
        verdict = "is more than chance" if chance < 0.05 else "may be chance"
        return f"{(self.ten - self.one) * 100:+.1f} points, which {verdict} (p = {chance:.2g})"


def average_crops(model, crops):
    """Average what a network says of some crops of one image.

    Parameters
    ----------
    model : keras.Model
        Images (N, H, W, C) to probabilities (N, K).
    crops : ndarray, shape (N, H, W, C)

    Returns
    -------
    ndarray, shape (K,)
        Probabilities: they add up to 1 as those of each crop do.

    Examples
    --------
    A "network" that tells dark from bright by its one pixel:

    >>> import keras
    >>> pixel = keras.Input((1, 1, 1))
    >>> bright = keras.layers.Flatten()(pixel)
    >>> model = keras.Model(pixel, keras.layers.Concatenate()([1 - bright, bright]))
    >>> average_crops(model, np.array([0.1, 0.5, 0.9]).reshape(3, 1, 1, 1)).round(2).tolist()
    [0.5, 0.5]
    """
    return np.asarray(model.predict_on_batch(crops)).mean(axis=0)


def compare_crops(model, images, labels, *, prepare=None):
    """Measure whether ten crops are better than the middle one alone.

    Parameters
    ----------
    model : keras.Model
        Images (N, side, side, C) to probabilities (N, K).
    images : iterable of ndarray, shape (H, W, C)
        Not smaller than the network's input; as the network was trained on.
    labels : array_like of int, shape (N,)
    prepare : function, optional
        Of each image before it is cut.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        If the network's input is no square, or an image is smaller than it.
    """
    side = _side(model)
    ones, tens = [], []
    for image in images:
        image = image if prepare is None else prepare(image)
        ones.append(average_crops(model, centre_crop(image, side)[None]).argmax())
        tens.append(average_crops(model, ten_crops(image, side)).argmax())
    labels = np.asarray(labels)
    if len(labels) != len(ones):
        raise ValueError(f"there are {len(ones)} images but {len(labels)} labels")
    one, ten = np.array(ones) == labels, np.array(tens) == labels
    mended, broken = int((ten & ~one).sum()), int((one & ~ten).sum())
    return Comparison(len(labels), float(one.mean()), float(ten.mean()), mended, broken)


def _side(model):
    height, width = model.input_shape[1:3]
    if height is None or height != width:
        raise ValueError(
            f"{model.name} takes images of {height} x {width}; crops are squares of a fixed size: "
            "build it with input_shape=(side, side, channels)"
        )
    return height
