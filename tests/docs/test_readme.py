"""README.md says of each notebook what the notebook says of itself; its pictures are light."""

import re
from pathlib import Path

import nbformat

from cnnteach.exercises import check

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_map_has_every_notebook_with_its_title_and_minutes():
    rows = re.findall(
        r"(?m)^\| \[(\d\d) ([^\]]*)\]\(notebooks/(\w+)\.ipynb\) \|.*?(\d+) min \|", TEXT
    )
    stated = {stem: (number, title, minutes) for number, title, stem, minutes in rows}
    own = {}
    for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        head = nbformat.read(path, as_version=4).cells[0].source
        number, title = re.match(r"# (\d\d) · (.*)", head).groups()
        own[path.stem] = (number, title, re.search(r"\*\*Time:\*\* (\d+) ", head)[1])
    assert stated == own


def test_the_message_that_it_shows_is_what_a_check_says(monkeypatch, tmp_path):
    monkeypatch.setenv("CNNTEACH_PROGRESS", str(tmp_path / "progress.json"))
    told = check(
        "output_size",
        lambda size, kernel, stride=1, padding=0: (size + 2 * padding - kernel) // stride,
    )
    for line in ("✗ Not right yet", "It looks as if the `+ 1` is missing. Count the positions"):
        assert line in TEXT
        assert line in repr(told)


def test_pictures_are_small_enough_for_a_slow_line():
    assert (ROOT / "docs" / "conv_explorer.gif").stat().st_size < 1.5e6
    assert all(path.stat().st_size < 1e6 for path in (ROOT / "docs").glob("*.png"))
