"""What can be downloaded, read from ``sources.toml``: the one place that names it."""

import functools
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

_SLACK = 4  # a file whose size is not known exactly may be so many times as large as announced


class Kept(NamedTuple):
    """A file that stays on the disk, and what it must be."""

    path: str  # inside the dataset's folder
    digest: str  # "sha256:...", "md5:..." or "pixels:..."
    size: int | None = None  # bytes, where every copy has the same


class Remote(NamedTuple):
    """A file that is downloaded: kept as it is, or an archive of which members are kept."""

    path: str
    urls: tuple[str, ...]  # tried in turn
    digest: str | None
    size: int | None
    largest: int  # bytes; more is refused
    members: tuple[Kept, ...]

    @property
    def kept(self):
        """What must lie on the disk in the end."""
        return self.members or (Kept(self.path, self.digest, self.size),)


class Source(NamedTuple):
    """A dataset that can be downloaded, and who allows its use.

    Examples
    --------
    >>> source("mnist").licence
    'CC BY-SA 3.0'
    """

    name: str
    title: str
    shows: str
    licence: str
    credit: str
    citation: str
    homepage: str
    size: int  # bytes to download, about
    embedded: str  # what the loader gives without a network, or ""
    files: tuple[Remote, ...]

    @property
    def kept(self):
        """What must lie on the disk in the end, of all files."""
        return tuple(kept for file in self.files for kept in file.kept)

    @property
    def spelled_size(self):
        """The size as people say it."""
        if self.size < 100_000:
            return f"{self.size / 1e3:.0f} kB"
        return f"{self.size / 1e6:,.1f} MB"


@functools.cache
def sources():
    """Return all sources by name, in the order of the file.

    Examples
    --------
    >>> list(sources())[:3]
    ['mnist', 'cifar10', 'sms_spam']
    """
    return read_sources(Path(__file__).with_name("sources.toml"))


def source(name):
    """Return the source of that name.

    Raises
    ------
    ValueError
        If there is none; the message has the nearest name, and all of them.
    TypeError
        If `name` is not text.

    Examples
    --------
    >>> source("cifar-10")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    ValueError: there is no dataset 'cifar-10'; did you mean 'cifar10'? There are ...
    """
    if not isinstance(name, str):
        raise TypeError(
            f'the name of a dataset is text in quotes, "mnist"; got {type(name).__name__}'
        )
    known = sources()
    if name in known:
        return known[name]
    near = get_close_matches(name.lower(), known, n=1)
    guess = f"; did you mean {near[0]!r}?" if near else "."
    raise ValueError(f"there is no dataset {name!r}{guess} There are {', '.join(known)}")


def read_sources(path):
    """Return the sources that a TOML file lists, by name.

    Parameters
    ----------
    path : path-like
        A file such as ``sources.toml``, whose head says what its words mean.
    """
    tables = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    return {name: _source(name, table) for name, table in tables.items()}


def _source(name, table):
    facts = {key: table[key] for key in Source._fields if key in table and key != "files"}
    files = tuple(_remote(file, table) for file in table["files"])
    return Source(name=name, files=files, **facts)


def _remote(file, table):
    size = file.get("size")
    return Remote(
        path=file["path"],
        urls=tuple(url.format(path=file["path"]) for url in file.get("urls", table.get("urls"))),
        digest=file.get("digest"),
        size=size,
        largest=size or _SLACK * table["size"],
        members=tuple(Kept(**member) for member in file.get("members", ())),
    )
