"""Every link of the pages and notebooks leads somewhere: files and headings here, or an address."""

import re
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]


def tracked():
    """Return the repository's pages and notebooks."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    names = done.stdout.split() if done.returncode == 0 else []
    found = [ROOT / name for name in names] or [
        *ROOT.rglob("*.md"),
        *ROOT.glob("notebooks/*.ipynb"),
    ]
    return [path for path in found if path.suffix in (".md", ".ipynb") and path.exists()]


@cache
def tokens(path):
    """Return the Markdown of a page, or of a notebook's cells, taken apart."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = nbformat.reads(text, as_version=4).cells
        text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return MarkdownIt().enable("table").parse(text)


def inline(path):
    return [child for token in tokens(path) for child in token.children or []]


def links(path):
    """Return the address of every link and picture."""
    found = [token.attrGet("href") or token.attrGet("src") for token in inline(path)]
    return [address for address in found if address]


def anchors(path):
    """Return what a link may name after a #: GitHub's form in pages, JupyterLab's in notebooks."""
    headings = [
        after.content
        for token, after in zip(tokens(path), tokens(path)[1:], strict=False)
        if token.type == "heading_open"
    ]
    if path.suffix == ".ipynb":
        return {heading.replace(" ", "-") for heading in headings}
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def fault(path, address):
    """Say what is wrong with a link that stands in `path`, or nothing."""
    scheme, host, name, _, fragment = urlsplit(address)
    if scheme or host:
        good = scheme in ("http", "https") and re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?", host)
        return None if good and " " not in address else "is no address of the web"
    target = (path.parent / unquote(name)).resolve() if name else path
    if not target.is_relative_to(ROOT) or not target.exists():
        return "is not there"
    if fragment and unquote(fragment) not in anchors(target):
        return f"has no such heading; there are {', '.join(sorted(anchors(target)))}"
    return None


@pytest.mark.parametrize("path", tracked(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path):
    faults = {address: fault(path, address) for address in links(path)}
    assert {address: said for address, said in faults.items() if said} == {}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("README.md", None),
        ("README.md#the-course", None),
        ("notebooks/02_convolution.ipynb#Sliding-it-along-a-row", None),
        ("#two-commands", None),
        ("https://example.org/a_(b)#c", None),
        ("README.md#the-curse", "has no such heading"),
        ("notebooks/02_convolution.ipynb#sliding-it-along-a-row", "has no such heading"),
        ("missing.md", "is not there"),
        ("../elsewhere.md", "is not there"),
        ("https//example.org", "is not there"),
        ("htp://example.org", "is no address"),
        ("https://example", "is no address"),
    ],
)
def test_a_link_that_leads_nowhere_is_found(address, said):
    found = fault(ROOT / "README.md", address)
    assert found is None if said is None else found.startswith(said)


@pytest.mark.parametrize("path", tracked(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_picture_has_words_for_those_who_cannot_see_it(path):
    pictures = [token for token in inline(path) if token.type == "image"]
    assert [token.attrGet("src") for token in pictures if len(token.content) < 20] == []
