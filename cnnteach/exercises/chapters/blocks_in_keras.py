"""Exercises of notebook 13: an Inception module, and an end without dense layers, in Keras."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.chapters.common import whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake
from cnnteach.exercises.keras_view import Facts, Weights, facts, images, of_model

chapter = Chapter("13_architectures")


def build_inception(height, width, channels, ones, threes, fives, pooled):
    """Build an Inception module for maps (height, width, channels): return a `keras.Model`.

    Four branches read the same input, and their maps are stacked in this order: `ones` filters of
    1 x 1; threes[0] of 1 x 1, then threes[1] of 3 x 3; fives[0] of 1 x 1, then fives[1] of 5 x 5;
    max pooling 3 x 3 with stride 1, then `pooled` filters of 1 x 1. Every convolution has a ReLU;
    every window has "same" padding.
    """
    import keras
    from keras import layers

    def conv(filters, kernel):
        return layers.Conv2D(filters, kernel, padding="same", activation="relu")

    x = keras.Input((height, width, channels))
    one = conv(ones, 1)(x)
    three = conv(threes[1], 3)(conv(threes[0], 1)(x))
    five = conv(fives[1], 5)(conv(fives[0], 1)(x))
    pool = conv(pooled, 1)(layers.MaxPooling2D(3, strides=1, padding="same")(x))
    return keras.Model(x, layers.Concatenate()([one, three, five, pool]))


def _inception_in_numpy(height, width, channels, ones, threes, fives, pooled):
    weights, x = Weights(), images(height, width, channels)

    def conv(maps, filters, kernel):
        w = weights("kernel", kernel, kernel, maps.shape[-1], filters)
        return ops.relu(ops.conv2d(maps, w, weights("bias", filters), padding="same"))

    branches = [
        conv(x, ones, 1),
        conv(conv(x, threes[0], 1), threes[1], 3),
        conv(conv(x, fives[0], 1), fives[1], 5),
        conv(ops.max_pool2d(x, 3, stride=1, padding="same")[0], pooled, 1),
    ]
    return facts((None, height, width, channels), weights, np.concatenate(branches, axis=-1))


def _other_inception(*, reduces=True, rectified=True, order=(0, 1, 2, 3), pool="Max"):
    """Return a function that builds the module with something else in it."""

    def built(height, width, channels, ones, threes, fives, pooled):
        import keras
        from keras import layers

        def conv(filters, kernel):
            activation = "relu" if rectified or kernel > 1 else None
            return layers.Conv2D(filters, kernel, padding="same", activation=activation)

        def thin(filters, x):
            return conv(filters, 1)(x) if reduces else x

        x = keras.Input((height, width, channels))
        pooling = getattr(layers, f"{pool}Pooling2D")(3, strides=1, padding="same")
        branches = [
            conv(ones, 1)(x),
            conv(threes[1], 3)(thin(threes[0], x)),
            conv(fives[1], 5)(thin(fives[0], x)),
            conv(pooled, 1)(pooling(x)),
        ]
        return keras.Model(x, layers.Concatenate()([branches[i] for i in order]))

    return built


chapter.function(
    build_inception,
    title="An Inception module, built by you",
    points=3,
    minutes=15,
    level="hard",
    because="Each branch looks at the same place through another window, and the next layer may "
    "choose. The thin layers before 3 x 3 and 5 x 5 keep that affordable.",
    examples=[
        (
            (28, 28, 192, 64, (96, 128), (16, 32), 32),
            Facts({"output shape": (None, 28, 28, 256), "parameters": 163_696}),
        ),
    ],
    variants=lambda rng: [
        (
            *whole_numbers(rng, (5, 7), (8, 9), (4, 6), (2, 3)),
            whole_numbers(rng, (2, 3), (4, 5)),
            whole_numbers(rng, (2, 3), (6, 7)),
            int(rng.integers(8, 10)),
        )
    ],
    oracle=_inception_in_numpy,
    view=of_model,
    needs="keras",
    hints=(
        "A layer is called like a function: `maps = layers.Conv2D(...)(x)`. Each branch begins "
        "again at `x = keras.Input((height, width, channels))`.",
        "`layers.Concatenate()([one, three, five, pool])` stacks the maps, and "
        "`keras.Model(x, stacked)` is the module.",
    ),
    mistakes=[
        Mistake(
            "leaves the thin layers out",
            "The windows of 3 x 3 and 5 x 5 read all the channels: put the 1 x 1 layers with "
            "threes[0] and fives[0] filters before them.",
            _other_inception(reduces=False),
        ),
        Mistake(
            "forgets the ReLU of 1 x 1",
            "A layer of 1 x 1 is a convolution like the others: it has a ReLU, too.",
            _other_inception(rectified=False),
        ),
        Mistake(
            "stacks in another order",
            "The right maps, but stacked in another order: 1 x 1, 3 x 3, 5 x 5, pooling.",
            _other_inception(order=(3, 0, 1, 2)),
        ),
        Mistake(
            "takes the mean for pooling",
            "The fourth branch keeps the largest of each window, not the mean.",
            _other_inception(pool="Average"),
        ),
        Mistake(
            "leaves the pooling branch out",
            "There are four branches: the last is max pooling, then 1 x 1.",
            _other_inception(order=(0, 1, 2)),
        ),
    ],
)


def build_averaging_head(channels, classes):
    """Build an end without dense layers for maps of any size: return a `keras.Model`.

    The maps are (height, width, channels) with open height and width, which Keras writes as None.
    One filter of 1 x 1 for each of the `classes`, the mean of each of its maps, then softmax.
    """
    import keras
    from keras import layers

    return keras.Sequential(
        [
            keras.Input((None, None, channels)),
            layers.Conv2D(classes, 1),
            layers.GlobalAveragePooling2D(),
            layers.Softmax(),
        ]
    )


def _head_in_numpy(channels, classes):
    weights, x = Weights(), images(None, None, channels)
    maps = ops.conv2d(x, weights("kernel", 1, 1, channels, classes), weights("bias", classes))
    return facts((None, None, None, channels), weights, ops.softmax(maps.mean(axis=(1, 2))))


def _other_head(*, names, side=None):
    """Return a function that builds the end out of other layers, from input to output."""

    def built(channels, classes):
        import keras
        from keras import layers

        made = {
            "conv": lambda: layers.Conv2D(classes, 1),
            "dense": lambda: layers.Dense(classes),
            "flat": layers.Flatten,
            "mean": layers.GlobalAveragePooling2D,
            "max": layers.GlobalMaxPooling2D,
            "softmax": layers.Softmax,
        }
        inputs = keras.Input((side, side, channels))
        return keras.Sequential([inputs, *(made[name]() for name in names.split())])

    return built


chapter.function(
    build_averaging_head,
    title="An end without dense layers",
    points=2,
    minutes=8,
    level="medium",
    because="The mean of a map has no size, so images of any size will do; and each class has a "
    "map, which shows where it was seen. Learned are (channels + 1) · classes numbers.",
    examples=[
        (
            (1024, 1000),
            Facts({"input shape": (None, None, None, 1024), "parameters": 1_025_000}),
        ),
    ],
    variants=lambda rng: [whole_numbers(rng, (3, 8), (2, 9)) for _ in range(2)],
    oracle=_head_in_numpy,
    view=of_model,
    needs="keras",
    hints=(
        "`keras.Input((None, None, channels))` leaves the size open. Which layer takes the mean of "
        "each map?",
        "`layers.Conv2D(classes, 1)`, `layers.GlobalAveragePooling2D()`, `layers.Softmax()`.",
    ),
    mistakes=[
        Mistake(
            "fixes the size",
            "Your model takes images of one size. Height and width are open: write None for them.",
            _other_head(names="conv mean softmax", side=7),
        ),
        Mistake(
            "keeps a dense layer",
            "A dense layer after the mean gives the same numbers, but no map for each class. Take "
            "1 x 1 filters first, then the mean.",
            _other_head(names="mean dense softmax"),
        ),
        Mistake(
            "takes the largest",
            "That is the largest of each map; asked is the mean.",
            _other_head(names="conv max softmax"),
        ),
        Mistake(
            "softmax before the mean",
            "Softmax comes last: first the mean of each map, then shares that add up to 1.",
            _other_head(names="conv softmax mean"),
        ),
        Mistake(
            "forgets the softmax",
            "These are scores. A softmax makes shares of them.",
            _other_head(names="conv mean"),
        ),
    ],
)
