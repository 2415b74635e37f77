import itertools

import numpy as np
import pytest

from cnnteach.datasets import photo
from cnnteach.figures.images import channels, show_images


def drawn(figure):
    """Return the arrays that the figure shows, with what is black and white."""
    pictures = [axes.images[0] for axes in figure.axes if axes.images]
    return [(p.get_array(), *p.get_clim()) for p in pictures]


def test_a_photograph_is_shown_as_it_is():
    image = photo("chelsea")
    (shown, _, _), (grey, low, high) = drawn(show_images(image, image[:, :, 0]))
    np.testing.assert_array_equal(shown, image)
    np.testing.assert_array_equal(grey, image[:, :, 0])
    assert (low, high) == (0, 255)


def test_a_dark_image_of_bytes_stays_dark():
    ((_, low, high),) = drawn(show_images(np.full((4, 4), 30, np.uint8)))
    assert (low, high) == (0, 255)


def test_zero_is_middle_grey_where_there_are_negatives_and_a_scale_says_so():
    figure = show_images(np.array([[-1.0, 0.0], [3.0, 1.0]]), titles=("edges",))
    ((_, low, high),) = drawn(figure)
    assert low == -high
    scale = figure.axes[-1]
    assert scale is not figure.axes[0]
    assert [label.get_text() for label in scale.get_yticklabels()][1] == "0"


def test_a_few_extremes_do_not_make_the_rest_grey():
    responses = np.random.default_rng(0).normal(size=(100, 100))
    responses[0, :10] = 1000
    ((_, low, high),) = drawn(show_images(responses))
    assert 2 < high < 5
    assert low == -high


def test_the_channels_are_shown_in_order_on_one_scale():
    image = np.zeros((4, 6, 3), np.uint8)
    image[:, :] = 10, 20, 30
    pictures = drawn(channels(image))
    np.testing.assert_array_equal(pictures[0][0], image)
    for (plane, low, high), level in zip(pictures[1:], (10, 20, 30), strict=True):
        assert (plane == level).all()
        assert (low, high) == (0, 255)


def test_channels_of_floats_share_their_scale():
    image = np.full((2, 2, 3), 0.1)
    image[0, 0, 1] = 0.8
    assert [limits for _, *limits in drawn(channels(image))[1:]] == [[0, 0.8]] * 3


def test_images_wrap_into_rows_and_a_single_channel_axis_is_dropped():
    figure = show_images(*[np.ones((3, 4, 1))] * 5, columns=3)
    assert len(drawn(figure)) == 5
    assert drawn(figure)[0][0].shape == (3, 4)
    assert figure.axes[0].get_gridspec().get_geometry() == (2, 3)


@pytest.mark.parametrize("title", ["box: sum 1", "a true convolution, its kernel flipped"])
def test_letters_grow_with_a_wide_figure_as_far_as_titles_stay_apart(title):
    figure = show_images(*[np.zeros((3, 4))] * 4, titles=[title] * 4)
    titles = [axes.title for axes in figure.axes]
    sizes = {each.get_fontsize() for each in titles}
    assert sizes == {10} if len(title) > 20 else min(sizes) > 13
    figure.draw_without_rendering()
    ends = [each.get_window_extent() for each in titles]
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(ends))


def test_titles_may_be_an_array_of_labels():
    figure = show_images(np.ones((2, 2)), np.ones((2, 2)), titles=np.array([7, 9]))
    assert [axes.get_title() for axes in figure.axes] == ["7", "9"]


@pytest.mark.parametrize(
    ("image", "said"),
    [
        (np.zeros((1, 4, 4, 3)), r"shape \(1, 4, 4, 3\).*x\[0\]"),
        (np.zeros((3, 32, 32)), "channels last"),
        (np.zeros((0, 4)), r"shape \(0, 4\)"),
        (np.array([[1.0, np.nan]]), "NaN"),
        (np.full((2, 2, 3), 255.0), "from 255 to 255.*divide by 255"),
        (np.full((2, 2, 3), -0.5), "must stay in 0 to 1"),
    ],
)
def test_what_is_no_image_is_refused(image, said):
    with pytest.raises(ValueError, match=said):
        show_images(image)


def test_no_image_and_too_many_titles_are_refused():
    with pytest.raises(ValueError, match=r"0 image\(s\)"):
        show_images()
    with pytest.raises(ValueError, match="one title an image"):
        show_images(np.ones((2, 2)), titles=("a", "b"))
    with pytest.raises(ValueError, match=r"shape \(2, 2\): one channel only"):
        channels(np.ones((2, 2)))
