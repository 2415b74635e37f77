"""KernelLab's album keeps every number, and any picture is made to fit or refused with a reason."""

import io

import numpy as np
import pytest
from PIL import Image

from cnnteach.datasets import photo
from cnnteach.widgets.kernel_lab.photographs import album, fitted, photograph


def test_the_album_holds_the_photographs_to_the_last_number():
    names, files = album()
    assert names[0] == "chelsea"
    assert "shapes" in names
    for name, file in zip(names, files, strict=True):
        picture = np.array(Image.open(io.BytesIO(file)).convert("RGB"))
        np.testing.assert_array_equal(picture, photograph(name))
        assert max(picture.shape) <= 256
        assert len(np.unique(picture)) > 50
    assert sum(map(len, files)) < 300_000


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((10, 20), (10, 20)), ((10, 20, 1), (10, 20)), ((300, 451, 3), (170, 256)), ((512, 8), None)],
)
def test_a_picture_gets_three_channels_and_fits(shape, expected):
    picture = np.zeros(shape, np.uint8)
    if expected is None:
        with pytest.raises(ValueError, match="too thin"):
            fitted(picture)
    else:
        assert fitted(picture).shape == (*expected, 3)
        assert fitted(picture).dtype == np.uint8


def test_small_pictures_keep_their_numbers():
    picture = photo("coffee")[100:200, 50:250]
    np.testing.assert_array_equal(fitted(picture), picture)
    np.testing.assert_array_equal(fitted(picture.astype(float)), picture)
    np.testing.assert_array_equal(fitted(picture / 255), picture)
    np.testing.assert_array_equal(fitted(picture[:, :, 1])[..., 2], picture[:, :, 1])
    np.testing.assert_array_equal(fitted(picture > 100), np.where(picture > 100, 255, 0))


@pytest.mark.parametrize(
    ("picture", "kind", "message"),
    [
        (np.zeros((2, 9, 9, 3)), ValueError, r"shape \(2, 9, 9, 3\).*x\[0\]"),
        (np.zeros((9, 9, 4)), ValueError, r"shape \(9, 9, 4\)"),
        (np.zeros(9), ValueError, r"shape \(9,\)"),
        (np.zeros((0, 9)), ValueError, r"shape \(0, 9\)"),
        (np.zeros((7, 9)), ValueError, "7 x 9 pixels is too small.*8 x 8"),
        (np.full((9, 9), np.nan), ValueError, "NaN or infinity"),
        (np.full((9, 9), 300), ValueError, r"from 300 to 300.*np\.clip"),
        (np.full((9, 9), -1.0), ValueError, "from -1 to -1"),
        ([["a"] * 9] * 9, TypeError, "<U1 values; numbers of 0 to 255"),
    ],
)
def test_what_is_no_picture_is_refused(picture, kind, message):
    with pytest.raises(kind, match=message):
        fitted(picture)
