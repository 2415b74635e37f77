"""The end of a classifier: one score a class, then the softmax as a layer of its own."""

from keras import layers


def classifier(x, classes, initialiser, prefix="", **options):
    """Score each class with a dense layer, "scores", and turn the scores to probabilities.

    The two are apart so that the scores can be looked at: a gradient of the probability mixes
    what speaks for a class with what speaks against the others.

    Parameters
    ----------
    x : KerasTensor, shape (N, features)
    classes : int
    initialiser : keras initialiser
        Of the dense layer's weights.
    prefix : str
        Put before the layers' names, where a network has more than one classifier.
    **options
        Of the dense layer.

    Returns
    -------
    KerasTensor, shape (N, classes)
    """
    name = f"{prefix}scores"
    dense = layers.Dense(classes, kernel_initializer=initialiser, name=name, **options)
    return probabilities(dense(x), prefix)


def probabilities(scores, prefix=""):
    """Softmax over the last axis, in float32 even where the rest computes in halves."""
    return layers.Softmax(dtype="float32", name=f"{prefix}probabilities")(scores)
