"""The fixtures of the browser tests: a JupyterLab for all, pages for each."""

import shutil
from pathlib import Path

import pytest
from evidence import EVIDENCE
from harness.notebook import Notebook
from harness.ruler import table
from harness.server import LabServer
from harness.tabs import Tabs
from harness.view import View

ROOT = Path(__file__).parents[2]
MEASURED, OUTSIDE = pytest.StashKey(), pytest.StashKey()


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A JupyterLab server on a copy of the notebooks."""
    root = tmp_path_factory.mktemp("lab") / "notebooks"
    shutil.copytree(ROOT / "notebooks", root, ignore=shutil.ignore_patterns("src", "*.py", ".*"))
    cache = EVIDENCE.parent / "matplotlib"
    cache.mkdir(parents=True, exist_ok=True)
    server = LabServer(root, tmp_path_factory.mktemp("home"), matplotlib_cache=cache)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def spare():
    """Blank pages that one test leaves for the next."""
    return []


@pytest.fixture
def tabs(browser, spare, pytestconfig):
    """``tabs()`` opens a page; all are closed after the test, and what they asked for is noted."""
    tabs = Tabs(browser, spare)
    yield tabs
    asked = pytestconfig.stash.setdefault(OUTSIDE, [])
    asked.extend(url for tab in tabs for url in tab.outside)
    tabs.close()


@pytest.fixture
def open_notebook(lab, tabs):
    """``open_notebook(name, theme="light")`` opens a `Notebook`; kernels end after the test."""
    yield lambda name, **options: Notebook(tabs(), lab, name, **options)
    lab.end_kernels()


@pytest.fixture
def open_view(tabs):
    """``open_view(widget)`` shows a widget's `View` alone."""
    return lambda widget: View(tabs(), widget)


@pytest.fixture
def measured(pytestconfig):
    """``measured(name, result)`` adds a `Latency` or `Burst` to the table after the test run."""
    rows = pytestconfig.stash.setdefault(MEASURED, [])
    return lambda name, result: rows.append((name, result))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the tests that measure: they have the machine for themselves."""
    for item in items:
        if "measured" in getattr(item, "fixturenames", ()):
            item.add_marker("alone")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep a picture of each page of a failed test, and name it in the failure."""
    report = yield
    tabs = item.funcargs.get("tabs")
    if report.failed and tabs and report.when != "teardown":
        kept = tabs.keep_evidence(EVIDENCE, item.name)
        report.sections.append(("the pages, as they were", "\n".join(map(str, kept))))
    return report


def pytest_terminal_summary(terminalreporter, config):
    """Print what was measured: facts to look at, which no test asserts."""
    rows, asked = config.stash.get(MEASURED, []), config.stash.get(OUTSIDE, [])
    if not rows:
        return
    terminalreporter.section("in the browser: input to painted pixels")
    for line in table(rows):
        terminalreporter.write_line(line.rstrip())
    terminalreporter.write_line("wait: share of the time in which some task of this machine waited")
    terminalreporter.write_line("for a CPU; above 0.30 (!) the figures say more about the machine.")
    terminalreporter.write_line(f"Requests to the outside: {len(asked)} {' '.join(asked)}")
