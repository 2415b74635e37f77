"""The pages of the course are whole: every notebook, every link, nothing from elsewhere."""

import json
import re
import subprocess
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import course_pages
import pytest
from filelock import FileLock

pytestmark = pytest.mark.pages
LOADS = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src"}
GOES = {"a": "href"}


class Page(HTMLParser):
    """What a page loads, where it leads, and which places in it can be led to."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.leads, self.places = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.places.add(attributes.get("id"))
        for kinds, found in ((LOADS, self.loads), (GOES, self.leads)):
            if attributes.get(kinds.get(tag)):
                found.append(attributes[kinds[tag]])


@pytest.fixture(scope="module")
def site():
    return course_pages.built()


@pytest.fixture(scope="module")
def pages(site):
    """Return each page by its path; those of explorers, too."""
    files = [*site.glob("*.html"), *site.glob("_alive/*.html")]
    return {path: Page(path.read_text(encoding="utf-8")) for path in files}


def test_every_notebook_has_its_page_and_its_line_in_the_map(site):
    index = (site / "index.html").read_text(encoding="utf-8")
    course_map = index[index.index('class="course-map') : index.index("</table>")]
    for name in course_pages.NAMES:
        assert (site / f"{name}.html").exists()
        assert not name[0].isdigit() or f'href="{name}.html"' in course_map, name


def test_nothing_is_loaded_from_elsewhere(site, pages):
    for path, page in pages.items():
        assert [url for url in page.loads if urlsplit(url).scheme not in ("", "data")] == [], path
    for path in site.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", path.read_text("utf-8")), path


def test_every_link_leads_somewhere(pages):
    broken = []
    for path, page in pages.items():
        for url in page.loads + page.leads:
            parts = urlsplit(url)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            there = target.exists() and (
                not parts.fragment
                or target not in pages
                or unquote(parts.fragment) in pages[target].places
            )
            if not there:
                broken.append(f"{path.name}: {url}")
    assert broken == []


def test_no_link_leads_to_a_notebook_but_to_its_page(pages):
    links = {url for page in pages.values() for url in page.leads if ".ipynb" in url}
    assert all(url.startswith("_sources/") for url in links), links  # to be downloaded


def test_a_page_says_at_its_top_and_below_each_check_what_needs_python(site):
    for name in course_pages.NAMES:
        cells = json.loads((course_pages.ROOT / "notebooks" / f"{name}.ipynb").read_text())["cells"]
        checks = sum("check" in cell["metadata"].get("cnnteach", {}) for cell in cells)
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        notes = re.findall(r'<p class="needs-kernel">.*?</p>', text, re.DOTALL)
        runs = any(cell["cell_type"] == "code" for cell in cells)  # the glossary does not
        assert len(notes) == runs + checks, name
        assert all('href="index.html#with-python"' in note for note in notes)
        assert text.count("Not tried yet") >= checks, name


def test_a_teacher_finds_the_plans_the_projector_and_the_topics_from_the_first_page(site):
    index = (site / "index.html").read_text(encoding="utf-8")
    section = re.search(r'(?s)<section id="for-teachers">.*?</section>', index)[0]
    assert re.findall(r'href="(\w+)\.html"', section) == course_pages.FOR_TEACHERS
    note = r'<p class="needs-kernel">([^<]*)<a class="[^"]*" href="index\.html#with-python">'
    said = {
        name: re.findall(note, (site / f"{name}.html").read_text(encoding="utf-8"))
        for name in course_pages.FOR_TEACHERS
    }
    assert [len(each) for each in said.values()] == [1, 1, 0]
    assert "lines of Python" in said["teaching"][0]
    assert "Explorers work" in said["projector"][0]


def test_a_file_that_is_no_page_is_named_where_it_was_linked(site):
    text = (site / "teaching.html").read_text(encoding="utf-8")
    for name in ("classroom/README.md", "site/README.md"):
        assert f"{name}</span>" in text
        assert f'{name}"' not in text


def test_formulas_are_made_when_the_pages_are_built(site):
    text = "".join((site / f"{name}.html").read_text("utf-8") for name in course_pages.NAMES)
    assert text.count("<math") > 60
    assert not re.search(r"\\(frac|lfloor|sum|cdot)", text)
    assert "\\" not in "".join(re.findall(r"(?s)<math.*?</math>", text))


def test_what_explorers_share_stands_once_and_the_whole_is_small(site):
    scripts = [path.name.split("-")[0] for path in site.glob("_alive/*.js")]
    assert len(scripts) == len(set(scripts)) >= 14
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < 60e6


def test_what_no_page_shows_any_more_is_swept_away(site):
    (site / "_alive" / "ConvExplorer-0123456789ab.html").write_text("of an earlier build")
    course_pages.build()
    pages = "".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    assert [path.name for path in site.glob("_alive/*") if path.name not in pages] == []


def test_a_build_waits_for_another_that_is_at_work(site):
    with FileLock(site.parent / "pages.lock"):
        second = subprocess.Popen(course_pages.COMMAND, stdout=subprocess.PIPE, text=True)
        assert second.stdout.readline() == (
            "Another build is at work. This one begins when that has ended.\n"
        )
        assert second.poll() is None
    second.communicate()
    assert second.returncode == 0


def test_what_has_not_changed_is_neither_run_nor_written_again(site):
    before = {path: path.stat().st_mtime_ns for path in site.glob("*.html")}
    assert "Executing" not in course_pages.build()
    after = {path: path.stat().st_mtime_ns for path in site.glob("*.html")}
    assert {path.name for path in before if before[path] != after[path]} <= {"search.html"}
