"""What a learner and the teacher see of JupyterHub, in a real browser; pictures in build/hub."""

import re
from pathlib import Path

import pytest
from harness.tabs import SIZE, Tabs
from playwright.sync_api import expect
from running import ADA, PATIENCE, TEACHER

pytestmark = pytest.mark.slow
PICTURES = Path(__file__).parents[2] / "build" / "hub"
LONG = PATIENCE * 1000  # ms


@pytest.fixture
def log_in(browser):
    """``log_in(hub, name)`` fills in the form; it gives a tab with cookies of its own."""
    context = browser.browser.new_context(viewport=SIZE)
    context.set_default_timeout(LONG)
    tabs = Tabs(context)

    def fill_in(hub, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        tab = tabs()
        tab.page.goto(hub.hub.url)
        tab.page.screenshot(path=PICTURES / "login.png")
        role = "teacher" if name == TEACHER else "learner"
        tab.page.get_by_label("Username").fill(name)
        tab.page.get_by_label("Password").fill(hub.hub.password(role))
        tab.page.get_by_role("button", name="Sign in").click()
        tab.page.wait_for_url(f"**/user/{name}/lab/**")
        return tab

    yield fill_in
    tabs.keep_evidence(PICTURES, "pages")
    context.close()


def test_a_learner_logs_in_and_touches_the_first_explorer(hub, log_in):
    tab = log_in(hub, ADA)
    page = tab.page
    expect(page.get_by_role("tab", name="00_start_here.ipynb")).to_be_visible(timeout=LONG)
    page.locator("#jupyterlab-splash").wait_for(state="detached")
    page.locator(".jp-RenderedMarkdown h1").first.wait_for()
    page.screenshot(path=PICTURES / "learner.png")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    explorer = page.locator(".cnnteach-widget").first
    explorer.locator("canvas").first.wait_for()
    explorer.scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "explorer.png")
    expect(page.get_by_role("menuitem", name="Formgrader")).to_have_count(0, timeout=LONG)
    assert tab.outside == []


def test_formgrader_is_a_page_of_the_teachers(hub, teacher, log_in):
    page = log_in(hub, TEACHER).page
    page.goto(teacher.base + "formgrader")
    expect(page.get_by_text("03_stride_padding_output_size")).to_be_visible(timeout=LONG)
    page.screenshot(path=PICTURES / "formgrader.png")
    assert re.search("Manage Assignments", page.content())
