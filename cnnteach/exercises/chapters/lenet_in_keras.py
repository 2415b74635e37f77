"""An exercise of notebook 09: LeNet-5 built in Keras, held to the same net in NumPy."""

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake
from cnnteach.exercises.keras_view import Facts, Weights, facts, images, of_model

chapter = Chapter("09_train_lenet5")


def build_lenet5(height, width, classes):
    """Build LeNet-5 for images (height, width, 1), and return it: a `keras.Model`.

    In this order: 6 filters of 5 x 5 with "same" padding, max pooling 2 x 2, 16 filters of 5 x 5
    without padding, max pooling 2 x 2, dense layers of 120 and of 84, all with ReLU; then one more
    dense layer with softmax, for the shares of the `classes`.
    """
    import keras
    from keras import layers

    return keras.Sequential(
        [
            keras.Input((height, width, 1)),
            layers.Conv2D(6, 5, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(16, 5, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(120, activation="relu"),
            layers.Dense(84, activation="relu"),
            layers.Dense(classes, activation="softmax"),
        ]
    )


def _in_numpy(height, width, classes):
    weights, x = Weights(), images(height, width, 1)
    for kernel, padding in (((5, 5, 1, 6), 2), ((5, 5, 6, 16), 0)):
        w, b = weights("kernel", *kernel), weights("bias", kernel[-1])
        x = ops.max_pool2d(ops.relu(ops.conv2d(x, w, b, padding=padding)), 2)[0]
    x = x.reshape(len(x), -1)
    for units in (120, 84, classes):
        x = ops.dense(x, weights("kernel", x.shape[1], units), weights("bias", units))
        x = ops.softmax(x) if units is classes else ops.relu(x)
    return facts((None, height, width, 1), weights, x)


def _otherwise(*, padding="same", activation="relu", pool="Max", last="softmax", dense=(120, 84)):
    """Return a function that builds LeNet-5 with something else in it."""

    def built(height, width, classes):
        import keras
        from keras import layers

        pooling = getattr(layers, f"{pool}Pooling2D")
        net = keras.Sequential([keras.Input((height, width, 1))])
        for filters, around in ((6, padding), (16, "valid")):
            net.add(layers.Conv2D(filters, 5, padding=around, activation=activation))
            net.add(pooling(2))
        net.add(layers.Flatten())
        for units in dense:
            net.add(layers.Dense(units, activation="relu"))
        net.add(layers.Dense(classes, activation=last))
        return net

    return built


chapter.function(
    build_lenet5,
    title="LeNet-5, built by you",
    points=3,
    minutes=12,
    level="medium",
    because="156 + 2,416 numbers for the convolutions and 48,120 + 10,164 + 850 for the dense "
    "layers: 61,706 for digits of 28 x 28, most of them where 5 · 5 · 16 = 400 numbers meet 120.",
    examples=[
        ((28, 28, 10), Facts({"output shape": (None, 10), "parameters": 61_706})),
    ],
    variants=lambda rng: [(2 * int(rng.integers(8, 13)), 28, int(rng.integers(2, 9)))],
    oracle=_in_numpy,
    view=of_model,
    needs="keras",
    hints=(
        "`keras.Sequential` takes a list of layers: first a `keras.Input` with the shape of one "
        "image, and a `Flatten` before the dense layers.",
        '`layers.Conv2D(6, 5, padding="same", activation="relu")` is the first layer that learns, '
        '`layers.Dense(classes, activation="softmax")` the last.',
    ),
    mistakes=[
        Mistake(
            "forgets the padding",
            "Without padding, 28 becomes 24, and the first dense layer reads 256 numbers and not "
            '400. The first convolution has `padding="same"`.',
            _otherwise(padding="valid"),
        ),
        Mistake(
            "forgets the ReLU of the convolutions",
            "Without a ReLU, a convolution after a convolution is no more than one: both need "
            '`activation="relu"`.',
            _otherwise(activation=None),
        ),
        Mistake(
            "takes the mean for pooling",
            "That is average pooling; asked is the largest of each window.",
            _otherwise(pool="Average"),
        ),
        Mistake(
            "forgets the softmax",
            "The last layer gives scores, which do not add up to 1. Shares come of "
            '`activation="softmax"`.',
            _otherwise(last=None),
        ),
        Mistake(
            "leaves a dense layer out",
            "There are three dense layers: 120, 84, and one for the classes.",
            _otherwise(dense=(120,)),
        ),
    ],
)
