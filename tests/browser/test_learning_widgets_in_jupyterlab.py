"""TrainingTimeline's branch and DigitPad's drawing go to Python and back in a real JupyterLab."""

import pytest
from every_page import EveryPage
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
TIMELINE = """\
from cnnteach.training import load_recording
from cnnteach.widgets import DigitPad, TrainingTimeline
asked = []
def branch(step, rate):
    asked.append((step, rate))
    if rate < 0.01:
        raise ValueError("so small a rate is not worth a training")
    return load_recording("zfnet_cifar10")
w = TrainingTimeline(load_recording("zfnet_cifar10"), branch=branch, step=1000)
w"""
PAD = "pad = DigitPad(sample=-1)\npad"


@pytest.fixture
def notebook(lab, open_notebook):
    notebook = open_notebook(lab.write("learning.ipynb", TIMELINE, PAD))
    notebook.run_all()
    return notebook


def test_a_branch_is_trained_by_python_and_a_drawing_is_read_there(notebook):
    seen = EveryPage(notebook.output(0))
    seen.control("branch_rate").press("Home")
    seen.control("branch").press("Enter")
    status = seen.root.locator(".cn-status")
    failed = "The branch failed: so small a rate is not worth a training"
    expect(status).to_have_text(failed)
    seen.control("branch_rate").press("End")
    seen.control("branch").press("Enter")
    named = seen.root.locator(".cn-legend span", has_text="branch")
    expect(named).to_have_count(4)
    expect(status).to_have_text("")
    notebook.wait_for_python("asked", [(1000, 0.001), (1000, 50.0)])

    seen = EveryPage(notebook.output(1))
    pad = seen.root.locator("[data-grid='pad']")
    pad.focus()
    for key in ["ArrowUp"] * 6 + [" "] + ["ArrowDown"] * 12 + [" "]:
        pad.press(key)
    expect(seen.root.locator(".cnnteach-live")).to_contain_text("It reads 1 ")
    notebook.wait_for_python("int(pad.probabilities.argmax()), pad.x.shape", (1, (28, 28)))
    notebook.check()
    assert (notebook.tab.errors, notebook.tab.outside) == ([], [])
