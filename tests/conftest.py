"""What the tests of more than one folder stand on."""

import pytest


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium, one for all; without one the tests fail, and say how to get it."""
    import chromium as chromiums
    from harness.tabs import chromium

    with chromium(chromiums.find()) as context:
        yield context
