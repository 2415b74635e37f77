"""An exercise of notebook 13: a residual block in Keras, with a projection where it needs one."""

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake
from cnnteach.exercises.keras_view import Facts, Weights, facts, images, of_model

chapter = Chapter("13_architectures")

EPSILON = 0.001  # Keras's own, in a BatchNormalization


def build_residual_block(height, width, channels, filters, stride):
    """Build a residual block for maps (height, width, channels): return a `keras.Model`.

    A 3 x 3 convolution with `stride`, batch normalisation, ReLU, a 3 x 3 convolution, batch
    normalisation; what came in is added, and a ReLU comes last. All have "same" padding, `filters`
    filters and no bias. Where what came in has another shape, it goes through a 1 x 1 convolution
    with `stride` and a batch normalisation first.
    """
    import keras
    from keras import layers

    def conv(x, kernel, stride):
        x = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(x)
        return layers.BatchNormalization()(x)

    inputs = keras.Input((height, width, channels))
    x = layers.ReLU()(conv(inputs, 3, stride))
    x = conv(x, 3, 1)
    same = stride == 1 and channels == filters
    shortcut = inputs if same else conv(inputs, 1, stride)
    return keras.Model(inputs, layers.ReLU()(layers.Add()([x, shortcut])))


def _in_numpy(height, width, channels, filters, stride):
    weights, x = Weights(), images(height, width, channels)

    def conv(maps, kernel, stride):
        w = weights("kernel", kernel, kernel, maps.shape[-1], filters)
        maps = ops.conv2d(maps, w, stride=stride, padding="same")
        gamma, beta = weights("gamma", filters), weights("beta", filters)
        mean, variance = weights("moving_mean", filters), weights("moving_variance", filters)
        return gamma * (maps - mean) / (variance + EPSILON) ** 0.5 + beta

    changed = conv(ops.relu(conv(x, 3, stride)), 3, 1)
    came_in = conv(x, 1, stride) if changed.shape != x.shape else x
    return facts((None, height, width, channels), weights, ops.relu(changed + came_in))


def _otherwise(*, project="where needed", late=True, bias=False, second=1, between=True):
    """Return a function that builds the block with something else in it."""

    def built(height, width, channels, filters, stride):
        import keras
        from keras import layers

        def conv(x, kernel, stride):
            x = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=bias)(x)
            return layers.BatchNormalization()(x)

        x = inputs = keras.Input((height, width, channels))
        x = conv(x, 3, stride)
        x = conv(layers.ReLU()(x) if between else x, 3, second)
        needed = stride != 1 or channels != filters
        projects = {"where needed": needed, "always": True, "never": False}.get(project)
        if projects is not None:
            shortcut = conv(inputs, 1, stride) if projects else inputs
            x = layers.Add()([x if late else layers.ReLU()(x), shortcut])
        return keras.Model(inputs, layers.ReLU()(x) if late else x)

    return built


chapter.function(
    build_residual_block,
    title="A residual block, built by you",
    points=3,
    minutes=15,
    level="hard",
    because="Where the shapes agree, what came in costs nothing; where they do not, 1 x 1 filters "
    "make them agree: 8,192 of 230,144 numbers, from 64 channels to 128.",
    examples=[
        (
            (8, 8, 64, 64, 1),
            Facts({"output shape": (None, 8, 8, 64), "parameters": 73_984}),
        ),
        (
            (8, 8, 64, 128, 2),
            Facts({"output shape": (None, 4, 4, 128), "parameters": 230_144}),
        ),
    ],
    variants=lambda rng: [
        (6, 9, filters := int(rng.integers(3, 6)), filters, 1),
        (7, 10, int(rng.integers(2, 4)), int(rng.integers(4, 7)), 2),
    ],
    oracle=_in_numpy,
    view=of_model,
    needs="keras",
    hints=(
        "Keep what came in: `inputs = keras.Input(...)`. Later, `layers.Add()([x, shortcut])`, "
        "where the shortcut is `inputs`, or `inputs` through 1 x 1 filters.",
        "`use_bias=False` in each convolution, then `layers.BatchNormalization()`; a "
        "`layers.ReLU()` after the first of them, and another one after the sum.",
    ),
    mistakes=[
        Mistake(
            "forgets the projection",
            "What came in has another shape than what it is added to, when the stride or the "
            "channels change: let it through a 1 x 1 convolution with that stride first.",
            _otherwise(project="never"),
        ),
        Mistake(
            "always projects",
            "Where the shapes agree, what came in is added as it is: no convolution, no weights.",
            _otherwise(project="always"),
        ),
        Mistake(
            "forgets the shortcut",
            "That is the plain net: what came in is never added.",
            _otherwise(project="forgotten"),
        ),
        Mistake(
            "rectifies before it adds",
            "The last ReLU comes after the sum. Before it, a block could never take away.",
            _otherwise(late=False),
        ),
        Mistake(
            "forgets the ReLU in between",
            "Two convolutions with no ReLU between them are no more than one.",
            _otherwise(between=False),
        ),
        Mistake(
            "gives the convolutions biases",
            "Batch normalisation takes the mean away, and a bias with it: `use_bias=False`.",
            _otherwise(bias=True),
        ),
    ],
)
