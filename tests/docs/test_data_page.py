"""data/README.md names every file of the repository that is not text, and what it was made from."""

import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest

from cnnteach.datasets import photos
from cnnteach.models import weights

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
PART = PAGE.split("## Files of this repository")[1].split("\n## ")[0]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in re.findall(r"(?m)^\| `.*$", PART)
]


def files():
    """Return what is kept in Git and is no text."""
    done = subprocess.run(["git", "ls-files", "--eol"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("this is no Git repository")
    found = [line.split("\t") for line in done.stdout.splitlines()]
    return [name for about, name in found if "i/-text" in about or name.endswith(".tsv")]


def test_every_file_has_a_row_and_every_row_a_file():
    patterns = [row[0].strip("`") for row in ROWS]
    names = files()
    unnamed = [name for name in names if not any(fnmatch(name, each) for each in patterns)]
    assert unnamed == [], "data/README.md: say there what it is, what it was made from, whose it is"
    assert [each for each in patterns if not any(fnmatch(name, each) for name in names)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_it_was_made_from_is_known_and_its_licence_goes_with_it(row):
    _, _, made_from, licence = row
    for name in re.findall(r"`(\w+)`", made_from):
        assert name in (*photos(), *weights.available())
        (about,) = re.findall(rf"(?m)^\| `{name}` .*$", PAGE) or [None]
        if about:
            assert about.split("|")[4].strip() in licence
    assert "MIT" in licence or "Open Font" in licence
