import ast
import importlib.util
import sys
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
WITH_MODELS = {"keras"} | {  # a notebook that imports one of these needs Keras and its backend
    f"cnnteach.{part}" for part in ("explain", "lectures", "models", "recipes", "tasks", "training")
}


@pytest.fixture(scope="session")
def builder():
    """Return notebooks/build.py as a module."""
    spec = importlib.util.spec_from_file_location("notebooks_build", NOTEBOOKS / "build.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def needs_models(source):
    """Tell whether the notebook works with Keras models, from what it imports."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    return any(
        f"{dotted}.".startswith(f"{part}.")
        for node in imports
        for dotted in _dotted(node)
        for part in WITH_MODELS
    )


def _dotted(node):
    """Return the names that an import loads: ``from a import b`` may load a.b."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names]


def pytest_generate_tests(metafunc):
    """Run a test that asks for a `source` on each notebook's source."""
    if "source" in metafunc.fixturenames:
        sources = sorted((NOTEBOOKS / "src").glob("[0-9][0-9]_*.py"))
        metafunc.parametrize("source", sources, ids=lambda path: path.stem, scope="module")
