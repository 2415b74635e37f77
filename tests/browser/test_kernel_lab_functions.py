"""What the view of KernelLab computes is what its `filtering` and `kernels` compute."""

import numpy as np
import pytest
from harness.view import blank, call

from cnnteach import kernels
from cnnteach.widgets import KernelLab
from cnnteach.widgets.kernel_lab import filtering
from cnnteach.widgets.kernel_lab.photographs import LONGEST, SHORTEST, photograph

pytestmark = pytest.mark.browser


@pytest.fixture
def each(tabs):
    """``each(function, cases)`` calls a function of the script with each case, all at once."""
    page = blank(tabs())
    map_it = "const each = (cases) => cases.map((values) => (%s)(...values));"

    def each(function, cases):
        script = f"{KernelLab._esm}\n{map_it % function}"
        return call(page, script, "each", [list(case) for case in cases])

    return each


def random_filter(seed):
    rng = np.random.default_rng(seed)
    plane = rng.integers(0, 256, rng.integers(8, 15, 2)).astype(float)
    w = rng.integers(-9, 10, rng.integers(1, 8, 2)) / rng.choice([1, 3, 8])
    return plane, w, list(filtering.BORDERS)[seed % 4]


def test_limits_of_a_picture_are_pythons(each):
    assert each("() => [LONGEST, SHORTEST, PEAKS]", [()]) == [[LONGEST, SHORTEST, filtering.PEAKS]]


def test_filtering_is_that_of_ops_at_every_border(each):
    cases = [random_filter(seed) for seed in range(120)]
    function = "(x, H, W, w, KH, KW, border) => filterPlane(x, H, W, w, KH, KW, border)"
    flat = [(x, *x.shape, w, *w.shape, border) for x, w, border in cases]
    for (x, w, border), y in zip(cases, each(function, flat), strict=True):
        expected = filtering.filtered(x[None], w, border)[0]
        np.testing.assert_allclose(y, expected.ravel(), rtol=0, atol=1e-9, err_msg=(w, border))


def test_steepness_is_that_of_ops(each):
    cases = [random_filter(seed) for seed in range(24)]
    flat = [(x, *x.shape, border) for x, _, border in cases]
    for (x, _, border), y in zip(cases, each("steepness", flat), strict=True):
        np.testing.assert_allclose(y, filtering.magnitude(x[None], border).ravel(), atol=1e-9)


def test_grey_and_colour_planes_are_pythons(each):
    picture = np.random.default_rng(0).integers(0, 256, (30, 20, 3), dtype=np.uint8)
    colour, grey = each("splitPlanes", [(picture, True), (picture, False)])
    np.testing.assert_array_equal(np.stack(colour), np.moveaxis(picture, 2, 0).reshape(3, -1))
    np.testing.assert_array_equal(grey[0], filtering.grey(picture).ravel())


def test_matching_and_peaks_are_pythons(each):
    rng, cases = np.random.default_rng(1), []
    for seed in range(30):
        plane = rng.integers(0, 256, rng.integers(12, 30, 2))
        if seed % 3 == 0:
            plane[:8] = 9  # even windows
        size = rng.integers(5, 9, 2)
        row, column = (
            int(rng.integers(0, n - k + 1)) for n, k in zip(plane.shape, size, strict=True)
        )
        piece = plane[row : row + size[0], column : column + size[1]]
        cases.append((plane, piece, filtering.MATCHINGS[seed % 3]))
    function = """(x, H, W, t, KH, KW, how) => {
        const y = match(x, H, W, t, KH, KW, how);
        return [y, peaksOf(y, H - KH + 1, W - KW + 1, KH, KW)];
    }"""
    flat = [(x * 1.0, *x.shape, t * 1.0, *t.shape, how) for x, t, how in cases]
    for (x, t, how), (y, peaks) in zip(cases, each(function, flat), strict=True):
        expected = filtering.match(x, t, how)
        np.testing.assert_allclose(y, expected.ravel(), rtol=1e-9, atol=1e-7)
        assert peaks == filtering.peaks(y.reshape(expected.shape), t.shape)


def random_kernels():
    rng = np.random.default_rng(2)
    yield from (kernels.kernel(name, size) for name in kernels.NAMES for size in (1, 3, (4, 7)))
    yield np.zeros((3, 3))
    for rank in (1, 2, 3):
        for _ in range(12):
            rows, columns = rng.integers(rank, 8, 2)
            w = rng.standard_normal((rows, rank)) @ rng.standard_normal((rank, columns))
            yield w.astype(np.float32).astype(float)


def test_singular_values_rank_and_factors_are_numpys(each):
    cases = list(random_kernels())
    flat = [(w.ravel(), *w.shape) for w in cases]
    values = each("singularValues", flat)
    ranks = each("(w, KH, KW) => rankOf(singularValues(w, KH, KW))", flat)
    parts = each("separate", flat)
    for w, found, rank, part in zip(cases, values, ranks, parts, strict=True):
        np.testing.assert_allclose(found, np.linalg.svd(w, compute_uv=False), atol=1e-6)
        assert rank == kernels.rank(w)
        expected = kernels.separate(w)
        assert (part is None) == (expected is None)
        if part:
            np.testing.assert_allclose(part["column"], expected[0], atol=1e-9)
            np.testing.assert_allclose(part["row"], expected[1], atol=1e-9)
    assert {0, 1, 2, 3} <= set(ranks)


def random_lab(seed):
    rng = np.random.default_rng(seed)
    own = rng.integers(0, 256, (*rng.integers(8, 40, 2), 3), dtype=np.uint8)
    lab = KernelLab(
        [own, "shapes", "text"][seed % 3],
        [str(rng.choice(kernels.NAMES)), rng.standard_normal(rng.integers(1, 8, 2))][seed % 2],
        mode=["kernel", "kernel", "steepness", "template"][seed % 4],
        border=str(rng.choice(list(filtering.BORDERS))),
        colour=bool(rng.integers(2)),
        look=str(rng.choice(["auto", "clipped", "signed", "size"])),
        two_passes=bool(rng.integers(2)),
        matching=str(rng.choice(filtering.MATCHINGS)),
        template_size=int(rng.integers(5, 12)),
        template_place=rng.integers(0, 60, 2),
    )
    lab.size = rng.integers(1, 8, 2)
    return lab


def test_the_response_and_how_it_is_drawn_are_those_of_the_python_traits(each):
    labs = [random_lab(seed) for seed in range(36)]
    function = """(state) => {
        const now = lab({ get: (name) => state[name] }).compute(), { limits } = now;
        return [now.responses, [limits.low, limits.high], limits.unsigned, now.peaks ?? []];
    }"""
    keep = ("_picture", "_picture_shape", "_w", "_w_shape", "_presets")
    states = [
        ({n: v for n, v in each_lab.get_state().items() if n in keep or not n.startswith("_")},)
        for each_lab in labs
    ]
    for one, (planes, limits, unsigned, peaks) in zip(labs, each(function, states), strict=True):
        output = one.output if one.output.ndim == 3 else one.output[..., None]
        found = np.stack(planes, axis=-1).reshape(output.shape)
        np.testing.assert_allclose(found, output, rtol=1e-9, atol=1e-7, err_msg=one.describe())
        low, high, dropped = one.limits()
        bin_width = np.abs(output).max() / filtering.BINS * 1.001
        np.testing.assert_allclose(limits, [low, high], atol=bin_width)
        assert unsigned == dropped
        if one.mode == "template":  # of equals, the last bit decides
            best = [[one.output[tuple(at)] for at in places] for places in (peaks, one.peaks)]
            np.testing.assert_allclose(*best, rtol=1e-9)


def test_a_whole_photograph_is_filtered_at_once(each):
    planes = np.moveaxis(photograph("coffee"), 2, 0).astype(float)
    function = "(x, w) => filterPlane(x, 171, 256, w, 7, 7, 'reflect')"
    w = kernels.kernel("gaussian", 7)
    for plane, y in zip(planes, each(function, [(plane, w) for plane in planes]), strict=True):
        expected = filtering.filtered(plane[None], w, "reflect")
        np.testing.assert_allclose(y, expected.ravel(), atol=1e-9)


def test_labels_of_marks_on_one_place_lie_beside_each_other(each):
    function = """(marks, size) => {
        const taken = [];
        for (const mark of marks) taken.push([...placeOfNote(mark, 20, taken, size), 20]);
        return taken.map(([x, y]) => [x, y]);
    }"""
    mark, size = [50, 50, 60, 40], [200, 150]
    near_the_corner = [-10, 5, 60, 40]
    found, cornered = each(function, [([mark] * 4, size), ([near_the_corner] * 2, size)])
    assert found == [[50, 35], [90, 35], [50, 90], [90, 90]]
    assert cornered == [[0, 0], [30, 0]]
