"""JupyterLab is driven for real: cells run, errors are raised, the kernel is asked."""

import time
from pathlib import Path

import pytest
from harness import doubler
from harness.notebook import CellError
from harness.ruler import Ruler

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
    notebook.wait_for_python("w.value", 6)
    assert notebook.outputs("print('twice'")[0]["text"] == "twice 10\n"
    assert notebook.tab.outside == []


def test_latency_and_pythons_lag_are_measured_and_a_busy_kernel_delays_no_picture(notebook):
    output, ruler = notebook.output("w = Doubler()"), Ruler(notebook.tab)
    slider, picture = output.locator("input"), output.locator("svg")
    record = notebook.record("w", "value")
    began = time.time() * 1000
    burst = ruler.burst(slider, picture, ["ArrowRight"] * 20)
    assert began < burst.last_key
    assert 0 < record.lag(burst, 25) < time.time() * 1000 - burst.last_key
    assert record.changes()[-1][1] == 25
    with pytest.raises(AssertionError, match=r"w.value is 25, and did not become 99"):
        notebook.wait_for_python("w.value", 99, seconds=0.1)
    with notebook.busy():
        latency = ruler.keys(slider, picture, ["ArrowRight"] * 5)
        assert notebook.page.evaluate("() => window.busy"), "it was busy until the last picture"
    assert 0 < latency.traffic < 20
    notebook.wait_for_python("w.value", 30)


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
    folders = "[paths.jupyter_config_dir(), paths.jupyter_data_dir(), get_ipython().ipython_dir]"
    for folder in again.python(folders, setup="import jupyter_core.paths as paths"):
        assert folder.startswith(str(lab.home))  # and nothing of the user's was used


def test_a_cell_that_raises_stops_the_run_with_its_traceback(lab, open_notebook):
    notebook = open_notebook(lab.write("raises.ipynb", "a = 1", "b = 0\na / b", "print(a)"))
    with pytest.raises(CellError, match=r"(?s)raises.ipynb, cell 1:.*a / b.*ZeroDivisionError: "):
        notebook.run_all()
    assert notebook.outputs(2) == []
    with pytest.raises(CellError, match=r"^[^\x1b]*$"):  # a traceback without its colours
        notebook.check()
    with pytest.raises(LookupError, match="'nowhere' is in 0 cells"):
        notebook.output("nowhere")
    with pytest.raises(LookupError, match="'a' is in 3 cells"):
        notebook.output("a")


def test_a_cell_that_does_not_end_is_named(lab, open_notebook):
    notebook = open_notebook(lab.write("endless.ipynb", "a = 1", "while True: pass"))
    notebook.run("a = 1")  # the kernel is there
    with pytest.raises(CellError, match=r"endless.ipynb still runs after 1 s, in:\nwhile True"):
        notebook.run_all(seconds=1)
