"""The code that ConvExplorer gives away prints, in NumPy and in Keras, the output that it shows."""

import contextlib
import io

import numpy as np
import pytest
from conv_cases import random_explorer
from conv_page import ConvPage

from cnnteach.widgets import ConvExplorer

pytestmark = pytest.mark.browser
SAID = "() => document.querySelector('.cn-tools [role=status]').textContent"
RNG = np.random.default_rng(5)
STATES = {
    "plain": {},
    "a bias": {"b": 0.1, "image": "cat's eye"},
    "same": {"padding": "same", "kernel": 4},
    "same with a stride": {"padding": "same", "stride": 2, "size": (8, 6)},
    "same with a dilation": {"padding": "same", "dilation": 2},
    "same with both": {"padding": "same", "stride": (2, 1), "dilation": (1, 2), "size": 9},
    "four sides": {"padding": ((0, 1), (2, 3)), "stride": 2},
    "rows and columns": {"padding": (1, 0), "stride": (1, 2), "kernel": (2, 3), "size": (6, 9)},
    "stride and dilation": {"stride": 2, "dilation": 2, "padding": 1, "size": (9, 10)},
    "groups": {"channels": 2, "filters": 4, "groups": 2, "b": [1, 2, 3, 4]},
    "groups, each its own": {"channels": 3, "filters": 3, "groups": 3, "stride": 2, "dilation": 2},
    "flipped": {"flip": True, "w": RNG.standard_normal((3, 2)), "size": (5, 7)},
    "flipped and spread": {"flip": True, "kernel": "emboss", "dilation": (2, 3), "stride": 2},
    "colours": {"channels": 3, "filters": 4, "image": "astronaut", "size": 12, "padding": "valid"},
    "crooked numbers": {"x": RNG.random((5, 6, 2)), "w": RNG.standard_normal((3, 3, 2, 2))},
    "small numbers": {"x": RNG.standard_normal((5, 5)) * 1e-9, "w": RNG.random((2, 2)) * 1e-7},
}  # fmt: skip


@pytest.fixture
def code_of(open_view):
    """``code_of(explorer)`` presses "Copy as code"; return what is shown, and what is copied."""

    def code_of(explorer):
        view = open_view(explorer)
        seen = ConvPage(view.root)
        seen.press("code", "Enter")
        view.page.wait_for_function(SAID)
        copied = view.page.evaluate("() => navigator.clipboard.readText()")
        assert seen.text(".cn-tools [role='status']") == "copied"
        return seen.text(".cn-code pre"), copied

    return code_of


def results_of(code):
    """Run the NumPy part and the Keras part; return ``y`` and the printed text of each."""
    numpy_part, keras_part = code.split("import keras")
    names, results = {}, []
    for part in (numpy_part, "import keras" + keras_part):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(part, names)
        results.append((names.pop("y"), printed.getvalue()))
    return results


def numbers_in(printed):
    return [float(word) for word in printed.replace("[", " ").replace("]", " ").split()]


@pytest.mark.parametrize("name", STATES)
def test_the_code_prints_the_output_that_is_shown(code_of, name):
    explorer = ConvExplorer(**STATES[name])
    shown, copied = code_of(explorer)
    assert shown == copied
    scale = np.abs(explorer.output).max()
    for y, printed in results_of(shown):
        assert y.dtype == np.float32
        np.testing.assert_allclose(y[0], explorer.output, atol=1e-5 * scale)
        maps = explorer.output.transpose(2, 0, 1).ravel()
        np.testing.assert_allclose(numbers_in(printed), maps, atol=1e-3 * scale)


def test_the_code_of_any_state_runs(code_of):
    for seed in range(200, 206):
        explorer = random_explorer(seed)
        for y, _ in results_of(code_of(explorer)[0]):
            scale = np.abs(explorer.output).max()
            np.testing.assert_allclose(y[0], explorer.output, atol=1e-5 * scale)


def test_the_code_that_is_open_follows_the_settings_and_is_hidden_again(open_view):
    seen = ConvPage(open_view(ConvExplorer()).root)
    code = seen.root.locator(".cn-code pre")
    assert code.is_hidden()
    seen.press("code", "Enter")
    assert "stride" not in code.text_content()
    seen.press("stride", "ArrowRight")
    assert "ops.conv2d(x, w, b, stride=2)" in code.text_content()
    assert "strides=(2, 2)" in code.text_content()
    seen.press("close-code", "Enter")
    assert code.is_hidden()
    assert seen.page.evaluate("() => document.activeElement.dataset.name") == "code"


def test_where_nothing_can_be_copied_it_says_what_to_do(open_view):
    view = open_view(ConvExplorer())
    view.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    seen = ConvPage(view.root)
    seen.press("code", "Enter")
    said = seen.root.locator(".cn-tools [role='status']")
    view.page.wait_for_function(SAID)
    assert said.text_content() == "select the text below and copy it"
    assert seen.root.locator(".cn-code pre").is_visible()
