"""A widget is as large as it should be, though JupyterLab hides it while its theme changes."""

import pytest

pytestmark = pytest.mark.browser
SHOWN = """\
from IPython.display import display
from cnnteach.widgets import ConvExplorer, PoolingExplorer, SharingDial, VolumeExplorer
display(ConvExplorer(size=10, channels=3), PoolingExplorer(), SharingDial(), VolumeExplorer())"""
SIZES = "(all) => all.map((each) => [each.clientWidth, each.clientHeight])"


def test_a_change_of_theme_leaves_every_picture_as_large_as_it_was(lab, open_notebook):
    notebook = open_notebook(lab.write("themes.ipynb", SHOWN))
    notebook.run_all()
    shown = notebook.output(0)
    shown.locator(".cnnteach-volume canvas").first.wait_for()
    notebook.page.wait_for_load_state("networkidle")
    canvases = shown.locator("canvas")
    before = canvases.evaluate_all(SIZES)
    assert len(before) > 8
    for theme in ("dark", "light"):
        notebook.set_theme(theme)
        dark = shown.locator(".cnnteach-widget.cn-dark")
        notebook.page.wait_for_timeout(200)
        assert dark.count() == (4 if theme == "dark" else 0)
        assert canvases.evaluate_all(SIZES) == before
    assert notebook.tab.outside == []
