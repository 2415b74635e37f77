"""Trainings of a second: they learn, repeat themselves, stop, and go on as if never stopped."""

import _thread
import signal

import keras
import numpy as np
import pytest

from cnnteach.training import Augmentation, Cosine, Plateau, fit, load_recording

OPTIONS = {
    "epochs": 3,
    "batch_size": 32,
    "learning_rate": 0.05,
    "optimizer": "nesterov",
    "weight_decay": 0.001,
    "schedule": Plateau(patience=1, margin=0.5),
    "augment": Augmentation(flip=True, shift=1),
    "validation": 0.2,
    "seed": 3,
    "every": 4,
    "record": ("c1", "pool"),
}


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.fixture(scope="module")
def whole(stripes, small_net):
    """One training from beginning to end, with the model's weights after it."""
    model = small_net()
    recording = fit(model, stripes, **OPTIONS)
    return recording, model.get_weights()


def test_it_learns(whole):
    recording, _ = whole
    assert recording.steps == 30
    assert len(recording.epochs) == 3
    assert recording.loss[-5:].mean() < 0.5 * recording.loss[0]
    assert recording.epochs[-1].validation_accuracy > 0.9
    assert recording.stopped == ""


def test_what_is_recorded_is_what_happened(whole, stripes, small_net):
    recording, _ = whole
    assert recording.layers == ("c1", "pool")
    assert recording.snapshot_steps.tolist() == [0, 4, 8, 12, 16, 20, 24, 28, 30]
    assert recording.filters("c1").shape == (9, 3, 3, 1, 4)
    assert recording.gradients("c1").shape == (9, 3, 3, 1, 4)
    assert recording.activations("pool").shape == (9, 4, 3, 4, 4)
    assert recording.predictions.shape == (9, 4, 2)
    model = small_net()
    np.testing.assert_array_equal(recording.filters("c1")[0], model.get_layer("c1").kernel)
    said = model.predict(recording.examples / np.float32(255), verbose=0)
    np.testing.assert_allclose(recording.predictions[0], said, atol=1e-6)
    upto = keras.Model(model.input, model.get_layer("pool").output)
    maps = upto.predict(recording.examples / np.float32(255), verbose=0)
    np.testing.assert_allclose(recording.activations("pool")[0], maps, rtol=2e-3, atol=1e-4)


def test_each_epoch_is_the_mean_of_its_steps(whole):
    recording, _ = whole
    for index, epoch in enumerate(recording.epochs):
        part = slice(10 * index, 10 * index + 10)
        assert epoch.loss == pytest.approx(recording.loss[part].mean())
        assert epoch.accuracy == pytest.approx(recording.accuracy[part].mean())


def test_the_plateau_divided_the_learning_rate(whole):
    recording, _ = whole
    rates = recording.learning_rate[[0, 10, 29]]
    np.testing.assert_allclose(rates, [0.05, 0.05, 0.005], rtol=1e-5)


def test_the_validation_is_the_models_own(whole, stripes, small_net):
    recording, weights = whole
    model = small_net()
    model.set_weights(weights)
    from cnnteach.training.samples import SPLIT, stream

    held = np.sort(stream(3, SPLIT).permutation(400)[:80])
    images, labels = stripes[0][held] / np.float32(255), stripes[1][held]
    said = model.predict(images[..., None], verbose=0)
    assert recording.epochs[-1].validation_accuracy == (said.argmax(axis=1) == labels).mean()
    loss = -np.log(said[np.arange(80), labels]).mean()
    assert recording.epochs[-1].validation_loss == pytest.approx(loss, rel=1e-3)
    mistakes = recording.mistakes[-1]
    wrong = np.flatnonzero(said.argmax(axis=1) != labels)[:12]
    np.testing.assert_array_equal(mistakes.labels, labels[wrong])
    np.testing.assert_array_equal(mistakes.predicted, said.argmax(axis=1)[wrong])


def test_the_same_seed_gives_the_same_weights(whole, stripes, small_net):
    recording, weights = whole
    model = small_net()
    again = fit(model, stripes, **OPTIONS)
    assert same(model.get_weights(), weights)
    np.testing.assert_array_equal(again.loss, recording.loss)


def test_another_seed_gives_other_weights(whole, stripes, small_net):
    _, weights = whole
    model = small_net()
    fit(model, stripes, **(OPTIONS | {"seed": 4}))
    assert not same(model.get_weights(), weights)


def stop_at(step):
    return lambda moment: "stop" if moment.recording.steps == step else None


@pytest.mark.parametrize("step", [1, 10, 17])
def test_stopped_and_continued_is_as_if_never_stopped(whole, stripes, small_net, step, tmp_path):
    recording, weights = whole
    first = fit(small_net(), stripes, **OPTIONS, callbacks=[stop_at(step)])
    assert first.steps == step
    assert first.stopped == "stopped by a callback"
    first.save(tmp_path / "stopped.npz")
    model = small_net(seed=99)  # another network: the weights come from the recording
    second = fit(model, stripes, resume=load_recording(tmp_path / "stopped.npz"))
    assert same(model.get_weights(), weights)
    assert second.stopped == ""
    np.testing.assert_array_equal(second.loss, recording.loss)
    np.testing.assert_array_equal(second.learning_rate, recording.learning_rate)
    np.testing.assert_array_equal(second.snapshot_steps, recording.snapshot_steps)
    np.testing.assert_array_equal(second.gradients("c1"), recording.gradients("c1"))
    np.testing.assert_array_equal(second.predictions, recording.predictions)
    assert [e[:5] for e in second.epochs] == [e[:5] for e in recording.epochs]


def test_more_epochs_go_on_from_the_end(whole, stripes, small_net):
    model = small_net()
    recording = fit(model, stripes, **(OPTIONS | {"epochs": 2, "schedule": "constant"}))
    longer = fit(model, stripes, resume=recording, epochs=3)
    straight = small_net()
    fit(straight, stripes, **(OPTIONS | {"schedule": "constant"}))
    assert same(model.get_weights(), straight.get_weights())
    assert longer.steps == 30


@pytest.fixture
def interruptible():
    """Ctrl-C as it usually is: what a shell starts in its background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interruption_ends_after_the_step_that_it_came_in(whole, stripes, small_net):
    def interrupt(moment):
        if moment.kind == "step" and moment.recording.steps == 7:
            signal.raise_signal(signal.SIGINT)

    _, weights = whole
    model = small_net()
    before = signal.getsignal(signal.SIGINT)
    stopped = fit(model, stripes, **OPTIONS, callbacks=[interrupt])
    assert signal.getsignal(signal.SIGINT) is before
    assert (stopped.steps, stopped.stopped) == (7, "interrupted")
    fit(model, stripes, resume=stopped)
    assert same(model.get_weights(), weights)


def test_an_interruption_in_the_middle_of_a_step_is_held_back(whole, stripes, small_net):
    def interrupting(images, rng):
        interrupting.calls += 1
        if interrupting.calls == 5:
            _thread.interrupt_main()
        return augment(images, rng)

    augment, interrupting.calls = OPTIONS["augment"], 0
    _, weights = whole
    model = small_net()
    stopped = fit(model, stripes, **(OPTIONS | {"augment": interrupting}))
    assert (stopped.steps, stopped.stopped) == (5, "interrupted")
    fit(model, stripes, resume=stopped, augment=augment)
    assert same(model.get_weights(), weights)


@pytest.mark.usefixtures("interruptible")
def test_a_second_interruption_goes_through_at_once_with_the_recording(stripes, small_net):
    def impatient(images, rng):
        impatient.calls += 1
        if impatient.calls == 4:
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
        return images

    impatient.calls = 0
    model = small_net()
    with pytest.raises(KeyboardInterrupt) as caught:
        fit(model, stripes, **(OPTIONS | {"augment": impatient}))
    assert caught.value.recording.steps == 3
    went_on = fit(model, stripes, resume=caught.value.recording, augment=impatient)
    assert (went_on.steps, went_on.stopped) == (30, "")


def test_an_interruption_in_a_callback_is_one_of_the_training(stripes, small_net):
    def interrupted(moment):
        raise KeyboardInterrupt

    stopped = fit(small_net(), stripes, **OPTIONS, callbacks=[interrupted])
    assert (stopped.steps, stopped.stopped) == (1, "interrupted")


def test_a_callback_that_fails_loses_nothing(stripes, small_net):
    def broken(moment):
        if moment.recording.steps == 3:
            raise ZeroDivisionError("a fault of the callback")

    model = small_net()
    with pytest.raises(ZeroDivisionError) as caught:
        fit(model, stripes, **OPTIONS, callbacks=[broken])
    recording = caught.value.recording
    assert recording.steps == 3
    assert "is not lost" in caught.value.__notes__[0]
    assert fit(model, stripes, resume=recording).steps == 30


def test_a_loss_that_is_no_number_stops_it_and_says_why(stripes, small_net):
    recording = fit(small_net(), stripes, epochs=50, learning_rate=1e30, optimizer="sgd", every=[0])
    assert recording.stopped.startswith("diverged at step")
    assert "take a smaller learning rate" in recording.stopped
    assert recording.steps < 50


def test_the_model_that_the_learner_compiled_stays_compiled_as_it_was(stripes, small_net):
    model = small_net()
    model.compile(optimizer="adam", loss="mse")
    fit(model, stripes, epochs=1, every=[0])
    assert model.loss == "mse"
    assert type(model.optimizer).__name__ == "Adam"


def test_data_are_left_as_they_were_and_floats_are_taken_as_they_are(stripes, small_net):
    images, labels = stripes[0].copy(), stripes[1].copy()
    one, two = small_net(), small_net()
    fit(one, (images, labels), epochs=1, augment=Augmentation(shift=1))
    np.testing.assert_array_equal(images, stripes[0])
    floats = (images / np.float32(255))[..., None]
    recording = fit(two, (floats, labels), epochs=1, augment=Augmentation(shift=1))
    assert same(one.get_weights(), two.get_weights())
    assert recording.examples.dtype == np.float32


def test_cosine_by_name_and_one_image_more_than_batches(stripes, small_net):
    data = stripes[0][:33], stripes[1][:33]
    recording = fit(
        small_net(), data, epochs=2, batch_size=16, schedule=Cosine(warm_up=2), learning_rate=0.1
    )
    np.testing.assert_allclose(recording.learning_rate, [0.05, 0.1, 0.1, 0.05], rtol=1e-6)


@pytest.mark.parametrize(
    ("last", "labels"),
    [
        pytest.param(lambda: keras.layers.Dense(2, activation="softmax"), 2, id="softmax-inside"),
        pytest.param(lambda: keras.layers.Dense(2), 2, id="scores-alone"),
        pytest.param(lambda: keras.layers.Dense(1, activation="sigmoid"), 2, id="sigmoid"),
        pytest.param(lambda: keras.layers.Dense(1), 2, id="one-score"),
    ],
)
def test_each_usual_end_of_a_network_learns(last, labels):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 4)).astype("float32")
    y = (x[:, 0] + x[:, 1] > 0).astype(int)
    model = keras.Sequential([keras.Input((4,)), last()])
    recording = fit(model, (x, y), epochs=20, batch_size=25, learning_rate=0.3, validation=0.2)
    assert recording.epochs[-1].validation_accuracy > 0.9
    said = recording.predictions[-1]
    np.testing.assert_allclose(said.sum(axis=-1), 1, atol=1e-6)
    right = said.argmax(axis=-1) == recording.example_labels
    assert right.mean() >= 0.75


def test_every_pixel_can_have_its_own_label():
    x = np.random.default_rng(0).normal(size=(40, 6, 5, 1)).astype("float32")
    model = keras.Sequential(
        [keras.Input((6, 5, 1)), keras.layers.Conv2D(2, 1), keras.layers.Softmax()]
    )
    y = (x[..., 0] > 0).astype(int)
    recording = fit(model, (x, y), epochs=20, batch_size=8, learning_rate=0.5, validation=0.25)
    assert recording.epochs[-1].validation_accuracy > 0.9
    assert recording.mistakes == []


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"epochs": -1}, ValueError, "epochs is -1"),
        ({"epochs": 2.5}, TypeError, "epochs is 2.5"),
        ({"batch_size": 0}, ValueError, "batch_size is 0"),
        ({"learning_rate": "fast"}, TypeError, "learning_rate is 'fast'"),
        ({"learning_rate": 0.0}, ValueError, "learning_rate is 0.0, but must be above 0"),
        ({"learning_rate": float("nan")}, ValueError, "learning_rate is nan"),
        ({"momentum": 1.0}, ValueError, "momentum is 1.0, but must be 0 or more and below 1"),
        ({"weight_decay": -1}, ValueError, "weight_decay is -1"),
        ({"weight_decay": {"c1": "much"}}, TypeError, "weight_decay is 'much'"),
        ({"weight_decay": {"c9": 0.1}}, ValueError, "names the layer 'c9'"),
        ({"schedule": "linear"}, ValueError, "schedule is 'linear'"),
        ({"seed": -1}, ValueError, "seed is -1"),
        ({"augment": "flip"}, TypeError, "augment is 'flip', but must be an Augmentation"),
        ({"augment": lambda x, rng: x[:, 1:]}, ValueError, "the shape must stay"),
        ({"validation": 1.0}, ValueError, "holds back 400 of 400"),
        ({"record": ("c7",)}, ValueError, "names the layer 'c7', but small has image, c1"),
        ({"every": 0}, ValueError, "every is 0"),
        ({"optimizer": "sgdm"}, ValueError, "optimizer is 'sgdm'; write one of"),
    ],
)
def test_each_wrong_option_says_what_came(stripes, small_net, change, kind, words):
    with pytest.raises(kind, match=words):
        fit(small_net(), stripes, **({"epochs": 1} | change))


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (lambda x, y: x, TypeError, "but must be a pair"),
        (lambda x, y: (x[:, :7], y), ValueError, r"\(400, 7, 10, 1\), but the model takes \(N, 8"),
        (lambda x, y: (x, y[:9]), ValueError, r"400 images but labels of shape \(9,\)"),
        (lambda x, y: (x, y + 1), ValueError, "go from 1 to 2, but the model tells 2 classes"),
        (lambda x, y: (x, y * 1.0), TypeError, "labels of data hold float64"),
        (lambda x, y: (x * np.nan, y), ValueError, "hold NaN or infinity"),
        (lambda x, y: (x[:0], y[:0]), ValueError, "there are no images in data"),
        (lambda x, y: (x.astype(str), y), TypeError, "hold <U3, but must hold numbers"),
    ],
)
def test_each_wrong_data_says_what_came(stripes, small_net, data, kind, words):
    with pytest.raises(kind, match=words):
        fit(small_net(), data(*stripes), epochs=1)


def test_models_that_cannot_be_trained_say_why(stripes):
    with pytest.raises(TypeError, match=r"model is a str, but must be a keras\.Model"):
        fit("lenet5", stripes)
    shapeless = keras.Sequential([keras.layers.Dense(2)])
    with pytest.raises(ValueError, match="begin the Sequential model with keras"):
        fit(shapeless, stripes)
    tanh = keras.Sequential([keras.Input((8, 10, 1)), keras.layers.Flatten()])
    tanh.add(keras.layers.Dense(2, activation="tanh", name="end"))
    with pytest.raises(ValueError, match=r"'end', ends in tanh.*pass loss="):
        fit(tanh, stripes)
    frozen = keras.Sequential([keras.Input((8, 10, 1)), keras.layers.Flatten()])
    frozen.add(keras.layers.Dense(2))
    frozen.trainable = False
    with pytest.raises(ValueError, match="has nothing to learn"):
        fit(frozen, stripes)


def test_going_on_with_another_model_is_refused(whole, stripes, small_net):
    recording, _ = whole
    with pytest.raises(ValueError, match="belongs to another model or optimizer: model/"):
        fit(small_net(classes=3), stripes, resume=recording, epochs=9)
    with pytest.raises(ValueError, match="belongs to another model or optimizer: optimizer/"):
        fit(small_net(), stripes, resume=recording, epochs=9, optimizer="adam")


def test_going_on_with_other_data_or_batches_is_refused(whole, stripes, small_net):
    recording, _ = whole
    images, labels = stripes
    size = recording.settings["batch_size"]
    with pytest.raises(ValueError, match=rf"batches of {size} an epoch.*the same data"):
        fit(small_net(), stripes, resume=recording, epochs=9, batch_size=size // 2)
    with pytest.raises(ValueError, match="go on with the same data and batch_size"):
        fit(small_net(), (images[:100], labels[:100]), resume=recording, epochs=9)


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ({"resume": "stopped.npz"}, r"resume is 'stopped.npz', but must be a Recording"),
        ({"loss": "mse"}, "loss is 'mse', but must be a keras.losses.Loss"),
        ({"schedule": [1]}, r"schedule is \[1\]; write one of"),
    ],
)
def test_a_slip_in_an_option_is_told(stripes, small_net, option, said):
    with pytest.raises((TypeError, ValueError), match=said):
        fit(small_net(), stripes, **option)


def test_one_callback_needs_no_list(stripes, small_net):
    moments = []
    fit(small_net(), stripes, epochs=1, callbacks=moments.append)
    assert moments


def test_what_a_file_cannot_keep_must_be_given_again(stripes, small_net, tmp_path):
    model = small_net()
    options = {"epochs": 2, "augment": lambda images, rng: images, "every": [0]}
    recording = fit(model, stripes, **options, callbacks=[stop_at(2)])
    recording.save(tmp_path / "own.npz")
    with pytest.raises(ValueError, match=r"augment=\.\.\. of your own.*the same augment again"):
        fit(model, stripes, resume=load_recording(tmp_path / "own.npz"))
