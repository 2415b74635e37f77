"""With the weights of Keras's own networks, ours give the same answers: they are the same nets."""

import re

import keras
import numpy as np

from cnnteach import models


def in_natural_order(model, kind):
    """Return the layers of one kind by the numbers in their names, not by where they stand."""
    found = [layer for layer in model.layers if isinstance(layer, kind)]
    return sorted(found, key=lambda layer: [int(n) for n in re.findall(r"\d+", layer.name)] or [0])


def shaken(model, seed=0):
    """Give every weight of `model` a number that matters: no ones and zeros of a fresh net."""
    rng = np.random.default_rng(seed)
    for layer in model.layers:
        fresh = [w + 0.1 * rng.random(w.shape).astype("float32") for w in layer.get_weights()]
        if not isinstance(layer, keras.layers.BatchNormalization):
            fresh = fresh[:1] + [0.1 * rng.random(w.shape) for w in fresh[1:]]
            fresh[:1] = layer.get_weights()[:1]
        layer.set_weights(fresh)
    return model


def answers(model, x):
    return keras.ops.convert_to_numpy(model(x, training=False))


def image(side, seed=1):
    return np.random.default_rng(seed).uniform(-1, 1, (2, side, side, 3)).astype("float32")


def test_vgg16():
    theirs = keras.applications.VGG16(weights=None, include_top=False, input_shape=(48, 48, 3))
    shaken(theirs)
    ours = models.build("vgg16", input_shape=(48, 48, 3), classes=2)
    for layer in theirs.layers:
        if layer.weights:
            _, stage, number = re.split(r"block|_conv", layer.name)
            ours.get_layer(f"conv{stage}_{number}").set_weights(layer.get_weights())
    pooled = keras.Model(ours.input, ours.get_layer("pool5").output)
    np.testing.assert_allclose(answers(pooled, image(48)), answers(theirs, image(48)), rtol=1e-4)


def test_resnet50():
    """Their convolutions have biases, which ours leave to the normalisation: they are 0 here."""
    theirs = keras.applications.ResNet50(
        weights=None, input_shape=(64, 64, 3), classes=7, classifier_activation="softmax"
    )
    ours = models.build("resnet50", input_shape=(64, 64, 3), classes=7)
    parts = {"0": "_shortcut", "1": "a", "2": "b", "3": "c"}
    rng = np.random.default_rng(0)
    for layer in theirs.layers:
        match = re.fullmatch(r"conv(\d)(?:_block(\d)_(\d))?_(conv|bn)", layer.name)
        if not match:
            continue
        stage, block, part, kind = match.groups()
        name = f"conv{stage}_{block}{parts[part]}" if block else "conv1"
        if kind == "conv":
            ours.get_layer(name).set_weights(layer.get_weights()[:1])
        else:
            layer.set_weights([w + 0.2 * rng.random(w.shape) for w in layer.get_weights()])
            ours.get_layer(f"{name}_bn").set_weights(layer.get_weights())
    ours.get_layer("scores").set_weights(theirs.get_layer("predictions").get_weights())
    np.testing.assert_allclose(answers(ours, image(64)), answers(theirs, image(64)), rtol=2e-3)


def test_inception_v3():
    theirs = keras.applications.InceptionV3(weights=None, input_shape=(91, 91, 3), classes=7)
    shaken(theirs)
    ours = models.build("inception_v3", input_shape=(91, 91, 3), classes=7)
    for kind in (keras.layers.Conv2D, keras.layers.BatchNormalization):
        mine = [layer for layer in ours.layers if isinstance(layer, kind)]
        mine.sort(
            key=lambda layer: [
                int(part) if part.isdigit() else part
                for part in re.findall(r"\d+|[a-z]+", layer.name.replace("stem", "a"))
            ]
        )
        for layer, reference in zip(mine, in_natural_order(theirs, kind), strict=True):
            layer.set_weights(reference.get_weights())
    ours.get_layer("scores").set_weights(theirs.get_layer("predictions").get_weights())
    np.testing.assert_allclose(answers(ours, image(91)), answers(theirs, image(91)), rtol=1e-3)
