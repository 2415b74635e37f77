import importlib.util
import sys
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="session")
def builder():
    """Return notebooks/build.py as a module."""
    spec = importlib.util.spec_from_file_location("notebooks_build", NOTEBOOKS / "build.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def needs_models(builder, source):
    """Tell whether the notebook works with Keras models, from what it imports."""
    return builder.needs_models(source)


def pytest_generate_tests(metafunc):
    """Run a test that asks for a `source` on each notebook's source."""
    if "source" in metafunc.fixturenames:
        sources = sorted((NOTEBOOKS / "src").glob("[0-9][0-9]_*.py"))
        metafunc.parametrize("source", sources, ids=lambda path: path.stem, scope="module")
