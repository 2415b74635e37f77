"""Scripts are joined from files: what one uses is declared in another, and all of it is used."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from biome import biome

from cnnteach import widgets

UNDECLARED, UNUSED = "correctness/noUndeclaredVariables", "correctness/noUnusedVariables"


@pytest.fixture(scope="module")
def scripts():
    return {name: str(getattr(widgets, name)._esm) for name in widgets.__all__}


@pytest.fixture(scope="module")
def faults(scripts, tmp_path_factory):
    """What Biome finds in the whole scripts: {rule: {(message, line): names of widgets}}."""
    folder = tmp_path_factory.mktemp("scripts")
    for name, script in scripts.items():
        (folder / f"{name}.js").write_text(script, encoding="utf-8")
    (folder / "biome.json").write_text('{"files": {"maxSize": 10000000}}')
    rules = [f"--only={UNDECLARED}", f"--only={UNUSED}"]
    found = biome("lint", *rules, "--max-diagnostics=none", "--reporter=json", ".", cwd=folder)
    said = json.loads(found.stdout)
    assert said["summary"]["unchanged"] > len(scripts), found.stderr  # and its own settings
    where = {UNDECLARED: defaultdict(set), UNUSED: defaultdict(set)}
    for fault in said["diagnostics"]:
        rule, place = fault["category"].removeprefix("lint/"), fault["location"]
        widget = Path(place["path"]).stem
        line = scripts[widget].splitlines()[place["start"]["line"] - 1]
        where[rule][fault["message"], line].add(widget)
    return where


def test_every_name_that_a_script_uses_is_declared(faults):
    assert faults[UNDECLARED] == {}


def test_nothing_is_declared_that_no_widget_uses(faults, scripts):
    for (message, line), unused_in in faults[UNUSED].items():
        joined_by = {name for name, script in scripts.items() if f"\n{line}\n" in script}
        assert joined_by - unused_in, f"{message} In: {', '.join(sorted(unused_in))}"
