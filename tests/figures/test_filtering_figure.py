"""The figure of a filtered picture shows three panels, and every weight."""

import numpy as np

from cnnteach import kernels
from cnnteach.figures.filtering import filtered

PICTURE = np.arange(108.0).reshape(9, 12)


def test_every_weight_is_written_and_readable():
    figure = filtered(PICTURE, kernels.kernel("sobel_x"), PICTURE - 50, low=-60, high=60)
    texts = figure.axes[1].texts
    assert [text.get_text() for text in texts] == ["−1", "0", "1", "−2", "0", "2", "−1", "0", "1"]
    assert {text.get_color() for text in texts} == {"white", "black"}
    assert figure.axes[2].get_xlabel() == "black −60, white 60"
    shown = figure.axes[2].images[0].get_array()
    np.testing.assert_allclose(shown, (PICTURE - 50 + 60).clip(0, 120) / 120)


def test_a_template_is_a_picture_and_a_kernel_may_be_left_out():
    assert filtered(PICTURE, PICTURE, PICTURE).axes[1].get_title() == "template 9×12"
    assert len(filtered(PICTURE, None, PICTURE).axes) == 2


def test_colour_stays_colour():
    picture = np.dstack([PICTURE] * 3)
    shown = filtered(picture, None, picture).axes[0].images[0].get_array()
    np.testing.assert_allclose(shown, picture / 255)
