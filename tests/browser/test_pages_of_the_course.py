"""The course as pages, in a browser: from a file and from a server, for everyone, at any size."""

import re

import course_pages
import pytest
import teaching_page
from every_page import TWO_FRAMES, EveryPage
from evidence import EVIDENCE
from harness.axe import serious
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.pages]
PAGES = ["index", "pictures", *course_pages.NAMES, *course_pages.FOR_TEACHERS]
BACKGROUND = "() => getComputedStyle(document.body).backgroundColor"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def site():
    return course_pages.built()


@pytest.fixture(scope="module")
def server(site):
    """The address of the pages on a server, below the root, as a school's would be."""
    with course_pages.served(site.parent) as address:
        yield f"{address}/{site.name}"


@pytest.fixture(params=["file", "server"])
def root(request, site):
    return site.as_uri() if request.param == "file" else request.getfixturevalue("server")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_and_each_of_its_explorers_answers_a_key(tabs, root, name):
    tab = tabs()
    tab.page.goto(f"{root}/{name}.html")
    for number in range(tab.page.locator(".alive iframe").count()):
        element = tab.page.locator(".alive iframe").nth(number)
        element.scroll_into_view_if_needed()
        frame = element.element_handle().content_frame()
        seen = EveryPage(frame.locator("#root"))
        expect(seen.root).to_be_visible()
        before = seen.seen()
        seen.movable().press("ArrowRight")
        if seen.seen() == before:  # it stood at its end
            seen.movable().press("ArrowLeft")
        assert seen.seen() != before, element.get_attribute("title")
        height = frame.locator("html").evaluate("(html) => html.offsetHeight")
        expect(element).to_have_css("height", f"{height}px")
    assert (tab.console, tab.outside) == ([], [])


@pytest.mark.parametrize("name", PAGES)
def test_no_serious_fault_and_nothing_sticks_out_at_any_width(tabs, site, name):
    tab = tabs()
    page = tab.page
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto(f"{site.as_uri()}/{name}.html")
        assert serious(page.locator("html")) == [], theme
        for width in (1280, 700, 390):
            page.set_viewport_size({"width": width, "height": 1000})
            page.evaluate(TWO_FRAMES)
            assert page.evaluate(WIDER) <= 0, (theme, width)
            page.screenshot(path=EVIDENCE / "pages" / f"{name}-{theme}-{width}.png")
        page.set_viewport_size({"width": 1280, "height": 1000})


def test_the_projector_asks_without_a_kernel_what_the_lesson_plans_say(tabs, root):
    page = tabs().page
    page.goto(f"{root}/projector.html")
    asked = []
    for element in page.locator(".alive iframe").all():
        element.scroll_into_view_if_needed()
        frame = element.element_handle().content_frame()
        expect(frame.locator(".cnnteach-widget")).to_be_visible()
        if frame.locator(".cn-quiz").is_visible():
            asked.append(frame.locator(".cn-quiz").evaluate("(element) => element.question.text"))
    said = re.findall(r'(?s)It asks: "(.*?)"\n', teaching_page.text())
    assert asked == [" ".join(each.split()) for each in said]


def test_explorers_follow_the_switch_between_light_and_dark(tabs, root):
    tab = tabs()
    tab.page.emulate_media(color_scheme="light")
    tab.page.goto(f"{root}/03_stride_padding_output_size.html")
    element = tab.page.locator(".alive iframe").first
    element.scroll_into_view_if_needed()
    widget = element.element_handle().content_frame().locator(".cnnteach-widget")
    expect(widget).not_to_have_class("cn-dark")
    light = tab.page.evaluate(BACKGROUND)
    tab.page.get_by_role("button", name="Color mode").click()
    tab.page.get_by_role("button", name="Dark").click()
    assert tab.page.evaluate(BACKGROUND) != light
    expect(widget).to_contain_class("cn-dark")


def test_paper_gets_pictures_in_place_of_explorers(tabs, site):
    page = tabs().page
    page.goto(f"{site.as_uri()}/06_pooling.html")
    page.emulate_media(media="print")
    stills = page.locator(".alive-still")
    assert stills.count() == page.locator(".alive iframe").count() > 0
    for still in stills.all():
        still.evaluate("(img) => { img.loading = 'eager'; }")  # as a browser does before it prints
        assert still.evaluate("(img) => img.decode().then(() => img.naturalWidth)") > 100
        assert still.is_visible()
        assert still.get_attribute("alt")
    assert not page.locator(".alive iframe").first.is_visible()


def test_one_page_leads_to_the_next(tabs, root):
    page = tabs().page
    page.goto(f"{root}/index.html")
    for name in course_pages.NAMES:
        page.locator(".prev-next-area .right-next").click()
        page.wait_for_url(f"{root}/{name}.html")
    page.locator(".prev-next-area .left-prev").click()
    page.wait_for_url(f"{root}/{course_pages.NAMES[-2]}.html")


def test_search_finds_a_word_without_a_server(tabs, root):
    tab = tabs()
    tab.page.goto(f"{root}/search.html?q=equivariant")
    expect(tab.page.locator("#search-results")).to_contain_text("05 · Why not a dense network?")
    assert (tab.errors, tab.outside) == ([], [])


def test_code_is_copied_by_its_button(tabs, server):
    page = tabs().page
    page.goto(f"{server}/03_stride_padding_output_size.html")
    cell = page.locator("div.cell_input").first
    cell.hover()
    cell.locator("button.copybtn").click()
    expect(cell.locator("button.copybtn")).to_contain_class("success")
    assert page.evaluate("() => navigator.clipboard.readText()").startswith(
        "from cnnteach import shapes\n"
    )
