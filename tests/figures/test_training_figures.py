"""Pictures of a training: what is drawn is what was given."""

import numpy as np
import pytest

from cnnteach.figures.training import progress, tiles


def test_tiles_share_one_scale_with_zero_in_the_middle():
    filters = np.zeros((2, 3, 1, 3))
    filters[..., 0] = 2.0
    filters[0, 1, 0, 1] = -1.0
    picture = tiles(filters)
    assert picture.shape == (2, 3 * 3 + 2, 3)
    assert (picture[:, 0:3] == 1.0).all()
    assert picture[0, 5].tolist() == [0.25] * 3
    assert picture[1, 5].tolist() == [0.5] * 3
    assert (picture[:, 3] == 1).all()  # the gap


def test_each_filter_can_have_its_own_scale():
    filters = np.zeros((1, 2, 1, 3))
    filters[0, :, 0, 0] = 4.0, -2.0
    filters[0, :, 0, 1] = 0.0, 0.1
    picture = tiles(filters, each=True)[0, :, 0]
    assert picture.tolist() == [1.0, 0.25, 1.0, 0.5, 1.0, 1.0, 0.5, 0.5]


def test_colour_filters_keep_their_colours_and_fill_rows():
    filters = np.zeros((2, 2, 3, 6))
    filters[:, :, 0, 5] = 1.0
    picture = tiles(filters)
    assert picture.shape == (5, 8, 3)
    assert picture[3, 6].tolist() == [1.0, 0.5, 0.5]


def test_of_many_channels_the_first_is_drawn():
    filters = np.random.default_rng(0).normal(size=(3, 3, 4, 2))
    filters[:, :, 0] /= abs(filters).max() / abs(filters[:, :, 0]).max()
    shown = tiles(filters)[:, :3, 0]
    np.testing.assert_allclose(shown, 0.5 + 0.5 * filters[:, :, 0, 0] / abs(filters).max())


def lines(axes):
    return {line.get_label(): line.get_xydata() for line in axes.get_lines()}


def test_the_curves_are_the_numbers():
    loss = np.linspace(3, 1, 120)
    tested = {"tested_steps": [60, 120], "tested_loss": [1.5, 0.9], "tested_accuracy": [0.4, 0.8]}
    figure = progress(loss, np.linspace(0, 1, 120), **tested, total=200, now=90)
    upper, lower = figure.axes
    np.testing.assert_allclose(lines(upper)["batch"][:, 1], loss)
    np.testing.assert_allclose(lines(upper)["validation"], [[60, 1.5], [120, 0.9]])
    np.testing.assert_allclose(lines(lower)["validation"], [[60, 0.4], [120, 0.8]])
    means = lines(upper)["mean of 2"]
    np.testing.assert_allclose(means[0], [1, loss[:2].mean()])
    assert lower.get_xlim() == (0, 200)
    assert [line for line in upper.get_lines() if (np.asarray(line.get_xdata()) == 90).all()]


def test_without_validation_there_is_no_such_line():
    nothing = {"tested_steps": [2], "tested_loss": [np.nan], "tested_accuracy": [np.nan]}
    figure = progress([2.0, 1.0], [0.0, 1.0], **nothing)
    assert set(lines(figure.axes[0])) == {"batch"}


@pytest.mark.parametrize(
    "images",
    [
        pytest.param(np.full((3, 4, 5, 1), 255, np.uint8), id="grey-bytes"),
        pytest.param(np.ones((3, 4, 5)), id="grey-floats"),
        pytest.param(np.ones((3, 4, 5, 3), np.float32), id="colour"),
    ],
)
def test_mistakes_are_drawn_with_both_names(images):
    names = {"labels": ["cat", "dog", "cat"], "predicted": ["dog", "cat", "fox"]}
    figure = progress([1.0], [0.0], images=images, **names)
    axes = figure.axes[-1]
    assert [text.get_text() for text in axes.texts] == [
        "cat, not dog",
        "dog, not cat",
        "cat, not fox",
    ]
    drawn = axes.images[0].get_array()
    assert drawn[:4, :5].min() == 1.0
    figure.canvas.draw()


def test_a_training_that_has_not_begun_can_be_drawn():
    progress([], []).canvas.draw()


def test_a_loss_that_is_no_number_can_be_drawn():
    progress([2.3, 80.0, np.inf, np.nan], [0.1, 0.0, 0.0, 0.0]).canvas.draw()
