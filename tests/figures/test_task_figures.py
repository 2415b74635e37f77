"""Figures of tasks: boxes, score maps, regions, neighbours, excited filters."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from cnnteach.figures.confusion import show_confusion
from cnnteach.figures.detection import show_boxes, show_score_maps
from cnnteach.figures.excitement import AGAINST, FOR, show_excitement
from cnnteach.figures.retrieval import RIGHT, WRONG, show_neighbours
from cnnteach.figures.segmentation import COLOURS, show_regions
from cnnteach.figures.segmentation import WRONG as WRONG_PIXEL
from cnnteach.figures.threshold import show_threshold


def rectangles(axes):
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def test_a_box_runs_around_its_pixels():
    """Rows 10 to 29 and columns 20 to 49 are inside: the line runs between pixels."""
    figure = show_boxes(np.zeros((60, 80, 3), np.uint8), [[10, 20, 30, 50]], ["face"])
    halo, box = rectangles(figure.axes[0])
    assert (box.get_x(), box.get_y(), box.get_width(), box.get_height()) == (19.5, 9.5, 30, 20)
    assert halo.get_linewidth() > box.get_linewidth()
    assert figure.axes[0].texts[0].get_text() == "face"


def test_no_boxes_leave_the_photograph_as_it_is():
    figure = show_boxes(np.full((6, 8), 9, np.uint8), np.empty((0, 4)))
    assert rectangles(figure.axes[0]) == []
    assert figure.axes[0].images[0].get_clim() == (0, 255)


def test_a_photograph_keeps_its_proportions():
    width, height = show_boxes(np.zeros((60, 90)), []).get_size_inches()
    assert width / height == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("boxes", "labels", "message"),
    [([[1, 2, 3]], (), r"must be \(N, 4\)"), ([[1, 2, 3, 4]], ("a", "b"), "1 boxes but 2 labels")],
)
def test_boxes_that_cannot_be_drawn_say_so(boxes, labels, message):
    with pytest.raises(ValueError, match=message):
        show_boxes(np.zeros((9, 9)), boxes, labels)


def test_scores_are_drawn_around_the_middles_of_their_windows():
    """Windows of 8 pixels, 4 apart, in 12 rows and 16 columns: the middles are at 4, 8 and 12."""
    places = np.stack(np.meshgrid([0, 4], [0, 4, 8], indexing="ij"), axis=-1)
    boxes = np.concatenate([places, places + 8], axis=-1)
    scores = np.array([[-3.0, -2, -1], [-4, 5, -6]])
    photograph, drawn, _ = show_score_maps(np.zeros((12, 16)), [scores], [boxes], ["x"]).axes
    assert drawn.get_title() == "x"
    assert list(drawn.images[0].get_extent()) == [2, 14, 10, 2]
    assert drawn.get_xlim() == (0, 16)
    assert drawn.get_ylim() == (12, 0)
    assert len(rectangles(drawn)) == 2, "the one window above 0, with its halo"
    assert rectangles(drawn)[0].get_xy() == (3.5, 3.5)
    assert not rectangles(photograph)


def test_maps_of_all_scales_share_their_greys():
    one = np.array([[[0, 0, 4, 4]]])
    maps = [np.array([[-50.0]]), np.array([[2.0]])]
    figure = show_score_maps(np.zeros((4, 4)), maps, [one, one])
    assert len({axes.images[0].get_clim() for axes in figure.axes[1:3]}) == 1


GREY = np.full((4, 6), 0.5)
SAID = np.array([[0, 0, 0, 1, 1, 1]] * 4)
TRUE = np.array([[0, 0, 1, 1, 1, 1]] * 4)


def test_regions_are_tinted_and_wrong_pixels_marked():
    figure = show_regions(GREY, SAID, TRUE, classes=("ground", "coin"))
    image, said, true, wrong = (axes.images[0].get_array() for axes in figure.axes)
    np.testing.assert_allclose(image, 0.5)
    for picture, labels in ((said, SAID), (true, TRUE)):
        for number in (0, 1):
            mixed = 0.55 * 0.5 + 0.45 * np.array(to_rgb(COLOURS[number]))
            np.testing.assert_allclose(picture[labels == number][0], mixed, atol=1e-6)
    marked = (np.abs(wrong - to_rgb(WRONG_PIXEL)) < 1e-6).all(axis=2)
    np.testing.assert_array_equal(marked, SAID != TRUE)
    assert figure.axes[3].get_title() == "wrong: 16.7% of the pixels"


def test_classes_are_named_in_a_legend():
    figure = show_regions(GREY, SAID, classes=("ground", "coin"))
    assert len(figure.axes) == 2
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["ground", "coin"]


def test_a_seam_is_drawn_before_its_column_in_every_picture():
    figure = show_regions(GREY, SAID, TRUE, classes=("ground", "coin"), seam=2)
    assert [[line.get_xdata()[0] for line in axes.lines] for axes in figure.axes] == [[1.5]] * 4


@pytest.mark.parametrize(
    ("said", "classes", "message"),
    [
        (SAID[:2], ("a", "b"), r"shape \(2, 6\), the image \(4, 6\)"),
        (SAID + 1, ("a", "b"), "classes 1 to 2, but classes names 2: a, b"),
        (SAID, ("a",) * 9, "colours for 7 classes; 9 were named"),
    ],
)
def test_regions_that_cannot_be_drawn_say_so(said, classes, message):
    with pytest.raises(ValueError, match=message):
        show_regions(GREY, said, classes=classes)


def test_neighbours_stand_in_rows_with_a_sign_each():
    pictures = [np.full((4, 4), level, np.uint8) for level in range(5)]
    figure = show_neighbours(
        pictures[:2],
        [pictures[2:4], pictures[4:]],
        right=[[True, False], [True, True]],
        titles=[["0.1", "0.2"], ["0.3", "-"]],
    )
    first = figure.axes[:3]
    assert [axes.get_title() for axes in first] == ["query", "✓ 0.1", "✗ 0.2"]
    assert [int(axes.images[0].get_array()[0, 0]) for axes in first] == [0, 2, 3]
    assert [axes.spines["left"].get_edgecolor()[:3] for axes in first[1:]] == [
        to_rgb(RIGHT),
        to_rgb(WRONG),
    ]
    assert not figure.axes[5].axison, "a row may be shorter"


def test_excitement_is_sorted_and_the_weakest_are_left_out():
    windows = [("a", "b"), ("c", ""), ("d", "e"), ("f", "g")]
    figure = show_excitement("a sentence", windows, [0.1, -2, 3, 1], names=("no", "yes"), rows=3)
    (axes,) = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["d e", "f g", "c ·"]
    bars = rectangles(axes)
    assert [bar.get_width() for bar in bars] == [3, 1, -2]
    assert [bar.get_facecolor()[:3] for bar in bars] == [to_rgb(FOR), to_rgb(FOR), to_rgb(AGAINST)]
    assert "no" in axes.get_xlabel()
    assert axes.get_xlabel().index("no") < axes.get_xlabel().index("yes")


def test_a_number_for_each_window():
    with pytest.raises(ValueError, match="1 windows but"):
        show_excitement("x", [("a",)], [1, 2])


def test_a_long_sentence_is_cut():
    figure = show_excitement("word " * 100, [("word",)], [1])
    assert len(figure.get_suptitle()) < 170
    assert figure.get_suptitle().endswith("…")


SCORES, THINGS = [5.0, 4.0, 3.0, 2.0, 1.0], [True, True, False, True, False]


def test_a_threshold_is_marked_where_it_leads_to():
    """Above 2.5 lie three, of which two are things; there are three things."""
    threshold, curve = show_threshold(SCORES, THINGS, marked=[2.5]).axes
    assert threshold.lines[-1].get_xdata()[0] == 2.5
    np.testing.assert_allclose(curve.lines[-1].get_xydata(), [[2 / 3, 2 / 3]])
    assert curve.texts[0].get_text() == "2.5"


def test_precision_and_recall_follow_the_threshold():
    precision, recall = show_threshold(SCORES, THINGS).axes[0].lines
    assert precision.get_xdata().tolist() == SCORES
    np.testing.assert_allclose(precision.get_ydata(), [1, 1, 2 / 3, 3 / 4, 3 / 5])
    np.testing.assert_allclose(recall.get_ydata(), [1 / 3, 2 / 3, 2 / 3, 1, 1])


def test_a_threshold_above_all_scores_is_not_marked():
    assert not show_threshold(SCORES, THINGS, marked=[9]).axes[1].texts


@pytest.mark.parametrize("is_thing", [[True], [False] * 5], ids=["too few", "nothing to find"])
def test_a_threshold_needs_something_to_find(is_thing):
    with pytest.raises(ValueError, match="one thing at least"):
        show_threshold(SCORES, is_thing)


def test_what_is_right_lies_on_the_diagonal_of_a_confusion():
    figure = show_confusion([0, 0, 0, 1, 2], [0, 0, 2, 1, 2], ["cat", "dog", "cup"])
    axes = figure.axes[0]
    shown = {text.get_position(): text for text in axes.texts}
    assert {place: text.get_text() for place, text in shown.items()} == {
        (0, 0): "2",
        (2, 0): "1",  # a cat that was taken for a cup: row 0, column 2
        (1, 1): "1",
        (2, 2): "1",
    }
    assert shown[2, 0].get_color() != shown[0, 0].get_color()
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["cat", "dog", "cup"]


@pytest.mark.parametrize(
    ("truth", "said", "message"),
    [
        ([0, 1], [0], r"truth has shape \(2,\), said \(1,\)"),
        ([], [], "an answer to each"),
        ([0, 2], [0, 1], "from 0 to 2, but 2 are named"),
        ([0, 1], [-1, 1], "from -1 to 1, but 2 are named"),
    ],
)
def test_a_confusion_needs_a_known_class_of_each_image(truth, said, message):
    with pytest.raises(ValueError, match=message):
        show_confusion(truth, said, ["cat", "dog"])


@pytest.mark.parametrize("things", [[True, False], [False, True]])
def test_equal_scores_are_found_at_once(things):
    points = show_threshold([1.0, 1.0], things).axes[1].lines[0].get_xydata()
    assert points.tolist() == [[1.0, 0.5]]
