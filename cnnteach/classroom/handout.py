"""Give a learner the course's notebooks, and their new versions, and never touch their work."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

LEDGER = ".handed_out.json"


def hand_out(lessons: Iterable[Path], folder: Path) -> list[Path]:
    """Copy each lesson into `folder`, beside what a learner has changed and never over it.

    A notebook that is as it was handed out gives way to a new version. A changed one stays, and the
    new version comes beside it, under a name that ends in ``_new``. One that was deleted comes
    back: that is how to begin it again. Where it is not known what was handed out, a notebook that
    is not as the course's counts as changed.

    Parameters
    ----------
    lessons : iterable of Path
        The course's own notebooks.
    folder : Path
        The learner's folder; it is made if it is not there.

    Returns
    -------
    list of Path
        What was written.

    Examples
    --------
    >>> import tempfile
    >>> course, mine = (Path(tempfile.mkdtemp()) for _ in range(2))
    >>> lesson = course / "lesson.ipynb"
    >>> _ = lesson.write_text("first version")
    >>> [path.name for path in hand_out([lesson], mine)]
    ['lesson.ipynb']
    >>> _ = (mine / "lesson.ipynb").write_text("my answers"), lesson.write_text("second version")
    >>> [path.name for path in hand_out([lesson], mine)]
    ['lesson_new.ipynb']
    >>> (mine / "lesson.ipynb").read_text()
    'my answers'
    """
    folder.mkdir(parents=True, exist_ok=True)
    ledger, written = _read(folder), []
    for lesson in lessons:
        given = digest(lesson)
        place = _place(folder, lesson.name, given, ledger)
        if place is not None:
            _replace(place, lesson.read_bytes())
            ledger[place.name] = given
            _replace(folder / LEDGER, json.dumps(ledger, indent=1).encode())
            written.append(place)
    return written


def digest(path: Path) -> str:
    """Return a checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _place(folder, name, given, ledger):
    """Return where the version `given` belongs, or None if the learner has it already."""
    for place in _names(folder / name):
        if not place.exists():
            return place
        handed_out = ledger.get(place.name)
        if handed_out == given:
            return None
        if place.is_file() and digest(place) in (handed_out, given):
            return place
    return None


def _names(path) -> Iterator[Path]:
    """Yield lesson.ipynb, lesson_new.ipynb, lesson_new_2.ipynb, and so on."""
    yield path
    yield path.with_stem(f"{path.stem}_new")
    yield from (path.with_stem(f"{path.stem}_new_{number}") for number in count(2))


def _read(folder):
    try:
        ledger = json.loads((folder / LEDGER).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        ledger = None
    return ledger if isinstance(ledger, dict) else {}  # all there may be the learner's work


def _replace(path, content):
    """Write all of a file or, where the disk is full, none of it."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
