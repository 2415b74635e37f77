"""Bring one file from the first of its addresses that gives the right bytes."""

from urllib.parse import urlsplit

from cnnteach.datasets.digests import matches
from cnnteach.datasets.resuming import Refused, ResumingDownload
from cnnteach.datasets.unpacking import unpack


def download(remote, folder, progress, session):
    """Bring `remote` into `folder`, checked, and unpacked where it is an archive.

    Parameters
    ----------
    remote : Remote
    folder : pathlib.Path
    progress : Progress
    session : requests.Session

    Raises
    ------
    NoAddress
        If none of the addresses gives the file.
    OSError
        If it cannot be written.
    """
    part = folder / f"{remote.path}.part"
    downloader = ResumingDownload(part, remote, progress, session)
    refused = []
    for url in remote.urls:
        went_on = part.exists()
        try:
            return _bring(url, remote, folder, downloader)
        except (_Unreached, Refused) as reason:
            if not went_on or part.exists():
                refused.append((urlsplit(url).netloc, reason))
                continue
        try:  # the beginning may have been wrong: from the first byte
            return _bring(url, remote, folder, downloader)
        except (_Unreached, Refused) as reason:
            refused.append((urlsplit(url).netloc, reason))
    raise NoAddress(refused)


class NoAddress(Exception):
    """None of a file's addresses gave it; the message says why, each."""

    def __init__(self, refused):
        super().__init__("; ".join(f"{host} {reason}" for host, reason in refused))
        self.offline = all(isinstance(reason, _Unreached) for _, reason in refused)
        self.hosts = list(dict.fromkeys(host for host, _ in refused))


class _Unreached(Exception):
    """There is no connection to an address, or it was lost."""


def _bring(url, remote, folder, downloader):
    """Download from `url` through pooch, which puts a file in its place only if its hash holds."""
    import pooch
    import requests

    target = folder / remote.path
    target.parent.mkdir(parents=True, exist_ok=True)
    known = remote.digest if remote.digest and not remote.digest.startswith("pixels") else None
    try:
        pooch.retrieve(url, known, target.name, target.parent, downloader=downloader)
    except requests.RequestException as error:
        raise _Unreached(_in_words(error)) from error
    except ValueError as error:  # pooch's word for a hash that does not hold
        raise Refused("sends another file than it should (wrong checksum)") from error
    if remote.members:
        _keep_members(target, remote, folder)
    elif not matches(target, remote.digest, remote.size):
        target.unlink()
        raise Refused("sends another picture than it should (wrong checksum)")


def _keep_members(archive, remote, folder):
    """Unpack, and let the archive go: what is kept of it is larger already."""
    try:
        unpack(archive, remote.members, folder)
    finally:
        archive.unlink(missing_ok=True)


def _in_words(error):
    from requests import exceptions

    if isinstance(error, exceptions.SSLError):
        return "has a certificate that this machine does not trust"
    if isinstance(error, exceptions.ProxyError):
        return "is behind a proxy that does not answer"
    if isinstance(error, exceptions.Timeout):
        return "does not answer"
    return "cannot be reached"
