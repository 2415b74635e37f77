"""LeNet-5 in NumPy has the gradients of the same network in Keras, and learns to read digits."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from cnnteach import numpy_lenet, ops
from cnnteach.datasets import digits

LAYERS = list(numpy_lenet.KERNELS)


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Keep NumPy's matrix products to one thread: two wait for each other on a busy machine."""
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="module")
def split():
    """Give 4,000 digits to learn from and 1,000 to be tested on."""
    images, labels = digits()
    order = np.random.default_rng(0).permutation(len(images))
    images, labels = images[order], labels[order]
    return images[:4000], labels[:4000], images[4000:], labels[4000:]


@pytest.fixture(scope="module")
def keras_lenet():
    """Build the same network in Keras, in float64."""
    keras = pytest.importorskip("keras")
    if keras.backend.backend() != "tensorflow":
        pytest.skip("gradients are compared with TensorFlow's")
    options = {"activation": "relu", "dtype": "float64"}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1), dtype="float64"),
            keras.layers.Conv2D(6, 5, padding="same", **options),
            keras.layers.MaxPooling2D(2, dtype="float64"),
            keras.layers.Conv2D(16, 5, **options),
            keras.layers.MaxPooling2D(2, dtype="float64"),
            keras.layers.Flatten(dtype="float64"),
            keras.layers.Dense(120, **options),
            keras.layers.Dense(84, **options),
            keras.layers.Dense(10, dtype="float64"),
        ]
    )


def wide(weights):
    """Give weights in float64, and biases that are not zero."""
    rng = np.random.default_rng(1)
    return {
        name: array.astype(float) if name.endswith("w") else rng.normal(0, 0.1, array.shape)
        for name, array in weights.items()
    }


def test_the_table_of_its_docstring():
    weights = numpy_lenet.init(0)
    counts = {n: weights[f"{n} w"].size + weights[f"{n} b"].size for n in LAYERS}
    assert counts == {"C1": 156, "C3": 2416, "C5": 48120, "F6": 10164, "output": 850}
    assert sum(counts.values()) == 61706
    logits, seen = numpy_lenet.forward(weights, np.zeros((2, 28, 28, 1), np.float32))
    assert logits.shape == (2, 10)
    assert logits.dtype == np.float32
    shapes = {name: seen[name].shape[1:] for name in ("S2", "C3", "S4", "C5", "F6", "output")}
    assert shapes == {
        "S2": (28, 28, 6),
        "C3": (14, 14, 6),
        "S4": (10, 10, 16),
        "C5": (400,),
        "F6": (120,),
        "output": (84,),
    }


def test_its_gradients_are_those_of_keras(keras_lenet, split):
    tf = pytest.importorskip("tensorflow")
    images, labels, _, _ = split
    x, y = numpy_lenet.prepare(images[:20]).astype(float), labels[:20]
    weights = wide(numpy_lenet.init(3))
    keras_lenet.set_weights([weights[f"{layer} {kind}"] for layer in LAYERS for kind in "wb"])
    with tf.GradientTape() as tape:
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(y, keras_lenet(x))
        wanted = tf.reduce_mean(losses)
    gradients = tape.gradient(wanted, [v.value for v in keras_lenet.trainable_variables])
    loss, found = numpy_lenet.loss_and_gradients(weights, x, y)
    assert loss == pytest.approx(float(wanted), rel=1e-10)
    for name, gradient in zip(
        [f"{layer} {kind}" for layer in LAYERS for kind in "wb"], gradients, strict=True
    ):
        assert np.abs(gradient).max() > 1e-4
        np.testing.assert_allclose(found[name], gradient, rtol=1e-8, atol=1e-12, err_msg=name)


def test_its_gradients_pass_the_gradient_check(split):
    images, labels, _, _ = split
    x, y = numpy_lenet.prepare(images[:3]).astype(float), labels[:3]
    weights = wide(numpy_lenet.init(4))

    def loss_and_gradient(*arrays):
        named = dict(zip(weights, arrays, strict=True))
        loss, gradients = numpy_lenet.loss_and_gradients(named, x, y)
        return (loss, *(gradients[name] for name in weights))

    result = ops.gradcheck(loss_and_gradient, tuple(weights.values()), samples=6, tolerance=1e-5)
    assert result, repr(result)


def test_it_learns_to_read_digits(split):
    images, labels, test_images, test_labels = split
    history = list(numpy_lenet.fit(images, labels, epochs=2, seed=0))
    means = [np.mean(epoch.losses) for epoch in history]
    assert means[1] < means[0] / 2
    accuracies = [
        np.mean(numpy_lenet.predict(epoch.weights, test_images) == test_labels) for epoch in history
    ]
    assert accuracies[-1] > 0.92
    assert accuracies[0] > 0.8


def test_a_small_set_is_learned_by_heart(split):
    images, labels, _, _ = split
    *_, last = numpy_lenet.fit(images[:40], labels[:40], epochs=40, seed=0, batch=20)
    assert np.mean(last.losses) < 0.01
    assert (numpy_lenet.predict(last.weights, images[:40]) == labels[:40]).all()


def test_the_same_seed_gives_the_same_network(split):
    images, labels, _, _ = split
    first, again, other = (
        next(iter(numpy_lenet.fit(images[:100], labels[:100], epochs=1, seed=seed)))
        for seed in (7, 7, 8)
    )
    assert first.losses == again.losses
    assert first.losses != other.losses
    for name in first.weights:
        np.testing.assert_array_equal(first.weights[name], again.weights[name])


def test_an_epoch_keeps_its_weights_while_training_goes_on(split):
    images, labels, _, _ = split
    training = numpy_lenet.fit(images[:64], labels[:64], epochs=2)
    first = next(training)
    kept = {name: array.copy() for name, array in first.weights.items()}
    second = next(training)
    assert (first.number, second.number, len(first.losses)) == (1, 2, 2)
    for name, array in kept.items():
        np.testing.assert_array_equal(first.weights[name], array)
    assert (first.weights["C1 w"] != second.weights["C1 w"]).any()


@pytest.mark.parametrize(
    "images", [np.zeros((2, 28, 28)), np.zeros((2, 32, 32), np.uint8), np.zeros((28, 28), np.uint8)]
)
def test_images_of_another_kind(images):
    with pytest.raises(ValueError, match="must be uint8 of shape"):
        numpy_lenet.predict(numpy_lenet.init(), images)


def test_labels_out_of_range():
    images = np.zeros((2, 28, 28), np.uint8)
    with pytest.raises(ValueError, match="labels reach from 1 to 10"):
        next(numpy_lenet.fit(images, np.array([1, 10])))


def test_images_without_labels_or_batches_are_refused_and_none_has_no_digit():
    images = np.zeros((4, 28, 28), np.uint8)
    with pytest.raises(ValueError, match="there are 4 images, but 2 labels"):
        next(numpy_lenet.fit(images, np.zeros(2, int)))
    with pytest.raises(ValueError, match="batch"):
        next(numpy_lenet.fit(images, np.zeros(4, int), batch=-1))
    assert numpy_lenet.predict(numpy_lenet.init(0), images[:0]).shape == (0,)
