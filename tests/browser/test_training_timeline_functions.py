"""What the view of TrainingTimeline computes is what its Python computes, which Keras confirms."""

import numpy as np
import pytest
from harness.view import blank, call

from cnnteach.widgets import TrainingTimeline, chance
from cnnteach.widgets.training_timeline import plane_net, plane_surface
from cnnteach.widgets.training_timeline.plane_data import SHAPES, points

pytestmark = pytest.mark.browser
TRAIN = """(s, branch) => {
    const points = drawPoints(s), run = trainPlane(s, points, branch);
    const rows = run.looked.map((k) => Array.from(weightsAt(run, k))), plane = directions(rows);
    const places = rows.map((row) => placeIn(plane, row)), w = weightsAt(run, 7), U = s.units;
    const frame = frameOf(places), loss = lossSurface(w, placeIn(plane, w), plane, frame, points);
    const kept = Array.from({ length: s.batch_size * U }, (_, k) =>
        Number(keepsOf(s)(5, Math.floor(k / U), k % U)));
    return { ...run, ...plane, places: places.flat(), half: frame.half, surface: loss, kept,
        points: points.places, labels: points.label, on: onCounts(w, U, points) };
}"""


@pytest.fixture
def run(tabs):
    """``run(function, *values)`` calls a function of the widget's script."""
    page = blank(tabs())

    def called(function, *values):
        return call(page, f"{TrainingTimeline._esm}\nconst asked = {function};", "asked", *values)

    return called


def random_settings(seed):
    rng = np.random.default_rng(seed)
    settings = {
        "data": SHAPES[seed % len(SHAPES)],
        "units": int(rng.integers(1, 13)),
        "steps": int(rng.choice([1, 37, 120])),
        "learning_rate": float(rng.choice([0.01, 0.2])),
        "batch_size": int(rng.choice([1, 4, 8, 10, 40])),
        "momentum": float(rng.choice([0.0, 0.5])),
        "dropout": float(rng.choice([0.0, 0.3])),
        "mislabelled": float(rng.choice([0.0, 0.2])),
        "seed": int(rng.integers(0, 1000)),
    }
    settings["steps"] = max(settings["steps"], 8)
    branch = {"step": settings["steps"] // 2, "rate": 0.1} if seed % 3 == 0 else None
    return settings, branch


@pytest.mark.parametrize("seed", range(12))
def test_the_training_is_that_of_numpy(run, seed):
    settings, branch = random_settings(seed)
    found = run(TRAIN, settings, branch)
    words = {f"branch_{name}": value for name, value in (branch or {}).items()}
    expected = plane_net.train(**settings, **words)
    close = {"rtol": 1e-6, "atol": 1e-9}
    np.testing.assert_allclose(found["weights"], expected.weights.ravel(), **close)
    np.testing.assert_allclose(found["batchLoss"], expected.batch_loss, **close)
    np.testing.assert_array_equal(found["looked"], expected.looked)
    np.testing.assert_allclose(found["loss"], expected.loss, **close)
    np.testing.assert_allclose(found["testedLoss"], expected.tested_loss, **close)
    both = points(settings["data"], seed=settings["seed"], mislabelled=settings["mislabelled"])
    np.testing.assert_allclose(found["points"], np.concatenate([p.places for p in both]).ravel())
    np.testing.assert_array_equal(found["labels"], np.concatenate([p.labels for p in both]))
    masks = settings["batch_size"], settings["units"], settings["seed"], settings["dropout"]
    np.testing.assert_array_equal(found["kept"], plane_net.mask_at(5, *masks).ravel())
    sums, _ = plane_net.scores(expected.weights[7], both[0].places)
    np.testing.assert_array_equal(found["on"], (sums > 0).sum(axis=0))


@pytest.mark.parametrize("seed", range(4))
def test_the_plane_of_its_path_and_the_loss_there_are_those_of_numpy(run, seed):
    settings, _ = random_settings(seed + 20)
    found = run(TRAIN, settings, None)
    training = plane_net.train(**settings)
    rows = training.weights[training.looked]
    middle, axes, share = plane_surface.directions(rows)
    assert found["share"] == pytest.approx(share, rel=1e-9)
    np.testing.assert_allclose(found["axes"], axes, atol=1e-6)
    places = (rows - middle) @ axes.T
    np.testing.assert_allclose(found["places"], places.ravel(), atol=1e-6)
    frame = plane_surface.frame_of(places)
    assert found["half"] == pytest.approx(frame[1], rel=1e-6)
    here = (training.weights[7] - middle) @ axes.T
    trained, _ = points(
        settings["data"], seed=settings["seed"], mislabelled=settings["mislabelled"]
    )
    expected = plane_surface.surface(training.weights[7], here, axes, frame, trained)
    np.testing.assert_allclose(found["surface"], expected.ravel(), rtol=1e-4, atol=1e-6)


def test_chance_is_the_same_number_for_number(run):
    index = np.arange(0, 40_000, 37)
    function = """(seed, stream, index) => Float64Array.from(
        [...Array.from(index, (k) => uniform(seed, stream, k)),
         ...Array.from(index, (k) => normal(seed, stream, k))])"""
    for seed, stream in ((0, 0), (1, 7), (4_000_000_000, 3)):
        found = run(function, seed, stream, index.astype(np.int32))
        np.testing.assert_array_equal(found[: len(index)], chance.uniform(seed, stream, index))
        np.testing.assert_allclose(found[len(index) :], chance.normal(seed, stream, index))


def test_a_training_that_breaks_down_is_shown_to_its_end(run):
    settings = random_settings(0)[0] | {"learning_rate": 50.0, "momentum": 0.0, "steps": 60}
    found = run("(s) => trainPlane(s, drawPoints(s))", settings)
    expected = plane_net.train(**settings)
    assert np.isfinite(found["weights"]).mean() == np.isfinite(expected.weights).mean()
    lost = run("(s) => divergedAt(trainPlane(s, drawPoints(s)))", settings)
    worst = 10 * max(expected.batch_loss[0], np.log(2))
    assert lost == np.flatnonzero(~(expected.batch_loss < worst))[0]
