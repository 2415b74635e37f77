"""What the view of DigitPad computes is what Python and Keras compute."""

import numpy as np
import pytest
from harness.view import blank, call

from cnnteach import numpy_lenet
from cnnteach.datasets.digits import digits_at
from cnnteach.models import weights
from cnnteach.widgets import DigitPad
from cnnteach.widgets.digit_pad.ink import as_drawn, enlarged, normalised

pytestmark = pytest.mark.browser


@pytest.fixture
def each(tabs):
    """``each(function, cases)`` calls a function of the script with each case."""
    page = blank(tabs())

    def called(function, cases):
        source = f"{DigitPad._esm}\nconst asked = (cases) => cases.map((c) => ({function})(...c));"
        return call(page, source, "asked", [list(case) for case in cases])

    return called


def random_ink(seed):
    """Return blots and lines of random size, place and grey."""
    rng = np.random.default_rng(seed)
    ink = np.zeros((56, 56), np.uint8)
    for _ in range(rng.integers(1, 4)):
        top, left = rng.integers(0, 50, 2)
        rows, columns = rng.integers(1, 30, 2)
        part = ink[top : top + rows, left : left + columns]
        part[:] = rng.integers(0, 256, part.shape)
    return ink


def test_drawings_are_scaled_and_centred_as_in_python(each):
    inks = [random_ink(seed) for seed in range(40)] + [np.zeros((56, 56), np.uint8)]
    inks += [enlarged(image) for image in digits_at(range(3, 5000, 400))]
    found = each("(ink) => [normalised(ink), asDrawn(ink)]", [(ink,) for ink in inks])
    for ink, (fitted, drawn) in zip(inks, found, strict=True):
        np.testing.assert_array_equal(drawn, as_drawn(ink).ravel())
        apart = np.abs(fitted.astype(int) - normalised(ink).ravel())
        assert apart.max() <= 1
        assert (apart > 0).sum() <= 2  # a half that the last bit rounds one way or the other


def test_an_image_as_a_drawing_is_each_pixel_four_times(each):
    image = digits_at([999])[0]
    (found,) = each("(image) => enlarged(image)", [(image,)])
    np.testing.assert_array_equal(found, enlarged(image).ravel())


def test_a_stroke_covers_what_is_near_it(each):
    cases = [([10.0, 12.0], [40.0, 30.5], 2.5), ([20.0, 20.0], [20.0, 20.0], 4.0)]
    function = """(from, to, radius) => {
        const ink = new Uint8Array(INK * INK).fill(9);
        stroke(ink, from, to, radius);
        const rubbed = ink.slice();
        stroke(rubbed, from, to, radius, true);
        return [ink, rubbed];
    }"""
    middles = np.stack(np.indices((56, 56)), axis=-1) + 0.5
    for (start, end, radius), (ink, rubbed) in zip(cases, each(function, cases), strict=True):
        start, line = np.array(start), np.subtract(end, start)
        along = np.clip((middles - start) @ line / max(line @ line, 1e-9), 0, 1)[..., None]
        distance = np.hypot(*np.moveaxis(middles - start - along * line, -1, 0))
        covers = 255 * np.clip(radius + 0.5 - distance, 0, 1)
        np.testing.assert_allclose(ink, np.maximum(covers, 9).ravel(), atol=1)
        assert (rubbed[covers.ravel() > 254.5] == 0).all()


def test_every_layer_is_that_of_numpy_and_what_it_says_that_of_keras(each):
    images = digits_at(range(11, 5000, 160))
    flat = np.frombuffer(DigitPad()._weights, np.float32).astype(np.float64)
    function = "(image, all) => readDigit(image, lenetWeights(all))"
    found = each(function, [(image, flat) for image in images])
    model = weights.load("lenet5_mnist")
    said = model.predict_on_batch(images[..., None] / np.float32(255))
    pad = DigitPad(fit=False)
    for image, read, expected in zip(images, found, said, strict=True):
        np.testing.assert_allclose(read["probabilities"], expected, atol=1e-4)
        pad.ink = image
        for values, layer in zip(read["outputs"], pad.layers.values(), strict=True):
            np.testing.assert_allclose(values, layer.ravel(), atol=1e-4)


def test_weights_of_any_kind_are_read_in_their_order(each):
    rng = np.random.default_rng(0)
    drawn = {name: rng.standard_normal(w.shape) / 9 for name, w in numpy_lenet.init(0).items()}
    flat, images = np.concatenate([w.ravel() for w in drawn.values()]), digits_at([60, 2600])
    logits, _ = numpy_lenet.forward(drawn, numpy_lenet.prepare(images).astype(float))
    found = each("(image, all) => readDigit(image, lenetWeights(all))", [(x, flat) for x in images])
    for read, expected in zip(found, logits, strict=True):
        np.testing.assert_allclose(read["outputs"][-1], expected, rtol=1e-4, atol=1e-5)


def test_the_terms_of_any_unit_add_up_to_its_sum(each):
    image = digits_at([2222])[0]
    flat = np.frombuffer(DigitPad()._weights, np.float32).astype(np.float64)
    function = """(image, all, n, tile, row, column) => {
        const weights = lenetWeights(all), read = readDigit(image, weights), layer = LENET[n];
        const terms = unitTerms(read, weights, n, tile, row, column);
        const k = (row * layer.shape[1] + column) * layer.shape[2] + tile;
        return [terms.reduce((sum, t) => sum + t.value, 0), read.sums[n][k], terms.length];
    }"""
    units = [(0, 5, 0, 27, 26), (0, 2, 14, 13, 26), (2, 9, 9, 0, 7), (4, 77, 0, 0, 17)]
    units += [(5, 80, 0, 0, 10), (6, 9, 0, 0, 10)]
    found = each(function, [(image, flat, *unit[:4]) for unit in units])
    for (*_, terms), (total, value, count) in zip(units, found, strict=True):
        assert total == pytest.approx(value, abs=1e-9)
        assert count == terms


def test_a_pools_window_has_as_many_decimals_as_its_sentence(each):
    image = digits_at([1600])[0]
    flat = np.frombuffer(DigitPad()._weights, np.float32).astype(np.float64)
    function = """(image, all, n, tile, row, column) => {
        const weights = lenetWeights(all), read = readDigit(image, weights);
        let shown;
        const views = { window: { show: (words) => { shown = words; } }, kernel: { element: {} } };
        paintWindow(views, read, weights, [n, tile, row, column], tile, 30);
        return [shown.values.map(shown.text), unitSentence(read, n, tile, row, column)];
    }"""
    units = [(n, tile, row, row) for n in (1, 3) for tile in range(6) for row in (1, 3)]
    found = each(function, [(image, flat, *unit) for unit in units])
    for texts, sentence in found:
        assert f" is {max(texts, key=float)}: the largest" in sentence
