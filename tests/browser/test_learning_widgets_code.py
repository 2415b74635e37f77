"""The code that TrainingTimeline, DigitPad and OrientationTuning give is run, and says the same."""

import contextlib
import io
import re

import numpy as np
import pytest
from every_page import EveryPage

from cnnteach.training import load_recording
from cnnteach.widgets import DigitPad, OrientationTuning, TrainingTimeline

pytestmark = pytest.mark.browser


@pytest.fixture
def printed(tabs):
    """``printed(widget, **names)`` runs a widget's code; returns the numbers of each line."""

    def run(widget, **names):
        _, seen = EveryPage.alone(tabs(), widget)
        seen.control("code").press("Enter")
        code = seen.root.locator(".cn-code pre").text_content()
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec(code, names)
        lines = said.getvalue().strip().splitlines()
        return [[float(n) for n in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", line)] for line in lines]

    return run


@pytest.mark.parametrize("words", [{}, {"data": "ring", "units": 3, "branch_at": (20, 0.5)}])
def test_the_training_of_the_small_net(printed, words):
    timeline = TrainingTimeline(steps=40, learning_rate=0.2, momentum=0.5, **words)
    (numpys,), (kerass,) = printed(timeline)
    assert numpys == pytest.approx(timeline.training.loss[-1])
    assert kerass == pytest.approx(timeline.training.loss[-1], abs=2e-4)


def test_with_dropout_keras_draws_masks_of_its_own(printed):
    timeline = TrainingTimeline(steps=20, dropout=0.3)
    (numpys,), (kerass,) = printed(timeline)
    assert numpys == pytest.approx(timeline.training.loss[-1])
    assert kerass == pytest.approx(numpys, abs=0.3)


def test_the_snapshot_of_a_recording(printed):
    recording = load_recording("zfnet_cifar10")
    lines = printed(TrainingTimeline(recording, step=1500), recording=recording)
    assert lines[-2] == [7, 7, 3, 48]
    assert lines[-1] == pytest.approx([recording.loss[1500], recording.learning_rate[1500]])


def test_the_probabilities_of_a_digit(printed):
    pad = DigitPad(sample=13)
    flat = np.concatenate(printed(pad))
    assert len(flat) == 20
    np.testing.assert_allclose(flat[:10], pad.probabilities, atol=1e-3)
    np.testing.assert_allclose(flat[10:], pad.probabilities, atol=1e-3)


@pytest.mark.parametrize(
    "words",
    [
        {"drift": 1, "orientation": 50},
        {"stimulus": "grating", "reach": 2, "phase": 30},
        {"stimulus": "grating", "pooling": "energy", "drift": 3},
        {"stimulus": "light"},
        {"stimulus": "spot", "filters": np.eye(5), "width": 4},
    ],
)
def test_the_answers_of_the_cells(printed, words):
    cells = OrientationTuning(**words)
    lines = printed(cells, cells=cells)
    assert len(lines) == (1 if words.get("pooling") else 2)
    for line in lines:
        assert line == pytest.approx([cells.simple, cells.complex], abs=1e-3)
