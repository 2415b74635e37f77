"""The pictures that ConvExplorer offers."""

import numpy as np
import pytest

from cnnteach.widgets.inputs import gallery

NAMES, PICTURES = gallery()


def test_each_has_grey_and_three_colours_and_something_to_see():
    assert PICTURES.shape == (len(NAMES), 32, 32, 4)
    assert PICTURES.dtype == np.uint8
    for name, picture in zip(NAMES, PICTURES, strict=True):
        assert picture[..., 0].std() > 1 or name == "binary 5x5", name
        assert len(np.unique(picture[:5, :5, 0])) > 1, name


def test_the_lectures_binary_image_is_among_them():
    expected = ["11100", "01110", "00111", "00110", "01100"]
    found = PICTURES[NAMES.index("binary 5x5"), :5, :5, 0]
    assert ["".join(map(str, row)) for row in found] == expected


def test_photographs_grey_is_that_of_their_colours():
    for name in ("cat's eye", "coffee cup", "astronaut", "flower"):
        picture = PICTURES[NAMES.index(name)].astype(float)
        np.testing.assert_allclose(
            picture[..., 0], picture[..., 1:] @ (0.299, 0.587, 0.114), atol=1
        )
        assert len(np.unique(picture[..., 0])) > 50


@pytest.mark.parametrize("seed", [0, 1])
def test_a_seed_changes_the_random_picture_alone(seed):
    names, pictures = gallery(seed)
    same = [bool((a == b).all()) for a, b in zip(pictures, PICTURES, strict=True)]
    assert same == [name != "random" or seed == 0 for name in names]
