"""How fast ConvExplorer answers in JupyterLab: printed after the tests, and not asserted.

What is asserted is that every input was answered, and that Python's traits ended where the view is.
"""

from dataclasses import dataclass

import pytest
from conv_page import ConvPage
from harness.ruler import Latency, Ruler, further_at_last, there_and_back

pytestmark = pytest.mark.browser
SIZES = (7, 28)
RIGHT_LEFT = "ArrowRight", "ArrowLeft"
IMPORT = "from cnnteach.widgets import ConvExplorer"
SHOW = 'w = ConvExplorer(size={0}, image="cat\'s eye")\nw  # {0}'
RUN = """(number) => new Promise((resolve) => {
    const { content, node } = window.jupyterapp.shell.currentWidget, began = performance.now();
    const widgets = () => node.querySelectorAll(".cnnteach-widget canvas").length;
    const before = widgets();
    const look = () => {
        if (widgets() > before) resolve(performance.now() - began);
        else requestAnimationFrame(look);
    };
    content.activeCellIndex = number;
    window.jupyterapp.commands.execute("notebook:run-cell");
    look();
})"""


@dataclass
class Cell:
    """A cell of a grid, as a place that the pointer is moved to."""

    seen: ConvPage
    row: int
    column: int

    def bounding_box(self):
        x, y = self.seen.middle("output", self.row, self.column)
        return {"x": x, "y": y, "width": 0, "height": 0}


@pytest.fixture
def notebook(lab, open_notebook):
    """A notebook with cells that show a ConvExplorer, ``w``; none has run."""
    cells = [f"{IMPORT}\nConvExplorer()", *(SHOW.format(size) for size in SIZES)]
    notebook = open_notebook(lab.write("speed.ipynb", *cells))
    run(notebook, "import")
    return notebook


def run(notebook, cell):
    """Run a cell; return its widget, and how many ms it took to be there."""
    number = next(n for n, each in enumerate(notebook.cells()) if cell in each["source"])
    output = notebook.output(number)
    took = notebook.page.evaluate(RUN, number)
    notebook.wait_until_idle()
    return ConvPage(output), took


def test_what_a_learner_waits_for(notebook, measured):
    took = []
    for size in SIZES:
        seen, milliseconds = run(notebook, f"# {size}")
        took.append(milliseconds)
        answer(seen, notebook.tab, f"{size}x{size}", "", measured)
        with notebook.busy():
            answer(seen, notebook.tab, f"{size}x{size}", ", kernel busy", measured)
        padding = int(seen.control("padding").input_value())
        selected = sorted(seen.lit("output"))[0]
        notebook.wait_for_python("w.padding, w.selected", (padding, list(selected)))
    measured("run to widget", Latency(tuple(took), tuple(took), 0.0, 0.0, None))


def answer(seen, tab, size, state, measured):
    """Measure a slider's keys, arrows in the output, and hovering over it."""
    ruler, widget = Ruler(tab), seen.root.locator(".cnnteach-widget")
    keys = there_and_back(*RIGHT_LEFT, 2, 20)
    latency = ruler.keys(seen.control("padding"), widget, keys)
    measured(f"{size} slider by key{state}", latency)
    measured(f"{size} output by key{state}", ruler.keys(seen.grid("output"), widget, keys))
    places = [Cell(seen, 1 + k % 3, 1 + k // 3 % 3) for k in range(20)]
    measured(f"{size} hover{state}", ruler.hover(places, widget))


def test_a_held_key_shows_its_pictures_and_python_ends_where_it_does(notebook, measured):
    seen, _ = run(notebook, "# 28")
    ruler, widget = Ruler(notebook.tab), seen.root.locator(".cnnteach-widget")
    for name, control, trait, keys, last in [
        ("arrows", seen.grid("output"), "selected", further_at_last(*RIGHT_LEFT, 15, 2), [0, 16]),
        ("slider", seen.control("padding"), "padding", further_at_last(*RIGHT_LEFT, 2, 15), 3),
    ]:
        record = notebook.record("w", trait)
        burst = ruler.burst(control, widget, keys)
        measured(f"28x28 {name} held", burst.with_python(record.lag(burst, last)))
