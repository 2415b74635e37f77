"""Gradients from whichever backend Keras runs on: the one file that speaks to each of them.

A function is written with ``keras.ops`` and gives one number. Arrays go in, arrays come out.
"""

import keras


def value_and_gradients(function, *arrays):
    """Return a function's value and its gradient by each of its arguments.

    Parameters
    ----------
    function : callable
        Takes one tensor an array and gives a scalar tensor.
    *arrays : array_like of floats
        Where the gradient is taken.

    Returns
    -------
    value : float
    gradients : list of ndarray
        Each of the shape of its array; zeros where the function does not depend on it.

    Examples
    --------
    >>> import numpy as np
    >>> value_and_gradients(lambda x: keras.ops.sum(x**2), np.array([1.0, 3.0], "float32"))
    (10.0, [array([2., 6.], dtype=float32)])
    """
    tensors = [keras.ops.convert_to_tensor(array) for array in arrays]
    value, gradients = _backend()(function, tensors)
    return _given(value, gradients, tensors)


def value_and_weight_gradients(function, variables):
    """Return a function's value and its gradient by each of some weights.

    Parameters
    ----------
    function : callable
        Takes nothing, calls a model or layer, and gives a scalar tensor.
    variables : sequence of keras.Variable
        Such as ``model.trainable_variables``.

    Returns
    -------
    value : float
    gradients : list of ndarray
        Each of the shape of its variable; zeros where the function does not depend on it.

    Examples
    --------
    >>> weight = keras.Variable([2.0])
    >>> value_and_weight_gradients(lambda: keras.ops.sum(weight**3), [weight])
    (8.0, [array([12.], dtype=float32)])
    """
    tensors = [variable.value for variable in variables]
    if keras.backend.backend() == "jax":

        def with_values(*values):
            scope = keras.StatelessScope(state_mapping=list(zip(variables, values, strict=True)))
            with scope:
                return function()

        value, gradients = _jax(with_values, tensors)
    else:
        value, gradients = _backend()(lambda *_: function(), tensors)
    return _given(value, gradients, tensors)


def _given(value, gradients, tensors):
    to_numpy = keras.ops.convert_to_numpy
    zeros = [
        None if g is not None else keras.ops.zeros_like(t)
        for g, t in zip(gradients, tensors, strict=True)
    ]
    found = [to_numpy(z if g is None else g) for g, z in zip(gradients, zeros, strict=True)]
    return float(to_numpy(value)), found


def _backend():
    kinds = {"tensorflow": _tensorflow, "jax": _jax, "torch": _torch}
    backend = keras.backend.backend()
    if backend not in kinds:
        raise RuntimeError(
            f"Keras runs on {backend!r}, which has no gradients here; set KERAS_BACKEND to "
            "tensorflow, jax or torch before Python starts"
        )
    return kinds[backend]


def _tensorflow(function, tensors):
    import tensorflow as tf

    with tf.GradientTape(watch_accessed_variables=False) as tape:
        for tensor in tensors:
            tape.watch(tensor)
        value = function(*tensors)
    gradients = tape.gradient(value, tensors)
    return value, [g if g is None else tf.convert_to_tensor(g) for g in gradients]


def _jax(function, tensors):
    import jax

    return jax.value_and_grad(function, argnums=tuple(range(len(tensors))))(*tensors)


def _torch(function, tensors):
    import torch

    leaves = [tensor.requires_grad_() for tensor in tensors]
    value = function(*leaves)
    return value, torch.autograd.grad(value, leaves, allow_unused=True)
