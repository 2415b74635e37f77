"""A window at every place and scale: what it finds lies where it was put."""

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach.tasks.sliding_window import ScoreMap, best_windows, pyramid, score_maps


def detector_of(pattern):
    """A network of one dense layer that answers most to a pattern (H, W) of +1 and -1."""
    window = keras.Input((*pattern.shape, 1))
    model = keras.Model(window, layers.Dense(1)(layers.Flatten()(window)))
    model.set_weights([pattern.reshape(-1, 1), np.zeros(1)])
    return model


CROSS = np.full((8, 12), -1.0)
CROSS[3:5] = CROSS[:, 5:7] = 1


def enlarged(pattern, factor):
    return np.kron((pattern + 1) / 2, np.ones((factor, factor))).astype(np.float32)


def test_levels_shrink_by_the_factor_until_the_window_no_longer_fits():
    levels = pyramid(np.zeros((100, 60), np.float32), window=(20, 15), factor=2.0)
    assert [level.image.shape for level in levels] == [(100, 60), (50, 30), (25, 15)]
    assert [level.scale for level in levels] == [(1, 1), (2, 2), (4, 4)]


def test_sides_that_do_not_divide_have_their_own_scales():
    levels = pyramid(np.zeros((101, 61), np.float32), window=15, factor=2.0)
    assert [level.image.shape for level in levels] == [(101, 61), (50, 30), (25, 15)]
    assert levels[1].scale == (101 / 50, 61 / 30)


def test_for_small_things_the_photograph_is_enlarged():
    levels = pyramid(np.zeros((40, 40), np.float32), window=20, smallest=10, factor=2.0)
    assert [level.image.shape for level in levels] == [(80, 80), (40, 40), (20, 20)]


def test_a_photograph_smaller_than_the_window_has_no_level():
    assert pyramid(np.zeros((10, 40), np.float32), window=20) == []


def test_smaller_is_a_mean_and_not_a_selection():
    stripes = np.tile(np.float32([0, 1]), (40, 20))
    (_, half) = pyramid(stripes, window=20, factor=2.0)
    np.testing.assert_allclose(half.image[:, 2:-2], 0.5, atol=0.05)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"factor": 1.0}, "factor is 1"), ({"smallest": 0}, "smallest is 0")],
)
def test_a_pyramid_that_would_never_end_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        pyramid(np.zeros((40, 40), np.float32), window=20, **options)


@pytest.mark.parametrize("factor", [1, 2, 4])
def test_a_pattern_is_found_where_it_was_put_at_its_size(factor):
    image = np.full((60, 90), 0.5, np.float32)
    height, width = 8 * factor, 12 * factor
    image[10 : 10 + height, 30 : 30 + width] = enlarged(CROSS, factor)
    maps = score_maps(detector_of(CROSS), image, factor=2.0)
    boxes, scores = best_windows(maps, threshold=0)
    np.testing.assert_allclose(
        boxes[scores.argmax()], (10, 30, 10 + height, 30 + width), atol=factor
    )


def test_windows_of_a_coarse_scale_are_large_and_far_apart():
    level = ScoreMap((3.0, 2.0), np.zeros((30, 40)), np.zeros((2, 4)), (25, 20), (4, 5))
    boxes = level.boxes()
    assert boxes.shape == (2, 4, 4)
    assert boxes[0, 0].tolist() == [0, 0, 75, 40]
    assert boxes[1, 3].tolist() == [12, 30, 87, 70]


def test_only_scores_above_the_threshold_count():
    scores = np.array([[0.5, 0.6], [0.7, 0.4]])
    level = ScoreMap((1, 1), np.zeros((6, 6)), scores, (4, 4), (2, 2))
    boxes, found = best_windows([level, level._replace(scale=(2, 2))], threshold=0.5)
    assert found.tolist() == [0.6, 0.7, 0.6, 0.7]
    assert boxes[:, :2].tolist() == [[0, 2], [2, 0], [0, 4], [4, 0]]


def test_no_scale_gives_no_windows():
    boxes, scores = best_windows([], threshold=0)
    assert boxes.shape == (0, 4)
    assert scores.shape == (0,)
