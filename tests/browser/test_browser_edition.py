"""The browser edition, with no network: Python starts in the browser, and an explorer lives."""

import subprocess
import sys

import course_pages
import pytest
from every_page import EveryPage
from evidence import EVIDENCE
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.pages]
SHOW = """\
from cnnteach import shapes
from cnnteach.widgets import GraphExplorer

print(shapes.output_size(227, kernel=11, stride=4))
GraphExplorer()"""


@pytest.fixture(scope="module")
def edition():
    """The folder that `make lite` builds, without a Pyodide distribution of one's own."""
    command = [sys.executable, course_pages.ROOT / "site" / "lite.py"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return course_pages.ROOT / "build" / "lite"


@pytest.fixture(scope="module")
def address(edition):
    with course_pages.served(edition.parent) as server:
        yield f"{server}/{edition.name}"


def test_it_holds_the_notebooks_without_keras_and_names_the_others(edition):
    files = edition / "files"
    left_out = (files / "not in the browser.md").read_text(encoding="utf-8")
    for name in course_pages.NAMES:
        assert (files / f"{name}.ipynb").exists() != (f"{name}.ipynb" in left_out), name
    assert (files / "02_convolution.ipynb").exists()
    assert "12_inside_the_network.ipynb" in left_out


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_follows_the_theme_of_the_system(tabs, address, theme):
    page = tabs().page
    page.emulate_media(color_scheme=theme)
    page.goto(f"{address}/lab/index.html?path=03_stride_padding_output_size.ipynb")
    expect(page.locator(".jp-MarkdownCell h1").first).to_be_visible()
    light = "true" if theme == "light" else "false"
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", light)
    page.screenshot(path=EVIDENCE / f"browser-edition-{theme}.png")


@pytest.mark.alone
def test_without_a_network_python_starts_and_an_explorer_answers_a_key(tabs, address):
    page = tabs().page
    page.set_default_timeout(300_000)  # Python is compiled in the browser
    page.goto(f"{address}/lab/index.html?path=07_backpropagation.ipynb")
    in_sight = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")  # what was open is so again
    title = in_sight.locator(".jp-MarkdownCell h1").first
    expect(title).to_contain_text("07 · Backpropagation")
    cell = in_sight.locator(".jp-CodeCell").first
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(SHOW)
    page.keyboard.press("Shift+Enter")
    expect(cell.locator(".jp-OutputArea-output").first).to_have_text("55\n", timeout=300_000)
    seen = EveryPage(cell)
    expect(seen.root).to_be_visible()
    before = seen.seen()
    seen.movable().press("ArrowLeft")
    assert seen.seen() != before
    page.screenshot(path=EVIDENCE / "browser-edition.png")
