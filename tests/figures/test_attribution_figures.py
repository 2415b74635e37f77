"""Figures of maps: what is drawn is what was given, on scales that fit it."""

from itertools import pairwise

import numpy as np
import pytest

from cnnteach.figures.attributions import show_attributions
from cnnteach.figures.covering import show_occlusion
from cnnteach.figures.forgetting import show_forgetting, similarity_lines
from cnnteach.figures.relu_rules import relu_rules
from cnnteach.figures.tones import SIGNED

IMAGE = np.random.default_rng(0).random((6, 8, 3))


def pictures(axes):
    return [picture.get_array() for picture in axes.images]


def test_each_kind_of_map_has_its_way():
    rng = np.random.default_rng(1)
    signed, colour, saliency = (
        rng.normal(size=(6, 8)),
        rng.normal(size=(6, 8, 3)),
        rng.random((6, 8)),
    )
    maps = [signed, colour, saliency, np.eye(2)]
    figure = show_attributions(IMAGE, maps, titles="abcd", below=["one"])
    image, one, two, three, four = figure.axes[:5]
    np.testing.assert_array_equal(pictures(image)[0], IMAGE)
    assert one.images[0].cmap == SIGNED
    low, high = one.images[0].get_clim()
    assert low == -high
    assert one.get_xlabel() == "one"
    drawn, far = pictures(two)[0], np.quantile(np.abs(colour), 0.995)
    np.testing.assert_allclose(drawn, (0.5 + colour / (2 * far)).clip(0, 1))
    assert three.images[0].get_clim()[0] == 0
    over = four.images[1]
    assert over.get_array().shape == (6, 8)
    assert over.get_alpha()[0, 0] == pytest.approx(0.75)
    assert over.get_alpha()[0, -1] == pytest.approx(0)


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="a map holds NaN"):
        show_attributions(IMAGE, [np.full((6, 8), np.nan)])
    with pytest.raises(ValueError, match=r"the image goes from 0 to 255, but is drawn as bytes or"):
        show_attributions(np.array([[0.0, 255.0]]), [np.zeros((1, 2))])
    with pytest.raises(ValueError, match="there are 1 pictures and 2 titles"):
        show_attributions(IMAGE, [np.zeros((6, 8))], titles="ab")


def test_stages_are_picked_from_first_to_last_with_their_similarity():
    stages = ["as learned", *"abcdefg"]
    values = np.linspace(1, -0.5, 8)
    maps = {name: np.random.default_rng(2).normal(size=(8, 6, 8)) for name in ("x", "y")}
    figure = show_forgetting(IMAGE, stages, maps, {"x": values, "y": values[::-1]}, most=4)
    titles = [axes.get_title() for axes in figure.axes]
    assert titles[:5] == ["image", "as learned", "… to b", "… to e", "… to g"]
    assert [axes.get_xlabel() for axes in figure.axes[1:5]] == ["1.00", "0.57", "−0.07", "−0.50"]
    np.testing.assert_array_equal(pictures(figure.axes[8])[0], maps["y"][5])


def test_lines_carry_their_names_without_overlap():
    values = {"p": [1, 0.5], "q": [1, 0.49], "r": [1, 0.48]}
    axes = similarity_lines(["as learned", "c"], values).axes[0]
    for line, name in zip(axes.lines, values, strict=False):
        np.testing.assert_array_equal(line.get_ydata(), values[name])
    heights = [text.xy[1] for text in axes.texts]
    low, high = axes.get_ylim()
    assert all(a - b > 0.04 * (high - low) for a, b in pairwise(heights))
    assert len({line.get_linestyle() for line in axes.lines[:3]}) == 3


def test_a_relu_in_numbers_has_a_grid_for_each_rule():
    figure = relu_rules([[1, -2]], [[-3, 4]], {"gradient": [[-3, 0]], "guided": [[0, 0]]})
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert texts[:8] == ["1", "−2", "−3", "4", "−3", "0", "0", "0"]
    assert "from above" in texts
    cells = {patch.get_facecolor() for patch in figure.axes[0].patches[6:]}
    assert cells == {(*SIGNED(0.5)[:3], 1.0)}  # zeros look alike, whatever else is in their grid
    with pytest.raises(ValueError, match="grids have shapes"):
        relu_rules([1, 2], [1], {})


def test_the_dearest_patch_is_outlined_where_it_lay():
    drop = np.zeros((3, 4))
    drop[1, 2] = 0.4
    figure = show_occlusion(IMAGE, drop, size=(2, 3), stride=(2, 1), score=0.9)
    left, right = figure.axes[:2]
    patch = left.patches[0]
    assert patch.get_xy() == (1.5, 1.5)
    assert (patch.get_width(), patch.get_height()) == (3, 2)
    assert left.get_xlabel() == "score 0.9; covered here 0.4 less"
    left_edge, right_edge, bottom, top = right.images[0].get_extent()
    assert (left_edge, right_edge, top, bottom) == (0.5, 4.5, -0.5, 5.5)
