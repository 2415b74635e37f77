"""A network of 25,000 numbers that tells faces from everything else, in windows of 25 x 25.

======  ==================================  ========  ==========
layer   what it is                          shape     parameters
======  ==================================  ========  ==========
conv1   convolution 4 x 4                   22x22x16  256
norm1   batch normalisation, ReLU           22x22x16  64
pool1   max pooling 2 x 2                   11x11x16  0
conv2   convolution 4 x 4                   8x8x32    8,192
norm2   batch normalisation, ReLU           8x8x32    128
pool2   max pooling 2 x 2                   4x4x32    0
hidden  dense of 4 * 4 * 32 = 512, ReLU     32        16,416
score   dense: above 0 where it is a face   1         33
======  ==================================  ========  ==========

Nothing is padded, and the pooling leaves no remainder, so that it can slide over a photograph:
there, `hidden` is a convolution 4 x 4, `score` a convolution 1 x 1, and the window moves by the
4 pixels of two poolings. It is a descendant of the face finder of Vaillant, Monrocq & LeCun [1]_,
whose window had 20 x 20 pixels and whose network had 1,157 parameters.

References
----------
.. [1] Vaillant, Monrocq & LeCun, 1994, "Original approach for the localisation of objects in
       images", IEE Proceedings on Vision, Image and Signal Processing 141(4).
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws

WINDOW = 25  # pixels, the side of the faces in scikit-image's lfw_subset
FILTERS = (16, 32)
HIDDEN = 32


def face_net(*, seed=None):
    """Build the face detector's network; see the module for its layers.

    Parameters
    ----------
    seed : int, optional
        The same seed gives the same initial weights, on one machine and backend.

    Returns
    -------
    keras.Model
        Windows (N, 25, 25, 1) of 0 to 1 to scores (N, 1): the logarithm of how many times likelier
        a face is than none.

    Examples
    --------
    >>> model = face_net(seed=0)
    >>> model.count_params(), model.output_shape
    (25089, (None, 1))
    """
    draws = Draws(seed)
    window = x = keras.Input((WINDOW, WINDOW, 1), name="window")
    for stage, filters in enumerate(FILTERS, start=1):
        initial = draws.he()
        x = layers.Conv2D(
            filters, 4, use_bias=False, kernel_initializer=initial, name=f"conv{stage}"
        )(x)
        x = layers.BatchNormalization(name=f"norm{stage}")(x)
        x = layers.ReLU(name=f"relu{stage}")(x)
        x = layers.MaxPooling2D(2, name=f"pool{stage}")(x)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dropout(0.3, seed=draws.seed(), name="dropout1")(x)
    x = layers.Dense(HIDDEN, activation="relu", kernel_initializer=draws.he(), name="hidden")(x)
    x = layers.Dropout(0.3, seed=draws.seed(), name="dropout2")(x)
    score = layers.Dense(1, kernel_initializer=draws.glorot(), name="score")(x)
    return keras.Model(window, score, name="face_detector")
