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


def repeated(function):
    """Prepare `value_and_gradients` of one function for many calls with arrays of the same shapes.

    TensorFlow and JAX compile it at the first call, which takes seconds for a large network, and
    answer the others several times faster. What the function reads beside its arguments, such as
    the weights of a model, must stay as it is.

    Returns
    -------
    callable
        Arrays to (value, gradients).

    Examples
    --------
    >>> import numpy as np
    >>> slope = repeated(lambda x: keras.ops.sum(x**2))
    >>> slope(np.array([1.0, 3.0], "float32"))
    (10.0, [array([2., 6.], dtype=float32)])
    """
    compiled = _compiled(_backend(), function)

    def call(*arrays):
        tensors = [keras.ops.convert_to_tensor(array) for array in arrays]
        value, gradients = compiled(tensors)
        return _given(value, gradients, tensors)

    return call


def _compiled(backend, function):
    def call(tensors):
        return backend(function, tensors)

    if backend is _tensorflow:
        import tensorflow as tf

        return tf.function(call)
    if backend is _jax:
        import jax

        return jax.jit(call)
    return call


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


def with_backward_rule(function, backward):
    """Return `function` with a backward rule of its own in place of its gradient.

    Parameters
    ----------
    function : callable
        Of one tensor.
    backward : callable
        Takes the tensor and what arrives from above, and gives what goes on below; all three of
        one shape.

    Returns
    -------
    callable

    Examples
    --------
    >>> import numpy as np
    >>> odd = with_backward_rule(keras.ops.relu, lambda x, upstream: 7 * upstream)
    >>> value_and_gradients(lambda x: keras.ops.sum(odd(x)), np.array([-1.0, 3.0], "float32"))
    (3.0, [array([7., 7.], dtype=float32)])
    """

    @keras.ops.custom_gradient
    def ruled(x):
        def gradient(*arguments, upstream=None):  # Torch names what TensorFlow and JAX pass first
            return backward(x, arguments[0] if upstream is None else upstream)

        return function(x), gradient

    return ruled


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
