"""LeNet-5's squashing function."""

import keras


@keras.saving.register_keras_serializable(package="cnnteach")
def scaled_tanh(x):
    """Squash to ``1.7159 * tanh(2/3 * x)``, which is 1 at 1 and -1 at -1 [1]_.

    References
    ----------
    .. [1] LeCun, Bottou, Bengio & Haffner, 1998, "Gradient-based learning applied to document
           recognition", appendix A.

    Examples
    --------
    >>> import numpy as np
    >>> np.round(keras.ops.convert_to_numpy(scaled_tanh(np.array([-1.0, 0.0, 1.0]))), 4)
    array([-1.,  0.,  1.])
    """
    return 1.7159 * keras.ops.tanh(2 / 3 * x)
