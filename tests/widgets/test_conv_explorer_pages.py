"""ConvExplorer where no kernel runs: its sentence, its picture, its page, and what a file keeps."""

import base64
import html
import json
import re

import numpy as np
import pytest
from anywidget import AnyWidget
from matplotlib.figure import Figure

from cnnteach.widgets import ConvExplorer

CASES = [
    {},
    {"size": (5, 9), "kernel": (4, 2), "stride": 2, "padding": "same"},
    {"size": 12, "channels": 3, "filters": 4, "image": "cat's eye", "flip": True, "b": 2},
    {"size": 9, "channels": 2, "filters": 4, "groups": 2, "dilation": (1, 2)},
    {"size": 32, "kernel": "gaussian", "padding": ((0, 1), (2, 3))},
]


def words(axes):
    return [text.get_text() for text in axes.texts]


@pytest.mark.parametrize("case", CASES)
def test_the_description_gives_the_settings_and_the_output(case):
    explorer = ConvExplorer(**case)
    said = explorer.describe()
    rows, columns, channels = explorer.x.shape
    assert f"{rows}x{columns}x{channels} input" in said
    assert f"{explorer.w.shape[0]}x{explorer.w.shape[1]} kernel" in said
    assert ("(flipped)" in said) == explorer.flip
    for name in ("stride", "padding", "dilation", "groups"):
        assert f"{name} {getattr(explorer, name)}" in said
    assert said.endswith(f"-> {'x'.join(map(str, explorer.output.shape))} output")


@pytest.mark.parametrize("case", CASES)
def test_the_figure_shows_input_kernel_and_output_of_the_chosen_filter(case):
    explorer = ConvExplorer(**case)
    explorer.filter = explorer.filters - 1
    figure = explorer.figure()
    pictures = [axes.images[0].get_array() for axes in figure.axes]
    f, depth = explorer.filter, explorer.w.shape[2]
    first = f // (explorer.filters // explorer.groups) * depth
    w = explorer.w[::-1, ::-1] if explorer.flip else explorer.w
    np.testing.assert_array_equal(pictures[1], w[:, :, 0, f])
    np.testing.assert_array_equal(pictures[2], explorer.output[:, :, f])
    rows, columns, channels = explorer.x.shape
    assert pictures[0].sum() == explorer.x[:, :, first].sum()  # zeros around it
    channel = f", channel {first}" if channels > 1 else ""
    high, wide = pictures[0].shape
    padded = f", padded to {high}×{wide}" if (high, wide) != (rows, columns) else ""
    assert figure.axes[0].get_title() == f"input {rows}×{columns}{channel}{padded}"
    shape = "×".join(map(str, explorer.output.shape[:2]))
    assert figure.axes[2].get_title() == f"output {shape}"


def test_the_figure_outlines_the_window_of_the_selected_output_and_writes_every_number():
    explorer = ConvExplorer(size=9, stride=2, padding=1, dilation=2)
    explorer.selected = (2, 1)
    figure = explorer.figure()
    window, cell = (figure.axes[k].patches[-1] for k in (0, 2))
    assert (*window.get_xy(), window.get_width(), window.get_height()) == (1.5, 3.5, 5, 5)
    assert cell.get_xy() == (0.5, 1.5)
    value = explorer.output[2, 1, 0]
    assert (
        f"gives {value:g}".replace("-", "−") + ": 9 products and the bias 0"
        in figure.get_supxlabel()
    )
    assert words(figure.axes[2]) == [f"{v:.0f}".replace("-", "−") for v in explorer.output.ravel()]
    assert words(figure.axes[1]) == ["−1", "0", "1", "−2", "0", "2", "−1", "0", "1"]


def test_a_place_that_is_no_more_is_the_last_there_is():
    explorer = ConvExplorer(filters=3)
    explorer.selected, explorer.filter = (4, 4), 2
    explorer.filters, explorer.size = 1, 4
    assert explorer.figure().axes[2].patches[-1].get_xy() == (0.5, 0.5)


def test_without_an_output_sentence_picture_and_bundle_say_why():
    explorer = ConvExplorer(size=4)
    explorer.kernel = 5
    said = explorer.describe()
    assert "no output: a kernel of 5" in said
    figure = explorer.figure()
    assert isinstance(figure, Figure)
    assert [text.get_text() for text in figure.texts] == [said]
    data, _ = explorer._repr_mimebundle_()
    assert data["text/plain"] == said


@pytest.mark.parametrize("case", CASES)
def test_a_page_is_complete_and_holds_the_state(case, tmp_path):
    explorer = ConvExplorer(**case)
    path = explorer.export_html(tmp_path / "page.html")
    page = path.read_text(encoding="utf-8")
    assert page == explorer.page()
    outside = re.findall(r"(?:https?:)?//[a-z][\w.-]+\.[a-z]{2,}[^\s\"']*", page)
    assert [url for url in outside if "www.w3.org" not in url] == []
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*\s(?:src|href)=", page)
    for mark in ("<!--title-->", "/*style*/", "/*script*/", "/*state*/"):
        assert mark not in page
    state = json.loads(re.search(r'(?s)id="state">(.*?)</script>', page)[1])
    for name, value in explorer.get_state().items():
        if name in AnyWidget.class_trait_names() or name in ("_esm", "_css", "_anywidget_id"):
            assert name not in state
        elif isinstance(value, bytes):
            assert base64.b64decode(state[name]["base64"]) == value
        else:
            assert state[name] == value
    assert page.count("</script>") == 2


def test_a_state_cannot_end_the_script_that_holds_it():
    explorer = ConvExplorer()
    explorer.preset_names = ["</script><b>"]
    assert "</script><b>" not in explorer.page()


def test_a_page_into_no_folder_says_so(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no folder .*nowhere to write page.html into"):
        ConvExplorer().export_html(tmp_path / "nowhere" / "page.html")


def test_a_notebook_keeps_the_view_a_picture_a_page_and_a_sentence():
    explorer = ConvExplorer(stride=2)
    data, _ = explorer._repr_mimebundle_()
    view = data["application/vnd.jupyter.widget-view+json"]
    assert view["model_id"] == explorer.model_id
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert data["text/plain"] == explorer.describe()
    assert "stride 2" in html.unescape(re.search('alt="([^"]*)"', data["text/html"])[1])
    assert html.unescape(re.search('srcdoc="([^"]*)"', data["text/html"])[1]) == explorer.page()
    assert data["image/png"] in data["text/html"]
