"""The picture that follows a training: in one place, not too often, and saying how far it is."""

import io

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from cnnteach.training import LiveView, ProgressBar, fit
from cnnteach.training import live_view as module

OPTIONS = {"epochs": 3, "batch_size": 50, "validation": 0.25}


class Clock:
    """Time that goes by only when somebody works."""

    def __init__(self):
        self.now = 100.0

    def perf_counter(self):
        return self.now


def test_drawing_takes_a_twentieth_of_the_time_at_most(stripes, small_net, monkeypatch):
    clock, pictures = Clock(), []
    monkeypatch.setattr(module, "time", clock)

    def show(picture):
        pictures.append((clock.now, picture.caption))
        clock.now += 0.5

    def work(moment):
        clock.now += 1.0 if moment.kind == "step" else 0.0

    view = LiveView(show=show)
    fit(small_net(), stripes, **(OPTIONS | {"epochs": 10}), callbacks=[work, view])
    assert view.drawn == len(pictures) == 6  # 60 seconds of work: one each 12.5 s, and the last
    assert view.seconds == pytest.approx(3.0)
    assert np.diff([moment for moment, _ in pictures])[:-1].min() >= 0.5 / 0.04
    assert "Step 1 of 60" in pictures[0][1]
    assert "nothing is lost" in pictures[0][1]
    assert "Step 60 of 60" in pictures[-1][1]
    assert "in validation" in pictures[-1][1]


def test_the_figure_shows_curves_filters_and_mistakes(stripes, small_net):
    pictures = []
    view = LiveView(classes=("standing", "lying"), show=pictures.append)
    recording = fit(small_net(), stripes, **(OPTIONS | {"learning_rate": 0.001}), callbacks=[view])
    axes = pictures[-1].figure.axes
    assert [a.get_title() for a in axes] == [
        *("loss", "accuracy", "c1: 4 filters 3 x 3, each at its own scale"),
        "taken for something else",
    ]
    assert axes[-1].texts[0].get_text() in ("standing, not lying", "lying, not standing")
    np.testing.assert_allclose(axes[0].get_lines()[0].get_ydata(), recording.loss, rtol=1e-6)
    assert pictures[-1].png()[:4] == b"\x89PNG"


def test_a_recording_is_drawn_as_it_was_at_a_step(stripes, small_net):
    recording = fit(small_net(), stripes, **OPTIONS, every=6)
    figure = recording.figure(7)
    assert len(figure.axes[0].get_lines()[0].get_ydata()) == 7
    drawn = figure.axes[2].images[0].get_array()
    from cnnteach.figures.training import tiles

    np.testing.assert_allclose(drawn, tiles(recording.filters("c1")[1], each=True), atol=1e-6)
    assert not np.allclose(drawn, tiles(recording.filters("c1")[2], each=True))
    assert recording.figure().axes[2].images[0].get_array().shape == drawn.shape


def test_the_bar_counts_the_steps_and_says_what_was_reached(stripes, small_net):
    file = io.StringIO()
    recording = fit(small_net(), stripes, **OPTIONS, callbacks=[ProgressBar(file=file)])
    said = file.getvalue()
    assert "18/18" in said
    assert f"{recording.epochs[-1].validation_accuracy:.2%} right in validation" in said


CELL = """
import numpy as np, keras
from cnnteach.training import LiveView, fit
model = keras.Sequential([keras.Input((6, 6, 1)), keras.layers.Conv2D(2, 3, name="c1"),
                          keras.layers.Flatten(), keras.layers.Dense(2, name="scores")])
x = np.random.default_rng(0).normal(size=(64, 6, 6, 1)).astype("float32")
recording = fit(model, (x, (x.mean(axis=(1, 2, 3)) > 0).astype(int)), epochs=2, validation=0.25,
                batch_size=16, callbacks=[LiveView()])
"""


@pytest.mark.slow
def test_in_a_notebook_each_picture_takes_the_place_of_the_one_before():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    pictures = [o for o in notebook.cells[0].outputs if o.output_type == "display_data"]
    assert len(pictures) == 1
    assert "Step 6 of 6" in pictures[0].data["text/html"]
    assert "image/png" in pictures[0].data
