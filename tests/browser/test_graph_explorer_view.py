"""What a learner does with a GraphExplorer: types, drags, steps, nudges; and what is seen then."""

import re
from decimal import Decimal

import pytest
from harness.view import call

from cnnteach.graph import Expression
from cnnteach.widgets import GraphExplorer
from cnnteach.widgets.graph_explorer.widget import EXAMPLES

pytestmark = pytest.mark.browser
MINUS = "\N{MINUS SIGN}"


class GraphPage:
    """The view of a GraphExplorer inside the element `root` (a Locator)."""

    def __init__(self, root):
        self.root, self.page = root, root.page

    def control(self, name):
        return self.root.locator(f"[data-name='{name}']")

    def node(self, label):
        return self.root.locator(".cn-node").filter(has_text=re.compile(f"^{re.escape(label)}"))

    def texts(self, selector):
        return self.root.locator(selector).all_text_contents()

    def text(self, selector):
        return self.root.locator(selector).text_content()


@pytest.fixture
def show(open_view):
    """``show(*arguments)`` shows a GraphExplorer: its `View`, and what a learner sees of it."""

    def shown(*arguments, **options):
        view = open_view(GraphExplorer(*arguments, **options))
        return view, GraphPage(view.root)

    return shown


def test_the_lectures_graph_with_all_its_numbers(show):
    view, seen = show()
    assert seen.texts(".cn-node") == [
        "a2∂e/∂a = 2", "b1∂e/∂b = 5", "c = a + b3∂e/∂c = 2", "d = b + 12∂e/∂d = 3",
        "e = c · d6∂e/∂e = 1",
    ]  # fmt: skip
    assert sorted(seen.texts(".cn-slope")) == ["1", "1", "1", "2", "3"]
    assert seen.texts(".cn-term b") == ["b → c → e: 1 · 2", "b → d → e: 1 · 3"]
    assert (seen.texts(".cn-term i"), seen.text(".cn-sum")) == (["2", "3"], "= 5")
    assert view.tab.errors == []


def test_a_slider_a_field_a_key_and_a_drag_change_a_value_and_everything_follows(show):
    view, seen = show()
    seen.control("value-b").press("ArrowRight")
    assert view.get("values") == {"a": 2, "b": 1.1}
    assert "e = c · d6.51∂e/∂e = 1" in seen.texts(".cn-node")
    seen.control("number-a").fill("-4.5")
    seen.control("number-a").press("Enter")
    assert view.get("values") == {"a": -4.5, "b": 1.1}
    seen.node("a").focus()
    view.page.keyboard.press("PageUp")
    view.page.keyboard.press("ArrowDown")
    assert view.get("values")["a"] == -3.6
    assert view.page.evaluate("() => document.activeElement.dataset.node") == "0"
    box = seen.node("b").bounding_box()
    at = (box["x"] + box["width"] / 2, box["y"] + 12)
    view.page.mouse.move(*at)
    view.page.mouse.down()
    view.page.mouse.move(at[0] + 40, at[1], steps=5)
    view.page.mouse.up()
    view.page.mouse.move(at[0] + 90, at[1])  # let go
    assert view.get("values")["b"] == 2.1
    expected = GraphExplorer(values={"a": -3.6, "b": 2.1})
    assert f"e = c · d{expected.output:.4g}".replace("-", MINUS) in "".join(seen.texts(".cn-node"))
    assert view.tab.errors == []


def test_an_expression_is_typed_and_one_that_cannot_be_read_says_why_and_changes_nothing(show):
    view, seen = show()
    field = seen.control("expression")
    field.fill("z = w * x; y = relu(z) + 1")
    field.press("Enter")
    assert view.get("expression") == "z = w * x; y = relu(z) + 1"
    assert [text[0] for text in seen.texts(".cn-node")] == ["w", "x", "z", "r", "y"]
    assert seen.control("value-w").count() == seen.control("value-x").count() == 1
    field.fill("(w + x)(w + 1)")
    field.press("Enter")
    assert field.get_attribute("aria-invalid") == "true"
    assert "between factors write *" in seen.text(".cn-typed .cn-hint")
    assert view.get("expression") == "z = w * x; y = relu(z) + 1"
    field.fill("w ^ 2")
    assert field.get_attribute("aria-invalid") is None
    field.press("Tab")  # leaving it keeps it
    assert view.get("expression") == "w ^ 2"


def test_values_that_cannot_be_computed_say_so_where_the_graph_would_be(show):
    view, seen = show("log(x)", {"x": 1})
    view.set("values", {"x": -1})
    assert "only positive numbers have a logarithm" in seen.text(".cn-problem")
    assert not seen.root.locator(".cn-graph").is_visible()
    seen.control("value-x").press("End")
    assert seen.text(".cn-problem") == ""
    assert seen.root.locator(".cn-graph").is_visible()
    assert view.tab.errors == []


def test_steps_bring_values_then_gradients_and_say_what_happens(show):
    view, seen = show()
    seen.control("first").press("Enter")
    assert [text[-1] for text in seen.texts(".cn-node")] == ["2", "1", "?", "?", "?"]
    assert seen.texts(".cn-slope") == []
    seen.control("on").press("Enter")
    assert seen.text(".cnnteach-live") == "c = a + b = 2 + 1 = 3."
    seen.control("step").press("ArrowRight")
    seen.control("step").press("ArrowRight")
    assert seen.text(".cnnteach-live") == "e = c · d = 3 · 2 = 6."
    assert seen.texts(".cn-gradient") == []
    seen.control("on").press("Enter")
    assert seen.texts(".cn-gradient") == ["∂e/∂e = 1"]
    seen.control("last").press("Enter")
    assert view.get("step") == 9
    assert "its gradient is 3 + 2 = 5" in seen.text(".cnnteach-live")
    assert seen.root.locator(".cn-edge.cn-marked").get_attribute("data-edge") == "1-2"
    seen.control("back").press("Enter")
    assert set(seen.texts(".cn-gradient")) >= {"∂e/∂b = 3", "∂e/∂a = 2"}


def test_play_goes_to_the_end_and_stops(show):
    view, seen = show("a * b", step=0)
    seen.control("pace").select_option("300")
    seen.control("play").click()
    seen.page.wait_for_function("() => window.standalone.get('step') === 4")
    seen.page.wait_for_function(
        "() => document.querySelector(\"[data-name='play']\").title.startsWith('play')"
    )
    assert view.tab.errors == []


def test_forward_mode_shows_every_derivative_by_one_input(show):
    _, seen = show()
    seen.control("direction").select_option("forward")
    assert seen.texts(".cn-gradient") == [
        "∂a/∂b = 0", "∂b/∂b = 1", "∂c/∂b = 1", "∂d/∂b = 1", "∂e/∂b = 5",
    ]  # fmt: skip
    seen.node("a").press("Enter")
    assert seen.texts(".cn-gradient")[-1] == "∂e/∂a = 2"


def test_a_path_that_is_pointed_at_or_reached_by_tab_is_marked(show):
    view, seen = show()
    for act in ("hover", "focus"):
        getattr(seen.root.locator(".cn-term").nth(1), act)()
        on = seen.root.locator(".cn-edge.cn-on-path")
        edges = {on.nth(k).get_attribute("data-edge") for k in range(on.count())}
        assert edges == {"1-3", "3-4"}
        view.page.mouse.move(0, 0)


def number(text):
    return Decimal(text.replace(MINUS, "-"))


@pytest.mark.parametrize(("name", "expression", "values"), EXAMPLES, ids=lambda v: str(v)[:12])
def test_printed_terms_add_up_and_printed_changes_subtract(show, name, expression, values):
    view, seen = show(expression, values)
    for shift in (0, 0.137, -1.3):
        view.set("values", {each: value + shift for each, value in values.items()})
        for by in Expression(expression).inputs:
            view.set("by", by)
            terms = [number(text) for text in seen.texts(".cn-term i")]
            assert sum(terms) == number(seen.text(".cn-sum").removeprefix("= "))
            found = re.search(
                r"goes from (\S+) to (\S+), by (\S+)\. Per unit of \w+ that is (\S+);",
                seen.text(".cn-pair div + div"),
            )
            before, after, change, slope = map(number, found.groups())
            assert after - before == change
            explorer = GraphExplorer(expression, view.get("values"), by=by)
            assert float(slope) == pytest.approx(explorer.slope, rel=1e-3)
    assert view.tab.errors == []


def test_examples_are_chosen(show):
    view, seen = show()
    for name, expression, values in EXAMPLES:
        seen.control("example").select_option(name)
        assert (view.get("expression"), view.get("values")) == (expression, values)
        assert f"∂{expression.split('; ')[-1][0]}/" in seen.text(".cn-title >> nth=0")
    assert view.tab.errors == []


def test_nodes_and_edges_say_what_they_are(show):
    _, seen = show()
    seen.node("c = a + b").hover()
    assert "each unit more of it adds 2 to e" in seen.text(".cnnteach-live")
    seen.root.locator("[data-edge='2-4'] .cn-slope").hover()
    assert "c is multiplied by d = 2; the local derivative is 2" in seen.text(".cnnteach-live")


NAMED_AS_THE_CODE = [
    ("an input as the output", "output * output", {"output": 3}),
    ("four of them", "float = tf * tape; print + float", {"tf": 2, "tape": 3, "print": 1}),
    ("and self", "self * self", {"self": 4}),
]


@pytest.mark.parametrize(
    ("name", "expression", "values"),
    [*EXAMPLES, *NAMED_AS_THE_CODE],
    ids=lambda v: str(v)[:12],
)
def test_the_copied_code_prints_the_gradients(show, name, expression, values):
    view, _ = show()
    codes = """const code = (text, values) =>
        [graphCode, tapeCode].map((write) => write(text, readExpression(text), values));"""
    script = GraphExplorer._esm + codes
    ours, tape = call(view.page, script, "code", expression, values)
    gradients = GraphExplorer(expression, values).gradients
    printed = []
    exec(ours, {"print": printed.append})
    for each, gradient in gradients.items():
        assert any(re.fullmatch(rf"{each} = .* gradient {gradient:g}", line) for line in printed)
    exec(tape, {"print": printed.append})
    assert printed[-1] == pytest.approx(list(gradients.values()), rel=1e-5)


LABELS_CUT = """(svg) => {
    const { x, width } = svg.viewBox.baseVal;
    return [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBBox()])
        .filter(([, box]) => box.x < x || box.x + box.width > x + width)
        .map(([words]) => words);
}"""


@pytest.mark.parametrize(("name", "expression", "values"), EXAMPLES, ids=lambda v: str(v)[:12])
def test_no_label_is_cut_off_and_numbers_have_one_sign_and_four_digits(
    show, name, expression, values
):
    view, seen = show(expression, values)
    assert seen.root.locator(".cn-graph").evaluate(LABELS_CUT) == []
    view.set("values", {each: value - 3.1357 for each, value in values.items()})
    for direction in ("backward", "forward"):
        view.set("direction", direction)
        for by in Expression(expression).inputs:
            view.set("by", by)
            view.set("step", 1000)
            assert seen.root.locator(".cn-graph").evaluate(LABELS_CUT) == []
            for step in range(int(seen.control("step").get_attribute("max")) + 1):
                view.set("step", step)
                said = seen.text(".cnnteach-live")
                said += "; ".join([*seen.texts(".cn-term b"), *seen.texts(".cn-node")])
                assert not re.search(r"-\d|- |· " + MINUS, said), said
                for long in re.findall(r"\d+\.\d+", said):
                    assert len(long.replace(".", "").lstrip("0")) <= 6, said
    assert view.tab.errors == []


def test_sums_in_sentences_add_up(show):
    view, seen = show("u = a * b; e = u + b * c - a", {"a": 0.12344, "b": 12.3444, "c": -3.3333})
    sums = 0
    for step in range(int(seen.control("step").get_attribute("max")) + 1):
        view.set("step", step)
        shown = r"([−.\d]+) ([+−]) \(?([−.\d]+)\)? = ([−.\d]+)[.;]"
        for first, sign, second, total in re.findall(shown, seen.text(".cnnteach-live")):
            second = number(second) * (1 if sign == "+" else -1)
            assert number(first) + second == number(total.rstrip("."))
            sums += 1
    assert sums >= 3


def test_one_edge_is_one_and_the_marked_edge_lies_on_top(show):
    view, seen = show("y = x ** 3", {"x": -2})
    assert "the one edge once" in seen.text(".cn-pair .cn-note >> nth=0")
    view.set("step", 1)
    assert seen.text(".cnnteach-live") == f"y = x ** 3 = ({MINUS}2) ** 3 = {MINUS}8."
    view.set("expression", "z = w * x; y = z + x")
    for step in range(3, 7):
        view.set("step", step)
        kinds = [each.get_attribute("class") for each in seen.root.locator(".cn-edge").all()]
        marked = [k for k, kind in enumerate(kinds) if "cn-marked" in kind]
        assert all(k == len(kinds) - 1 for k in marked)
