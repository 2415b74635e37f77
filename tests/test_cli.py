"""The shell's commands: help at once, and errors that say what to type."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from cnnteach import __version__, cli

HEAVY = {"numpy", "scipy", "matplotlib", "tqdm", "tensorflow", "keras", "multiprocessing"}


def invoke(*arguments):
    return CliRunner().invoke(cli.app, arguments, env={"COLUMNS": "200", "NO_COLOR": "1"})


@pytest.mark.parametrize("arguments", [["--help"], ["bench", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments):
    program = f"""
import json, sys
from cnnteach.cli import main
sys.argv = ["cnnteach", *{arguments!r}]
try:
    main()
except SystemExit as ended:
    print(json.dumps([ended.code or 0, sorted(sys.modules)]), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    code, modules = json.loads(done.stderr)
    assert code == 0
    assert done.stdout.strip()
    assert HEAVY & set(modules) == set()


def test_help_lists_the_commands():
    said = invoke("--help")
    assert said.exit_code == 0
    assert (
        "Measure the NumPy operations beside their peers, or networks on each device."
        in said.output
    )


def test_version():
    assert invoke("--version").output.split() == ["cnnteach", __version__]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bench", "--only", "b9"], ["--only", "no workload b9", "b1"]),
        (["bench", "--contenders", "caffe"], ["--contenders", "no contender caffe", "im2col"]),
        (["bench", "--repeats", "0"], ["Invalid value", "--repeats"]),
        (["paint"], ["No such command", "paint"]),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_ones(arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = invoke(*arguments)
    assert said.exit_code == 2
    assert [word for word in words if word not in said.output] == []
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_refused_before_anything_is_measured(tmp_path, monkeypatch):
    monkeypatch.setattr("cnnteach.bench.progress.follow", pytest.fail)
    (tmp_path / "file").write_text("in the way")
    said = invoke("bench", "--only", "tiny", "--output", str(tmp_path / "file" / "below"))
    assert said.exit_code == 2
    assert "choose another folder" in said.output
