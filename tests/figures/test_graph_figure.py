"""The picture of a computational graph says what the graph holds."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from cnnteach.figures.graph import computational_graph
from cnnteach.figures.tones import MARK
from cnnteach.graph import Scalar


@pytest.fixture
def lecture():
    a, b = Scalar(2, "a"), Scalar(1, "b")
    c, d = (a + b).named("c"), (b + 1).named("d")
    return (c * d).named("e")


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def patches(figure, kind):
    return [patch for patch in figure.axes[0].patches if isinstance(patch, kind)]


def test_values_slopes_and_gradients_are_written(lecture):
    lecture.backward()
    written = texts(computational_graph(**lecture.drawing()))
    assert {"a\n2", "b\n1", "c = a + b\n3", "d = b + 1\n2", "e = c · d\n6"} <= set(written)
    assert {"∂e/∂a = 2", "∂e/∂b = 5", "∂e/∂c = 2", "∂e/∂d = 3", "∂e/∂e = 1"} <= set(written)
    assert sorted(text for text in written if text in "123") == ["1", "1", "1", "2", "3"]


def test_gradients_appear_as_they_come(lecture):
    steps = lecture.backward_steps()
    assert not any("∂" in text for text in texts(computational_graph(**lecture.drawing())))
    next(steps)
    next(steps)
    assert sorted(t for t in texts(computational_graph(**lecture.drawing())) if "∂" in t) == [
        "∂e/∂c = 2",
        "∂e/∂e = 1",
    ]


def test_the_marked_edge_alone_goes_back(lecture):
    step = list(lecture.backward_steps())[2]  # from e to d
    arrows = patches(computational_graph(**lecture.drawing(step)), FancyArrowPatch)
    marked = [i for i, arrow in enumerate(arrows) if to_hex(arrow.get_edgecolor()) == MARK]
    assert marked == [4]
    assert arrows[4].get_linewidth() > arrows[0].get_linewidth()


def test_boxes_do_not_overlap_and_lie_inside_the_picture():
    x, w, bias = Scalar(1.5, "x"), Scalar(-0.7, "w"), Scalar(0.3, "bias")
    y = ((x * w + bias).relu() + x * x + w).tanh().named("y")
    y.backward()
    figure = computational_graph(**y.drawing())
    boxes = patches(figure, FancyBboxPatch)
    assert len(boxes) == 10
    corners = np.array([(b.get_x(), b.get_y(), b.get_width(), b.get_height()) for b in boxes])
    low, high = corners[:, :2] - 0.05, corners[:, :2] + corners[:, 2:] + 0.05
    for i in range(len(boxes)):
        for j in range(i):
            assert (low[i] >= high[j]).any() or (low[j] >= high[i]).any()
    axes = figure.axes[0]
    assert low[:, 0].min() > axes.get_xlim()[0]
    assert high[:, 0].max() < axes.get_xlim()[1]
    assert low[:, 1].min() > axes.get_ylim()[0]
    assert high[:, 1].max() < axes.get_ylim()[1]


def test_words_fit_into_their_boxes(lecture):
    figure = computational_graph(**lecture.drawing())
    renderer = FigureCanvasAgg(figure).get_renderer()
    inside = {t.get_text(): t.get_window_extent(renderer) for t in figure.axes[0].texts}
    for patch in patches(figure, FancyBboxPatch):
        box = patch.get_window_extent(renderer)
        middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        (words,) = [e for t, e in inside.items() if "\n" in t and e.contains(*middle)]
        assert box.x0 < words.x0
        assert words.x1 < box.x1
        assert box.y0 < words.y0
        assert words.y1 < box.y1


def test_two_edges_between_the_same_nodes_are_drawn_apart():
    x = Scalar(3, "x")
    first, second = patches(computational_graph(**(x * x).drawing()), FancyArrowPatch)
    assert not np.allclose(first.get_path().vertices, second.get_path().vertices)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"values": [1.0]}, "values has 1 entries, but must have 2"),
        ({"slopes": [1.0, 2.0]}, "slopes has 2 entries, but must have 1"),
        ({"edges": [(0, 2)]}, "only the nodes 0 to 1"),
        ({"marked": 1}, "only the edges 0 to 0"),
    ],
)
def test_lists_that_do_not_belong_together(changed, words):
    good = {
        "labels": ["a", "b"],
        "values": [1.0, 2.0],
        "positions": [(0, 0), (1, 0)],
        "edges": [(0, 1)],
        "slopes": [2.0],
    }
    assert texts(computational_graph(**good))
    with pytest.raises(ValueError, match=words):
        computational_graph(**{**good, **changed})
