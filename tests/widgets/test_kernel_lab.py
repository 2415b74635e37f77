"""KernelLab in Python: every word is read and set, the output follows, and it can be printed."""

import numpy as np
import pytest

from cnnteach import kernels
from cnnteach.widgets import KernelLab
from cnnteach.widgets.kernel_lab import filtering
from cnnteach.widgets.kernel_lab.photographs import photograph

WORDS = {
    "image": ["coins", "shapes"],
    "size": [5, [2, 7]],
    "mode": ["steepness", "template"],
    "border": ["valid", "zero", "reflect"],
    "colour": [False],
    "channel": [2],
    "look": ["clipped", "signed", "size"],
    "two_passes": [True],
    "selected": [[3, 4]],
    "template_size": [5, 21],
    "template_place": [[9, 8]],
    "matching": ["without mean", "normalised"],
}


def test_it_starts_with_a_cat_made_sharper():
    lab = KernelLab()
    np.testing.assert_array_equal(lab.picture, photograph("chelsea"))
    np.testing.assert_array_equal(lab.kernel, kernels.kernel("sharpen"))
    planes = np.moveaxis(photograph("chelsea"), 2, 0).astype(float)
    expected = np.moveaxis(filtering.filtered(planes, lab.kernel, "edge"), 0, 2)
    np.testing.assert_array_equal(lab.output, expected)


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, vs in WORDS.items() for v in vs])
def test_each_word_is_taken_at_the_start_and_later(name, value):
    later = KernelLab()
    setattr(later, name, value)
    at_once = KernelLab(**{name: value})
    assert getattr(at_once, name) == getattr(later, name) == value
    np.testing.assert_array_equal(at_once.output, later.output)


def test_colour_goes_through_the_kernel_channel_by_channel():
    picture = np.zeros((9, 9, 3), np.uint8)
    picture[4, 4] = 10, 20, 30
    lab = KernelLab(picture, np.arange(9.0).reshape(3, 3), border="zero")
    np.testing.assert_array_equal(lab.output[3:6, 3:6, 0], 10 * np.arange(9)[::-1].reshape(3, 3))
    np.testing.assert_array_equal(lab.output[..., 2], 3 * lab.output[..., 0])
    lab.colour = False
    assert lab.output.shape == (9, 9)
    assert lab.output[4, 4] == 4 * 18  # 0.299 * 10 + 0.587 * 20 + 0.114 * 30, rounded


def test_a_kernel_is_a_name_or_numbers_and_keeps_its_middle():
    lab = KernelLab(kernel="gaussian", size=5)
    np.testing.assert_array_equal(lab.kernel, kernels.kernel("gaussian", 5))
    w = np.arange(15.0).reshape(5, 3)
    lab.kernel = w
    assert (lab.size, lab.preset) == ([5, 3], "custom")
    np.testing.assert_array_equal(lab.kernel, w)
    lab.size = 3
    np.testing.assert_array_equal(lab.kernel, w[1:4])
    lab.kernel = "box"
    np.testing.assert_allclose(lab.kernel, 1 / 9, rtol=1e-6)


def test_a_picture_of_ones_own_replaces_the_photograph_and_back():
    lab = KernelLab(np.eye(12))
    assert lab.image == "yours"
    np.testing.assert_array_equal(lab.picture[..., 1], 255 * np.eye(12))
    lab.picture[:] = 7  # a copy
    assert lab.picture.max() == 255
    lab.image = "text"
    np.testing.assert_array_equal(lab.picture, photograph("text"))
    lab.picture = np.full((20, 30), 9)
    assert lab.output.shape == (20, 30, 3)


def test_two_passes_give_the_same_output_where_there_are_two():
    lab = KernelLab(image="shapes", kernel="gaussian", size=7)
    once = lab.output
    lab.two_passes = True
    np.testing.assert_allclose(lab.output, once, atol=1e-10)
    lab.kernel = "laplacian"  # has none
    np.testing.assert_array_equal(
        lab.output, KernelLab(image="shapes", kernel="laplacian", size=7).output
    )


def test_a_template_stays_inside_the_picture_and_finds_itself():
    lab = KernelLab(image="text", mode="template", matching="normalised", template_size=9)
    lab.template_place = 500, 500
    grey = filtering.grey(photograph("text"))
    np.testing.assert_array_equal(lab.template, grey[-9:, -9:])
    assert lab.peaks[0] == [grey.shape[0] - 9, grey.shape[1] - 9]
    lab.picture = np.eye(8)
    assert lab.template.shape == (8, 8)
    assert lab.output.shape == (1, 1)


@pytest.mark.parametrize(
    ("words", "kind", "message"),
    [
        ({"image": "edited"}, ValueError, "image is 'edited'.*give the picture itself.*chelsea"),
        ({"image": "lena"}, ValueError, r"no picture 'lena'.*chelsea.*open_image\(path\)"),
        ({"image": np.zeros((3, 3))}, ValueError, "3 x 3 pixels is too small"),
        ({"kernel": "sobel"}, ValueError, "there is no kernel 'sobel'"),
        ({"kernel": np.ones((9, 9))}, ValueError, r"w has shape \(9, 9\).*up to 7"),
        ({"kernel": np.ones((3, 3, 3, 1))}, ValueError, r"w has shape \(3, 3, 3, 1\)"),
        ({"kernel": [[np.nan]]}, ValueError, r"w\[0, 0\] is nan"),
        ({"size": 8}, ValueError, "size is 8.*at most 7"),
        ({"size": 0}, ValueError, "size is 0"),
        ({"mode": "blur"}, ValueError, "mode is 'blur', but must be one of 'kernel', 'steepness'"),
        ({"border": "same"}, ValueError, "border is 'same', but must be one of 'valid', 'zero'"),
        ({"look": 3}, ValueError, "look is 3, but must be one of"),
        ({"matching": "best"}, ValueError, "matching is 'best'"),
        ({"colour": "no"}, TypeError, "colour is 'no', but must be True or False"),
        ({"channel": 3}, ValueError, "channel is 3.*at most 2"),
        ({"selected": 4}, TypeError, "selected is 4; write a row and a column"),
        ({"template_size": 4}, ValueError, "template_size is 4, but must be at least 5"),
        ({"colours": True}, TypeError, "KernelLab has no option 'colours'; it has image, kernel"),
    ],
)
def test_what_cannot_be_meant_is_refused(words, kind, message):
    with pytest.raises(kind, match=message):
        KernelLab(**words)


def test_what_a_browser_sends_is_taken():
    lab, picture = KernelLab(), np.arange(192, dtype=np.uint8).reshape(8, 8, 3)
    lab.set_state(
        {
            "image": "yours",
            "_picture": memoryview(picture.tobytes()),
            "_picture_shape": [8, 8, 3],
            "_w": memoryview(np.ones(4, "f4").tobytes()),
            "_w_shape": [2, 2],
            "preset": "custom",
            "size": 2,
        }
    )
    np.testing.assert_array_equal(lab.picture, picture)
    assert lab.output[0, 0, 0] == picture[:2, :2, 0].sum()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "chelsea, 170x256, three channels; sharpen kernel, sum 1, edge border -> 170x256x3"),
        ({"kernel": "misprint", "border": "valid"}, "sum -8, valid border -> 168x254x3 output"),
        ({"mode": "steepness", "colour": False}, "both Sobel kernels, edge border -> 170x256"),
        ({"mode": "template"}, "grey; template of 15 rows, raw matching -> 156x242 output"),
    ],
)
def test_the_sentence_and_the_figure_tell_the_state(words, said):
    lab = KernelLab(**words)
    assert said in lab.describe()
    figure = lab.figure()
    titles = [axes.get_title() for axes in figure.axes]
    assert titles[0] == "picture 170×256"
    assert titles[-1] == f"output {lab.output.shape[0]}×{lab.output.shape[1]}"
    low, high, unsigned = lab.limits()
    shown = figure.axes[-1].images[0].get_array()
    output = np.abs(lab.output) if unsigned else lab.output
    np.testing.assert_allclose(shown, np.clip((output - low) / (high - low), 0, 1))
    if lab.mode == "kernel":
        assert len(figure.axes[1].texts) == 9


def test_a_notebook_keeps_a_picture_a_page_and_a_sentence():
    data, _ = KernelLab(image="text")._repr_mimebundle_()
    assert data["text/plain"].startswith("KernelLab: text, 98x256")
    assert "chelsea" in data["text/html"]
    assert len(data["text/html"]) < 1_500_000
