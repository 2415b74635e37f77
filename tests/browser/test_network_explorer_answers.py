"""NetworkExplorer in JupyterLab: LeNet-5 itself answers each choice, and a painted image."""

import pytest
from harness.ruler import Latency
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SOURCE = """\
from cnnteach import datasets, models
from cnnteach.explain import explore
from cnnteach.widgets import NetworkExplorer
digits, _ = datasets.digits()
explorer = NetworkExplorer(explore(models.load("lenet5_digits"), digits[::100]), layer=2)
explorer"""
# From a moved slider until the unit's own arithmetic, which only Python knows, is painted.
ANSWER = """(root) => new Promise((done) => {
    const input = root.querySelector("[data-name='unit']"), began = performance.now();
    const unit = (Number(input.value) + 1) % 16, said = root.querySelector(".cnnteach-live");
    input.value = String(unit);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    const look = () => requestAnimationFrame(() => {
        if (said.textContent.includes(` unit ${unit},`)) done(performance.now() - began);
        else look();
    });
    queueMicrotask(look);
})"""


def test_a_click_shows_its_answer_and_a_stroke_reaches_the_network(lab, open_notebook, measured):
    notebook = open_notebook(lab.write("network.ipynb", SOURCE))
    notebook.run_all(seconds=240)
    root = notebook.output(0).locator(".cnnteach-network")
    expect(root.locator(".cn-terms")).to_be_visible()
    took = [root.evaluate(ANSWER) for _ in range(12)]
    latency = Latency(tuple(took), tuple(took), 0.0, 0.0, None)
    measured("NetworkExplorer, LeNet-5: unit to its arithmetic", latency)
    root.locator("[data-name='paint']").check()
    root.locator("[data-grid='image']").focus()
    root.locator("[data-grid='image']").press(" ")
    notebook.wait_for_python("explorer.image", -1)
    notebook.wait_for_python("float(explorer.pixels[0, 0, 0])", 1.0)
    expect(root.locator(".cn-slider", has_text="image").locator("output")).to_have_text("yours")
    notebook.check()


def test_keys_held_faster_than_python_answers_end_where_they_were_left(lab, open_notebook):
    notebook = open_notebook(lab.write("network.ipynb", SOURCE))
    notebook.run_all(seconds=240)
    root = notebook.output(0).locator(".cnnteach-network")
    unit = root.locator("[data-name='unit']")
    unit.focus()
    for key in ["ArrowRight"] * 12 + ["ArrowLeft"] * 3:
        notebook.page.keyboard.press(key)
    notebook.wait_for_python("explorer.unit", 9)
    notebook.wait_for_python("explorer.place == explorer.strongest()", True)
    expect(unit).to_have_value("9")
    expect(root.locator(".cnnteach-live")).to_contain_text("unit 9")
    expect(root.locator(".cn-terms")).to_be_visible()
    notebook.check()
