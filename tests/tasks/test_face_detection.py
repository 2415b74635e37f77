"""The shipped face detector on whole photographs: the astronaut found, and next to nothing else."""

import keras
import numpy as np
import pytest
from PIL import Image

from cnnteach import models, tasks
from cnnteach.datasets import photo, photos
from cnnteach.models import weights
from cnnteach.tasks.boxes import intersection_over_union
from cnnteach.tasks.face_windows import WITH_FACES, faceless_photographs, labelled_windows

ASTRONAUT = (70, 173, 178, 277)  # her face from hair to chin, marked by eye


@pytest.fixture(scope="module")
def detector():
    return tasks.face_detector()


def test_the_astronaut_is_found_and_nothing_else_beside_her(detector):
    faces = tasks.find_faces(photo("astronaut"), detector)
    assert len(faces.boxes) == 1
    assert intersection_over_union(faces.boxes, [ASTRONAUT])[0, 0] > 0.6
    assert faces.windows > 1, "one face is seen by several windows, of which the best is kept"


def test_at_most_one_false_box_in_all_other_photographs(detector, record_property):
    assert WITH_FACES == ("astronaut", "camera"), "the two with a person's face, named and excepted"
    found = {
        name: len(tasks.find_faces(photo(name), detector).boxes)
        for name in photos()
        if name not in WITH_FACES
    }
    record_property("false boxes", str(found))
    assert len(found) >= 14
    assert sum(found.values()) <= 1, {name: count for name, count in found.items() if count}


def test_photographs_with_a_face_were_not_learned_from():
    assert set(faceless_photographs()) == set(photos()) - set(WITH_FACES)


def test_faces_that_it_never_saw(detector):
    known = labelled_windows()
    scores = keras.ops.convert_to_numpy(detector(known.test_faces[..., None]))[:, 0]
    others = keras.ops.convert_to_numpy(detector(known.test_others[..., None]))[:, 0]
    assert (scores > 0).mean() >= 0.9
    assert (others < 0).mean() >= 0.95
    right = np.concatenate([scores > 0, others < 0]).mean()
    assert right == pytest.approx(weights.card("face_detector").accuracy, abs=1e-5)


def test_it_is_opened_by_its_task_and_not_as_a_network_of_the_catalogue():
    with pytest.raises(ValueError, match=r"get it from cnnteach\.tasks\.face_detector\(\)"):
        models.load("face_detector")


@pytest.mark.parametrize("share", [0.5, 0.8])
def test_a_smaller_astronaut_is_found_where_she_then_is(detector, share):
    image = Image.fromarray(photo("astronaut"))
    smaller = np.asarray(image.resize((round(512 * share),) * 2, Image.Resampling.BILINEAR))
    faces = tasks.find_faces(smaller, detector)
    expected = np.multiply(ASTRONAUT, share)
    assert intersection_over_union(faces.boxes, [expected]).max() > 0.5


def test_the_mirrored_astronaut_is_found_at_the_other_side(detector):
    faces = tasks.find_faces(photo("astronaut")[:, ::-1], detector)
    top, left, bottom, right = ASTRONAUT
    mirrored = (top, 512 - right, bottom, 512 - left)
    assert intersection_over_union(faces.boxes, [mirrored]).max() > 0.5


def test_upside_down_there_is_no_face(detector):
    assert len(tasks.find_faces(photo("astronaut")[::-1], detector).boxes) == 0


def test_bytes_and_floats_and_a_lone_grey_channel_are_the_same_photograph(detector):
    image = photo("astronaut")[40:220, 130:320]
    of_bytes = tasks.find_faces(image, detector)
    np.testing.assert_allclose(tasks.find_faces(image / 255, detector).boxes, of_bytes.boxes)
    weights = np.array([0.2125, 0.7154, 0.0721])
    np.testing.assert_allclose(
        tasks.find_faces(image @ weights / 255, detector).boxes, of_bytes.boxes
    )


def test_a_higher_threshold_never_finds_more(detector):
    image = photo("astronaut")
    windows = [
        tasks.find_faces(image, detector, threshold=share).windows
        for share in (0.001, 0.5, 0.99, 0.999999)
    ]
    assert windows == sorted(windows, reverse=True)
    assert windows[0] > windows[-1]


def test_probabilities_belong_to_the_boxes_and_fall(detector):
    faces = tasks.find_faces(photo("astronaut"), detector, threshold=0.01, overlap=0.1)
    assert len(faces.boxes) == len(faces.probabilities)
    assert (np.diff(faces.probabilities) <= 0).all()
    assert faces.probabilities.min() >= 0.01


@pytest.mark.parametrize("shape", [(24, 200), (20, 20), (1, 1, 3)])
def test_a_photograph_smaller_than_the_window_has_no_faces(detector, shape):
    assert tasks.find_faces(np.zeros(shape, np.uint8), detector).boxes.shape == (0, 4)


@pytest.mark.parametrize(
    ("image", "options", "message"),
    [
        (np.zeros((1, 50, 50, 3)), {}, r"shape \(1, 50, 50, 3\), but must be"),
        (np.zeros((50, 50, 4)), {}, r"shape \(50, 50, 4\)"),
        (np.zeros((0, 50)), {}, r"shape \(0, 50\)"),
        (np.full((50, 50), 200.0), {}, "give bytes of 0 to 255, or floats of 0 to 1"),
        (np.full((50, 50), np.nan), {}, "floats of 0 to 1"),
        (np.zeros((50, 50)), {"threshold": 1}, "threshold is 1"),
        (np.zeros((50, 50)), {"threshold": 50}, "probability"),
        (np.zeros((50, 50)), {"factor": 1}, "factor is 1"),
    ],
)
def test_bad_input_says_what_it_is(detector, image, options, message):
    with pytest.raises(ValueError, match=message):
        tasks.find_faces(image, detector, **options)


@pytest.mark.fixtures
def test_photographs_that_nobody_chose_have_few_false_boxes(detector, fixtures, record_property):
    """Every fiftieth photograph of a thousand; some show persons."""
    files = sorted((fixtures / "photos").rglob("*.jp*g"), key=lambda file: file.name)[::50]
    assert len(files) == 20
    counts = [
        len(tasks.find_faces(np.asarray(Image.open(f).convert("RGB")), detector).boxes)
        for f in files
    ]
    record_property("boxes in 20 photographs", str(sum(counts)))
    assert sum(counts) <= 10
