"""The worked examples of CONTRIBUTING.md are whole: in a copy of the repository they pass."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from biome import biome

ROOT = Path(__file__).parents[2]
EXAMPLE = re.compile(r"(?ms)^`([\w/]+\.(?:py|js))`\n\n```\w+\n(.*?)^```")
PLACED = '# %% exercise="bright_percent"\n\n# %% check="bright_percent"\n\n'


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} has {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="session")
def copy(tmp_path_factory):
    """Return a copy of the repository in which somebody has followed CONTRIBUTING.md."""
    root = tmp_path_factory.mktemp("copy")
    skip = shutil.ignore_patterns("__pycache__", "*.ipynb", "baselines")
    for name in ("cnnteach", "notebooks", "tests"):
        shutil.copytree(ROOT / name, root / name, ignore=skip)
    for name in ("data", "docs", "README.md"):
        (root / name).symlink_to(ROOT / name)
    for name in ("pyproject.toml", "biome.json"):
        shutil.copy(ROOT / name, root)
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    examples = dict(EXAMPLE.findall(text))
    assert len(examples) == 5
    for name, content in examples.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    replace(
        root / "cnnteach/exercises/registry.py",
        '("images", "pixels")',
        '("images", "pixels", "thresholds")',
    )
    lesson = root / "notebooks/src/01_an_image_is_a_tensor.py"
    replace(lesson, "# %% [markdown]\n# ## Recap", f"{PLACED}# %% [markdown]\n# ## Recap")
    widgets = root / "cnnteach/widgets/__init__.py"
    replace(
        widgets, '    "TrainingT', '    "ThresholdDial": "threshold_dial.widget",\n    "TrainingT'
    )
    return root


def run(copy, *command):
    """Run a command in the copy, whose package comes first."""
    words = os.environ | {"PYTHONPATH": str(copy)}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=copy, env=words, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    return done.stdout


def passed(said):
    return int(re.search(r"(\d+) passed", said)[1])


def test_its_code_is_in_the_house_style(copy):
    files = [
        str(copy / name) for name, _ in EXAMPLE.findall((ROOT / "CONTRIBUTING.md").read_text())
    ]
    python = [name for name in files if name.endswith(".py")]
    run(copy, "ruff", "check", *python)
    run(copy, "ruff", "format", "--check", *python)
    checked = biome("ci", *(name for name in files if name.endswith(".js")), cwd=copy)
    assert checked.returncode == 0, checked.stderr


def test_its_exercise_keeps_what_every_exercise_promises(copy):
    tests = ("test_every_exercise.py", "test_mutated_solutions.py")
    paths = [f"tests/exercises/{name}" for name in tests]
    assert passed(run(copy, "pytest", "-q", *paths, "-k", "bright_percent")) > 10


def test_its_notebook_keeps_what_every_notebook_promises(copy):
    path = "tests/notebooks/test_notebook_style.py"
    assert passed(run(copy, "pytest", "-q", path, "-k", "19_thresholds")) == 9
    cells = re.split(r"(?m)^# %%.*$", (copy / "notebooks/src/19_thresholds.py").read_text())
    program = copy / "as_script.py"
    program.write_text("\n".join(cells), encoding="utf-8")
    run(copy, "as_script")


def test_its_widget_keeps_what_every_widget_promises_in_python(copy):
    path = "tests/widgets/test_every_widget.py"
    assert passed(run(copy, "pytest", "-q", path, "-k", "ThresholdDial")) > 8
    run(copy, "pytest", "-q", "--doctest-modules", "cnnteach/widgets/threshold_dial/widget.py")


@pytest.mark.browser
def test_its_widget_keeps_what_every_widget_promises_in_a_browser(copy):
    path = "tests/browser/test_every_widget.py"
    assert passed(run(copy, "pytest", "-q", path, "-k", "ThresholdDial")) >= 7
