"""The numbers that ConvExplorer prints add up, and read as a person writes them."""

from decimal import Decimal

import numpy as np
import pytest
from conv_cases import each_of, random_explorer, state_of
from harness.view import blank

from cnnteach.widgets import ConvExplorer

pytestmark = pytest.mark.browser
MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def each(tabs):
    """``each(function, cases)`` calls a function of the script with each case, all at once."""
    return each_of(blank(tabs()))


def printed(text):
    return Decimal(text.replace(MINUS, "-"))


def random_terms(seed):
    """Return terms of some kind, and how many decimals they are printed with."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 150))
    kinds = [
        lambda: rng.integers(-99, 100, count) * 1.0,
        lambda: rng.integers(0, 256, count) / 9,
        lambda: rng.integers(-9, 10, count) / 16,
        lambda: rng.standard_normal(count),
        lambda: rng.standard_normal(count) * 1e-5,
        lambda: rng.standard_normal(count) * 1e9,
        lambda: np.full(count, rng.choice([0.005, -0.005, 0.015, 1 / 3, -2.5])),
    ]
    return kinds[rng.integers(len(kinds))](), int(rng.integers(0, 4))


def test_printed_terms_add_up_exactly_to_the_printed_sum(each):
    cases = [random_terms(seed) for seed in range(700)]
    function = """(terms, decimals) => {
        const list = Array.from(terms);
        return [apportion(list, decimals), fixed(list.reduce((a, v) => a + v, 0), decimals)];
    }"""
    for (terms, decimals), (texts, total) in zip(cases, each(function, cases), strict=True):
        numbers = [printed(text) for text in texts]
        assert sum(numbers) == printed(total), (terms, decimals)
        for number, term in zip(numbers, terms.tolist(), strict=True):
            assert abs(float(number) - term) < 10.0**-decimals * (1 + 1e-5)


def test_printed_terms_add_up_to_the_output_in_whatever_order_it_was_added_up(each):
    # Which side of a half a sum falls on may depend on the order of its terms.
    outputs = [1.0049999999, 1.005, 1.0050000001]
    function = "(t, y) => [apportion(Array.from(t), 2, y), fixed(y, 2)]"
    answers = each(function, [([0.1] * 10 + [0.005], y) for y in outputs])
    assert {total for _, total in answers} == {"1.00", "1.01"}
    for texts, total in answers:
        assert sum(map(printed, texts)) == printed(total)


def test_numbers_that_are_none_are_printed_as_such(each):
    function = "(kinds) => apportion(kinds.map((kind) => ({ none: NaN, most: Infinity })[kind]), 1)"
    assert each(function, [(["none", "most"],), (["most"],)]) == [["NaN", "∞"], ["∞"]]


def extreme_explorers():
    """Return explorers of the largest, smallest and most crooked numbers that they take."""
    rng = np.random.default_rng(2)
    for scale in (1e6, 1e3, 1e-3, 1e-6):
        x, w = rng.uniform(-scale, scale, (6, 6)), rng.uniform(-1e6, 1e6, (3, 3))
        yield from (ConvExplorer(x, w), ConvExplorer(x, w / 1e9))
        yield from (ConvExplorer(x, "box"), ConvExplorer(x, "identity"))


def test_every_output_is_printed_as_the_sum_of_its_printed_terms(each):
    explorers = [*map(random_explorer, range(100, 140)), *extreme_explorers()]
    function = """(state) => {
        const ex = explorer({ get: (name) => state[name] }), found = [];
        const { g, padded, used, b, y, decimals } = ex.compute();
        for (let k = 0; k < y.length; k += 3) {
            const f = k % g.filters, cell = (k - f) / g.filters;
            const at = [Math.floor(cell / g.out[1]), cell % g.out[1]];
            const terms = products(g, padded, used, ...at, f);
            const all = productTerms(terms, b[f], decimals[f], y[k]);
            const texts = all.terms.map(({ text }) => text);
            found.push([all.total, y[k], texts]);
        }
        return found;
    }"""
    for outputs in each(function, [(state_of(explorer),) for explorer in explorers]):
        largest = max(abs(value) for _, value, _ in outputs)
        for text, value, terms in outputs:
            assert sum(map(printed, terms)) == printed(text)
            unit = 10.0 ** printed(text).as_tuple().exponent
            assert abs(float(printed(text)) - value) <= unit * 0.5001
            assert unit <= max(largest / 10, 1e-10) or float(printed(text)) == value


def test_no_term_contradicts_its_product_where_two_more_decimals_help(each):
    cases = [
        ([24 / 64, 24 / 64, 16 / 64], 2, ["0.375", "0.375", "0.250"]),
        ([1.004, 1.004, 1.004], 2, ["1.004", "1.004", "1.004"]),
        ([2.33, -1.11], 2, ["2.33", f"{MINUS}1.11"]),  # they add up as they are
        ([0.5, 0.25, 0.5], 0, ["0.5", "0.3", "0.5"]),
    ]
    cases += [(*random_terms(seed), None) for seed in range(700)]
    function = """(values, decimals) => {
        const list = Array.from(values), sum = list.reduce((a, v) => a + v, 0);
        const { terms, total } = printedTerms(list.map((value) => ({ value })), decimals, sum);
        return [terms.map(({ text }) => text), total, list.map((v) => fixed(v, decimals))];
    }"""
    answers = each(function, [(np.array(values, float), d) for values, d, _ in cases])
    mended = 0
    for (values, decimals, wanted), (texts, total, rounded) in zip(cases, answers, strict=True):
        assert wanted is None or texts == wanted
        numbers, result = [printed(text) for text in texts], printed(total)
        assert sum(numbers) == result
        more = -result.as_tuple().exponent - decimals
        assert 0 <= more <= 2
        units = [
            abs(float(n) - v) * 10 ** (decimals + more)
            for n, v in zip(numbers, values, strict=True)
        ]
        if more < 2:  # each is the nearest
            assert max(units) <= 0.51  # of 1e9, a float64 knows no more
            assert more or texts == rounded
        mended += more == 1
    assert mended > 20


def test_numbers_of_a_fixed_number_of_decimals(each):
    # 2.675 and 1.005 are a hair below what they are written as.
    cases = {
        (0, 0): "0", (-0.4, 0): "0", (2.5, 0): "3", (-2.5, 0): f"{MINUS}3", (2.675, 2): "2.68",
        (1.005, 2): "1.01", (-7, 2): f"{MINUS}7.00", (1e6, 1): "1000000.0", (0.1 + 0.2, 1): "0.3",
    }  # fmt: skip
    assert each("fixed", cases) == list(cases.values())
    wrong = "(kind) => fixed({ none: NaN, most: Infinity, least: -Infinity }[kind], 2)"
    assert each(wrong, [["none"], ["most"], ["least"]]) == ["NaN", "∞", f"{MINUS}∞"]


def test_a_number_without_room_keeps_the_digits_that_count(each):
    cases = {
        ("2.35", 2): "2.4", (f"{MINUS}0.00814", 2): f"{MINUS}0.0081", ("0.996", 2): "1.00",
        (f"{MINUS}1218.52", 3): f"{MINUS}1219", ("12.5", 3): "12.5", ("0.00", 1): "0.00",
        ("1/9", 1): "1/9", ("?", 1): "?", ("34944", 1): "34944",
    }  # fmt: skip
    assert each("shortened", cases) == list(cases.values())


def test_a_weight_reads_as_a_person_writes_it(each):
    cases = {
        0: "0", -2: f"{MINUS}2", 1 / 9: "1/9", -1 / 16: f"{MINUS}1/16", 1 / 4: "1/4",
        1 / 49: "1/49", 0.5: "0.5", 0.1: "0.1", -0.05: f"{MINUS}0.05", 12.25: "12.25",
        1 / 4096: "1/4096", 17 / 9: "17/9", 0.123: "0.123", 1234.567: "1234.57",
        999999.875: "999999.88",
        1e-7: f"1e{MINUS}7", -3.25e-9: f"{MINUS}3.25e{MINUS}9",
        float(np.float32(2 / 9)): "2/9", float(np.float32(0.7)): "0.7",
    }  # fmt: skip
    assert each("weightText", [(value,) for value in cases]) == list(cases.values())


def test_the_text_of_a_weight_is_near_the_weight(each):
    rng = np.random.default_rng(3)
    values = np.concatenate([rng.standard_normal(200) * 10.0**k for k in range(-8, 6)])
    values = values.astype(np.float32).tolist()
    for value, text in zip(values, each("weightText", [(v,) for v in values]), strict=True):
        numerator, _, denominator = text.replace(MINUS, "-").partition("/")
        assert float(numerator) / float(denominator or 1) == pytest.approx(value, rel=0.006)


def test_what_a_learner_types_is_a_number_or_is_not(each):
    cases = {
        "3": 3, " -1.5 ": -1.5, f"{MINUS}2": -2, "1/9": 1 / 9, "-1 / 16": -1 / 16, "1,5": 1.5,
        ".5": 0.5, "+4": 4, "999999": 999999,
        "34,944": 34944, "-1,234": -1234, "0,125": 0.125, "1,2345": 1.2345, "1,5/3": 0.5,
        **dict.fromkeys(["", "-", ".", "1/0", "0/0", "1e3", "0x10", "abc", "1 2", "1.2.3"]),
        **dict.fromkeys(["NaN", "Infinity", "10000000", "1/2/3", "--1", "1-1"]),
    }  # fmt: skip
    assert each("parseNumber", [(text,) for text in cases]) == list(cases.values())


def luminance(colour):
    """Return the relative luminance of a colour of 0 to 255 (WCAG 2.2)."""
    parts = np.array(colour) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722)


def test_the_ink_can_be_read_on_every_colour(each):
    rng = np.random.default_rng(4)
    colours = [[v, v, v] for v in range(256)] + rng.integers(0, 256, (500, 3)).tolist()
    for colour, ink in zip(colours, each("inkOn", [(c,) for c in colours]), strict=True):
        pair = luminance(colour), {"#000000": 0, "#ffffff": 1}[ink]
        assert (max(pair) + 0.05) / (min(pair) + 0.05) >= 4.5, colour
