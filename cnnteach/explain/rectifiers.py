"""The one place where gradient, DeconvNet and guided backpropagation differ: a ReLU, backwards.

========================  ==========================================  ==============================
rule                      what the ReLU lets through from above       that is
========================  ==========================================  ==============================
``"gradient"`` [1]_       upstream where the ReLU's input was > 0     the derivative
``"deconvnet"`` [2]_      upstream where upstream itself is > 0       a ReLU on the way back
``"guided"`` [3]_         upstream where both are > 0                 both gates
========================  ==========================================  ==============================

Everything else, convolutions, pooling by its switches, sums of branches, is the same for all three.
So without a ReLU the three are one.

References
----------
.. [1] Simonyan, Vedaldi & Zisserman, 2014, "Deep inside convolutional networks", arXiv:1312.6034,
       section 4, which shows what the three have in common.
.. [2] Zeiler & Fergus, 2014, "Visualizing and understanding convolutional networks",
       arXiv:1311.2901, section 2.1.
.. [3] Springenberg, Dosovitskiy, Brox & Riedmiller, 2015, "Striving for simplicity: the all
       convolutional net", arXiv:1412.6806, section 3.4 and figure 1.
"""

import numpy as np

RULES = ("gradient", "deconvnet", "guided")


def let_through(inputs, upstream, rule="gradient", *, cap=None):
    """Return what a ReLU hands down of what arrives from above.

    Parameters
    ----------
    inputs : array_like
        What came into the ReLU on the way forward.
    upstream : array_like
        What arrives at its output on the way back; of the same shape.
    rule : str
        One of `RULES`; see the module.
    cap : float, optional
        Where the ReLU is cut off, as 6 is for ReLU6: there its derivative is 0 too.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        If there is no such rule.

    Examples
    --------
    >>> inputs, upstream = [1, -1, 2, -2], [5, 6, -7, -8]
    >>> for rule in RULES:
    ...     print(rule, let_through(inputs, upstream, rule).tolist())
    gradient [5, 0, -7, 0]
    deconvnet [5, 6, 0, 0]
    guided [5, 0, 0, 0]
    """
    inputs, upstream = np.asarray(inputs), np.asarray(upstream)
    return np.where(_is_open(inputs, upstream, known_rule(rule), cap), upstream, 0)


def relu_by_rule(rule, cap=None):
    """Return a ReLU for tensors of Keras's backend whose backward pass follows `rule`."""
    import keras

    from cnnteach.models.autodiff import with_backward_rule

    def backward(inputs, upstream):
        gate = _is_open(inputs, upstream, rule, cap)
        return upstream * keras.ops.cast(gate, upstream.dtype)

    forward = keras.ops.relu if cap is None else lambda x: keras.ops.clip(x, 0, cap)
    return with_backward_rule(forward, backward)


def known_rule(rule):
    """Return `rule`, or say which there are."""
    if rule not in RULES:
        raise ValueError(f"there is no rule {rule!r} for a ReLU; there are {', '.join(RULES)}")
    return rule


def _is_open(inputs, upstream, rule, cap):
    """Tell where the way back is open; arrays and tensors alike."""
    was_active = inputs > 0 if cap is None else (inputs > 0) & (inputs < cap)
    if rule == "gradient":
        return was_active
    return upstream > 0 if rule == "deconvnet" else was_active & (upstream > 0)
