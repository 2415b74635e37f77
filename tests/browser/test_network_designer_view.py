"""What a learner does with a NetworkDesigner: swaps, removes, repeats; and what is seen then."""

import re

import pytest
from stack_cases import NAMED

from cnnteach.widgets import NetworkDesigner
from cnnteach.widgets.network_designer.stack_counts import count

pytestmark = pytest.mark.browser


class DesignerPage:
    """The view of a NetworkDesigner inside the element `root` (a Locator)."""

    def __init__(self, root):
        self.root, self.page = root, root.page

    def control(self, name):
        return self.root.locator(f"[data-name='{name}']")

    def layer(self, name):
        return self.root.locator(f".cn-layer:has(b:text-is('{name}'))")

    def cells(self, name):
        """Return the texts of a row: output, sees, parameters, connections, neurons, KiB."""
        return self.root.locator(f"tr:has(b:text-is('{name}')) td").all_text_contents()

    def names(self):
        return self.root.locator(".cn-layer b").all_text_contents()

    def text(self, selector):
        return self.root.locator(selector).text_content()


@pytest.fixture
def show(open_view):
    """``show(*arguments)`` shows a NetworkDesigner: its `View`, and what a learner sees of it."""

    def shown(*arguments, **options):
        view = open_view(NetworkDesigner(*arguments, **options))
        return view, DesignerPage(view.root)

    return shown


def number(text):
    return float(text.replace(",", ""))


@pytest.mark.parametrize("name", NAMED)
def test_rows_and_sums_are_those_of_python_and_add_up_as_printed(show, name):
    view, seen = show(name)
    designer = NetworkDesigner(name)
    top = [row for row in designer.rows if len(row["path"]) == 1]
    assert seen.names() == [row["name"] for row in top]
    printed = [seen.cells(row["name"]) for row in top]
    for cells, row in zip(printed, top, strict=True):
        assert cells[0] == "×".join(map(str, row["shape"]))
        counts = [row[each] for each in ("parameters", "connections", "neurons")]
        assert list(map(number, cells[2:5])) == counts
        assert cells[1] == ("all" if row["receptive_field"] is None
                            else str(row["receptive_field"][0]))  # fmt: skip
    sums = seen.root.locator("tfoot tr").first.locator("td").all_text_contents()
    for column in range(2, 6):
        total = sum(number(cells[column]) for cells in printed)
        assert total == pytest.approx(number(sums[column]), abs=1e-9)
    assert number(sums[5]) == pytest.approx(designer.totals["memory"] / 1024, abs=0.51)
    assert f"{designer.depth} layers that learn" in seen.text(".cn-formula")
    assert seen.control("network").input_value() == name
    assert view.tab.errors == []


def test_without_a_padding_the_first_layer_that_fails_explains_itself_at_its_row(show):
    view, seen = show("vgg16", image=(32, 32, 3))
    for name in ("conv1_1", "conv1_2", "conv2_1"):
        seen.layer(name).click()
        seen.control("to-padding").click()
    why = "pool5 is 2 high, but there is only 1 row (0 + 1 + 0, padding and what comes in)"
    assert why in seen.text("tr.cn-failed .cn-why")
    assert seen.root.locator("tr.cn-failed b").text_content() == "pool5"
    assert "pool5 does not fit" in seen.text(".cn-formula")
    assert seen.cells("flatten") == ["–"]
    assert not seen.control("code").is_visible()
    for name in ("conv1_1", "conv1_2", "conv2_1"):  # padded again
        seen.layer(name).click()
        seen.control("to-padding").click()
    assert seen.root.locator("tr.cn-failed").count() == 0
    assert view.tab.errors == []


def test_a_swap_says_what_it_costs_and_does_it(show):
    view, seen = show("lenet5", selected=[2])
    assert "parameters 61,706 → 62,490" in seen.text(".cn-offer:has([data-name='to-threes'])")
    seen.control("to-threes").press("Enter")
    assert seen.names()[2:4] == ["c3a", "c3b"]
    assert count(view.get("stack"), view.get("image")).totals["parameters"] == 62_490
    assert "62,490 parameters" in seen.text(".cn-formula")
    assert seen.control("network").input_value() == "your own"
    assert view.page.evaluate("() => document.activeElement.closest('.cn-offers') !== null")
    seen.layer("c3a").click()
    seen.control("to-strips").click()
    assert seen.names()[2:5] == ["c3aa", "c3ab", "c3b"]
    assert [row["kernel"] for row in view.get("stack")[2:4]] == [[1, 3], [3, 1]]


def test_every_number_of_a_layer_is_changed_by_its_dial(show):
    view, seen = show(selected=[2])
    seen.control("kernel").press("ArrowRight")
    seen.control("stride").press("ArrowRight")
    seen.control("filters-half").press("Enter")
    seen.control("groups").fill("1")
    seen.control("groups").press("Enter")
    seen.control("padding").select_option("1")
    seen.control("bias").uncheck()
    seen.control("norm").check()
    row = view.get("stack")[2]
    assert row == {**NAMED["alexnet"][0][2], "kernel": [6, 6], "stride": [2, 2], "filters": 128,
                   "groups": 1, "padding": 1, "bias": False, "norm": True}  # fmt: skip
    expected = count(view.get("stack"), view.get("image"))
    assert number(seen.cells("conv2")[2]) == expected.rows[2].parameters
    assert "(6·6·96)·128 + 2·128 of the normalisation" in seen.text(".cnnteach-live")


NARROWER = """(select) => { // than its words: what of each option would be cut off, in pixels
    const { font, paddingLeft, paddingRight } = getComputedStyle(select);
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.font = font;
    const arrow = 18, room = select.clientWidth - parseFloat(paddingLeft)
        - parseFloat(paddingRight) - arrow;
    return [...select.options].map((o) => context.measureText(o.text).width - room);
}"""


def test_every_new_layer_is_named_in_full(show):
    view, seen = show()
    for width in (1280, 700):
        view.page.set_viewport_size({"width": width, "height": 1000})
        assert max(seen.control("kind").evaluate(NARROWER)) <= 0


def test_what_memory_counts_is_read_without_pointing(show):
    _, seen = show("lenet5")
    assert seen.root.locator("thead th").last.text_content() == "KiB of memory"
    note = seen.root.locator(".cn-table + .cn-note")
    assert note.is_visible()
    assert note.text_content().endswith("4 bytes a number. 1 KiB is 1,024 bytes.")


def test_layers_are_added_copied_moved_and_removed(show):
    view, seen = show("lenet5", selected=[1])
    seen.control("kind").select_option("block")
    seen.control("add").click()
    assert seen.names() == ["c1", "s2", "block_2", "block_a_2", "block_b_2", "c3", "s4", "flatten",
                            "f5", "f6", "scores"]  # fmt: skip
    assert view.get("selected") == [2]
    seen.control("up").click()
    assert seen.names()[:2] == ["c1", "block_2"]
    seen.control("copy").click()
    assert view.get("stack")[2]["name"] != view.get("stack")[1]["name"]
    for _ in range(2):
        seen.control("remove").click()
    assert view.get("stack") == [*NAMED["lenet5"][0][:1], *NAMED["lenet5"][0][1:]]
    assert seen.control("network").input_value() == "lenet5"
    assert view.tab.errors == []


def test_a_repeated_block_is_one_row_that_opens_and_is_edited_once_for_all(show):
    view, seen = show("resnet152")
    closed = len(seen.names())
    seen.layer("conv4_2").click()
    assert len(seen.names()) == closed + 3
    before = number(seen.cells("conv4_2")[2])
    seen.control("repeat").press("ArrowLeft")
    assert number(seen.cells("conv4_2")[2]) == before * 34 / 35
    assert "151 layers" not in seen.text(".cn-formula")
    assert "149 layers" in seen.text(".cn-formula")
    seen.layer("conv4_2b").click()
    seen.control("to-padding").click()
    assert "to add they must be equal" in seen.text("tr.cn-failed .cn-why")
    assert seen.root.locator("tr.cn-failed b").text_content() == "conv4_2"
    assert view.tab.errors == []


def test_skips_are_switched_off_for_all_blocks_and_for_one(show):
    view, seen = show("resnet18")
    seen.control("skips").uncheck()
    assert {row["skip"] for row in view.get("stack") if row["kind"] == "block"} == {False}
    assert "11,51" in seen.text(".cn-formula")  # without the projections' 172,032
    seen.layer("conv2_1").click()
    seen.control("skip").check()
    assert [row["skip"] for row in view.get("stack") if row["kind"] == "block"].count(True) == 1
    view.set("stack", NAMED["vgg16"][0])
    assert not seen.control("skips").is_visible()


def test_gradients_follow_the_depth_the_weights_and_the_normalisation(show):
    view, seen = show("resnet50")
    said = seen.root.locator(".cn-plot-part .cn-note").first
    said.filter(has_text="50 layers of 16 units, each normalised").wait_for()
    curves = seen.root.locator(".cn-plot-part .cn-curve")
    before = curves.last.get_attribute("d")
    assert before.count("L") == 49
    seen.control("normalise").uncheck()
    seen.control("gain").press("Home")
    said.filter(has_text="weights 0.5 times He's").wait_for()
    assert curves.last.get_attribute("d") != before
    assert re.search(r"changes ×\d·10⁻\S+ without shortcuts", said.text_content())
    assert view.get("gain") == 0.5
    assert view.tab.errors == []


APART = """(plot) => { // how far the name of the upward axis lies from the widest of its numbers
    const texts = [...plot.querySelectorAll("text")];
    const name = texts.find((e) => e.getAttribute("transform")).getBoundingClientRect();
    const numbers = texts.filter((e) => e.getAttribute("text-anchor") === "end");
    const first = Math.min(...numbers.map((e) => e.getBoundingClientRect().left));
    return [first - name.right, name.left - plot.getBoundingClientRect().left];
}"""


@pytest.mark.parametrize(
    ("network", "options"),
    [("resnet152", {"gain": 0.7, "normalise": False}), ("resnet50", {"normalise": False})],
)
def test_the_name_of_an_axis_stands_beside_its_widest_number(show, network, options):
    _, seen = show(network, **options)
    plot = seen.root.locator(".cn-plot-part .cn-plot")
    plot.locator(".cn-curve").first.wait_for(state="attached")
    apart, inside = plot.evaluate(APART)
    assert apart >= 0
    assert inside >= 0


def test_arrow_keys_go_through_the_rows_and_enter_selects(show):
    view, seen = show("lenet5")
    seen.layer("c1").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "End", "ArrowDown", "Home", "ArrowDown"):
        view.page.keyboard.press(key)
    view.page.keyboard.press("Enter")
    assert view.get("selected") == [1]
    assert seen.layer("s2").get_attribute("aria-pressed") == "true"
    assert view.page.evaluate("() => document.activeElement.dataset.path") == "1"


def test_the_image_changes_and_the_years_show_the_network(show):
    view, seen = show()
    assert seen.text(".cn-shown th") == "AlexNet"
    seen.control("size").press("ArrowLeft")
    assert view.get("image") == [226, 226, 3]
    assert seen.root.locator(".cn-shown").count() == 0
    seen.control("network").select_option("googlenet")
    assert seen.text(".cn-shown th") == "GoogLeNet"
    assert seen.text(".cn-shown td:last-child") == "6.7 % ◂"


def test_the_code_is_shown_and_follows(show):
    view, seen = show("lenet5")
    seen.control("code").click()
    assert 'layers.Conv2D(6, 5, padding="same", activation="relu")' in seen.text("pre >> nth=0")
    seen.control("filters-double").click()
    assert "layers.Conv2D(12, 5," in seen.text("pre >> nth=0")
    assert view.tab.errors == []


def test_the_chosen_layer_is_written_as_in_the_table(show):
    _, seen = show("alexnet")
    legend = seen.root.locator("legend").last
    assert legend.text_content().startswith("conv")
    first = "(e) => getComputedStyle(e, '::first-letter').textTransform"
    assert legend.evaluate(first) == "none"
