"""Each widget's script is joined from files: what one uses is declared in another, all of it used."""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from cnnteach import widgets

PROGRAMS = Path(sys.prefix) / "bin"
UNDECLARED, UNUSED = "correctness/noUndeclaredVariables", "correctness/noUnusedVariables"
DECLARED = re.compile(r"(?m)^(?:const|let|class|(?:async )?function) (\w+)")


@pytest.fixture(scope="module")
def scripts():
    return {name: str(getattr(widgets, name)._esm) for name in widgets.__all__}


@pytest.fixture(scope="module")
def faults(scripts, tmp_path_factory):
    """What Biome finds in the whole scripts: {rule: {message: names of widgets}}."""
    folder = tmp_path_factory.mktemp("scripts")
    for name, script in scripts.items():
        (folder / f"{name}.js").write_text(script, encoding="utf-8")
    (folder / "biome.json").write_text('{"files": {"maxSize": 10000000}}')
    words = ["lint", f"--only={UNDECLARED}", f"--only={UNUSED}", "--max-diagnostics=none"]
    found = subprocess.run(
        [PROGRAMS / "biome", *words, "--reporter=json", "."],
        cwd=folder,
        env=os.environ | {"PATH": os.pathsep.join([str(PROGRAMS), os.environ["PATH"]])},
        capture_output=True,
        text=True,
    )
    said = json.loads(found.stdout)
    assert said["summary"]["unchanged"] > len(scripts), found.stderr  # and its own settings
    where = {UNDECLARED: defaultdict(set), UNUSED: defaultdict(set)}
    for fault in said["diagnostics"]:
        rule, widget = fault["category"].removeprefix("lint/"), Path(fault["location"]["path"])
        where[rule][fault["message"]].add(widget.stem)
    return where


def test_every_name_that_a_script_uses_is_declared(faults):
    assert faults[UNDECLARED] == {}


def test_nothing_is_declared_that_no_widget_uses(faults, scripts):
    declared = {name: set(DECLARED.findall(script)) for name, script in scripts.items()}
    for message, unused_in in faults[UNUSED].items():
        name = re.search(r"(\w+) is unused", message)[1]
        joined_by = {widget for widget, names in declared.items() if name in names}
        assert joined_by - unused_in, f"{message} In: {', '.join(sorted(unused_in))}"
