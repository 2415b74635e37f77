"""Is a layer's backward right? Its gradients beside centred differences, in float64."""

import keras
import numpy as np

from cnnteach import ops
from cnnteach.models.autodiff import value_and_gradients
from cnnteach.training.diagnostics.finding import Finding


def check_layer_gradients(layer, x, *, samples=30, tolerance=1e-5, seed=0):
    """Check the gradients that a Keras layer gives, by its input and by its weights.

    "BackProp is buggy: numerical gradient checking" [1]_. A copy of the layer computes in float64;
    each number that is checked is nudged, and the change of the output is compared with what the
    backward says; see `cnnteach.ops.gradcheck`.

    Parameters
    ----------
    layer : keras.layers.Layer
        Built or not; it is not changed. Layers with chance in them behave as in prediction.
    x : ndarray, shape (N, ...)
        An input. Values near a ReLU's 0, or two equal ones below a max-pooling, have no gradient.
    samples : int
        How many numbers of the input and of each weight are nudged.
    tolerance : float
        The largest relative error that passes.
    seed : int

    Returns
    -------
    Finding
        With `result`, the `GradcheckResult`, and `worst`, the largest relative error.

    Raises
    ------
    TypeError
        If `layer` is no Keras layer.

    References
    ----------
    .. [1] Lecture deck 003, slide 22, "Debugging".

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(2, 5, 6, 3))
    >>> finding = check_layer_gradients(keras.layers.Conv2D(4, 3, name="c1"), x)
    >>> finding.fine, finding["worst"] < 1e-6
    (True, True)
    """
    if not isinstance(layer, keras.layers.Layer):
        raise TypeError(f"layer is a {type(layer).__name__}, but must be a keras.layers.Layer")
    x = np.asarray(x, np.float64)
    function = _AsFunction(layer, x.shape)
    result = ops.gradcheck(
        function.forward,
        (x, *function.weights),
        backward=function.backward,
        samples=samples,
        tolerance=tolerance,
        seed=seed,
    )
    return _judged(layer.name, result, ["input", *function.names])


class _AsFunction:
    """A float64 copy of a layer, as a function of its input and of its weights."""

    def __init__(self, layer, shape):
        self.copy = type(layer).from_config({**layer.get_config(), "dtype": "float64"})
        self.copy.build(shape)
        if layer.variables:
            for variable, given in zip(self.copy.variables, layer.variables, strict=True):
                variable.assign(keras.ops.cast(given.value, variable.dtype))
        learned = self.copy.trainable_variables
        self.names = [variable.name for variable in learned]
        self.weights = [keras.ops.convert_to_numpy(variable) for variable in learned]
        self.options = {"training": False} if self.copy._call_has_training_arg else {}

    def forward(self, *arrays):
        return keras.ops.convert_to_numpy(self._call(*map(keras.ops.convert_to_tensor, arrays)))

    def backward(self, dy, *arrays):
        def weighed(*tensors):  # by keras.ops: no tensor of PyTorch's multiplies an array
            return keras.ops.sum(keras.ops.multiply(self._call(*tensors), dy))

        return tuple(value_and_gradients(weighed, *arrays)[1])

    def _call(self, x, *weights):
        fixed = [variable.value for variable in self.copy.non_trainable_variables]
        return self.copy.stateless_call(list(weights), fixed, x, **self.options)[0]


def _judged(name, result, names):
    errors = [worst.relative_error for worst in result.worst]
    worst = int(np.argmax(errors))
    checked = sum(each.checked for each in result.worst)
    values = {"result": result, "worst": errors[worst]}
    if result.passed:
        words = (
            f"The gradients of {name} agree with centred differences: worst relative error "
            f"{errors[worst]:.1e} of {checked} numbers."
        )
    else:
        words = (
            f"The gradients of {name} do not agree with centred differences; the worst is that by "
            f"its {names[worst]}: {result.worst[worst]}."
        )
    return Finding(result.passed, words, values)
