"""Each widget brings the shared styles with it: on a page with many, the last copy comes last."""

import re
from pathlib import Path

import pytest

from cnnteach import widgets

FOLDER = Path(widgets.__file__).parent
CORE = (FOLDER / "core.css").read_text()
SHARED = set(re.findall(r"\.cnnteach-widget (?:\w+)?(\.cn-[\w-]+)(?=[ ,{])", CORE))
OWN = sorted(path for path in FOLDER.glob("*.css") if path.name != "core.css")


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_what_a_widget_sets_otherwise_outweighs_the_shared_styles_of_the_next(path):
    heads = re.findall(r"^([^@{}]+)\{", path.read_text(), flags=re.MULTILINE)
    ours = [each.strip() for head in heads for each in head.split(",")]
    light = [each for each in ours if re.match(r"\.cnnteach-(?!widget)", each)]
    ends = {each: set(re.findall(r"\.cn-[\w-]+", each.split()[-1])) for each in light}
    assert [each for each, classes in ends.items() if classes & SHARED] == []
