"""What the tests of more than one folder stand on."""

import gc

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Begin with what takes minutes, so that no process waits for another at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish():
    """Let no collection of garbage look through what was collected here: thousands of tests."""
    gc.freeze()


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium, one for all; without one the tests fail, and say how to get it."""
    import chromium as chromiums
    from harness.tabs import chromium

    with chromium(chromiums.find()) as context:
        yield context
