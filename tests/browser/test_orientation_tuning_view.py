"""OrientationTuning in a browser: what it computes is what NumPy does, and what a learner does."""

import re

import numpy as np
import pytest
from every_page import EveryPage
from harness.view import blank, call

from cnnteach import stimuli
from cnnteach.widgets import OrientationTuning

pytestmark = pytest.mark.browser
MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def each(tabs):
    """``each(function, cases)`` calls a function of the script with each case."""
    page = blank(tabs())

    def called(function, cases):
        source = (
            f"{OrientationTuning._esm}\nconst asked = (all) => all.map((c) => ({function})(...c));"
        )
        return call(page, source, "asked", [list(case) for case in cases])

    return called


def random_tuning(seed):
    rng = np.random.default_rng(seed)
    words = {
        "stimulus": ("bar", "grating", "spot", "light")[seed % 4],
        "orientation": int(rng.integers(0, 36)) * 5,
        "width": int(rng.integers(1, 13)),
        "wavelength": int(rng.integers(4, 21)),
        "drift": int(rng.integers(-12, 13)),
        "prefers": int(rng.integers(0, 36)) * 5,
        "cell_wavelength": int(rng.integers(4, 21)),
        "phase": int(rng.integers(0, 24)) * 15,
        "pooling": ("max", "energy")[seed // 4 % 2],
        "reach": int(rng.integers(0, 9)),
    }
    if seed % 5 == 4:
        own = rng.standard_normal((*rng.integers(1, 18, 2), 3, 4))
        return OrientationTuning(own, filter=int(rng.integers(0, 4)), **words)
    return OrientationTuning(**words)


def test_pictures_filters_and_answers_are_those_of_numpy(each):
    cells = [random_tuning(seed) for seed in range(20)]
    names = OrientationTuning.class_trait_names(sync=True)
    states = [{n: v for n, v in c.get_state().items() if n in names} for c in cells]
    states = [{n: v for n, v in state.items() if n not in ("_esm", "_css")} for state in states]
    found = each("(state) => tuningOf((name) => state[name])", [(s,) for s in states])
    for own, seen in zip(cells, found, strict=True):
        np.testing.assert_allclose(seen["image"], own.picture().ravel(), atol=1e-9)
        np.testing.assert_allclose(seen["cell"]["kernel"], own.kernel.ravel(), atol=1e-7)
        sums = stimuli.field_sums(own.picture(), own.kernel)
        np.testing.assert_allclose(seen["around"], sums.ravel(), atol=1e-6)
        for name, curve in (("turned", own.by_orientation), ("drifted", own.by_drift)):
            simple, complex_ = ([cell[kind] for cell in seen[name]] for kind in KINDS)
            np.testing.assert_allclose([simple, complex_], curve, atol=1e-6)
        assert seen["now"]["simple"] == pytest.approx(own.simple, abs=1e-6)
        assert seen["now"]["complex"] == pytest.approx(own.complex, abs=1e-6)


KINDS = ("simple", "complex")


@pytest.fixture
def show(tabs):
    """``show(**words)`` shows an OrientationTuning: its `View` and its `EveryPage`."""

    def shown(*arguments, **words):
        return EveryPage.alone(tabs(), OrientationTuning(*arguments, **words))

    return shown


def answers(seen):
    """Read sum, simple and complex answer from the sentence."""
    text = seen.root.locator(".cnnteach-live").text_content().replace(MINUS, "-")
    names = ("adds up to", "so it answers", "complex cell answers")
    return [float(re.search(rf"{name} (-?[\d.]+\d)", text)[1]) for name in names]


def test_keys_turn_and_drift_the_light(show):
    view, seen = show()
    cells = OrientationTuning()
    for name, key, trait, value in [
        ("orientation", "ArrowRight", "orientation", 50),
        ("orientation", "Home", "orientation", 0),
        ("drift", "ArrowRight", "drift", 1),
        ("prefers", "End", "prefers", 175),
        ("phase", "ArrowRight", "phase", 15),
        ("reach", "Home", "reach", 0),
        ("width", "End", "width", 12),
    ]:
        seen.control(name).press(key)
        assert view.get(trait) == value
        setattr(cells, trait, value)
        _, simple, complex_ = answers(seen)
        assert (simple, complex_) == pytest.approx((cells.simple, cells.complex), abs=0.006)


def test_what_does_not_matter_is_not_shown(show):
    _, seen = show()
    shown = {
        "bar": {"orientation", "width", "drift"},
        "grating": {"orientation", "wavelength", "drift"},
        "spot": {"orientation", "width", "drift"},
        "light": set(),
    }
    for stimulus, names in shown.items():
        seen.control("stimulus").select_option(stimulus)
        dials = ("orientation", "width", "wavelength", "drift")
        assert {name for name in dials if seen.control(name).is_visible()} == names
    assert answers(seen) == [0, 0, 0]  # plain light
    seen.control("pooling").select_option("energy")
    assert not seen.control("reach").is_visible()


def test_it_drifts_by_itself_until_it_is_stopped(show):
    view, seen = show(drift=11)
    seen.control("play").press("Enter")
    view.page.wait_for_function("() => window.standalone.get('drift') < 0")
    seen.control("play").press("Enter")
    assert "drift" in seen.control("play").text_content()
    assert view.tab.errors == []


def test_filters_of_ones_own_are_chosen(show):
    rng = np.random.default_rng(0)
    own = rng.standard_normal((5, 5, 3))
    view, seen = show(own, filter=1)
    assert not seen.control("prefers").is_visible()
    seen.control("filter").press("End")
    assert view.get("filter") == 2
    _, simple, complex_ = answers(seen)
    cells = OrientationTuning(own, filter=2)
    assert (simple, complex_) == pytest.approx((cells.simple, cells.complex), abs=0.006)
    assert seen.control("pooling").is_disabled()
