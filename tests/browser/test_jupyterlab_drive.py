"""JupyterLab is driven for real: cells run, errors are raised, the kernel is asked."""

from pathlib import Path

import pytest
from harness import doubler
from harness.notebook import CellError
from harness.ruler import Ruler, there_and_back

pytestmark = pytest.mark.browser
DOUBLER = (Path(doubler.__file__).read_text(encoding="utf-8"), "w = Doubler()\nw")


@pytest.fixture
def notebook(lab, open_notebook):
    """A notebook that shows a `Doubler`, named ``w``, and has run."""
    notebook = open_notebook(lab.write("doubler.ipynb", *DOUBLER, "print('twice', w.value * 2)"))
    notebook.run_all()
    return notebook


def test_a_widget_is_moved_by_keys_and_python_follows(notebook):
    output = notebook.output("w = Doubler()")
    output.locator("input").press("ArrowRight")
    assert output.locator("text").text_content() == "12"
    assert notebook.python("w.value") == 6
    assert notebook.outputs("print('twice'")[0]["text"] == "twice 10\n"
    assert notebook.tab.outside == []


def test_latency_pictures_and_pythons_lag_are_measured(notebook):
    output, ruler = notebook.output("w = Doubler()"), Ruler(notebook.tab)
    slider, picture = output.locator("input"), output.locator("svg")
    latency = ruler.keys(slider, picture, there_and_back("ArrowRight", "ArrowLeft", 5, 10))
    assert 0 < latency.traffic < 20
    record = notebook.record("w", "value")
    burst = ruler.burst(slider, picture, ["ArrowRight"] * 20)
    assert 0 < record.lag(burst, 25) < 2000
    assert record.changes()[-1][1] == 25
    with pytest.raises(AssertionError, match="never 99"):
        record.lag(burst, 99, asks=2)


def test_the_view_answers_while_the_kernel_is_busy(notebook):
    output, ruler = notebook.output("w = Doubler()"), Ruler(notebook.tab)
    with notebook.busy():
        latency = ruler.keys(output.locator("input"), output.locator("svg"), ["ArrowRight"] * 5)
        assert latency.median < 200
        busy = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status"
        assert notebook.page.evaluate(busy) == "busy"
    assert notebook.python("w.value") == 10


def test_themes_pictures_and_a_saved_notebook(notebook, lab, open_notebook, tmp_path):
    light, dark = tmp_path / "light.png", tmp_path / "dark.png"
    notebook.screenshot(light, "w = Doubler()")
    notebook.set_theme("dark")
    notebook.screenshot(dark, "w = Doubler()")
    assert light.read_bytes() != dark.read_bytes()
    notebook.save()
    again = open_notebook(notebook.name)
    assert again.outputs("print('twice'")[0]["text"] == "twice 10\n"
    assert again.page.evaluate("() => document.body.dataset.jpThemeLight") == "true"


def test_a_cell_that_raises_stops_the_run_with_its_traceback(lab, open_notebook):
    notebook = open_notebook(lab.write("raises.ipynb", "a = 1", "b = 0\na / b", "c = 3"))
    with pytest.raises(CellError, match=r"(?s)raises.ipynb, cell 1:.*a / b.*ZeroDivisionError: "):
        notebook.run_all()
    assert notebook.outputs(2) == []
    with pytest.raises(CellError, match=r"^[^\x1b]*$"):  # a traceback without its colours
        notebook.check()


def test_a_cell_that_does_not_end_is_named(lab, open_notebook):
    notebook = open_notebook(lab.write("endless.ipynb", "a = 1", "while True: pass"))
    with pytest.raises(CellError, match=r"endless.ipynb still runs after 2 s, in:\nwhile True"):
        notebook.run_all(seconds=2)


def test_nothing_of_the_users_is_used(lab, notebook):
    assert notebook.python("os.path.expanduser('~')", setup="import os") == str(lab.home)
    assert notebook.python("os.getcwd()") == str(lab.root)
    paths = notebook.python(
        "[jupyter_config_dir(), jupyter_data_dir(), str(get_ipython().profile_dir.location)]",
        setup="from jupyter_core.paths import jupyter_config_dir, jupyter_data_dir",
    )
    assert all(path.startswith(str(lab.home)) for path in paths), paths


def test_a_text_that_is_in_no_cell_or_in_two_names_none(notebook):
    with pytest.raises(LookupError, match="'nowhere' is in 0 cells"):
        notebook.output("nowhere")
    with pytest.raises(LookupError, match="'w' is in 3 cells"):
        notebook.output("w")
