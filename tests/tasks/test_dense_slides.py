"""The dense head as a convolution: each place of the map is what the classifier says there."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach import models
from cnnteach.tasks.dense_to_convolution import convolutional, step_of
from cnnteach.tasks.face_net import face_net


def stirred(model, rng):
    """Give a model random weights and averages, so that no bias or scale is left at 0 or 1."""
    model.set_weights(
        [np.abs(rng.normal(0.3, 0.3, w.shape)) if w.ndim == 1 else w for w in model.get_weights()]
    )
    return model


def window_by_window(model, image, step):
    """Return what `model` says of each window of one image, cut out and shown on its own."""
    height, width = model.input_shape[1:3]
    tops = range(0, image.shape[0] - height + 1, step[0])
    lefts = range(0, image.shape[1] - width + 1, step[1])
    windows = [image[t : t + height, left : left + width] for t in tops for left in lefts]
    answers = np.asarray(model.predict_on_batch(np.stack(windows)))
    return answers.reshape(len(tops), len(lefts), -1)


def two_strides():
    """A classifier whose windows are not square and whose strides leave a remainder."""
    window = x = keras.Input((14, 11, 2))
    x = layers.Conv2D(3, (3, 2), strides=(2, 1), activation="tanh", use_bias=False)(x)
    x = layers.AveragePooling2D((1, 2))(x)
    x = layers.Flatten()(x)
    x = layers.Dense(5, activation="relu")(x)
    x = layers.Dense(3)(x)
    return keras.Model(window, layers.Softmax()(x))


@pytest.mark.parametrize(
    ("build", "shape", "step"),
    [
        pytest.param(lambda: face_net(seed=3), (50, 61, 1), (4, 4), id="face-detector"),
        pytest.param(
            lambda: models.build("lenet5", input_shape=(32, 32, 1), padding="valid", seed=3),
            (41, 48, 1),
            (4, 4),
            id="lenet5",
        ),
        pytest.param(two_strides, (20, 17, 2), (2, 2), id="not-square"),
    ],
)
def test_each_place_is_its_window(build, shape, step, rng):
    model, image = stirred(build(), rng), rng.random(shape, np.float32)
    assert step_of(model) == step
    sliding = keras.ops.convert_to_numpy(convolutional(model)(image[None]))[0]
    expected = window_by_window(model, image, step)
    assert sliding.shape == expected.shape
    assert min(sliding.shape[:2]) >= 2
    np.testing.assert_allclose(sliding, expected, rtol=1e-4, atol=1e-5)


def test_a_window_gives_one_number_and_the_same(rng):
    model, window = stirred(face_net(seed=1), rng), rng.random((1, 25, 25, 1), np.float32)
    sliding = keras.ops.convert_to_numpy(convolutional(model)(window))
    assert sliding.shape == (1, 1, 1, 1)
    assert sliding.item() == pytest.approx(
        keras.ops.convert_to_numpy(model(window)).item(), rel=1e-5
    )


def test_the_dense_weights_become_kernels_of_the_windows_size():
    model = face_net(seed=0)
    sliding = convolutional(model)
    assert tuple(sliding.get_layer("hidden").kernel.shape) == (4, 4, 32, 32)
    assert tuple(sliding.get_layer("score").kernel.shape) == (1, 1, 32, 1)
    assert sliding.count_params() == model.count_params()


def test_the_weights_are_copies(rng):
    model, image = face_net(seed=0), rng.random((1, 25, 25, 1), np.float32)
    sliding = convolutional(model)
    before = keras.ops.convert_to_numpy(sliding(image))
    model.set_weights([weight * 0 for weight in model.get_weights()])
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(sliding(image)), before)


def branching():
    image = keras.Input((8, 8, 1))
    left, right = layers.Conv2D(2, 3)(image), layers.Conv2D(2, 3)(image)
    return keras.Model(image, layers.Dense(2)(layers.Flatten()(layers.Add()([left, right]))))


def pooled_globally():
    image = keras.Input((8, 8, 1))
    pooled = layers.GlobalAveragePooling2D(name="mean")(layers.Conv2D(2, 3)(image))
    return keras.Model(image, layers.Dense(2)(pooled))


def of_rows():
    row = keras.Input((8,))
    return keras.Model(row, layers.Dense(2)(row))


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: models.build("lenet5", seed=0), r"the layer 'c1' pads with 'same'"),
        (branching, "branches at the layer"),
        (pooled_globally, r"'mean', a GlobalAveragePooling2D, belongs to one size"),
        (of_rows, r"takes \(8,\), but only images"),
    ],
)
def test_what_cannot_slide_says_why(build, message):
    with pytest.raises(ValueError, match=message):
        convolutional(build())
