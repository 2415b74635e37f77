"""The explorers' pictures for paper: nothing is cut off, and every number can be read."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.text import Text

from cnnteach import widgets
from cnnteach.figures.tones import MARK
from cnnteach.widgets.training_timeline.lessons import LESSONS

LOG = {name: (widgets.TrainingTimeline, words) for name, words in LESSONS.items()}
STATES = {name: (getattr(widgets, name), {}) for name in widgets.__all__} | {
    "padded": (widgets.ConvExplorer, {"size": (8, 10), "padding": 2}),
    "padded pooling": (widgets.PoolingExplorer, {"window": 3, "padding": 1, "kind": "average"}),
    "steepness": (widgets.KernelLab, {"mode": "steepness"}),
    "template": (widgets.KernelLab, {"mode": "template"}),
    "largest dial": (widgets.SharingDial, {"size": 8, "kernel": 5}),
    "convolution of the dial": (widgets.SharingDial, {"size": 8, "sharing": "shared"}),
    "GoogLeNet": (widgets.NetworkDesigner, {"network": "googlenet"}),
    "plain light": (widgets.OrientationTuning, {"stimulus": "light"}),
    **LOG,
}


def drawn(figure):
    """Draw a figure; return what draws it."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas.get_renderer()


@pytest.mark.parametrize("name", STATES)
def test_nothing_is_cut_off(name):
    kind, words = STATES[name]
    figure = kind(**words).figure()
    used, whole = figure.get_tightbbox(drawn(figure)), figure.bbox_inches
    assert used.x0 > -0.01
    assert used.y0 > -0.01
    assert used.x1 < whole.x1 + 0.01
    assert used.y1 < whole.y1 + 0.01


@pytest.mark.parametrize("name", [name for name in STATES if name != "NetworkDesigner"])
def test_numbers_in_cells_do_not_run_into_each_other(name):
    kind, words = STATES[name]
    figure = kind(**words).figure()
    renderer = drawn(figure)
    for axes in figure.axes:
        cells = [text for text in axes.texts if text.get_horizontalalignment() == "center"]
        boxes = [text.get_window_extent(renderer) for text in cells]
        for number, box in enumerate(boxes):
            touched = [k for k in range(number) if box.overlaps(boxes[k])]
            assert touched == [], (axes.get_title(), cells[number].get_text())


@pytest.mark.parametrize("name", LOG)
def test_losses_have_two_plain_numbers_or_more(name):
    kind, words = LOG[name]
    axes = kind(**words).figure().axes[0]
    low, high = axes.get_ylim()
    ticks = [tick for tick in axes.get_yticks() if low <= tick <= high]
    assert len(ticks) >= 2
    texts = [axes.yaxis.get_major_formatter()(tick) for tick in ticks]
    np.testing.assert_allclose([float(text) for text in texts], ticks)


def test_what_is_padded_says_so_and_the_picture_itself_is_outlined():
    axes = widgets.ConvExplorer(size=(4, 5), padding=1).figure().axes[0]
    assert axes.get_title() == "input 4×5, padded to 6×7"
    boxes = {patch.get_linestyle(): patch.get_bbox().bounds for patch in axes.patches}
    assert boxes["solid"] == (-0.5, -0.5, 3, 3)
    assert [box for style, box in boxes.items() if style != "solid"] == [(0.5, 0.5, 5, 4)]


def test_a_dilated_window_marks_the_pixels_that_it_meets():
    axes = widgets.ConvExplorer(size=7, dilation=2).figure().axes[0]
    marks = [patch for patch in axes.patches if to_hex(patch.get_edgecolor()) == MARK]
    corners = {patch.get_xy() for patch in marks if patch.get_width() == 1}
    assert corners == {(x - 0.5, y - 0.5) for x in (0, 2, 4) for y in (0, 2, 4)}


def test_the_window_of_a_padded_pooling_leaves_the_title_free():
    figure = widgets.PoolingExplorer(window=3, padding=1, kind="average").figure()
    renderer = drawn(figure)
    for axes in figure.axes[::2]:
        window = axes.patches[0].get_window_extent(renderer)
        assert not window.overlaps(axes.title.get_window_extent(renderer))


def test_no_answer_looks_like_none():
    figure = widgets.OrientationTuning(stimulus="light").figure()
    for axes in figure.axes[2:]:
        assert axes.get_ylim() == (0, 0.1)


def test_a_white_map_is_told_apart_from_its_neighbours_and_from_the_paper():
    figure = widgets.DigitPad(sample=-1).figure()
    for axes in figure.axes[1:5]:
        shown = axes.images[0]
        assert axes.axison
        gaps = np.ma.getmaskarray(shown.get_array())
        assert gaps.any()
        assert to_hex(shown.cmap.get_bad()) not in ("#ffffff", "#000000")


def test_numbers_below_zero_have_a_true_minus():
    graph = widgets.GraphExplorer("y = a * b", {"a": -2, "b": 3}).figure()
    window = widgets.ConvExplorer().figure()
    boxes = widgets.DetectorExplorer(threshold=-3).figure()
    for figure in (graph, window, boxes):
        texts = [text.get_text() for text in figure.findobj(Text)]
        assert any("−" in text for text in texts)
        assert not [text for text in texts if "-" in text]


def test_large_limits_are_written_out():
    words = widgets.KernelLab(mode="template").figure().axes[-1].get_xlabel()
    assert words == "black 640,950, white 3,964,953"
