"""A learner's hour with notebook 03: JupyterLab, the widget, the kernel, a checked exercise."""

import re
import subprocess
import sys

import numpy as np
import pytest
from conv_page import MINUS, ConvPage
from playwright.sync_api import expect

from cnnteach import ops
from cnnteach.exercises import catalogue

pytestmark = pytest.mark.browser
LESSON = "03_stride_padding_output_size.ipynb"
PLAY = "np.arange(49).reshape(7, 7)"  # the cell whose widget shows 49 numbered pixels
EXERCISE, CHECK = "def number_of_stops", 'check("number_of_stops"'
EXPLORER = (
    "from cnnteach.widgets import ConvExplorer\n"
    "explorer = [each for each in Out.values() if isinstance(each, ConvExplorer)][0]"
)


@pytest.fixture
def lesson(open_notebook):
    """The lesson, run from top to bottom as it is handed out."""
    notebook = open_notebook(LESSON)
    notebook.run_all()
    notebook.python("explorer.stride", setup=EXPLORER)
    return notebook


def explorer_in(notebook):
    output = notebook.output(PLAY)
    output.locator(".cnnteach-widget canvas").first.wait_for()
    return ConvPage(output)


def test_a_learner_plays_and_python_follows(lesson):
    seen = explorer_in(lesson)
    slide(lesson, seen)
    type_numbers(lesson, seen)
    press_the_notebooks_keys(lesson, seen)
    solve(lesson)
    assert (lesson.tab.outside, lesson.tab.errors) == ([], [])


def slide(lesson, seen):
    """Move the stride by keys and from Python, and point at an output."""
    assert f"(7 + 0 + 0 {MINUS} 3) / 3⌋ + 1 = ⌊1.33⌋ + 1 = 2" in seen.formula
    assert seen.leftover == "No window reaches 1 row and 1 column (hatched)."
    seen.press("stride", "ArrowLeft")
    assert f"(7 + 0 + 0 {MINUS} 3) / 2⌋ + 1 = 3" in seen.formula
    assert seen.leftover == "Every pixel is reached."
    lesson.wait_for_python("explorer.stride, explorer.output.shape", (2, (3, 3, 1)))
    seen.hover("output", 1, 2)
    assert seen.lit("input") == {(r, q) for r in (2, 3, 4) for q in (4, 5, 6)}
    assert seen.sentence == "Output row 1, column 2: 9 products and the bias add up to 26."
    lesson.wait_for_python("explorer.selected, float(explorer.output[1, 2, 0])", ([1, 2], 26.0))
    lesson.python("explorer.stride", setup="explorer.stride = 4")
    expect(seen.root.locator(".cn-formula code")).to_contain_text("/ 4⌋ + 1 = 2")
    assert seen.leftover == "No window reaches 1 row and 1 column (hatched)."


def type_numbers(lesson, seen):
    """Type a weight, a pixel and a bias, and turn the kernel: Python's output is the same."""
    seen.press("stride", "Home")
    seen.type("kernel", 0, 0, "1/2")
    seen.type("input", 6, 6, "-100")
    seen.control("bias").fill("3")
    seen.press("bias", "Enter")
    seen.press("flip", " ")
    lesson.wait_for_python("explorer.flip", True)
    names = ("x", "w", "b", "output")
    state = ", ".join(f"explorer.{name}.tolist()" for name in names)
    x, w, b, y = (np.array(part) for part in lesson.python(state))
    assert (x[6, 6, 0], w[0, 0, 0, 0], b[0]) == (-100, 0.5, 3)
    np.testing.assert_array_equal(y, ops.conv2d(x[None], w[::-1, ::-1], b)[0])
    seen.hover("output", 4, 4)
    assert seen.result == sum(seen.terms) == y[4, 4, 0]


def press_the_notebooks_keys(lesson, seen):
    """Press what would delete, cut and insert cells in JupyterLab's command mode."""
    before = [cell["source"] for cell in lesson.cells()]
    for control in (seen.grid("output"), seen.control("stride"), seen.grid("kernel")):
        control.focus()
        for key in ("d", "d", "x", "a", "b", "m", "ArrowDown", "ArrowUp", "z"):
            lesson.page.keyboard.press(key)
        assert control.evaluate("(element) => element === document.activeElement")
    assert [cell["source"] for cell in lesson.cells()] == before


def solve(lesson):
    """Answer an exercise wrongly, then rightly, with the keyboard."""
    said = [output["data"]["text/plain"] for output in lesson.outputs(CHECK)]
    assert said[0].startswith("…")  # not tried yet
    number = next(n for n, cell in enumerate(lesson.cells()) if EXERCISE in cell["source"])
    right = catalogue()["number_of_stops"].solution_source
    wrong = re.sub(r"\n    return .*", "\n    return (size - kernel) // stride", right)
    for source, sign in ((wrong, "✗"), (right, "✓")):
        lesson.type(number, source)
        for _ in (EXERCISE, CHECK):
            lesson.page.keyboard.press("Shift+Enter")
        expect(lesson.output(CHECK)).to_contain_text(sign)
    assert lesson.cells()[number]["source"] == right
    assert lesson.outputs(CHECK)[0]["data"]["text/plain"].startswith("✓")


def test_a_saved_lesson_is_alive_when_it_is_reopened(lesson, lab, open_notebook, browser, tmp_path):
    explorer_in(lesson).press("stride", "ArrowLeft")
    lesson.wait_for_python("explorer.stride", 2)
    lesson.save()
    lesson.page.close()
    lab.end_kernels()

    again = open_notebook(LESSON)
    seen = explorer_in(again)  # no cell has run
    assert "/ 2⌋ + 1 = 3" in seen.formula
    seen.press("stride", "ArrowLeft")
    seen.hover("output", 4, 4)
    assert seen.shape("output") == (5, 5)
    assert seen.result == 40
    assert (again.tab.outside, again.tab.errors) == ([], [])

    # nbconvert's own template asks for scripts that the page can do without; they are out of reach.
    page = browser.new_page()
    page.goto(converted(lab.root / LESSON, tmp_path).as_uri())
    frame = page.locator("iframe").first
    frame.scroll_into_view_if_needed()
    seen = ConvPage(frame.content_frame.locator("#root"))
    assert "/ 3⌋ + 1 = ⌊1.33⌋ + 1 = 2" in seen.formula  # as the cell was run
    seen.press("stride", "Home")
    seen.hover("output", 4, 4)
    assert seen.result == 40
    assert seen.lit("input") == {(r, q) for r in (4, 5, 6) for q in (4, 5, 6)}
    page.close()


def converted(notebook, folder):
    """Convert a notebook to HTML as the command line does; return the file."""
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--output-dir", folder, notebook]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / f"{notebook.stem}.html"
