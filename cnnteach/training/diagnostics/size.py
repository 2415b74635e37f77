"""How many numbers are learned, and from how many."""

import numpy as np

from cnnteach.training.diagnostics.finding import Finding, said


def parameters_against_data(model, data):
    """Set what a network has to learn against what there is to learn from.

    "NN is underperforming: compute number of parameters; if too small, make network larger. NN is
    too slow: compute number of parameters" [1]_. There is no law of how many are right: networks
    with more parameters than images generalise, with augmentation, dropout and weight decay. The
    ratio says how much they are needed.

    Parameters
    ----------
    model : keras.Model
    data : (ndarray, ndarray)
        Images and labels.

    Returns
    -------
    Finding
        With `parameters`, `images`, `numbers` (pixels times channels of all images), `ratio`
        (parameters an image), `classes` (images of the rarest and of the commonest class) and
        `largest`, the layer that holds most parameters, with its share. Not fine where a class has
        fewer than ten images, or there are more parameters than numbers in all images.

    References
    ----------
    .. [1] Lecture deck 003, slide 22, "Debugging".

    Examples
    --------
    >>> import keras
    >>> model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, name="scores")])
    >>> finding = parameters_against_data(model, (np.zeros((100, 4)), np.arange(100) % 2))
    >>> finding["parameters"], finding["ratio"], finding["largest"]
    (10, 0.1, ('scores', 1.0))
    """
    images, labels = np.asarray(data[0]), np.asarray(data[1]).ravel()
    sizes = {each.name: _learned(each) for each in model.layers}
    parameters = sum(sizes.values())
    if not parameters:
        raise ValueError(f"{model.name} has nothing to learn: no layer has trainable weights")
    counts = np.bincount(labels.astype(int))
    counts = counts[counts > 0]
    layer = max(sizes, key=sizes.get)
    values = {
        "parameters": parameters,
        "images": len(images),
        "numbers": images.size,
        "ratio": parameters / len(images),
        "classes": (int(counts.min()), int(counts.max())),
        "largest": (layer, sizes[layer] / parameters),
    }
    fine = counts.min() >= 10 and parameters <= images.size
    return Finding(bool(fine), _sentence(values), values)


def _learned(layer):
    return sum(int(np.prod(variable.shape)) for variable in layer.trainable_variables)


def _sentence(values):
    parameters, images = values["parameters"], values["images"]
    layer, share = values["largest"]
    words = (
        f"{parameters:,} parameters, {share:.0%} of them in {layer}, learn from {images:,} images: "
        f"{values['ratio']:.3g} for each image"
    )
    if values["classes"][0] < 10:
        words += f"; a class has only {values['classes'][0]} images, too few to tell it by"
    if parameters > values["numbers"]:
        words += f"; all images together have only {values['numbers']:,} numbers to learn from"
    elif values["ratio"] > 1:
        words += "; against learning by heart there are augmentation, dropout and weight decay"
    return said(words)
