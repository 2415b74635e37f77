"""What every widget promises in a browser: for everyone, at any size, alone, asking, quick."""

import pytest
from conv_cases import state_of
from every_page import EveryPage
from evidence import EVIDENCE
from harness.axe import serious
from harness.ruler import Growth, Latency, Ruler, there_and_back
from harness.view import View
from playwright.sync_api import expect

from cnnteach import widgets

pytestmark = pytest.mark.browser
NAMES = widgets.__all__
KINDS = pytest.mark.parametrize("kind", [getattr(widgets, name) for name in NAMES], ids=NAMES)
QUESTIONS = 8  # as many as are asked of each widget


@pytest.fixture
def show(tabs):
    """``show(kind, **options)`` shows a widget alone: its `View`, and its `EveryPage`."""
    return lambda kind, **options: EveryPage.alone(tabs(), kind(**options))


@KINDS
def test_no_serious_fault_in_either_theme_and_a_picture_of_each(show, kind):
    view, seen = show(kind)
    view.set("quiz", True)
    for theme in ("light", "dark"):
        view.set_theme(theme)
        seen.resize(1280)
        assert serious(seen.root) == [], theme
    view.set("quiz", False)
    for theme in ("light", "dark"):
        view.set_theme(theme)
        assert serious(seen.root) == [], theme
        for width in (1280, 700):
            seen.resize(width)
            seen.root.screenshot(path=EVIDENCE / f"{kind.__name__}-{theme}-{width}.png")
    assert (view.tab.errors, view.tab.outside) == ([], [])


@KINDS
def test_nothing_sticks_out_on_half_a_screen_or_in_large_letters(show, kind):
    view, seen = show(kind)
    for quiz in (False, True):
        view.set("quiz", quiz)
        for text in ("100%", "200%"):
            for width in (1280, 700):
                seen.resize(width, text)
                assert seen.sticking_out() == [], (width, text, f"quiz {quiz}")
    seen.root.screenshot(path=EVIDENCE / f"{kind.__name__}-quiz-700-text-200.png")


@KINDS
def test_what_has_changed_in_place_looks_as_if_it_were_painted_anew(show, tabs, kind):
    view, seen = show(kind)
    seen.move_everything()
    widget = kind(seed=view.get("seed"))
    widget.set_state({name: view.get(name) for name in state_of(widget)})
    view.update(state_of(widget))  # as Python answers
    _, anew = EveryPage.alone(tabs(), widget)
    pairs = zip(seen.looks(), anew.looks(), strict=True)
    assert [(now, new) for now, new in pairs if now != new] == []
    assert view.tab.errors == []


@KINDS
def test_the_styles_that_its_neighbours_bring_change_nothing(show, kind):
    _, seen = show(kind, quiz=True)
    assert seen.restyled() == []
    for name in NAMES:
        seen.page.add_style_tag(content=getattr(widgets, name)._css)
    assert seen.restyled() == []


@KINDS
def test_rendered_out_of_sight_it_is_as_large_as_in_sight_once_it_is_attached(tabs, kind):
    sizes = "(all) => all.map((each) => [each.clientWidth, each.clientHeight])"
    at_once, late = View(tabs(), kind()), View(tabs(), kind(), attached=False)
    late.attach()
    expected = at_once.root.locator("canvas, svg").evaluate_all(sizes)
    assert late.root.locator("canvas, svg").evaluate_all(sizes) == expected
    assert late.tab.errors == []


@KINDS
def test_the_tab_key_reaches_everything_and_everything_has_a_name(show, kind):
    _, seen = show(kind, quiz=True)
    controls = seen.controls()
    assert [number for number, (name, _) in enumerate(controls) if not name] == []
    reached = seen.stops(len(controls) + 2)
    missed = [controls[n] for n in range(len(controls)) if n not in reached]
    assert [name for name, is_radio in missed if not is_radio] == []


@KINDS
def test_an_exported_page_lives_with_no_kernel(tabs, kind, tmp_path):
    tab = tabs()
    tab.page.goto(kind().export_html(tmp_path / "page.html").as_uri())
    seen = EveryPage(tab.page.locator("#root"))
    before = seen.seen()
    seen.movable().press("ArrowRight")
    assert seen.seen() != before
    assert not seen.control("link").is_visible()
    assert (tab.errors, tab.outside) == ([], [])


@KINDS
def test_its_link_is_asked_of_python_and_copied(show, kind):
    view, seen = show(kind)
    seen.control("link").press("Enter")
    assert view.sent == [{"ask": "link"}]
    widget, said = kind(), seen.root.locator(".cn-tail [role='status']")
    expect(said).to_have_text("waiting for the kernel")
    view.receive({"asked": "link", "answer": widget.link()})
    expect(said).to_have_text("copied: run the line in a cell")
    assert view.page.evaluate("() => navigator.clipboard.readText()") == widget.link()


@KINDS
def test_it_asks_names_the_mistake_and_reveals(show, kind):
    view, seen = show(kind, quiz=True, seed=5)
    mistakes, hidden = {}, 0
    for number in range(QUESTIONS):
        question, before = seen.question, seen.seen()
        assert question is not None, f"no question {number}"
        mistakes.setdefault(question["index"], []).append(len(question["mistakes"]))
        for mistake in question["mistakes"]:
            seen.answer(mistake["value"])
            first = next(m for m in question["mistakes"] if same(question, m, mistake))
            assert seen.verdict == f"Not yet: {first['hint']}"
        seen.answer(question["answer"])
        assert seen.verdict == f"Right. {question['because']}"
        hidden += seen.seen() != before
        right = 0 if question["mistakes"] else 1
        assert view.get("predictions")[1] == number + 1
        assert view.get("predictions")[0] <= number + right
        seen.control("next").press("Enter")
    assert view.get("question") == QUESTIONS
    assert hidden > 0, "no question hides anything"
    many = [index for index, counts in mistakes.items() if max(counts) >= 2]
    assert len(many) >= 2, f"mistakes by kind of question: {mistakes}"
    assert view.tab.errors == []


def same(question, one, other):
    """Tell whether two mistakes give one answer, as it is compared."""
    if question["kind"] != "number":
        return one["value"] == other["value"]
    a, b, decimals = one["value"], other["value"], question.get("decimals")
    near = 1e-7 * max(1, abs(a), abs(b)) if decimals is None else 0.500001 * 10**-decimals
    return abs(a - b) <= near


@KINDS
def test_the_answer_can_be_given_up_and_the_quiz_switched_off(show, kind):
    view, seen = show(kind)
    before = seen.seen()
    seen.control("quiz").press(" ")
    assert view.get("quiz") is True
    text = seen.root.locator(".cn-question").text_content()
    seen.control("reveal").press("Enter")
    assert seen.verdict.startswith("It is ")
    assert view.get("predictions") == [0, 1]
    assert view.page.evaluate("() => document.activeElement.dataset.name") == "next"
    assert seen.root.locator(".cn-question").text_content() == text
    seen.control("quiz").press(" ")
    assert not seen.root.locator(".cn-quiz").is_visible()
    assert seen.seen() == before


# In JupyterLab

RUN = """(number) => new Promise((resolve) => {
    const { content, node } = window.jupyterapp.shell.currentWidget, began = performance.now();
    const shown = () => [...node.querySelectorAll(".cnnteach-widget")]
        .filter((e) => e.getBoundingClientRect().height > 50).length;
    const before = shown();
    const look = () => {
        if (shown() > before) resolve(performance.now() - began);
        else requestAnimationFrame(look);
    };
    content.activeCellIndex = number;
    window.jupyterapp.commands.execute("notebook:run-cell");
    look();
})"""


# What JupyterLab itself costs: the least that a widget with a slider can be, measured like them.
BARE = """\
import anywidget, traitlets
class Bare(anywidget.AnyWidget):
    value = traitlets.Int(3).tag(sync=True)
    _esm = '''
    function render({ model, el }) {
      el.innerHTML = '<div class="cnnteach-widget"><input type="range" max="9"><output>';
      const [root, input, output] = ["div", "input", "output"].map((tag) => el.querySelector(tag));
      root.style.height = "80px";
      root.onkeydown = (event) => event.stopPropagation();
      input.oninput = () => { model.set("value", Number(input.value)); model.save_changes(); };
      const paint = () => { output.textContent = input.value = model.get("value"); };
      model.on("change:value", paint);
      paint();
    }
    export default { render };
    '''
Bare()"""


def test_in_a_notebook_each_is_there_at_once_and_answers_kernel_busy_or_not(
    lab, open_notebook, measured
):
    cells = {"a bare slider": BARE}
    cells |= {name: f"from cnnteach.widgets import {name}\n{name}()" for name in NAMES}
    warm = "from cnnteach import widgets\nwidgets.ConvExplorer()"
    notebook = open_notebook(lab.write("every.ipynb", warm, *cells.values()))
    notebook.page.evaluate(RUN, 0)
    notebook.wait_until_idle()
    heap = heap_of(notebook.page)
    for number, name in enumerate(cells, 1):
        took = notebook.page.evaluate(RUN, number)
        measured(f"{name}: run to visible", Latency((took,), (took,), 0.0, 0.0, None))
        notebook.wait_until_idle()
    shown = heap_of(notebook.page)
    measured("all shown", Growth((shown - heap) / 2**20))
    for busy in (False, True):
        if busy:
            with notebook.busy():
                answer_all(notebook, cells, measured, ", kernel busy")
        else:
            answer_all(notebook, cells, measured, "")
    measured("all moved", Growth((heap_of(notebook.page) - shown) / 2**20))
    notebook.check()
    assert (notebook.tab.outside, notebook.tab.errors) == ([], [])


def answer_all(notebook, names, measured, state):
    """Move the first slider or grid of each widget there and back."""
    for number, name in enumerate(names, 1):
        seen = EveryPage(notebook.output(number))
        keys = there_and_back("ArrowRight", "ArrowLeft", 1, 12)
        latency = Ruler(notebook.tab).keys(seen.movable(), seen.root, keys)
        measured(f"{name}: first control by key{state}", latency)


def heap_of(page):
    """Return the bytes that live in the page's JavaScript heap."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"]
