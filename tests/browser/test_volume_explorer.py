"""VolumeExplorer on a page of its own: its volumes, its units in numbers, its layers, its code."""

import contextlib
import io
import re

import numpy as np
import pytest
from conv_page import ConvPage, number
from harness.view import blank, call

from cnnteach.widgets import VolumeExplorer

pytestmark = pytest.mark.browser
FIRST = {"layer": 1, "selected": [10, 12], "filter": 2}


class VolumePage(ConvPage):
    """The view of a VolumeExplorer inside the element `root` (a Locator)."""

    @property
    def notes(self):
        titles = self.root.locator(".cn-notes dt").all_text_contents()
        texts = self.root.locator(".cn-notes dd").all_text_contents()
        return dict(zip(titles, texts, strict=True))

    @property
    def partial(self):
        """What each channel contributes, as it stands under its window."""
        texts = self.root.locator(".cn-partial").all_text_contents()
        return [number(text.rpartition(": ")[2]) for text in texts]

    @property
    def result(self):
        return number(re.match(r"= ([^,]*)", self.text(".cn-sum"))[1])

    @property
    def label(self):
        return self.grid("volumes").get_attribute("aria-label")

    def at(self, volume, channel, row, column):
        """Return where on the page the middle of a cell is, as its sheet lies."""
        self.grid("volumes").scroll_into_view_if_needed()
        box = self.grid("volumes").bounding_box()
        sheet = next(s for s in self.sheets if (s["volume"], s["channel"]) == (volume, channel))
        x, y = (
            sheet["origin"][axis]
            + (column + 0.5) * sheet["across"][axis]
            + (row + 0.5) * sheet["down"][axis]
            for axis in (0, 1)
        )
        return box["x"] + x, box["y"] + y

    sheets = ()


@pytest.fixture
def show(open_view, tabs):
    """``show(**words)`` shows a VolumeExplorer: its `View`, and what a learner sees of it."""
    layer = blank(tabs())

    def show(*arguments, **words):
        view = open_view(VolumeExplorer(*arguments, **words))
        seen = VolumePage(view.root)
        lab = twin(view)
        volumes = [lab.x.shape, lab.maps.shape, lab.output.shape][: 1 + lab.layers]
        sizes = [dict(zip(("rows", "columns", "depth"), v, strict=True)) for v in volumes]
        width = seen.grid("volumes").bounding_box()["width"]
        t = lab.unravelled / 100
        seen.laid = call(layer, VolumeExplorer._esm, "layOut", sizes, width, 14, t)
        seen.sheets = seen.laid["sheets"]
        return view, seen

    return show


def twin(view):
    """Return a VolumeExplorer in Python with the traits that the view's model has."""
    explorer = VolumeExplorer()
    names = set(explorer.get_state()) & set(VolumeExplorer.class_own_traits())
    explorer.set_state({name: view.get(name) for name in names})
    return explorer


# What the view computes is what Python computes


def random_state(seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(-9, 10, (*rng.integers(8, 15, 2), rng.integers(1, 9))) / [1, 4][seed % 2]
    explorer = VolumeExplorer(
        x if seed % 3 else None,
        seed=seed,
        filters=int(rng.integers(1, 9)),
        kernel=int(rng.integers(1, 6)),
        stride=int(rng.integers(1, 3)),
        padding=int(rng.integers(0, 4)),
        layers=int(rng.integers(1, 3)),
        filters2=int(rng.integers(1, 9)),
        kernel2=int(rng.integers(1, 3)),
        relu=bool(rng.integers(2)),
        layer=int(rng.integers(1, 3)),
        filter=int(rng.integers(0, 8)),
        selected=rng.integers(0, 12, 2),
    )
    explorer.b = rng.integers(-5, 6, explorer.filters)
    return explorer


def test_volumes_and_units_are_those_of_the_python_traits(tabs):
    explorers = [random_state(seed) for seed in range(40)]
    map_it = """const each = (states) => states.map((state) => {
        const ex = volumeState({ get: (name) => state[name] }), now = ex.compute();
        const about = unitOf(now, ex.unit(now));
        return [now.volumes.slice(1).map((v) => v.values), about.column, about.sum,
            about.channels.map((c) => c.partial), about.channels.map((c) => c.window)];
    });"""
    states = [
        {k: v for k, v in e.get_state().items() if k not in ("_esm", "_css", "layout")}
        for e in explorers
    ]
    page = blank(tabs())
    answers = call(page, f"{VolumeExplorer._esm}\n{map_it}", "each", states)
    for one, (volumes, column, total, partial, windows) in zip(explorers, answers, strict=True):
        expected = [one.maps, one.output][: one.layers]
        for found, volume in zip(volumes, expected, strict=True):
            np.testing.assert_allclose(found, volume.ravel(), atol=1e-9)
        np.testing.assert_allclose(column, one.column, atol=1e-9)
        np.testing.assert_allclose(partial, one.partial_sums, atol=1e-9)
        np.testing.assert_allclose(np.stack(windows, -1).ravel(), one.window.ravel(), atol=1e-9)
        last = one.layers == one.layer == 2
        f = min(one.filter, len(one.column) - 1)
        b = (one.b2 if last else one.b)[f]
        assert total == pytest.approx(one.partial_sums.sum() + b)


def test_the_window_of_a_unit_holds_all_that_changes_it(tabs):
    page, rng = blank(tabs()), np.random.default_rng(1)
    for _ in range(6):
        most = {"kernel": 5, "stride": 2, "padding": 2, "kernel2": 3}
        words = {name: int(rng.integers(1, top + 1)) for name, top in most.items()}
        explorer = VolumeExplorer(np.ones((14, 14)), filters=1, layers=2, filters2=1, **words)
        explorer.w, explorer.w2 = np.ones(explorer.w.shape), np.ones(explorer.w2.shape)
        row, column = (int(rng.integers(0, n)) for n in explorer.output.shape[:2])
        hit = np.zeros((14, 14), bool)
        before = explorer.output[row, column, 0]
        for at in np.ndindex(14, 14):
            x = np.ones((14, 14))
            x[at] = 5
            explorer.x = x
            hit[at] = explorer.output[row, column, 0] != before
        source = f"""{VolumeExplorer._esm}
        const seen = (state, unit) => {{
            const now = volumeState({{ get: (name) => state[name] }}).compute();
            return receptiveIn(now, unit);
        }};"""
        state = {k: v for k, v in explorer.get_state().items() if k not in ("_esm", "_css")}
        unit = {"layer": 1, "row": row, "column": column, "filter": 0}
        seen = call(page, source, "seen", {k: v for k, v in state.items() if k != "layout"}, unit)
        expected = np.zeros((14, 14), bool)
        top, left = max(0, seen["row"]), max(0, seen["column"])
        expected[top : max(0, seen["row"] + seen["size"]), left : seen["column"] + seen["size"]] = (
            True
        )
        if words["stride"] <= words["kernel"]:
            np.testing.assert_array_equal(hit, expected, err_msg=words)


@pytest.mark.parametrize("t", [0, 0.3, 1])
def test_every_cell_that_is_in_front_is_found_where_it_is_drawn(tabs, t):
    source = f"""{VolumeExplorer._esm}
    const round = (volumes, t) => {{
        const {{ sheets }} = layOut(volumes, 900, 14, t), missed = [];
        for (const sheet of sheets) for (let row = 0; row < sheet.rows; row++)
            for (let column = 0; column < sheet.columns; column++) {{
                const {{ origin, across, down }} = sheet;
                const [x, y] = [0, 1].map((axis) =>
                    origin[axis] + (column + 0.5) * across[axis] + (row + 0.5) * down[axis]);
                const {{ volume, channel, ...cell }} = sheetAt(sheets, x, y);
                const same = volume === sheet.volume && channel === sheet.channel;
                const order = (s) => 100 * s.volume + s.channel;
                const isBehind = order({{ volume, channel }}) > order(sheet);
                const isRight = same ? cell.row === row && cell.column === column : isBehind;
                if (!isRight) missed.push(sheet);
            }}
        const inside = sheets.every(({{ origin, across, down, rows, columns }}) =>
            origin[0] >= -0.1 && origin[0] + columns * across[0] <= 900.1);
        return [missed.length, inside];
    }};"""
    volumes = [
        {"rows": 32, "columns": 32, "depth": 3},
        {"rows": 28, "columns": 28, "depth": 8},
        {"rows": 9, "columns": 12, "depth": 4},
    ]
    assert call(blank(tabs()), source, "round", volumes, t) == [0, True]


# Pointing


def test_pointing_at_a_map_picks_its_unit_and_its_filter(show):
    view, seen = show(unravelled=100)
    view.page.mouse.move(*seen.at(1, 4, 20, 7))
    assert seen.sentence.startswith("Layer 1, row 20, column 7, filter 4: 75 products")
    assert view.get("filter") == 0
    view.page.mouse.move(1, 1)
    assert seen.sentence.startswith("Layer 1, row 0, column 0, filter 0")
    view.page.mouse.click(*seen.at(1, 4, 20, 7))
    view.page.mouse.move(1, 1)
    assert (view.get("selected"), view.get("filter")) == ([20, 7], 4)
    assert "25 from each of red, green and blue" in seen.sentence


def test_pointing_at_the_input_picks_the_unit_that_has_it_in_its_middle(show):
    view, seen = show(unravelled=100, **FIRST)
    view.page.mouse.click(*seen.at(0, 1, 15, 9))
    assert (view.get("selected"), view.get("filter")) == ([13, 7], 2)
    view.page.mouse.click(*seen.at(0, 0, 0, 31))
    assert seen.sentence.startswith("Layer 1, row 0, column 27, filter 2")


def test_a_cube_is_pointed_at_where_it_shows(show):
    view, seen = show(layers=2)
    view.page.mouse.click(*seen.at(2, 3, 4, 20))  # the last map stands in front
    assert [view.get(n) for n in ("layer", "filter", "selected")] == [2, 3, [4, 20]]
    assert seen.sentence.startswith("Layer 2, row 4, column 20, filter 3: 6 products, 1 from each")


def test_keys_move_the_unit_and_choose_the_filter(show):
    view, seen = show(**FIRST)
    seen.grid("volumes").focus()
    for key, state in [
        ("ArrowDown", ([11, 12], 2)), ("ArrowRight", ([11, 13], 2)), ("PageDown", ([11, 13], 3)),
        ("PageUp", ([11, 13], 2)), ("ArrowLeft", ([11, 12], 2)), ("ArrowUp", ([10, 12], 2)),
    ]:  # fmt: skip
        view.page.keyboard.press(key)
        assert (view.get("selected"), view.get("filter")) == state
    assert view.saved[-1]["selected"] == [10, 12]
    view.set("selected", [0, 0])
    view.page.keyboard.press("ArrowUp")
    assert view.get("selected") == [0, 0]
    seen.grid("column").focus()
    view.page.keyboard.press("ArrowDown")
    assert view.get("filter") == 3


# Numbers


@pytest.mark.parametrize("relu", [False, True])
def test_the_channels_and_the_bias_add_up_exactly_to_pythons_unit(show, relu):
    view, seen = show(layers=2, kernel2=2, relu=relu)
    for layer in (1, 2):
        view.set("layer", layer)
        for place, f in (([0, 0], 0), ([20, 25], 3), ([27, 27], 1)):
            view.set("selected", place)
            view.set("filter", f)
            explorer = twin(view)
            assert seen.count("window") == seen.count("filter") == len(explorer.partial_sums)
            assert [float(p) for p in seen.partial] == explorer.partial_sums.tolist()
            assert sum(seen.terms) == seen.result
            b = (explorer.b if layer == 1 else explorer.b2)[f]
            assert float(seen.result) == explorer.partial_sums.sum() + b
            if relu and layer == 1:
                assert seen.text(".cn-sum").endswith(f"ReLU → {explorer.column[f]:.0f}")


def test_a_typed_weight_changes_its_slice_of_its_filter_alone(show):
    view, seen = show(**FIRST)
    before = twin(view).w
    seen.type("filter", 0, 4, "7", which=1)
    after = twin(view).w
    assert after[0, 4, 1, 2] == 7
    changed = np.argwhere(before != after)
    assert changed.tolist() == [[0, 4, 1, 2]]
    view.set("layers", 2)
    view.set("layer", 2)
    seen.type("filter", 0, 0, "-3", which=5)
    assert twin(view).w2[0, 0, 5, 2] == -3


# Layers and notes


def test_the_lectures_numbers_are_on_the_page(show):
    view, seen = show()
    assert seen.label.startswith("input 32×32×3, maps of layer 1 28×28×6. Arrow keys")
    assert "5 · 5 · 3 = 75 weights and one bias" in seen.notes["Through the full depth: 5×5×3"]
    assert "(75 + 1) · 6 = 456" in seen.notes["To be learned"]
    assert "6 filters give 6 maps" in seen.notes["One map a filter: 28×28×6"]
    seen.control("layers").press(" ")
    assert (view.get("layers"), view.get("layer")) == (2, 2)
    assert "a 6×4 matrix: a dense layer" in seen.notes["1×1: 6 maps become 4"]
    assert "Layer 2: (6 + 1) · 4 = 28" in seen.notes["To be learned"]
    seen.press("kernel2", "ArrowRight", "ArrowRight")
    assert "Out come 26×26×4" in seen.notes["The next input: 28×28×6"]
    seen.press("filters", "ArrowRight")
    assert "its filters are 7 deep" in seen.notes["The next input: 28×28×7"]
    assert twin(view).output.shape == (26, 26, 4)


def test_a_picture_from_the_list_is_pythons(show):
    view, seen = show()
    seen.control("image").select_option("flower")
    np.testing.assert_array_equal(twin(view).x, VolumeExplorer(image="flower").x)
    assert view.get("image") == "flower"


def test_filters_that_do_not_fit_explain_themselves(show):
    view, seen = show(np.ones((9, 9, 2)), kernel=5, layers=2)
    view.set("kernel2", 7)
    assert (
        "the filters of layer 2 are 7 high and wide, and what they slide over only 5"
        in seen.problem
    )
    assert seen.sentence.startswith("Layer 1")
    view.set("_x_shape", [3, 27, 2])
    assert "the filters of layer 1 are 5 high and wide" in seen.problem
    assert not seen.root.locator(".cnnteach-live").is_visible()
    view.set("kernel", 1)
    view.set("kernel2", 1)
    assert seen.problem == ""
    assert seen.sentence.startswith(
        "Layer 1, row 0, column 0, filter 0: 2 products, 1 from each of 2"
    )
    assert view.tab.errors == []


def test_what_is_no_more_becomes_the_last_there_is(show):
    view, seen = show(layers=2, layer=2, filter=3, selected=(27, 27))
    view.set("kernel2", 3)
    assert seen.sentence.startswith("Layer 2, row 25, column 25, filter 3")
    view.set("layers", 1)
    assert seen.sentence.startswith("Layer 1, row 27, column 27, filter 3")
    view.set("filters", 2)
    assert seen.sentence.startswith("Layer 1, row 27, column 27, filter 1")
    assert view.tab.errors == []


@pytest.mark.parametrize(
    "words",
    [{}, {"layers": 2, "relu": True, "stride": 2, "padding": 1, "kernel2": 3, "image": "flower"}],
)
def test_the_code_computes_the_output_with_numpy_and_with_keras(show, words):
    view, seen = show(**words)
    seen.press("code", "Enter")
    names, explorer = {}, twin(view)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(seen.text(".cn-code pre"), names)
    np.testing.assert_allclose(names["output"][0], explorer.output)
    scale = np.abs(explorer.output).max()
    np.testing.assert_allclose(names["same"][0] / scale, explorer.output / scale, atol=1e-5)
    assert str(explorer.output.shape) in printed.getvalue()


# How it is drawn


def inked(seen, canvas, box):
    """Return how much of a canvas has ink in a box (left, top, width, height) of the page."""
    read = """(canvas, [x, y, w, h]) => {
        const scale = canvas.width / parseFloat(canvas.style.width);
        const { data } = canvas.getContext("2d").getImageData(...[x, y, w, h].map((v) =>
            Math.round(v * scale)));
        return data.filter((v, k) => k % 4 === 3 && v > 127).length / (data.length / 4);
    }"""
    return seen.grid("volumes").locator("canvas").nth(canvas).evaluate(read, list(box))


@pytest.mark.parametrize("unravelled", [0, 20, 34, 50, 60, 66, 80, 100])
def test_names_are_on_top_and_never_gone_nor_at_the_frame(show, unravelled):
    _, seen = show(layers=2, layer=2, unravelled=unravelled, kernel2=3, filters=8)
    area = seen.grid("volumes").bounding_box()
    rem = 14
    for x, y in seen.laid["names"]:
        assert x >= rem
        assert rem / 2 <= y <= area["height"] - rem / 2
        assert inked(seen, 2, (x, y - 6, 40, 12)) > 0.5  # letters and their halo, above the rays
    edge = 4
    for strip in ((0, 0, edge, area["height"]), (area["width"] - edge, 0, edge, area["height"])):
        for canvas in (0, 1, 2):
            assert inked(seen, canvas, strip) == 0
