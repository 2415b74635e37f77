"""Point at any number of ConvExplorer: what lights up, and what is said."""

from functools import partial

import numpy as np
import pytest
from conv_page import MINUS, output_of, shown

from cnnteach import ops

pytestmark = pytest.mark.browser


@pytest.fixture
def show(open_view):
    """``show(**words)`` shows a ConvExplorer: its `View`, and what a learner sees of it."""
    return partial(shown, open_view)


def test_an_output_lights_its_window_and_is_written_out_term_by_term(show):
    x = np.arange(49).reshape(7, 7)
    view, seen = show(x, "sobel_x", 3, stride=2)
    seen.hover("output", 1, 2)
    assert view.get("selected") == [1, 2]
    assert seen.lit("input") == {(r, q) for r in (2, 3, 4) for q in (4, 5, 6)}
    assert seen.lit("output") == {(1, 2)}
    pixels, weights = x[2:5, 4:7].ravel(), np.array([-1, 0, 1, -2, 0, 2, -1, 0, 1])
    shown = [f"({w})" if w < 0 else str(w) for w in weights]
    assert seen.factors == [
        *(f"{p}·{w}".replace("-", MINUS) for p, w in zip(pixels, shown, strict=True)), "bias",
    ]  # fmt: skip
    assert seen.terms == [*(pixels * weights).tolist(), 3]
    assert seen.result == sum(seen.terms) == output_of(view)[1, 2, 0]
    assert seen.sentence == "Output row 1, column 2: 9 products and the bias add up to 11."


def test_every_output_is_the_exact_sum_of_its_terms_whatever_the_numbers(show):
    rng = np.random.default_rng(0)
    view, seen = show(rng.uniform(0, 255, (6, 6)), rng.standard_normal((3, 3)), 1 / 3)
    y = output_of(view)
    for row, column in np.ndindex(4, 4):
        seen.hover("output", row, column)
        assert sum(seen.terms) == seen.result
        assert float(seen.result) == pytest.approx(y[row, column, 0], abs=0.0051)


def test_a_window_lights_up_in_every_channel_of_its_group(show):
    _, seen = show(channels=3, filters=3, groups=3)
    for f in range(3):
        seen.hover("output", 1, 0, which=f)
        lit = {(r, q) for r in (1, 2, 3) for q in (0, 1, 2)}
        assert [seen.lit("input", c) for c in range(3)] == [
            lit if c == f else set() for c in range(3)
        ]
        assert seen.text(".cn-kernel .cn-caption") == f"kernel {f}, " + ["red", "green", "blue"][f]
    _, seen = show(size=5, channels=3)
    seen.hover("output", 0, 0)
    assert [len(seen.lit("input", c)) for c in range(3)] == [9] * 3
    assert len(seen.terms) == 28


def test_a_dilated_window_lights_the_pixels_that_it_reads(show):
    _, seen = show(dilation=2, padding=1)
    seen.hover("output", 1, 1)
    frame = {(1, q) for q in range(1, 6)}  # the upper edge of the whole window
    assert seen.lit("input") == {(r, q) for r in (1, 3, 5) for q in (1, 3, 5)} | frame


@pytest.mark.parametrize(
    ("words", "row", "column"),
    [({}, 3, 3), ({}, 0, 6), ({"stride": 2}, 2, 2), ({"stride": 3}, 5, 5), ({"stride": 4}, 3, 0),
     ({"dilation": 2, "size": 9}, 4, 4), ({"padding": 1, "stride": 2}, 3, 4)],
)  # fmt: skip
def test_an_input_lights_the_outputs_that_it_feeds(show, words, row, column):
    view, seen = show(**words)
    y = output_of(view)
    x = np.zeros((1, *np.broadcast_to(view.get("size"), 2), 1))
    x[0, row, column] = 1
    rest = {name: value for name, value in words.items() if name != "size"}
    fed = ops.conv2d(x, np.ones((3, 3, 1, 1)), **rest)[0, :, :, 0]
    pad = words.get("padding", 0)
    seen.hover("input", row + pad, column + pad)
    assert seen.lit("output") == set(map(tuple, np.argwhere(fed)))
    assert seen.lit("input") == {(row + pad, column + pad)}
    count = int(fed.sum())
    assert f"Pixel row {row}, column {column} is " in seen.sentence
    assert f"it feeds {count} output{'s' * (count != 1)} of {y[..., 0].size}" in seen.sentence
    assert ("no window reaches it" in seen.sentence) == (count == 0)


def test_a_zero_of_the_padding_is_called_so(show):
    _, seen = show(padding=1)
    seen.hover("input", 0, 0)
    assert seen.sentence == (
        "A zero of the padding: it feeds 1 output of 49, by the weight written there."
    )


def test_a_weight_lights_every_input_that_it_multiplies(show):
    _, seen = show(size=6, stride=2, channels=2)
    seen.hover("kernel", 2, 1, which=1)
    assert seen.lit("kernel", 1) >= {(2, 1)}
    assert seen.lit("input", 0) == set()
    assert seen.lit("input", 1) == {(r, q) for r in (2, 4) for q in (1, 3)}
    assert seen.sentence == (
        "The weight 0 in row 2, column 1 multiplies 4 input numbers, one for each output: "
        "it is shared."
    )


def test_a_product_lights_its_pixel_and_its_weight(show):
    _, seen = show(np.arange(49).reshape(7, 7), stride=2)
    seen.hover("output", 1, 1)
    seen.root.locator(".cn-term").nth(5).hover()
    assert seen.lit("input") == {(3, 4)}
    assert seen.lit("kernel") == {(1, 2)}
    seen.hover("output", 1, 1)
    assert len(seen.lit("input")) == 9


def test_pointing_elsewhere_gives_the_output_back(show):
    _, seen = show()
    seen.hover("output", 2, 2)
    before = seen.sentence, seen.lit("input"), seen.lit("output")
    seen.hover("input", 0, 0)
    assert seen.sentence != before[0]
    seen.page.mouse.move(2, 2)
    assert (seen.sentence, seen.lit("input"), seen.lit("output")) == before
