"""DetectorExplorer in Python: the shipped detector's scores, boxes as the tasks keep them."""

import numpy as np
import pytest

from cnnteach import tasks
from cnnteach.datasets import photo
from cnnteach.tasks.sliding_window import ScoreMap, best_windows
from cnnteach.widgets import DetectorExplorer
from cnnteach.widgets.detector_explorer import example as detector_example


@pytest.fixture(scope="module")
def arrays():
    return tasks.detector_arrays(photo("camera"), longest=160)


def level(scores, scale=(1.0, 1.0)):
    return ScoreMap(scale, np.zeros((40, 40)), np.array(scores, float), (8, 8), (4, 4))


def test_the_stored_scores_are_those_of_the_shipped_detector():
    said = tasks.detector_arrays(detector_example.photograph())["maps"]
    stored = detector_example.score_maps()
    assert len(stored) == len(said)
    for (scale, scores), one in zip(stored, said, strict=True):
        np.testing.assert_allclose(scale, one.scale)
        np.testing.assert_allclose(scores, one.scores, rtol=2e-3, atol=2e-2)


def test_the_astronaut_is_found_and_a_lower_threshold_costs_false_boxes():
    explorer = DetectorExplorer()
    assert explorer.costs == {"found": 1, "false": 0, "missed": 0}
    wrong = []
    for threshold in (3, 0, -2, -4):
        explorer.threshold = threshold
        assert explorer.costs["found"] == 1
        wrong.append(explorer.costs["false"])
    assert wrong == sorted(wrong)
    assert wrong[0] < wrong[-1]
    explorer.threshold = 50
    assert explorer.costs == {"found": 0, "false": 0, "missed": 1}


@pytest.mark.parametrize("threshold", [-3.0, 0.0, 4.6])
def test_windows_and_boxes_are_those_of_the_tasks(arrays, threshold):
    explorer = DetectorExplorer(**arrays, threshold=threshold, overlap=0.2)
    boxes, scores = best_windows(arrays["maps"], threshold=threshold)
    kept = tasks.non_maximum_suppression(boxes, scores, overlap=0.2)
    np.testing.assert_allclose(explorer.kept, boxes[kept])
    assert len(explorer.windows[0]) == len(boxes)
    np.testing.assert_array_equal(explorer.image, arrays["image"])
    for ours, theirs in zip(explorer.maps, arrays["maps"], strict=True):
        np.testing.assert_allclose(ours, theirs.scores)


def test_one_face_found_twice_is_one_found_and_one_false():
    scores = [[5, -9, -9], [-9, -9, -9], [-9, -9, 4]]
    explorer = DetectorExplorer(
        np.zeros((16, 16)), [level(scores)], truth=[(0, 0, 8, 8), (8, 0, 16, 8)], threshold=0
    )
    assert explorer.kept.tolist() == [[0, 0, 8, 8], [8, 8, 16, 16]]
    assert explorer.costs == {"found": 1, "false": 1, "missed": 1}


def test_a_photograph_of_ones_own_is_described_drawn_and_not_linked(arrays):
    explorer = DetectorExplorer(**arrays)
    assert "160x160 photograph" in explorer.describe()
    explorer.figure()
    with pytest.raises(ValueError, match="a line cannot carry a photograph"):
        explorer.link()


def test_grey_and_floats_become_bytes_of_three_channels():
    grey = np.linspace(0, 1, 256).reshape(16, 16)
    image = DetectorExplorer(grey, [level([[1.0]])]).image
    assert (image.shape, image.dtype) == ((16, 16, 3), np.uint8)
    assert (image == np.rint(255 * grey)[..., None]).all()


IMAGE, MAP = np.zeros((16, 16)), level([[1.0]])


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        ({"image": IMAGE}, TypeError, "image and maps belong together"),
        ({"maps": [MAP]}, TypeError, "image and maps belong together"),
        ({"image": IMAGE, "maps": []}, ValueError, "one map at least"),
        ({"image": IMAGE, "maps": [3]}, TypeError, r"maps\[0\] is a int"),
        ({"image": IMAGE, "maps": [MAP, MAP._replace(step=(2, 2))]}, ValueError, "one step"),
        ({"image": IMAGE, "maps": [level([[np.nan]])]}, ValueError, r"maps\[0\] must be finite"),
        ({"image": np.zeros((401, 9)), "maps": [MAP]}, ValueError, "detector_arrays"),
        ({"image": np.zeros((9, 9, 2)), "maps": [MAP]}, ValueError, r"must be \(H, W\)"),
        ({"image": np.full((9, 9), 2.0), "maps": [MAP]}, ValueError, "divide by 255"),
        ({"image": IMAGE, "maps": [MAP], "truth": [(0, 0, 0, 1)]}, ValueError, "no area"),
        ({"overlap": 2}, ValueError, "overlap is 2"),
        ({"threshold": "high"}, TypeError, "threshold is 'high'"),
        ({"scale": -1}, ValueError, "scale is -1"),
    ],
)
def test_what_cannot_be_says_so(given, kind, words):
    with pytest.raises(kind, match=words):
        DetectorExplorer(**given)
