"""LeNet-5's losses: the right class's penalty, alone or against the others'."""

import keras


@keras.saving.register_keras_serializable(package="cnnteach")
class RightClassPenalty(keras.losses.Loss):
    """Average the penalty that the output gives to the right class [1]_.

    The outputs are squared distances (see `RadialBasis`), so this is the squared error of the layer
    below against the picture of the right class: equation 8. With a `rival`, the penalties of the
    wrong classes are pushed up too: equation 9, ``y_right + log(exp(-rival) + sum(exp(-y)))``.

    Parameters
    ----------
    rival : float, optional
        The paper's j: penalties beyond it are not pushed any more.

    References
    ----------
    .. [1] LeCun et al., 1998, "Gradient-based learning applied to document recognition",
           section II.C.

    Examples
    --------
    >>> import numpy as np
    >>> penalties = np.array([[3.0, 9.0], [8.0, 1.0]])
    >>> float(RightClassPenalty()(np.array([0, 1]), penalties))
    2.0
    """

    def __init__(self, rival=None, name="right_class_penalty", **kwargs):
        super().__init__(name=name, **kwargs)
        self.rival = rival

    def call(self, y_true, y_pred):
        labels = keras.ops.cast(keras.ops.reshape(y_true, (-1,)), "int32")
        right = keras.ops.one_hot(labels, y_pred.shape[-1], dtype=y_pred.dtype)
        loss = keras.ops.sum(right * y_pred, axis=-1)
        if self.rival is None:
            return loss
        constant = keras.ops.full_like(y_pred[:, :1], self.rival)
        penalties = keras.ops.concatenate([constant, y_pred], axis=-1)
        return loss + keras.ops.logsumexp(-penalties, axis=-1)

    def get_config(self):
        return super().get_config() | {"rival": self.rival}
