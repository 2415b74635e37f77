"""The windows that the detector learns from: what is done to them, and that nothing else is."""

import numpy as np
import pytest

from cnnteach.tasks.face_variations import moved, relit, spoiled, varied
from cnnteach.tasks.face_windows import as_bytes, cut, faceless_photographs, labelled_windows

STILL = {"angle": np.zeros(1), "size": np.ones(1), "shift": np.zeros((1, 2))}


def spot(row, column, side=9):
    """One white pixel on black, (1, side, side)."""
    window = np.zeros((1, side, side), np.float32)
    window[0, row, column] = 1
    return window


def place_of(window):
    return tuple(int(i) for i in np.unravel_index(window[0].argmax(), window[0].shape))


def test_doing_nothing_changes_nothing(rng):
    windows = rng.random((1, 7, 9), np.float32)
    np.testing.assert_allclose(moved(windows, **STILL), windows, atol=1e-6)


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        pytest.param({"shift": [[2, 1]]}, (3, 3), (5, 4), id="down-and-right"),
        pytest.param({"shift": [[-1, -3]]}, (3, 3), (2, 0), id="up-and-left"),
        pytest.param({"size": [2]}, (5, 3), (6, 2), id="twice-as-far-from-the-middle"),
        pytest.param({"angle": [np.pi / 2]}, (4, 7), (1, 4), id="anticlockwise"),
        pytest.param({"angle": [np.pi]}, (1, 4), (7, 4), id="upside-down"),
    ],
)
def test_moves_by_hand(change, before, after):
    options = STILL | {name: np.array(value, float) for name, value in change.items()}
    assert place_of(moved(spot(*before), **options)) == after


def test_a_hundred_faces_and_a_hundred_others_apart(rng):
    known = labelled_windows()
    assert [part.shape for part in known] == [(80, 25, 25)] * 2 + [(20, 25, 25)] * 2
    assert all(part.dtype == np.float32 and 0 <= part.min() <= part.max() <= 1 for part in known)
    flat = [{window.tobytes() for window in part} for part in known]
    assert not flat[0] & flat[2]
    assert not flat[1] & flat[3]


def test_varied_faces_are_new_yet_near(rng):
    face = labelled_windows().faces[:1]
    windows = varied(face, 200, rng)
    assert windows.shape == (200, 25, 25)
    assert windows.min() >= 0
    assert windows.max() <= 1
    assert len({window.tobytes() for window in windows}) == 200
    both = np.stack([face[0], face[0, :, ::-1]]).reshape(2, -1)
    alike = np.corrcoef(np.vstack([both, windows.reshape(200, -1)]))[:2, 2:].max(axis=0)
    assert alike.mean() > 0.6
    assert alike.min() > 0.3


def test_spoiled_faces_are_no_longer_like_the_face(rng):
    face = labelled_windows().faces[:1]
    windows = spoiled(face, 200, rng)
    assert windows.shape == (200, 25, 25)
    both = np.stack([face[0], face[0, :, ::-1]]).reshape(2, -1)
    alike = np.corrcoef(np.vstack([both, windows.reshape(200, -1)]))[:2, 2:].max(axis=0)
    assert alike.mean() < 0.4


def test_light_changes_all_pixels_of_a_window_alike(rng):
    ramp = np.linspace(0.2, 0.8, 25, dtype=np.float32)
    windows = relit(np.tile(ramp, (50, 25, 1)), rng)
    assert (np.diff(windows, axis=2) >= 0).all(), "what was darker stays so"
    assert windows.std(axis=0).min() > 0.02, "each window has its own light"


def test_cuts_come_from_the_photographs_at_all_their_sizes():
    """Two photographs of plain greys: windows hold nothing else, and each has its share of them."""
    levels = [[np.full((30, 40), 0.25, np.float32)], [np.full((25, 25), 0.75, np.float32)]]
    rng = np.random.default_rng(1)
    windows = cut(levels, 400, rng)
    assert windows.shape == (400, 25, 25)
    assert (np.ptp(windows, axis=(1, 2)) < 1e-6).all()
    bright = (windows.mean(axis=(1, 2)) > 0.5).mean()
    assert 0.35 < bright < 0.65


def test_bytes_are_rounded_not_cut():
    assert as_bytes(np.float32([0, 0.4999 / 255, 0.5001 / 255, 1])).tolist() == [0, 0, 1, 255]


def test_photographs_are_grey_and_have_no_faces():
    images = faceless_photographs()
    assert not {"astronaut", "camera"} & set(images)
    assert all(image.ndim == 2 and image.dtype == np.float32 for image in images.values())
    assert all(image.min() >= 0 and image.max() <= 1 for image in images.values())
