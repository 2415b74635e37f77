"""Mirrored, shifted and turned images, by hand and by law."""

import numpy as np
import pytest

from cnnteach.training import Augmentation
from cnnteach.training.augmentation import flip, rotate, shift


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.fixture
def images():
    return rng(9).integers(0, 256, (40, 6, 7, 3)).astype(np.uint8)


def test_flip_mirrors_columns_of_about_half_and_leaves_the_others(images):
    flipped = flip(images, rng())
    mirrored = [np.array_equal(a, b[:, ::-1]) for a, b in zip(flipped, images, strict=True)]
    same = [np.array_equal(a, b) for a, b in zip(flipped, images, strict=True)]
    assert np.array_equal(np.add(mirrored, same), np.ones(40))
    assert 10 < sum(mirrored) < 30


def test_shift_moves_each_image_by_its_own_whole_pixels_and_reflects_the_border(images):
    moved = shift(images, rng(1), pixels=2)
    found = set()
    for before, after in zip(images, moved, strict=True):
        padded = np.pad(before, ((2, 2), (2, 2), (0, 0)), mode="reflect")
        windows = {(r, c): padded[r : r + 6, c : c + 7] for r in range(5) for c in range(5)}
        places = [place for place, window in windows.items() if np.array_equal(window, after)]
        assert places
        found.add(places[0])
    assert len(found) > 10
    assert {0, 4} <= {row for row, _ in found}
    assert {0, 4} <= {column for _, column in found}


def test_rotate_turns_a_pixel_by_no_more_than_the_degrees(images):
    dot = np.zeros((200, 21, 21, 1), np.float32)
    dot[:, 10, 18] = 1  # 8 pixels to the right of the middle
    turned = rotate(dot, rng(), degrees=20)
    rows, columns = np.indices((21, 21)) - 10.0
    mass = turned[..., 0].sum(axis=(1, 2))
    y = (turned[..., 0] * rows).sum(axis=(1, 2)) / mass
    x = (turned[..., 0] * columns).sum(axis=(1, 2)) / mass
    angles = np.degrees(np.arctan2(y, x))
    assert np.abs(np.hypot(y, x) - 8).max() < 0.3
    assert np.abs(angles).max() < 21
    assert angles.min() < -15
    assert angles.max() > 15


def test_a_quarter_turn_is_numpys_rot90():
    image = rng(3).normal(size=(1, 5, 5, 2)).astype(np.float32)

    class Always:
        def uniform(self, low, high, count):
            return np.full(count, 90.0)

    turned = rotate(image, Always(), degrees=90)
    either = [np.rot90(image, k, axes=(1, 2)) for k in (1, 3)]
    assert min(np.abs(turned - each).max() for each in either) < 1e-5


@pytest.mark.parametrize("change", [flip, shift, rotate, Augmentation(True, 2, 5.0)])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_pure_functions_of_images_and_generator(images, change, dtype):
    given = images.astype(dtype)
    kept = given.copy()
    one, two, other = change(given, rng(1)), change(given, rng(1)), change(given, rng(2))
    np.testing.assert_array_equal(given, kept)
    np.testing.assert_array_equal(one, two)
    assert one.dtype == dtype
    assert one.shape == given.shape
    assert not np.array_equal(one, other)


def test_an_augmentation_does_what_it_says_and_no_more(images):
    np.testing.assert_array_equal(Augmentation()(images, rng()), images)
    np.testing.assert_array_equal(Augmentation(flip=True)(images, rng(4)), flip(images, rng(4)))
    moved = shift(images, rng(4), pixels=3)
    np.testing.assert_array_equal(Augmentation(shift=3)(images, rng(4)), moved)
    turned = rotate(images, rng(4), degrees=8)
    np.testing.assert_array_equal(Augmentation(rotation=8.0)(images, rng(4)), turned)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: flip(np.zeros((5, 5, 3)), rng()), r"\(5, 5, 3\), but must be \(N, H, W, C\)"),
        (lambda: shift(np.zeros((1, 4, 9, 1)), rng(), pixels=4), "pixels can be 3 at most"),
        (lambda: shift(np.zeros((1, 4, 9, 1)), rng(), pixels=-1), "pixels is -1"),
        (lambda: Augmentation(rotation=-3.0), "rotation is -3.0"),
        (lambda: Augmentation(shift=-1), "shift is -1"),
    ],
)
def test_errors_say_what_came(call, words):
    with pytest.raises(ValueError, match=words):
        call()
