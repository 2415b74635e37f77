"""A Pyodide that is none is refused in a sentence, and what was built before stays."""

import random
import tarfile

import lite
import pytest


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A browser edition that was built before."""
    monkeypatch.setattr(lite, "BUILD", tmp_path / "build")
    monkeypatch.setattr(lite, "PYODIDE", tmp_path / "build" / "static" / "pyodide")
    (tmp_path / "build").mkdir()
    return tmp_path / "build"


@pytest.mark.parametrize("content", [None, b"", b"<html>Not found</html>"])
def test_a_file_that_is_no_archive_is_refused_before_anything_is_removed(built, tmp_path, content):
    given = tmp_path / "my pyodide.tar.bz2"
    if content is not None:
        given.write_bytes(content)
    with pytest.raises(SystemExit, match=r"my pyodide.tar.bz2 is no archive of Pyodide; name the"):
        lite.main(["--pyodide", str(given)])
    assert built.exists()


def test_half_an_archive_is_told(built, tmp_path):
    given = tmp_path / "pyodide.tar.gz"
    (tmp_path / "wheel").write_bytes(random.Random(0).randbytes(100_000))
    with tarfile.open(given, "w:gz") as archive:
        archive.add(tmp_path / "wheel", "wheel")
    given.write_bytes(given.read_bytes()[:50_000])
    with pytest.raises(SystemExit, match=r"pyodide.tar.gz cannot be unpacked \(.*is it whole"):
        lite.main(["--pyodide", str(given)])
