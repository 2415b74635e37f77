"""TrainingTimeline in Python: its small net learns as Keras's does; recordings, and branches."""

import base64
import json
import re

import numpy as np
import pytest

from cnnteach import ops
from cnnteach.training import load_recording
from cnnteach.training.recording import Epoch, LayerSnapshot, Recording, Snapshot
from cnnteach.widgets import TrainingTimeline, chance
from cnnteach.widgets.training_timeline import film, plane_net, plane_surface
from cnnteach.widgets.training_timeline.lessons import LESSONS, PLAIN
from cnnteach.widgets.training_timeline.plane_data import SHAPES, points


def with_keras(timeline, steps):
    """Train Keras's own layers on the small net's batches and masks; return the weights."""
    import keras

    units, rate = timeline.units, timeline.learning_rate
    first = plane_net.first_weights(units, timeline.seed)
    hidden = keras.layers.Dense(units, activation="relu")
    output = keras.layers.Dense(1)
    image, mask = keras.Input((2,)), keras.Input((units,))
    model = keras.Model([image, mask], output(hidden(image) * mask))
    w1, b1, w2, b2 = np.split(first, [2 * units, 3 * units, 4 * units])
    model.set_weights([w1.reshape(2, units), b1, w2[:, None], b2])
    optimizer = keras.optimizers.SGD(rate, momentum=timeline.momentum)
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile(optimizer=optimizer, loss=loss)
    (places, labels), _ = points(timeline.data, seed=timeline.seed)
    for step in range(steps):
        size = timeline.batch_size
        chosen = plane_net.batch_at(step, size, timeline.seed)
        kept = plane_net.mask_at(step, size, units, timeline.seed, timeline.dropout)
        masks = (kept / (1 - timeline.dropout)).astype("float32")
        model.train_on_batch(
            [places[chosen].astype("float32"), masks], labels[chosen, None].astype("float32")
        )
    return np.concatenate([array.ravel() for array in model.get_weights()])


@pytest.mark.parametrize(
    "words",
    [
        {"learning_rate": 0.1, "momentum": 0.9},
        {"data": "ring", "units": 5, "learning_rate": 0.5, "dropout": 0.4, "seed": 3},
    ],
)
def test_the_small_net_learns_as_keras_does(words):
    timeline = TrainingTimeline(steps=25, step=25, **words)
    np.testing.assert_allclose(timeline.weights, with_keras(timeline, 25), atol=2e-4)


def test_its_gradient_is_the_slope():
    rng = np.random.default_rng(0)
    (places, labels), _ = points("overlap", seed=2, mislabelled=0.2)
    weights, mask = rng.standard_normal(25), rng.random((10, 6)) > 0.3

    def loss(values):
        return plane_net.loss_and_gradient(values, places[:10], labels[:10], mask, 0.3)[0]

    _, gradient = plane_net.loss_and_gradient(weights, places[:10], labels[:10], mask, 0.3)
    step = 1e-6 * np.eye(25)
    slopes = [(loss(weights + each) - loss(weights - each)) / 2e-6 for each in step]
    np.testing.assert_allclose(gradient, slopes, atol=1e-8)


def test_each_step_is_one_of_sgd():
    timeline = TrainingTimeline(momentum=0.5, steps=50)
    weights, velocity = timeline.training.weights, None
    (places, labels), _ = points("moons")
    for step in range(8):
        chosen, mask = plane_net.batch_at(step, 10, 0), np.ones((10, 8), bool)
        batch = places[chosen], labels[chosen]
        _, gradient = plane_net.loss_and_gradient(weights[step], *batch, mask, 0.0)
        moved, velocity = ops.sgd(
            weights[step], gradient, velocity, learning_rate=0.5, momentum=0.5
        )
        np.testing.assert_allclose(moved, weights[step + 1], rtol=1e-12)


def test_a_branch_shares_all_up_to_its_step_and_none_after():
    timeline = TrainingTimeline(dropout=0.3, branch_at=(100, 2.0))
    branch = timeline.training.weights
    timeline.follow_branch = False
    first = timeline.training.weights
    np.testing.assert_array_equal(branch[:101], first[:101])
    assert (branch[101] != first[101]).any()
    timeline.branch_at = None
    assert timeline.branch_at == []


def dead(timeline):
    (places, _), _ = timeline._points()
    sums, _ = plane_net.scores(timeline.training.weights[-1], places)
    return int((~(sums > 0).any(axis=0)).sum())


def test_the_lessons_show_what_their_names_say():
    shown = {name: TrainingTimeline(**settings) for name, settings in LESSONS.items()}
    runs = {name: timeline.training for name, timeline in shown.items()}
    assert runs["it learns"].loss[-1] < 0.1 < runs["it learns"].loss[0] / 5
    small = runs["steps too small"]
    assert 0.8 * small.loss[0] < small.loss[-1] < small.loss[0]
    assert runs["too large: it diverges"].batch_loss.max() > 100
    assert dead(shown["dead units"]) >= 3
    assert dead(shown["it learns"]) == 0
    over, dropped = runs["overfitting"], runs["dropout against it"]
    assert over.loss[-1] < 0.2
    assert over.tested_loss[-1] > 2 * over.tested_loss.min()
    assert dropped.tested_loss[-1] < 0.6 * over.tested_loss[-1]
    assert set().union(*(set(settings) for settings in LESSONS.values())) == set(PLAIN)


@pytest.mark.parametrize("shape", SHAPES)
def test_points_keep_to_their_shape_and_the_square_that_is_shown(shape):
    trained, tested = points(shape, seed=4)
    places = np.concatenate([trained.places, tested.places])
    labels = np.concatenate([trained.labels, tested.labels])
    assert (np.abs(places) < 1.9).mean() > 0.97
    radius, product = np.hypot(*places.T), places.prod(axis=1)
    if shape == "ring":
        assert radius[labels == 0].max() < radius[labels == 1].min()
    if shape == "corners":
        np.testing.assert_array_equal(product > 0, labels == 1)
    wrong, clean = points(shape, seed=4, mislabelled=0.4)
    assert 5 < (wrong.labels != trained.labels).sum() < 27
    np.testing.assert_array_equal(clean.labels, tested.labels)


def test_chance_is_even_and_streams_are_apart():
    one, other = (chance.uniform(seed, 3, np.arange(4000)) for seed in (0, 1))
    counts = np.histogram(one, 10, (0, 1))[0]
    assert (np.abs(counts - 400) < 80).all()
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.05
    assert abs(np.corrcoef(one[1:], one[:-1])[0, 1]) < 0.05
    assert not np.isin(one, chance.uniform(0, 4, np.arange(4000))).any()


def test_the_surface_goes_through_the_loss_of_the_step():
    timeline = TrainingTimeline(step=120)
    rows = timeline.training.weights[timeline.training.looked]
    middle, axes, share = plane_surface.directions(rows)
    np.testing.assert_allclose(axes @ axes.T, np.eye(2), atol=1e-12)
    assert 0.8 < share <= 1
    centre, half = plane_surface.frame_of((rows - middle) @ axes.T)
    at = ((timeline.weights - middle) @ axes.T - centre) / half
    row, column = int((1 - at[1]) * 16), int((1 + at[0]) * 16)
    here = plane_net.loss_of(timeline.weights, *timeline._points()[0])
    around = timeline.surface[row - 1 : row + 2, column - 1 : column + 2]
    assert around.min() <= here <= around.max()
    assert timeline.surface.shape == (32, 32)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"data": "spiral"}, "data is 'spiral', but must be one of 'moons', 'ring'"),
        ({"batch_size": 7}, "batch_size is 7, but must divide 40"),
        ({"learning_rate": 0}, "learning_rate is 0, but must be a number from 1e-06 to 100"),
        ({"learning_rate": "fast"}, "learning_rate is 'fast', but must be a number"),
        ({"dropout": 1.0}, "dropout is 1.0, but must be a number from 0.0 to 0.95"),
        ({"units": 13}, "units is 13, and TrainingTimeline shows at most 12"),
        ({"branch_at": 3}, "branch_at is 3; write a step and a learning rate"),
        ({"branch_at": (3, -1)}, "the learning rate of branch_at is -1, but must be a number"),
    ],
)
def test_what_has_no_meaning_is_refused(words, message):
    with pytest.raises((TypeError, ValueError), match=message):
        TrainingTimeline(**words)


# Recordings


def recording(steps=9, seed=0):
    """Return a small recording with everything in it, as `fit` would leave it behind."""
    rng = np.random.default_rng(seed)
    made = Recording("toy", 60, {}, rng.integers(0, 256, (2, 6, 6, 1), np.uint8), np.array([1, 0]))
    for step in range(steps):
        made.add_step(2 / (step + 1), step / steps, 0.1)
    made.epochs = [Epoch(steps, 0.5, 0.7, 0.6, 0.65, 1.0)]
    for step in (0, 4, steps):
        maps = rng.random((2, 4, 4, 3)).astype(np.float16)
        maps[..., 2] = 0
        kernels = rng.standard_normal((3, 3, 1, 3)).astype(np.float32)
        layers = {
            "c1": LayerSnapshot(kernels, kernels / 9, maps),
            "f5": LayerSnapshot(rng.standard_normal((4, 5)), None, rng.random((2, 5))),
        }
        said = rng.dirichlet(np.ones(3), 2).astype(np.float32)
        made.snapshots.append(Snapshot(step, said, layers))
    return made


def test_a_film_holds_what_was_recorded():
    made = recording()
    shown = film.Film(made)
    numbers, pictures = np.frombuffer(shown.numbers, "f4"), np.frombuffer(shown.pictures, "i1")

    def array(name, source):
        at, shape = shown.words["arrays"][name].values()
        return source[at : at + int(np.prod(shape))].reshape(shape)

    np.testing.assert_allclose(array("loss", numbers), made.loss)
    np.testing.assert_allclose(array("predictions", numbers), made.predictions)
    np.testing.assert_allclose(array("epochs", numbers)[0], made.epochs[0], rtol=1e-6)
    kernels, maps = made.filters("c1"), np.asarray(made.activations("c1"), np.float32)
    expected = {
        "filters": [[kernels[s, ..., f] for f in range(3)] for s in range(3)],
        "activations": [
            [maps[s, e, :, :, f, None] for e in range(2) for f in range(3)] for s in range(3)
        ],
    }
    for part, tiles in expected.items():
        scale = array(f"c1/{part}/scale", numbers)[..., None, None, None]
        found = array(f"c1/{part}", pictures) * scale / 127
        np.testing.assert_allclose(found, tiles, atol=np.abs(tiles).max() / 250)
    maps = array("c1/activations/scale", numbers).reshape(3, 2, 3)
    assert (maps[..., 2] == 0).all()
    assert (maps[..., :2] > 0).all()
    assert "f5/gradients" not in shown.words["arrays"]
    assert shown.words["kernels"] == {"c1": [3, 3, 1, 3], "f5": [4, 5]}


def test_the_path_is_that_of_the_weights():
    places = film.paths_of(film.Film(recording()), film.Film(recording(seed=1)))["c1"]
    rows = [recording(seed=seed).filters("c1").reshape(3, -1) for seed in (0, 1)]
    joint = np.concatenate(rows)
    lengths = np.linalg.svd(joint - joint.mean(axis=0), compute_uv=False) ** 2
    assert places["share"] == pytest.approx(lengths[:2].sum() / lengths.sum(), rel=1e-6)
    spread = np.concatenate(places["places"])
    np.testing.assert_allclose((spread**2).sum(axis=0), lengths[:2], rtol=1e-6)


def test_the_shipped_recording_can_be_played():
    shipped = load_recording("zfnet_cifar10")
    timeline = TrainingTimeline(shipped, step=1500)
    assert timeline.layer == "conv1"
    assert timeline.describe().startswith("TrainingTimeline: step 1500 of <Recording of zfnet")
    assert len(timeline._pictures) == shipped.filters("conv1").size
    titles = [axes.get_title() for axes in timeline.figure().axes]
    assert titles == ["loss", "accuracy", "conv1: 48 filters 7 x 7, each at its own scale"]
    state = json.loads(re.search(r'(?s)id="state">(.*?)</script>', timeline.page())[1])
    assert base64.b64decode(state["_pictures"]["base64"]) == timeline._pictures
    with pytest.raises(ValueError, match="a recording does not fit into a link; save it"):
        timeline.link()


def test_a_branch_of_a_recording_is_what_the_function_trains():
    asked = []

    def branch(step, rate):
        asked.append((step, rate))
        return recording(seed=5)

    timeline = TrainingTimeline(recording(), branch=branch)
    assert timeline.can_branch
    timeline.branch_at = (4, 0.5)
    assert asked == [(4, 0.5)]
    assert timeline._branch_pictures == film.Film(recording(seed=5)).pictures
    assert len(timeline._paths["c1"]["places"]) == 2
    assert timeline._status == ""
    timeline.branch_at = []
    assert (timeline._branch_film, timeline.branched) == ({}, None)


def test_a_branch_that_fails_says_why_and_raises_nothing():
    def branch(step, rate):
        raise MemoryError("no room for the network")

    timeline = TrainingTimeline(recording(), branch=branch)
    timeline.branch_at = (4, 0.5)
    assert timeline._status == "The branch failed: no room for the network"
    assert timeline._branch_film == {}


def test_a_recording_without_snapshots_is_refused():
    empty = recording()
    empty.snapshots = []
    with pytest.raises(ValueError, match=r"no snapshots to look at; ask fit for every="):
        TrainingTimeline(empty)


def test_a_training_that_diverged_in_its_first_epoch_is_shown():
    lost = recording()
    lost.add_step(np.nan, 0.3, 0.1)
    lost.epochs, lost.stopped = [], "diverged at step 9"
    timeline = TrainingTimeline(lost, step=4)
    assert timeline._film["arrays"]["epochs"]["shape"] == [0, 6]
    assert timeline.describe().endswith(
        "10 steps, 0 epochs, loss 2 to nan; diverged at step 9>, layer c1"
    )
    titles = [axes.get_title() for axes in timeline.figure().axes]
    assert titles == ["loss", "accuracy", "c1: 3 filters 3 x 3, each at its own scale"]


def test_what_is_no_recording_and_layers_that_were_not_recorded_are_refused():
    with pytest.raises(TypeError, match=r"recording is 'moons'; .*small net's points with data="):
        TrainingTimeline("moons")
    with pytest.raises(ValueError, match="there is no layer 'c9'; there are c1, f5"):
        TrainingTimeline(recording(), layer="c9")
    with pytest.raises(ValueError, match="no layer 'c1'; there are none without a recording"):
        TrainingTimeline(layer="c1")
    timeline = TrainingTimeline(recording(), layer="f5")
    with pytest.raises(ValueError, match="no layer 'nope'"):
        timeline.layer = "nope"
    assert timeline.describe().endswith("layer f5")


def test_snapshots_are_thinned_where_they_would_be_too_large(monkeypatch):
    monkeypatch.setattr(film, "MOST_PICTURES", 400)
    shown = film.Film(recording())
    assert shown.words["snapshots"] == [0, 9]
