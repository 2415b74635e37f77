"""What each operation of Keras does to the plane of pixels: the one list of their kinds."""

from keras import layers

from cnnteach.models.window import POINTWISE, WHOLE, Window

CONVOLUTIONS = (
    layers.Conv1D,
    layers.Conv2D,
    layers.Conv3D,
    layers.DepthwiseConv1D,
    layers.DepthwiseConv2D,
    layers.SeparableConv1D,
    layers.SeparableConv2D,
)
TRANSPOSED = (layers.Conv1DTranspose, layers.Conv2DTranspose, layers.Conv3DTranspose)
_POOLINGS = (
    layers.MaxPooling1D,
    layers.MaxPooling2D,
    layers.MaxPooling3D,
    layers.AveragePooling1D,
    layers.AveragePooling2D,
    layers.AveragePooling3D,
)
_WHOLE = (
    layers.Flatten,
    layers.GlobalAveragePooling1D,
    layers.GlobalAveragePooling2D,
    layers.GlobalAveragePooling3D,
    layers.GlobalMaxPooling1D,
    layers.GlobalMaxPooling2D,
    layers.GlobalMaxPooling3D,
)
_UPSAMPLINGS = (layers.UpSampling1D, layers.UpSampling2D, layers.UpSampling3D)
_PADDINGS = (layers.ZeroPadding1D, layers.ZeroPadding2D, layers.ZeroPadding3D)
_CROPPINGS = (layers.Cropping1D, layers.Cropping2D, layers.Cropping3D)
_POINTWISE = (
    layers.Activation,
    layers.ReLU,
    layers.LeakyReLU,
    layers.PReLU,
    layers.ELU,
    layers.Softmax,
    layers.Identity,
    layers.Dropout,
    layers.SpatialDropout1D,
    layers.SpatialDropout2D,
    layers.GaussianNoise,
    layers.GaussianDropout,
    layers.ActivityRegularization,
    layers.BatchNormalization,
    layers.LayerNormalization,
    layers.Rescaling,
    layers.Normalization,
    layers.Embedding,
    layers.Add,
    layers.Subtract,
    layers.Multiply,
    layers.Average,
    layers.Maximum,
    layers.Minimum,
    layers.Concatenate,
    # These change images in training only.
    layers.RandomBrightness,
    layers.RandomContrast,
    layers.RandomFlip,
    layers.RandomRotation,
    layers.RandomTranslation,
    layers.RandomZoom,
)
# Operations that ``x + y`` or ``keras.ops.relu(x)`` leave in a graph have no layer's class.
_POINTWISE_NAMES = frozenset(
    [
        *("Add", "Subtract", "Multiply", "Divide", "TrueDivide", "Maximum", "Minimum"),
        *("Negative", "Absolute", "Square", "Sqrt", "Exp", "Log", "Power", "Clip", "Cast", "Sign"),
        *("Relu", "Relu6", "LeakyRelu", "Elu", "Gelu", "Selu", "Silu", "Softplus"),
        *("Sigmoid", "HardSigmoid", "Tanh"),
    ]
)


def window_of(operation, rank):
    """Return how `operation` slides over its input, of `rank` axes and channels.

    Parameters
    ----------
    operation : keras layer or operation
    rank : int
        Axes of pixels (or of words).

    Returns
    -------
    Window, or one of the words of `cnnteach.models.window`, or None
        None for an operation that is not known, and for channels that come first.
    """
    if hasattr(operation, "window"):
        return operation.window
    if getattr(operation, "data_format", None) == "channels_first":
        return None
    if isinstance(operation, CONVOLUTIONS):
        return _convolution(operation)
    if isinstance(operation, TRANSPOSED):
        return _transposed(operation)
    if isinstance(operation, _POOLINGS):
        padding = (operation.padding,) * rank
        return Window(operation.pool_size, operation.strides, padding, (1,) * rank)
    if isinstance(operation, layers.Dense):
        return POINTWISE if rank else WHOLE
    return _by_class(operation, rank)


def _by_class(operation, rank):
    if isinstance(operation, _WHOLE):
        return WHOLE
    if isinstance(operation, _UPSAMPLINGS):
        return _upsampling(operation, rank)
    if isinstance(operation, _PADDINGS):
        return Window((1,) * rank, (1,) * rank, _sides(operation.padding), (1,) * rank)
    if isinstance(operation, _CROPPINGS):
        return Window((1,) * rank, (1,) * rank, _sides(operation.cropping), (1,) * rank, True)
    if isinstance(operation, _POINTWISE):
        return POINTWISE if _is_along_channels(operation, rank) else WHOLE
    if not isinstance(operation, layers.Layer) and type(operation).__name__ in _POINTWISE_NAMES:
        return POINTWISE
    return None


def _convolution(layer):
    axes = len(layer.kernel_size)
    padding = layer.padding
    if padding == "causal":
        padding = ((layer.kernel_size[0] - 1) * layer.dilation_rate[0], 0)
    return Window(layer.kernel_size, layer.strides, (padding,) * axes, layer.dilation_rate)


def _transposed(layer):
    """Return None where an output padding or a dilation makes Keras's cut another one."""
    if layer.output_padding is not None or set(layer.dilation_rate) != {1}:
        return None
    axes = len(layer.kernel_size)
    return Window(layer.kernel_size, layer.strides, (layer.padding,) * axes, (1,) * axes, True)


def _upsampling(layer, rank):
    """Return a kernel as wide as the stride; a bilinear one reaches into its neighbours."""
    factors = layer.size if isinstance(layer.size, tuple) else (layer.size,) * rank
    kinds = {"nearest": factors, "bilinear": tuple(2 * f - f % 2 for f in factors)}
    kernel = kinds.get(getattr(layer, "interpolation", "nearest"))
    return kernel and Window(kernel, factors, ("same",) * rank, (1,) * rank, True)


def _sides(padding):
    """Return an axis each: (before, after). One axis alone Keras writes without the outer pair."""
    return tuple(padding) if isinstance(padding[0], tuple | list) else (tuple(padding),)


def _is_along_channels(layer, rank):
    """Tell whether a softmax or a concatenation stays at each pixel: along the channels."""
    axis = getattr(layer, "axis", -1)
    return axis in (-1, rank + 1, [-1], [rank + 1], (-1,), (rank + 1,))
