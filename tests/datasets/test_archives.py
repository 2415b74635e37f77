"""Of an archive, nothing is written but what was asked for, where it was asked for."""

import gzip
import hashlib
import io
import tarfile
import zipfile

import pytest

from cnnteach.datasets.registry import Kept
from cnnteach.datasets.resuming import Refused
from cnnteach.datasets.unpacking import unpack

TEXT = b"wanted"


def kept(path="data/wanted.txt", content=TEXT):
    return Kept(path, f"sha256:{hashlib.sha256(content).hexdigest()}", len(content))


def tar(path, members, mode="w:gz"):
    """Write an archive of (name, content or a link's target or TarInfo)."""
    with tarfile.open(path, mode) as archive:
        for name, content in members:
            entry = content if isinstance(content, tarfile.TarInfo) else tarfile.TarInfo(name)
            data = content if isinstance(content, bytes) else b""
            if isinstance(content, bytes):
                entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return path


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def link(name, target, kind=tarfile.SYMTYPE):
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return name, entry


def files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "outer" / "inner"
    place.mkdir(parents=True)
    return place


@pytest.mark.parametrize("make", [tar, zipped], ids=["tar", "zip"])
def test_the_member_that_is_wanted_is_written_and_no_other(tmp_path, folder, make):
    members = [("data/wanted.txt", TEXT), ("data/other.txt", b"not wanted"), ("readme", b"hello")]
    unpack(make(tmp_path / "archive", members), [kept()], folder)
    assert files(folder) == ["data/wanted.txt"]
    assert (folder / "data/wanted.txt").read_bytes() == TEXT


@pytest.mark.parametrize("make", [tar, zipped], ids=["tar", "zip"])
@pytest.mark.parametrize("evil", ["../evil", "../../evil", "/tmp/evil-cnnteach", "data/../../evil"])
def test_names_that_climb_out_write_nothing(tmp_path, folder, make, evil):
    members = [(evil, b"evil"), ("data/wanted.txt", TEXT)]
    unpack(make(tmp_path / "archive", members), [kept()], folder)
    assert files(tmp_path) == ["archive", "outer/inner/data/wanted.txt"]


def test_a_folder_that_is_a_link_is_not_followed_out(tmp_path, folder):
    members = [link("data", ".."), ("data/wanted.txt", TEXT)]
    unpack(tar(tmp_path / "archive", members), [kept()], folder)
    assert files(tmp_path) == ["archive", "outer/inner/data/wanted.txt"]


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(link("data/wanted.txt", "/etc/passwd"), id="symbolic-link"),
        pytest.param(link("data/wanted.txt", "elsewhere", tarfile.LNKTYPE), id="hard-link"),
        pytest.param(link("data/wanted.txt", "", tarfile.FIFOTYPE), id="pipe"),
        pytest.param(link("data/wanted.txt", "", tarfile.DIRTYPE), id="folder"),
    ],
)
def test_a_member_that_is_no_file_is_refused(tmp_path, folder, entry):
    with pytest.raises(Refused, match=r"in which data/wanted\.txt is no file"):
        unpack(tar(tmp_path / "archive", [entry]), [kept()], folder)
    assert files(folder) == []


@pytest.mark.parametrize("make", [tar, zipped], ids=["tar", "zip"])
def test_a_member_that_is_another_is_refused_and_not_kept(tmp_path, folder, make):
    (folder / "data").mkdir()
    (folder / "data/wanted.txt").write_bytes(b"what was there before")
    archive = make(tmp_path / "archive", [("data/wanted.txt", b"WANTED")])
    with pytest.raises(Refused, match=r"another data/wanted\.txt .*wrong checksum"):
        unpack(archive, [kept()], folder)
    assert (folder / "data/wanted.txt").read_bytes() == b"what was there before"
    assert files(folder) == ["data/wanted.txt"]


@pytest.mark.parametrize("make", [tar, zipped], ids=["tar", "zip"])
def test_a_member_that_swells_is_cut_off(tmp_path, folder, make, monkeypatch):
    from cnnteach.datasets import unpacking

    seen = []
    monkeypatch.setattr(unpacking, "_PIECE", 1000)
    monkeypatch.setattr(
        unpacking, "matches", lambda path, *_: seen.append(path.stat().st_size) or False
    )
    archive = make(tmp_path / "archive", [("data/wanted.txt", TEXT + bytes(10_000_000))])
    with pytest.raises(Refused):
        unpack(archive, [kept()], folder)
    assert seen == [1000], "of ten million bytes no more than a piece is ever on the disk"


@pytest.mark.parametrize("make", [tar, zipped], ids=["tar", "zip"])
def test_a_member_that_is_missing_is_named(tmp_path, folder, make):
    with pytest.raises(Refused, match=r"an archive without data/wanted\.txt"):
        unpack(make(tmp_path / "archive", [("other", b"1")]), [kept()], folder)


def test_a_damaged_archive_is_refused(tmp_path, folder):
    whole = tar(tmp_path / "whole", [("data/wanted.txt", bytes(range(256)) * 400)]).read_bytes()
    plain = gzip.decompress(whole)
    cases = {
        "nothing": b"",
        "no archive": b"<html>log in</html>" * 100,
        "cut": whole[: len(whole) // 2],
        "cut inside": gzip.compress(plain[:50_000]),
        "goes on as something else": gzip.compress(plain[:50_000]) + b"something else" * 10_000,
        "flipped": whole[:200] + bytes(64) + whole[264:],
    }
    for case, content in cases.items():
        (tmp_path / "archive").write_bytes(content)
        with pytest.raises(Refused, match="sends"):
            unpack(tmp_path / "archive", [kept(content=bytes(range(256)) * 400)], folder)
        assert files(folder) == [], case


def test_a_damaged_zip_is_refused(tmp_path, folder):
    content = bytes(range(256)) * 400
    whole = zipped(tmp_path / "whole", [("data/wanted.txt", content)]).read_bytes()
    for damaged in (whole[:-30], whole[:60] + bytes(40) + whole[100:]):
        (tmp_path / "archive").write_bytes(damaged)
        with pytest.raises(Refused, match="sends"):
            unpack(tmp_path / "archive", [kept(content=content)], folder)
        assert files(folder) == []
