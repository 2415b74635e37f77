"""The view of DetectorExplorer: boxes as cnnteach keeps them, and what a learner does with them."""

import numpy as np
import pytest
from harness.view import blank, call

from cnnteach.boxes import intersection_over_union, non_maximum_suppression
from cnnteach.widgets import DetectorExplorer

pytestmark = pytest.mark.browser
ON_STATE = """const state = (traits, cases) => {
    const { compute } = detectorState({ get: (name) => traits[name] });
    return cases.map(([threshold, overlap]) => {
        Object.assign(traits, { threshold, overlap });
        const { above, taken, ranked, hits, wrong, missed } = compute();
        return { above: above.map(({ box, score }) => [...box, score]), hits, wrong, missed,
            kept: taken.map(({ best }) => ranked[best].box),
            gone: taken.reduce((sum, { dropped }) => sum + dropped.length, 0) };
    });
};"""
CASES = [(4.6, 0.3), (2.0, 0.1), (0.0, 0.5), (-2.0, 0.3), (-4.0, 0.0), (50.0, 0.3), (-9.0, 0.6)]


def random_boxes(rng, count):
    """Whole numbers, so that equal overlaps and equal scores occur."""
    corners = rng.integers(0, 12, (count, 2))
    return np.hstack([corners, corners + rng.integers(1, 9, (count, 2))])


def test_overlaps_and_choices_on_random_boxes_are_those_of_cnnteach(tabs):
    page, rng = blank(tabs()), np.random.default_rng(0)
    script = DetectorExplorer._esm + (
        "const chosen = (boxes, scores, most) => { const order = ranking(scores);"
        "return choices(order.map((k) => boxes[k]), most).map(({ best }) => order[best]); };"
        "const overlaps = (boxes) => boxes.map((a) => boxes.map((b) => overlapOf(a, b)));"
    )
    for count in (1, 2, 7, 30, 80):
        boxes, scores = random_boxes(rng, count), rng.integers(0, 9, count)
        table = call(page, script, "overlaps", boxes.tolist())
        np.testing.assert_allclose(table, intersection_over_union(boxes, boxes), atol=1e-12)
        for overlap in (0.0, 0.25, 0.5, 1.0):
            kept = non_maximum_suppression(boxes, scores, overlap=overlap)
            given = (boxes.tolist(), scores.tolist(), overlap)
            assert call(page, script, "chosen", *given) == kept.tolist()


def test_windows_boxes_and_costs_are_pythons_at_every_threshold(tabs):
    explorer = DetectorExplorer()
    own = set(DetectorExplorer.class_own_traits()) - {"_esm", "_css"}
    traits = {name: value for name, value in explorer.get_state().items() if name in own}
    script = DetectorExplorer._esm + ON_STATE
    found = call(blank(tabs()), script, "state", traits, [list(case) for case in CASES])
    for (threshold, overlap), said in zip(CASES, found, strict=True):
        explorer.threshold, explorer.overlap = threshold, overlap
        boxes, scores = explorer.windows
        ours = np.array(said["above"]).reshape(-1, 5)
        np.testing.assert_allclose(ours[:, 4], scores)
        np.testing.assert_allclose(ours[:, :4], boxes)
        np.testing.assert_allclose(np.array(said["kept"]).reshape(-1, 4), explorer.kept)
        costs = {"found": said["hits"], "false": said["wrong"], "missed": said["missed"]}
        assert costs == explorer.costs
        assert said["gone"] + len(said["kept"]) == len(boxes)


@pytest.fixture
def show(open_view):
    def shown(**options):
        view = open_view(DetectorExplorer(**options))
        return view, lambda name: view.root.locator(f"[data-name='{name}']")

    return shown


def text(view, selector):
    return view.root.locator(selector).text_content()


def test_a_lower_threshold_makes_more_boxes_and_says_what_they_cost(show):
    view, control = show()
    assert text(view, ".cn-told") == "9 windows above the threshold make 1 box."
    assert (
        "1 of 1 found, 0 false, 0 missed" in view.root.locator(".cn-note").all_text_contents()[-1]
    )
    control("threshold").fill("-20")
    assert view.get("threshold") == -2
    explorer = DetectorExplorer(threshold=-2)
    said = view.root.locator(".cn-note").all_text_contents()[-1]
    assert f"1 of 1 found, {explorer.costs['false']} false, 0 missed" in said
    windows, boxes = len(explorer.windows[0]), len(explorer.kept)
    assert text(view, ".cn-told") == f"{windows} windows above the threshold make {boxes} boxes."


def test_boxes_are_chosen_step_by_step(show):
    view, control = show(threshold=-2)
    control("first").press("Enter")
    assert text(view, ".cnnteach-live").endswith("Take the best of them first.")
    control("on").press("Enter")
    assert view.get("step") == 1
    live = text(view, ".cnnteach-live")
    assert live.startswith("Box 0: score 10.9, probability over 0.999; ")
    assert "that overlap it by more than 0.30 are dropped" in live
    control("last").press("Enter")
    assert text(view, ".cnnteach-live").endswith("0 windows left.")


def test_pointing_at_the_map_shows_the_window_on_the_photograph_and_back(show):
    view, _ = show()
    grid = view.root.locator("[data-grid='score map']")
    grid.press("ArrowDown")
    window = DetectorExplorer()
    down = window._levels[4][0]
    said = text(view, ".cnnteach-live")
    assert said.startswith("The window in row 1, column 0 of this map covers rows ")
    assert f"rows {round(4 * down)} to {round(29 * down)}" in said
    assert f"score {window.maps[4][1, 0]:.1f}".replace("-", "\N{MINUS SIGN}") in said
    picture = view.root.locator("[data-grid='photograph']")
    picture.click(position={"x": 5, "y": 5})
    assert "row 0, column 0 of this map" in text(view, ".cnnteach-live")


def test_a_scale_has_its_own_map(show):
    view, control = show()
    control("scale").press("ArrowRight")
    assert view.get("scale") == 5
    rows, columns = DetectorExplorer().maps[5].shape
    label = view.root.locator("[data-grid='score map']").get_attribute("aria-label")
    assert f"scale 5, {rows} by {columns}" in label


def test_the_code_keeps_the_same_boxes(show):
    view, control = show(threshold=-1, overlap=0.2)
    control("code").click()
    shown = []
    exec(text(view, ".cn-code pre"), {"print": shown.append})
    explorer = DetectorExplorer(threshold=-1, overlap=0.2)
    boxes, _ = explorer.windows
    np.testing.assert_allclose(boxes[shown[0]], explorer.kept)


# Of each drawn dot: how far it lies from the curve of its kind, across or up, in the plot's units.
OFF_ITS_CURVE = """(plot) => [...plot.querySelectorAll(".cn-dot")].map((dot) => {
    const kind = dot.classList.contains("cn-first") ? "first" : "second";
    const curve = plot.querySelector(`.cn-curve.cn-${kind}`), length = curve.getTotalLength();
    const [x, y] = ["cx", "cy"].map((name) => Number(dot.getAttribute(name)));
    const off = ({ x: px, y: py }) => Math.hypot(px - x, py - y);
    return Math.min(...Array.from({ length: 4001 }, (_, k) =>
        off(curve.getPointAtLength((k / 4000) * length))));
})"""


def test_the_curves_of_costs_are_named_and_dots_lie_on_them(show):
    view, _ = show()
    plot = view.root.locator(".cn-plot")
    names = view.root.locator(".cn-lines span")
    assert names.all_text_contents() == ["false boxes", "missed faces"]
    for name, kind in zip(names.all(), ("first", "second"), strict=True):
        line = name.evaluate("(e) => getComputedStyle(e, '::before').borderTopColor")
        curve = plot.locator(f".cn-curve.cn-{kind}").evaluate("(e) => getComputedStyle(e).stroke")
        assert line == curve
    for threshold, dots in ((4.6, 2), (0.5, 2), (-3.0, 2), (-8.0, 1), (12.0, 0)):
        view.set("threshold", threshold)
        off = plot.evaluate(OFF_ITS_CURVE)
        assert len(off) == dots, threshold
        assert all(each < 1 for each in off), threshold
    assert plot.locator("text").all_text_contents()[-2:] == ["threshold", "count"]
