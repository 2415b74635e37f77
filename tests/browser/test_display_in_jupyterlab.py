"""A widget is shown before its picture is drawn; the picture follows, and moves no hand away."""

import pytest
from every_page import EveryPage
from harness.notebook import PANEL
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SLOW = """\
import time
from cnnteach.widgets import PoolingExplorer
class Slow(PoolingExplorer):
    def figure(self):
        time.sleep({seconds})
        return super().figure()
slow = Slow()
slow"""
ROOTS = "() => [...document.querySelectorAll('.cnnteach-widget')]"
RUN = """(number) => {
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = number;
    window.jupyterapp.commands.execute("notebook:run-cell");
}"""


def kinds(notebook, cell):
    return [sorted(output["data"]) for output in notebook.outputs(cell)]


def wait_for_its_picture(notebook, cell):
    notebook.page.wait_for_function(f"""() => {PANEL}.content.widgets[{cell}].model.outputs
        .toJSON().some(({{ data }}) => data["image/png"])""")


def moved(root):
    """Move the first control one step; return where it stands."""
    control = EveryPage(root).movable()
    control.press("ArrowRight")
    return control.input_value()


@pytest.mark.parametrize("seconds", [0, 2])  # before the view is there, and after
def test_the_view_that_is_shown_first_is_the_one_that_stays(lab, open_notebook, seconds):
    again = "slow"
    notebook = open_notebook(lab.write("slow.ipynb", SLOW.format(seconds=seconds), again))
    page = notebook.page
    page.evaluate(RUN, 0)
    first = notebook.output(0).locator(".cnnteach-widget")
    first.wait_for()
    page.evaluate(f"() => {{ ({ROOTS})()[0].marked = true; }}")
    stood = moved(notebook.output(0))
    if seconds:
        assert kinds(notebook, 0) == [["application/vnd.jupyter.widget-view+json", "text/plain"]]
    wait_for_its_picture(notebook, 0)
    (held,) = kinds(notebook, 0)
    assert held[1:] == ["image/png", "text/html", "text/plain"]
    assert page.evaluate(f"() => ({ROOTS})().map((root) => Boolean(root.marked))") == [True]
    expect(EveryPage(notebook.output(0)).movable()).to_have_value(stood)
    expect(EveryPage(notebook.output(0)).movable()).to_be_focused()

    page.evaluate(RUN, 1)  # the same widget a second time: both follow one another
    second = notebook.output(1).locator(".cnnteach-widget")
    second.wait_for()
    wait_for_its_picture(notebook, 1)
    assert len(kinds(notebook, 1)[0]) == 4
    expect(first).to_have_count(1)
    expect(second).to_have_count(1)
    stood = moved(notebook.output(1))
    expect(EveryPage(notebook.output(0)).movable()).to_have_value(stood)
    assert notebook.tab.outside == []
