"""Take the files that are wanted out of an archive, and nothing else."""

import gzip
import tarfile
import zipfile
import zlib

from cnnteach.datasets.digests import matches
from cnnteach.datasets.resuming import Refused

_PIECE = 1 << 20  # bytes
_DAMAGED = (
    tarfile.TarError,
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    RuntimeError,
)


def unpack(archive, members, folder):
    """Write the `members` of a tar or zip archive into `folder`, each under the name listed.

    The archive's own names, links, owners and modes are never obeyed: its bytes are read by name,
    counted, checked, and written where `members` says.

    Parameters
    ----------
    archive : pathlib.Path
    members : sequence of Kept
    folder : pathlib.Path

    Raises
    ------
    Refused
        If it is no archive, or a member is missing or not what it should be.
    """
    try:
        with _opened(archive) as opened:
            for member in members:
                target = folder / member.path
                target.parent.mkdir(parents=True, exist_ok=True)
                _write(opened, member, target)
    except _DAMAGED as error:
        raise Refused(f"sends a damaged archive ({error})") from error


def _write(opened, member, target):
    beside = target.with_name(f"{target.name}.new")
    try:
        with _stream(opened, member.path) as stream, beside.open("wb") as file:
            while file.tell() <= member.size and (piece := stream.read(_PIECE)):
                file.write(piece)
        if not matches(beside, member.digest, member.size):
            raise Refused(f"sends another {member.path} than it should (wrong checksum)")
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _opened(archive):
    if zipfile.is_zipfile(archive):
        return zipfile.ZipFile(archive)
    return tarfile.open(archive, "r:*")


def _stream(opened, name):
    """Return a member as a file to read."""
    try:
        if isinstance(opened, zipfile.ZipFile):
            return opened.open(name)
        found = opened.getmember(name)
    except KeyError:
        raise Refused(f"sends an archive without {name}") from None
    if not found.isfile():
        raise Refused(f"sends an archive in which {name} is no file")
    return opened.extractfile(found)
