"""What is cut out of a photograph before a network sees it, and what ten pieces are worth."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach.tasks.crops import centre_crop, ten_crops
from cnnteach.tasks.multi_crop import Comparison, average_crops, compare_crops
from cnnteach.tasks.photographs import as_photograph, grey, shorter_side


@pytest.mark.parametrize(
    ("shape", "side", "expected"),
    [
        ((300, 600, 3), 100, (100, 200, 3)),
        ((600, 300), 100, (200, 100, 3)),
        ((50, 50, 1), 100, (100, 100, 3)),
        ((7, 5000, 3), 10, (10, 7143, 3)),
    ],
)
def test_the_shorter_side_is_brought_to_size(shape, side, expected):
    assert shorter_side(np.zeros(shape, np.uint8), side).shape == expected


def test_resizing_keeps_left_left_and_red_red():
    image = np.zeros((40, 80, 3), np.uint8)
    image[:, 40:, 0] = 255
    small = shorter_side(image, 10)
    assert small[:, :8].max() == 0
    assert small[:, 12:, 0].min() == 255
    assert small[:, 12:, 1:].max() == 0


def test_grey_weighs_the_colours_as_the_eye_does():
    primaries = np.uint8([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]])
    np.testing.assert_allclose(grey(primaries), [[0.2125, 0.7154, 0.0721, 1]], atol=1e-6)


@pytest.mark.parametrize(
    ("image", "error", "message"),
    [
        (np.zeros((5, 5)), TypeError, "holds float64, but must hold bytes"),
        (np.zeros((5, 5, 4), np.uint8), ValueError, r"shape \(5, 5, 4\)"),
        (np.zeros((2, 5, 5, 3), np.uint8), ValueError, r"take one of a batch with images\[0\]"),
        (np.zeros((0, 5, 3), np.uint8), ValueError, r"shape \(0, 5, 3\)"),
        ("photo.jpg", TypeError, "open_image"),
    ],
)
def test_what_is_no_photograph_says_so(image, error, message):
    with pytest.raises(error, match=message):
        as_photograph(image)


def test_ten_crops_by_hand():
    image = np.arange(4 * 6).reshape(4, 6, 1)
    crops = ten_crops(image, 3)[..., 0]
    assert crops[:5, 0, 0].tolist() == [0, 3, 6, 9, 1]  # upper left pixel of each
    assert crops[:5, 2, 2].tolist() == [14, 17, 20, 23, 15]  # lower right
    np.testing.assert_array_equal(crops[5:], crops[:5, :, ::-1])


def test_a_crop_as_large_as_the_image_is_the_image():
    image = np.arange(18).reshape(3, 3, 2)
    crops = ten_crops(image, 3)
    for crop in crops[:5]:
        np.testing.assert_array_equal(crop, image)


@pytest.mark.parametrize("side", [0, 5])
def test_crops_that_do_not_fit_say_so(side):
    with pytest.raises(ValueError, match=f"no square of {side} pixels can be cut out of 4 x 6"):
        centre_crop(np.zeros((4, 6, 1)), side)


def leftmost_column(side=2):
    """A "network" whose probability of class 1 is the mean of its window's left column."""
    window = keras.Input((side, side, 1))
    left = layers.Lambda(lambda x: keras.ops.mean(x[:, :, 0], axis=1), output_shape=(1,))(window)
    return keras.Model(window, layers.Concatenate()([1 - left, left]))


def test_the_average_is_that_of_the_ten_answers():
    image = np.zeros((4, 4, 1), np.float32)
    image[:, 0] = 1  # seen by the two left crops; mirrored crops have it at their right
    probabilities = average_crops(leftmost_column(), ten_crops(image, 2))
    np.testing.assert_allclose(probabilities, [0.8, 0.2], atol=1e-6)


def test_mended_and_broken_are_counted():
    """Bright borders that one crop in the middle does not see."""
    framed, plain = np.ones((4, 4, 1), np.float32), np.zeros((4, 4, 1), np.float32)
    framed[1:3, 1:3] = 0
    inside = 1 - framed
    # ten crops of 2 x 2 of `framed`: the left column's mean is 1 or 0.5 in corners, 0 in the middle
    found = compare_crops(leftmost_column(), [framed, plain, inside], [1, 0, 1])
    assert (found.count, found.mended, found.broken) == (3, 1, 1)
    assert found.one == pytest.approx(2 / 3)
    assert found.ten == pytest.approx(2 / 3)
    assert "1 mended, 1 broken" in str(found)


def test_a_few_images_may_be_chance_and_many_are_not():
    assert "may be chance" in str(Comparison(100, 0.60, 0.63, mended=5, broken=2))
    assert "is more than chance" in str(Comparison(1000, 0.60, 0.63, mended=50, broken=20))
    assert "+3.0 points" in str(Comparison(1000, 0.60, 0.63, mended=50, broken=20))
    assert "+0.0 points" in str(Comparison(10, 0.5, 0.5, mended=0, broken=0))


def test_labels_and_images_must_be_as_many():
    with pytest.raises(ValueError, match="there are 1 images but 2 labels"):
        compare_crops(leftmost_column(), [np.zeros((4, 4, 1), np.float32)], [0, 1])


def test_a_network_for_oblongs_has_no_ten_crops():
    window = keras.Input((2, 3, 1))
    model = keras.Model(window, layers.Dense(2)(layers.Flatten()(window)))
    with pytest.raises(ValueError, match="takes images of 2 x 3; crops are squares"):
        compare_crops(model, [], [])
