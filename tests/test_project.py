"""The project's own promises: environments in step, imports one way and light, nothing private."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]


def requirements(lines):
    parsed = [Requirement(line) for line in lines]
    return {r.name: r.specifier for r in parsed if r.name != "cnnteach"}


def locked():
    """Return the lock's lines as (requirement, version)."""
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return [(r, next(iter(r.specifier)).version) for r in found]


def test_conda_asks_for_what_pip_asks_for():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    conda = requirements(line for line in listed if isinstance(line, str) and line != "pip")
    assert conda.pop("python") == Requirement(f"python{PROJECT['requires-python']}").specifier
    assert conda == requirements(PROJECT["dependencies"] + EXTRAS["lab"])


def test_every_dependency_is_pinned_where_pyproject_allows():
    pins = locked()
    asked = [PROJECT["dependencies"], *(EXTRAS[name] for name in ("lab", "site", "dev"))]
    for line in chain(*asked):
        wanted = Requirement(line)
        if wanted.name == "cnnteach":
            continue
        versions = [version for pin, version in pins if pin.name == wanted.name]
        assert versions, f"{wanted.name} is not in requirements.lock: run `make lock`"
        assert all(wanted.specifier.contains(v) for v in versions), f"{wanted}: pinned {versions}"


def test_the_lock_holds_names_and_versions_alone():
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        assert re.fullmatch(r"[\w.-]+==[\w.!+]+( ; .+)?", line), line
        assert "://" not in line


def test_the_gpu_extra_is_the_lab_with_cuda():
    assert EXTRAS["gpu"][0] == "cnnteach[lab]"
    assert "and-cuda" in EXTRAS["gpu"][1]
    assert "cuda" in (ROOT / "environment.yml").read_text()


# What each part may import of its neighbours: data flows one way.
FLOW = {
    "_lazy": set(),
    "_around_import": set(),
    "_tensorflow_log": {"_around_import"},
    "_full_precision": {"_around_import"},
    "nodelay": set(),
    "_jumping_kernels": {"_around_import"},
    "shapes": set(),
    "kernels": set(),
    "graph": set(),
    "boxes": set(),
    "sentences": set(),
    "ops": {"shapes"},
    "datasets": set(),
    "numpy_lenet": {"ops"},
    "shipped": set(),
    "stimuli": set(),
    "models": {"shapes", "ops", "shipped"},
    # figures: the live view, while it runs
    "training": {"_lazy", "shapes", "ops", "models", "figures"},
    "recipes": {"models", "training", "datasets", "tasks"},
    "tasks": {"_lazy", "shapes", "ops", "boxes", "sentences", "models", "training", "datasets"},
    "explain": {"_lazy", "shapes", "ops", "stimuli", "models", "training", "datasets"},
    "figures": {"shapes", "ops", "kernels", "graph"},
    # exercises: predictions count for the learner's progress; shipped: weights as arrays, no models
    "widgets": {
        "_lazy",
        "shapes",
        "ops",
        "kernels",
        "graph",
        "boxes",
        "sentences",
        "shipped",
        "stimuli",
        "numpy_lenet",
        "figures",
        "datasets",
        "exercises",
    },
    "exercises": {"shapes", "ops", "kernels", "graph", "datasets", "boxes"},
    "bench": {"shapes", "ops", "figures", "models", "explain", "training", "doctor"},
    "doctor": {"datasets", "exercises"},
    "classroom": {"_around_import", "exercises", "figures"},
}


def modules():
    for path in sorted((ROOT / "cnnteach").rglob("*.py")):
        part = path.relative_to(ROOT / "cnnteach").parts[0].removesuffix(".py")
        if part not in ("__init__", "__main__", "cli", "lectures"):
            yield part, path


def neighbours(path):
    """Name the parts of cnnteach that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module="cnnteach"):
                yield from (alias.name for alias in node.names if alias.name != "__version__")
            case ast.ImportFrom(module=str(module)) if module.startswith("cnnteach."):
                yield module.split(".")[1]
            case ast.Import():
                dotted = (alias.name.split(".") for alias in node.names)
                yield from (names[1] for names in dotted if names[0] == "cnnteach" and names[1:])


@pytest.mark.parametrize(("part", "path"), list(modules()), ids=lambda v: getattr(v, "name", v))
def test_imports_go_one_way(part, path):
    assert part in FLOW, f"say in FLOW what cnnteach.{part} may import"
    assert set(neighbours(path)) <= FLOW[part] | {part}


BACKENDS = {"tensorflow", "jax", "torch"}
SPEAKS_TO_A_BACKEND = {  # everywhere else Keras does, so that all runs on any of the three
    "cnnteach/models/autodiff.py": BACKENDS,
    "cnnteach/_full_precision.py": BACKENDS,
    "cnnteach/doctor/probe.py": BACKENDS,
    "cnnteach/bench/contenders/tensorflow_cpu.py": {"tensorflow"},
    "cnnteach/bench/contenders/torch_cpu.py": {"torch"},
}


def imported(path):
    """Name the packages that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                yield from (alias.name.split(".")[0] for alias in node.names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.split(".")[0]


def test_only_these_files_speak_to_a_backend():
    files = [*(ROOT / "cnnteach").rglob("*.py"), *(ROOT / "notebooks" / "src").glob("*.py")]
    found = {path.relative_to(ROOT).as_posix(): BACKENDS & set(imported(path)) for path in files}
    assert {name: names for name, names in found.items() if names} == SPEAKS_TO_A_BACKEND


@pytest.mark.parametrize(
    "path", sorted((ROOT / "cnnteach" / "shapes").glob("*.py")), ids=lambda p: p.name
)
def test_shapes_imports_nothing_but_itself(path):
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    imports = [ast.unparse(n) for n in nodes if isinstance(n, ast.Import | ast.ImportFrom)]
    assert [line for line in imports if not line.startswith("from cnnteach.shapes.")] == []


def loaded_after(statement):
    """Return the modules that a fresh Python holds after `statement`, and the seconds it took."""
    program = (
        f"import json, sys, time; start = time.perf_counter(); {statement}; "
        "print(json.dumps([time.perf_counter() - start, sorted(sys.modules)]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    seconds, names = json.loads(done.stdout)
    return set(names), seconds


HEAVY = {"keras", "tensorflow", "matplotlib", "numpy", "scipy", "skimage", "sklearn", "pandas"}


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("import cnnteach", set()),
        ("import cnnteach.shapes", set()),
        ("import cnnteach.cli", set()),
        ("import cnnteach.ops", {"numpy", "scipy"}),
        ("import cnnteach.datasets", {"numpy"}),
        ("import cnnteach.exercises", {"numpy", "scipy"}),
        ("import cnnteach.widgets", set()),
        ("import cnnteach.models", {"numpy", "scipy"}),
        ("import cnnteach.explain", set()),
    ],
)
def test_an_import_loads_only_what_it_needs(statement, allowed, record_property):
    names, seconds = loaded_after(statement)
    record_property(statement, f"{seconds:.3f} s")
    assert names & HEAVY <= allowed


@pytest.mark.parametrize(("level", "says"), [(None, False), ("0", True)])
def test_tensorflow_writes_nothing_into_a_notebook_unless_it_is_asked_to(level, says):
    words = {name: value for name, value in os.environ.items() if name != "TF_CPP_MIN_LOG_LEVEL"}
    words |= {"TF_CPP_MIN_LOG_LEVEL": level} if level else {}
    program = "import cnnteach, tensorflow as tf; tf.constant([1.0]) + 1"
    done = subprocess.run(
        [sys.executable, "-c", program], env=words, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert bool(done.stderr) == says, done.stderr


def tracked():
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    names = done.stdout.split() if done.returncode == 0 else []
    return [ROOT / name for name in names] or [p for p in ROOT.glob("*") if p.is_file()]


def test_no_file_names_a_registry_or_a_machine():
    forbidden = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|/root/|/home/\w+/|/work/")
    for path in tracked():
        if path.suffix in {".png", ".jpg", ".npz"} or path == Path(__file__) or not path.exists():
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        assert not forbidden.search(text), f"{path.name}: {forbidden.search(text)}"


def test_make_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"\.PHONY: (.*)", makefile).group(1).split()
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    assert [name for name in phony if f"make {name}" not in said] == []
