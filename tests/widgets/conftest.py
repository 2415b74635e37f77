"""No test writes into the progress of whoever runs it."""

import pytest


@pytest.fixture(autouse=True)
def progress_path(tmp_path, monkeypatch):
    path = tmp_path / "kept" / "progress.json"
    monkeypatch.setenv("CNNTEACH_PROGRESS", str(path))
    return path
