"""Who is learning: whoever is logged in, or one of several who share an account, by name."""

import hashlib
import os
import unicodedata
from pathlib import Path
from urllib.parse import quote

VARIABLE = "CNNTEACH_LEARNER"
LONGEST = 60  # characters of a name
_LONGEST_PART = 100  # of a file's name


def current() -> str:
    """Return the learner's name, or nothing where nobody has been named."""
    name = " ".join(os.environ.get(VARIABLE, "").split())
    return tidy("".join(filter(str.isprintable, name))[:LONGEST])


def choose(name: str) -> None:
    """Name the learner, for as long as this Python runs; an empty name is whoever is logged in.

    Raises
    ------
    TypeError, ValueError
        If it is no name.
    """
    if not isinstance(name, str):
        raise TypeError(f"a learner's name is text in quotes, such as 'Anna'; {name!r} came")
    os.environ[VARIABLE] = tidy(name)


def tidy(name: str) -> str:
    """Return `name` with single spaces, and refuse what nobody is called.

    Examples
    --------
    >>> tidy("  Anna   Maria ")
    'Anna Maria'
    """
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if len(name) > LONGEST or not name.isprintable():
        raise ValueError(
            f"a learner's name has at most {LONGEST} characters, all of which can be printed; "
            f"{name[: LONGEST + 1]!r} came"
        )
    return name


def same(one: str, other: str) -> bool:
    """Say whether two names are one learner's: large and small letters do not matter."""
    return one.casefold() == other.casefold()


def own_file(path: Path, name: str) -> Path:
    """Return the learner's own file beside `path`, which is that of whoever has no name.

    Examples
    --------
    >>> own_file(Path("progress.json"), "Anna Maria").name
    'progress-anna%20maria.json'
    >>> own_file(Path("progress.json"), "").name
    'progress.json'
    """
    if not name:
        return path
    part = quote(name.casefold(), safe="")
    if len(part) > _LONGEST_PART:
        part = hashlib.sha256(part.encode()).hexdigest()[:32]
    return path.with_name(f"{path.stem}-{part}{path.suffix}")
