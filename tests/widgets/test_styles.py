"""Each widget brings the shared styles with it: on a page with many, the last copy comes last."""

import re
from pathlib import Path

import pytest

from cnnteach import widgets

FOLDER = Path(widgets.__file__).parent


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.css")), ids=lambda path: path.parent.name)
def test_all_rules_stand_below_the_widget_and_its_own_one_class_deeper_than_the_shared(path):
    head = r"\.cnnteach-widget" + ("" if path.parent.name == "common" else r"\.cnnteach-[a-z-]+")
    assert re.fullmatch(head + r" \{\n(  .*\n)+\}\n", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*/*.[jc]s*")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_no_line_is_too_long_to_be_read(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > 160] == []
