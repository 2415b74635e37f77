"""Each widget brings the shared styles with it: on a page with many, the last copy comes last."""

import re
from pathlib import Path

import pytest

from cnnteach import widgets

FOLDER = Path(widgets.__file__).parent
SHARED = ("core", "plot", "tiles")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.css")), ids=lambda path: path.stem)
def test_all_rules_stand_below_the_widget_and_its_own_one_class_deeper_than_the_shared(path):
    head = r"\.cnnteach-widget" + ("" if path.stem in SHARED else r"\.cnnteach-[a-z-]+")
    assert re.fullmatch(head + r" \{\n(  .*\n)+\}\n", path.read_text(encoding="utf-8"))
